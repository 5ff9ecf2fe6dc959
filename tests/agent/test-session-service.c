/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * org.schalter.Session1 of the real agent: what a session may, what it gets, and what is refused.
 */
#include "config.h"

#include "agent-fixture.h"
#include "bus-errors.h"
#include "bus-names.h"
#include "catalogue-release.h"
#include "envelope.h"
#include "portal-double.h"
#include "reference.h"
#include "schalter-error.h"
#include "test-wait.h"

#include <string.h>
#include <unistd.h>

#define SHA256 "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

typedef struct {
  CatalogueRelease *release;
  PortalDouble *portal;
  TestAgent *agent;
  TestSession *session;
  guint n_expected;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->release = catalogue_release_new ();
  f->portal = portal_double_new (f->release->web);
  const TestAgentWorld world = {
    .portal_uri = portal_double_get_uri (f->portal),
    .portal_ca_file = portal_double_get_ca_file (f->portal),
    .key_file = f->release->key_file,
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
  portal_double_free (f->portal);
  catalogue_release_free (f->release);
}

static char *
open_session (TestSession *session)
{
  g_autoptr (GError) error = NULL;
  char *id = NULL;
  schalter_bus_session1_call_open_sync (session->proxy, &id, NULL, &error);
  g_assert_no_error (error);
  return id;
}

static gboolean
has_n_sessions (gpointer user_data)
{
  Fixture *f = user_data;
  return schalter_bus_admin1_get_open_sessions (f->session->admin) == f->n_expected;
}

static void
wait_for_n_sessions (Fixture *f, guint n)
{
  f->n_expected = n;
  test_wait_until (has_n_sessions, f, TEST_DEADLINE_MS);
}

static void
a_session_ends_with_its_process (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *first = open_session (f->session);
  g_autofree char *again = open_session (f->session);
  g_assert_cmpstr (first, ==, again);
  TestSession *other = test_session_new (f->agent);
  g_autofree char *third = open_session (other);
  g_assert_cmpstr (first, !=, third);
  wait_for_n_sessions (f, 2);
  test_session_free (other);
  wait_for_n_sessions (f, 1);
  schalter_bus_session1_call_close_sync (f->session->proxy, NULL, &error);
  g_assert_no_error (error);
  wait_for_n_sessions (f, 0);
}

static gboolean
is_delivered (gpointer user_data)
{
  Fixture *f = user_data;
  return test_session_count_outbox (f->session) == 0;
}

static void
what_is_handed_in_arrives (Fixture *f, gconstpointer data)
{
  g_autofree char *reference = test_session_hand_in (f->session, 1);
  g_autofree char *parsed = schalter_reference_parse (reference, NULL);
  g_assert_cmpstr (parsed, ==, reference);
  test_wait_until (is_delivered, f, TEST_DEADLINE_MS);
  g_autofree char *body =
      portal_double_dup_body (f->portal, "01890a5d-ac96-774b-bcce-000000000001");
  g_assert_nonnull (strstr (body, reference));
  g_assert_nonnull (strstr (body, "c2VhbGVk"));
  /* After delivery, too, the same is the same. */
  g_autofree char *again = test_session_hand_in (f->session, 1);
  g_assert_cmpstr (again, ==, reference);
  g_assert_cmpuint (portal_double_count_kept (f->portal), ==, 1);
}

static GError *
hand_in_badly (Fixture *f, const char *envelope, gsize size)
{
  GError *error = NULL;
  g_autofree char *reference = NULL;
  g_autofree char *content = g_malloc0 (size + 1);
  GVariant *sealed = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, content, size, 1);
  g_assert_false (schalter_bus_session1_call_submit_sync (
      f->session->proxy, envelope, sealed, &reference, NULL, &error));
  g_assert_null (reference);
  return error;
}

static char *
replace (const char *text, const char *what, const char *with)
{
  g_autoptr (GString) string = g_string_new (text);
  g_assert_cmpuint (g_string_replace (string, what, with, 1), ==, 1);
  return g_string_free (g_steal_pointer (&string), FALSE);
}

static void
refuses_a_submission_that_is_none (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *what;
    const char *with;
  } changes[] = {
    { "{", "[" },
    { "\"reference\":\"\"", "\"reference\":\"4045-7F3K-92QX\"" },
    { "\"size\":6", "\"size\":7" },
    { "\"size\":6", "\"size\":-6" },
    { "\"kiosk\"", "\"name\":\"Muster\",\"kiosk\"" },
    { "01890a5d-ac96-774b-bcce-000000000001", "not-a-uuid" },
    { "\"service_id\":\"umzug\"", "\"service_id\":\"../../etc\"" },
    { "\"form_version\":1", "\"form_version\":\"1\"" },
  };
  g_autofree char *good = test_envelope_new (1, 6);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autofree char *bad = replace (good, changes[i].what, changes[i].with);
    GError *error = hand_in_badly (f, bad, 6);
    g_test_message ("%s", error->message);
    test_assert_refused (error, SCHALTER_ERROR_INVALID);
  }
  g_assert_cmpuint (test_session_count_outbox (f->session), ==, 0);
}

