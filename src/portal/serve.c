/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalter-portal serve: HTTPS; who answers what stands in routes.c. */
#include "config.h"

#include "portal.h"
#include "reply.h"
#include "request.h"
#include "routes.h"
#include "site-page.h"
#include "tls-identity.h"
#include "translation.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-daemon.h>

#define CERTIFICATE_DAYS 365
/* What is too large is read on to here, so that the answer can be sent, and cut off behind it. */
#define MAX_READ_BYTES (64 * 1024 * 1024)

/* A HEAD is answered as a GET is; libsoup leaves the body away (RFC 9110 §9.3.2). */
static const SchalterRoute *
find_route (SoupServerMessage *message)
{
  const char *method = soup_server_message_get_method (message);
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  return schalter_routes_find (method == SOUP_METHOD_HEAD ? SOUP_METHOD_GET : method, path);
}

static void
answer_unknown (SchalterPortal *portal, SoupServerMessage *message)
{
  if (!schalter_request_wants_page (message)) {
    schalter_reply_problem (message, SOUP_STATUS_NOT_FOUND, NULL);
    return;
  }
  SchalterPageNote note = { .language = schalter_request_get_language (message),
                            .status = SOUP_STATUS_NOT_FOUND };
  schalter_translation_use (note.language);
  note.title = _ ("There is no such page");
  note.text = _ ("Perhaps the address has a typing mistake. The search finds every service.");
  schalter_page_show_note (portal, message, &note);
}

static void
answer (SchalterPortal *portal, SoupServerMessage *message, const char *path)
{
  const SchalterRoute *route = find_route (message);
  g_autofree char *allowed = schalter_routes_dup_methods (path);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  if (route == NULL && allowed != NULL) {
    schalter_reply_not_allowed (message, allowed);
  } else if (route == NULL) {
    answer_unknown (portal, message);
  } else if (!soup_message_body_get_accumulate (body)) {
    schalter_reply_problem (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, NULL);
  } else {
    g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
    route->handle (portal, message, path + strlen (route->path), bytes);
  }
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  answer (user_data, message, path);
  schalter_reply_add_security_headers (message);
}

/* What is too large is let go of at once, whatever it says of itself. */
static void
on_got_chunk (SoupServerMessage *message, GBytes *chunk, gsize *n_bytes)
{
  const SchalterRoute *route = find_route (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  *n_bytes += g_bytes_get_size (chunk);
  if (*n_bytes > (route != NULL ? route->max_body_bytes : 0)) {
    soup_message_body_truncate (body);
    soup_message_body_set_accumulate (body, FALSE);
  }
  if (*n_bytes > MAX_READ_BYTES)
    (void)g_socket_close (soup_server_message_get_socket (message), NULL); /* gone either way */
}

static void
on_request_started (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  SchalterPortal *portal = user_data;
  gsize *n_bytes = g_new0 (gsize, 1);
  g_socket_set_timeout (soup_server_message_get_socket (message), portal->settings->idle_seconds);
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
on_minute (gpointer user_data)
{
  SchalterPortal *portal = user_data;
  schalter_form_visits_expire (portal->visits, g_get_real_time ());
  return G_SOURCE_CONTINUE;
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
  g_signal_connect (server, "request-started", G_CALLBACK (on_request_started), portal);
  if (!listen_on (server, settings, error) || !announce (portal, server, error))
    return FALSE;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_timeout_add_seconds (60, on_minute, portal);
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
