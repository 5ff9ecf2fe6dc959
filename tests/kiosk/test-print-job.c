/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One paper's way from the session to the tray, through a real scheduler and printer, with an agent
 * that reports what a test wants. */
#include "config.h"

#include "print-job.h"

#include "portal-double.h"
#include "print-lab.h"
#include "test-wait.h"

#define NUMBER "R-1" /* what the double's signals are about */
#define N_PAGES 2
#define DEADLINE_MS 90000

/* A page that says nothing, which is enough for a printer. */
static const char PDF[] = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                          "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                          "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
                          "trailer<</Root 1 0 R>>\n%%EOF\n";

typedef struct {
  PortalDouble *portal;
  TestPrintLab *lab; /* borrowed: one for all tests */
  SchalterPrintJob *job;
  SchalterPrintJobState awaited;
} Fixture;

static SchalterPrintJob *
make_job (Fixture *fixture, const char *socket)
{
  g_autoptr (GBytes) pdf = g_bytes_new_static (PDF, strlen (PDF));
  const SchalterPrintPaper paper = { "receipt", NUMBER, pdf, N_PAGES };
  return schalter_print_job_new (
      fixture->portal->link, socket, test_print_lab_get_queue (fixture->lab), &paper);
}

static void
set_up (Fixture *fixture, gconstpointer lab)
{
  fixture->portal = portal_double_new ();
  fixture->lab = (TestPrintLab *)lab;
  fixture->job = make_job (fixture, test_print_lab_get_socket (fixture->lab));
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_clear_object (&fixture->job);
  portal_double_free (fixture->portal);
}

static gboolean
is_in_state (gpointer user_data)
{
  Fixture *fixture = user_data;
  return schalter_print_job_get_state (fixture->job) == fixture->awaited;
}

static void
wait_for (Fixture *fixture, SchalterPrintJobState state)
{
  fixture->awaited = state;
  test_wait_until (is_in_state, fixture, DEADLINE_MS);
}

static gboolean
is_reported (gpointer user_data)
{
  return ((Fixture *)user_data)->portal->agent->queue_job_id >= 0;
}

static void
start_and_queue (Fixture *fixture)
{
  schalter_print_job_start (fixture->job);
  test_wait_until (is_reported, fixture, DEADLINE_MS);
}

static gboolean
has_been_taken_back (gpointer user_data)
{
  return ((Fixture *)user_data)->portal->agent->n_cancels > 0;
}

static void
is_done_when_the_printer_has_said_so (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *sha256 =
      g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)PDF, strlen (PDF));
  g_assert_cmpint (schalter_print_job_get_state (fixture->job), ==, SCHALTER_PRINT_JOB_PREPARING);
  start_and_queue (fixture);
  g_assert_cmpint (fixture->portal->agent->queue_job_id, >, 0);
  g_assert_cmpstr (fixture->portal->agent->permitted_sha256, ==, sha256);
  g_assert_false (schalter_print_job_is_over (fixture->job));
  agent_double_set_print (fixture->portal->agent, SCHALTER_PRINT_CONFIRMED, 2);
  wait_for (fixture, SCHALTER_PRINT_JOB_DONE);
  g_assert_true (schalter_print_job_is_over (fixture->job));
  g_assert_cmpuint (schalter_print_job_get_pages_out (fixture->job), ==, 2);
}

static gboolean
has_reasons (gpointer user_data)
{
  return schalter_print_job_get_reasons (((Fixture *)user_data)->job)[0] != NULL;
}

static void
says_why_it_stands_still (Fixture *fixture, gconstpointer unused)
{
  start_and_queue (fixture);
  agent_double_set_print (fixture->portal->agent, SCHALTER_PRINT_PRINTING, 1);
  test_wait_until (has_reasons, fixture, DEADLINE_MS);
  g_assert_cmpint (schalter_print_job_get_state (fixture->job), ==, SCHALTER_PRINT_JOB_PRINTING);
  g_assert_cmpstr (schalter_print_job_get_reasons (fixture->job)[0], ==, "media-jam-warning");
  g_assert_cmpuint (schalter_print_job_get_pages_out (fixture->job), ==, 1);
  g_assert_cmpuint (schalter_print_job_get_n_pages (fixture->job), ==, N_PAGES);
}

