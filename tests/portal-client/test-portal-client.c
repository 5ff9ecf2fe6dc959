/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The portal's client against a real HTTPS server on loopback that behaves and misbehaves: each
 * misbehaviour becomes the one error that tells the caller what to do next. */
#include "config.h"

#include "portal-client.h"

#include "random.h"
#include "schalter-error.h"
#include "test-wait.h"
#include "tls-identity.h"

#include <libsoup/soup.h>
#include <stdio.h>
#include <string.h>

#define DEADLINE_MS 30000
#define SHORT_TIMEOUT_MS 400
#define SUBMISSION_ID "01890a5d-ac96-774b-bcce-b302099a8057"
#define OTHER_ID "01890a5d-ac96-774b-bcce-b302099a8058"

typedef struct {
  char *folder;
  char *ca_file;
  char *base_uri;
  SoupServer *server;
  SchalterPortalClient *client;
  GPtrArray *paused; /* messages that are never answered */
  GAsyncResult *result;
  /* What the server saw last. */
  char *seen_key;
  char *seen_body;
  char *seen_type;
} Fixture;

static GTlsCertificate *
make_certificate (const char *folder, const char *name, char **file_out)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = schalter_tls_identity_new_pem ("localhost", 2, &error);
  g_assert_no_error (error);
  *file_out = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_set_contents (*file_out, pem, -1, &error));
  GTlsCertificate *certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  return certificate;
}

static void
answer_text (SoupServerMessage *message, guint status, const char *type, const char *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, text, strlen (text));
}

static void
answer_truncated (SoupServerMessage *message)
{
  const char *head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this much";
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
  GOutputStream *output = g_io_stream_get_output_stream (stream);
  g_assert_true (g_output_stream_write_all (output, head, strlen (head), NULL, NULL, NULL));
  g_assert_true (g_io_stream_close (stream, NULL, NULL));
}

static void
append_megabyte (SoupServerMessage *message)
{
  gsize length = 1024 * 1024;
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  soup_message_body_append_take (body, g_malloc0 (length), length);
}

static void
on_wrote_chunk (SoupServerMessage *message, gpointer user_data)
{
  append_megabyte (message);
  soup_server_message_unpause (message);
}

static void
answer_endless (SoupServerMessage *message)
{
  soup_server_message_set_status (message, 200, NULL);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (on_wrote_chunk), NULL);
  append_megabyte (message);
}

/* One byte at a time, never finished: defeats a limit on silence only. */
static gboolean
on_drip (gpointer user_data)
{
  SoupServerMessage *message = user_data;
  soup_message_body_append (
      soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC, "x", 1);
  soup_server_message_unpause (message);
  return G_SOURCE_CONTINUE;
}

static void
on_drip_over (gpointer user_data, GObject *gone_message)
{
  g_source_remove (GPOINTER_TO_UINT (user_data));
}

static void
answer_dripping (SoupServerMessage *message)
{
  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  guint drip = g_timeout_add (20, on_drip, message);
  g_object_weak_ref (G_OBJECT (message), on_drip_over, GUINT_TO_POINTER (drip));
  soup_server_message_pause (message);
}

static void
answer_file (SoupServerMessage *message)
{
  const char *have = soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "If-None-Match");
  soup_message_headers_replace (
      soup_server_message_get_response_headers (message), "ETag", "\"v1\"");
  if (g_strcmp0 (have, "\"v1\"") == 0)
    soup_server_message_set_status (message, 304, NULL);
  else
    answer_text (message, 200, "application/json", "{\"version\":1}");
}

