/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A WebSocket over TLS 1.3 to the one machine whose certificate is known. */
#include "config.h"

#include "pinned-socket.h"

#include "counter-message.h"
#include "schalter-error.h"
#include "tls-identity.h"

#define WEBSOCKET_PATH "/counter"
#define SUBPROTOCOL "schalter-counter-1"

typedef struct {
  /* owned */
  SoupSession *session;
  SoupMessage *message;
  char *fingerprint;

  gboolean has_other_certificate;
} Attempt;

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;
  g_object_unref (attempt->message);
  g_object_unref (attempt->session);
  g_free (attempt->fingerprint);
  g_free (attempt);
}

static gboolean
is_pinned (GTlsCertificate *certificate, const char *fingerprint)
{
  if (certificate == NULL)
    return FALSE;
  g_autofree char *shown = schalter_tls_certificate_get_fingerprint (certificate);
  return g_str_equal (shown, fingerprint);
}

/* Asked for certificates that the system does not trust, which a kiosk's is. */
static gboolean
on_accept_certificate (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags flaws,
                       gpointer user_data)
{
  Attempt *attempt = user_data;
  attempt->has_other_certificate = !is_pinned (certificate, attempt->fingerprint);
  return !attempt->has_other_certificate;
}

/* And asked of every connection: one that the system trusts has come here unasked. */
static gboolean
check_peer (const Attempt *attempt, GError **error)
{
  if (!is_pinned (soup_message_get_tls_peer_certificate (attempt->message), attempt->fingerprint)) {
    g_set_error_literal (error,
                         SCHALTER_ERROR,
                         SCHALTER_ERROR_UNTRUSTED,
                         "the certificate is not the one of the pairing");
    return FALSE;
  }
  if (soup_message_get_tls_protocol_version (attempt->message) < G_TLS_PROTOCOL_VERSION_TLS_1_3) {
    g_set_error_literal (
        error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED, "the kiosk does not speak TLS 1.3");
    return FALSE;
  }
  return TRUE;
}

/* Takes @foreign. */
static GError *
map_error (const Attempt *attempt, GError *foreign)
{
  if (g_error_matches (foreign, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return foreign;
  g_autoptr (GError) owned = foreign;
  return g_error_new_literal (SCHALTER_ERROR,
                              attempt->has_other_certificate ? SCHALTER_ERROR_UNTRUSTED
                                                             : SCHALTER_ERROR_UNAVAILABLE,
                              owned->message);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Attempt *attempt = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (SoupWebsocketConnection) connection =
      soup_session_websocket_connect_finish (attempt->session, result, &error);
  if (connection == NULL)
    g_task_return_error (task, map_error (attempt, error));
  else if (!check_peer (attempt, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&connection), g_object_unref);
}

static SoupSession *
make_session (guint timeout_s)
{
  SoupSession *session = soup_session_new_with_options ("timeout", timeout_s, NULL);
  /* The kiosk is in this office. */
  soup_session_set_proxy_resolver (session, NULL);
  /* A small frame must not unfold into a large one. */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_WEBSOCKET_EXTENSION_MANAGER);
  return session;
}

void
schalter_pinned_socket_connect_async (const SchalterKnownKiosk *kiosk,
                                      guint timeout_s,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (kiosk != NULL);
  static const char *const protocols[] = { SUBPROTOCOL, NULL };
  g_autoptr (GUri) uri = g_uri_build (
      G_URI_FLAGS_NONE, "wss", NULL, kiosk->host, (int)kiosk->port, WEBSOCKET_PATH, NULL, NULL);
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, schalter_pinned_socket_connect_async);
  Attempt *attempt = g_new0 (Attempt, 1);
  attempt->session = make_session (timeout_s);
  attempt->message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  attempt->fingerprint = g_strdup (kiosk->fingerprint);
  g_task_set_task_data (task, attempt, attempt_free);
  g_signal_connect (
      attempt->message, "accept-certificate", G_CALLBACK (on_accept_certificate), attempt);
  soup_session_websocket_connect_async (attempt->session,
                                        attempt->message,
                                        NULL,
                                        (char **)protocols,
                                        G_PRIORITY_DEFAULT,
                                        cancellable,
                                        on_connected,
                                        task);
}

SoupWebsocketConnection *
schalter_pinned_socket_connect_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
