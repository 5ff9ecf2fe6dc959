/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db.h"
#include "envelope.h"

G_BEGIN_DECLS

/**
 * The outbox: what citizens handed in, sealed, until the portal has it. Every change is on the disk
 * when a function returns. waiting → sending → delivered, or attention when the portal refused; a
 * person decides then. A repeat of a send is harmless, because the submission id is the
 * Idempotency-Key.
 */

typedef enum {
  SCHALTER_OUTBOX_WAITING,
  SCHALTER_OUTBOX_SENDING,
  SCHALTER_OUTBOX_DELIVERED,
  SCHALTER_OUTBOX_ATTENTION,
} SchalterOutboxState;

/* "waiting", "sending", "delivered", "attention" */
const char *schalter_outbox_state_to_string (SchalterOutboxState state);

/* No wait is longer; a next attempt further off was written under a wrong clock. */
#define SCHALTER_OUTBOX_MAX_WAIT_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
/* How long the envelope of a delivered item is kept. */
#define SCHALTER_OUTBOX_KEEP_US (G_GINT64_CONSTANT (30) * 86400 * G_USEC_PER_SEC)

/**
 * SchalterOutboxSubmission:
 * @envelope: checked; its reference is empty
 * @fill_random: a cryptographic source, for the reference
 *
 * What a session hands in. All borrowed.
 */
typedef struct {
  const SchalterEnvelope *envelope;
  GBytes *sealed;
  gint64 now_us;
  void (*fill_random) (guint8 *buffer, gsize length);
} SchalterOutboxSubmission;

/**
 * schalter_outbox_add:
 * @reference_out: (transfer full): the citizen's reference number
 *
 * The same submission id with the same envelope and content gives the same reference again, even
 * after delivery; with others it is SCHALTER_ERROR_CONFLICT.
 */
gboolean schalter_outbox_add (SchalterDb *db,
                              const SchalterOutboxSubmission *submission,
                              char **reference_out,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SchalterOutboxParcel:
 * @n_attempts: failed ones so far
 *
 * What is to be sent. A record.
 */
typedef struct {
  SchalterEnvelope *envelope;
  GBytes *sealed;
  guint n_attempts;
} SchalterOutboxParcel;

void schalter_outbox_parcel_free (SchalterOutboxParcel *parcel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterOutboxParcel, schalter_outbox_parcel_free)

/* Puts everything that was being sent back to waiting: for the start of the agent. */
gboolean schalter_outbox_recover (SchalterDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * schalter_outbox_take_due:
 * @parcel_out: (transfer full) (nullable): %NULL when nothing is due
 *
 * Takes the oldest item whose next attempt is due, and marks it as being sent.
 */
gboolean schalter_outbox_take_due (SchalterDb *db,
                                   gint64 now_us,
                                   SchalterOutboxParcel **parcel_out,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How a send ended; each takes an item in state sending. Anything else is NOT_FOUND. */
gboolean schalter_outbox_mark_delivered (SchalterDb *db,
                                         const char *submission_id,
                                         const char *receipt,
                                         gint64 now_us,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean schalter_outbox_mark_failed (SchalterDb *db,
                                      const char *submission_id,
                                      const char *problem,
                                      gint64 next_attempt_us,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean schalter_outbox_mark_attention (SchalterDb *db,
                                         const char *submission_id,
                                         const char *problem,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Forgets what was delivered longer ago than SCHALTER_OUTBOX_KEEP_US. */
gboolean
schalter_outbox_prune (SchalterDb *db, gint64 now_us, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SchalterOutboxSummary:
 * @n_waiting: to be delivered, whether or not a send is under way
 * @next_attempt_us: of the item that is due first, or -1 when none waits
 */
typedef struct {
  guint n_waiting;
  guint n_attention;
  gint64 next_attempt_us;
} SchalterOutboxSummary;

gboolean schalter_outbox_summarise (SchalterDb *db,
                                    gint64 now_us,
                                    SchalterOutboxSummary *summary_out,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SchalterOutboxItem: a row for IT. A record.
 */
typedef struct {
  char *submission_id;
  char *reference;
  char *service_id;
  SchalterOutboxState state;
  gint64 created_us;
  guint n_attempts;
  char *problem;
} SchalterOutboxItem;

/* (element-type SchalterOutboxItem): all that is not delivered, oldest first. */
GPtrArray *schalter_outbox_list (SchalterDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
