/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One session in front, one warm behind it: what happens when the one in front ends, dies, hangs up
 * or never starts. The sessions are small shell programs that speak the protocol. */
#include "config.h"

#include "host.h"
#include "test-wait.h"

#include <signal.h>

/* Becomes ready, waits to be shown, then ends the day when it gets SIGUSR1. */
#define GOOD_SESSION                                                                               \
  "trap 'echo ended >&3' USR1; echo ready >&3; read -r line <&3; "                                 \
  "echo \"$line\" >> \"$0\"; echo shown >&3; while :; do sleep 0.05; done"

typedef struct {
  SchalterHost *host;
  char *directory;
  char *log;
  guint n_shown;
  int old_pid;
} Fixture;

static void
on_shown (Fixture *fixture)
{
  fixture->n_shown++;
}

static void
set_up (Fixture *fixture, const char *script)
{
  fixture->directory = test_temp_dir_new ();
  fixture->log = g_build_filename (fixture->directory, "log", NULL);
  const char *argv[] = { "/bin/bash", "-c", script, fixture->log, NULL };
  fixture->host = schalter_host_new (argv);
  g_signal_connect_swapped (fixture->host, "shown", G_CALLBACK (on_shown), fixture);
  schalter_host_start (fixture->host);
}

static void
tear_down (Fixture *fixture)
{
  schalter_host_stop (fixture->host);
  g_object_unref (fixture->host);
  test_temp_dir_free (fixture->directory);
  g_free (fixture->log);
}

static gboolean
has_front_and_standby (gpointer user_data)
{
  Fixture *fixture = user_data;
  return fixture->n_shown > 0 && schalter_host_get_front_pid (fixture->host) != 0 &&
         schalter_host_get_standby_pid (fixture->host) != 0;
}

static gboolean
has_changed_front (gpointer user_data)
{
  Fixture *fixture = user_data;
  return fixture->n_shown == 2 && schalter_host_get_front_pid (fixture->host) != fixture->old_pid;
}

static gboolean
is_old_gone (gpointer user_data)
{
  return kill (((Fixture *)user_data)->old_pid, 0) != 0;
}

static void
expect_succession (int signal, const char *told)
{
  Fixture fixture = { 0 };
  set_up (&fixture, GOOD_SESSION);
  test_wait_until (has_front_and_standby, &fixture, 20000);
  fixture.old_pid = schalter_host_get_front_pid (fixture.host);
  int standby = schalter_host_get_standby_pid (fixture.host);
  g_assert_cmpint (kill (fixture.old_pid, signal), ==, 0);
  test_wait_until (has_changed_front, &fixture, 20000);
  g_assert_cmpint (schalter_host_get_front_pid (fixture.host), ==, standby);
  test_wait_until (is_old_gone, &fixture, 20000);
  g_autofree char *log = NULL;
  g_assert_true (g_file_get_contents (fixture.log, &log, NULL, NULL));
  g_assert_cmpstr (log, ==, told);
  tear_down (&fixture);
}

static void
shows_the_standby_with_a_farewell_when_the_citizen_leaves (void)
{
  expect_succession (SIGUSR1, "show\nshow farewell\n");
}

static void
shows_the_standby_when_the_session_crashes (void)
{
  g_test_expect_message ("schalter-kiosk", G_LOG_LEVEL_WARNING, "*ended unexpectedly*");
  expect_succession (SIGKILL, "show\nshow\n");
}

static gboolean
has_tried_three_times (gpointer user_data)
{
  g_autofree char *log = NULL;
  gsize length = 0;
  return g_file_get_contents (((Fixture *)user_data)->log, &log, &length, NULL) && length >= 3;
}

static void
goes_on_trying_when_sessions_do_not_start (void)
{
  Fixture fixture = { 0 };
  set_up (&fixture, "printf x >> \"$0\"; exit 1");
  test_wait_until (has_tried_three_times, &fixture, 20000);
  g_assert_cmpint (schalter_host_get_front_pid (fixture.host), ==, 0);
  tear_down (&fixture);
}

static void
leaves_no_session_behind_when_it_stops (void)
{
  Fixture fixture = { 0 };
  set_up (&fixture, GOOD_SESSION);
  test_wait_until (has_front_and_standby, &fixture, 20000);
  fixture.old_pid = schalter_host_get_front_pid (fixture.host);
  schalter_host_stop (fixture.host);
  test_wait_until (is_old_gone, &fixture, 20000);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kiosk/host/shows-the-standby-with-a-farewell-when-the-citizen-leaves",
                   shows_the_standby_with_a_farewell_when_the_citizen_leaves);
  g_test_add_func ("/kiosk/host/shows-the-standby-when-the-session-crashes",
                   shows_the_standby_when_the_session_crashes);
  g_test_add_func ("/kiosk/host/goes-on-trying-when-sessions-do-not-start",
                   goes_on_trying_when_sessions_do_not_start);
  g_test_add_func ("/kiosk/host/leaves-no-session-behind-when-it-stops",
                   leaves_no_session_behind_when_it_stops);
  return g_test_run ();
}