static void
never_counts_more_pages_than_it_has (Fixture *fixture, gconstpointer unused)
{
  start_and_queue (fixture);
  agent_double_set_print (fixture->portal->agent, SCHALTER_PRINT_CONFIRMED, 17);
  wait_for (fixture, SCHALTER_PRINT_JOB_DONE);
  g_assert_cmpuint (schalter_print_job_get_pages_out (fixture->job), ==, N_PAGES);
}

static void
a_printer_that_cannot_print_is_sent_nothing (Fixture *fixture, gconstpointer unused)
{
  fixture->portal->agent->refusal = g_strdup ("media-empty-error, cover-open-error");
  schalter_print_job_start (fixture->job);
  wait_for (fixture, SCHALTER_PRINT_JOB_IMPOSSIBLE);
  const char *const *reasons = schalter_print_job_get_reasons (fixture->job);
  g_assert_cmpstr (reasons[0], ==, "media-empty-error");
  g_assert_cmpstr (reasons[1], ==, "cover-open-error");
  g_assert_null (reasons[2]);
  g_assert_cmpint (fixture->portal->agent->queue_job_id, ==, -1);
}

static void
an_agent_that_is_away_prints_nothing (Fixture *fixture, gconstpointer unused)
{
  agent_double_stop (fixture->portal->agent);
  schalter_print_job_start (fixture->job);
  wait_for (fixture, SCHALTER_PRINT_JOB_IMPOSSIBLE);
}

static void
a_queue_that_is_gone_fails_the_print (Fixture *fixture, gconstpointer unused)
{
  g_clear_object (&fixture->job);
  fixture->job = make_job (fixture, "/nowhere/cups.sock");
  start_and_queue (fixture);
  g_assert_cmpint (fixture->portal->agent->queue_job_id, ==, 0);
  wait_for (fixture, SCHALTER_PRINT_JOB_FAILED);
}

static void
taken_back_before_the_permit_it_is_never_sent (Fixture *fixture, gconstpointer unused)
{
  schalter_print_job_start (fixture->job);
  schalter_print_job_cancel (fixture->job);
  g_assert_cmpint (schalter_print_job_get_state (fixture->job), ==, SCHALTER_PRINT_JOB_CANCELLING);
  wait_for (fixture, SCHALTER_PRINT_JOB_CANCELLED);
  test_wait_until (has_been_taken_back, fixture, DEADLINE_MS);
  g_assert_cmpint (fixture->portal->agent->queue_job_id, ==, -1);
}

static void
taken_back_in_time_it_is_cancelled (Fixture *fixture, gconstpointer unused)
{
  start_and_queue (fixture);
  schalter_print_job_cancel (fixture->job);
  schalter_print_job_cancel (fixture->job); /* pressed twice */
  test_wait_until (has_been_taken_back, fixture, DEADLINE_MS);
  g_assert_false (schalter_print_job_is_over (fixture->job));
  agent_double_set_print (fixture->portal->agent, SCHALTER_PRINT_FAILED, 0);
  wait_for (fixture, SCHALTER_PRINT_JOB_CANCELLED);
  g_assert_cmpuint (fixture->portal->agent->n_cancels, ==, 1);
}

static void
taken_back_too_late_it_is_done (Fixture *fixture, gconstpointer unused)
{
  start_and_queue (fixture);
  schalter_print_job_cancel (fixture->job);
  agent_double_set_print (fixture->portal->agent, SCHALTER_PRINT_CONFIRMED, 2);
  wait_for (fixture, SCHALTER_PRINT_JOB_DONE);
}

static void
the_end_is_final (Fixture *fixture, gconstpointer unused)
{
  start_and_queue (fixture);
  agent_double_set_print (fixture->portal->agent, SCHALTER_PRINT_FAILED, 0);
  wait_for (fixture, SCHALTER_PRINT_JOB_FAILED);
  schalter_print_job_cancel (fixture->job);
  g_assert_cmpint (schalter_print_job_get_state (fixture->job), ==, SCHALTER_PRINT_JOB_FAILED);
  g_assert_cmpuint (fixture->portal->agent->n_cancels, ==, 0);
}

