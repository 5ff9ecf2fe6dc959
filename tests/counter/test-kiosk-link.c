/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A desk's line to a kiosk, over real TLS: what it shows, and what no kiosk can do to it. */
#include "config.h"

#include "kiosk-link.h"

#include "kiosk-double.h"
#include "random.h"
#include "schalter-error.h"
#include "test-wait.h"
#include "tls-identity.h"

#define DEADLINE_MS 60000
#define QUICK_MS 200

static const SchalterKioskLinkTimes quick = {
  .connect_ms = 20 * 1000,
  .ping_s = 1,
  .silence_ms = 30 * 1000,
  .settle_ms = QUICK_MS,
  .retry = { .floor_ms = 10, .first_ms = 20, .cap_ms = 50 },
};

typedef struct {
  KioskDouble *kiosk;
  SchalterKioskLink *link;
  guint n_changes;
  guint n_names;
} Fixture;

static void
on_changed (SchalterKioskLink *link, Fixture *f)
{
  f->n_changes++;
}

static void
on_renamed (SchalterKioskLink *link, Fixture *f)
{
  f->n_names++;
}

static void
make_link (Fixture *f, SchalterKnownKiosk *known, const SchalterKioskLinkTimes *times)
{
  g_autoptr (SchalterKnownKiosk) owned = known;
  g_clear_object (&f->link);
  f->link = schalter_kiosk_link_new (owned, "Desk 3");
  schalter_kiosk_link_set_times (f->link, times);
  g_signal_connect (f->link, "changed", G_CALLBACK (on_changed), f);
  g_signal_connect (f->link, "renamed", G_CALLBACK (on_renamed), f);
  schalter_kiosk_link_start (f->link);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->kiosk = kiosk_double_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->link);
  kiosk_double_free (f->kiosk);
}

static gboolean
is_connected (gpointer user_data)
{
  SchalterKioskLink *link = ((Fixture *)user_data)->link;
  return schalter_kiosk_link_get_state (link) == SCHALTER_KIOSK_LINK_CONNECTED &&
         schalter_kiosk_link_get_report (link) != NULL;
}

static gboolean
is_lost (gpointer user_data)
{
  return schalter_kiosk_link_get_state (((Fixture *)user_data)->link) == SCHALTER_KIOSK_LINK_LOST;
}

static gboolean
has_call (gpointer user_data)
{
  return schalter_kiosk_link_get_calls (((Fixture *)user_data)->link)->len > 0;
}

static gboolean
has_no_call (gpointer user_data)
{
  return !has_call (user_data);
}

static gboolean
has_frame (gpointer user_data)
{
  return ((Fixture *)user_data)->kiosk->frames->len > 0;
}

static void
connect_paired (Fixture *f)
{
  make_link (f, kiosk_double_dup_paired (f->kiosk), &quick);
  test_wait_until (is_connected, f, DEADLINE_MS);
}

static void
assert_lost (Fixture *f, SchalterError code)
{
  test_wait_until (is_lost, f, DEADLINE_MS);
  g_assert_error (schalter_kiosk_link_get_problem (f->link), SCHALTER_ERROR, (int)code);
  g_assert_null (schalter_kiosk_link_get_report (f->link));
}

/* Pairing. */

static void
a_token_is_changed_for_a_credential (Fixture *f, gconstpointer data)
{
  make_link (f, kiosk_double_dup_unpaired (f->kiosk), &quick);
  test_wait_until (is_connected, f, DEADLINE_MS);
  const SchalterKnownKiosk *known = schalter_kiosk_link_get_kiosk (f->link);
  g_assert_cmpstr (known->credential, ==, KIOSK_DOUBLE_CREDENTIAL);
  g_assert_null (known->token);
  g_assert_cmpstr (known->name, ==, "Baden, Stadthaus");
  g_assert_cmpuint (known->municipality_bfs, ==, 4021);
  g_assert_cmpuint (f->n_names, ==, 1);
  g_assert_nonnull (strstr (f->kiosk->hellos->pdata[0], "\"counter\":\"Desk 3\""));
  g_assert_nonnull (strstr (f->kiosk->hellos->pdata[0], KIOSK_DOUBLE_TOKEN));
}

