/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "known-kiosk.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * schalter_pinned_socket_connect_async:
 * @kiosk: copied as far as it is needed
 * @timeout_s: of silence, while it connects
 *
 * Opens a WebSocket to a kiosk. Its certificate must be the one of @kiosk: no authority, name or
 * date can stand for it, and none is asked for. The caller bounds the time over all by
 * @cancellable.
 */
void schalter_pinned_socket_connect_async (const SchalterKnownKiosk *kiosk,
                                           guint timeout_s,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);

/* (transfer full): SCHALTER_ERROR_UNTRUSTED for another certificate or a TLS below 1.3, and else
 * SCHALTER_ERROR_UNAVAILABLE; G_IO_ERROR_CANCELLED stays what it is. */
SoupWebsocketConnection *
schalter_pinned_socket_connect_finish (GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
