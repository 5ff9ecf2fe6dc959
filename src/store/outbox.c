/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The outbox's table: taken in once, sent oldest first, kept until the portal has it. */
#include "config.h"

#include "outbox.h"
#include "reference.h"
#include "schalter-error.h"

static const char *const state_names[] = {
  [SCHALTER_OUTBOX_WAITING] = "waiting",
  [SCHALTER_OUTBOX_SENDING] = "sending",
  [SCHALTER_OUTBOX_DELIVERED] = "delivered",
  [SCHALTER_OUTBOX_ATTENTION] = "attention",
};

/* How often a reference number is drawn until one is free: of a milliard, a few are taken. */
#define MAX_REFERENCE_DRAWS 8

const char *
schalter_outbox_state_to_string (SchalterOutboxState state)
{
  g_return_val_if_fail ((guint)state < G_N_ELEMENTS (state_names), "attention");
  return state_names[state];
}

/* What is not in the table can only be a damaged row: a person must look. */
static SchalterOutboxState
parse_state (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (state_names); i++) {
    if (g_str_equal (name, state_names[i]))
      return (SchalterOutboxState)i;
  }
  return SCHALTER_OUTBOX_ATTENTION;
}

void
schalter_outbox_parcel_free (SchalterOutboxParcel *parcel)
{
  if (parcel == NULL)
    return;
  g_clear_pointer (&parcel->envelope, schalter_envelope_free);
  g_clear_pointer (&parcel->sealed, g_bytes_unref);
  g_free (parcel);
}

/* The envelope as it was handed in, then the content. */
static char *
hash_request (const SchalterOutboxSubmission *submission, const char *envelope)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = 0;
  const guchar *sealed = g_bytes_get_data (submission->sealed, &length);
  g_checksum_update (checksum, (const guchar *)envelope, (gssize)strlen (envelope) + 1);
  if (length > 0)
    g_checksum_update (checksum, sealed, (gssize)length);
  return g_strdup (g_checksum_get_string (checksum));
}

/* Sets *has_row_out; the statement stands on the row then. */
static SchalterStatement *
find_row (SchalterDb *db, const char *sql, const char *key, gboolean *has_row_out, GError **error)
{
  g_autoptr (SchalterStatement) statement = schalter_db_prepare (db, sql, error);
  if (statement == NULL)
    return NULL;
  schalter_statement_bind_text (statement, 1, key);
  if (!schalter_statement_step (statement, has_row_out, error))
    return NULL;
  return g_steal_pointer (&statement);
}

/* Sets *reference_out to one that no item here has. */
static gboolean
draw_reference (SchalterDb *db,
                const SchalterOutboxSubmission *submission,
                char **reference_out,
                GError **error)
{
  for (int i = 0; i < MAX_REFERENCE_DRAWS; i++) {
    guint8 random[SCHALTER_REFERENCE_RANDOM_BYTES];
    submission->fill_random (random, sizeof random);
    g_autofree char *reference =
        schalter_reference_new (submission->envelope->authority_bfs, random);
    gboolean is_taken = FALSE;
    g_autoptr (SchalterStatement) statement =
        find_row (db, "SELECT 1 FROM outbox WHERE reference = ?1", reference, &is_taken, error);
    if (statement == NULL)
      return FALSE;
    if (!is_taken) {
      *reference_out = g_steal_pointer (&reference);
      return TRUE;
    }
  }
  g_set_error_literal (
      error, SCHALTER_ERROR, SCHALTER_ERROR_INTERNAL, "No reference number is free");
  return FALSE;
}

