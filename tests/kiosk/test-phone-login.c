/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Login by phone as RFC 8628 tells it, against a portal that keeps to it and one that does not. */
#include "config.h"

#include "phone-login.h"

#include "portal-double.h"
#include "test-wait.h"

#define CODE                                                                                       \
  "{\"device_code\":\"device-1\",\"user_code\":\"BCDF-GHJK\","                                     \
  "\"verification_uri\":\"https://p.example/d\","                                                  \
  "\"verification_uri_complete\":\"https://p.example/d?c=BCDF-GHJK\","                             \
  "\"expires_in\":600,\"interval\":2}"
#define TOKEN "{\"access_token\":\"token-1\",\"token_type\":\"Bearer\",\"expires_in\":900}"
#define PERSON                                                                                     \
  "{\"surname\":\"Muster\",\"given_names\":\"Erika Anna\",\"birth_date\":\"1980-02-29\","          \
  "\"address\":\"Bahnhofstrasse 1, 5430 Wettingen\",\"municipality\":4045}"
#define SECOND_MS 5

typedef struct {
  PortalDouble *portal;
  SchalterPhoneLogin *login;
  SchalterPhoneLoginState awaited;
  guint n_requests;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->portal = portal_double_new ();
  fixture->login = schalter_phone_login_new (fixture->portal->exchange, "kiosk-1", "Foyer");
  schalter_phone_login_set_second_ms (fixture->login, SECOND_MS);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_clear_object (&fixture->login);
  portal_double_free (fixture->portal);
}

static gboolean
is_in_state (gpointer user_data)
{
  Fixture *fixture = user_data;
  return schalter_phone_login_get_state (fixture->login) == fixture->awaited;
}

static void
wait_for (Fixture *fixture, SchalterPhoneLoginState state)
{
  fixture->awaited = state;
  test_wait_until (is_in_state, fixture, 60000);
}

static gboolean
has_requests (gpointer user_data)
{
  Fixture *fixture = user_data;
  return fixture->portal->requests->len >= fixture->n_requests;
}

static void
wait_for_requests (Fixture *fixture, guint n_requests)
{
  fixture->n_requests = n_requests;
  test_wait_until (has_requests, fixture, 60000);
}

static void
log_in (Fixture *fixture)
{
  portal_double_answer (fixture->portal, 200, CODE);
  portal_double_answer (fixture->portal, 200, TOKEN);
  portal_double_answer (fixture->portal, 200, PERSON);
  schalter_phone_login_start (fixture->login);
  wait_for (fixture, SCHALTER_PHONE_LOGIN_DONE);
}

static void
shows_a_code_while_it_waits (Fixture *fixture, gconstpointer unused)
{
  schalter_phone_login_set_second_ms (fixture->login, 60000);
  portal_double_answer (fixture->portal, 200, CODE);
  schalter_phone_login_start (fixture->login);
  g_assert_cmpint (
      schalter_phone_login_get_state (fixture->login), ==, SCHALTER_PHONE_LOGIN_STARTING);
  g_assert_cmpstr (schalter_phone_login_get_user_code (fixture->login), ==, "");
  wait_for (fixture, SCHALTER_PHONE_LOGIN_WAITING);
  g_assert_cmpstr (schalter_phone_login_get_user_code (fixture->login), ==, "BCDF-GHJK");
  g_assert_cmpstr (
      schalter_phone_login_get_verification_uri (fixture->login), ==, "https://p.example/d");
  g_assert_cmpstr (schalter_phone_login_get_complete_uri (fixture->login),
                   ==,
                   "https://p.example/d?c=BCDF-GHJK");
  g_assert_cmpuint (schalter_phone_login_get_seconds_left (fixture->login), >, 500);
  g_assert_cmpuint (schalter_phone_login_get_seconds_left (fixture->login), <=, 600);
  g_assert_null (schalter_phone_login_get_person (fixture->login));
  g_assert_cmpstr (portal_double_get_string (fixture->portal, 0, "kiosk"), ==, "kiosk-1");
  g_assert_cmpstr (portal_double_get_string (fixture->portal, 0, "kiosk_name"), ==, "Foyer");
}

