/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalter-portal serve: HTTPS, one table of routes. */
#include "config.h"

#include "portal.h"
#include "reply.h"
#include "tls-identity.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-daemon.h>

#define KIB 1024
#define MAX_SUBMISSION_BYTES (12 * 1024 * KIB) /* 8 MiB sealed, in base64 */
#define CERTIFICATE_DAYS 365

typedef struct {
  const char *method;
  const char *path;
  gsize max_body_bytes;
  SchalterHandler handle;
} Route;

static void
handle_phone_style (SchalterPortal *portal,
                    SoupServerMessage *message,
                    const char *rest,
                    GBytes *body)
{
  g_autoptr (GBytes) style = g_resources_lookup_data (
      "/org/schalter/portal/phone.css", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  schalter_reply_allow_caching (message, 3600);
  schalter_reply_bytes (message, "text/css; charset=utf-8", style);
}

static const Route routes[] = {
  { "GET", "/catalogue/", 0, schalter_handle_catalogue },
  { "POST", "/v1/submissions", MAX_SUBMISSION_BYTES, schalter_handle_submission },
  { "POST", "/v1/exchange", 256 * KIB, schalter_handle_exchange },
  { "GET", "/v1/health", 0, schalter_handle_health },
  { "GET", "/device", 0, schalter_handle_device },
  { "POST", "/device", 4 * KIB, schalter_handle_device_answer },
  { "GET", "/assets/phone.css", 0, handle_phone_style },
};

/* A path that ends in a slash is a folder: what follows is handed on. */
static gboolean
is_on_route (const Route *route, const char *path)
{
  return g_str_has_suffix (route->path, "/") ? g_str_has_prefix (path, route->path)
                                             : g_str_equal (path, route->path);
}

static const Route *
find_route (const char *method, const char *path, gboolean *path_is_known_out)
{
  *path_is_known_out = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++) {
    if (!is_on_route (&routes[i], path))
      continue;
    *path_is_known_out = TRUE;
    if (g_str_equal (routes[i].method, method))
      return &routes[i];
  }
  return NULL;
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  gboolean path_is_known = FALSE;
  const Route *route = find_route (soup_server_message_get_method (message), path, &path_is_known);
  g_autoptr (GBytes) body =
      soup_message_body_flatten (soup_server_message_get_request_body (message));
  if (route == NULL)
    schalter_reply_problem (
        message, path_is_known ? SOUP_STATUS_METHOD_NOT_ALLOWED : SOUP_STATUS_NOT_FOUND, NULL);
  else if (route->max_body_bytes > 0 && g_bytes_get_size (body) > route->max_body_bytes)
    schalter_reply_problem (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, NULL);
  else
    route->handle (user_data, message, path + strlen (route->path), body);
  schalter_reply_add_security_headers (message);
}

/* Before the body is read: what is too large is cut off, whatever it says of itself. */
static void
on_got_chunk (SoupServerMessage *message, GBytes *chunk, gsize *n_bytes)
{
  *n_bytes += g_bytes_get_size (chunk);
  if (*n_bytes > MAX_SUBMISSION_BYTES) {
    soup_message_body_truncate (soup_server_message_get_request_body (message));
    GSocket *socket = soup_server_message_get_socket (message);
    (void)g_socket_close (socket, NULL); /* it is gone either way */
  }
}

static void
on_request_started (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  gsize *n_bytes = g_new0 (gsize, 1);
  g_signal_connect_data (message,
                         "got-chunk",
                         G_CALLBACK (on_got_chunk),
                         n_bytes,
                         (GClosureNotify)(void (*) (void))g_free,
                         0);
}

static GTlsCertificate *
get_certificate (const SchalterPortalSettings *settings, GError **error)
{
  if (settings->certificate_file[0] != '\0')
    return g_tls_certificate_new_from_file (settings->certificate_file, error);
  g_autofree char *pem = schalter_tls_identity_new_pem ("localhost", CERTIFICATE_DAYS, error);
  return pem != NULL ? g_tls_certificate_new_from_pem (pem, -1, error) : NULL;
}

static gboolean
write_ca_file (GTlsCertificate *certificate, const char *path, GError **error)
{
  g_autofree char *pem = NULL;
  g_object_get (certificate, "certificate-pem", &pem, NULL);
  return path[0] == '\0' || g_file_set_contents (path, pem, -1, error);
}

static gboolean
listen_on (SoupServer *server, const SchalterPortalSettings *settings, GError **error)
{
  g_autoptr (GSocketAddress) address =
      g_inet_socket_address_new_from_string (settings->listen, settings->port);
  if (address == NULL) {
    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_INVALID_ARGUMENT,
                 "listen: “%s” is no address",
                 settings->listen);
    return FALSE;
  }
  return soup_server_listen (server, address, SOUP_SERVER_LISTEN_HTTPS, error);
}

/* Tells where we listen: in the port file, and once on standard output. */
static gboolean
announce (SchalterPortal *portal, SoupServer *server, GError **error)
{
  GSList *uris = soup_server_get_uris (server);
  int port = g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  const SchalterPortalSettings *settings = portal->settings;
  portal->uri = settings->public_uri[0] != '\0'
                    ? g_strdup (settings->public_uri)
                    : g_strdup_printf ("https://%s:%d", settings->listen, port);
  g_autofree char *line = g_strdup_printf ("%d\n", port);
  if (settings->port_file[0] != '\0' && !g_file_set_contents (settings->port_file, line, -1, error))
    return FALSE;
  printf ("Listening on %s\n", portal->uri);
  fflush (stdout);
  sd_notify (0, "READY=1");
  return TRUE;
}

static gboolean
on_terminate (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
run (const char *settings_path, GError **error)
{
  SchalterPortalSettings *settings = schalter_portal_settings_load (settings_path, error);
  g_autoptr (SchalterPortal) portal =
      settings != NULL ? schalter_portal_new (settings, error) : NULL;
  g_autoptr (GTlsCertificate) certificate =
      portal != NULL ? get_certificate (settings, error) : NULL;
  if (certificate == NULL || !write_ca_file (certificate, settings->ca_file, error))
    return FALSE;
  g_autoptr (SoupServer) server =
      soup_server_new ("tls-certificate", certificate, "server-header", "schalter-portal", NULL);
  soup_server_add_handler (server, NULL, on_request, portal, NULL);
  g_signal_connect (server, "request-started", G_CALLBACK (on_request_started), NULL);
  if (!listen_on (server, settings, error) || !announce (portal, server, error))
    return FALSE;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGTERM, on_terminate, loop);
  g_unix_signal_add (SIGINT, on_terminate, loop);
  g_main_loop_run (loop);
  soup_server_disconnect (server);
  return TRUE;
}

int
schalter_portal_serve (int argc, char **argv)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &path, "Configuration", "FILE" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) ||
      !run (path != NULL ? path : SCHALTER_SYSCONFDIR "/portal.conf", &error)) {
    fprintf (stderr, "schalter-portal: %s\n", error->message);
    return 1;
  }
  return 0;
}
