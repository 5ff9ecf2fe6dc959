/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A kiosk's end of the counter link, with libsoup's server. */
#include "config.h"

#include "kiosk-double.h"

#include "tls-identity.h"

#include <json-glib/json-glib.h>

static void
welcome (KioskDouble *kiosk, const char *hello)
{
  if (kiosk->welcome != NULL) {
    if (kiosk->welcome[0] != '\0')
      kiosk_double_send (kiosk, kiosk->welcome);
    return;
  }
  gboolean has_token = strstr (hello, "\"token\":\"" KIOSK_DOUBLE_TOKEN "\"") != NULL;
  gboolean is_known = strstr (hello, "\"credential\":\"" KIOSK_DOUBLE_CREDENTIAL "\"") != NULL;
  if (!has_token && !is_known) {
    kiosk_double_send (kiosk, "{\"type\":\"refused\",\"reason\":\"unknown\"}");
    return;
  }
  g_autofree char *frame = g_strdup_printf (
      "{\"type\":\"welcome\",%s\"kiosk\":\"double\",\"name\":\"%s\",\"municipality\":4021}",
      has_token ? "\"credential\":\"" KIOSK_DOUBLE_CREDENTIAL "\"," : "",
      kiosk->name);
  kiosk_double_send (kiosk, frame);
  kiosk_double_send (kiosk, kiosk->state);
  for (guint i = 0; i < kiosk->calls->len; i++)
    kiosk_double_send (kiosk, kiosk->calls->pdata[i]);
}

static void
on_message (SoupWebsocketConnection *peer, int type, GBytes *message, KioskDouble *kiosk)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (message, &size);
  char *text = g_strndup (data, size);
  if (strstr (text, "\"hello\"") == NULL) {
    g_ptr_array_add (kiosk->frames, text);
    return;
  }
  g_ptr_array_add (kiosk->hellos, text);
  welcome (kiosk, text);
}

static void
on_closed (SoupWebsocketConnection *peer, KioskDouble *kiosk)
{
  kiosk->n_closed++;
}

static void
on_connected (SoupServer *server,
              SoupServerMessage *message,
              const char *path,
              SoupWebsocketConnection *peer,
              gpointer user_data)
{
  KioskDouble *kiosk = user_data;
  if (kiosk->peer != NULL)
    g_signal_handlers_disconnect_by_data (kiosk->peer, kiosk);
  g_set_object (&kiosk->peer, peer);
  g_signal_connect (peer, "message", G_CALLBACK (on_message), kiosk);
  g_signal_connect (peer, "closed", G_CALLBACK (on_closed), kiosk);
}

void
kiosk_double_start (KioskDouble *kiosk)
{
  static const char *const protocols[] = { "schalter-counter-1", NULL };
  g_autoptr (GError) error = NULL;
  kiosk->server = soup_server_new ("tls-certificate", kiosk->identity, NULL);
  soup_server_add_websocket_handler (
      kiosk->server, "/counter", NULL, (char **)protocols, on_connected, kiosk, NULL);
  soup_server_listen_local (
      kiosk->server, kiosk->port, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  GSList *uris = soup_server_get_uris (kiosk->server);
  kiosk->port = (guint)g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
}

void
kiosk_double_stop (KioskDouble *kiosk)
{
  if (kiosk->peer != NULL) {
    g_autoptr (GIOStream) stream =
        g_object_ref (soup_websocket_connection_get_io_stream (kiosk->peer));
    g_signal_handlers_disconnect_by_data (kiosk->peer, kiosk);
    g_clear_object (&kiosk->peer);
    (void)g_io_stream_close (stream, NULL, NULL); /* a cable that is pulled asks nobody */
  }
  if (kiosk->server != NULL)
    soup_server_disconnect (kiosk->server);
  g_clear_object (&kiosk->server);
}

KioskDouble *
kiosk_double_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = schalter_tls_identity_new_pem ("kiosk-double", 2, &error);
  g_assert_no_error (error);
  KioskDouble *kiosk = g_new0 (KioskDouble, 1);
  kiosk->identity = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  kiosk->fingerprint = schalter_tls_certificate_get_fingerprint (kiosk->identity);
  kiosk->name = g_strdup ("Baden, Stadthaus");
  kiosk->state = g_strdup (KIOSK_DOUBLE_READY);
  kiosk->calls = g_ptr_array_new_with_free_func (g_free);
  kiosk->hellos = g_ptr_array_new_with_free_func (g_free);
  kiosk->frames = g_ptr_array_new_with_free_func (g_free);
  kiosk_double_start (kiosk);
  return kiosk;
}

void
kiosk_double_free (KioskDouble *kiosk)
{
  kiosk_double_stop (kiosk);
  g_object_unref (kiosk->identity);
  g_ptr_array_unref (kiosk->calls);
  g_ptr_array_unref (kiosk->hellos);
  g_ptr_array_unref (kiosk->frames);
  g_free (kiosk->fingerprint);
  g_free (kiosk->name);
  g_free (kiosk->state);
  g_free (kiosk->welcome);
  g_free (kiosk);
}

SchalterKnownKiosk *
kiosk_double_dup_unpaired (KioskDouble *kiosk)
{
  SchalterKnownKiosk *known = g_new0 (SchalterKnownKiosk, 1);
  known->host = g_strdup ("127.0.0.1");
  known->port = kiosk->port;
  known->fingerprint = g_strdup (kiosk->fingerprint);
  known->token = g_strdup (KIOSK_DOUBLE_TOKEN);
  known->name = g_strdup ("");
  return known;
}

SchalterKnownKiosk *
kiosk_double_dup_paired (KioskDouble *kiosk)
{
  SchalterKnownKiosk *known = kiosk_double_dup_unpaired (kiosk);
  g_clear_pointer (&known->token, g_free);
  known->credential = g_strdup (KIOSK_DOUBLE_CREDENTIAL);
  return known;
}

char *
kiosk_double_dup_pairing_line (KioskDouble *kiosk)
{
  return g_strdup_printf (
      "schalter-pair:1:127.0.0.1:%u:%s:%s", kiosk->port, kiosk->fingerprint, KIOSK_DOUBLE_TOKEN);
}

void
kiosk_double_send (KioskDouble *kiosk, const char *frame)
{
  g_assert_nonnull (kiosk->peer);
  soup_websocket_connection_send_text (kiosk->peer, frame);
}

char *
kiosk_double_make_call (const char *id, const char *reason)
{
  return g_strdup_printf (
      "{\"type\":\"call\",\"id\":\"%s\",\"reason\":\"%s\",\"since_us\":1782898320000000}",
      id,
      reason);
}
