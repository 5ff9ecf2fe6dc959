/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Printing one document from the session: permit, queue, and then only what the agent reports from
 * the printer itself. */
#include "config.h"

#include "print-job.h"

#include "print-queue.h"
#include "schalter-error.h"

/* The agent signals every change; this is for a signal lost while it restarts. */
#define ASK_AGAIN_S 2
#define PATIENCE_US (60 * G_USEC_PER_SEC)

struct _SchalterPrintJob {
  GObject parent_instance;

  SchalterPrintJobState state;
  gboolean is_started;
  guint n_pages;
  guint pages_out;
  gint64 heard_us; /* monotonic: when the agent last said something */

  /* owned */
  SchalterAgentLink *link;
  GCancellable *cancellable;        /* of following, for the end of the object */
  GCancellable *submit_cancellable; /* of sending, for the citizen's wish */
  char *cups_socket;
  char *queue;
  char *kind;
  char *number;
  char *job_name;
  GBytes *pdf;
  char **reasons;

  /* handles */
  guint ask_source;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterPrintJob, schalter_print_job, G_TYPE_OBJECT)

gboolean
schalter_print_job_is_over (SchalterPrintJob *self)
{
  g_return_val_if_fail (SCHALTER_IS_PRINT_JOB (self), TRUE);
  switch (self->state) {
  case SCHALTER_PRINT_JOB_PREPARING:
  case SCHALTER_PRINT_JOB_PRINTING:
  case SCHALTER_PRINT_JOB_CANCELLING:
    return FALSE;
  case SCHALTER_PRINT_JOB_IMPOSSIBLE:
  case SCHALTER_PRINT_JOB_CANCELLED:
  case SCHALTER_PRINT_JOB_DONE:
  case SCHALTER_PRINT_JOB_FAILED:
  case SCHALTER_PRINT_JOB_UNKNOWN:
  default:
    return TRUE;
  }
}

