/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A citizen's print, followed by the real agent at a real scheduler and a real printer: to its end,
 * through trouble, and to nothing when the citizen is gone. */
#include "config.h"

#include "agent-fixture.h"
#include "bus-errors.h"
#include "print-lab.h"
#include "print-queue.h"
#include "schalter-error.h"
#include "test-paper.h"
#include "test-wait.h"

#include <string.h>

#define SHA256 "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

typedef struct {
  TestPrintLab *lab;
  TestAgent *agent;
  TestSession *session;
  GBytes *pdf;
  GAsyncResult *result;
  /* what is waited for */
  const char *job_name;
  const char *expected;
  guint n_expected;
  guint n_answers;
  guint n_permitted;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TestPaper *paper = test_paper_new ();
  f->lab = test_print_lab_new ();
  f->pdf = schalter_document_render_certificate (&paper->certificate, NULL, &error);
  g_assert_no_error (error);
  test_paper_free (paper);
  const TestAgentWorld world = {
    .cups_socket = test_print_lab_get_socket (f->lab),
    .queue = test_print_lab_get_queue (f->lab),
    .device_uri = test_print_lab_get_device_uri (f->lab),
  };
  f->agent = test_agent_new (&world);
  test_agent_start (f->agent);
  f->session = test_session_new (f->agent);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  test_session_free (f->session);
  test_agent_free (f->agent);
  test_print_lab_free (f->lab);
  g_bytes_unref (f->pdf);
}

static void
renew_session (Fixture *f)
{
  test_session_free (f->session);
  f->session = test_session_new (f->agent);
}

/* (nullable) */
static char *
permit (Fixture *f, const char *kind, const char *number, GError **error)
{
  char *job_name = NULL;
  return schalter_bus_session1_call_permit_print_sync (
             f->session->proxy, kind, number, SHA256, 1, &job_name, NULL, error)
             ? job_name
             : NULL;
}

static char *
permit_well (Fixture *f, const char *kind, const char *number)
{
  g_autoptr (GError) error = NULL;
  char *job_name = permit (f, kind, number, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (job_name, number));
  return job_name;
}

static void
assert_not_permitted (Fixture *f, const char *number, SchalterError code, const char *message)
{
  GError *error = NULL;
  g_assert_null (permit (f, "certificate", number, &error));
  error = schalter_bus_error_adopt (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, message));
  test_assert_refused (error, (int)code);
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;
  f->result = g_object_ref (result);
}

static gboolean
has_result (gpointer user_data)
{
  return ((Fixture *)user_data)->result != NULL;
}

/* As the session does it: the queue gets the paper, the agent the word. */
static void
submit_silently (Fixture *f, const char *job_name, int *job_id_out)
{
  g_autoptr (GError) error = NULL;
  const SchalterPrintRequest request = {
    .cups_socket = test_print_lab_get_socket (f->lab),
    .queue = test_print_lab_get_queue (f->lab),
    .job_name = job_name,
    .pdf = f->pdf,
  };
  schalter_print_queue_submit_async (&request, NULL, on_result, f);
  test_wait_until (has_result, f, TEST_DEADLINE_MS);
  g_autoptr (GAsyncResult) result = g_steal_pointer (&f->result);
  *job_id_out = schalter_print_queue_submit_finish (result, &error);
  g_assert_no_error (error);
}

static void
submit (Fixture *f, const char *job_name)
{
  g_autoptr (GError) error = NULL;
  int job_id = 0;
  submit_silently (f, job_name, &job_id);
  schalter_bus_session1_call_report_submitted_sync (
      f->session->proxy, job_name, job_id, NULL, &error);
  g_assert_no_error (error);
}

static char *
get_print (Fixture *f, const char *job_name, int *pages_out, char ***reasons)
{
  g_autoptr (GError) error = NULL;
  char *state = NULL;
  schalter_bus_session1_call_get_print_sync (
      f->session->proxy, job_name, &state, pages_out, reasons, NULL, &error);
  g_assert_no_error (error);
  return state;
}

static gboolean
is_in_state (gpointer user_data)
{
  Fixture *f = user_data;
  g_auto (GStrv) reasons = NULL;
  int pages_out = 0;
  g_autofree char *state = get_print (f, f->job_name, &pages_out, &reasons);
  return g_str_equal (state, f->expected);
}

