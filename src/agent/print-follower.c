/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Following prints. Each has a clock of its own that asks the printer, then the queue, and writes
 * down what is new; only the printer's word ends a print that it has seen. */
#include "config.h"

#include "print-follower.h"

#include "agent-log.h"
#include "ledger-jobs.h"
#include "print-device.h"
#include "print-queue.h"
#include "schalter-error.h"

#define TICK_MS 400
/* A session that was permitted to print and does not, is not going to. */
#define PREFLIGHT_LIMIT_US (60 * G_USEC_PER_SEC)
/* The queue is done with a job, and the printer cannot be asked: nobody will ever know. */
#define SILENCE_LIMIT_US (60 * G_USEC_PER_SEC)
/* A cancelled print that the queue has not heard of: what a dying session sent may still arrive. */
#define CANCEL_GRACE_US (1 * G_USEC_PER_SEC)
#define CANCEL_AGAIN_US (2 * G_USEC_PER_SEC)
#define IPP_JOB_PROCESSING 5
#define IPP_JOB_CANCELED 7

struct _SchalterPrintFollower {
  GObject parent_instance;
  /* owned */
  char *cups_socket;
  char *queue;
  char *device_uri;
  GHashTable *prints; /* job name → Print */
  GCancellable *cancellable;
  gboolean is_permitting;
  /* borrowed */
  SchalterAgentDb *db;
};

/* A print that somebody may still ask for, or that has not ended. Counted, because answers about it
 * may come after it was forgotten. */
typedef struct {
  gatomicrefcount n_refs;
  SchalterPrintFollower *follower; /* borrowed: cleared when the follower goes */
  char *job_name;
  char *owner; /* nullable: nobody's any more */
  guint n_pages;
  SchalterPrintState state;
  int n_pages_out;
  int job_id;
  char **reasons;
  gboolean is_asking;
  gint64 cancelled_us;    /* monotonic; when it was last sent, 0 for never */
  gint64 began_us;        /* monotonic */
  gint64 silent_since_us; /* monotonic; 0 while the printer answers */
  guint timer;
} Print;

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterPrintFollower, schalter_print_follower, G_TYPE_OBJECT)

static Print *
print_ref (Print *print)
{
  g_atomic_ref_count_inc (&print->n_refs);
  return print;
}

static void
print_unref (Print *print)
{
  if (!g_atomic_ref_count_dec (&print->n_refs))
    return;
  g_free (print->job_name);
  g_free (print->owner);
  g_strfreev (print->reasons);
  g_free (print);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Print, print_unref)

/* Leaves the table: its clock stops, late answers find no follower. */
static void
forget_print (gpointer data)
{
  Print *print = data;
  g_clear_handle_id (&print->timer, g_source_remove);
  print->follower = NULL;
  print_unref (print);
}

/* The ledger. */

static void
log_end (const Print *print)
{
  const char *state = schalter_print_state_to_string (print->state);
  gboolean is_confirmed = print->state == SCHALTER_PRINT_CONFIRMED;
  schalter_log (is_confirmed ? G_LOG_LEVEL_MESSAGE : G_LOG_LEVEL_WARNING,
                is_confirmed                             ? SCHALTER_MSG_PRINT_CONFIRMED
                : print->state == SCHALTER_PRINT_UNKNOWN ? SCHALTER_MSG_PRINT_UNKNOWN
                                                         : SCHALTER_MSG_PRINT_FAILED,
                "JOB_NAME",
                print->job_name,
                "MESSAGE",
                "Print %s ended: %s",
                print->job_name,
                state);
}

static void
end_print (Print *print)
{
  SchalterPrintFollower *self = print->follower;
  g_clear_handle_id (&print->timer, g_source_remove);
  log_end (print);
  if (print->owner == NULL)
    g_hash_table_remove (self->prints, print->job_name);
}

static void
on_step_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  if (!schalter_ledger_advance_finish (result, &error))
    g_warning ("The print ledger cannot be written: %s, continuing", error->message);
}