static void
knows_who_it_is_when_the_phone_has_said_yes (Fixture *fixture, gconstpointer unused)
{
  portal_double_answer (fixture->portal, 200, CODE);
  portal_double_answer (fixture->portal, 400, "{\"error\":\"authorization_pending\"}");
  portal_double_answer (fixture->portal, 400, "{\"error\":\"authorization_pending\"}");
  portal_double_answer (fixture->portal, 200, TOKEN);
  portal_double_answer (fixture->portal, 200, PERSON);
  schalter_phone_login_start (fixture->login);
  wait_for (fixture, SCHALTER_PHONE_LOGIN_DONE);
  const SchalterPerson *person = schalter_phone_login_get_person (fixture->login);
  g_assert_cmpstr (person->surname, ==, "Muster");
  g_assert_cmpstr (person->given_names, ==, "Erika Anna");
  g_assert_cmpstr (person->birth_date, ==, "1980-02-29");
  g_assert_cmpuint (person->bfs, ==, 4045);
  g_assert_cmpstr (schalter_phone_login_get_access_token (fixture->login), ==, "token-1");
  g_assert_cmpstr (portal_double_get_call (fixture->portal, 0), ==, "device_authorization");
  g_assert_cmpstr (portal_double_get_call (fixture->portal, 1), ==, "token");
  g_assert_cmpstr (portal_double_get_string (fixture->portal, 1, "device_code"), ==, "device-1");
  g_assert_cmpstr (portal_double_get_string (fixture->portal, 1, "grant_type"),
                   ==,
                   "urn:ietf:params:oauth:grant-type:device_code");
  g_assert_cmpstr (portal_double_get_call (fixture->portal, 4), ==, "person");
  g_assert_cmpstr (portal_double_get_string (fixture->portal, 4, "access_token"), ==, "token-1");
}

static void
forgets_the_code_when_it_is_used (Fixture *fixture, gconstpointer unused)
{
  log_in (fixture);
  g_assert_cmpstr (schalter_phone_login_get_user_code (fixture->login), ==, "");
  g_assert_cmpstr (schalter_phone_login_get_complete_uri (fixture->login), ==, "");
}

static void
asks_more_slowly_when_told_to (Fixture *fixture, gconstpointer unused)
{
  schalter_phone_login_set_second_ms (fixture->login, 20);
  portal_double_answer (fixture->portal, 200, CODE);
  portal_double_answer (fixture->portal, 400, "{\"error\":\"slow_down\"}");
  portal_double_answer (fixture->portal, 400, "{\"error\":\"authorization_pending\"}");
  portal_double_answer (fixture->portal, 200, TOKEN);
  portal_double_answer (fixture->portal, 200, PERSON);
  schalter_phone_login_start (fixture->login);
  wait_for_requests (fixture, 2);
  gint64 slowed_us = g_get_monotonic_time ();
  wait_for (fixture, SCHALTER_PHONE_LOGIN_DONE);
  /* RFC 8628 §3.5: two seconds and five more, and that from then on: twice seven of 20 ms. */
  g_assert_cmpint (g_get_monotonic_time () - slowed_us, >=, 2 * 7 * 20 * 1000 - 40 * 1000);
}

static void
a_portal_out_of_reach_for_a_moment_ends_nothing (Fixture *fixture, gconstpointer unused)
{
  portal_double_answer (fixture->portal, 200, CODE);
  portal_double_lie (fixture->portal, PORTAL_DOWN, "");
  portal_double_answer (fixture->portal, 503, "{\"title\":\"busy\"}");
  portal_double_answer (fixture->portal, 200, TOKEN);
  portal_double_answer (fixture->portal, 200, PERSON);
  schalter_phone_login_start (fixture->login);
  wait_for (fixture, SCHALTER_PHONE_LOGIN_DONE);
}