static gboolean
insert (SchalterDb *db,
        const SchalterOutboxSubmission *submission,
        const char *request_hash,
        const char *reference,
        GError **error)
{
  g_autoptr (SchalterStatement) statement = schalter_db_prepare (
      db,
      "INSERT INTO outbox (submission_id, reference, service_id, envelope, request_hash, sealed,"
      "                    state, created_us, next_attempt_us)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', ?7, ?7)",
      error);
  if (statement == NULL)
    return FALSE;
  SchalterEnvelope outside = *submission->envelope;
  outside.reference = (char *)reference; /* only read */
  g_autofree char *envelope = schalter_envelope_to_data (&outside);
  schalter_statement_bind_text (statement, 1, outside.submission_id);
  schalter_statement_bind_text (statement, 2, reference);
  schalter_statement_bind_text (statement, 3, outside.service_id);
  schalter_statement_bind_text (statement, 4, envelope);
  schalter_statement_bind_text (statement, 5, request_hash);
  schalter_statement_bind_bytes (statement, 6, submission->sealed);
  schalter_statement_bind_int64 (statement, 7, submission->now_us);
  return schalter_statement_run (statement, error);
}

typedef struct {
  const SchalterOutboxSubmission *submission;
  char *reference;
} Adding;

static gboolean
add_once (SchalterDb *db, gpointer user_data, GError **error)
{
  Adding *adding = user_data;
  const SchalterOutboxSubmission *submission = adding->submission;
  const char *id = submission->envelope->submission_id;
  g_autofree char *envelope = schalter_envelope_to_data (submission->envelope);
  g_autofree char *request_hash = hash_request (submission, envelope);
  gboolean is_known = FALSE;
  g_autoptr (SchalterStatement) known =
      find_row (db,
                "SELECT request_hash, reference FROM outbox WHERE submission_id = ?1",
                id,
                &is_known,
                error);
  if (known == NULL)
    return FALSE;
  if (!is_known)
    return draw_reference (db, submission, &adding->reference, error) &&
           insert (db, submission, request_hash, adding->reference, error);
  if (g_strcmp0 (schalter_statement_get_text (known, 0), request_hash) != 0) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_CONFLICT,
                 "Submission %s was handed in before with another content",
                 id);
    return FALSE;
  }
  adding->reference = g_strdup (schalter_statement_get_text (known, 1));
  return TRUE;
}

gboolean
schalter_outbox_add (SchalterDb *db,
                     const SchalterOutboxSubmission *submission,
                     char **reference_out,
                     GError **error)
{
  g_return_val_if_fail (submission != NULL && submission->sealed != NULL, FALSE);
  g_return_val_if_fail (reference_out != NULL, FALSE);

  Adding adding = { submission, NULL };
  gboolean is_added = schalter_db_transaction (db, add_once, &adding, error);
  if (is_added)
    *reference_out = adding.reference;
  else
    g_free (adding.reference);
  return is_added;
}

gboolean
schalter_outbox_recover (SchalterDb *db, GError **error)
{
  return schalter_db_execute (
      db, "UPDATE outbox SET state = 'waiting' WHERE state = 'sending'", error);
}

static SchalterOutboxParcel *
read_parcel (SchalterStatement *row, GError **error)
{
  g_autoptr (SchalterOutboxParcel) parcel = g_new0 (SchalterOutboxParcel, 1);
  parcel->envelope = schalter_envelope_from_data (schalter_statement_get_text (row, 1), -1, error);
  if (parcel->envelope == NULL)
    return NULL;
  parcel->sealed = schalter_statement_dup_bytes (row, 2);
  parcel->n_attempts = (guint)schalter_statement_get_int64 (row, 3);
  return g_steal_pointer (&parcel);
}

static gboolean
set_state (SchalterDb *db,
           const char *submission_id,
           SchalterOutboxState state,
           const char *problem,
           GError **error)
{
  g_autoptr (SchalterStatement) update = schalter_db_prepare (
      db, "UPDATE outbox SET state = ?2, last_error = ?3 WHERE submission_id = ?1", error);
  if (update == NULL)
    return FALSE;
  schalter_statement_bind_text (update, 1, submission_id);
  schalter_statement_bind_text (update, 2, schalter_outbox_state_to_string (state));
  schalter_statement_bind_text (update, 3, problem);
  return schalter_statement_run (update, error);
}

typedef struct {
  gint64 now_us;
  SchalterOutboxParcel *parcel;
  gboolean is_done;
} Taking;