static void
refuses_a_submission_that_is_too_large (Fixture *f, gconstpointer data)
{
  g_autofree char *good = test_envelope_new (1, SCHALTER_SEALED_MAX_BYTES + 1);
  GError *error = hand_in_badly (f, good, SCHALTER_SEALED_MAX_BYTES + 1);
  test_assert_refused (error, SCHALTER_ERROR_INVALID);
  g_autofree char *spaces = g_strnfill (SCHALTER_ENVELOPE_MAX_BYTES, ' ');
  g_autofree char *small = test_envelope_new (1, 6);
  g_autofree char *long_envelope = g_strconcat (small, spaces, NULL);
  error = hand_in_badly (f, long_envelope, 6);
  test_assert_refused (error, SCHALTER_ERROR_INVALID);
}

static void
the_same_id_with_other_bytes_is_a_conflict (Fixture *f, gconstpointer data)
{
  g_free (test_session_hand_in (f->session, 1));
  g_autofree char *other = test_envelope_new (1, 7);
  GError *error = hand_in_badly (f, other, 7);
  test_assert_refused (error, SCHALTER_ERROR_CONFLICT);
}

static GError *
exchange (Fixture *f, const char *text, gsize length, char **answer_out)
{
  GError *error = NULL;
  g_autoptr (GVariant) answer = NULL;
  GVariant *request = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, text, length, 1);
  if (schalter_bus_session1_call_exchange_sync (
          f->session->proxy, request, &answer, NULL, &error)) {
    gsize n = 0;
    const char *bytes = g_variant_get_fixed_array (answer, &n, 1);
    *answer_out = g_strndup (bytes, n);
  }
  return error;
}

static void
carries_an_exchange_unread (Fixture *f, gconstpointer data)
{
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = exchange (f, "sealed", 6, &answer);
  g_assert_no_error (error);
  g_assert_cmpstr (answer, ==, "answer to sealed");
}

static void
says_when_an_exchange_cannot_be (Fixture *f, gconstpointer data)
{
  g_autofree char *answer = NULL;
  g_autofree char *large = g_malloc0 (SCHALTER_BUS_MAX_EXCHANGE_BYTES + 1);
  GError *error = exchange (f, large, SCHALTER_BUS_MAX_EXCHANGE_BYTES + 1, &answer);
  test_assert_refused (error, SCHALTER_ERROR_INVALID);
  portal_double_set_mood (f->portal, PORTAL_FAILS);
  error = exchange (f, "sealed", 6, &answer);
  test_assert_refused (error, SCHALTER_ERROR_UNAVAILABLE);
  portal_double_stop (f->portal);
  error = exchange (f, "sealed", 6, &answer);
  test_assert_refused (error, SCHALTER_ERROR_UNAVAILABLE);
  g_assert_null (answer);
}

static void
refuses_calls_for_staff_without_a_reason (Fixture *f, gconstpointer data)
{
  GError *error = NULL;
  gboolean is_reached = TRUE;
  g_assert_true (schalter_bus_session1_call_call_staff_sync (
      f->session->proxy, "help", &is_reached, NULL, &error));
  g_assert_false (is_reached); /* no counter is connected */
  g_assert_false (schalter_bus_session1_call_call_staff_sync (
      f->session->proxy, "Erika Muster", &is_reached, NULL, &error));
  test_assert_refused (error, SCHALTER_ERROR_INVALID);
}

static void
refuses_an_order_to_print_that_is_none (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *kind;
    const char *number;
    const char *sha256;
    guint n_pages;
    SchalterError code;
  } orders[] = {
    { "poster", "R-1", SHA256, 1, SCHALTER_ERROR_INVALID },
    { "receipt", "", SHA256, 1, SCHALTER_ERROR_INVALID },
    { "receipt", "R-1 Erika Muster", SHA256, 1, SCHALTER_ERROR_INVALID },
    { "receipt", "R-1", "abc", 1, SCHALTER_ERROR_INVALID },
    { "receipt", "R-1", SHA256, 0, SCHALTER_ERROR_INVALID },
    { "receipt", "R-1", SHA256, 21, SCHALTER_ERROR_INVALID },
    { "receipt", "R-1", SHA256, 1, SCHALTER_ERROR_UNAVAILABLE }, /* a kiosk without a printer */
  };
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    GError *error = NULL;
    g_autofree char *job_name = NULL;
    g_assert_false (schalter_bus_session1_call_permit_print_sync (f->session->proxy,
                                                                  orders[i].kind,
                                                                  orders[i].number,
                                                                  orders[i].sha256,
                                                                  orders[i].n_pages,
                                                                  &job_name,
                                                                  NULL,
                                                                  &error));
    test_assert_refused (error, (int)orders[i].code);
  }
}