typedef struct {
  const char *name;
  guint status;
  const char *body;
  SchalterPhoneLoginState state;
} Ending;

static const Ending TOKEN_ENDINGS[] = {
  { "denied", 400, "{\"error\":\"access_denied\"}", SCHALTER_PHONE_LOGIN_DENIED },
  { "expired", 400, "{\"error\":\"expired_token\"}", SCHALTER_PHONE_LOGIN_EXPIRED },
  { "invalid-client", 401, "{\"error\":\"invalid_client\"}", SCHALTER_PHONE_LOGIN_FAILED },
  { "no-error-code", 400, "{}", SCHALTER_PHONE_LOGIN_FAILED },
  { "error-is-no-text", 400, "{\"error\":[1]}", SCHALTER_PHONE_LOGIN_FAILED },
  { "token-is-no-text", 200, "{\"access_token\":7}", SCHALTER_PHONE_LOGIN_FAILED },
  { "token-missing", 200, "{\"token_type\":\"Bearer\"}", SCHALTER_PHONE_LOGIN_FAILED },
  { "token-with-an-error",
    400,
    "{\"error\":\"access_denied\",\"access_token\":\"x\"}",
    SCHALTER_PHONE_LOGIN_DENIED },
};

static void
token_call_ends_the_login (Fixture *fixture, gconstpointer data)
{
  const Ending *ending = data;
  portal_double_answer (fixture->portal, 200, CODE);
  portal_double_answer (fixture->portal, ending->status, ending->body);
  schalter_phone_login_start (fixture->login);
  wait_for (fixture, ending->state);
  g_assert_null (schalter_phone_login_get_person (fixture->login));
  g_assert_null (schalter_phone_login_get_access_token (fixture->login));
  g_assert_cmpstr (schalter_phone_login_get_user_code (fixture->login), ==, "");
}

static const Ending CODE_ENDINGS[] = {
  { "error", 500, "{\"title\":\"broken\"}", SCHALTER_PHONE_LOGIN_FAILED },
  { "empty", 200, "{}", SCHALTER_PHONE_LOGIN_FAILED },
  { "no-device-code",
    200,
    "{\"user_code\":\"A\",\"verification_uri\":\"u\",\"expires_in\":9}",
    SCHALTER_PHONE_LOGIN_FAILED },
  { "no-user-code",
    200,
    "{\"device_code\":\"d\",\"verification_uri\":\"u\",\"expires_in\":9}",
    SCHALTER_PHONE_LOGIN_FAILED },
  { "no-address",
    200,
    "{\"device_code\":\"d\",\"user_code\":\"A\",\"expires_in\":9}",
    SCHALTER_PHONE_LOGIN_FAILED },
  { "no-lifetime",
    200,
    "{\"device_code\":\"d\",\"user_code\":\"A\",\"verification_uri\":\"u\"}",
    SCHALTER_PHONE_LOGIN_FAILED },
  { "lifetime-below-zero",
    200,
    "{\"device_code\":\"d\",\"user_code\":\"A\",\"verification_uri\":\"u\",\"expires_in\":-9}",
    SCHALTER_PHONE_LOGIN_FAILED },
  { "lifetime-is-a-list",
    200,
    "{\"device_code\":\"d\",\"user_code\":\"A\",\"verification_uri\":\"u\",\"expires_in\":[9]}",
    SCHALTER_PHONE_LOGIN_FAILED },
};

static void
code_call_ends_the_login (Fixture *fixture, gconstpointer data)
{
  const Ending *ending = data;
  portal_double_answer (fixture->portal, ending->status, ending->body);
  schalter_phone_login_start (fixture->login);
  wait_for (fixture, ending->state);
  g_assert_cmpuint (fixture->portal->requests->len, ==, 1);
}