static gboolean
has_second_hello (gpointer user_data)
{
  return ((Fixture *)user_data)->kiosk->hellos->len >= 2;
}

static void
the_token_is_shown_only_once (Fixture *f, gconstpointer data)
{
  make_link (f, kiosk_double_dup_unpaired (f->kiosk), &quick);
  test_wait_until (is_connected, f, DEADLINE_MS);
  kiosk_double_stop (f->kiosk);
  kiosk_double_start (f->kiosk);
  test_wait_until (has_second_hello, f, DEADLINE_MS);
  g_assert_null (strstr (f->kiosk->hellos->pdata[1], KIOSK_DOUBLE_TOKEN));
  g_assert_nonnull (strstr (f->kiosk->hellos->pdata[1], KIOSK_DOUBLE_CREDENTIAL));
  test_wait_until (is_connected, f, DEADLINE_MS);
}

static void
a_kiosk_that_knows_us_no_more_says_so (Fixture *f, gconstpointer data)
{
  SchalterKnownKiosk *known = kiosk_double_dup_paired (f->kiosk);
  g_free (known->credential);
  known->credential = g_strdup ("forgotten");
  make_link (f, known, &quick);
  assert_lost (f, SCHALTER_ERROR_REFUSED);
}

/* Trust. */

static void
another_certificate_is_told_nothing (Fixture *f, gconstpointer data)
{
  SchalterKnownKiosk *known = kiosk_double_dup_paired (f->kiosk);
  memset (known->fingerprint, known->fingerprint[0] == '0' ? '1' : '0', 1);
  make_link (f, known, &quick);
  assert_lost (f, SCHALTER_ERROR_UNTRUSTED);
  g_assert_cmpuint (f->kiosk->hellos->len, ==, 0);
  g_assert_null (f->kiosk->peer);
}

static void
nobody_is_unavailable (Fixture *f, gconstpointer data)
{
  kiosk_double_stop (f->kiosk);
  make_link (f, kiosk_double_dup_paired (f->kiosk), &quick);
  assert_lost (f, SCHALTER_ERROR_UNAVAILABLE);
}

static void
something_else_is_unavailable (Fixture *f, gconstpointer data)
{
  soup_server_remove_handler (f->kiosk->server, "/counter");
  make_link (f, kiosk_double_dup_paired (f->kiosk), &quick);
  assert_lost (f, SCHALTER_ERROR_UNAVAILABLE);
}

/* A server that listens and never says a word: not even TLS. */
static void
a_machine_that_hangs_is_given_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketListener) mute = g_socket_listener_new ();
  SchalterKioskLinkTimes impatient = quick;
  SchalterKnownKiosk *known = kiosk_double_dup_paired (f->kiosk);
  known->port = g_socket_listener_add_any_inet_port (mute, NULL, &error);
  g_assert_no_error (error);
  impatient.connect_ms = QUICK_MS;
  make_link (f, known, &impatient);
  assert_lost (f, SCHALTER_ERROR_UNAVAILABLE);
}

static void
a_kiosk_without_a_welcome_is_given_up (Fixture *f, gconstpointer data)
{
  SchalterKioskLinkTimes impatient = quick;
  impatient.connect_ms = 3000;
  f->kiosk->welcome = g_strdup ("");
  make_link (f, kiosk_double_dup_paired (f->kiosk), &impatient);
  assert_lost (f, SCHALTER_ERROR_UNAVAILABLE);
  g_assert_cmpuint (f->kiosk->hellos->len, >=, 1);
}

/* Hostile frames. */

