/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The session's link to the agent: what it shows while the agent is there, away, and back. */
#include "config.h"

#include "agent-double.h"
#include "agent-link.h"
#include "schalter-error.h"
#include "test-wait.h"

typedef struct {
  AgentDouble *agent;
  SchalterAgentLink *link;
  GAsyncResult *result;
  guint n_changes;
  guint n_answers;
} Fixture;

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Fixture *)user_data)->result = g_object_ref (result);
}

static gboolean
has_result (gpointer user_data)
{
  return ((Fixture *)user_data)->result != NULL;
}

static GAsyncResult *
wait_for_result (Fixture *fixture)
{
  test_wait_until (has_result, fixture, 60000);
  return g_steal_pointer (&fixture->result);
}

static void
on_changed (SchalterAgentLink *link, Fixture *fixture)
{
  fixture->n_changes++;
}

static void
on_staff_answered (SchalterAgentLink *link, Fixture *fixture)
{
  fixture->n_answers++;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  fixture->agent = agent_double_new ();
  schalter_agent_link_new_async (fixture->agent->client, NULL, on_result, fixture);
  g_autoptr (GAsyncResult) result = wait_for_result (fixture);
  fixture->link = schalter_agent_link_new_finish (result, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->link, "changed", G_CALLBACK (on_changed), fixture);
  g_signal_connect (fixture->link, "staff-answered", G_CALLBACK (on_staff_answered), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_assert_finalize_object (fixture->link);
  agent_double_free (fixture->agent);
}

static gboolean
has_opened_once (gpointer user_data)
{
  return ((Fixture *)user_data)->agent->n_opens == 1;
}

static gboolean
has_opened_twice (gpointer user_data)
{
  return ((Fixture *)user_data)->agent->n_opens == 2;
}

static gboolean
is_there (gpointer user_data)
{
  return schalter_agent_link_is_there (((Fixture *)user_data)->link);
}

static gboolean
is_away (gpointer user_data)
{
  return !is_there (user_data);
}

static void
shows_what_the_agent_says (Fixture *fixture, gconstpointer unused)
{
  test_wait_until (has_opened_once, fixture, 30000);
  g_assert_true (schalter_agent_link_is_there (fixture->link));
  g_assert_true (schalter_agent_link_is_online (fixture->link));
  g_assert_true (schalter_agent_link_can_print (fixture->link));
  g_assert_true (schalter_agent_link_are_forms_open (fixture->link));
  g_assert_cmpstr (
      schalter_agent_link_get_catalogue_path (fixture->link), ==, "/nowhere/catalogue.sqlite");
}

static gboolean
is_offline (gpointer user_data)
{
  return !schalter_agent_link_is_online (((Fixture *)user_data)->link);
}

static void
tells_of_changes (Fixture *fixture, gconstpointer unused)
{
  const char *reasons[] = { "media-empty-error", NULL };
  guint n_before = fixture->n_changes;
  schalter_bus_session1_set_network_state (fixture->agent->skeleton, "offline");
  schalter_bus_session1_set_printer_state (fixture->agent->skeleton, "stopped");
  schalter_bus_session1_set_printer_reasons (fixture->agent->skeleton, reasons);
  test_wait_until (is_offline, fixture, 30000);
  g_assert_cmpuint (fixture->n_changes, >, n_before);
  g_assert_false (schalter_agent_link_can_print (fixture->link));
  g_assert_cmpstr (
      schalter_agent_link_get_printer_reasons (fixture->link)[0], ==, "media-empty-error");
}

static void
is_calm_while_the_agent_is_away (Fixture *fixture, gconstpointer unused)
{
  test_wait_until (has_opened_once, fixture, 30000);
  agent_double_stop (fixture->agent);
  test_wait_until (is_away, fixture, 30000);
  g_assert_cmpstr (schalter_agent_link_get_catalogue_path (fixture->link), ==, "");
  g_assert_false (schalter_agent_link_is_online (fixture->link));
  g_assert_false (schalter_agent_link_can_print (fixture->link));
  g_assert_false (schalter_agent_link_are_forms_open (fixture->link));
  g_assert_null (schalter_agent_link_get_printer_reasons (fixture->link)[0]);

  g_autoptr (GError) error = NULL;
  gboolean is_reached = FALSE;
  schalter_agent_link_call_staff_async (fixture->link, "help", NULL, on_result, fixture);
  g_autoptr (GAsyncResult) result = wait_for_result (fixture);
  g_assert_false (
      schalter_agent_link_call_staff_finish (fixture->link, result, &is_reached, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
}

static gboolean
is_back (gpointer user_data)
{
  Fixture *fixture = user_data;
  return is_there (fixture) && schalter_agent_link_is_online (fixture->link);
}

static void
opens_its_session_anew_when_the_agent_is_back (Fixture *fixture, gconstpointer unused)
{
  test_wait_until (has_opened_once, fixture, 30000);
  agent_double_stop (fixture->agent);
  test_wait_until (is_away, fixture, 30000);
  agent_double_start (fixture->agent);
  test_wait_until (is_back, fixture, 30000);
  test_wait_until (has_opened_twice, fixture, 30000);
  g_assert_true (schalter_agent_link_are_forms_open (fixture->link));
}

static void
a_call_brings_the_agents_code (Fixture *fixture, gconstpointer unused)
{
  const SchalterPrintPermit permit = { "receipt", "R-1", "00", 1 };
  g_autoptr (GError) error = NULL;
  fixture->agent->refusal = g_strdup ("media-empty-error,cover-open-error");
  schalter_agent_link_permit_print_async (fixture->link, &permit, NULL, on_result, fixture);
  g_autoptr (GAsyncResult) result = wait_for_result (fixture);
  g_assert_null (schalter_agent_link_permit_print_finish (fixture->link, result, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
  g_assert_cmpstr (error->message, ==, "media-empty-error,cover-open-error");
}

static void
a_print_that_is_not_known_is_not_found (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  schalter_agent_link_get_print_async (fixture->link, "R-9.1", NULL, on_result, fixture);
  g_autoptr (GAsyncResult) result = wait_for_result (fixture);
  g_assert_null (schalter_agent_link_get_print_finish (fixture->link, result, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND);
}

static void
a_cancelled_call_says_so (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  schalter_agent_link_get_print_async (fixture->link, "R-9.1", cancellable, on_result, fixture);
  g_cancellable_cancel (cancellable);
  g_autoptr (GAsyncResult) result = wait_for_result (fixture);
  g_assert_null (schalter_agent_link_get_print_finish (fixture->link, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
call_staff (Fixture *fixture, const char *reason)
{
  g_autoptr (GError) error = NULL;
  gboolean is_reached = FALSE;
  schalter_agent_link_call_staff_async (fixture->link, reason, NULL, on_result, fixture);
  g_autoptr (GAsyncResult) result = wait_for_result (fixture);
  g_assert_true (
      schalter_agent_link_call_staff_finish (fixture->link, result, &is_reached, &error));
  g_assert_no_error (error);
  return is_reached;
}

static gboolean
has_answer (gpointer user_data)
{
  return ((Fixture *)user_data)->n_answers == 1;
}

static void
says_whether_staff_was_reached_and_comes (Fixture *fixture, gconstpointer unused)
{
  g_assert_true (call_staff (fixture, "help"));
  g_assert_false (call_staff (fixture, "printer"));
  schalter_bus_session1_emit_staff_answered (fixture->agent->skeleton);
  test_wait_until (has_answer, fixture, 30000);
}

static void
can_start_before_the_agent (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  agent_double_stop (fixture->agent);
  schalter_agent_link_new_async (fixture->agent->client, NULL, on_result, fixture);
  g_autoptr (GAsyncResult) result = wait_for_result (fixture);
  g_autoptr (SchalterAgentLink) early = schalter_agent_link_new_finish (result, &error);
  g_assert_no_error (error);
  g_assert_false (schalter_agent_link_is_there (early));
  agent_double_start (fixture->agent);
  test_wait_until (is_back, fixture, 30000);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/kiosk/agent-link/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("shows-what-the-agent-says", shows_what_the_agent_says);
  ADD ("tells-of-changes", tells_of_changes);
  ADD ("is-calm-while-the-agent-is-away", is_calm_while_the_agent_is_away);
  ADD ("opens-its-session-anew-when-the-agent-is-back",
       opens_its_session_anew_when_the_agent_is_back);
  ADD ("a-call-brings-the-agents-code", a_call_brings_the_agents_code);
  ADD ("a-print-that-is-not-known-is-not-found", a_print_that_is_not_known_is_not_found);
  ADD ("a-cancelled-call-says-so", a_cancelled_call_says_so);
  ADD ("says-whether-staff-was-reached-and-comes", says_whether_staff_was_reached_and_comes);
  ADD ("can-start-before-the-agent", can_start_before_the_agent);
  return g_test_run ();
}
