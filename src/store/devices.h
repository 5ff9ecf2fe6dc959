/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db.h"

G_BEGIN_DECLS

/**
 * The counters this kiosk knows. Tokens and credentials are long random texts; only their SHA-256
 * is kept, so that the file alone opens no link.
 */

/* Keeps a one-time token until @expires_us. */
gboolean schalter_devices_add_token (SchalterDb *db,
                                     const char *token,
                                     gint64 expires_us,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SchalterDevicesPairing:
 * @name: what the counter calls itself
 * @credential: what it will show from now on
 *
 * A counter's first connection. All borrowed.
 */
typedef struct {
  const char *token;
  const char *name;
  const char *credential;
  gint64 now_us;
} SchalterDevicesPairing;

/* Uses the token up and remembers the counter. SCHALTER_ERROR_REFUSED if the token is unknown,
 * used or expired. */
gboolean schalter_devices_pair (SchalterDb *db,
                                const SchalterDevicesPairing *pairing,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Remembers when the counter was seen, and returns its name (transfer full); SCHALTER_ERROR_REFUSED
 * for an unknown credential. */
char *schalter_devices_recognise (SchalterDb *db,
                                  const char *credential,
                                  gint64 now_us,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean
schalter_devices_count (SchalterDb *db, guint *n_out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