static void
a_bad_frame_ends_the_line (Fixture *f, gconstpointer data)
{
  const char *frames[] = {
    "",
    "hello",
    "[]",
    "{}",
    "{\"type\":1}",
    "{\"type\":null}",
    "{\"type\":{}}",
    "{\"type\":\"reboot\"}",
    "{\"type\":\"welcome\",\"kiosk\":\"x\",\"name\":\"x\",\"municipality\":1}",
    "{\"type\":\"call\",\"id\":\"1\",\"reason\":\"party\",\"since_us\":1}",
    "{\"type\":\"call\",\"id\":\"1\",\"reason\":\"help\",\"since_us\":-1}",
    "{\"type\":\"call\",\"id\":\"1\",\"reason\":\"help\",\"since_us\":1,\"name\":\"Erika\"}",
    "{\"type\":\"answered\",\"id\":\"1\"}",
    "{\"type\":\"state\"}",
  };
  for (guint i = 0; i < G_N_ELEMENTS (frames); i++) {
    g_test_message ("%s", frames[i]);
    connect_paired (f);
    kiosk_double_send (f->kiosk, frames[i]);
    assert_lost (f, SCHALTER_ERROR_INVALID);
    test_wait_until (is_connected, f, DEADLINE_MS);
  }
}

static void
a_binary_frame_ends_the_line (Fixture *f, gconstpointer data)
{
  connect_paired (f);
  soup_websocket_connection_send_binary (f->kiosk->peer, "\x00\xff", 2);
  assert_lost (f, SCHALTER_ERROR_INVALID);
}

static void
a_frame_too_large_ends_the_line (Fixture *f, gconstpointer data)
{
  g_autofree char *padding = g_strnfill (SCHALTER_COUNTER_MESSAGE_MAX_BYTES, ' ');
  g_autofree char *frame = g_strconcat (KIOSK_DOUBLE_READY, padding, NULL);
  connect_paired (f);
  kiosk_double_send (f->kiosk, frame);
  assert_lost (f, SCHALTER_ERROR_INVALID);
}

static void
calls_without_end_end_the_line (Fixture *f, gconstpointer data)
{
  connect_paired (f);
  for (guint i = 0; i < 100; i++) {
    g_autofree char *id = g_strdup_printf ("call-%u", i);
    g_autofree char *call = kiosk_double_make_call (id, "help");
    kiosk_double_send (f->kiosk, call);
  }
  assert_lost (f, SCHALTER_ERROR_INVALID);
  g_assert_cmpuint (schalter_kiosk_link_get_calls (f->link)->len, <=, 64);
}

static void
a_bad_welcome_is_none (Fixture *f, gconstpointer data)
{
  const char *welcomes[] = {
    KIOSK_DOUBLE_READY,
    "{\"type\":\"welcome\",\"kiosk\":\"x\",\"name\":\"x\",\"municipality\":10000}",
    "{\"type\":\"welcome\",\"kiosk\":\"x\",\"name\":\"a\\nb\",\"municipality\":1}",
    "{\"type\":\"welcome\",\"credential\":\"c\",\"kiosk\":\"x\",\"name\":\"\",\"municipality\":1}",
  };
  for (guint i = 0; i < G_N_ELEMENTS (welcomes); i++) {
    g_free (f->kiosk->welcome);
    f->kiosk->welcome = g_strdup (welcomes[i]);
    make_link (f, kiosk_double_dup_paired (f->kiosk), &quick);
    assert_lost (f, SCHALTER_ERROR_INVALID);
    g_assert_cmpstr (
        schalter_kiosk_link_get_kiosk (f->link)->credential, ==, KIOSK_DOUBLE_CREDENTIAL);
  }
}

/* Calls. */

static void
a_call_is_shown_and_answered (Fixture *f, gconstpointer data)
{
  g_autofree char *call = kiosk_double_make_call ("call-1", "help");
  connect_paired (f);
  kiosk_double_send (f->kiosk, call);
  test_wait_until (has_call, f, DEADLINE_MS);
  const SchalterKioskCall *shown = schalter_kiosk_link_get_calls (f->link)->pdata[0];
  g_assert_cmpstr (shown->reason, ==, "help");
  g_assert_cmpint (shown->since_us, ==, 1782898320000000);

  g_assert_true (schalter_kiosk_link_answer (f->link, "call-1"));
  g_assert_true (shown->is_answering);
  test_wait_until (has_frame, f, DEADLINE_MS);
  g_assert_cmpstr (f->kiosk->frames->pdata[0], ==, "{\"type\":\"answer\",\"id\":\"call-1\"}");
  g_assert_true (has_call (f));

  kiosk_double_send (f->kiosk, "{\"type\":\"answered\",\"id\":\"call-1\",\"counter\":\"Desk 3\"}");
  test_wait_until (has_no_call, f, DEADLINE_MS);
  g_assert_cmpstr (schalter_kiosk_link_get_answerer (f->link), ==, "Desk 3");
}

