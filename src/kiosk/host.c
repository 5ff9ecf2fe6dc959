/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One session in front, one warm behind it. The decisions stand in keep_two(): whatever happens, it
 * looks at who is there and does the next thing. */
#include "config.h"

#include "host.h"

#include "retry.h"
#include "session-process.h"

#define HUNG_AFTER_US (20 * G_USEC_PER_SEC)
#define CHECK_S 5
#define GRACE_MS 1500 /* for the standby's first frame before the old one is killed regardless */

typedef enum {
  STANDBY_NONE,
  STANDBY_STARTING,
  STANDBY_READY,
} StandbyState;

struct _SchalterHost {
  GObject parent_instance;

  StandbyState standby_state;
  gboolean has_front_painted;
  gboolean is_farewell_due;
  gboolean is_stopped;
  guint n_failures; /* sessions in a row that never became ready */

  /* owned */
  char **session_argv;
  SchalterSessionProcess *front;
  SchalterSessionProcess *standby;
  SchalterSessionProcess *leaving; /* still on the screen until the next one has painted */

  /* handles */
  guint spawn_source;
  guint check_source;
  guint grace_source;
};

enum {
  SIGNAL_SHOWN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterHost, schalter_host, G_TYPE_OBJECT)

static const SchalterRetryPolicy respawn_policy = {
  .floor_ms = 100,
  .first_ms = 200,
  .cap_ms = 10000,
};

static void keep_two (SchalterHost *self);

static void
drop_process (SchalterHost *self, SchalterSessionProcess **place)
{
  if (*place == NULL)
    return;
  g_signal_handlers_disconnect_by_data (*place, self);
  schalter_session_process_kill (*place);
  g_clear_object (place);
}

static void
drop_leaving (SchalterHost *self)
{
  g_clear_handle_id (&self->grace_source, g_source_remove);
  drop_process (self, &self->leaving);
}

static gboolean
on_grace_over (gpointer user_data)
{
  SchalterHost *self = user_data;
  self->grace_source = 0;
  drop_leaving (self);
  return G_SOURCE_REMOVE;
}

/* The one in front is done for: it stays on the screen, dead to us, until the next one has painted.
 */
static void
retire_front (SchalterHost *self, gboolean with_farewell)
{
  drop_leaving (self);
  self->leaving = g_steal_pointer (&self->front);
  g_signal_handlers_disconnect_by_data (self->leaving, self);
  self->has_front_painted = FALSE;
  self->is_farewell_due = with_farewell;
  self->grace_source = g_timeout_add (GRACE_MS, on_grace_over, self);
  keep_two (self);
}

static void
take_front_line (SchalterHost *self, const char *line)
{
  if (g_str_equal (line, "shown")) {
    self->has_front_painted = TRUE;
    drop_leaving (self);
    g_signal_emit (self, signals[SIGNAL_SHOWN], 0);
    keep_two (self);
  } else if (g_str_equal (line, "ended")) {
    retire_front (self, TRUE);
  }
}

static void
on_line (SchalterHost *self, const char *line, SchalterSessionProcess *process)
{
  if (process == self->front) {
    take_front_line (self, line);
  } else if (process == self->standby && g_str_equal (line, "ready")) {
    self->standby_state = STANDBY_READY;
    self->n_failures = 0;
    keep_two (self);
  }
}

static void
on_gone (SchalterHost *self, SchalterSessionProcess *process)
{
  if (process == self->front) {
    g_warning ("The session in front ended unexpectedly, continuing with the standby");
    retire_front (self, FALSE);
    return;
  }
  if (process != self->standby)
    return;
  if (self->standby_state == STANDBY_STARTING)
    self->n_failures++;
  drop_process (self, &self->standby);
  self->standby_state = STANDBY_NONE;
  keep_two (self);
}

static gboolean
on_spawn (gpointer user_data)
{
  SchalterHost *self = user_data;
  g_autoptr (GError) error = NULL;
  self->spawn_source = 0;
  self->standby = schalter_session_process_new ((const char *const *)self->session_argv, &error);
  if (self->standby == NULL) {
    g_warning ("A session cannot be started: %s, continuing to try", error->message);
    self->n_failures++;
    keep_two (self);
    return G_SOURCE_REMOVE;
  }
  self->standby_state = STANDBY_STARTING;
  g_signal_connect_swapped (self->standby, "line", G_CALLBACK (on_line), self);
  g_signal_connect_swapped (self->standby, "gone", G_CALLBACK (on_gone), self);
  return G_SOURCE_REMOVE;
}

