/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Handing paper to the queue: what arrives at the printer, and what does not when something is
 * wrong. Real scheduler, real printer. */
#include "config.h"

#include "print-lab.h"
#include "print-queue.h"
#include "schalter-error.h"
#include "test-paper.h"
#include "test-wait.h"

#define DEADLINE_MS 90000
#define JOB_COMPLETED 9
#define JOB_CANCELED 7
#define JOB_ABORTED 8

typedef struct {
  TestPrintLab *lab;
  GBytes *pdf;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TestPaper *paper = test_paper_new ();
  fixture->lab = test_print_lab_new ();
  fixture->pdf = schalter_document_render_certificate (&paper->certificate, NULL, &error);
  g_assert_no_error (error);
  test_paper_free (paper);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_print_lab_free (fixture->lab);
  g_bytes_unref (fixture->pdf);
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  fixture->result = g_object_ref (result);
}

static gboolean
has_result (gpointer user_data)
{
  Fixture *fixture = user_data;
  return fixture->result != NULL;
}

static GAsyncResult *
wait_for_result (Fixture *fixture)
{
  test_wait_until (has_result, fixture, DEADLINE_MS);
  return g_steal_pointer (&fixture->result);
}

static int
submit (Fixture *fixture, const char *queue, const char *job_name, GError **error)
{
  const SchalterPrintRequest request = {
    .cups_socket = test_print_lab_get_socket (fixture->lab),
    .queue = queue,
    .job_name = job_name,
    .pdf = fixture->pdf,
  };
  schalter_print_queue_submit_async (&request, NULL, on_result, fixture);
  g_autoptr (GAsyncResult) result = wait_for_result (fixture);
  return schalter_print_queue_submit_finish (result, error);
}

static void
submit_well (Fixture *fixture, const char *job_name)
{
  g_autoptr (GError) error = NULL;
  int job_id = submit (fixture, test_print_lab_get_queue (fixture->lab), job_name, &error);
  g_assert_no_error (error);
  g_assert_cmpint (job_id, >, 0);
}

static int
poll_state (Fixture *fixture, const char *job_name)
{
  g_autoptr (GError) error = NULL;
  schalter_print_queue_poll_async (test_print_lab_get_socket (fixture->lab),
                                   test_print_lab_get_queue (fixture->lab),
                                   job_name,
                                   NULL,
                                   on_result,
                                   fixture);
  g_autoptr (GAsyncResult) result = wait_for_result (fixture);
  int state = schalter_print_queue_poll_finish (result, &error);
  g_assert_no_error (error);
  return state;
}

static int
wait_for_end (Fixture *fixture, const char *job_name)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_MS * 1000;
  int state = poll_state (fixture, job_name);
  while (state != 0 && state < JOB_CANCELED) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    state = poll_state (fixture, job_name);
  }
  return state;
}

static void
brings_an_a4_page_to_the_printer (Fixture *fixture, gconstpointer data)
{
  submit_well (fixture, "W-4045-2026-000123.1");
  g_assert_cmpint (wait_for_end (fixture, "W-4045-2026-000123.1"), ==, JOB_COMPLETED);
  g_auto (GStrv) documents = test_print_lab_list_documents (fixture->lab);
  g_assert_cmpuint (g_strv_length (documents), ==, 1);
  g_autofree char *info = test_run_tool ("pdfinfo", documents[0], NULL);
  g_assert_true (g_regex_match_simple ("Page size: +595.* x 84[12].* pts \\(A4\\)", info, 0, 0));
  g_autofree char *text = test_run_tool ("pdftotext", "-layout", documents[0], "-", NULL);
  g_assert_nonnull (strstr (text, "Mustermann-Ćurčić"));
  g_assert_nonnull (strstr (text, "Wohnsitzbestätigung W-4045-2026-000123 ·"));
}

static gboolean
is_spool_empty (gpointer lab)
{
  return test_print_lab_count_spooled (lab) == 0;
}

static void
keeps_no_page_once_it_is_printed (Fixture *fixture, gconstpointer data)
{
  submit_well (fixture, "W-1.1");
  (void)wait_for_end (fixture, "W-1.1");
  test_wait_until (is_spool_empty, fixture->lab, DEADLINE_MS);
}

static gboolean
has_document (gpointer lab)
{
  g_auto (GStrv) documents = test_print_lab_list_documents (lab);
  return documents[0] != NULL;
}

static gboolean
cancel (Fixture *fixture, const char *job_name, GError **error)
{
  schalter_print_queue_cancel_async (test_print_lab_get_socket (fixture->lab),
                                     test_print_lab_get_queue (fixture->lab),
                                     job_name,
                                     NULL,
                                     on_result,
                                     fixture);
  g_autoptr (GAsyncResult) result = wait_for_result (fixture);
  return schalter_print_queue_cancel_finish (result, error);
}