static void
a_withdrawn_call_was_answered_by_nobody (Fixture *f, gconstpointer data)
{
  g_autofree char *call = kiosk_double_make_call ("call-1", "identity");
  connect_paired (f);
  kiosk_double_send (f->kiosk, call);
  test_wait_until (has_call, f, DEADLINE_MS);
  kiosk_double_send (f->kiosk, "{\"type\":\"answered\",\"id\":\"call-1\",\"counter\":\"\"}");
  test_wait_until (has_no_call, f, DEADLINE_MS);
  g_assert_null (schalter_kiosk_link_get_answerer (f->link));
}

static void
what_is_not_called_is_not_answered (Fixture *f, gconstpointer data)
{
  connect_paired (f);
  g_assert_false (schalter_kiosk_link_answer (f->link, "call-1"));
  kiosk_double_send (f->kiosk, "{\"type\":\"answered\",\"id\":\"other\",\"counter\":\"Desk 4\"}");
  kiosk_double_send (f->kiosk, KIOSK_DOUBLE_NO_PAPER);
  guint n_before = f->n_changes;
  while (f->n_changes == n_before)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (schalter_kiosk_link_get_report (f->link)->network, ==, "offline");
  g_assert_null (schalter_kiosk_link_get_answerer (f->link));
}

/* The line breaks. */

static void
an_open_call_outlives_the_line (Fixture *f, gconstpointer data)
{
  g_ptr_array_add (f->kiosk->calls, kiosk_double_make_call ("call-1", "help"));
  connect_paired (f);
  test_wait_until (has_call, f, DEADLINE_MS);
  kiosk_double_stop (f->kiosk);
  assert_lost (f, SCHALTER_ERROR_UNAVAILABLE);
  g_assert_true (has_call (f));
  g_assert_false (schalter_kiosk_link_answer (f->link, "call-1"));

  kiosk_double_start (f->kiosk);
  test_wait_until (is_connected, f, DEADLINE_MS);
  g_assert_true (has_call (f));
  g_assert_true (schalter_kiosk_link_answer (f->link, "call-1"));
}

static void
a_call_that_is_not_repeated_is_over (Fixture *f, gconstpointer data)
{
  g_ptr_array_add (f->kiosk->calls, kiosk_double_make_call ("call-1", "help"));
  connect_paired (f);
  test_wait_until (has_call, f, DEADLINE_MS);
  kiosk_double_stop (f->kiosk);
  assert_lost (f, SCHALTER_ERROR_UNAVAILABLE);
  g_ptr_array_set_size (f->kiosk->calls, 0);
  kiosk_double_start (f->kiosk);
  test_wait_until (is_connected, f, DEADLINE_MS);
  test_wait_until (has_no_call, f, DEADLINE_MS);
}

/* A switch between the desk and the kiosk. When it loses its power nothing is closed, and nothing
 * comes through. */
typedef struct {
  GSocketService *service;
  GPtrArray *cables; /* (element-type GSocketConnection) */
  GCancellable *power;
  guint kiosk_port;
} Switch;

static gboolean
on_incoming (GSocketService *service, GSocketConnection *desk, GObject *source, gpointer user_data)
{
  Switch *between = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GSocketConnection *kiosk = g_socket_client_connect_to_host (
      client, "127.0.0.1", (guint16)between->kiosk_port, NULL, &error);
  g_assert_no_error (error);
  g_ptr_array_add (between->cables, kiosk);
  g_ptr_array_add (between->cables, g_object_ref (desk));
  GIOStream *ends[] = { G_IO_STREAM (desk), G_IO_STREAM (kiosk) };
  for (guint i = 0; i < 2; i++)
    g_output_stream_splice_async (g_io_stream_get_output_stream (ends[i]),
                                  g_io_stream_get_input_stream (ends[1 - i]),
                                  G_OUTPUT_STREAM_SPLICE_NONE,
                                  G_PRIORITY_DEFAULT,
                                  between->power,
                                  NULL,
                                  NULL);
  return TRUE;
}

