/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is made of a printer's answers, of honest ones and of those that no printer should give. The
 * printer is a thread that sends what a test has put into its mouth. */
#include "config.h"

#include "ipp-link.h"

#include "schalter-error.h"

#include <string.h>

#define JOB "R-1.1"

typedef struct {
  GSocketListener *listener;
  GCancellable *cancellable;
  GThread *thread;
  char *uri;
  GBytes *answer; /* the whole HTTP answer; empty closes the connection */
} Printer;

/* Reads one request: its head, and as much of a body as that announces. */
static gboolean
read_request (GDataInputStream *in)
{
  guint64 n_body = 0;
  g_autofree char *line = g_data_input_stream_read_line (in, NULL, NULL, NULL);
  if (line == NULL)
    return FALSE;
  while (line != NULL && *g_strchomp (line) != '\0') {
    if (g_ascii_strncasecmp (line, "Content-Length:", 15) == 0)
      n_body = g_ascii_strtoull (line + 15, NULL, 10);
    g_free (line);
    line = g_data_input_stream_read_line (in, NULL, NULL, NULL);
  }
  g_autofree char *body = g_malloc (n_body + 1);
  gsize n_read = 0;
  return g_input_stream_read_all (G_INPUT_STREAM (in), body, n_body, &n_read, NULL, NULL) &&
         n_read == n_body;
}

static void
serve (Printer *printer, GSocketConnection *connection)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr (GDataInputStream) in =
      g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  while (read_request (in)) {
    gsize length = 0;
    const void *data = g_bytes_get_data (printer->answer, &length);
    if (length == 0 || !g_output_stream_write_all (out, data, length, NULL, NULL, NULL))
      return;
  }
}

static gpointer
run_printer (gpointer user_data)
{
  Printer *printer = user_data;
  for (;;) {
    g_autoptr (GSocketConnection) connection =
        g_socket_listener_accept (printer->listener, NULL, printer->cancellable, NULL);
    if (connection == NULL)
      return NULL;
    serve (printer, connection);
  }
}

static Printer *
printer_new (GBytes *answer)
{
  g_autoptr (GError) error = NULL;
  Printer *printer = g_new0 (Printer, 1);
  printer->answer = answer;
  printer->listener = g_socket_listener_new ();
  printer->cancellable = g_cancellable_new ();
  guint16 port = g_socket_listener_add_any_inet_port (printer->listener, NULL, &error);
  g_assert_no_error (error);
  printer->uri = g_strdup_printf ("ipp://127.0.0.1:%u/ipp/print", port);
  printer->thread = g_thread_new ("printer", run_printer, printer);
  return printer;
}

static void
printer_free (Printer *printer)
{
  g_cancellable_cancel (printer->cancellable);
  g_thread_join (printer->thread);
  g_object_unref (printer->cancellable);
  g_object_unref (printer->listener);
  g_bytes_unref (printer->answer);
  g_free (printer->uri);
  g_free (printer);
}

static GBytes *
make_http (const char *status, const void *body, gsize length)
{
  GString *text = g_string_new (NULL);
  g_string_append_printf (text,
                          "HTTP/1.1 %s\r\nContent-Type: application/ipp\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                          status,
                          length);
  g_string_append_len (text, body, (gssize)length);
  return g_string_free_to_bytes (text);
}

static ssize_t
on_write_ipp (void *context, ipp_uchar_t *buffer, size_t length)
{
  g_byte_array_append (context, buffer, (guint)length);
  return (ssize_t)length;
}

static GBytes *
make_ipp (ipp_t *message, gsize cut)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_assert_cmpint (ippWriteIO (bytes, on_write_ipp, 1, NULL, message), ==, IPP_STATE_DATA);
  GBytes *answer = make_http ("200 OK", bytes->data, bytes->len - MIN (cut, bytes->len));
  ippDelete (message);
  return answer;
}

static ipp_t *
make_message (ipp_status_t status)
{
  ipp_t *message = ippNew ();
  ippSetVersion (message, 2, 0);
  ippSetStatusCode (message, status);
  ippSetRequestId (message, 1);
  ippAddString (message, IPP_TAG_OPERATION, IPP_TAG_CHARSET, "attributes-charset", NULL, "utf-8");
  ippAddString (
      message, IPP_TAG_OPERATION, IPP_TAG_LANGUAGE, "attributes-natural-language", NULL, "en");
  return message;
}

