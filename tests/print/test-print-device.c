/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking the printer itself: able or not, and what became of a job. */
#include "config.h"

#include "print-device.h"
#include "print-lab.h"
#include "print-queue.h"
#include "schalter-error.h"
#include "test-paper.h"
#include "test-wait.h"

#define DEADLINE_MS 90000
#define JOB_CANCELED 7
#define JOB_ABORTED 8
#define JOB_COMPLETED 9

typedef struct {
  TestPrintLab *lab;
  const char *device_uri;
  GBytes *pdf;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TestPaper *paper = test_paper_new ();
  fixture->lab = test_print_lab_new ();
  fixture->device_uri = test_print_lab_get_device_uri (fixture->lab);
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

static SchalterDeviceState *
query (Fixture *fixture, GError **error)
{
  schalter_print_device_query_async (fixture->device_uri, NULL, on_result, fixture);
  g_autoptr (GAsyncResult) result = wait_for_result (fixture);
  return schalter_print_device_query_finish (result, error);
}

static void
submit (Fixture *fixture, const char *job_name)
{
  g_autoptr (GError) error = NULL;
  const SchalterPrintRequest request = {
    .cups_socket = test_print_lab_get_socket (fixture->lab),
    .queue = test_print_lab_get_queue (fixture->lab),
    .job_name = job_name,
    .pdf = fixture->pdf,
  };
  schalter_print_queue_submit_async (&request, NULL, on_result, fixture);
  g_autoptr (GAsyncResult) result = wait_for_result (fixture);
  g_assert_cmpint (schalter_print_queue_submit_finish (result, &error), >, 0);
  g_assert_no_error (error);
}

static SchalterDeviceJob
find_job (Fixture *fixture, const char *job_name)
{
  g_autoptr (GError) error = NULL;
  SchalterDeviceJob job = { 0 };
  schalter_print_device_find_job_async (fixture->device_uri, job_name, NULL, on_result, fixture);
  g_autoptr (GAsyncResult) result = wait_for_result (fixture);
  g_assert_true (schalter_print_device_find_job_finish (result, &job, &error));
  g_assert_no_error (error);
  return job;
}

static SchalterDeviceJob
wait_for_end (Fixture *fixture, const char *job_name)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_MS * 1000;
  SchalterDeviceJob job = find_job (fixture, job_name);
  while (!job.is_known || job.ipp_state < JOB_CANCELED) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    job = find_job (fixture, job_name);
  }
  return job;
}

/* Asks until the printer's ability is what it should be, and gives the state of then. */
static SchalterDeviceState *
wait_for_ability (Fixture *fixture, gboolean is_able)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_MS * 1000;
  SchalterDeviceState *state = query (fixture, NULL);
  while (state == NULL || state->is_able != is_able) {
    g_clear_pointer (&state, schalter_device_state_free);
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    state = query (fixture, NULL);
  }
  return state;
}

static gboolean
has_reason (const SchalterDeviceState *state, const char *prefix)
{
  for (guint i = 0; state->reasons[i] != NULL; i++) {
    if (g_str_has_prefix (state->reasons[i], prefix))
      return TRUE;
  }
  return FALSE;
}

static void
knows_a_printer_that_is_able (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterDeviceState) state = query (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (state->is_able);
  g_assert_true (state->has_a4_ready);
  g_assert_cmpuint (state->n_queued, ==, 0);
  g_assert_null (state->reasons[0]);
}

