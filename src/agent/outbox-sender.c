/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sender: takes what is due, sends it, and writes down how that ended. Each step is one job on
 * the database's thread; killed between any two, the item is sent again, which the portal knows by
 * its id. */
#include "config.h"

#include "outbox-sender.h"
#include "agent-log.h"
#include "outbox.h"
#include "retry.h"
#include "schalter-error.h"

#define MAX_IN_FLIGHT 4
/* At the latest then the outbox is looked through again, whatever the clock did meanwhile. */
#define MAX_SLEEP_MS (60 * 1000)

/* Of one item. The cap is short, because after a long outage a citizen's request must not wait for
 * its own turn; the portal is spared by the policy below. */
static const SchalterRetryPolicy item_policy = { 1000, 4000, 60 * 1000 };
/* Of the portal as a whole: a portal that is gone is not asked for each item. */
static const SchalterRetryPolicy portal_policy = { 500, 2000, 60 * 1000 };

struct _SchalterOutboxSender {
  GObject parent_instance;
  /* owned */
  SchalterPortalClient *portal; /* nullable */
  SchalterNetworkState *network;
  GCancellable *cancellable;
  SchalterOutboxSummary summary;
  guint n_in_flight;
  guint n_failures;       /* of the portal, in a row */
  gint64 closed_until_us; /* monotonic: nothing is sent before */
  gboolean is_taking;
  gboolean needs_recovery; /* an outcome could not be written down */
  /* borrowed */
  SchalterAgentDb *db;
  /* handles */
  guint timer;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterOutboxSender, schalter_outbox_sender, G_TYPE_OBJECT)

static void pump (SchalterOutboxSender *self);

/* A send under way. */
typedef struct {
  SchalterOutboxSender *sender; /* owned */
  SchalterOutboxParcel *parcel; /* owned */
} Send;

static void
send_free (Send *send)
{
  g_clear_object (&send->sender);
  g_clear_pointer (&send->parcel, schalter_outbox_parcel_free);
  g_free (send);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Send, send_free)

static gboolean
on_timer (gpointer user_data)
{
  SchalterOutboxSender *self = user_data;
  self->timer = 0;
  pump (self);
  return G_SOURCE_REMOVE;
}

/* Sleeps until the next item is due and the portal may be asked. */
static void
sleep_until_due (SchalterOutboxSender *self)
{
  gint64 due_us = self->summary.next_attempt_us - g_get_real_time ();
  gint64 open_us = self->closed_until_us - g_get_monotonic_time ();
  gint64 wait_ms = CLAMP (MAX (due_us, open_us) / 1000 + 1, 1, MAX_SLEEP_MS);
  if (self->summary.next_attempt_us < 0)
    wait_ms = MAX_SLEEP_MS;
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add ((guint)wait_ms, on_timer, self);
}

/* Takes the next item, or, when none is due, looks when one will be. */
typedef struct {
  gint64 now_us;
  gboolean is_recovering;
  gboolean is_open;
  SchalterOutboxParcel *parcel;
  SchalterOutboxSummary summary;
} Take;

static void
take_free (gpointer data)
{
  Take *take = data;
  g_clear_pointer (&take->parcel, schalter_outbox_parcel_free);
  g_free (take);
}

static gboolean
run_take (SchalterDb *db, gpointer request, GError **error)
{
  Take *take = request;
  if (take->is_recovering && !schalter_outbox_recover (db, error))
    return FALSE;
  if (!schalter_outbox_prune (db, take->now_us, error))
    return FALSE;
  if (take->is_open && !schalter_outbox_take_due (db, take->now_us, &take->parcel, error))
    return FALSE;
  return schalter_outbox_summarise (db, take->now_us, &take->summary, error);
}

static const SchalterAgentDbJob take_job = { run_take, take_free };

/* How a send ended. */
typedef struct {
  char *submission_id;
  char *receipt; /* nullable: it was not delivered */
  char *problem;
  gboolean needs_attention;
  gint64 now_us;
  gint64 next_attempt_us;
} Outcome;

static void
outcome_free (gpointer data)
{
  Outcome *outcome = data;
  g_free (outcome->submission_id);
  g_free (outcome->receipt);
  g_free (outcome->problem);
  g_free (outcome);
}