static void
remember (Fixture *f, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_free (f->seen_key);
  g_free (f->seen_type);
  g_free (f->seen_body);
  f->seen_key = g_strdup (soup_message_headers_get_one (headers, "Idempotency-Key"));
  f->seen_type = g_strdup (soup_message_headers_get_content_type (headers, NULL));
  f->seen_body = g_strndup (body->data, (gsize)body->length);
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  Fixture *f = user_data;
  guint status = 0;
  remember (f, message);
  if (sscanf (path, "/status/%u", &status) == 1)
    answer_text (message,
                 status,
                 "application/problem+json",
                 "{\"title\":\"No\",\"status\":1,\"detail\":\"the form is closed\"}");
  else if (g_str_equal (path, "/catalogue/manifest.json"))
    answer_file (message);
  else if (g_str_equal (path, "/redirect"))
    soup_server_message_set_redirect (message, 302, "/catalogue/manifest.json");
  else if (g_str_equal (path, "/truncated"))
    answer_truncated (message);
  else if (g_str_equal (path, "/endless"))
    answer_endless (message);
  else if (g_str_equal (path, "/drip"))
    answer_dripping (message);
  else if (g_str_equal (path, "/v1/submissions"))
    answer_text (
        message, 201, "application/json", "{\"submission_id\":\"" SUBMISSION_ID "\",\"n\":1}");
  else if (g_str_equal (path, "/v1/exchange"))
    answer_text (message, 200, "application/octet-stream", "sealed answer");
  else {
    g_ptr_array_add (f->paused, g_object_ref (message));
    soup_server_message_pause (message);
  }
}

