/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Prepared statements: parameters in, rows out. */
#include "config.h"

#include "db.h"

#include "db-private.h"
#include "schalter-error.h"

struct _SchalterStatement {
  sqlite3_stmt *handle; /* owned */
  SchalterDb *db;       /* borrowed */
  int bind_result;      /* the first failure of binding, told by the next step */
};

SchalterStatement *
schalter_db_prepare (SchalterDb *db, const char *sql, GError **error)
{
  g_return_val_if_fail (db != NULL && sql != NULL, NULL);
  g_autoptr (SchalterStatement) statement = g_new0 (SchalterStatement, 1);
  const char *tail = NULL;
  statement->db = db;
  int result = sqlite3_prepare_v3 (
      db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->handle, &tail);
  if (result != SQLITE_OK) {
    g_propagate_error (error, schalter_db_new_error (db, "a statement was refused"));
    return NULL;
  }
  if (statement->handle == NULL || tail[strspn (tail, " \n;")] != '\0') {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "not one SQL statement: %s", sql);
    return NULL;
  }
  return g_steal_pointer (&statement);
}

void
schalter_statement_free (SchalterStatement *statement)
{
  if (statement == NULL)
    return;
  (void)sqlite3_finalize (statement->handle); /* repeats the error of the last step */
  g_free (statement);
}

static void
note_bind_result (SchalterStatement *statement, int result)
{
  if (statement->bind_result == SQLITE_OK)
    statement->bind_result = result;
}

void
schalter_statement_bind_text (SchalterStatement *statement, int index, const char *text)
{
  g_return_if_fail (statement != NULL);
  note_bind_result (statement,
                    sqlite3_bind_text (statement->handle, index, text, -1, SQLITE_TRANSIENT));
}

void
schalter_statement_bind_int64 (SchalterStatement *statement, int index, gint64 value)
{
  g_return_if_fail (statement != NULL);
  note_bind_result (statement, sqlite3_bind_int64 (statement->handle, index, value));
}

void
schalter_statement_bind_double (SchalterStatement *statement, int index, double value)
{
  g_return_if_fail (statement != NULL);
  note_bind_result (statement, sqlite3_bind_double (statement->handle, index, value));
}

void
schalter_statement_bind_bytes (SchalterStatement *statement, int index, GBytes *bytes)
{
  g_return_if_fail (statement != NULL);
  if (bytes == NULL) {
    schalter_statement_bind_null (statement, index);
    return;
  }
  gsize length = 0;
  const void *data = g_bytes_get_data (bytes, &length);
  /* A NULL pointer would bind NULL where an empty blob is meant. */
  note_bind_result (
      statement,
      sqlite3_bind_blob64 (
          statement->handle, index, data != NULL ? data : "", length, SQLITE_TRANSIENT));
}

void
schalter_statement_bind_null (SchalterStatement *statement, int index)
{
  g_return_if_fail (statement != NULL);
  note_bind_result (statement, sqlite3_bind_null (statement->handle, index));
}

gboolean
schalter_statement_step (SchalterStatement *statement, gboolean *has_row_out, GError **error)
{
  g_return_val_if_fail (statement != NULL && has_row_out != NULL, FALSE);
  if (statement->bind_result != SQLITE_OK) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "a parameter was refused: %s",
                 sqlite3_errstr (statement->bind_result));
    schalter_statement_reset (statement);
    return FALSE;
  }
  int result = sqlite3_step (statement->handle);
  if (result == SQLITE_ROW || result == SQLITE_DONE) {
    *has_row_out = result == SQLITE_ROW;
    return TRUE;
  }
  g_propagate_error (error, schalter_db_new_error (statement->db, "a statement failed"));
  schalter_statement_reset (statement);
  return FALSE;
}

gboolean
schalter_statement_run (SchalterStatement *statement, GError **error)
{
  gboolean has_row = FALSE;
  gboolean is_done = schalter_statement_step (statement, &has_row, error);
  schalter_statement_reset (statement);
  (void)sqlite3_clear_bindings (statement->handle); /* always succeeds */
  return is_done;
}

void
schalter_statement_reset (SchalterStatement *statement)
{
  g_return_if_fail (statement != NULL);
  (void)sqlite3_reset (statement->handle); /* repeats the error of the last step */
  statement->bind_result = SQLITE_OK;
}

const char *
schalter_statement_get_text (SchalterStatement *statement, int column)
{
  g_return_val_if_fail (statement != NULL, NULL);
  return (const char *)sqlite3_column_text (statement->handle, column);
}

gint64
schalter_statement_get_int64 (SchalterStatement *statement, int column)
{
  g_return_val_if_fail (statement != NULL, 0);
  return sqlite3_column_int64 (statement->handle, column);
}

double
schalter_statement_get_double (SchalterStatement *statement, int column)
{
  g_return_val_if_fail (statement != NULL, 0);
  return sqlite3_column_double (statement->handle, column);
}

GBytes *
schalter_statement_dup_bytes (SchalterStatement *statement, int column)
{
  g_return_val_if_fail (statement != NULL, NULL);
  if (schalter_statement_is_null (statement, column))
    return NULL;
  const void *data = sqlite3_column_blob (statement->handle, column);
  int length = sqlite3_column_bytes (statement->handle, column);
  return g_bytes_new (data, (gsize)length);
}

gboolean
schalter_statement_is_null (SchalterStatement *statement, int column)
{
  g_return_val_if_fail (statement != NULL, TRUE);
  return sqlite3_column_type (statement->handle, column) == SQLITE_NULL;
}
