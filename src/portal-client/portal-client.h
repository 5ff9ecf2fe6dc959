/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "envelope.h"

G_BEGIN_DECLS

/**
 * SchalterPortalClient:
 *
 * The HTTPS client of the portal's contract (data/portal-api.yaml). Every call has a time limit and
 * a size limit. Errors: SCHALTER_ERROR_UNAVAILABLE for no network, time-outs, 5xx, 429 and garbage;
 * SCHALTER_ERROR_REFUSED for other 4xx; SCHALTER_ERROR_CONFLICT for 409; SCHALTER_ERROR_UNTRUSTED
 * for a certificate that does not hold.
 */
#define SCHALTER_TYPE_PORTAL_CLIENT (schalter_portal_client_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterPortalClient, schalter_portal_client, SCHALTER, PORTAL_CLIENT, GObject)

/* @ca_file: PEM of the only certificates trusted, or "" for the system's trust store. */
SchalterPortalClient *schalter_portal_client_new (const char *base_uri,
                                                  const char *ca_file,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* For tests of slow servers; the default is 20 s. */
void schalter_portal_client_set_timeout_ms (SchalterPortalClient *self, guint timeout_ms);

/**
 * SchalterFetch: what is to be fetched; copied by the call.
 * @path: below the base URI, "catalogue/manifest.json"
 * @etag: (nullable): what is here already
 * @max_bytes: more than that is SCHALTER_ERROR_INVALID, and the transfer is cut
 */
typedef struct {
  const char *path;
  const char *etag;
  guint64 max_bytes;
} SchalterFetch;

void schalter_portal_client_fetch_async (SchalterPortalClient *self,
                                         const SchalterFetch *fetch,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
/* NULL without error and *is_unchanged_out TRUE: 304. *etag_out: (transfer full) (nullable)
 * (optional). */
GBytes *schalter_portal_client_fetch_finish (SchalterPortalClient *self,
                                             GAsyncResult *result,
                                             gboolean *is_unchanged_out,
                                             char **etag_out,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

void schalter_portal_client_submit_async (SchalterPortalClient *self,
                                          const SchalterEnvelope *envelope,
                                          GBytes *sealed,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
/* The portal's receipt (JSON text). */
char *schalter_portal_client_submit_finish (SchalterPortalClient *self,
                                            GAsyncResult *result,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The sealed exchange: bytes in, bytes out, unread. */
void schalter_portal_client_exchange_async (SchalterPortalClient *self,
                                            GBytes *sealed_request,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
GBytes *schalter_portal_client_exchange_finish (SchalterPortalClient *self,
                                                GAsyncResult *result,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