static void
nobody_can_say_what_became_of_a_forgotten_print (Fixture *fixture, gconstpointer unused)
{
  start_and_queue (fixture);
  fixture->portal->agent->has_print = FALSE;
  wait_for (fixture, SCHALTER_PRINT_JOB_UNKNOWN);
  g_assert_true (schalter_print_job_is_over (fixture->job));
}

static void
a_printer_that_cannot_say_leaves_it_unknown (Fixture *fixture, gconstpointer unused)
{
  start_and_queue (fixture);
  agent_double_set_print (fixture->portal->agent, SCHALTER_PRINT_UNKNOWN, -1);
  wait_for (fixture, SCHALTER_PRINT_JOB_UNKNOWN);
}

/* The signal of the end is lost while the agent restarts. */
static void
is_followed_over_a_restart_of_the_agent (Fixture *fixture, gconstpointer unused)
{
  start_and_queue (fixture);
  agent_double_stop (fixture->portal->agent);
  fixture->portal->agent->print_state = SCHALTER_PRINT_CONFIRMED;
  agent_double_start (fixture->portal->agent);
  wait_for (fixture, SCHALTER_PRINT_JOB_DONE);
}

static void
letting_it_go_takes_it_back (Fixture *fixture, gconstpointer unused)
{
  start_and_queue (fixture);
  agent_double_set_print (fixture->portal->agent, SCHALTER_PRINT_PRINTING, 0);
  test_wait_until (has_reasons, fixture, DEADLINE_MS);
  g_clear_object (&fixture->job);
  test_wait_until (has_been_taken_back, fixture, DEADLINE_MS);
}

static void
letting_go_of_what_is_out_takes_nothing_back (Fixture *fixture, gconstpointer unused)
{
  start_and_queue (fixture);
  agent_double_set_print (fixture->portal->agent, SCHALTER_PRINT_CONFIRMED, 2);
  wait_for (fixture, SCHALTER_PRINT_JOB_DONE);
  g_clear_object (&fixture->job);
  g_assert_cmpuint (fixture->portal->agent->n_cancels, ==, 0);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/kiosk/print-job/" path, Fixture, lab, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autoptr (TestPrintLab) lab = test_print_lab_new ();
  ADD ("is-done-when-the-printer-has-said-so", is_done_when_the_printer_has_said_so);
  ADD ("says-why-it-stands-still", says_why_it_stands_still);
  ADD ("never-counts-more-pages-than-it-has", never_counts_more_pages_than_it_has);
  ADD ("a-printer-that-cannot-print-is-sent-nothing", a_printer_that_cannot_print_is_sent_nothing);
  ADD ("an-agent-that-is-away-prints-nothing", an_agent_that_is_away_prints_nothing);
  ADD ("a-queue-that-is-gone-fails-the-print", a_queue_that_is_gone_fails_the_print);
  ADD ("taken-back-before-the-permit-it-is-never-sent",
       taken_back_before_the_permit_it_is_never_sent);
  ADD ("taken-back-in-time-it-is-cancelled", taken_back_in_time_it_is_cancelled);
  ADD ("taken-back-too-late-it-is-done", taken_back_too_late_it_is_done);
  ADD ("the-end-is-final", the_end_is_final);
  ADD ("nobody-can-say-what-became-of-a-forgotten-print",
       nobody_can_say_what_became_of_a_forgotten_print);
  ADD ("a-printer-that-cannot-say-leaves-it-unknown", a_printer_that_cannot_say_leaves_it_unknown);
  ADD ("is-followed-over-a-restart-of-the-agent", is_followed_over_a_restart_of_the_agent);
  ADD ("letting-it-go-takes-it-back", letting_it_go_takes_it_back);
  ADD ("letting-go-of-what-is-out-takes-nothing-back",
       letting_go_of_what_is_out_takes_nothing_back);
  return g_test_run ();
}
