/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of the real program: ready, alive, stopped, killed, misconfigured, and on a disk that is
 * full. */
#include "config.h"

#include "agent-fixture.h"
#include "bus-errors.h"
#include "portal-double.h"
#include "schalter-error.h"
#include "test-wait.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  PortalDouble *portal;
  TestAgent *agent;
  TestSession *session;
  guint n_expected;
  gboolean is_open_expected;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *nowhere = g_strdup ("/nonexistent");
  f->portal = portal_double_new (nowhere);
  const TestAgentWorld world = {
    .portal_uri = portal_double_get_uri (f->portal),
    .portal_ca_file = portal_double_get_ca_file (f->portal),
  };
  f->agent = test_agent_new (&world);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->session, test_session_free);
  test_agent_free (f->agent);
  portal_double_free (f->portal);
}

static void
start (Fixture *f)
{
  g_clear_pointer (&f->session, test_session_free);
  test_agent_start (f->agent);
  f->session = test_session_new (f->agent);
}

static void
assert_receives (GSocket *socket, const char *expected)
{
  g_autoptr (GError) error = NULL;
  char text[128] = { 0 };
  g_socket_set_timeout (socket, TEST_DEADLINE_MS / 1000);
  g_assert_cmpint (g_socket_receive (socket, text, sizeof text - 1, NULL, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

static void
tells_systemd_that_it_is_ready_and_alive (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
      g_build_filename (test_agent_get_directory (f->agent), "notify.sock", NULL);
  g_autofree char *variable = g_strconcat ("NOTIFY_SOCKET=", path, NULL);
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, 0, &error);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_assert_true (g_socket_bind (socket, address, FALSE, &error));
  const char *wrapper[] = { "env", variable, "WATCHDOG_USEC=300000", NULL };
  test_agent_start_under (f->agent, wrapper);
  assert_receives (socket, "READY=1");
  assert_receives (socket, "WATCHDOG=1");
  assert_receives (socket, "WATCHDOG=1");
}

static gboolean
has_enough_tries (gpointer user_data)
{
  Fixture *f = user_data;
  return portal_double_count_tries (f->portal) >= f->n_expected;
}

static gboolean
is_outbox_empty (gpointer user_data)
{
  Fixture *f = user_data;
  return test_session_count_outbox (f->session) == 0;
}

/* What has a reference is safe, whenever the power goes. */
static void
keeps_what_it_acknowledged_when_it_is_killed (Fixture *f, gconstpointer data)
{
  const guint n_items = 5;
  g_auto (GStrv) references = g_new0 (char *, n_items + 1);
  portal_double_stop (f->portal);
  start (f);
  for (guint n = 0; n < n_items; n++)
    references[n] = test_session_hand_in (f->session, n);
  test_agent_kill (f->agent);
  start (f);
  g_assert_cmpuint (test_session_count_outbox (f->session), ==, n_items);
  for (guint n = 0; n < n_items; n++) {
    g_autofree char *again = test_session_hand_in (f->session, n);
    g_assert_cmpstr (again, ==, references[n]);
  }
  portal_double_start (f->portal);
  test_wait_until (is_outbox_empty, f, TEST_DEADLINE_MS);
  g_assert_cmpuint (portal_double_count_kept (f->portal), ==, n_items);
}

/* Killed while it sends: not yet taken by the portal, or taken and not answered. */
static void
sends_once_though_it_is_killed_while_sending (Fixture *f, gconstpointer data)
{
  portal_double_set_mood (f->portal, (PortalMood)GPOINTER_TO_INT (data));
  start (f);
  g_free (test_session_hand_in (f->session, 1));
  f->n_expected = 1;
  test_wait_until (has_enough_tries, f, TEST_DEADLINE_MS);
  test_agent_kill (f->agent);
  portal_double_set_mood (f->portal, PORTAL_WELL);
  start (f);
  test_wait_until (is_outbox_empty, f, TEST_DEADLINE_MS);
  g_assert_cmpuint (portal_double_count_kept (f->portal), ==, 1);
}

/* Runs it to its end, which is to be a bad one; what it says. */
static char *
run_badly (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) command = test_agent_dup_command (f->agent);
  g_autoptr (GSubprocess) process =
      g_subprocess_newv ((const char *const *)command,
                         G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                         &error);
  char *complaint = NULL;
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &complaint, &error));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
  g_test_message ("%s", complaint);
  return complaint;
}

