/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The counter link of the real agent, spoken to as docs/protocols.md has it, and as it has it not.
 */
#include "config.h"

#include "agent-fixture.h"
#include "json-record.h"
#include "test-wait.h"
#include "tls-identity.h"

#include <libsoup/soup.h>
#include <string.h>

#define SUBPROTOCOL "schalter-counter-1"

typedef struct {
  char *host;
  guint port;
  char *fingerprint;
  char *token;
} Pairing;

/* A counter's end of the link. */
typedef struct {
  SoupSession *session;
  SoupMessage *message;
  SoupWebsocketConnection *connection;
  GError *error;
  GPtrArray *frames; /* (element-type JsonNode): not yet looked at */
  gboolean is_closed;
} Desk;

typedef struct {
  TestAgent *agent;
  TestSession *session;
  Pairing pairing;
  guint n_expected;
} Fixture;

static void
pair (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  schalter_bus_admin1_call_pair_sync (f->session->admin, &line, NULL, &error);
  g_assert_no_error (error);
  g_auto (GStrv) parts = g_strsplit (line, ":", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 6);
  g_assert_cmpstr (parts[0], ==, "schalter-pair");
  g_assert_cmpstr (parts[1], ==, "1");
  g_assert_cmpuint (strlen (parts[4]), ==, 64);
  g_assert_cmpuint (strlen (parts[5]), ==, 32);
  g_free (f->pairing.host);
  g_free (f->pairing.fingerprint);
  g_free (f->pairing.token);
  f->pairing = (Pairing){ g_strdup (parts[2]),
                          (guint)g_ascii_strtoull (parts[3], NULL, 10),
                          g_strdup (parts[4]),
                          g_strdup (parts[5]) };
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const TestAgentWorld world = { NULL };
  f->agent = test_agent_new (&world);
  test_agent_start (f->agent);
  f->session = test_session_new (f->agent);
  pair (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  test_session_free (f->session);
  test_agent_free (f->agent);
  g_free (f->pairing.host);
  g_free (f->pairing.fingerprint);
  g_free (f->pairing.token);
}

static gboolean
on_accept_certificate (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags flaws,
                       const char *fingerprint)
{
  g_autofree char *shown = schalter_tls_certificate_get_fingerprint (certificate);
  return g_str_equal (shown, fingerprint);
}

static SoupMessage *
new_message (Fixture *f, const char *method, const char *path)
{
  g_autofree char *uri =
      g_strdup_printf ("https://%s:%u%s", f->pairing.host, f->pairing.port, path);
  SoupMessage *message = soup_message_new (method, uri);
  g_signal_connect (
      message, "accept-certificate", G_CALLBACK (on_accept_certificate), f->pairing.fingerprint);
  return message;
}

static void
on_frame (SoupWebsocketConnection *connection, int type, GBytes *bytes, Desk *desk)
{
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  g_assert_cmpint (type, ==, SOUP_WEBSOCKET_DATA_TEXT);
  JsonNode *node = schalter_json_parse (data, (gssize)size, 64 * 1024, &error);
  g_assert_no_error (error);
  g_ptr_array_add (desk->frames, node);
}

static void
on_closed (SoupWebsocketConnection *connection, Desk *desk)
{
  desk->is_closed = TRUE;
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Desk *desk = user_data;
  desk->connection =
      soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &desk->error);
}

static gboolean
has_connected (gpointer user_data)
{
  const Desk *desk = user_data;
  return desk->connection != NULL || desk->error != NULL;
}

static Desk *
desk_new (Fixture *f)
{
  static const char *const protocols[] = { SUBPROTOCOL, NULL };
  Desk *desk = g_new0 (Desk, 1);
  desk->frames = g_ptr_array_new_with_free_func ((GDestroyNotify)json_node_unref);
  desk->session = soup_session_new ();
  desk->message = new_message (f, "GET", "/counter");
  soup_session_websocket_connect_async (desk->session,
                                        desk->message,
                                        NULL,
                                        (char **)protocols,
                                        G_PRIORITY_DEFAULT,
                                        NULL,
                                        on_connected,
                                        desk);
  test_wait_until (has_connected, desk, TEST_DEADLINE_MS);
  g_assert_no_error (desk->error);
  g_assert_cmpstr (soup_websocket_connection_get_protocol (desk->connection), ==, SUBPROTOCOL);
  g_assert_cmpint (
      soup_message_get_tls_protocol_version (desk->message), ==, G_TLS_PROTOCOL_VERSION_TLS_1_3);
  g_signal_connect (desk->connection, "message", G_CALLBACK (on_frame), desk);
  g_signal_connect (desk->connection, "closed", G_CALLBACK (on_closed), desk);
  return desk;
}