static gboolean
run_outcome (SchalterDb *db, gpointer request, GError **error)
{
  const Outcome *outcome = request;
  const char *id = outcome->submission_id;
  if (outcome->receipt != NULL)
    return schalter_outbox_mark_delivered (db, id, outcome->receipt, outcome->now_us, error);
  if (outcome->needs_attention)
    return schalter_outbox_mark_attention (db, id, outcome->problem, error);
  return schalter_outbox_mark_failed (db, id, outcome->problem, outcome->next_attempt_us, error);
}

static const SchalterAgentDbJob outcome_job = { run_outcome, outcome_free };

static void
log_outcome (const Outcome *outcome)
{
  if (outcome->receipt != NULL)
    schalter_log (G_LOG_LEVEL_MESSAGE,
                  SCHALTER_MSG_OUTBOX_DELIVERED,
                  "SUBMISSION",
                  outcome->submission_id,
                  "MESSAGE",
                  "Submission %s is delivered",
                  outcome->submission_id);
  else
    schalter_log (outcome->needs_attention ? G_LOG_LEVEL_WARNING : G_LOG_LEVEL_INFO,
                  outcome->needs_attention ? SCHALTER_MSG_OUTBOX_ATTENTION
                                           : SCHALTER_MSG_OUTBOX_RETRY,
                  "SUBMISSION",
                  outcome->submission_id,
                  "REASON",
                  outcome->problem,
                  "MESSAGE",
                  "Submission %s is not delivered: %s, continuing",
                  outcome->submission_id,
                  outcome->problem);
}

static void
on_outcome_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SchalterOutboxSender) self = user_data;
  g_autoptr (GError) error = NULL;
  const Outcome *outcome = schalter_agent_db_run_finish (result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->n_in_flight--;
  if (outcome == NULL) {
    g_warning ("The end of a send could not be kept: %s, continuing; it is sent again",
               error->message);
    self->needs_recovery = TRUE;
  } else {
    log_outcome (outcome);
  }
  pump (self);
}

/* What a person must look at; everything else is tried again. */
static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_REFUSED) ||
         g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_CONFLICT);
}

