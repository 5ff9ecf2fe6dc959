/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Handing in: sealed before it leaves, to the authority that decides, once however often it takes.
 */
#include "config.h"

#include "hand-in.h"

#include "envelope.h"
#include "portal-double.h"
#include "schalter-error.h"
#include "test-wait.h"

#define ANSWERS "{\"form\":\"anfrage\",\"answers\":{\"name\":\"Erika Muster\"}}"

static SchalterHandIn *
make (PortalDouble *portal, const char *service_id, guint bfs, GError **error)
{
  g_autoptr (SchalterService) service =
      schalter_catalogue_get_service (portal->catalogue, service_id);
  g_assert_nonnull (service);
  const SchalterHandInRequest request = {
    .service = service,
    .form_id = "anfrage",
    .form_version = 3,
    .bfs = bfs,
    .kiosk_id = "kiosk-1",
  };
  g_autoptr (GBytes) answers = g_bytes_new_static (ANSWERS, strlen (ANSWERS));
  return schalter_hand_in_new (portal->link, portal->catalogue, &request, answers, error);
}

static char *
send (SchalterHandIn *hand_in, GCancellable *cancellable, GError **error)
{
  GAsyncResult *pending = NULL;
  schalter_hand_in_send_async (hand_in, cancellable, portal_on_result, &pending);
  g_autoptr (GAsyncResult) result = portal_wait_for_result (&pending);
  return schalter_hand_in_send_finish (hand_in, result, error);
}

static SchalterEnvelope *
get_envelope (PortalDouble *portal)
{
  g_autoptr (GError) error = NULL;
  SchalterEnvelope *envelope = schalter_envelope_from_data (portal->agent->envelope, -1, &error);
  g_assert_no_error (error);
  return envelope;
}

static void
assert_sealed_to (PortalDouble *portal, const SchalterBoxKeyPair *pair)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) plain = schalter_box_open (portal->agent->sealed, pair, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (
      g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), ANSWERS, strlen (ANSWERS));
}

