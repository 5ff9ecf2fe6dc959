/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The print ledger's table: one row for each sheet, and only the steps the state machine knows. */
#include "config.h"

#include "print-ledger.h"
#include "schalter-error.h"

#define COLUMNS "job_name, kind, number, pages, pages_out, state, job_id, created_us"

void
schalter_print_free (SchalterPrint *print)
{
  if (print == NULL)
    return;
  g_free (print->job_name);
  g_free (print->kind);
  g_free (print->number);
  g_free (print);
}

static SchalterPrint *
read_print (SchalterStatement *row, GError **error)
{
  g_autoptr (SchalterPrint) print = g_new0 (SchalterPrint, 1);
  const char *state = schalter_statement_get_text (row, 5);
  print->job_name = g_strdup (schalter_statement_get_text (row, 0));
  print->kind = g_strdup (schalter_statement_get_text (row, 1));
  print->number = g_strdup (schalter_statement_get_text (row, 2));
  print->n_pages = (guint)schalter_statement_get_int64 (row, 3);
  print->n_pages_out = (int)schalter_statement_get_int64 (row, 4);
  print->job_id = (int)schalter_statement_get_int64 (row, 6);
  print->created_us = schalter_statement_get_int64 (row, 7);
  if (state == NULL || !schalter_print_state_from_string (state, &print->state)) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_CORRUPT,
                 "Print %s has no known state",
                 print->job_name);
    return NULL;
  }
  return g_steal_pointer (&print);
}

/* (element-type SchalterPrint): all rows of a query of COLUMNS. */
static GPtrArray *
read_prints (SchalterStatement *rows, GError **error)
{
  g_autoptr (GPtrArray) prints =
      g_ptr_array_new_with_free_func ((GDestroyNotify)schalter_print_free);
  gboolean has_row = FALSE;
  while (schalter_statement_step (rows, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&prints);
    SchalterPrint *print = read_print (rows, error);
    if (print == NULL)
      return NULL;
    g_ptr_array_add (prints, print);
  }
  return NULL;
}

typedef struct {
  const SchalterPrintOrder *order;
  char *job_name;
  guint n_attempts; /* earlier rows of this number */
} Issuing;

static gboolean
refuse_while_busy (SchalterDb *db, GError **error)
{
  g_autoptr (GPtrArray) prints = schalter_print_ledger_list_open (db, error);
  if (prints == NULL)
    return FALSE;
  if (prints->len > 0)
    g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE, "busy");
  return prints->len == 0;
}

/* Counts the rows of this number; sets job_name when one of them may be used again. */
static gboolean
look_for_number (SchalterDb *db, Issuing *issuing, GError **error)
{
  g_autoptr (SchalterStatement) rows = schalter_db_prepare (
      db,
      "SELECT job_name, state = 'issued' AND kind = ?2 AND sha256 = ?3 AND pages = ?4, kind"
      " FROM prints WHERE number = ?1",
      error);
  gboolean has_row = FALSE;
  if (rows == NULL)
    return FALSE;
  schalter_statement_bind_text (rows, 1, issuing->order->number);
  schalter_statement_bind_text (rows, 2, issuing->order->kind);
  schalter_statement_bind_text (rows, 3, issuing->order->sha256);
  schalter_statement_bind_int64 (rows, 4, issuing->order->n_pages);
  gboolean is_certificate = g_str_equal (issuing->order->kind, "certificate");
  gboolean is_well = schalter_statement_step (rows, &has_row, error);
  for (; is_well && has_row; is_well = schalter_statement_step (rows, &has_row, error)) {
    issuing->n_attempts++;
    is_certificate |= g_str_equal (schalter_statement_get_text (rows, 2), "certificate");
    if (schalter_statement_get_int64 (rows, 1) != 0 && issuing->job_name == NULL)
      issuing->job_name = g_strdup (schalter_statement_get_text (rows, 0));
  }
  if (!is_well)
    return FALSE;
  if (!is_certificate || issuing->n_attempts == 0 || issuing->job_name != NULL)
    return TRUE;
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_CONFLICT,
               "%s was permitted before",
               issuing->order->number);
  return FALSE;
}

