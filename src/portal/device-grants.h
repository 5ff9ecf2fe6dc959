/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterDeviceGrants:
 *
 * Logins for input-constrained devices (RFC 8628), in memory only: a kiosk asks for a code, a phone
 * confirms it for a person, the kiosk fetches a token. Time is passed in. Codes live ten minutes,
 * tokens twenty.
 */
typedef struct _SchalterDeviceGrants SchalterDeviceGrants;

#define SCHALTER_GRANT_LIFETIME_S 600
#define SCHALTER_GRANT_INTERVAL_S 2
#define SCHALTER_TOKEN_LIFETIME_S 1200

SchalterDeviceGrants *schalter_device_grants_new (void);
void schalter_device_grants_free (SchalterDeviceGrants *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterDeviceGrants, schalter_device_grants_free)

/**
 * SchalterDeviceGrant: what a kiosk gets, and what the phone's page shows. Borrowed from the
 * grants.
 * @user_code: "WDJB-MJHT": letters that make no words (RFC 8628 §6.1)
 */
typedef struct {
  const char *device_code;
  const char *user_code;
  const char *kiosk;
  const char *kiosk_name;
} SchalterDeviceGrant;

SchalterDeviceGrant schalter_device_grants_begin (SchalterDeviceGrants *self,
                                                  const char *kiosk,
                                                  const char *kiosk_name,
                                                  gint64 now_us);

/**
 * schalter_device_grants_find: the waiting login behind a code as a person types it.
 *
 * Returns: %FALSE with SCHALTER_ERROR_NOT_FOUND for a wrong, used or expired code.
 */
gboolean schalter_device_grants_find (SchalterDeviceGrants *self,
                                      const char *typed_code,
                                      gint64 now_us,
                                      SchalterDeviceGrant *grant_out,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The phone's answer: @person_id, or NULL to refuse. Errors as for find. */
gboolean schalter_device_grants_answer (SchalterDeviceGrants *self,
                                        const char *typed_code,
                                        const char *person_id,
                                        gint64 now_us,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * schalter_device_grants_poll:
 *
 * Returns: (nullable): the access token once the phone has confirmed; handed out once. Else %NULL,
 * and
 *     @error_code_out is one of RFC 8628 §3.5: "authorization_pending", "slow_down",
 * "access_denied", "expired_token".
 */
const char *schalter_device_grants_poll (SchalterDeviceGrants *self,
                                         const char *device_code,
                                         gint64 now_us,
                                         const char **error_code_out);

/* (nullable): whose token it is, while it is valid. */
const char *schalter_device_grants_get_person (SchalterDeviceGrants *self,
                                               const char *access_token,
                                               gint64 now_us);
/* RFC 7009: an unknown token is fine. */
void schalter_device_grants_revoke (SchalterDeviceGrants *self, const char *access_token);

G_END_DECLS
