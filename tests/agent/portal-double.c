/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A portal with moods. What it has seen is shared with the test's thread, behind a lock. */
#include "config.h"

#include "portal-double.h"

#include "test-wait.h"
#include "tls-identity.h"

#include <libsoup/soup.h>
#include <string.h>

struct _PortalDouble {
  /* owned */
  char *web_directory;
  char *directory;
  char *ca_file;
  char *uri;
  GTlsCertificate *certificate;
  GThread *thread; /* nullable while it is gone */
  GMainContext *context;
  int is_stopping;      /* atomic */
  GAsyncQueue *started; /* the thread's word that it listens */
  guint port;
  /* shared, guarded by the lock */
  GMutex lock;
  PortalMood mood;
  guint n_tries;
  GHashTable *kept; /* Idempotency-Key → body */
};

/* What belongs to the thread. */
typedef struct {
  PortalDouble *portal;
  SoupServer *server;
  GPtrArray *silent; /* messages that are never answered */
} Run;

static void
answer (SoupServerMessage *message, guint status, const char *type, const char *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, text, strlen (text));
}

static void
stay_silent (Run *run, SoupServerMessage *message)
{
  g_ptr_array_add (run->silent, g_object_ref (message));
  soup_server_message_pause (message);
}

/* TRUE if the mood is the whole answer. */
static gboolean
answer_in_mood (Run *run, SoupServerMessage *message, PortalMood mood)
{
  if (mood == PORTAL_HANGS)
    stay_silent (run, message);
  else if (mood == PORTAL_GARBAGE)
    answer (message, 200, "text/html", "<html><body>Welcome to our wireless network</body></html>");
  else if (mood == PORTAL_FAILS || mood == PORTAL_REFUSES) {
    guint status = mood == PORTAL_FAILS ? 500 : 422;
    g_autofree char *text = g_strdup_printf (
        "{\"title\":\"No\",\"status\":%u,\"detail\":\"the form is closed\"}", status);
    answer (message, status, "application/problem+json", text);
  } else
    return FALSE;
  return TRUE;
}

/* The same key always comes with the same bytes. */
static void
keep (PortalDouble *portal, const char *key, const SoupMessageBody *body)
{
  g_autofree char *text = g_strndup (body->data, (gsize)body->length);
  const char *before = g_hash_table_lookup (portal->kept, key);
  if (before != NULL)
    g_assert_cmpstr (before, ==, text);
  else
    g_hash_table_insert (portal->kept, g_strdup (key), g_steal_pointer (&text));
}

static void
take_submission (Run *run, SoupServerMessage *message)
{
  PortalDouble *portal = run->portal;
  const char *key = soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                                  "Idempotency-Key");
  g_assert_nonnull (key);
  portal->n_tries++;
  if (answer_in_mood (run, message, portal->mood))
    return;
  keep (portal, key, soup_server_message_get_request_body (message));
  if (portal->mood == PORTAL_FORGETS) {
    stay_silent (run, message);
    return;
  }
  g_autofree char *receipt = g_strdup_printf ("{\"submission_id\":\"%s\"}", key);
  answer (message, 201, "application/json", receipt);
}

static void
take_exchange (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GString) text = g_string_new ("answer to ");
  g_string_append_len (text, body->data, (gssize)body->length);
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (
      message, "application/octet-stream", SOUP_MEMORY_COPY, text->str, text->len);
}

static void
serve_file (PortalDouble *portal, SoupServerMessage *message, const char *path)
{
  g_autofree char *name = g_build_filename (portal->web_directory, path, NULL);
  g_autofree char *data = NULL;
  gsize length = 0;
  if (!g_file_get_contents (name, &data, &length, NULL)) {
    answer (message, 404, "text/plain", "there is no such file");
    return;
  }
  g_autofree char *hash =
      g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)data, length);
  g_autofree char *etag = g_strconcat ("\"", hash, "\"", NULL);
  const char *have = soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "If-None-Match");
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "ETag", etag);
  if (g_strcmp0 (have, etag) == 0) {
    soup_server_message_set_status (message, 304, NULL);
    return;
  }
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (
      message, "application/octet-stream", SOUP_MEMORY_COPY, data, length);
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  Run *run = user_data;
  PortalDouble *portal = run->portal;
  g_mutex_lock (&portal->lock);
  if (g_str_equal (path, "/v1/submissions"))
    take_submission (run, message);
  else if (answer_in_mood (run, message, portal->mood))
    g_debug ("%s was answered in a mood", path);
  else if (g_str_equal (path, "/v1/exchange"))
    take_exchange (message);
  else
    serve_file (portal, message, path);
  g_mutex_unlock (&portal->lock);
}