/* The ledger, and whoever waits for the print. These steps say what the printer has said, and it
 * can be asked again: only the first one, before a sheet can move, has to be waited for. */
static void
advance (Print *print, SchalterPrintState state)
{
  SchalterPrintFollower *self = print->follower;
  if (state != print->state && !schalter_print_state_can_become (print->state, state))
    return;
  print->state = state;
  SchalterPrintStep step = {
    .job_name = print->job_name,
    .state = state,
    .n_pages_out = print->n_pages_out,
    .job_id = print->job_id,
  };
  schalter_ledger_advance_async (self->db, &step, on_step_written, NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, print->job_name);
  if (schalter_print_state_is_final (state))
    end_print (print);
}

/* Cancelling: at both places, because either may have the job. What comes of it is seen by
 * following. */

static void
on_queue_cancelled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  if (!schalter_print_queue_cancel_finish (result, &error))
    g_debug ("Cancelling at the queue: %s", error->message);
}

static void
on_device_cancelled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  if (!schalter_print_device_cancel_finish (result, &error))
    g_debug ("Cancelling at the printer: %s", error->message);
}

static void
cancel (Print *print)
{
  SchalterPrintFollower *self = print->follower;
  print->cancelled_us = g_get_monotonic_time ();
  schalter_print_queue_cancel_async (
      self->cups_socket, self->queue, print->job_name, NULL, on_queue_cancelled, NULL);
  schalter_print_device_cancel_async (
      self->device_uri, print->job_name, NULL, on_device_cancelled, NULL);
}

static gboolean
was_cancelled_before (const Print *print, gint64 age_us)
{
  return print->cancelled_us != 0 && g_get_monotonic_time () - print->cancelled_us > age_us;
}

/* Following. */

/* One look: at the queue, then at the printer, so that what the queue has passed on is there. */
typedef struct {
  Print *print; /* owned */
  int queue_state;
} Look;

static void
look_free (Look *look)
{
  look->print->is_asking = FALSE;
  print_unref (look->print);
  g_free (look);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static gboolean
has_queue_ended (const Look *look)
{
  return look->queue_state == 0 || look->queue_state >= IPP_JOB_CANCELED;
}

/* The printer is silent: only when the queue is done too, and for long, is there an end. */
static void
judge_in_silence (Print *print, gboolean queue_has_ended)
{
  gint64 now_us = g_get_monotonic_time ();
  if (print->silent_since_us == 0 || !queue_has_ended)
    print->silent_since_us = now_us;
  else if (now_us - print->silent_since_us > SILENCE_LIMIT_US)
    advance (print, SCHALTER_PRINT_UNKNOWN);
}

/* Neither the queue nor the printer has heard of it: is anything still to come? */
static void
judge_never_sent (Print *print)
{
  gint64 age_us = g_get_monotonic_time () - print->began_us;
  if (age_us > PREFLIGHT_LIMIT_US || was_cancelled_before (print, CANCEL_GRACE_US))
    advance (print, SCHALTER_PRINT_FAILED);
}

static void
judge (const Look *look, const SchalterDeviceJob *job)
{
  Print *print = look->print;
  print->silent_since_us = 0;
  if (print->state == SCHALTER_PRINT_PREFLIGHT && !job->is_known && look->queue_state == 0) {
    judge_never_sent (print);
    return;
  }
  SchalterPrintState state =
      schalter_print_state_judge (job, print->n_pages, has_queue_ended (look));
  if (state == print->state && job->impressions <= print->n_pages_out)
    return;
  print->n_pages_out = MAX (print->n_pages_out, job->impressions);
  advance (print, state);
}

static void
on_job_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  g_autoptr (GError) error = NULL;
  SchalterDeviceJob job;
  Print *print = look->print;
  gboolean has_answered = schalter_print_device_find_job_finish (result, &job, &error);
  if (print->follower == NULL || schalter_print_state_is_final (print->state))
    return;
  if (has_answered)
    judge (look, &job);
  else
    judge_in_silence (print, has_queue_ended (look));
  /* What was on its way when it was cancelled may have arrived after it. */
  if (!schalter_print_state_is_final (print->state) &&
      was_cancelled_before (print, CANCEL_AGAIN_US))
    cancel (print);
}