static const Ending PERSON_ENDINGS[] = {
  { "refused", 401, "{\"error\":\"invalid_token\"}", SCHALTER_PHONE_LOGIN_FAILED },
  { "no-surname",
    200,
    "{\"given_names\":\"E\",\"birth_date\":\"1980\",\"municipality\":4045}",
    SCHALTER_PHONE_LOGIN_FAILED },
  { "no-municipality",
    200,
    "{\"surname\":\"M\",\"given_names\":\"E\",\"birth_date\":\"1980\"}",
    SCHALTER_PHONE_LOGIN_FAILED },
  { "municipality-is-an-object",
    200,
    "{\"surname\":\"M\",\"given_names\":\"E\",\"birth_date\":\"1980\",\"municipality\":{}}",
    SCHALTER_PHONE_LOGIN_FAILED },
  { "municipality-out-of-range",
    200,
    "{\"surname\":\"M\",\"given_names\":\"E\",\"birth_date\":\"1980\",\"municipality\":10000}",
    SCHALTER_PHONE_LOGIN_FAILED },
};

static void
person_call_ends_the_login (Fixture *fixture, gconstpointer data)
{
  const Ending *ending = data;
  portal_double_answer (fixture->portal, 200, CODE);
  portal_double_answer (fixture->portal, 200, TOKEN);
  portal_double_answer (fixture->portal, ending->status, ending->body);
  schalter_phone_login_start (fixture->login);
  wait_for (fixture, ending->state);
  g_assert_null (schalter_phone_login_get_access_token (fixture->login));
  /* What is not needed any more is given back. */
  wait_for_requests (fixture, 4);
  g_assert_cmpstr (portal_double_get_call (fixture->portal, 3), ==, "revoke");
  g_assert_cmpstr (portal_double_get_string (fixture->portal, 3, "access_token"), ==, "token-1");
}

static void
does_not_trust_a_portal_with_another_key (Fixture *fixture, gconstpointer unused)
{
  portal_double_lie (fixture->portal, PORTAL_OTHER_KEY, "{\"status\":200,\"body\":" CODE "}");
  schalter_phone_login_start (fixture->login);
  wait_for (fixture, SCHALTER_PHONE_LOGIN_FAILED);
  g_assert_cmpstr (schalter_phone_login_get_user_code (fixture->login), ==, "");
}

static void
garbage_in_place_of_a_token_ends_it (Fixture *fixture, gconstpointer unused)
{
  portal_double_answer (fixture->portal, 200, CODE);
  portal_double_lie (fixture->portal, PORTAL_RAW, "\x01\x02 no JSON");
  schalter_phone_login_start (fixture->login);
  wait_for (fixture, SCHALTER_PHONE_LOGIN_FAILED);
}

static void
a_code_expires_by_itself (Fixture *fixture, gconstpointer unused)
{
  portal_double_answer (fixture->portal,
                        200,
                        "{\"device_code\":\"d\",\"user_code\":\"A\",\"verification_uri\":\"u\","
                        "\"expires_in\":1,\"interval\":60}");
  schalter_phone_login_set_second_ms (fixture->login, 20);
  schalter_phone_login_start (fixture->login);
  wait_for (fixture, SCHALTER_PHONE_LOGIN_EXPIRED);
  g_assert_cmpuint (fixture->portal->requests->len, ==, 1);
  g_assert_cmpuint (schalter_phone_login_get_seconds_left (fixture->login), ==, 0);
}

static void
an_interval_out_of_range_is_brought_into_it (Fixture *fixture, gconstpointer unused)
{
  portal_double_answer (fixture->portal,
                        200,
                        "{\"device_code\":\"d\",\"user_code\":\"A\",\"verification_uri\":\"u\","
                        "\"expires_in\":9223372036854775807,\"interval\":9223372036854775807}");
  schalter_phone_login_start (fixture->login);
  wait_for (fixture, SCHALTER_PHONE_LOGIN_WAITING);
  g_assert_cmpuint (schalter_phone_login_get_seconds_left (fixture->login), <=, 1800);
  portal_double_answer (fixture->portal, 400, "{\"error\":\"access_denied\"}");
  wait_for (fixture, SCHALTER_PHONE_LOGIN_DENIED); /* within 60 of its seconds, not in ages */
}

