/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking in what citizens hand in: once, durably, unread. */
#include "config.h"

#include "intake.h"

#include "digest.h"
#include "reference.h"
#include "schalter-error.h"

#include <string.h>

#define RECEIPT_KIND "schalter-receipt-1"

/* What is signed: the kind and the five members, a line each. */
static char *
sign_receipt (const SchalterIntake *intake, JsonObject *receipt, gint64 now_us)
{
  g_autofree char *statement =
      g_strdup_printf (RECEIPT_KIND "\n%s\n%s\n%s\n%s\n%" G_GINT64_FORMAT "\n",
                       json_object_get_string_member (receipt, "submission_id"),
                       json_object_get_string_member (receipt, "reference"),
                       json_object_get_string_member (receipt, "envelope_digest"),
                       json_object_get_string_member (receipt, "digest"),
                       now_us);
  return schalter_seal_key_sign_text (intake->key, statement);
}

static char *
make_receipt (const SchalterIntake *intake,
              const SchalterEnvelope *envelope,
              const char *digest,
              gint64 now_us)
{
  char *data = schalter_envelope_to_data (envelope);
  g_autoptr (GBytes) canonical = g_bytes_new_take (data, strlen (data));
  g_autofree char *envelope_digest = schalter_digest_bytes (canonical);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  json_node_take_object (node, object);
  json_object_set_string_member (object, "submission_id", envelope->submission_id);
  json_object_set_string_member (object, "reference", envelope->reference);
  json_object_set_string_member (object, "envelope_digest", envelope_digest);
  json_object_set_string_member (object, "digest", digest);
  json_object_set_int_member (object, "received_us", now_us);
  g_autofree char *signature = sign_receipt (intake, object, now_us);
  json_object_set_string_member (object, "key_id", intake->key_id);
  json_object_set_string_member (object, "signature", signature);
  return json_to_string (node, FALSE);
}

/* Whether the id is here already: its receipt, or a conflict. */
static gboolean
find_earlier (SchalterDb *db,
              const SchalterEnvelope *envelope,
              const char *digest,
              char **receipt_out,
              GError **error)
{
  gboolean has_row = FALSE;
  g_autoptr (SchalterStatement) select = schalter_db_prepare (
      db, "SELECT digest, envelope, receipt FROM submission WHERE id = ?1", error);
  if (select == NULL)
    return FALSE;
  schalter_statement_bind_text (select, 1, envelope->submission_id);
  if (!schalter_statement_step (select, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  g_autofree char *data = schalter_envelope_to_data (envelope);
  if (g_strcmp0 (schalter_statement_get_text (select, 0), digest) != 0 ||
      g_strcmp0 (schalter_statement_get_text (select, 1), data) != 0) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_CONFLICT,
                 "submission %s is here already with another content",
                 envelope->submission_id);
    return FALSE;
  }
  *receipt_out = g_strdup (schalter_statement_get_text (select, 2));
  return TRUE;
}

static gboolean
insert (const SchalterIntake *intake,
        const SchalterEnvelope *envelope,
        GBytes *sealed,
        gint64 now_us,
        char **receipt_out,
        GError **error)
{
  g_autofree char *data = schalter_envelope_to_data (envelope);
  g_autofree char *digest = schalter_digest_bytes (sealed);
  g_autofree char *receipt = make_receipt (intake, envelope, digest, now_us);
  g_autoptr (SchalterStatement) statement = schalter_db_prepare (
      intake->db,
      "INSERT INTO submission (id, reference, authority_bfs, key_id, envelope, sealed, digest,"
      " received_us, receipt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      error);
  if (statement == NULL)
    return FALSE;
  schalter_statement_bind_text (statement, 1, envelope->submission_id);
  schalter_statement_bind_text (statement, 2, envelope->reference);
  schalter_statement_bind_int64 (statement, 3, envelope->authority_bfs);
  schalter_statement_bind_text (statement, 4, envelope->key_id);
  schalter_statement_bind_text (statement, 5, data);
  schalter_statement_bind_bytes (statement, 6, sealed);
  schalter_statement_bind_text (statement, 7, digest);
  schalter_statement_bind_int64 (statement, 8, now_us);
  schalter_statement_bind_text (statement, 9, receipt);
  if (!schalter_statement_run (statement, error))
    return FALSE;
  *receipt_out = g_steal_pointer (&receipt);
  return TRUE;
}

static gboolean
check (const SchalterEnvelope *envelope, GBytes *sealed, GError **error)
{
  g_autofree char *reference = schalter_reference_parse (envelope->reference, error);
  if (reference == NULL)
    return FALSE;
  if (envelope->size == g_bytes_get_size (sealed))
    return TRUE;
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_INVALID,
               "the envelope speaks of %" G_GUINT64_FORMAT " bytes, but there are %zu",
               envelope->size,
               g_bytes_get_size (sealed));
  return FALSE;
}

gboolean
schalter_intake_accept (const SchalterIntake *intake,
                        const SchalterEnvelope *envelope,
                        GBytes *sealed,
                        gint64 now_us,
                        SchalterIntakeResult *result,
                        GError **error)
{
  g_return_val_if_fail (intake != NULL && envelope != NULL && result != NULL, FALSE);
  g_autofree char *digest = schalter_digest_bytes (sealed);
  g_autofree char *receipt = NULL;
  if (!check (envelope, sealed, error) ||
      !find_earlier (intake->db, envelope, digest, &receipt, error))
    return FALSE;
  gboolean is_new = receipt == NULL;
  if (is_new && !insert (intake, envelope, sealed, now_us, &receipt, error))
    return FALSE;
  *result = (SchalterIntakeResult){ is_new, g_steal_pointer (&receipt) };
  return TRUE;
}