static void
on_queue_polled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  g_autoptr (GError) error = NULL;
  const Print *print = look->print;
  const SchalterPrintFollower *self = print->follower;
  look->queue_state = schalter_print_queue_poll_finish (result, &error);
  if (error != NULL)
    look->queue_state = IPP_JOB_PROCESSING; /* a queue that does not answer has not ended */
  if (self == NULL)
    return;
  schalter_print_device_find_job_async (
      self->device_uri, print->job_name, self->cancellable, on_job_found, g_steal_pointer (&look));
}

static void
on_reasons (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Print) print = user_data;
  g_autoptr (GError) error = NULL;
  static const char *const silent[] = { "offline", NULL };
  g_autoptr (SchalterDeviceState) device = schalter_print_device_query_finish (result, &error);
  if (print->follower == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  const char *const *reasons = device != NULL ? (const char *const *)device->reasons : silent;
  if (g_strv_equal ((const char *const *)print->reasons, reasons))
    return;
  g_strfreev (print->reasons);
  print->reasons = g_strdupv ((char **)reasons);
  g_signal_emit (print->follower, signals[SIGNAL_CHANGED], 0, print->job_name);
}

static gboolean
on_tick (gpointer user_data)
{
  Print *print = user_data;
  const SchalterPrintFollower *self = print->follower;
  if (print->is_asking)
    return G_SOURCE_CONTINUE;
  print->is_asking = TRUE;
  Look *look = g_new0 (Look, 1);
  look->print = print_ref (print);
  schalter_print_queue_poll_async (
      self->cups_socket, self->queue, print->job_name, self->cancellable, on_queue_polled, look);
  if (print->state != SCHALTER_PRINT_PREFLIGHT)
    schalter_print_device_query_async (
        self->device_uri, self->cancellable, on_reasons, print_ref (print));
  return G_SOURCE_CONTINUE;
}

static Print *
add_print (SchalterPrintFollower *self, const char *job_name, const char *owner)
{
  Print *print = g_new0 (Print, 1);
  g_atomic_ref_count_init (&print->n_refs);
  print->follower = self;
  print->job_name = g_strdup (job_name);
  print->owner = g_strdup (owner);
  print->state = SCHALTER_PRINT_PREFLIGHT;
  print->n_pages_out = -1;
  print->reasons = g_new0 (char *, 1);
  print->began_us = g_get_monotonic_time ();
  g_hash_table_replace (self->prints, g_strdup (job_name), print);
  print->timer = g_timeout_add (TICK_MS, on_tick, print);
  return print;
}

/* Permitting: a row, the printer's word, and the row again, each before the next. */

typedef struct {
  char *owner;
  char *job_name; /* nullable: none yet */
  guint n_pages;
} Permit;

static void
permit_free (gpointer data)
{
  Permit *permit = data;
  g_free (permit->owner);
  g_free (permit->job_name);
  g_free (permit);
}

/* Every permit ends here. @error: (transfer full) */
static void
refuse_permit (GTask *task, GError *error)
{
  SchalterPrintFollower *self = g_task_get_source_object (task);
  self->is_permitting = FALSE;
  g_task_return_error (task, error);
}

static GError *
new_unavailable (const char *reasons)
{
  return g_error_new_literal (SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE, reasons);
}

static void
on_permit_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SchalterPrintFollower *self = g_task_get_source_object (task);
  const Permit *permit = g_task_get_task_data (task);
  if (!schalter_ledger_advance_finish (result, &error) ||
      g_cancellable_set_error_if_cancelled (self->cancellable, &error)) {
    refuse_permit (task, error);
    return;
  }
  Print *print = add_print (self, permit->job_name, permit->owner);
  print->n_pages = permit->n_pages;
  self->is_permitting = FALSE;
  g_task_return_pointer (task, g_strdup (permit->job_name), g_free);
}