static void
wait_for_state (Fixture *f, const char *job_name, const char *state)
{
  f->job_name = job_name;
  f->expected = state;
  test_wait_until (is_in_state, f, TEST_DEADLINE_MS);
}

/* As the ledger has it, whoever's print it was. */
static gboolean
is_in_ledger (gpointer user_data)
{
  Fixture *f = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) items = NULL;
  schalter_bus_admin1_call_list_prints_sync (f->session->admin, 100, &items, NULL, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < g_variant_n_children (items); i++) {
    const char *job_name = NULL, *state = NULL;
    g_autoptr (GVariant) item = g_variant_get_child_value (items, i);
    g_variant_get (item, "(&sss&sux)", &job_name, NULL, NULL, &state, NULL, NULL);
    if (g_str_equal (job_name, f->job_name))
      return g_str_equal (state, f->expected);
  }
  return FALSE;
}

static void
wait_for_ledger (Fixture *f, const char *job_name, const char *state)
{
  f->job_name = job_name;
  f->expected = state;
  test_wait_until (is_in_ledger, f, TEST_DEADLINE_MS);
}

static gboolean
has_documents (gpointer user_data)
{
  Fixture *f = user_data;
  g_auto (GStrv) documents = test_print_lab_list_documents (f->lab);
  return g_strv_length (documents) >= f->n_expected;
}

static void
wait_for_documents (Fixture *f, guint n)
{
  f->n_expected = n;
  test_wait_until (has_documents, f, TEST_DEADLINE_MS);
}

static void
assert_n_documents (Fixture *f, guint n)
{
  g_auto (GStrv) documents = test_print_lab_list_documents (f->lab);
  g_assert_cmpuint (g_strv_length (documents), ==, n);
}

/* Whatever was before: the next citizen gets a sheet, and no other comes out. */
static void
assert_next_citizen_is_served (Fixture *f, guint n_documents_before)
{
  g_autofree char *job_name = permit_well (f, "receipt", "R-NEXT");
  submit (f, job_name);
  wait_for_state (f, job_name, "confirmed");
  assert_n_documents (f, n_documents_before + 1);
}

static void
on_print_changed (SchalterBusSession1 *proxy, const char *job_name, guint *n_changes)
{
  *n_changes += 1;
}

static void
follows_a_sheet_until_it_is_out (Fixture *f, gconstpointer data)
{
  guint n_changes = 0;
  int pages_out = -1;
  g_auto (GStrv) reasons = NULL;
  g_signal_connect (f->session->proxy, "print-changed", G_CALLBACK (on_print_changed), &n_changes);
  g_autofree char *job_name = permit_well (f, "certificate", "W-1");
  g_autofree char *state = get_print (f, job_name, &pages_out, &reasons);
  g_assert_cmpstr (state, ==, "preflight");
  g_assert_cmpint (pages_out, ==, -1);
  submit (f, job_name);
  wait_for_state (f, job_name, "confirmed");
  g_clear_pointer (&reasons, g_strfreev);
  g_free (get_print (f, job_name, &pages_out, &reasons));
  g_assert_cmpint (pages_out, ==, 1);
  g_assert_cmpuint (n_changes, >=, 1);
  wait_for_ledger (f, job_name, "confirmed");
  assert_n_documents (f, 1);
}

static void
permits_a_certificate_once (Fixture *f, gconstpointer data)
{
  g_autofree char *job_name = permit_well (f, "certificate", "W-1");
  assert_not_permitted (f, "W-2", SCHALTER_ERROR_UNAVAILABLE, "busy");
  submit (f, job_name);
  wait_for_state (f, job_name, "confirmed");
  assert_not_permitted (f, "W-1", SCHALTER_ERROR_CONFLICT, "");
}

static void
on_permitted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *job_name = NULL;
  Fixture *f = user_data;
  if (schalter_bus_session1_call_permit_print_finish (
          SCHALTER_BUS_SESSION1 (source), &job_name, result, &error))
    f->n_permitted++;
  else
    g_assert_nonnull (strstr (error->message, "busy"));
  f->n_answers++;
}

static gboolean
are_both_answered (gpointer user_data)
{
  return ((Fixture *)user_data)->n_answers == 2;
}

static void
permits_one_of_two_at_the_same_moment (Fixture *f, gconstpointer data)
{
  g_autoptr (TestSession) other = test_session_new (f->agent);
  schalter_bus_session1_call_permit_print (
      f->session->proxy, "receipt", "R-1", SHA256, 1, NULL, on_permitted, f);
  schalter_bus_session1_call_permit_print (
      other->proxy, "receipt", "R-2", SHA256, 1, NULL, on_permitted, f);
  test_wait_until (are_both_answered, f, TEST_DEADLINE_MS);
  g_assert_cmpuint (f->n_permitted, ==, 1);
}