static void
note_portal (SchalterOutboxSender *self, const GError *error)
{
  schalter_network_state_report (self->network, error);
  self->n_failures = error == NULL || is_final (error) ? 0 : self->n_failures + 1;
  self->closed_until_us = 0;
  if (self->n_failures > 0)
    self->closed_until_us =
        g_get_monotonic_time () + 1000 * (gint64)schalter_retry_get_wait_ms (
                                             &portal_policy, self->n_failures, g_random_int ());
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Send) send = user_data;
  SchalterOutboxSender *self = send->sender;
  g_autoptr (GError) error = NULL;
  g_autofree char *receipt =
      schalter_portal_client_submit_finish (SCHALTER_PORTAL_CLIENT (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  note_portal (self, error);
  Outcome *outcome = g_new0 (Outcome, 1);
  guint n_failures = send->parcel->n_attempts + 1;
  outcome->submission_id = g_strdup (send->parcel->envelope->submission_id);
  outcome->receipt = g_steal_pointer (&receipt);
  outcome->problem = g_strdup (error == NULL ? "" : error->message);
  outcome->needs_attention = error != NULL && is_final (error);
  outcome->now_us = g_get_real_time ();
  outcome->next_attempt_us =
      outcome->now_us +
      1000 * (gint64)schalter_retry_get_wait_ms (&item_policy, n_failures, g_random_int ());
  schalter_agent_db_run_async (
      self->db, &outcome_job, outcome, self->cancellable, on_outcome_written, g_object_ref (self));
}

static void
send_parcel (SchalterOutboxSender *self, SchalterOutboxParcel *parcel)
{
  Send *send = g_new0 (Send, 1);
  send->sender = g_object_ref (self);
  send->parcel = parcel;
  self->n_in_flight++;
  schalter_portal_client_submit_async (
      self->portal, parcel->envelope, parcel->sealed, self->cancellable, on_sent, send);
}

static void
take_summary (SchalterOutboxSender *self, const SchalterOutboxSummary *summary)
{
  gboolean is_changed = summary->n_waiting != self->summary.n_waiting ||
                        summary->n_attention != self->summary.n_attention;
  self->summary = *summary;
  if (is_changed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_taken (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SchalterOutboxSender) self = user_data;
  g_autoptr (GError) error = NULL;
  Take *take = schalter_agent_db_run_finish (result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->is_taking = FALSE;
  if (take == NULL) {
    g_warning ("The outbox cannot be read now: %s, continuing", error->message);
    self->needs_recovery = TRUE;
    self->summary.next_attempt_us = -1;
    sleep_until_due (self);
    return;
  }
  if (take->is_recovering)
    self->needs_recovery = FALSE;
  take_summary (self, &take->summary);
  if (take->parcel == NULL) {
    sleep_until_due (self);
    return;
  }
  send_parcel (self, g_steal_pointer (&take->parcel));
  pump (self);
}

/* After a failure one item at a time feels whether the portal is back. */
static gboolean
is_open (SchalterOutboxSender *self)
{
  guint max_in_flight = self->n_failures > 0 ? 1 : MAX_IN_FLIGHT;
  return self->portal != NULL && self->n_in_flight < max_in_flight &&
         g_get_monotonic_time () >= self->closed_until_us;
}

static void
pump (SchalterOutboxSender *self)
{
  if (self->is_taking)
    return;
  self->is_taking = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  Take *take = g_new0 (Take, 1);
  take->now_us = g_get_real_time ();
  take->is_recovering = self->needs_recovery && self->n_in_flight == 0;
  take->is_open = is_open (self);
  schalter_agent_db_run_async (
      self->db, &take_job, take, self->cancellable, on_taken, g_object_ref (self));
}

void
schalter_outbox_sender_start (SchalterOutboxSender *self)
{
  g_return_if_fail (SCHALTER_IS_OUTBOX_SENDER (self));
  self->needs_recovery = TRUE;
  pump (self);
}

void
schalter_outbox_sender_wake (SchalterOutboxSender *self)
{
  g_return_if_fail (SCHALTER_IS_OUTBOX_SENDER (self));
  pump (self);
}

guint
schalter_outbox_sender_get_n_waiting (SchalterOutboxSender *self)
{
  g_return_val_if_fail (SCHALTER_IS_OUTBOX_SENDER (self), 0);
  return self->summary.n_waiting;
}

guint
schalter_outbox_sender_get_n_attention (SchalterOutboxSender *self)
{
  g_return_val_if_fail (SCHALTER_IS_OUTBOX_SENDER (self), 0);
  return self->summary.n_attention;
}

/* The portal is back: what waited because of it need not wait any longer. */
static void
on_network_changed (SchalterOutboxSender *self)
{
  if (!schalter_network_state_is_online (self->network))
    return;
  self->n_failures = 0;
  self->closed_until_us = 0;
  pump (self);
}

static void
schalter_outbox_sender_dispose (GObject *object)
{
  SchalterOutboxSender *self = SCHALTER_OUTBOX_SENDER (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->portal);
  g_clear_object (&self->network);
  G_OBJECT_CLASS (schalter_outbox_sender_parent_class)->dispose (object);
}

static void
schalter_outbox_sender_finalize (GObject *object)
{
  SchalterOutboxSender *self = SCHALTER_OUTBOX_SENDER (object);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (schalter_outbox_sender_parent_class)->finalize (object);
}

static void
schalter_outbox_sender_class_init (SchalterOutboxSenderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->dispose = schalter_outbox_sender_dispose;
  object_class->finalize = schalter_outbox_sender_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SCHALTER_TYPE_OUTBOX_SENDER,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
schalter_outbox_sender_init (SchalterOutboxSender *self)
{
  self->cancellable = g_cancellable_new ();
  self->summary.next_attempt_us = -1;
}

SchalterOutboxSender *
schalter_outbox_sender_new (SchalterAgentDb *db,
                            SchalterPortalClient *portal,
                            SchalterNetworkState *network)
{
  SchalterOutboxSender *self = g_object_new (SCHALTER_TYPE_OUTBOX_SENDER, NULL);
  self->db = db;
  g_set_object (&self->portal, portal);
  g_set_object (&self->network, network);
  g_signal_connect_object (
      network, "changed", G_CALLBACK (on_network_changed), self, G_CONNECT_SWAPPED);
  return self;
}