static void
change_settings (Fixture *f, const char *what, const char *with)
{
  const char *path = test_agent_get_settings_path (f->agent);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_autoptr (GString) changed = g_string_new (text);
  g_assert_cmpuint (g_string_replace (changed, what, with, 1), ==, 1);
  g_assert_true (g_file_set_contents (path, changed->str, -1, NULL));
}

typedef struct {
  const char *name;
  const char *what;
  const char *with;
  const char *complaint;
} BadSetting;

static const BadSetting bad_settings[] = {
  { "an-unknown-key", "canton=AG", "kanton=AG", "kanton" },
  { "a-number-out-of-range", "sync-seconds=3600", "sync-seconds=0", "sync-seconds" },
  { "a-portal-without-tls", "uri=https:", "uri=http:", "portal:uri" },
  { "an-address-that-is-none", "listen=127.0.0.1", "listen=here", "counter:listen" },
  { "a-key-that-is-not-there", "publisher.pub", "publisher.pab", "publisher.pab" },
};

static void
says_what_is_wrong_with_its_settings (Fixture *f, gconstpointer data)
{
  const BadSetting *bad = data;
  change_settings (f, bad->what, bad->with);
  g_autofree char *complaint = run_badly (f);
  g_assert_nonnull (strstr (complaint, bad->complaint));
}

static void
leaves_a_damaged_state_as_it_is (Fixture *f, gconstpointer data)
{
  const char *nonsense = "This was a database once, before the power went.";
  const char *folder = test_agent_get_state_directory (f->agent);
  g_autofree char *path = g_build_filename (folder, "agent.db", NULL);
  g_autofree char *text = NULL;
  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  g_assert_true (g_file_set_contents (path, nonsense, -1, NULL));
  g_autofree char *complaint = run_badly (f);
  g_assert_nonnull (strstr (complaint, path));
  g_assert_nonnull (strstr (complaint, "left as it is"));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, nonsense);
}

static void
is_alone_on_the_bus (Fixture *f, gconstpointer data)
{
  start (f);
  g_autofree char *complaint = run_badly (f);
  g_assert_nonnull (strstr (complaint, "name"));
  g_free (test_session_hand_in (f->session, 1));
}

/* Others may read the catalogue, not what citizens handed in, nor the key of the counter link. */
static void
keeps_its_state_from_others (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "agent.db", "agent.db-wal", "counter-identity.pem" };
  start (f);
  g_free (test_session_hand_in (f->session, 1));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    GStatBuf status;
    g_autofree char *path =
        g_build_filename (test_agent_get_state_directory (f->agent), names[i], NULL);
    g_assert_cmpint (g_stat (path, &status), ==, 0);
    g_assert_cmpint (status.st_mode & 077, ==, 0);
  }
}

#define MOUNT "mount -t tmpfs -o size=4m,mode=0755 tmpfs \"$0\" && "

/* A disk of its own, of four megabytes, that only the agent has. Who is not root becomes it for the
 * mount, and is again who the bus knows afterwards. */
static void
start_on_a_small_disk (Fixture *f)
{
  const char *folder = test_agent_get_state_directory (f->agent);
  g_autofree char *script =
      g_strdup_printf (MOUNT "exec unshare --user --map-user=%u --map-group=%u \"$@\"",
                       (guint)getuid (),
                       (guint)getgid ());
  const char *as_root[] = {
    "unshare", "--mount", "sh", "-c", MOUNT "exec \"$@\"", folder, NULL,
  };
  const char *as_anyone[] = {
    "unshare", "--map-root-user", "--mount", "sh", "-c", script, folder, NULL,
  };
  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  test_agent_start_under (f->agent, getuid () == 0 ? as_root : as_anyone);
  f->session = test_session_new (f->agent);
}

