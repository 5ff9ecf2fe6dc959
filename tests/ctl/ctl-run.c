/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Running schalterctl as people do. */
#include "config.h"

#include "ctl-run.h"

#include "test-wait.h"

#include <stdarg.h>

typedef struct {
  GBytes *output;
  GBytes *complaint;
  gboolean is_done;
} Streams;

static void
on_communicated (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Streams *streams = user_data;
  g_autoptr (GError) error = NULL;
  g_subprocess_communicate_finish (
      G_SUBPROCESS (source), result, &streams->output, &streams->complaint, &error);
  g_assert_no_error (error);
  streams->is_done = TRUE;
}

static gboolean
is_done (gpointer user_data)
{
  return ((Streams *)user_data)->is_done;
}

static char *
take_text (GBytes *bytes)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (bytes, &length);
  char *text = length > 0 ? g_strndup (data, length) : g_strdup ("");
  g_bytes_unref (bytes);
  return text;
}

static GSubprocess *
start (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                 G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  g_subprocess_launcher_setenv (launcher, "TZ", "UTC", TRUE);
  GSubprocess *process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  return process;
}

CtlRun *
ctl_run (GBytes *input, const char *argument, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (
      argv, g_build_filename (g_getenv ("SCHALTER_BUILD_ROOT"), "src", "ctl", "schalterctl", NULL));
  va_list arguments;
  va_start (arguments, argument);
  for (const char *at = argument; at != NULL; at = va_arg (arguments, const char *))
    g_ptr_array_add (argv, g_strdup (at));
  va_end (arguments);
  g_ptr_array_add (argv, NULL);

  Streams streams = { 0 };
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GSubprocess) process = start ((const char *const *)argv->pdata);
  g_subprocess_communicate_async (
      process, input != NULL ? input : nothing, NULL, on_communicated, &streams);
  test_wait_until (is_done, &streams, 120000);
  CtlRun *run = g_new0 (CtlRun, 1);
  run->output = take_text (streams.output);
  run->complaint = take_text (streams.complaint);
  run->exit_code =
      g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  g_test_message ("exit code %d\n%s%s", run->exit_code, run->output, run->complaint);
  return run;
}

void
ctl_run_free (CtlRun *run)
{
  g_free (run->output);
  g_free (run->complaint);
  g_free (run);
}