static void
set_state (SchalterPrintJob *self, SchalterPrintJobState state)
{
  self->state = state;
  if (schalter_print_job_is_over (self)) {
    g_clear_handle_id (&self->ask_source, g_source_remove);
    g_clear_pointer (&self->pdf, g_bytes_unref);
  }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
take_back (SchalterPrintJob *self)
{
  g_cancellable_cancel (self->submit_cancellable);
  if (self->job_name != NULL)
    schalter_agent_link_cancel_print (self->link, self->job_name);
}

void
schalter_print_job_cancel (SchalterPrintJob *self)
{
  g_return_if_fail (SCHALTER_IS_PRINT_JOB (self));
  if (self->state == SCHALTER_PRINT_JOB_CANCELLING || schalter_print_job_is_over (self))
    return;
  take_back (self);
  set_state (self, SCHALTER_PRINT_JOB_CANCELLING);
}

static void
schalter_print_job_dispose (GObject *object)
{
  SchalterPrintJob *self = SCHALTER_PRINT_JOB (object);
  if (self->link != NULL && self->state != SCHALTER_PRINT_JOB_CANCELLING &&
      !schalter_print_job_is_over (self))
    take_back (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->ask_source, g_source_remove);
  g_clear_object (&self->link);
  G_OBJECT_CLASS (schalter_print_job_parent_class)->dispose (object);
}

static void
schalter_print_job_finalize (GObject *object)
{
  SchalterPrintJob *self = SCHALTER_PRINT_JOB (object);
  g_object_unref (self->cancellable);
  g_object_unref (self->submit_cancellable);
  g_free (self->cups_socket);
  g_free (self->queue);
  g_free (self->kind);
  g_free (self->number);
  g_free (self->job_name);
  g_clear_pointer (&self->pdf, g_bytes_unref);
  g_strfreev (self->reasons);
  G_OBJECT_CLASS (schalter_print_job_parent_class)->finalize (object);
}

static void
schalter_print_job_class_init (SchalterPrintJobClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = schalter_print_job_dispose;
  G_OBJECT_CLASS (klass)->finalize = schalter_print_job_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", SCHALTER_TYPE_PRINT_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
schalter_print_job_init (SchalterPrintJob *self)
{
  self->cancellable = g_cancellable_new ();
  self->submit_cancellable = g_cancellable_new ();
  self->reasons = g_new0 (char *, 1);
}

static SchalterPrintJobState
get_job_state (SchalterPrintJob *self, SchalterPrintState state)
{
  gboolean is_cancelling = self->state == SCHALTER_PRINT_JOB_CANCELLING;
  switch (state) {
  case SCHALTER_PRINT_CONFIRMED:
    return SCHALTER_PRINT_JOB_DONE;
  case SCHALTER_PRINT_FAILED:
    return is_cancelling ? SCHALTER_PRINT_JOB_CANCELLED : SCHALTER_PRINT_JOB_FAILED;
  case SCHALTER_PRINT_UNKNOWN:
    return SCHALTER_PRINT_JOB_UNKNOWN;
  case SCHALTER_PRINT_ISSUED:
  case SCHALTER_PRINT_PREFLIGHT:
  case SCHALTER_PRINT_SUBMITTED:
  case SCHALTER_PRINT_PRINTING:
  default:
    return is_cancelling ? SCHALTER_PRINT_JOB_CANCELLING : SCHALTER_PRINT_JOB_PRINTING;
  }
}

/* An agent that restarts is asked again; one that knows nothing of the print never will. */
static void
take_silence (SchalterPrintJob *self, const GError *error)
{
  gboolean is_forgotten = g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND);
  if (is_forgotten || g_get_monotonic_time () - self->heard_us > PATIENCE_US)
    set_state (self, SCHALTER_PRINT_JOB_UNKNOWN);
}

static void
on_status (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterPrintStatus) status =
      schalter_agent_link_get_print_finish (SCHALTER_AGENT_LINK (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* self is gone */
  SchalterPrintJob *self = user_data;
  if (schalter_print_job_is_over (self))
    return; /* a late answer says nothing new */
  if (status == NULL) {
    take_silence (self, error);
    return;
  }
  self->heard_us = g_get_monotonic_time ();
  if (status->pages_out > 0)
    self->pages_out = MIN ((guint)status->pages_out, self->n_pages);
  g_strfreev (self->reasons);
  self->reasons = g_steal_pointer (&status->reasons);
  set_state (self, get_job_state (self, status->state));
}

static void
ask (SchalterPrintJob *self)
{
  schalter_agent_link_get_print_async (
      self->link, self->job_name, self->cancellable, on_status, self);
}

static gboolean
on_ask_again (gpointer user_data)
{
  ask (user_data);
  return G_SOURCE_CONTINUE;
}

static void
on_print_changed (SchalterPrintJob *self, const char *job_name)
{
  if (!schalter_print_job_is_over (self) && g_strcmp0 (self->job_name, job_name) == 0)
    ask (self);
}

SchalterPrintJob *
schalter_print_job_new (SchalterAgentLink *link,
                        const char *cups_socket,
                        const char *queue,
                        const SchalterPrintPaper *paper)
{
  SchalterPrintJob *self = g_object_new (SCHALTER_TYPE_PRINT_JOB, NULL);
  self->link = g_object_ref (link);
  self->cups_socket = g_strdup (cups_socket);
  self->queue = g_strdup (queue);
  self->kind = g_strdup (paper->kind);
  self->number = g_strdup (paper->number);
  self->pdf = g_bytes_ref (paper->pdf);
  self->n_pages = paper->n_pages;
  g_signal_connect_object (
      link, "print-changed", G_CALLBACK (on_print_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/* The agent is told in any case: a queue that did not answer may have made the job all the same,
 * and then the agent takes it back. */
static void
on_queued (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SchalterPrintJob) self = user_data;
  g_autoptr (GError) error = NULL;
  int job_id = schalter_print_queue_submit_finish (result, &error);
  if (self->link == NULL)
    return; /* disposed of, and so cancelled at the agent */
  if (job_id == 0)
    g_message ("The queue did not take print %s: %s", self->job_name, error->message);
  schalter_agent_link_report_submitted (self->link, self->job_name, job_id);
  ask (self);
}

static void
take_refusal (SchalterPrintJob *self, const GError *error)
{
  g_strfreev (self->reasons);
  self->reasons = g_strsplit (error->message, ",", 16);
  for (guint i = 0; self->reasons[i] != NULL; i++)
    g_strstrip (self->reasons[i]);
  set_state (self,
             self->state == SCHALTER_PRINT_JOB_CANCELLING ? SCHALTER_PRINT_JOB_CANCELLED
                                                          : SCHALTER_PRINT_JOB_IMPOSSIBLE);
}

static void
submit (SchalterPrintJob *self)
{
  SchalterPrintRequest request = {
    .cups_socket = self->cups_socket,
    .queue = self->queue,
    .job_name = self->job_name,
    .pdf = self->pdf,
  };
  self->heard_us = g_get_monotonic_time ();
  self->ask_source = g_timeout_add_seconds (ASK_AGAIN_S, on_ask_again, self);
  schalter_print_queue_submit_async (
      &request, self->submit_cancellable, on_queued, g_object_ref (self));
  set_state (self, SCHALTER_PRINT_JOB_PRINTING);
}

/* Holds a reference: a permit that comes too late must still be given back. */
static void
on_permitted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SchalterPrintJob) self = user_data;
  g_autoptr (GError) error = NULL;
  self->job_name =
      schalter_agent_link_permit_print_finish (SCHALTER_AGENT_LINK (source), result, &error);
  if (self->job_name == NULL) {
    take_refusal (self, error);
  } else if (self->state == SCHALTER_PRINT_JOB_CANCELLING) {
    schalter_agent_link_cancel_print (self->link, self->job_name);
    set_state (self, SCHALTER_PRINT_JOB_CANCELLED);
  } else {
    submit (self);
  }
}

void
schalter_print_job_start (SchalterPrintJob *self)
{
  g_return_if_fail (SCHALTER_IS_PRINT_JOB (self) && !self->is_started);
  self->is_started = TRUE;
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->pdf);
  SchalterPrintPermit permit = {
    .kind = self->kind,
    .number = self->number,
    .sha256 = sha256,
    .n_pages = self->n_pages,
  };
  schalter_agent_link_permit_print_async (
      self->link, &permit, NULL, on_permitted, g_object_ref (self));
}

SchalterPrintJobState
schalter_print_job_get_state (SchalterPrintJob *self)
{
  return self->state;
}

guint
schalter_print_job_get_n_pages (SchalterPrintJob *self)
{
  return self->n_pages;
}

guint
schalter_print_job_get_pages_out (SchalterPrintJob *self)
{
  return self->pages_out;
}

const char *const *
schalter_print_job_get_reasons (SchalterPrintJob *self)
{
  return (const char *const *)self->reasons;
}
