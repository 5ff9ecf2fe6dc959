/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sealed exchange: only the portal reads what is asked, and what it answers is believed only
 * when it is sealed to this session and makes sense. */
#include "config.h"

#include "portal-double.h"
#include "schalter-error.h"
#include "test-wait.h"

#include <string.h>

static SchalterExchangeAnswer *
call (PortalDouble *portal, SchalterExchange *exchange, GError **error)
{
  GAsyncResult *pending = NULL;
  JsonObject *body = json_object_new ();
  json_object_set_string_member (body, "access_token", "secret-token");
  schalter_exchange_call_async (exchange, "person", body, NULL, portal_on_result, &pending);
  g_autoptr (GAsyncResult) result = portal_wait_for_result (&pending);
  return schalter_exchange_call_finish (exchange, result, error);
}

static void
brings_the_answer (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  portal_double_answer (portal, 200, "{\"surname\":\"Müller\",\"municipality\":4045}");
  g_autoptr (SchalterExchangeAnswer) answer = call (portal, portal->exchange, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (schalter_exchange_answer_get_string (answer, "surname"), ==, "Müller");
  g_assert_null (schalter_exchange_answer_get_string (answer, "municipality"));
  g_assert_null (schalter_exchange_answer_get_string (answer, "absent"));
  g_assert_cmpstr (portal_double_get_call (portal, 0), ==, "person");
  g_assert_cmpstr (portal_double_get_string (portal, 0, "access_token"), ==, "secret-token");
  portal_double_free (portal);
}

static void
an_error_of_the_portal_is_an_answer (void)
{
  static const guint statuses[] = { 400, 401, 404, 429, 500, 503 };
  PortalDouble *portal = portal_double_new ();
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (GError) error = NULL;
    portal_double_answer (portal, statuses[i], "{\"error\":\"slow_down\"}");
    g_autoptr (SchalterExchangeAnswer) answer = call (portal, portal->exchange, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (answer->status, ==, statuses[i]);
    g_assert_cmpstr (schalter_exchange_answer_get_string (answer, "error"), ==, "slow_down");
  }
  portal_double_free (portal);
}

static void
does_not_believe_what_is_no_answer (void)
{
  static const struct {
    PortalLie lie;
    const char *text;
  } cases[] = {
    { PORTAL_OTHER_KEY, "{\"status\":200,\"body\":{}}" },
    { PORTAL_NOT_SEALED, "{\"status\":200,\"body\":{}}" },
    { PORTAL_NOT_SEALED, "" },
    { PORTAL_RAW, "" },
    { PORTAL_RAW, "<html>502 Bad Gateway</html>" },
    { PORTAL_RAW, "null" },
    { PORTAL_RAW, "[]" },
    { PORTAL_RAW, "{}" },
    { PORTAL_RAW, "{\"status\":200}" },
    { PORTAL_RAW, "{\"body\":{}}" },
    { PORTAL_RAW, "{\"status\":200,\"body\":null}" },
    { PORTAL_RAW, "{\"status\":200,\"body\":[]}" },
    { PORTAL_RAW, "{\"status\":200,\"body\":\"text\"}" },
    { PORTAL_RAW, "{\"status\":99,\"body\":{}}" },
    { PORTAL_RAW, "{\"status\":600,\"body\":{}}" },
    { PORTAL_RAW, "{\"status\":-200,\"body\":{}}" },
    { PORTAL_RAW, "{\"status\":4294967496,\"body\":{}}" },
    { PORTAL_RAW, "{\"status\":\"200\",\"body\":{}}" },
    { PORTAL_RAW, "{\"status\":null,\"body\":{}}" },
    { PORTAL_RAW, "{\"status\":[200],\"body\":{}}" },
    { PORTAL_RAW, "{\"status\":{},\"body\":{}}" },
    { PORTAL_RAW, "{\"status\":200,\"body\":{}" },
    { PORTAL_RAW, "{\"status\":200,\"body\":{\"name\":\"\xff\xfe\"}}" },
  };
  PortalDouble *portal = portal_double_new ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cases[i].text);
    portal_double_lie (portal, cases[i].lie, cases[i].text);
    g_assert_null (call (portal, portal->exchange, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED);
    g_assert_null (strstr (error->message, "secret"));
  }
  portal_double_free (portal);
}

static void
an_endless_or_deep_answer_is_refused (void)
{
  PortalDouble *portal = portal_double_new ();
  g_autofree char *filling = g_strnfill (300 * 1024, 'x');
  g_autofree char *long_text =
      g_strdup_printf ("{\"status\":200,\"body\":{\"name\":\"%s\"}}", filling);
  g_autofree char *nesting = g_strnfill (50000, '[');
  g_autofree char *deep_text = g_strdup_printf ("{\"status\":200,\"body\":%s", nesting);
  const char *cases[] = { long_text, deep_text };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    portal_double_lie (portal, PORTAL_RAW, cases[i]);
    g_assert_null (call (portal, portal->exchange, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED);
  }
  portal_double_free (portal);
}