static void
asks_over_tls (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *secure_uri =
      g_strconcat ("ipps", fixture->device_uri + strlen ("ipp"), "?contimeout=20", NULL);
  fixture->device_uri = secure_uri;
  g_autoptr (SchalterDeviceState) state = query (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (state->is_able);
}

static void
sees_missing_paper_before_a_job (Fixture *fixture, gconstpointer data)
{
  test_print_lab_set_paper (fixture->lab, FALSE);
  g_autoptr (SchalterDeviceState) empty = wait_for_ability (fixture, FALSE);
  g_assert_true (has_reason (empty, "media-empty"));
  test_print_lab_set_paper (fixture->lab, TRUE);
  g_autoptr (SchalterDeviceState) filled = wait_for_ability (fixture, TRUE);
  g_assert_false (has_reason (filled, "media-empty"));
}

static void
follows_a_stop (Fixture *fixture, const char *behaviour, const char *reason)
{
  test_print_lab_set_behaviour (fixture->lab, behaviour);
  submit (fixture, "W-1.1");
  g_autoptr (SchalterDeviceState) state = wait_for_ability (fixture, FALSE);
  g_assert_true (has_reason (state, reason));
  test_print_lab_set_behaviour (fixture->lab, "ok");
  SchalterDeviceJob job = wait_for_end (fixture, "W-1.1");
  g_assert_cmpint (job.ipp_state, ==, JOB_COMPLETED);
  g_assert_cmpint (job.impressions, ==, 1);
}

static void
sees_a_jam_and_its_end (Fixture *fixture, gconstpointer data)
{
  follows_a_stop (fixture, "jam", "media-jam");
}

static void
sees_an_open_door_and_its_end (Fixture *fixture, gconstpointer data)
{
  follows_a_stop (fixture, "door", "cover-open");
}

static void
sees_paper_run_out_in_a_job (Fixture *fixture, gconstpointer data)
{
  follows_a_stop (fixture, "empty", "media-empty");
}

static void
knows_a_job_that_the_engine_dropped (Fixture *fixture, gconstpointer data)
{
  test_print_lab_set_behaviour (fixture->lab, "abort");
  submit (fixture, "W-2.1");
  SchalterDeviceJob job = wait_for_end (fixture, "W-2.1");
  g_assert_cmpint (job.ipp_state, ==, JOB_ABORTED);
  g_assert_cmpint (job.impressions, <=, 0);
}

static void
knows_nothing_of_a_job_it_never_got (Fixture *fixture, gconstpointer data)
{
  g_assert_false (find_job (fixture, "W-3.1").is_known);
}

static void
cancels_what_it_is_printing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  test_print_lab_set_behaviour (fixture->lab, "jam");
  submit (fixture, "W-4.1");
  g_autoptr (SchalterDeviceState) state = wait_for_ability (fixture, FALSE);
  g_assert_nonnull (state);
  schalter_print_device_cancel_async (fixture->device_uri, "W-4.1", NULL, on_result, fixture);
  g_autoptr (GAsyncResult) result = wait_for_result (fixture);
  g_assert_true (schalter_print_device_cancel_finish (result, &error));
  g_assert_no_error (error);
  test_print_lab_set_behaviour (fixture->lab, "ok");
  g_assert_cmpint (wait_for_end (fixture, "W-4.1").ipp_state, ==, JOB_CANCELED);
}

static void
cancels_what_it_does_not_have_without_harm (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  schalter_print_device_cancel_async (fixture->device_uri, "W-5.1", NULL, on_result, fixture);
  g_autoptr (GAsyncResult) result = wait_for_result (fixture);
  g_assert_true (schalter_print_device_cancel_finish (result, &error));
  g_assert_no_error (error);
}

static void
says_so_when_the_printer_is_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  test_print_lab_stop_printer (fixture->lab);
  g_assert_null (query (fixture, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
}

static void
gives_up_in_time (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gint64 started_us = g_get_monotonic_time ();
  test_print_lab_freeze_printer (fixture->lab, TRUE);
  SchalterDeviceState *state = query (fixture, &error);
  gint64 took_us = g_get_monotonic_time () - started_us;
  test_print_lab_freeze_printer (fixture->lab, FALSE);
  g_assert_null (state);
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
  g_assert_cmpint (took_us, <, 20 * G_USEC_PER_SEC);
}

static void
gives_up_in_time_when_the_printer_hangs (Fixture *fixture, gconstpointer data)
{
  gives_up_in_time (fixture);
}

static void
gives_up_in_time_when_the_printer_hangs_in_the_handshake (Fixture *fixture, gconstpointer data)
{
  g_autofree char *secure_uri = g_strconcat ("ipps", fixture->device_uri + strlen ("ipp"), NULL);
  fixture->device_uri = secure_uri;
  gives_up_in_time (fixture);
}

static void
refuses_an_address_that_is_none (void)
{
  const char *addresses[] = { "", "http://localhost/", "ipp:", "socket://printer", "ipp://[::1" };
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autoptr (GError) error = NULL;
    Fixture fixture = { .device_uri = addresses[i] };
    g_assert_null (query (&fixture, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
  g_test_add ("/print/device/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("knows-a-printer-that-is-able", knows_a_printer_that_is_able);
  ADD ("asks-over-tls", asks_over_tls);
  ADD ("sees-missing-paper-before-a-job", sees_missing_paper_before_a_job);
  ADD ("sees-a-jam-and-its-end", sees_a_jam_and_its_end);
  ADD ("sees-an-open-door-and-its-end", sees_an_open_door_and_its_end);
  ADD ("sees-paper-run-out-in-a-job", sees_paper_run_out_in_a_job);
  ADD ("knows-a-job-that-the-engine-dropped", knows_a_job_that_the_engine_dropped);
  ADD ("knows-nothing-of-a-job-it-never-got", knows_nothing_of_a_job_it_never_got);
  ADD ("cancels-what-it-is-printing", cancels_what_it_is_printing);
  ADD ("cancels-what-it-does-not-have-without-harm", cancels_what_it_does_not_have_without_harm);
  ADD ("says-so-when-the-printer-is-gone", says_so_when_the_printer_is_gone);
  ADD ("gives-up-in-time-when-the-printer-hangs", gives_up_in_time_when_the_printer_hangs);
  ADD ("gives-up-in-time-when-the-printer-hangs-in-the-handshake",
       gives_up_in_time_when_the_printer_hangs_in_the_handshake);
  g_test_add_func ("/print/device/refuses-an-address-that-is-none",
                   refuses_an_address_that_is_none);
  return g_test_run ();
}