/* As the agent sees the disk. */
static char *
get_filler_path (Fixture *f)
{
  return g_strdup_printf ("/proc/%s/root%s/filler",
                          test_agent_get_pid (f->agent),
                          test_agent_get_state_directory (f->agent));
}

static void
fill_disk (const char *path)
{
  static const char block[4096] = { 0 };
  int descriptor = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  g_assert_cmpint (descriptor, >=, 0);
  while (write (descriptor, block, sizeof block) > 0)
    continue;
  g_assert_cmpint (errno, ==, ENOSPC);
  g_assert_true (g_close (descriptor, NULL));
}

static gboolean
are_forms_as_expected (gpointer user_data)
{
  Fixture *f = user_data;
  return schalter_bus_session1_get_forms_open (f->session->proxy) == f->is_open_expected;
}

static void
wait_for_forms (Fixture *f, gboolean is_open)
{
  f->is_open_expected = is_open;
  test_wait_until (are_forms_as_expected, f, TEST_DEADLINE_MS);
}

static GError *
hand_in_much (Fixture *f, guint n)
{
  const gsize size = 256 * 1024;
  GError *error = NULL;
  g_autofree char *reference = NULL;
  g_autofree char *content = g_malloc0 (size);
  g_autofree char *envelope = test_envelope_new (n, size);
  GVariant *sealed = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, content, size, 1);
  (void)schalter_bus_session1_call_submit_sync (
      f->session->proxy, envelope, sealed, &reference, NULL, &error); /* the error says it */
  return error;
}

static void
closes_forms_while_the_disk_is_full (Fixture *f, gconstpointer data)
{
  portal_double_stop (f->portal);
  start_on_a_small_disk (f);
  g_autofree char *filler = get_filler_path (f);
  g_autofree char *reference = test_session_hand_in (f->session, 1);
  g_assert_true (schalter_bus_session1_get_forms_open (f->session->proxy));
  fill_disk (filler);
  GError *error = hand_in_much (f, 2);
  test_assert_refused (error, SCHALTER_ERROR_NO_SPACE);
  wait_for_forms (f, FALSE);
  g_assert_cmpuint (test_session_count_outbox (f->session), ==, 1);
  g_assert_cmpint (g_unlink (filler), ==, 0);
  wait_for_forms (f, TRUE);
  g_assert_no_error (hand_in_much (f, 2));
  g_autofree char *again = test_session_hand_in (f->session, 1);
  g_assert_cmpstr (again, ==, reference);
}

#define ADD(name, data, function)                                                                  \
  g_test_add ("/agent/agent/" name, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("tells-systemd-that-it-is-ready-and-alive", NULL, tells_systemd_that_it_is_ready_and_alive);
  ADD ("keeps-what-it-acknowledged-when-it-is-killed",
       NULL,
       keeps_what_it_acknowledged_when_it_is_killed);
  ADD ("sends-once-though-it-is-killed-before-the-portal-took-it",
       GINT_TO_POINTER (PORTAL_HANGS),
       sends_once_though_it_is_killed_while_sending);
  ADD ("sends-once-though-it-is-killed-after-the-portal-took-it",
       GINT_TO_POINTER (PORTAL_FORGETS),
       sends_once_though_it_is_killed_while_sending);
  for (guint i = 0; i < G_N_ELEMENTS (bad_settings); i++) {
    g_autofree char *path = g_strconcat (
        "/agent/agent/says-what-is-wrong-with-its-settings/", bad_settings[i].name, NULL);
    g_test_add (
        path, Fixture, &bad_settings[i], set_up, says_what_is_wrong_with_its_settings, tear_down);
  }
  ADD ("leaves-a-damaged-state-as-it-is", NULL, leaves_a_damaged_state_as_it_is);
  ADD ("is-alone-on-the-bus", NULL, is_alone_on_the_bus);
  ADD ("keeps-its-state-from-others", NULL, keeps_its_state_from_others);
  ADD ("closes-forms-while-the-disk-is-full", NULL, closes_forms_while_the_disk_is_full);
  return g_test_run ();
}