static void
says_why_the_printer_cannot (Fixture *f, gconstpointer data)
{
  test_print_lab_set_paper (f->lab, FALSE);
  assert_not_permitted (f, "W-1", SCHALTER_ERROR_UNAVAILABLE, "media-empty");
  test_print_lab_set_paper (f->lab, TRUE);
  test_print_lab_stop_printer (f->lab);
  assert_not_permitted (f, "W-1", SCHALTER_ERROR_UNAVAILABLE, "offline");
  test_print_lab_start_printer (f->lab);
  g_autofree char *job_name = permit_well (f, "certificate", "W-1");
  submit (f, job_name);
  wait_for_state (f, job_name, "confirmed");
}

static gboolean
is_printer_gone (gpointer user_data)
{
  Fixture *f = user_data;
  return g_strcmp0 (schalter_bus_session1_get_printer_state (f->session->proxy), "gone") == 0;
}

static gboolean
is_printer_ready (gpointer user_data)
{
  Fixture *f = user_data;
  return g_strcmp0 (schalter_bus_session1_get_printer_state (f->session->proxy), "ready") == 0;
}

static gboolean
is_printer_stopped (gpointer user_data)
{
  Fixture *f = user_data;
  const char *const *reasons = schalter_bus_session1_get_printer_reasons (f->session->proxy);
  return g_strcmp0 (schalter_bus_session1_get_printer_state (f->session->proxy), "stopped") == 0 &&
         reasons[0] != NULL;
}

static void
tells_how_the_printer_is (Fixture *f, gconstpointer data)
{
  test_wait_until (is_printer_ready, f, TEST_DEADLINE_MS);
  test_print_lab_set_paper (f->lab, FALSE);
  test_wait_until (is_printer_stopped, f, TEST_DEADLINE_MS);
  test_print_lab_stop_printer (f->lab);
  test_wait_until (is_printer_gone, f, TEST_DEADLINE_MS);
  test_print_lab_start_printer (f->lab);
  test_wait_until (is_printer_ready, f, TEST_DEADLINE_MS);
}

static gboolean
has_jam_reason (gpointer user_data)
{
  Fixture *f = user_data;
  int pages_out = 0;
  g_auto (GStrv) reasons = NULL;
  g_free (get_print (f, f->job_name, &pages_out, &reasons));
  return reasons[0] != NULL && g_str_has_prefix (reasons[0], "media-jam");
}

static gboolean
is_silent (gpointer user_data)
{
  Fixture *f = user_data;
  int pages_out = 0;
  g_auto (GStrv) reasons = NULL;
  g_free (get_print (f, f->job_name, &pages_out, &reasons));
  return reasons[0] != NULL && g_str_equal (reasons[0], "offline");
}

static void
waits_through_a_jam_and_says_so (Fixture *f, gconstpointer data)
{
  test_print_lab_set_behaviour (f->lab, "jam");
  g_autofree char *job_name = permit_well (f, "receipt", "R-1");
  submit (f, job_name);
  f->job_name = job_name;
  test_wait_until (has_jam_reason, f, TEST_DEADLINE_MS);
  test_print_lab_set_behaviour (f->lab, "ok");
  wait_for_state (f, job_name, "confirmed");
  assert_n_documents (f, 1);
}

static void
knows_a_sheet_that_did_not_come_out (Fixture *f, gconstpointer data)
{
  test_print_lab_set_behaviour (f->lab, "abort");
  g_autofree char *job_name = permit_well (f, "receipt", "R-1");
  submit (f, job_name);
  wait_for_state (f, job_name, "failed");
  wait_for_ledger (f, job_name, "failed");
}

/* Switched off and on in the middle: CUPS says that it is printed, the printer knows of nothing. */
static void
does_not_believe_in_a_sheet_the_printer_forgot (Fixture *f, gconstpointer data)
{
  test_print_lab_set_behaviour (f->lab, "jam");
  g_autofree char *job_name = permit_well (f, "receipt", "R-1");
  submit (f, job_name);
  wait_for_state (f, job_name, "printing");
  test_print_lab_stop_printer (f->lab);
  test_print_lab_set_behaviour (f->lab, "ok");
  test_print_lab_start_printer (f->lab);
  wait_for_state (f, job_name, "unknown");
}