static void
on_device_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const SchalterPrintFollower *self = g_task_get_source_object (task);
  const Permit *permit = g_task_get_task_data (task);
  g_autoptr (SchalterDeviceState) device = schalter_print_device_query_finish (result, NULL);
  if (device == NULL || !device->is_able) {
    g_autofree char *reasons = device != NULL ? g_strjoinv (",", device->reasons) : NULL;
    refuse_permit (task, new_unavailable (reasons != NULL ? reasons : "offline"));
    return;
  }
  SchalterPrintStep step = {
    .job_name = permit->job_name,
    .state = SCHALTER_PRINT_PREFLIGHT,
    .n_pages_out = -1,
  };
  schalter_ledger_advance_async (self->db, &step, on_permit_written, g_steal_pointer (&task));
}

static void
on_issued (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  const SchalterPrintFollower *self = g_task_get_source_object (task);
  Permit *permit = g_task_get_task_data (task);
  permit->job_name = schalter_ledger_issue_finish (result, &error);
  if (permit->job_name == NULL)
    refuse_permit (task, error);
  else
    schalter_print_device_query_async (
        self->device_uri, self->cancellable, on_device_asked, g_steal_pointer (&task));
}

void
schalter_print_follower_permit_async (SchalterPrintFollower *self,
                                      const char *owner,
                                      const SchalterPrintOrder *order,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (SCHALTER_IS_PRINT_FOLLOWER (self) && owner != NULL && order != NULL);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, schalter_print_follower_permit_async);
  /* The ledger knows only of prints under way; one at a time may become one. */
  if (self->device_uri[0] == '\0' || self->is_permitting) {
    g_task_return_error (task, new_unavailable (self->is_permitting ? "busy" : "no-printer"));
    return;
  }
  Permit *permit = g_new0 (Permit, 1);
  permit->owner = g_strdup (owner);
  permit->n_pages = order->n_pages;
  g_task_set_task_data (task, permit, permit_free);
  self->is_permitting = TRUE;
  schalter_ledger_issue_async (self->db, order, on_issued, g_steal_pointer (&task));
}

char *
schalter_print_follower_permit_finish (SchalterPrintFollower *self,
                                       GAsyncResult *result,
                                       GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* What a session asks and reports. */

static Print *
find_print (SchalterPrintFollower *self, const char *owner, const char *job_name)
{
  Print *print = g_hash_table_lookup (self->prints, job_name);
  return print != NULL && g_strcmp0 (print->owner, owner) == 0 ? print : NULL;
}

gboolean
schalter_print_follower_get (SchalterPrintFollower *self,
                             const char *owner,
                             const char *job_name,
                             SchalterFollowedPrint *print_out)
{
  g_return_val_if_fail (SCHALTER_IS_PRINT_FOLLOWER (self), FALSE);
  const Print *print = find_print (self, owner, job_name);
  if (print == NULL)
    return FALSE;
  *print_out = (SchalterFollowedPrint){ print->state,
                                        print->n_pages_out,
                                        (const char *const *)print->reasons };
  return TRUE;
}

gboolean
schalter_print_follower_report_submitted (SchalterPrintFollower *self,
                                          const char *owner,
                                          const char *job_name,
                                          int job_id)
{
  g_return_val_if_fail (SCHALTER_IS_PRINT_FOLLOWER (self), FALSE);
  Print *print = find_print (self, owner, job_name);
  if (print == NULL)
    return FALSE;
  gboolean has_ended = schalter_print_state_is_final (print->state);
  print->job_id = job_id;
  /* What failed may have failed after the queue took it; what comes too late was given up. */
  if ((job_id == 0) != has_ended)
    cancel (print);
  else if (print->state == SCHALTER_PRINT_PREFLIGHT)
    advance (print, SCHALTER_PRINT_SUBMITTED);
  return TRUE;
}

gboolean
schalter_print_follower_cancel (SchalterPrintFollower *self,
                                const char *owner,
                                const char *job_name)
{
  g_return_val_if_fail (SCHALTER_IS_PRINT_FOLLOWER (self), FALSE);
  Print *print = find_print (self, owner, job_name);
  if (print != NULL && !schalter_print_state_is_final (print->state))
    cancel (print);
  return print != NULL;
}

void
schalter_print_follower_drop_owner (SchalterPrintFollower *self, const char *owner)
{
  g_return_if_fail (SCHALTER_IS_PRINT_FOLLOWER (self));
  GHashTableIter iter;
  gpointer value = NULL;
  g_hash_table_iter_init (&iter, self->prints);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Print *print = value;
    if (g_strcmp0 (print->owner, owner) != 0)
      continue;
    g_clear_pointer (&print->owner, g_free);
    if (schalter_print_state_is_final (print->state))
      g_hash_table_iter_remove (&iter);
    else
      cancel (print);
  }
}