/* One candidate. A row whose envelope cannot be read goes to attention: it must not stand in the
 * way of the others. */
static gboolean
take_once (SchalterDb *db, gpointer user_data, GError **error)
{
  Taking *taking = user_data;
  g_autoptr (SchalterStatement) due = schalter_db_prepare (
      db,
      "SELECT submission_id, envelope, sealed, attempts, last_error FROM outbox"
      " WHERE state = 'waiting' AND (next_attempt_us <= ?1 OR next_attempt_us > ?1 + ?2)"
      " ORDER BY created_us, submission_id LIMIT 1",
      error);
  gboolean has_row = FALSE;
  if (due == NULL)
    return FALSE;
  schalter_statement_bind_int64 (due, 1, taking->now_us);
  schalter_statement_bind_int64 (due, 2, SCHALTER_OUTBOX_MAX_WAIT_US);
  if (!schalter_statement_step (due, &has_row, error))
    return FALSE;
  taking->is_done = !has_row;
  if (!has_row)
    return TRUE;

  g_autofree char *id = g_strdup (schalter_statement_get_text (due, 0));
  g_autofree char *problem = g_strdup (schalter_statement_get_text (due, 4));
  g_autoptr (GError) damage = NULL;
  g_autoptr (SchalterOutboxParcel) parcel = read_parcel (due, &damage);
  schalter_statement_reset (due);
  if (parcel == NULL)
    return set_state (db, id, SCHALTER_OUTBOX_ATTENTION, damage->message, error);
  if (!set_state (db, id, SCHALTER_OUTBOX_SENDING, problem, error))
    return FALSE;
  taking->parcel = g_steal_pointer (&parcel);
  taking->is_done = TRUE;
  return TRUE;
}

gboolean
schalter_outbox_take_due (SchalterDb *db,
                          gint64 now_us,
                          SchalterOutboxParcel **parcel_out,
                          GError **error)
{
  g_return_val_if_fail (parcel_out != NULL, FALSE);

  Taking taking = { now_us, NULL, FALSE };
  while (!taking.is_done) {
    if (!schalter_db_transaction (db, take_once, &taking, error)) {
      schalter_outbox_parcel_free (taking.parcel);
      return FALSE;
    }
  }
  *parcel_out = taking.parcel;
  return TRUE;
}

/* Runs an UPDATE that must have changed the one row of ?1. */
static gboolean
change_one (SchalterDb *db, SchalterStatement *update, const char *submission_id, GError **error)
{
  schalter_statement_bind_text (update, 1, submission_id);
  if (!schalter_statement_run (update, error))
    return FALSE;
  if (schalter_db_get_n_changes (db) == 1)
    return TRUE;
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_NOT_FOUND,
               "Submission %s is not being sent",
               submission_id);
  return FALSE;
}

gboolean
schalter_outbox_mark_delivered (
    SchalterDb *db, const char *submission_id, const char *receipt, gint64 now_us, GError **error)
{
  g_autoptr (SchalterStatement) update =
      schalter_db_prepare (db,
                           "UPDATE outbox SET state = 'delivered', sealed = NULL, last_error = '',"
                           " receipt = ?2, delivered_us = ?3"
                           " WHERE submission_id = ?1 AND state = 'sending'",
                           error);
  if (update == NULL)
    return FALSE;
  schalter_statement_bind_text (update, 2, receipt);
  schalter_statement_bind_int64 (update, 3, now_us);
  return change_one (db, update, submission_id, error);
}

gboolean
schalter_outbox_mark_failed (SchalterDb *db,
                             const char *submission_id,
                             const char *problem,
                             gint64 next_attempt_us,
                             GError **error)
{
  g_autoptr (SchalterStatement) update =
      schalter_db_prepare (db,
                           "UPDATE outbox SET state = 'waiting', attempts = attempts + 1,"
                           " last_error = ?2, next_attempt_us = ?3"
                           " WHERE submission_id = ?1 AND state = 'sending'",
                           error);
  if (update == NULL)
    return FALSE;
  schalter_statement_bind_text (update, 2, problem);
  schalter_statement_bind_int64 (update, 3, next_attempt_us);
  return change_one (db, update, submission_id, error);
}