static void
schedule_standby (SchalterHost *self)
{
  guint wait_ms =
      self->n_failures > 0
          ? schalter_retry_get_wait_ms (&respawn_policy, self->n_failures, g_random_int ())
          : 0;
  self->spawn_source = g_timeout_add (wait_ms, on_spawn, self);
}

static void
bring_to_front (SchalterHost *self)
{
  self->front = g_steal_pointer (&self->standby);
  self->standby_state = STANDBY_NONE;
  schalter_session_process_say (self->front, self->is_farewell_due ? "show farewell" : "show");
  self->is_farewell_due = FALSE;
}

static void
keep_two (SchalterHost *self)
{
  if (self->is_stopped)
    return;
  if (self->front == NULL && self->standby_state == STANDBY_READY)
    bring_to_front (self);
  /* The next standby waits for the first frame: the citizen in front comes first. */
  gboolean is_next_due = self->front == NULL || self->has_front_painted;
  if (self->standby_state == STANDBY_NONE && is_next_due && self->spawn_source == 0)
    schedule_standby (self);
}

static gboolean
is_hung (SchalterSessionProcess *process)
{
  return process != NULL && schalter_session_process_get_silence_us (process) > HUNG_AFTER_US;
}

static gboolean
on_check (gpointer user_data)
{
  SchalterHost *self = user_data;
  if (is_hung (self->front)) {
    g_warning ("The session in front hangs, continuing with the standby");
    retire_front (self, FALSE);
  }
  if (is_hung (self->standby))
    on_gone (self, self->standby);
  return G_SOURCE_CONTINUE;
}

static void
schalter_host_dispose (GObject *object)
{
  schalter_host_stop (SCHALTER_HOST (object));
  G_OBJECT_CLASS (schalter_host_parent_class)->dispose (object);
}

static void
schalter_host_finalize (GObject *object)
{
  g_strfreev (SCHALTER_HOST (object)->session_argv);
  G_OBJECT_CLASS (schalter_host_parent_class)->finalize (object);
}

static void
schalter_host_class_init (SchalterHostClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = schalter_host_dispose;
  G_OBJECT_CLASS (klass)->finalize = schalter_host_finalize;
  signals[SIGNAL_SHOWN] = g_signal_new (
      "shown", SCHALTER_TYPE_HOST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
schalter_host_init (SchalterHost *self)
{
}

SchalterHost *
schalter_host_new (const char *const *session_argv)
{
  g_return_val_if_fail (session_argv != NULL && session_argv[0] != NULL, NULL);
  SchalterHost *self = g_object_new (SCHALTER_TYPE_HOST, NULL);
  self->session_argv = g_strdupv ((char **)session_argv);
  return self;
}

void
schalter_host_start (SchalterHost *self)
{
  g_return_if_fail (SCHALTER_IS_HOST (self) && self->check_source == 0);
  self->check_source = g_timeout_add_seconds (CHECK_S, on_check, self);
  keep_two (self);
}

void
schalter_host_stop (SchalterHost *self)
{
  g_return_if_fail (SCHALTER_IS_HOST (self));
  self->is_stopped = TRUE;
  g_clear_handle_id (&self->spawn_source, g_source_remove);
  g_clear_handle_id (&self->check_source, g_source_remove);
  drop_leaving (self);
  drop_process (self, &self->front);
  drop_process (self, &self->standby);
  self->standby_state = STANDBY_NONE;
}

int
schalter_host_get_front_pid (SchalterHost *self)
{
  g_return_val_if_fail (SCHALTER_IS_HOST (self), 0);
  return self->front != NULL ? schalter_session_process_get_pid (self->front) : 0;
}

int
schalter_host_get_standby_pid (SchalterHost *self)
{
  g_return_val_if_fail (SCHALTER_IS_HOST (self), 0);
  return self->standby_state == STANDBY_READY ? schalter_session_process_get_pid (self->standby)
                                              : 0;
}