/* Recovery. */

static void
on_recovered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SchalterPrintFollower) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = schalter_ledger_list_open_finish (result, &error);
  if (rows == NULL) {
    g_warning ("The print ledger cannot be read: %s, continuing", error->message);
    return;
  }
  for (guint i = 0; i < rows->len && !g_cancellable_is_cancelled (self->cancellable); i++) {
    const SchalterPrint *row = rows->pdata[i];
    Print *print = add_print (self, row->job_name, NULL);
    print->n_pages = row->n_pages;
    print->n_pages_out = row->n_pages_out;
    print->state = row->state;
    print->job_id = row->job_id;
    schalter_log (G_LOG_LEVEL_MESSAGE,
                  SCHALTER_MSG_PRINT_RECOVERED,
                  "JOB_NAME",
                  row->job_name,
                  "MESSAGE",
                  "Print %s was under way when the agent stopped; it is being cancelled",
                  row->job_name);
    cancel (print);
  }
}

void
schalter_print_follower_recover (SchalterPrintFollower *self)
{
  g_return_if_fail (SCHALTER_IS_PRINT_FOLLOWER (self));
  schalter_ledger_list_open_async (self->db, on_recovered, g_object_ref (self));
}

/* The object. */

static void
schalter_print_follower_dispose (GObject *object)
{
  SchalterPrintFollower *self = SCHALTER_PRINT_FOLLOWER (object);
  g_cancellable_cancel (self->cancellable);
  g_hash_table_remove_all (self->prints);
  G_OBJECT_CLASS (schalter_print_follower_parent_class)->dispose (object);
}

static void
schalter_print_follower_finalize (GObject *object)
{
  SchalterPrintFollower *self = SCHALTER_PRINT_FOLLOWER (object);
  g_hash_table_unref (self->prints);
  g_clear_object (&self->cancellable);
  g_free (self->cups_socket);
  g_free (self->queue);
  g_free (self->device_uri);
  G_OBJECT_CLASS (schalter_print_follower_parent_class)->finalize (object);
}

static void
schalter_print_follower_class_init (SchalterPrintFollowerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  object_class->dispose = schalter_print_follower_dispose;
  object_class->finalize = schalter_print_follower_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          G_TYPE_FROM_CLASS (class),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_STRING);
}

static void
schalter_print_follower_init (SchalterPrintFollower *self)
{
  self->cancellable = g_cancellable_new ();
  self->prints = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, forget_print);
}

SchalterPrintFollower *
schalter_print_follower_new (SchalterAgentDb *db, const SchalterPrinterAddress *printer)
{
  SchalterPrintFollower *self = g_object_new (SCHALTER_TYPE_PRINT_FOLLOWER, NULL);
  self->db = db;
  self->cups_socket = g_strdup (printer->cups_socket);
  self->queue = g_strdup (printer->queue);
  self->device_uri = g_strdup (printer->device_uri);
  return self;
}
