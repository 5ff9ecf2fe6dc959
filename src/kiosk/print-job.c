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

struct _SchalterPrintJob {
  GObject parent_instance;

  SchalterPrintJobState state;
  guint n_pages;
  guint pages_out;

  /* owned */
  SchalterAgentLink *link;
  GCancellable *cancellable;
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

static gboolean
is_over (SchalterPrintJob *self)
{
  return self->state != SCHALTER_PRINT_JOB_PREPARING && self->state != SCHALTER_PRINT_JOB_PRINTING;
}

static void
set_state (SchalterPrintJob *self, SchalterPrintJobState state)
{
  self->state = state;
  if (is_over (self)) {
    g_clear_handle_id (&self->ask_source, g_source_remove);
    g_clear_pointer (&self->pdf, g_bytes_unref);
  }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
schalter_print_job_cancel (SchalterPrintJob *self)
{
  g_return_if_fail (SCHALTER_IS_PRINT_JOB (self));
  if (g_cancellable_is_cancelled (self->cancellable) || is_over (self))
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->ask_source, g_source_remove);
  if (self->job_name != NULL)
    schalter_agent_link_cancel_print (self->link, self->job_name);
}

static void
schalter_print_job_dispose (GObject *object)
{
  SchalterPrintJob *self = SCHALTER_PRINT_JOB (object);
  schalter_print_job_cancel (self);
  g_clear_handle_id (&self->ask_source, g_source_remove);
  g_clear_object (&self->link);
  G_OBJECT_CLASS (schalter_print_job_parent_class)->dispose (object);
}

static void
schalter_print_job_finalize (GObject *object)
{
  SchalterPrintJob *self = SCHALTER_PRINT_JOB (object);
  g_object_unref (self->cancellable);
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
  self->reasons = g_new0 (char *, 1);
}

static SchalterPrintJobState
get_job_state (SchalterPrintState state)
{
  switch (state) {
  case SCHALTER_PRINT_CONFIRMED:
    return SCHALTER_PRINT_JOB_DONE;
  case SCHALTER_PRINT_FAILED:
    return SCHALTER_PRINT_JOB_FAILED;
  case SCHALTER_PRINT_UNKNOWN:
    return SCHALTER_PRINT_JOB_UNKNOWN;
  case SCHALTER_PRINT_ISSUED:
  case SCHALTER_PRINT_PREFLIGHT:
  case SCHALTER_PRINT_SUBMITTED:
  case SCHALTER_PRINT_PRINTING:
  default:
    return SCHALTER_PRINT_JOB_PRINTING;
  }
}

static void
on_status (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SchalterPrintJob) self = user_data;
  g_autoptr (SchalterPrintStatus) status =
      schalter_agent_link_get_print_finish (SCHALTER_AGENT_LINK (source), result, NULL);
  /* An agent that is away is asked again; a late answer to an ended job says nothing new. */
  if (status == NULL || is_over (self))
    return;
  if (status->pages_out > 0)
    self->pages_out = MIN ((guint)status->pages_out, self->n_pages);
  g_strfreev (self->reasons);
  self->reasons = g_steal_pointer (&status->reasons);
  set_state (self, get_job_state (status->state));
}

static void
ask (SchalterPrintJob *self)
{
  schalter_agent_link_get_print_async (
      self->link, self->job_name, self->cancellable, on_status, g_object_ref (self));
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
  if (!is_over (self) && g_strcmp0 (self->job_name, job_name) == 0)
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

static void
on_queued (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SchalterPrintJob) self = user_data;
  g_autoptr (GError) error = NULL;
  int job_id = schalter_print_queue_submit_finish (result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return; /* the print has been cancelled at the agent */
  schalter_agent_link_report_submitted (self->link, self->job_name, job_id);
  if (job_id == 0) {
    g_message ("The queue did not take print %s: %s", self->job_name, error->message);
    set_state (self, SCHALTER_PRINT_JOB_FAILED);
    return;
  }
  self->ask_source = g_timeout_add_seconds (ASK_AGAIN_S, on_ask_again, self);
}

static void
take_refusal (SchalterPrintJob *self, const GError *error)
{
  g_strfreev (self->reasons);
  self->reasons = g_strsplit (error->message, ",", 16);
  set_state (self, SCHALTER_PRINT_JOB_IMPOSSIBLE);
}

static void
on_permitted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SchalterPrintJob) self = user_data;
  g_autoptr (GError) error = NULL;
  self->job_name =
      schalter_agent_link_permit_print_finish (SCHALTER_AGENT_LINK (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable)) {
    if (self->job_name != NULL)
      schalter_agent_link_cancel_print (self->link, self->job_name);
    return;
  }
  if (self->job_name == NULL) {
    take_refusal (self, error);
    return;
  }
  SchalterPrintRequest request = {
    .cups_socket = self->cups_socket,
    .queue = self->queue,
    .job_name = self->job_name,
    .pdf = self->pdf,
  };
  schalter_print_queue_submit_async (&request, self->cancellable, on_queued, g_object_ref (self));
  set_state (self, SCHALTER_PRINT_JOB_PRINTING);
}

void
schalter_print_job_start (SchalterPrintJob *self)
{
  g_return_if_fail (SCHALTER_IS_PRINT_JOB (self) && self->job_name == NULL);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->pdf);
  SchalterPrintPermit permit = {
    .kind = self->kind,
    .number = self->number,
    .sha256 = sha256,
    .n_pages = self->n_pages,
  };
  schalter_agent_link_permit_print_async (
      self->link, &permit, self->cancellable, on_permitted, g_object_ref (self));
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
