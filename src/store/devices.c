/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paired counters and the one-time tokens that pair them. */
#include "config.h"

#include "devices.h"
#include "schalter-error.h"

static char *
hash_secret (const char *secret)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret, -1);
}

static gboolean
forget_expired_tokens (SchalterDb *db, gint64 now_us, GError **error)
{
  g_autoptr (SchalterStatement) statement =
      schalter_db_prepare (db, "DELETE FROM pairing_tokens WHERE expires_us <= ?1", error);
  if (statement == NULL)
    return FALSE;
  schalter_statement_bind_int64 (statement, 1, now_us);
  return schalter_statement_run (statement, error);
}

gboolean
schalter_devices_add_token (SchalterDb *db, const char *token, gint64 expires_us, GError **error)
{
  g_return_val_if_fail (token != NULL, FALSE);

  g_autofree char *hash = hash_secret (token);
  g_autoptr (SchalterStatement) statement = schalter_db_prepare (
      db, "INSERT INTO pairing_tokens (token_hash, expires_us) VALUES (?1, ?2)", error);
  if (statement == NULL)
    return FALSE;
  schalter_statement_bind_text (statement, 1, hash);
  schalter_statement_bind_int64 (statement, 2, expires_us);
  return schalter_statement_run (statement, error);
}

static gboolean
use_token (SchalterDb *db, const char *token, GError **error)
{
  g_autofree char *hash = hash_secret (token);
  g_autoptr (SchalterStatement) statement =
      schalter_db_prepare (db, "DELETE FROM pairing_tokens WHERE token_hash = ?1", error);
  if (statement == NULL)
    return FALSE;
  schalter_statement_bind_text (statement, 1, hash);
  if (!schalter_statement_run (statement, error))
    return FALSE;
  if (schalter_db_get_n_changes (db) == 1)
    return TRUE;
  g_set_error_literal (error,
                       SCHALTER_ERROR,
                       SCHALTER_ERROR_REFUSED,
                       "The pairing token is unknown, used or expired");
  return FALSE;
}

static gboolean
pair_once (SchalterDb *db, gpointer user_data, GError **error)
{
  const SchalterDevicesPairing *pairing = user_data;
  if (!forget_expired_tokens (db, pairing->now_us, error) || !use_token (db, pairing->token, error))
    return FALSE;
  g_autofree char *hash = hash_secret (pairing->credential);
  g_autoptr (SchalterStatement) statement = schalter_db_prepare (
      db,
      "INSERT INTO counters (credential_hash, name, paired_us, seen_us) VALUES (?1, ?2, ?3, ?3)",
      error);
  if (statement == NULL)
    return FALSE;
  schalter_statement_bind_text (statement, 1, hash);
  schalter_statement_bind_text (statement, 2, pairing->name);
  schalter_statement_bind_int64 (statement, 3, pairing->now_us);
  return schalter_statement_run (statement, error);
}

gboolean
schalter_devices_pair (SchalterDb *db, const SchalterDevicesPairing *pairing, GError **error)
{
  g_return_val_if_fail (pairing != NULL, FALSE);
  return schalter_db_transaction (db, pair_once, (gpointer)pairing, error);
}

char *
schalter_devices_recognise (SchalterDb *db, const char *credential, gint64 now_us, GError **error)
{
  g_return_val_if_fail (credential != NULL, NULL);

  g_autofree char *hash = hash_secret (credential);
  g_autoptr (SchalterStatement) statement = schalter_db_prepare (
      db, "UPDATE counters SET seen_us = ?2 WHERE credential_hash = ?1 RETURNING name", error);
  if (statement == NULL)
    return NULL;
  schalter_statement_bind_text (statement, 1, hash);
  schalter_statement_bind_int64 (statement, 2, now_us);
  gboolean has_row = FALSE;
  if (!schalter_statement_step (statement, &has_row, error))
    return NULL;
  g_autofree char *name = has_row ? g_strdup (schalter_statement_get_text (statement, 0)) : NULL;
  /* The update is committed when the statement has run to its end. */
  if (has_row && !schalter_statement_step (statement, &has_row, error))
    return NULL;
  if (name == NULL)
    g_set_error_literal (
        error, SCHALTER_ERROR, SCHALTER_ERROR_REFUSED, "This counter is not paired with the kiosk");
  return g_steal_pointer (&name);
}

gboolean
schalter_devices_count (SchalterDb *db, guint *n_out, GError **error)
{
  g_return_val_if_fail (n_out != NULL, FALSE);

  g_autoptr (SchalterStatement) statement =
      schalter_db_prepare (db, "SELECT count(*) FROM counters", error);
  gboolean has_row = FALSE;
  if (statement == NULL || !schalter_statement_step (statement, &has_row, error))
    return FALSE;
  *n_out = (guint)schalter_statement_get_int64 (statement, 0);
  return TRUE;
}