static void
believes_the_printer_though_the_scheduler_died (Fixture *f, gconstpointer data)
{
  test_print_lab_set_behaviour (f->lab, "slow 2");
  g_autofree char *job_name = permit_well (f, "receipt", "R-1");
  submit (f, job_name);
  wait_for_state (f, job_name, "printing");
  test_print_lab_crash_scheduler (f->lab);
  wait_for_state (f, job_name, "confirmed");
  assert_n_documents (f, 1);
}

static void
waits_for_a_printer_that_hangs (Fixture *f, gconstpointer data)
{
  test_print_lab_set_behaviour (f->lab, "slow 1");
  g_autofree char *job_name = permit_well (f, "receipt", "R-1");
  submit (f, job_name);
  wait_for_state (f, job_name, "printing");
  test_print_lab_freeze_printer (f->lab, TRUE);
  f->job_name = job_name;
  test_wait_until (is_silent, f, TEST_DEADLINE_MS);
  test_print_lab_freeze_printer (f->lab, FALSE);
  wait_for_state (f, job_name, "confirmed");
}

static void
cancels_at_both_places (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  test_print_lab_set_behaviour (f->lab, "jam");
  g_autofree char *job_name = permit_well (f, "receipt", "R-1");
  submit (f, job_name);
  wait_for_documents (f, 1);
  schalter_bus_session1_call_cancel_print_sync (f->session->proxy, job_name, NULL, &error);
  g_assert_no_error (error);
  test_print_lab_set_behaviour (f->lab, "ok"); /* the engine notices a cancel at its next page */
  wait_for_state (f, job_name, "failed");
  assert_next_citizen_is_served (f, 1);
}

/* In front of a jam a citizen gives up: the sheet must not be there for the next one. */
static void
a_print_ends_with_its_session (Fixture *f, gconstpointer data)
{
  test_print_lab_set_behaviour (f->lab, "jam");
  g_autofree char *job_name = permit_well (f, "receipt", "R-1");
  submit (f, job_name);
  wait_for_documents (f, 1);
  renew_session (f);
  test_print_lab_set_behaviour (f->lab, "ok");
  wait_for_ledger (f, job_name, "failed");
  assert_next_citizen_is_served (f, 1);
}

static gboolean
has_left_state (gpointer user_data)
{
  return !is_in_ledger (user_data);
}

/* It was handed to the queue while the printer was off: nothing may come out when it is on again.
 */
static void
nothing_waits_in_the_queue_for_the_next_citizen (Fixture *f, gconstpointer data)
{
  int job_id = 0;
  g_autofree char *job_name = permit_well (f, "receipt", "R-1");
  test_print_lab_stop_printer (f->lab);
  submit_silently (f, job_name, &job_id);
  renew_session (f);
  wait_for_ledger (f, job_name, "preflight");
  test_print_lab_start_printer (f->lab);
  test_wait_until (has_left_state, f, TEST_DEADLINE_MS);
  assert_n_documents (f, 0);
  assert_next_citizen_is_served (f, 0);
}

/* Permitted, and gone before anything was printed: the printer is free at once. */
static void
a_permission_ends_with_its_session (Fixture *f, gconstpointer data)
{
  g_autofree char *job_name = permit_well (f, "receipt", "R-1");
  renew_session (f);
  wait_for_ledger (f, job_name, "failed");
  assert_next_citizen_is_served (f, 0);
}

static void
a_print_is_its_owners_alone (Fixture *f, gconstpointer data)
{
  GError *error = NULL;
  g_autofree char *state = NULL;
  g_auto (GStrv) reasons = NULL;
  int pages_out = 0;
  g_autofree char *job_name = permit_well (f, "receipt", "R-1");
  g_autoptr (TestSession) other = test_session_new (f->agent);
  g_assert_false (schalter_bus_session1_call_get_print_sync (
      other->proxy, job_name, &state, &pages_out, &reasons, NULL, &error));
  test_assert_refused (error, SCHALTER_ERROR_NOT_FOUND);
  g_assert_false (
      schalter_bus_session1_call_cancel_print_sync (other->proxy, job_name, NULL, &error));
  test_assert_refused (error, SCHALTER_ERROR_NOT_FOUND);
  g_assert_false (
      schalter_bus_session1_call_report_submitted_sync (other->proxy, job_name, 1, NULL, &error));
  test_assert_refused (error, SCHALTER_ERROR_NOT_FOUND);
}