static SchalterPortalClient *
make_client (const char *base_uri, const char *ca_file)
{
  g_autoptr (GError) error = NULL;
  SchalterPortalClient *client = schalter_portal_client_new (base_uri, ca_file, &error);
  g_assert_no_error (error);
  return client;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  f->folder = test_temp_dir_new ();
  f->paused = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GTlsCertificate) certificate = make_certificate (f->folder, "ca.pem", &f->ca_file);
  f->server = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (f->server, NULL, on_request, f, NULL);
  g_assert_true (soup_server_listen_local (
      f->server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  g_assert_no_error (error);
  GSList *uris = soup_server_get_uris (f->server);
  f->base_uri = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  f->client = make_client (f->base_uri, f->ca_file);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_ptr_array_unref (f->paused);
  soup_server_disconnect (f->server);
  g_clear_object (&f->result);
  g_clear_object (&f->client);
  g_clear_object (&f->server);
  test_temp_dir_free (f->folder);
  g_free (f->ca_file);
  g_free (f->base_uri);
  g_free (f->seen_key);
  g_free (f->seen_type);
  g_free (f->seen_body);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;
  g_set_object (&f->result, result);
}

static gboolean
is_done (gpointer user_data)
{
  return ((Fixture *)user_data)->result != NULL;
}

static void
start_fetch (Fixture *f, const char *path, const char *etag, guint64 max_bytes)
{
  g_clear_object (&f->result);
  SchalterFetch fetch = { path, etag, max_bytes };
  schalter_portal_client_fetch_async (f->client, &fetch, NULL, on_done, f);
  test_wait_until (is_done, f, DEADLINE_MS);
}

static void
assert_fetch_fails (Fixture *f, const char *path, SchalterError code)
{
  g_autoptr (GError) error = NULL;
  start_fetch (f, path, NULL, 4096);
  g_autoptr (GBytes) bytes =
      schalter_portal_client_fetch_finish (f->client, f->result, NULL, NULL, &error);
  g_assert_null (bytes);
  g_assert_error (error, SCHALTER_ERROR, (int)code);
  g_test_message ("%s: %s", path, error->message);
}

static void
fetches_a_file_once (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean is_unchanged = TRUE;
  g_autofree char *etag = NULL;
  start_fetch (f, "catalogue/manifest.json", NULL, 4096);
  g_autoptr (GBytes) bytes =
      schalter_portal_client_fetch_finish (f->client, f->result, &is_unchanged, &etag, &error);
  g_assert_no_error (error);
  g_assert_false (is_unchanged);
  g_assert_cmpstr (etag, ==, "\"v1\"");
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, strlen ("{\"version\":1}"));

  start_fetch (f, "catalogue/manifest.json", etag, 4096);
  g_assert_null (
      schalter_portal_client_fetch_finish (f->client, f->result, &is_unchanged, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (is_unchanged);
}

static void
a_status_says_what_to_do_next (Fixture *f, gconstpointer data)
{
  const struct {
    const char *path;
    SchalterError code;
  } cases[] = {
    { "status/400", SCHALTER_ERROR_REFUSED },     { "status/401", SCHALTER_ERROR_REFUSED },
    { "status/404", SCHALTER_ERROR_REFUSED },     { "status/408", SCHALTER_ERROR_UNAVAILABLE },
    { "status/409", SCHALTER_ERROR_CONFLICT },    { "status/413", SCHALTER_ERROR_REFUSED },
    { "status/422", SCHALTER_ERROR_REFUSED },     { "status/429", SCHALTER_ERROR_UNAVAILABLE },
    { "status/500", SCHALTER_ERROR_UNAVAILABLE }, { "status/503", SCHALTER_ERROR_UNAVAILABLE },
    { "status/204", SCHALTER_ERROR_UNAVAILABLE }, { "redirect", SCHALTER_ERROR_UNAVAILABLE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_fetch_fails (f, cases[i].path, cases[i].code);
}

static void
tells_the_problem_in_the_portals_words (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  start_fetch (f, "status/422", NULL, 4096);
  g_assert_null (schalter_portal_client_fetch_finish (f->client, f->result, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "the form is closed"));
}

static void
gives_up_on_a_server_that_hangs (Fixture *f, gconstpointer data)
{
  schalter_portal_client_set_timeout_ms (f->client, SHORT_TIMEOUT_MS);
  assert_fetch_fails (f, "hang", SCHALTER_ERROR_UNAVAILABLE);
}

static void
gives_up_on_a_server_that_drips (Fixture *f, gconstpointer data)
{
  schalter_portal_client_set_timeout_ms (f->client, SHORT_TIMEOUT_MS);
  assert_fetch_fails (f, "drip", SCHALTER_ERROR_UNAVAILABLE);
}

static void
a_torn_answer_is_no_answer (Fixture *f, gconstpointer data)
{
  assert_fetch_fails (f, "truncated", SCHALTER_ERROR_UNAVAILABLE);
}

static void
cuts_an_endless_answer (Fixture *f, gconstpointer data)
{
  assert_fetch_fails (f, "endless", SCHALTER_ERROR_INVALID);
}

static void
a_path_stays_inside_the_portal (Fixture *f, gconstpointer data)
{
  const char *paths[] = { "https://elsewhere.example/x", "//elsewhere.example/x" };
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    assert_fetch_fails (f, paths[i], SCHALTER_ERROR_INVALID);
}

static void
trusts_no_other_certificate (Fixture *f, gconstpointer data)
{
  g_autofree char *other_file = NULL;
  g_autoptr (GTlsCertificate) other = make_certificate (f->folder, "other.pem", &other_file);
  g_assert_nonnull (other);
  const char *ca_files[] = { other_file, "" };
  for (guint i = 0; i < G_N_ELEMENTS (ca_files); i++) {
    g_clear_object (&f->client);
    f->client = make_client (f->base_uri, ca_files[i]);
    assert_fetch_fails (f, "catalogue/manifest.json", SCHALTER_ERROR_UNTRUSTED);
  }
}

static void
a_portal_that_is_gone_is_unavailable (Fixture *f, gconstpointer data)
{
  soup_server_disconnect (f->server);
  assert_fetch_fails (f, "catalogue/manifest.json", SCHALTER_ERROR_UNAVAILABLE);
}

static void
is_cancelled_by_its_owner (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SchalterFetch fetch = { "hang", NULL, 10 };
  schalter_portal_client_fetch_async (f->client, &fetch, cancellable, on_done, f);
  g_cancellable_cancel (cancellable);
  test_wait_until (is_done, f, DEADLINE_MS);
  g_assert_null (schalter_portal_client_fetch_finish (f->client, f->result, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
refuses_an_address_without_tls (void)
{
  const char *uris[] = { "http://127.0.0.1/", "ftp://x/", "portal", "https://", "" };
  for (guint i = 0; i < G_N_ELEMENTS (uris); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (schalter_portal_client_new (uris[i], "", &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  }
}

static void
refuses_a_trust_file_without_certificates (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (schalter_portal_client_new ("https://127.0.0.1/", "/dev/null/none", &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
}

static SchalterEnvelope
make_envelope (const char *submission_id)
{
  return (SchalterEnvelope){
    .submission_id = (char *)submission_id,
    .reference = (char *)"",
    .service_id = (char *)"hund-anmelden",
    .form_id = (char *)"hund",
    .form_version = 1,
    .authority_bfs = 4045,
    .authority_office = (char *)"4045-einwohnerdienste",
    .key_id = (char *)"4045-a",
    .created_us = 1,
    .kiosk = (char *)"kiosk-1",
    .size = 6,
  };
}

static char *
submit (Fixture *f, const char *submission_id, GError **error)
{
  SchalterEnvelope envelope = make_envelope (submission_id);
  g_autoptr (GBytes) sealed = g_bytes_new_static ("sealed", 6);
  g_clear_object (&f->result);
  schalter_portal_client_submit_async (f->client, &envelope, sealed, NULL, on_done, f);
  test_wait_until (is_done, f, DEADLINE_MS);
  return schalter_portal_client_submit_finish (f->client, f->result, error);
}

static void
hands_a_submission_in_under_its_id (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *receipt = submit (f, SUBMISSION_ID, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (receipt, SUBMISSION_ID));
  g_assert_cmpstr (f->seen_key, ==, SUBMISSION_ID);
  g_assert_cmpstr (f->seen_type, ==, "application/json");

  g_autoptr (JsonNode) body = json_from_string (f->seen_body, &error);
  g_assert_no_error (error);
  JsonObject *object = json_node_get_object (body);
  g_assert_cmpstr (json_object_get_string_member (object, "sealed"), ==, "c2VhbGVk");
  g_autoptr (SchalterEnvelope) envelope =
      schalter_envelope_from_json (json_object_get_member (object, "envelope"), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (envelope->authority_bfs, ==, 4045);
}

static void
anothers_receipt_is_none (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (submit (f, OTHER_ID, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
}

static void
carries_an_exchange_unread (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) request = g_bytes_new_static ("sealed request", 14);
  schalter_portal_client_exchange_async (f->client, request, NULL, on_done, f);
  test_wait_until (is_done, f, DEADLINE_MS);
  g_autoptr (GBytes) answer = schalter_portal_client_exchange_finish (f->client, f->result, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), "sealed answer", 13);
  g_assert_cmpstr (f->seen_body, ==, "sealed request");
  g_assert_cmpstr (f->seen_type, ==, "application/octet-stream");
}

#define ADD(path, function)                                                                        \
  g_test_add ("/portal-client/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schalter_crypto_init ();
  ADD ("fetches-a-file-once", fetches_a_file_once);
  ADD ("a-status-says-what-to-do-next", a_status_says_what_to_do_next);
  ADD ("tells-the-problem-in-the-portals-words", tells_the_problem_in_the_portals_words);
  ADD ("gives-up-on-a-server-that-hangs", gives_up_on_a_server_that_hangs);
  ADD ("gives-up-on-a-server-that-drips", gives_up_on_a_server_that_drips);
  ADD ("a-torn-answer-is-no-answer", a_torn_answer_is_no_answer);
  ADD ("cuts-an-endless-answer", cuts_an_endless_answer);
  ADD ("a-path-stays-inside-the-portal", a_path_stays_inside_the_portal);
  ADD ("trusts-no-other-certificate", trusts_no_other_certificate);
  ADD ("a-portal-that-is-gone-is-unavailable", a_portal_that_is_gone_is_unavailable);
  ADD ("is-cancelled-by-its-owner", is_cancelled_by_its_owner);
  ADD ("hands-a-submission-in-under-its-id", hands_a_submission_in_under_its_id);
  ADD ("anothers-receipt-is-none", anothers_receipt_is_none);
  ADD ("carries-an-exchange-unread", carries_an_exchange_unread);
  g_test_add_func ("/portal-client/refuses-an-address-without-tls", refuses_an_address_without_tls);
  g_test_add_func ("/portal-client/refuses-a-trust-file-without-certificates",
                   refuses_a_trust_file_without_certificates);
  return g_test_run ();
}