static gboolean
has_catalogue (gpointer user_data)
{
  Fixture *f = user_data;
  return schalter_bus_session1_get_catalogue_version (f->session->proxy) == f->n_expected;
}

static gboolean
is_offline (gpointer user_data)
{
  Fixture *f = user_data;
  return g_strcmp0 (schalter_bus_session1_get_network_state (f->session->proxy), "offline") == 0;
}

static void
tells_of_catalogue_network_and_printer (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint64 version = 0;
  g_assert_cmpstr (schalter_bus_session1_get_catalogue_path (f->session->proxy), ==, "");
  g_assert_cmpstr (schalter_bus_session1_get_printer_state (f->session->proxy), ==, "none");
  g_assert_true (schalter_bus_session1_get_forms_open (f->session->proxy));
  catalogue_release_publish (f->release, 3);
  schalter_bus_admin1_call_sync_sync (f->session->admin, &version, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (version, ==, 3);
  f->n_expected = 3;
  test_wait_until (has_catalogue, f, TEST_DEADLINE_MS);
  const char *path = schalter_bus_session1_get_catalogue_path (f->session->proxy);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpstr (schalter_bus_session1_get_network_state (f->session->proxy), ==, "online");
  portal_double_stop (f->portal);
  g_assert_false (schalter_bus_admin1_call_sync_sync (f->session->admin, &version, NULL, &error));
  test_wait_until (is_offline, f, TEST_DEADLINE_MS);
}

static int
call_as_nobody (Fixture *f, const char *member)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = g_strconcat ("--bus=", test_agent_get_bus_address (f->agent), NULL);
  const char *arguments[] = { "setpriv",
                              "--reuid=65534",
                              "--regid=65534",
                              "--clear-groups",
                              "dbus-send",
                              address,
                              "--print-reply",
                              "--dest=" SCHALTER_BUS_NAME,
                              SCHALTER_BUS_PATH,
                              member,
                              NULL };
  g_autofree char *complaint = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (
      arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &complaint, &error));
  if (g_subprocess_get_exit_status (process) != 0)
    g_assert_nonnull (strstr (complaint, "AccessDenied"));
  return g_subprocess_get_exit_status (process);
}

static void
refuses_a_stranger (Fixture *f, gconstpointer data)
{
  static const char *const members[] = {
    "org.schalter.Session1.Open",     "org.schalter.Session1.Close", "org.schalter.Admin1.Sync",
    "org.schalter.Admin1.ListOutbox", "org.schalter.Admin1.Pair",
  };
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_assert_cmpint (call_as_nobody (f, members[i]), !=, 0);
  g_assert_cmpint (call_as_nobody (f, "org.freedesktop.DBus.Peer.Ping"), ==, 0);
  g_autofree char *log = test_agent_dup_log (f->agent);
  g_assert_nonnull (strstr (log, "User 65534 may not call Open, refused"));
  wait_for_n_sessions (f, 0);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/agent/session-service/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-session-ends-with-its-process", a_session_ends_with_its_process);
  ADD ("what-is-handed-in-arrives", what_is_handed_in_arrives);
  ADD ("refuses-a-submission-that-is-none", refuses_a_submission_that_is_none);
  ADD ("refuses-a-submission-that-is-too-large", refuses_a_submission_that_is_too_large);
  ADD ("the-same-id-with-other-bytes-is-a-conflict", the_same_id_with_other_bytes_is_a_conflict);
  ADD ("carries-an-exchange-unread", carries_an_exchange_unread);
  ADD ("says-when-an-exchange-cannot-be", says_when_an_exchange_cannot_be);
  ADD ("refuses-calls-for-staff-without-a-reason", refuses_calls_for_staff_without_a_reason);
  ADD ("refuses-an-order-to-print-that-is-none", refuses_an_order_to_print_that_is_none);
  ADD ("tells-of-catalogue-network-and-printer", tells_of_catalogue_network_and_printer);
  /* Only root can be somebody else; test-caller.c has the same rule for everyone. */
  if (getuid () == 0)
    ADD ("refuses-a-stranger", refuses_a_stranger);
  return g_test_run ();
}