static void
each_session_has_a_key_of_its_own (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  g_autoptr (SchalterExchange) other = schalter_exchange_new (portal->link, portal->catalogue);
  portal_double_answer (portal, 200, "{}");
  portal_double_answer (portal, 200, "{}");
  portal_double_answer (portal, 200, "{}");
  g_autoptr (SchalterExchangeAnswer) one = call (portal, portal->exchange, &error);
  g_assert_nonnull (one);
  g_autoptr (SchalterExchangeAnswer) two = call (portal, portal->exchange, &error);
  g_assert_nonnull (two);
  g_autoptr (SchalterExchangeAnswer) three = call (portal, other, &error);
  g_assert_nonnull (three);
  g_assert_no_error (error);
  const char *keys[3];
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    keys[i] = json_object_get_string_member (portal->requests->pdata[i], "reply_key");
  g_assert_cmpstr (keys[0], ==, keys[1]);
  g_assert_cmpstr (keys[0], !=, keys[2]);
  g_clear_object (&other);
  portal_double_free (portal);
}

/* The agent and the disk of its machine see the request go by. */
static GBytes *
keep_request (GBytes *request, gpointer user_data)
{
  *(GBytes **)user_data = g_bytes_ref (request);
  return NULL;
}

static gboolean
contains (GBytes *bytes, const char *text)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (bytes, &length);
  for (gsize at = 0; at + strlen (text) <= length; at++) {
    if (memcmp (data + at, text, strlen (text)) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
the_agent_cannot_read_what_is_asked (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) seen = NULL;
  PortalDouble *portal = portal_double_new ();
  portal->agent->exchange = keep_request;
  portal->agent->exchange_data = &seen;
  g_assert_null (call (portal, portal->exchange, &error));
  g_assert_false (contains (seen, "secret-token"));
  g_assert_false (contains (seen, "person"));
  portal_double_free (portal);
}

static void
a_portal_out_of_reach_is_unavailable (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  portal_double_lie (portal, PORTAL_DOWN, "");
  g_assert_null (call (portal, portal->exchange, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
  portal_double_free (portal);
}

static void
an_agent_that_is_away_is_unavailable (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  agent_double_stop (portal->agent);
  g_assert_null (call (portal, portal->exchange, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
  portal_double_free (portal);
}

/* The agent is killed while it holds the request. */
static GBytes *
vanish (GBytes *request, gpointer user_data)
{
  agent_double_stop (user_data);
  return NULL;
}

static void
an_agent_that_dies_over_a_request_is_unavailable (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  portal->agent->exchange = vanish;
  portal->agent->exchange_data = portal->agent;
  g_assert_null (call (portal, portal->exchange, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
  portal_double_free (portal);
}

static void
a_cancelled_call_ends_at_once (void)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *pending = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  PortalDouble *portal = portal_double_new ();
  portal_double_answer (portal, 200, "{}");
  schalter_exchange_call_async (
      portal->exchange, "person", json_object_new (), cancellable, portal_on_result, &pending);
  g_cancellable_cancel (cancellable);
  g_autoptr (GAsyncResult) result = portal_wait_for_result (&pending);
  g_assert_null (schalter_exchange_call_finish (portal->exchange, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  portal_double_free (portal);
}

static void
nothing_is_asked_without_a_valid_key_of_the_portal (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  test_canton_edit (portal->canton, "../public-keys.json", "\"exchange\"", "\"seal\"");
  g_autofree char *path = test_canton_compile (portal->canton, "keyless.sqlite", 8);
  g_autoptr (SchalterCatalogue) keyless = schalter_catalogue_open (path, &error);
  g_assert_no_error (error);
  g_autoptr (SchalterExchange) exchange = schalter_exchange_new (portal->link, keyless);
  g_assert_null (call (portal, exchange, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
  g_assert_cmpuint (portal->requests->len, ==, 0);
  g_clear_object (&exchange);
  portal_double_free (portal);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kiosk/exchange/brings-the-answer", brings_the_answer);
  g_test_add_func ("/kiosk/exchange/an-error-of-the-portal-is-an-answer",
                   an_error_of_the_portal_is_an_answer);
  g_test_add_func ("/kiosk/exchange/does-not-believe-what-is-no-answer",
                   does_not_believe_what_is_no_answer);
  g_test_add_func ("/kiosk/exchange/an-endless-or-deep-answer-is-refused",
                   an_endless_or_deep_answer_is_refused);
  g_test_add_func ("/kiosk/exchange/each-session-has-a-key-of-its-own",
                   each_session_has_a_key_of_its_own);
  g_test_add_func ("/kiosk/exchange/the-agent-cannot-read-what-is-asked",
                   the_agent_cannot_read_what_is_asked);
  g_test_add_func ("/kiosk/exchange/a-portal-out-of-reach-is-unavailable",
                   a_portal_out_of_reach_is_unavailable);
  g_test_add_func ("/kiosk/exchange/an-agent-that-is-away-is-unavailable",
                   an_agent_that_is_away_is_unavailable);
  g_test_add_func ("/kiosk/exchange/an-agent-that-dies-over-a-request-is-unavailable",
                   an_agent_that_dies_over_a_request_is_unavailable);
  g_test_add_func ("/kiosk/exchange/a-cancelled-call-ends-at-once", a_cancelled_call_ends_at_once);
  g_test_add_func ("/kiosk/exchange/nothing-is-asked-without-a-valid-key-of-the-portal",
                   nothing_is_asked_without_a_valid_key_of_the_portal);
  return g_test_run ();
}