static void
the_municipality_that_decides_can_open_it (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  g_autoptr (SchalterHandIn) hand_in = make (portal, "hund", TEST_CANTON_BFS, &error);
  g_assert_no_error (error);
  g_autofree char *reference = send (hand_in, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (reference, ==, "4045-0000-0000");
  assert_sealed_to (portal, portal->canton->authority);
  g_assert_null (schalter_box_open (portal->agent->sealed, portal->canton->canton_authority, NULL));
  g_clear_object (&hand_in);
  portal_double_free (portal);
}

static void
the_canton_opens_what_the_canton_decides (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  g_autoptr (SchalterHandIn) hand_in = make (portal, "jagd", TEST_CANTON_BFS, &error);
  g_assert_no_error (error);
  g_autofree char *reference = send (hand_in, NULL, &error);
  g_assert_nonnull (reference);
  g_assert_no_error (error);
  assert_sealed_to (portal, portal->canton->canton_authority);
  g_autoptr (SchalterEnvelope) envelope = get_envelope (portal);
  g_assert_cmpuint (envelope->authority_bfs, ==, 0);
  g_clear_object (&hand_in);
  portal_double_free (portal);
}

static void
the_envelope_says_where_it_goes_and_nothing_else (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  g_autoptr (SchalterHandIn) hand_in = make (portal, "hund", TEST_CANTON_BFS, &error);
  g_autofree char *reference = send (hand_in, NULL, &error);
  g_assert_nonnull (reference);
  g_assert_no_error (error);
  g_autoptr (SchalterEnvelope) envelope = get_envelope (portal);
  g_assert_cmpstr (envelope->service_id, ==, "hund");
  g_assert_cmpstr (envelope->form_id, ==, "anfrage");
  g_assert_cmpuint (envelope->form_version, ==, 3);
  g_assert_cmpuint (envelope->authority_bfs, ==, TEST_CANTON_BFS);
  g_assert_cmpstr (envelope->authority_office, ==, "ag-hundeamt");
  g_assert_cmpstr (envelope->key_id, ==, "authority-4045-test");
  g_assert_cmpstr (envelope->kiosk, ==, "kiosk-1");
  g_assert_cmpstr (envelope->reference, ==, "");
  g_assert_cmpuint (envelope->size, ==, g_bytes_get_size (portal->agent->sealed));
  g_assert_cmpint (ABS (envelope->created_us - g_get_real_time ()), <, 60 * G_USEC_PER_SEC);
  g_assert_null (strstr (portal->agent->envelope, "Muster"));
  g_clear_object (&hand_in);
  portal_double_free (portal);
}

static void
pressing_twice_hands_in_once (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  g_autoptr (SchalterHandIn) hand_in = make (portal, "hund", TEST_CANTON_BFS, &error);
  g_autofree char *first = send (hand_in, NULL, &error);
  g_autofree char *second = send (hand_in, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpuint (g_hash_table_size (portal->agent->references), ==, 1);
  g_clear_object (&hand_in);
  portal_double_free (portal);
}

static void
two_forms_are_two_submissions (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  g_autoptr (SchalterHandIn) one = make (portal, "hund", TEST_CANTON_BFS, &error);
  g_autoptr (SchalterHandIn) other = make (portal, "hund", TEST_CANTON_BFS, &error);
  g_autofree char *first = send (one, NULL, &error);
  g_autofree char *second = send (other, NULL, &error);
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpuint (g_hash_table_size (portal->agent->references), ==, 2);
  g_clear_object (&one);
  g_clear_object (&other);
  portal_double_free (portal);
}

/* The agent has written it down, but its answer is lost. */
static void
a_lost_answer_is_asked_for_again_under_the_same_id (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  portal->agent->n_refusals = 2;
  g_autoptr (SchalterHandIn) hand_in = make (portal, "hund", TEST_CANTON_BFS, &error);
  g_autofree char *reference = send (hand_in, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (portal->agent->n_submits, ==, 3);
  g_assert_cmpuint (g_hash_table_size (portal->agent->references), ==, 1);
  g_assert_cmpstr (reference, ==, "4045-0000-0000");
  g_clear_object (&hand_in);
  portal_double_free (portal);
}

static gboolean
on_start_agent (gpointer user_data)
{
  agent_double_start (user_data);
  return G_SOURCE_REMOVE;
}

static void
an_agent_that_restarts_gets_it (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  g_autoptr (SchalterHandIn) hand_in = make (portal, "hund", TEST_CANTON_BFS, &error);
  agent_double_stop (portal->agent);
  g_timeout_add (300, on_start_agent, portal->agent);
  g_autofree char *reference = send (hand_in, NULL, &error);
  g_assert_nonnull (reference);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (portal->agent->references), ==, 1);
  g_clear_object (&hand_in);
  portal_double_free (portal);
}

static void
leaving_stops_the_tries (void)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *pending = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  PortalDouble *portal = portal_double_new ();
  g_autoptr (SchalterHandIn) hand_in = make (portal, "hund", TEST_CANTON_BFS, &error);
  agent_double_stop (portal->agent);
  schalter_hand_in_send_async (hand_in, cancellable, portal_on_result, &pending);
  g_cancellable_cancel (cancellable);
  g_autoptr (GAsyncResult) result = portal_wait_for_result (&pending);
  g_assert_null (schalter_hand_in_send_finish (hand_in, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  g_clear_object (&hand_in);
  portal_double_free (portal);
}

/* Baden has no key in this catalogue: nothing is sealed to nobody. */
static void
an_authority_without_a_key_gets_nothing (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  g_assert_null (make (portal, "hund", 4021, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
  g_assert_cmpuint (portal->agent->n_submits, ==, 0);
  portal_double_free (portal);
}

#define ADD(path, function) g_test_add_func ("/kiosk/hand-in/" path, function)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("the-municipality-that-decides-can-open-it", the_municipality_that_decides_can_open_it);
  ADD ("the-canton-opens-what-the-canton-decides", the_canton_opens_what_the_canton_decides);
  ADD ("the-envelope-says-where-it-goes-and-nothing-else",
       the_envelope_says_where_it_goes_and_nothing_else);
  ADD ("pressing-twice-hands-in-once", pressing_twice_hands_in_once);
  ADD ("two-forms-are-two-submissions", two_forms_are_two_submissions);
  ADD ("a-lost-answer-is-asked-for-again-under-the-same-id",
       a_lost_answer_is_asked_for_again_under_the_same_id);
  ADD ("an-agent-that-restarts-gets-it", an_agent_that_restarts_gets_it);
  ADD ("leaving-stops-the-tries", leaving_stops_the_tries);
  ADD ("an-authority-without-a-key-gets-nothing", an_authority_without_a_key_gets_nothing);
  return g_test_run ();
}