gboolean
schalter_outbox_mark_attention (SchalterDb *db,
                                const char *submission_id,
                                const char *problem,
                                GError **error)
{
  g_autoptr (SchalterStatement) update =
      schalter_db_prepare (db,
                           "UPDATE outbox SET state = 'attention', attempts = attempts + 1,"
                           " last_error = ?2 WHERE submission_id = ?1 AND state = 'sending'",
                           error);
  if (update == NULL)
    return FALSE;
  schalter_statement_bind_text (update, 2, problem);
  return change_one (db, update, submission_id, error);
}

gboolean
schalter_outbox_prune (SchalterDb *db, gint64 now_us, GError **error)
{
  g_autoptr (SchalterStatement) statement = schalter_db_prepare (
      db, "DELETE FROM outbox WHERE state = 'delivered' AND delivered_us < ?1", error);
  if (statement == NULL)
    return FALSE;
  schalter_statement_bind_int64 (statement, 1, now_us - SCHALTER_OUTBOX_KEEP_US);
  return schalter_statement_run (statement, error);
}

gboolean
schalter_outbox_summarise (SchalterDb *db,
                           gint64 now_us,
                           SchalterOutboxSummary *summary_out,
                           GError **error)
{
  g_return_val_if_fail (summary_out != NULL, FALSE);

  g_autoptr (SchalterStatement) row =
      schalter_db_prepare (db,
                           "SELECT count(*) FILTER (WHERE state IN ('waiting', 'sending')),"
                           "       count(*) FILTER (WHERE state = 'attention'),"
                           "       ifnull(min(iif(next_attempt_us > ?1 + ?2, ?1, next_attempt_us))"
                           "                FILTER (WHERE state = 'waiting'), -1)"
                           " FROM outbox WHERE state != 'delivered'",
                           error);
  gboolean has_row = FALSE;
  if (row == NULL)
    return FALSE;
  schalter_statement_bind_int64 (row, 1, now_us);
  schalter_statement_bind_int64 (row, 2, SCHALTER_OUTBOX_MAX_WAIT_US);
  if (!schalter_statement_step (row, &has_row, error))
    return FALSE;
  summary_out->n_waiting = (guint)schalter_statement_get_int64 (row, 0);
  summary_out->n_attention = (guint)schalter_statement_get_int64 (row, 1);
  summary_out->next_attempt_us = schalter_statement_get_int64 (row, 2);
  return TRUE;
}

static void
item_free (gpointer data)
{
  SchalterOutboxItem *item = data;
  g_free (item->submission_id);
  g_free (item->reference);
  g_free (item->service_id);
  g_free (item->problem);
  g_free (item);
}

static SchalterOutboxItem *
read_item (SchalterStatement *row)
{
  SchalterOutboxItem *item = g_new0 (SchalterOutboxItem, 1);
  item->submission_id = g_strdup (schalter_statement_get_text (row, 0));
  item->reference = g_strdup (schalter_statement_get_text (row, 1));
  item->service_id = g_strdup (schalter_statement_get_text (row, 2));
  item->state = parse_state (schalter_statement_get_text (row, 3));
  item->created_us = schalter_statement_get_int64 (row, 4);
  item->n_attempts = (guint)schalter_statement_get_int64 (row, 5);
  item->problem = g_strdup (schalter_statement_get_text (row, 6));
  return item;
}

GPtrArray *
schalter_outbox_list (SchalterDb *db, GError **error)
{
  g_autoptr (SchalterStatement) row = schalter_db_prepare (
      db,
      "SELECT submission_id, reference, service_id, state, created_us, attempts, last_error"
      " FROM outbox WHERE state != 'delivered' ORDER BY created_us, submission_id",
      error);
  if (row == NULL)
    return NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (item_free);
  gboolean has_row = FALSE;
  while (schalter_statement_step (row, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&items);
    g_ptr_array_add (items, read_item (row));
  }
  return NULL;
}