static guint
listen_on (Run *run)
{
  g_autoptr (GError) error = NULL;
  run->server = soup_server_new ("tls-certificate", run->portal->certificate, NULL);
  soup_server_add_handler (run->server, NULL, on_request, run, NULL);
  g_assert_true (soup_server_listen_local (run->server,
                                           run->portal->port,
                                           SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY,
                                           &error));
  g_assert_no_error (error);
  GSList *uris = soup_server_get_uris (run->server);
  guint port = (guint)g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  return port;
}

static gpointer
run_portal (gpointer data)
{
  Run run = { .portal = data, .silent = g_ptr_array_new_with_free_func (g_object_unref) };
  GMainContext *context = run.portal->context;
  g_main_context_push_thread_default (context);
  guint port = listen_on (&run);
  g_async_queue_push (run.portal->started, GUINT_TO_POINTER (port));
  while (!g_atomic_int_get (&run.portal->is_stopping))
    g_main_context_iteration (context, TRUE);
  soup_server_disconnect (run.server);
  g_ptr_array_unref (run.silent);
  g_object_unref (run.server);
  while (g_main_context_iteration (context, FALSE))
    continue;
  g_main_context_pop_thread_default (context);
  return NULL;
}

void
portal_double_start (PortalDouble *portal)
{
  g_assert_null (portal->thread);
  portal->context = g_main_context_new ();
  g_atomic_int_set (&portal->is_stopping, FALSE);
  portal->thread = g_thread_new ("portal", run_portal, portal);
  portal->port = GPOINTER_TO_UINT (g_async_queue_pop (portal->started));
}

void
portal_double_stop (PortalDouble *portal)
{
  g_atomic_int_set (&portal->is_stopping, TRUE);
  g_main_context_wakeup (portal->context);
  g_thread_join (g_steal_pointer (&portal->thread));
  g_clear_pointer (&portal->context, g_main_context_unref);
}

PortalDouble *
portal_double_new (const char *web_directory)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = g_new0 (PortalDouble, 1);
  g_mutex_init (&portal->lock);
  portal->web_directory = g_strdup (web_directory);
  portal->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  portal->started = g_async_queue_new ();
  portal->directory = test_temp_dir_new ();
  portal->ca_file = g_build_filename (portal->directory, "ca.pem", NULL);
  g_autofree char *pem = schalter_tls_identity_new_pem ("localhost", 2, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (portal->ca_file, pem, -1, &error));
  portal->certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  portal_double_start (portal);
  portal->uri = g_strdup_printf ("https://127.0.0.1:%u", portal->port);
  return portal;
}

void
portal_double_free (PortalDouble *portal)
{
  if (portal->thread != NULL)
    portal_double_stop (portal);
  g_mutex_clear (&portal->lock);
  g_async_queue_unref (portal->started);
  g_hash_table_unref (portal->kept);
  g_object_unref (portal->certificate);
  test_temp_dir_free (portal->directory);
  g_free (portal->web_directory);
  g_free (portal->ca_file);
  g_free (portal->uri);
  g_free (portal);
}

void
portal_double_set_mood (PortalDouble *portal, PortalMood mood)
{
  g_mutex_lock (&portal->lock);
  portal->mood = mood;
  g_mutex_unlock (&portal->lock);
}

const char *
portal_double_get_uri (PortalDouble *portal)
{
  return portal->uri;
}

const char *
portal_double_get_ca_file (PortalDouble *portal)
{
  return portal->ca_file;
}

guint
portal_double_count_tries (PortalDouble *portal)
{
  g_mutex_lock (&portal->lock);
  guint n_tries = portal->n_tries;
  g_mutex_unlock (&portal->lock);
  return n_tries;
}

guint
portal_double_count_kept (PortalDouble *portal)
{
  g_mutex_lock (&portal->lock);
  guint n_kept = g_hash_table_size (portal->kept);
  g_mutex_unlock (&portal->lock);
  return n_kept;
}

char *
portal_double_dup_body (PortalDouble *portal, const char *key)
{
  g_mutex_lock (&portal->lock);
  char *body = g_strdup (g_hash_table_lookup (portal->kept, key));
  g_mutex_unlock (&portal->lock);
  return body;
}