static void
die_and_come_back (Fixture *f)
{
  test_agent_kill (f->agent);
  test_agent_start (f->agent);
  renew_session (f);
}

/* Killed with a sheet in the printer: cancelled and followed to its end, never printed again. */
static void
a_death_in_the_middle_doubles_nothing (Fixture *f, gconstpointer data)
{
  test_print_lab_set_behaviour (f->lab, "jam");
  g_autofree char *job_name = permit_well (f, "certificate", "W-1");
  submit (f, job_name);
  wait_for_documents (f, 1);
  die_and_come_back (f);
  test_print_lab_set_behaviour (f->lab, "ok");
  wait_for_ledger (f, job_name, "failed");
  assert_not_permitted (f, "W-1", SCHALTER_ERROR_CONFLICT, "");
  assert_next_citizen_is_served (f, 1);
}

/* Killed between the permission and its use, with the paper already at the queue. */
static void
a_death_after_the_permission_leaves_no_sheet_unfollowed (Fixture *f, gconstpointer data)
{
  int job_id = 0;
  test_print_lab_set_behaviour (f->lab, "jam");
  g_autofree char *job_name = permit_well (f, "certificate", "W-1");
  test_agent_kill (f->agent);
  submit_silently (f, job_name, &job_id);
  wait_for_documents (f, 1);
  test_agent_start (f->agent);
  renew_session (f);
  test_print_lab_set_behaviour (f->lab, "ok");
  wait_for_ledger (f, job_name, "failed");
  assert_next_citizen_is_served (f, 1);
}

static gboolean
is_spool_empty (gpointer user_data)
{
  return test_print_lab_count_spooled (((Fixture *)user_data)->lab) == 0;
}

/* It came out while nobody looked: then that is what the ledger says. */
static void
a_sheet_that_came_out_meanwhile_is_known (Fixture *f, gconstpointer data)
{
  g_autofree char *job_name = permit_well (f, "certificate", "W-1");
  int job_id = 0;
  test_agent_kill (f->agent);
  submit_silently (f, job_name, &job_id);
  wait_for_documents (f, 1);
  test_wait_until (is_spool_empty, f, TEST_DEADLINE_MS);
  test_agent_start (f->agent);
  renew_session (f);
  wait_for_ledger (f, job_name, "confirmed");
  assert_next_citizen_is_served (f, 1);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/agent/print-follower/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("follows-a-sheet-until-it-is-out", follows_a_sheet_until_it_is_out);
  ADD ("permits-a-certificate-once", permits_a_certificate_once);
  ADD ("permits-one-of-two-at-the-same-moment", permits_one_of_two_at_the_same_moment);
  ADD ("says-why-the-printer-cannot", says_why_the_printer_cannot);
  ADD ("tells-how-the-printer-is", tells_how_the_printer_is);
  ADD ("waits-through-a-jam-and-says-so", waits_through_a_jam_and_says_so);
  ADD ("knows-a-sheet-that-did-not-come-out", knows_a_sheet_that_did_not_come_out);
  ADD ("does-not-believe-in-a-sheet-the-printer-forgot",
       does_not_believe_in_a_sheet_the_printer_forgot);
  ADD ("believes-the-printer-though-the-scheduler-died",
       believes_the_printer_though_the_scheduler_died);
  ADD ("waits-for-a-printer-that-hangs", waits_for_a_printer_that_hangs);
  ADD ("cancels-at-both-places", cancels_at_both_places);
  ADD ("a-print-ends-with-its-session", a_print_ends_with_its_session);
  ADD ("nothing-waits-in-the-queue-for-the-next-citizen",
       nothing_waits_in_the_queue_for_the_next_citizen);
  ADD ("a-permission-ends-with-its-session", a_permission_ends_with_its_session);
  ADD ("a-print-is-its-owners-alone", a_print_is_its_owners_alone);
  ADD ("a-death-in-the-middle-doubles-nothing", a_death_in_the_middle_doubles_nothing);
  ADD ("a-death-after-the-permission-leaves-no-sheet-unfollowed",
       a_death_after_the_permission_leaves_no_sheet_unfollowed);
  ADD ("a-sheet-that-came-out-meanwhile-is-known", a_sheet_that_came_out_meanwhile_is_known);
  return g_test_run ();
}