static void
desk_free (Desk *desk)
{
  g_signal_handlers_disconnect_by_data (desk->connection, desk);
  if (soup_websocket_connection_get_state (desk->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (desk->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  soup_session_abort (desk->session);
  g_object_unref (desk->connection);
  g_object_unref (desk->message);
  g_object_unref (desk->session);
  g_ptr_array_unref (desk->frames);
  g_free (desk);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

static gboolean
has_frame (gpointer user_data)
{
  return ((Desk *)user_data)->frames->len > 0;
}

/* (transfer full): the next frame, which is of this type; of states the last one is enough. */
static JsonObject *
expect (Desk *desk, const char *type)
{
  gboolean is_state = FALSE;
  g_autoptr (JsonNode) node = NULL;
  do {
    g_clear_pointer (&node, json_node_unref);
    test_wait_until (has_frame, desk, TEST_DEADLINE_MS);
    node = g_ptr_array_steal_index (desk->frames, 0);
    const char *got = json_object_get_string_member (json_node_get_object (node), "type");
    is_state = g_str_equal (got, "state") && !g_str_equal (type, "state");
    if (!is_state)
      g_assert_cmpstr (got, ==, type);
  } while (is_state);
  return json_object_ref (json_node_get_object (node));
}

static void
say_hello (Desk *desk, const char *key, const char *secret, const char *name)
{
  g_autofree char *text =
      g_strdup_printf ("{\"type\":\"hello\",\"%s\":\"%s\",\"counter\":\"%s\"}", key, secret, name);
  soup_websocket_connection_send_text (desk->connection, text);
}

static gboolean
is_closed (gpointer user_data)
{
  return ((Desk *)user_data)->is_closed;
}

static void
expect_refusal (Desk *desk, const char *reason)
{
  g_autoptr (JsonObject) refused = expect (desk, "refused");
  g_assert_cmpstr (json_object_get_string_member (refused, "reason"), ==, reason);
  test_wait_until (is_closed, desk, TEST_DEADLINE_MS);
}

/* A desk that is known. */
static Desk *
welcome_desk (Fixture *f, const char *name)
{
  Desk *desk = desk_new (f);
  pair (f);
  say_hello (desk, "token", f->pairing.token, name);
  json_object_unref (expect (desk, "welcome"));
  json_object_unref (expect (desk, "state"));
  return desk;
}

static gboolean
has_n_counters (gpointer user_data)
{
  Fixture *f = user_data;
  return schalter_bus_admin1_get_counters (f->session->admin) == f->n_expected;
}

static void
wait_for_n_counters (Fixture *f, guint n)
{
  f->n_expected = n;
  test_wait_until (has_n_counters, f, TEST_DEADLINE_MS);
}

static void
pairs_a_counter_once (Fixture *f, gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (f);
  say_hello (desk, "token", f->pairing.token, "Schalter 1");
  g_autoptr (JsonObject) welcome = expect (desk, "welcome");
  g_assert_cmpstr (json_object_get_string_member (welcome, "kiosk"), ==, "test-1");
  g_assert_cmpstr (json_object_get_string_member (welcome, "name"), ==, "Test");
  g_assert_cmpint (json_object_get_int_member (welcome, "municipality"), ==, 4021);
  const char *credential = json_object_get_string_member (welcome, "credential");
  g_assert_cmpuint (strlen (credential), ==, 64);
  g_autoptr (JsonObject) state = expect (desk, "state");
  g_assert_cmpstr (json_object_get_string_member (state, "network"), ==, "offline");
  g_assert_cmpstr (json_object_get_string_member (state, "printer"), ==, "none");
  g_assert_cmpint (json_object_get_int_member (state, "catalogue"), ==, 0);
  wait_for_n_counters (f, 1);
  g_autoptr (Desk) thief = desk_new (f);
  say_hello (thief, "token", f->pairing.token, "Schalter 1");
  expect_refusal (thief, "unknown");
  wait_for_n_counters (f, 1);
}

static void
knows_a_counter_again_after_a_restart (Fixture *f, gconstpointer data)
{
  Desk *first = desk_new (f);
  say_hello (first, "token", f->pairing.token, "Schalter 1");
  g_autoptr (JsonObject) welcome = expect (first, "welcome");
  g_autofree char *credential = g_strdup (json_object_get_string_member (welcome, "credential"));
  g_autofree char *fingerprint = g_strdup (f->pairing.fingerprint);
  desk_free (first);
  wait_for_n_counters (f, 0);
  test_session_free (f->session);
  test_agent_stop (f->agent);
  test_agent_start (f->agent);
  f->session = test_session_new (f->agent);
  pair (f); /* the port is a new one, the certificate is not */
  g_assert_cmpstr (f->pairing.fingerprint, ==, fingerprint);
  g_autoptr (Desk) again = desk_new (f);
  say_hello (again, "credential", credential, "Schalter 1");
  g_autoptr (JsonObject) second = expect (again, "welcome");
  g_assert_false (json_object_has_member (second, "credential"));
}

static gboolean
call_staff (TestSession *session, const char *reason)
{
  g_autoptr (GError) error = NULL;
  gboolean is_reached = FALSE;
  schalter_bus_session1_call_call_staff_sync (session->proxy, reason, &is_reached, NULL, &error);
  g_assert_no_error (error);
  return is_reached;
}

static void
on_staff_answered (SchalterBusSession1 *proxy, guint *n_answers)
{
  *n_answers += 1;
}

static gboolean
is_one (gpointer user_data)
{
  return *(guint *)user_data == 1;
}

static void
answer (Desk *desk, const char *id)
{
  g_autofree char *text = g_strdup_printf ("{\"type\":\"answer\",\"id\":\"%s\"}", id);
  soup_websocket_connection_send_text (desk->connection, text);
}

static void
brings_a_call_to_all_and_the_answer_to_the_caller (Fixture *f, gconstpointer data)
{
  guint n_answers = 0, n_others_answers = 0;
  g_autoptr (TestSession) other = test_session_new (f->agent);
  g_signal_connect (
      f->session->proxy, "staff-answered", G_CALLBACK (on_staff_answered), &n_answers);
  g_signal_connect (
      other->proxy, "staff-answered", G_CALLBACK (on_staff_answered), &n_others_answers);
  g_autoptr (Desk) one = welcome_desk (f, "Schalter 1");
  g_autoptr (Desk) two = welcome_desk (f, "Schalter 2");
  g_assert_true (call_staff (f->session, "help"));
  g_assert_true (call_staff (f->session, "help")); /* impatient, but the same call */
  g_autoptr (JsonObject) call = expect (one, "call");
  json_object_unref (expect (two, "call"));
  const char *id = json_object_get_string_member (call, "id");
  g_assert_cmpstr (json_object_get_string_member (call, "reason"), ==, "help");
  g_assert_cmpint (json_object_get_int_member (call, "since_us"), >, 0);
  answer (two, id);
  g_autoptr (JsonObject) answered = expect (one, "answered");
  answer (one, id); /* too late: nothing comes of it */
  json_object_unref (expect (two, "answered"));
  g_assert_cmpstr (json_object_get_string_member (answered, "id"), ==, id);
  g_assert_cmpstr (json_object_get_string_member (answered, "counter"), ==, "Schalter 2");
  test_wait_until (is_one, &n_answers, TEST_DEADLINE_MS);
  g_assert_cmpuint (n_others_answers, ==, 0);
  answer (one, id); /* too late: the next that all hear is another call */
  g_assert_true (call_staff (f->session, "identity"));
  json_object_unref (expect (one, "call"));
  json_object_unref (expect (two, "call"));
  g_assert_cmpuint (n_answers, ==, 1);
}

static void
tells_a_late_counter_of_open_calls (Fixture *f, gconstpointer data)
{
  g_assert_false (call_staff (f->session, "printer"));
  g_autoptr (Desk) desk = welcome_desk (f, "Schalter 1");
  g_autoptr (JsonObject) call = expect (desk, "call");
  g_assert_cmpstr (json_object_get_string_member (call, "reason"), ==, "printer");
}

static void
withdraws_a_call_when_the_citizen_is_gone (Fixture *f, gconstpointer data)
{
  TestSession *citizen = test_session_new (f->agent);
  g_autoptr (Desk) desk = welcome_desk (f, "Schalter 1");
  g_assert_true (call_staff (citizen, "identity"));
  g_autoptr (JsonObject) call = expect (desk, "call");
  test_session_free (citizen);
  g_autoptr (JsonObject) answered = expect (desk, "answered");
  g_assert_cmpstr (json_object_get_string_member (answered, "id"),
                   ==,
                   json_object_get_string_member (call, "id"));
  g_assert_cmpstr (json_object_get_string_member (answered, "counter"), ==, "");
}

static void
tells_of_sessions (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (Desk) desk = welcome_desk (f, "Schalter 1");
  schalter_bus_session1_call_open_sync (f->session->proxy, &id, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (JsonObject) state = expect (desk, "state");
  g_assert_cmpint (json_object_get_int_member (state, "sessions"), ==, 1);
}

static void
refuses_a_counter_it_does_not_know (Fixture *f, gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (f);
  say_hello (desk, "credential", f->pairing.token, "Schalter 1");
  expect_refusal (desk, "unknown");
  wait_for_n_counters (f, 0);
}

static void
refuses_what_is_no_frame (Fixture *f, gconstpointer data)
{
  static const char *const frames[] = {
    "",
    "hello",
    "[]",
    "{}",
    "{\"type\":7}",
    "{\"type\":\"welcome\"}",
    "{\"type\":\"answer\",\"id\":\"x\"}", /* before a hello */
    "{\"type\":\"hello\",\"counter\":\"Schalter 1\"}",
    "{\"type\":\"hello\",\"token\":\"x\"}",
    "{\"type\":\"hello\",\"token\":\"\",\"counter\":\"Schalter 1\"}",
    "{\"type\":\"hello\",\"token\":7,\"counter\":\"Schalter 1\"}",
    "{\"type\":\"hello\",\"token\":\"x\",\"counter\":\"Schalter\\n1\"}",
    "{\"type\":\"hello\",\"token\":\"x\",\"credential\":\"y\",\"counter\":\"Schalter 1\"}",
    "{\"type\":\"hello\",\"token\":\"x\",\"counter\":\"Schalter 1\",\"more\":1}",
  };
  for (guint i = 0; i < G_N_ELEMENTS (frames); i++) {
    g_autoptr (Desk) desk = desk_new (f);
    g_test_message ("%s", frames[i]);
    soup_websocket_connection_send_text (desk->connection, frames[i]);
    expect_refusal (desk, "invalid");
  }
}

static void
refuses_bytes_that_are_no_text (Fixture *f, gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (f);
  soup_websocket_connection_send_binary (desk->connection, "\0\1\2", 3);
  expect_refusal (desk, "invalid");
}

static void
cuts_off_a_frame_that_is_too_large (Fixture *f, gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (f);
  g_autofree char *large = g_strnfill (65 * 1024, ' ');
  soup_websocket_connection_send_text (desk->connection, large);
  test_wait_until (is_closed, desk, TEST_DEADLINE_MS);
  g_assert_cmpuint (desk->frames->len, ==, 0);
}

static void
refuses_a_second_hello (Fixture *f, gconstpointer data)
{
  g_autoptr (Desk) desk = welcome_desk (f, "Schalter 1");
  say_hello (desk, "token", f->pairing.token, "Schalter 2");
  expect_refusal (desk, "invalid");
  wait_for_n_counters (f, 0);
}

static void
sends_away_who_stays_silent (Fixture *f, gconstpointer data)
{
  g_autoptr (Desk) desk = desk_new (f);
  expect_refusal (desk, "timeout");
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static gboolean
is_set (gpointer user_data)
{
  return *(gpointer *)user_data != NULL;
}

/* Nobody fills the agent's memory with the body of a request. */
static void
cuts_off_a_request_with_a_body (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = new_message (f, "POST", "/anything");
  g_autoptr (GBytes) body = g_bytes_new_take (g_malloc0 (8 << 20), 8 << 20);
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, on_sent, &result);
  test_wait_until (is_set, &result, TEST_DEADLINE_MS);
  g_autoptr (GBytes) answer_bytes = soup_session_send_and_read_finish (session, result, &error);
  g_assert_null (answer_bytes);
  g_assert_nonnull (error);
  desk_free (welcome_desk (f, "Schalter 1")); /* and goes on */
}

#define ADD(name, function)                                                                        \
  g_test_add ("/agent/counter-link/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("pairs-a-counter-once", pairs_a_counter_once);
  ADD ("knows-a-counter-again-after-a-restart", knows_a_counter_again_after_a_restart);
  ADD ("brings-a-call-to-all-and-the-answer-to-the-caller",
       brings_a_call_to_all_and_the_answer_to_the_caller);
  ADD ("tells-a-late-counter-of-open-calls", tells_a_late_counter_of_open_calls);
  ADD ("withdraws-a-call-when-the-citizen-is-gone", withdraws_a_call_when_the_citizen_is_gone);
  ADD ("tells-of-sessions", tells_of_sessions);
  ADD ("refuses-a-counter-it-does-not-know", refuses_a_counter_it_does_not_know);
  ADD ("refuses-what-is-no-frame", refuses_what_is_no_frame);
  ADD ("refuses-bytes-that-are-no-text", refuses_bytes_that_are_no_text);
  ADD ("cuts-off-a-frame-that-is-too-large", cuts_off_a_frame_that_is_too_large);
  ADD ("refuses-a-second-hello", refuses_a_second_hello);
  ADD ("sends-away-who-stays-silent", sends_away_who_stays_silent);
  ADD ("cuts-off-a-request-with-a-body", cuts_off_a_request_with_a_body);
  return g_test_run ();
}