static void
cancels_by_name (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  test_print_lab_set_behaviour (fixture->lab, "jam");
  submit_well (fixture, "W-2.1");
  test_wait_until (has_document, fixture->lab, DEADLINE_MS);
  g_assert_true (cancel (fixture, "W-2.1", &error));
  g_assert_no_error (error);
  g_assert_cmpint (wait_for_end (fixture, "W-2.1"), ==, JOB_CANCELED);
  test_wait_until (is_spool_empty, fixture->lab, DEADLINE_MS);
}

static void
cancels_what_is_not_there_without_harm (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (cancel (fixture, "W-3.1", &error));
  g_assert_no_error (error);
  g_assert_cmpint (poll_state (fixture, "W-3.1"), ==, 0);
}

static void
refuses_a_queue_that_is_not_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_cmpint (submit (fixture, "nothing", "W-4.1", &error), ==, 0);
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND);
}

static void
gives_up_in_time_when_the_scheduler_hangs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 started_us = g_get_monotonic_time ();
  test_print_lab_freeze_scheduler (fixture->lab, TRUE);
  int job_id = submit (fixture, test_print_lab_get_queue (fixture->lab), "W-5.1", &error);
  gint64 took_us = g_get_monotonic_time () - started_us;
  test_print_lab_freeze_scheduler (fixture->lab, FALSE);
  g_assert_cmpint (job_id, ==, 0);
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
  g_assert_cmpint (took_us, <, 20 * G_USEC_PER_SEC);
}

static void
says_so_when_there_is_no_scheduler (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF", 4);
  Fixture fixture = { 0 };
  const SchalterPrintRequest request = {
    .cups_socket = "/nonexistent/cups.sock",
    .queue = "certificates",
    .job_name = "W-6.1",
    .pdf = pdf,
  };
  schalter_print_queue_submit_async (&request, NULL, on_result, &fixture);
  g_autoptr (GAsyncResult) result = wait_for_result (&fixture);
  g_assert_cmpint (schalter_print_queue_submit_finish (result, &error), ==, 0);
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
}

/* The main reason for the wiped spool: a scheduler that died must not print the page again. */
static void
prints_once_though_the_scheduler_crashes (Fixture *fixture, gconstpointer data)
{
  test_print_lab_set_behaviour (fixture->lab, "slow 2");
  submit_well (fixture, "W-7.1");
  test_wait_until (has_document, fixture->lab, DEADLINE_MS);
  test_print_lab_crash_scheduler (fixture->lab);
  test_print_lab_set_behaviour (fixture->lab, "ok");
  g_assert_cmpint (poll_state (fixture, "W-7.1"), ==, 0);
  g_assert_cmpuint (test_print_lab_count_spooled (fixture->lab), ==, 0);
  submit_well (fixture, "W-8.1");
  (void)wait_for_end (fixture, "W-8.1");
  g_auto (GStrv) documents = test_print_lab_list_documents (fixture->lab);
  g_assert_cmpuint (g_strv_length (documents), ==, 2);
}

static void
ends_a_job_that_the_engine_drops (Fixture *fixture, gconstpointer data)
{
  test_print_lab_set_behaviour (fixture->lab, "abort");
  submit_well (fixture, "W-9.1");
  /* Which of the ends it is, is CUPS' guess: that is why the device is asked. */
  g_assert_cmpint (wait_for_end (fixture, "W-9.1"), >=, JOB_CANCELED);
  test_wait_until (is_spool_empty, fixture->lab, DEADLINE_MS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
  g_test_add ("/print/queue/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("brings-an-a4-page-to-the-printer", brings_an_a4_page_to_the_printer);
  ADD ("keeps-no-page-once-it-is-printed", keeps_no_page_once_it_is_printed);
  ADD ("cancels-by-name", cancels_by_name);
  ADD ("cancels-what-is-not-there-without-harm", cancels_what_is_not_there_without_harm);
  ADD ("refuses-a-queue-that-is-not-there", refuses_a_queue_that_is_not_there);
  ADD ("gives-up-in-time-when-the-scheduler-hangs", gives_up_in_time_when_the_scheduler_hangs);
  ADD ("prints-once-though-the-scheduler-crashes", prints_once_though_the_scheduler_crashes);
  ADD ("ends-a-job-that-the-engine-drops", ends_a_job_that_the_engine_drops);
  g_test_add_func ("/print/queue/says-so-when-there-is-no-scheduler",
                   says_so_when_there_is_no_scheduler);
  return g_test_run ();
}
