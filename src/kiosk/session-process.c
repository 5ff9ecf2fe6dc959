/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session as the host sees it: a child process and a socket of lines. */
#include "config.h"

#include "session-process.h"

#include "host.h"

#include <gio/gunixinputstream.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

struct _SchalterSessionProcess {
  GObject parent_instance;

  gint64 heard_us; /* monotonic */
  int fd;          /* our end of the socket */
  int pid;
  gboolean is_gone;

  /* owned */
  GSubprocess *process;
  GDataInputStream *lines;
  GCancellable *cancellable;
};

enum {
  SIGNAL_LINE,
  SIGNAL_GONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterSessionProcess, schalter_session_process, G_TYPE_OBJECT)

void
schalter_session_process_kill (SchalterSessionProcess *self)
{
  g_return_if_fail (SCHALTER_IS_SESSION_PROCESS (self));
  g_cancellable_cancel (self->cancellable);
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
}

static void
schalter_session_process_dispose (GObject *object)
{
  SchalterSessionProcess *self = SCHALTER_SESSION_PROCESS (object);
  schalter_session_process_kill (self);
  g_clear_object (&self->lines);
  g_clear_object (&self->process);
  G_OBJECT_CLASS (schalter_session_process_parent_class)->dispose (object);
}

static void
schalter_session_process_finalize (GObject *object)
{
  SchalterSessionProcess *self = SCHALTER_SESSION_PROCESS (object);
  g_object_unref (self->cancellable);
  if (self->fd >= 0)
    close (self->fd);
  G_OBJECT_CLASS (schalter_session_process_parent_class)->finalize (object);
}

static void
schalter_session_process_class_init (SchalterSessionProcessClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = schalter_session_process_dispose;
  G_OBJECT_CLASS (klass)->finalize = schalter_session_process_finalize;
  GType type = SCHALTER_TYPE_SESSION_PROCESS;
  signals[SIGNAL_LINE] = g_signal_new (
      "line", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_GONE] =
      g_signal_new ("gone", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
schalter_session_process_init (SchalterSessionProcess *self)
{
  self->fd = -1;
  self->heard_us = g_get_monotonic_time ();
  self->cancellable = g_cancellable_new ();
}

static void
say_gone (SchalterSessionProcess *self)
{
  if (self->is_gone)
    return;
  self->is_gone = TRUE;
  g_signal_emit (self, signals[SIGNAL_GONE], 0);
}

static void
on_exited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SchalterSessionProcess) self = user_data;
  (void)g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL); /* not cancellable */
  say_gone (self);
}

static void read_line (SchalterSessionProcess *self);

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SchalterSessionProcess) self = user_data;
  g_autofree char *line =
      g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (line == NULL) { /* it closed its end: a session cannot live without it */
    schalter_session_process_kill (self);
    return;
  }
  self->heard_us = g_get_monotonic_time ();
  g_signal_emit (self, signals[SIGNAL_LINE], 0, line);
  read_line (self);
}

static void
read_line (SchalterSessionProcess *self)
{
  if (!g_cancellable_is_cancelled (self->cancellable))
    g_data_input_stream_read_line_async (
        self->lines, G_PRIORITY_DEFAULT, self->cancellable, on_line, g_object_ref (self));
}

/* Runs in the child: it must not outlive the host, whatever kills that. */
static void
bind_to_host (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static gboolean
spawn (SchalterSessionProcess *self, const char *const *argv, int child_fd, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_subprocess_launcher_take_fd (launcher, child_fd, SCHALTER_HOST_SESSION_FD);
  g_subprocess_launcher_set_child_setup (launcher, bind_to_host, NULL, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, argv, error);
  if (self->process == NULL)
    return FALSE;
  const char *identifier = g_subprocess_get_identifier (self->process);
  self->pid = identifier != NULL ? (int)g_ascii_strtoll (identifier, NULL, 10)
                                 : 0; /* NULL: it has ended already */
  return TRUE;
}

SchalterSessionProcess *
schalter_session_process_new (const char *const *argv, GError **error)
{
  g_return_val_if_fail (argv != NULL && argv[0] != NULL, NULL);
  int ends[2];
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
    return NULL;
  }
  g_autoptr (SchalterSessionProcess) self = g_object_new (SCHALTER_TYPE_SESSION_PROCESS, NULL);
  self->fd = ends[0];
  if (!spawn (self, argv, ends[1], error))
    return NULL;
  g_autoptr (GInputStream) input = g_unix_input_stream_new (self->fd, FALSE);
  self->lines = g_data_input_stream_new (input);
  g_subprocess_wait_async (self->process, NULL, on_exited, g_object_ref (self));
  read_line (self);
  return g_steal_pointer (&self);
}

int
schalter_session_process_get_pid (SchalterSessionProcess *self)
{
  return self->pid;
}

void
schalter_session_process_say (SchalterSessionProcess *self, const char *line)
{
  g_return_if_fail (SCHALTER_IS_SESSION_PROCESS (self));
  g_autofree char *text = g_strdup_printf ("%s\n", line);
  /* A few bytes fit into an empty socket; a session that does not read is a hung one. */
  if (send (self->fd, text, strlen (text), MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
    schalter_session_process_kill (self);
}

gint64
schalter_session_process_get_silence_us (SchalterSessionProcess *self)
{
  return g_get_monotonic_time () - self->heard_us;
}