static void
a_silent_line_is_a_broken_one (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketService) service = g_socket_service_new ();
  g_autoptr (GPtrArray) cables = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GCancellable) power = g_cancellable_new ();
  Switch between = { service, cables, power, f->kiosk->port };
  SchalterKnownKiosk *known = kiosk_double_dup_paired (f->kiosk);
  SchalterKioskLinkTimes impatient = quick;
  impatient.silence_ms = 2500;
  known->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (service, "incoming", G_CALLBACK (on_incoming), &between);
  make_link (f, known, &impatient);
  test_wait_until (is_connected, f, DEADLINE_MS);
  g_cancellable_cancel (power);
  g_socket_service_stop (service);
  assert_lost (f, SCHALTER_ERROR_UNAVAILABLE);
  g_assert_cmpstr (
      schalter_kiosk_link_get_problem (f->link)->message, ==, "the kiosk has fallen silent");
}

/* libsoup's server warns when a client leaves before it is met: neither fatal nor a result. */
static void
on_soup_warning (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  g_test_message ("%s: %s", domain, message);
}

static gboolean
is_ours (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  return g_strcmp0 (domain, "libsoup") != 0;
}

static void
may_go_at_any_moment (Fixture *f, gconstpointer data)
{
  guint handler =
      g_log_set_handler ("libsoup", G_LOG_LEVEL_WARNING | G_LOG_FLAG_FATAL, on_soup_warning, NULL);
  g_test_log_set_fatal_handler (is_ours, NULL);
  make_link (f, kiosk_double_dup_paired (f->kiosk), &quick);
  for (guint i = 0; i < 30; i++) {
    for (guint n = 0; n < i; n++)
      g_main_context_iteration (NULL, FALSE);
    make_link (f, kiosk_double_dup_paired (f->kiosk), &quick);
  }
  test_wait_until (is_connected, f, DEADLINE_MS);
  g_log_remove_handler ("libsoup", handler);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/counter/kiosk-link/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schalter_crypto_init ();
  ADD ("a-token-is-changed-for-a-credential", a_token_is_changed_for_a_credential);
  ADD ("the-token-is-shown-only-once", the_token_is_shown_only_once);
  ADD ("a-kiosk-that-knows-us-no-more-says-so", a_kiosk_that_knows_us_no_more_says_so);
  ADD ("another-certificate-is-told-nothing", another_certificate_is_told_nothing);
  ADD ("nobody-is-unavailable", nobody_is_unavailable);
  ADD ("something-else-is-unavailable", something_else_is_unavailable);
  ADD ("a-machine-that-hangs-is-given-up", a_machine_that_hangs_is_given_up);
  ADD ("a-kiosk-without-a-welcome-is-given-up", a_kiosk_without_a_welcome_is_given_up);
  ADD ("a-bad-frame-ends-the-line", a_bad_frame_ends_the_line);
  ADD ("a-binary-frame-ends-the-line", a_binary_frame_ends_the_line);
  ADD ("a-frame-too-large-ends-the-line", a_frame_too_large_ends_the_line);
  ADD ("calls-without-end-end-the-line", calls_without_end_end_the_line);
  ADD ("a-bad-welcome-is-none", a_bad_welcome_is_none);
  ADD ("a-call-is-shown-and-answered", a_call_is_shown_and_answered);
  ADD ("a-withdrawn-call-was-answered-by-nobody", a_withdrawn_call_was_answered_by_nobody);
  ADD ("what-is-not-called-is-not-answered", what_is_not_called_is_not_answered);
  ADD ("an-open-call-outlives-the-line", an_open_call_outlives_the_line);
  ADD ("a-call-that-is-not-repeated-is-over", a_call_that_is_not_repeated_is_over);
  ADD ("a-silent-line-is-a-broken-one", a_silent_line_is_a_broken_one);
  ADD ("may-go-at-any-moment", may_go_at_any_moment);
  return g_test_run ();
}
