/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterKnownKiosk: where a kiosk is and by what the two know each other. A record.
 * @host: a name or an address; an IPv6 address without brackets
 * @fingerprint: SHA-256 of its certificate, 64 lower-case hexadecimal digits
 * @token: (nullable): the one-time token of a pairing line; %NULL when there is a credential
 * @credential: (nullable): what the kiosk gave for the token; a secret
 * @name: as the kiosk last called itself, "" before its first word
 * @municipality_bfs: 0 for the canton's own kiosk
 */
typedef struct {
  char *host;
  guint port;
  char *fingerprint;
  char *token;
  char *credential;
  char *name;
  guint municipality_bfs;
} SchalterKnownKiosk;

SchalterKnownKiosk *schalter_known_kiosk_copy (const SchalterKnownKiosk *kiosk);
void schalter_known_kiosk_free (SchalterKnownKiosk *kiosk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterKnownKiosk, schalter_known_kiosk_free)

/* An address or host name that can stand in a URI. */
gboolean schalter_known_kiosk_is_host (const char *text);

/**
 * SchalterDesk: what this desk keeps from one start to the next.
 * @name: what the desk is called; "" when nobody has said so yet
 * @kiosks: (element-type SchalterKnownKiosk)
 */
typedef struct {
  char *name;
  GPtrArray *kiosks;
} SchalterDesk;

SchalterDesk *schalter_desk_new (void);
void schalter_desk_free (SchalterDesk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterDesk, schalter_desk_free)

#define SCHALTER_DESK_NAME_MAX_BYTES 100
gboolean schalter_desk_is_name (const char *text);

/**
 * schalter_desk_load:
 * @path: a key file that may not be there; kept from other users' eyes from now on
 *
 * Returns: %NULL with SCHALTER_ERROR_CORRUPT if there is anything in it that we did not write; the
 *     file is left as it is.
 */
SchalterDesk *schalter_desk_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes it whole or not at all, mode 0600, in a directory made with 0700. */
gboolean schalter_desk_save (const SchalterDesk *desk,
                             const char *path,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