static gboolean
insert_row (SchalterDb *db, Issuing *issuing, GError **error)
{
  g_autoptr (SchalterStatement) insert = schalter_db_prepare (
      db,
      "INSERT INTO prints (job_name, kind, number, attempt, sha256, pages, state, created_us,"
      "                    changed_us)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'issued', ?7, ?7)",
      error);
  if (insert == NULL)
    return FALSE;
  const SchalterPrintOrder *order = issuing->order;
  guint attempt = issuing->n_attempts + 1;
  issuing->job_name = g_strdup_printf ("%s.%u", order->number, attempt);
  schalter_statement_bind_text (insert, 1, issuing->job_name);
  schalter_statement_bind_text (insert, 2, order->kind);
  schalter_statement_bind_text (insert, 3, order->number);
  schalter_statement_bind_int64 (insert, 4, attempt);
  schalter_statement_bind_text (insert, 5, order->sha256);
  schalter_statement_bind_int64 (insert, 6, order->n_pages);
  schalter_statement_bind_int64 (insert, 7, order->now_us);
  return schalter_statement_run (insert, error);
}

static gboolean
issue_once (SchalterDb *db, gpointer user_data, GError **error)
{
  Issuing *issuing = user_data;
  return refuse_while_busy (db, error) && look_for_number (db, issuing, error) &&
         (issuing->job_name != NULL || insert_row (db, issuing, error));
}

gboolean
schalter_print_ledger_issue (SchalterDb *db,
                             const SchalterPrintOrder *order,
                             char **job_name_out,
                             GError **error)
{
  g_return_val_if_fail (order != NULL && job_name_out != NULL, FALSE);

  Issuing issuing = { order, NULL, 0 };
  gboolean is_issued = schalter_db_transaction (db, issue_once, &issuing, error);
  if (is_issued)
    *job_name_out = issuing.job_name;
  else
    g_free (issuing.job_name);
  return is_issued;
}

static gboolean
advance_once (SchalterDb *db, gpointer user_data, GError **error)
{
  const SchalterPrintStep *step = user_data;
  g_autoptr (SchalterPrint) print = schalter_print_ledger_get (db, step->job_name, error);
  if (print == NULL)
    return FALSE;
  if (print->state != step->state && !schalter_print_state_can_become (print->state, step->state)) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "Print %s is %s and cannot become %s",
                 step->job_name,
                 schalter_print_state_to_string (print->state),
                 schalter_print_state_to_string (step->state));
    return FALSE;
  }
  g_autoptr (SchalterStatement) update =
      schalter_db_prepare (db,
                           "UPDATE prints SET state = ?2, pages_out = iif(?3 < 0, pages_out, ?3),"
                           " job_id = iif(?4 = 0, job_id, ?4), changed_us = ?5 WHERE job_name = ?1",
                           error);
  if (update == NULL)
    return FALSE;
  schalter_statement_bind_text (update, 1, step->job_name);
  schalter_statement_bind_text (update, 2, schalter_print_state_to_string (step->state));
  schalter_statement_bind_int64 (update, 3, step->n_pages_out);
  schalter_statement_bind_int64 (update, 4, step->job_id);
  schalter_statement_bind_int64 (update, 5, step->now_us);
  return schalter_statement_run (update, error);
}

gboolean
schalter_print_ledger_advance (SchalterDb *db, const SchalterPrintStep *step, GError **error)
{
  g_return_val_if_fail (step != NULL && step->job_name != NULL, FALSE);
  return schalter_db_transaction (db, advance_once, (gpointer)step, error);
}

SchalterPrint *
schalter_print_ledger_get (SchalterDb *db, const char *job_name, GError **error)
{
  g_autoptr (SchalterStatement) row =
      schalter_db_prepare (db, "SELECT " COLUMNS " FROM prints WHERE job_name = ?1", error);
  if (row == NULL)
    return NULL;
  schalter_statement_bind_text (row, 1, job_name);
  g_autoptr (GPtrArray) prints = read_prints (row, error);
  if (prints == NULL)
    return NULL;
  if (prints->len == 0) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND, "There is no print %s", job_name);
    return NULL;
  }
  return g_ptr_array_steal_index (prints, 0);
}

GPtrArray *
schalter_print_ledger_list_open (SchalterDb *db, GError **error)
{
  g_autoptr (SchalterStatement) rows =
      schalter_db_prepare (db,
                           "SELECT " COLUMNS " FROM prints"
                           " WHERE state IN ('preflight', 'submitted', 'printing')"
                           " ORDER BY created_us, job_name",
                           error);
  return rows == NULL ? NULL : read_prints (rows, error);
}

GPtrArray *
schalter_print_ledger_list (SchalterDb *db, guint limit, GError **error)
{
  g_autoptr (SchalterStatement) rows = schalter_db_prepare (
      db, "SELECT " COLUMNS " FROM prints ORDER BY created_us DESC, job_name DESC LIMIT ?1", error);
  if (rows == NULL)
    return NULL;
  schalter_statement_bind_int64 (rows, 1, limit);
  return read_prints (rows, error);
}