static void
add_job (ipp_t *message, int id, const char *name, int state, int impressions)
{
  ippAddInteger (message, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-id", id);
  ippAddString (message, IPP_TAG_JOB, IPP_TAG_NAME, "job-name", NULL, name);
  ippAddInteger (message, IPP_TAG_JOB, IPP_TAG_ENUM, "job-state", state);
  if (impressions >= 0)
    ippAddInteger (message, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-impressions-completed", impressions);
  ippAddSeparator (message);
}

static gboolean
find (GBytes *answer, SchalterIppJob *job, GError **error)
{
  Printer *printer = printer_new (answer);
  SchalterIppLink *link = schalter_ipp_link_new_device (printer->uri, error);
  gboolean is_found = link != NULL && schalter_ipp_link_find_job (link, JOB, job, error);
  g_clear_pointer (&link, schalter_ipp_link_free);
  printer_free (printer);
  return is_found;
}

static void
finds_the_newest_job_of_the_name (void)
{
  g_autoptr (GError) error = NULL;
  SchalterIppJob job = { 0 };
  ipp_t *message = make_message (IPP_STATUS_OK);
  add_job (message, 7, JOB, IPP_JSTATE_ABORTED, 1);
  add_job (message, 12, JOB, IPP_JSTATE_COMPLETED, 2);
  add_job (message, 9, JOB, IPP_JSTATE_CANCELED, 0);
  add_job (message, 13, "R-1.10", IPP_JSTATE_PENDING, 0);
  g_assert_true (find (make_ipp (message, 0), &job, &error));
  g_assert_no_error (error);
  g_assert_cmpint (job.id, ==, 12);
  g_assert_cmpint (job.state, ==, IPP_JSTATE_COMPLETED);
  g_assert_cmpint (job.impressions, ==, 2);
}

static void
a_job_that_is_not_there_is_no_error (void)
{
  g_autoptr (GError) error = NULL;
  SchalterIppJob job = { .id = 99 };
  ipp_t *message = make_message (IPP_STATUS_OK);
  add_job (message, 7, "R-2.1", IPP_JSTATE_COMPLETED, 1);
  g_assert_true (find (make_ipp (message, 0), &job, &error));
  g_assert_cmpint (job.id, ==, 0);
  g_assert_cmpint (job.impressions, ==, -1);
}

static void
a_printer_that_counts_nothing_says_so (void)
{
  g_autoptr (GError) error = NULL;
  SchalterIppJob job = { 0 };
  ipp_t *message = make_message (IPP_STATUS_OK);
  add_job (message, 7, JOB, IPP_JSTATE_COMPLETED, -1);
  g_assert_true (find (make_ipp (message, 0), &job, &error));
  g_assert_cmpint (job.impressions, ==, -1);
}

/* Names where numbers belong, and numbers where names do. */
static void
attributes_of_the_wrong_type_are_nothing (void)
{
  g_autoptr (GError) error = NULL;
  SchalterIppJob job = { 0 };
  ipp_t *message = make_message (IPP_STATUS_OK);
  ippAddString (message, IPP_TAG_JOB, IPP_TAG_NAME, "job-id", NULL, "seven");
  ippAddString (message, IPP_TAG_JOB, IPP_TAG_NAME, "job-name", NULL, JOB);
  ippAddString (message, IPP_TAG_JOB, IPP_TAG_KEYWORD, "job-state", NULL, "completed");
  ippAddOutOfBand (message, IPP_TAG_JOB, IPP_TAG_UNKNOWN, "job-impressions-completed");
  ippAddSeparator (message);
  ippAddInteger (message, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-id", 8);
  ippAddInteger (message, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-name", 8);
  g_assert_true (find (make_ipp (message, 0), &job, &error));
  g_assert_no_error (error);
  g_assert_cmpint (job.id, ==, 0);
  g_assert_cmpint (job.state, ==, 0);
  g_assert_cmpint (job.impressions, ==, -1);
}

static void
refusals_become_our_codes (void)
{
  static const struct {
    ipp_status_t status;
    SchalterError code;
  } cases[] = {
    { IPP_STATUS_ERROR_NOT_FOUND, SCHALTER_ERROR_NOT_FOUND },
    { IPP_STATUS_ERROR_GONE, SCHALTER_ERROR_NOT_FOUND },
    { IPP_STATUS_ERROR_FORBIDDEN, SCHALTER_ERROR_REFUSED },
    { IPP_STATUS_ERROR_NOT_AUTHORIZED, SCHALTER_ERROR_REFUSED },
    { IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED, SCHALTER_ERROR_REFUSED },
    { IPP_STATUS_ERROR_INTERNAL, SCHALTER_ERROR_UNAVAILABLE },
    { IPP_STATUS_ERROR_BUSY, SCHALTER_ERROR_UNAVAILABLE },
    { IPP_STATUS_ERROR_SERVICE_UNAVAILABLE, SCHALTER_ERROR_UNAVAILABLE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    SchalterIppJob job = { 0 };
    g_test_message ("%s", ippErrorString (cases[i].status));
    g_assert_false (find (make_ipp (make_message (cases[i].status), 0), &job, &error));
    g_assert_error (error, SCHALTER_ERROR, (int)cases[i].code);
  }
}

static void
nonsense_is_an_error_and_never_a_job (void)
{
  static const struct {
    const char *status; /* NULL: @body is all that is sent */
    const char *body;
  } cases[] = {
    { NULL, "" },
    { NULL, "SSH-2.0-OpenSSH_9.2\r\n\r\n" },
    { NULL, "HTTP/1.1 200 OK\r\n\r\n" },
    { NULL, "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" },
    { "200 OK", "" },
    { "200 OK", "<html>It works!</html>" },
    { "200 OK", "\x02\x00\x00" },
    { "200 OK", "\x02\x01\x01\x01\x01\x01\x01\x01\x47\xff\xff" },
    { "404 Not Found", "<html>no</html>" },
    { "403 Forbidden", "" },
    { "500 Internal Server Error", "" },
    { "503 Service Unavailable", "" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    SchalterIppJob job = { .id = 99 };
    gsize length = strlen (cases[i].body);
    g_test_message ("%u: %s", i, cases[i].status);
    GBytes *answer = cases[i].status != NULL ? make_http (cases[i].status, cases[i].body, length)
                                             : g_bytes_new_static (cases[i].body, length);
    g_assert_false (find (answer, &job, &error));
    g_assert_cmpuint (error->domain, ==, SCHALTER_ERROR);
    g_assert_cmpint (job.id, ==, 99);
  }
}

/* Every length at which the answer can break off. */
static void
an_answer_that_breaks_off_is_an_error (void)
{
  for (gsize cut = 1; cut < 150; cut += 7) {
    g_autoptr (GError) error = NULL;
    SchalterIppJob job = { 0 };
    ipp_t *message = make_message (IPP_STATUS_OK);
    add_job (message, 7, JOB, IPP_JSTATE_COMPLETED, 2);
    g_assert_false (find (make_ipp (message, cut), &job, &error));
    g_assert_cmpuint (error->domain, ==, SCHALTER_ERROR);
  }
}

static void
takes_addresses_of_printers_only (void)
{
  static const char *const uris[] = {
    "",
    "printer",
    "http://127.0.0.1:631/",
    "file:///etc/passwd",
    "socket://127.0.0.1:9100",
    "ipp://",
    "ipp:///ipp/print",
    "usb://Brand/Model",
    "ipp://127.0.0.1:99999/",
  };
  for (guint i = 0; i < G_N_ELEMENTS (uris); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", uris[i]);
    g_assert_null (schalter_ipp_link_new_device (uris[i], &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  }
}

static void
cancelling_a_job_that_is_not_there_is_done (void)
{
  g_autoptr (GError) error = NULL;
  Printer *printer = printer_new (make_ipp (make_message (IPP_STATUS_OK), 0));
  g_autoptr (SchalterIppLink) link = schalter_ipp_link_new_device (printer->uri, &error);
  g_assert_no_error (error);
  g_assert_true (schalter_ipp_link_cancel_job (link, JOB, &error));
  g_assert_no_error (error);
  g_clear_pointer (&link, schalter_ipp_link_free);
  printer_free (printer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/print/ipp-link/finds-the-newest-job-of-the-name",
                   finds_the_newest_job_of_the_name);
  g_test_add_func ("/print/ipp-link/a-job-that-is-not-there-is-no-error",
                   a_job_that_is_not_there_is_no_error);
  g_test_add_func ("/print/ipp-link/a-printer-that-counts-nothing-says-so",
                   a_printer_that_counts_nothing_says_so);
  g_test_add_func ("/print/ipp-link/attributes-of-the-wrong-type-are-nothing",
                   attributes_of_the_wrong_type_are_nothing);
  g_test_add_func ("/print/ipp-link/refusals-become-our-codes", refusals_become_our_codes);
  g_test_add_func ("/print/ipp-link/nonsense-is-an-error-and-never-a-job",
                   nonsense_is_an_error_and_never_a_job);
  g_test_add_func ("/print/ipp-link/an-answer-that-breaks-off-is-an-error",
                   an_answer_that_breaks_off_is_an_error);
  g_test_add_func ("/print/ipp-link/takes-addresses-of-printers-only",
                   takes_addresses_of_printers_only);
  g_test_add_func ("/print/ipp-link/cancelling-a-job-that-is-not-there-is-done",
                   cancelling_a_job_that_is_not_there_is_done);
  return g_test_run ();
}