static void
a_new_code_can_be_had_after_the_end (Fixture *fixture, gconstpointer unused)
{
  portal_double_lie (fixture->portal, PORTAL_DOWN, "");
  schalter_phone_login_start (fixture->login);
  wait_for (fixture, SCHALTER_PHONE_LOGIN_FAILED);
  log_in (fixture);
  g_assert_nonnull (schalter_phone_login_get_person (fixture->login));
}

static void
the_end_gives_the_token_back_and_forgets_the_person (Fixture *fixture, gconstpointer unused)
{
  log_in (fixture);
  schalter_phone_login_end (fixture->login);
  g_assert_null (schalter_phone_login_get_person (fixture->login));
  g_assert_null (schalter_phone_login_get_access_token (fixture->login));
  wait_for_requests (fixture, 4);
  g_assert_cmpstr (portal_double_get_call (fixture->portal, 3), ==, "revoke");
}

static void
going_away_while_it_asks_is_safe (Fixture *fixture, gconstpointer unused)
{
  portal_double_answer (fixture->portal, 200, CODE);
  schalter_phone_login_start (fixture->login);
  g_clear_object (&fixture->login);
  wait_for_requests (fixture, 1);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
an_agent_that_vanishes_fails_the_start (Fixture *fixture, gconstpointer unused)
{
  agent_double_stop (fixture->portal->agent);
  schalter_phone_login_start (fixture->login);
  wait_for (fixture, SCHALTER_PHONE_LOGIN_FAILED);
}

static void
add_endings (const char *call,
             const Ending *endings,
             guint n_endings,
             void (*function) (Fixture *, gconstpointer))
{
  for (guint i = 0; i < n_endings; i++) {
    g_autofree char *path =
        g_strdup_printf ("/kiosk/phone-login/%s-call/%s", call, endings[i].name);
    g_test_add (path, Fixture, &endings[i], set_up, function, tear_down);
  }
}

#define ADD(path, function)                                                                        \
  g_test_add ("/kiosk/phone-login/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("shows-a-code-while-it-waits", shows_a_code_while_it_waits);
  ADD ("knows-who-it-is-when-the-phone-has-said-yes", knows_who_it_is_when_the_phone_has_said_yes);
  ADD ("forgets-the-code-when-it-is-used", forgets_the_code_when_it_is_used);
  ADD ("asks-more-slowly-when-told-to", asks_more_slowly_when_told_to);
  ADD ("a-portal-out-of-reach-for-a-moment-ends-nothing",
       a_portal_out_of_reach_for_a_moment_ends_nothing);
  add_endings ("code", CODE_ENDINGS, G_N_ELEMENTS (CODE_ENDINGS), code_call_ends_the_login);
  add_endings ("token", TOKEN_ENDINGS, G_N_ELEMENTS (TOKEN_ENDINGS), token_call_ends_the_login);
  add_endings ("person", PERSON_ENDINGS, G_N_ELEMENTS (PERSON_ENDINGS), person_call_ends_the_login);
  ADD ("does-not-trust-a-portal-with-another-key", does_not_trust_a_portal_with_another_key);
  ADD ("garbage-in-place-of-a-token-ends-it", garbage_in_place_of_a_token_ends_it);
  ADD ("a-code-expires-by-itself", a_code_expires_by_itself);
  ADD ("an-interval-out-of-range-is-brought-into-it", an_interval_out_of_range_is_brought_into_it);
  ADD ("a-new-code-can-be-had-after-the-end", a_new_code_can_be_had_after_the_end);
  ADD ("the-end-gives-the-token-back-and-forgets-the-person",
       the_end_gives_the_token_back_and_forgets_the_person);
  ADD ("going-away-while-it-asks-is-safe", going_away_while_it_asks_is_safe);
  ADD ("an-agent-that-vanishes-fails-the-start", an_agent_that_vanishes_fails_the_start);
  return g_test_run ();
}
