/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The print ledger's work, carried to the database's thread and back. */
#include "config.h"

#include "ledger-jobs.h"

/* Issuing. */

typedef struct {
  char *kind;
  char *number;
  char *sha256;
  guint n_pages;
  char *job_name; /* answer */
} Issue;

static void
issue_free (gpointer data)
{
  Issue *issue = data;
  g_free (issue->kind);
  g_free (issue->number);
  g_free (issue->sha256);
  g_free (issue->job_name);
  g_free (issue);
}

static gboolean
run_issue (SchalterDb *db, gpointer request, GError **error)
{
  Issue *issue = request;
  SchalterPrintOrder order = {
    .kind = issue->kind,
    .number = issue->number,
    .sha256 = issue->sha256,
    .n_pages = issue->n_pages,
    .now_us = g_get_real_time (),
  };
  return schalter_print_ledger_issue (db, &order, &issue->job_name, error);
}

void
schalter_ledger_issue_async (SchalterAgentDb *db,
                             const SchalterPrintOrder *order,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  static const SchalterAgentDbJob job = { run_issue, issue_free };
  Issue *issue = g_new0 (Issue, 1);
  issue->kind = g_strdup (order->kind);
  issue->number = g_strdup (order->number);
  issue->sha256 = g_strdup (order->sha256);
  issue->n_pages = order->n_pages;
  schalter_agent_db_run_async (db, &job, issue, NULL, callback, user_data);
}

char *
schalter_ledger_issue_finish (GAsyncResult *result, GError **error)
{
  Issue *issue = schalter_agent_db_run_finish (result, error);
  return issue != NULL ? g_steal_pointer (&issue->job_name) : NULL;
}

/* Advancing. */

typedef struct {
  char *job_name;
  SchalterPrintStep step;
} Advance;

static void
advance_free (gpointer data)
{
  Advance *advance = data;
  g_free (advance->job_name);
  g_free (advance);
}

static gboolean
run_advance (SchalterDb *db, gpointer request, GError **error)
{
  Advance *advance = request;
  advance->step.job_name = advance->job_name;
  advance->step.now_us = g_get_real_time ();
  return schalter_print_ledger_advance (db, &advance->step, error);
}

void
schalter_ledger_advance_async (SchalterAgentDb *db,
                               const SchalterPrintStep *step,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  static const SchalterAgentDbJob job = { run_advance, advance_free };
  Advance *advance = g_new0 (Advance, 1);
  advance->job_name = g_strdup (step->job_name);
  advance->step = *step;
  schalter_agent_db_run_async (db, &job, advance, NULL, callback, user_data);
}

gboolean
schalter_ledger_advance_finish (GAsyncResult *result, GError **error)
{
  return schalter_agent_db_run_finish (result, error) != NULL;
}

/* Listing. */

typedef struct {
  GPtrArray *prints; /* answer */
} OpenPrints;

static void
open_prints_free (gpointer data)
{
  OpenPrints *request = data;
  g_clear_pointer (&request->prints, g_ptr_array_unref);
  g_free (request);
}

static gboolean
run_list_open (SchalterDb *db, gpointer request, GError **error)
{
  OpenPrints *answer = request;
  answer->prints = schalter_print_ledger_list_open (db, error);
  return answer->prints != NULL;
}

void
schalter_ledger_list_open_async (SchalterAgentDb *db,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  static const SchalterAgentDbJob job = { run_list_open, open_prints_free };
  schalter_agent_db_run_async (db, &job, g_new0 (OpenPrints, 1), NULL, callback, user_data);
}

GPtrArray *
schalter_ledger_list_open_finish (GAsyncResult *result, GError **error)
{
  OpenPrints *answer = schalter_agent_db_run_finish (result, error);
  return answer != NULL ? g_steal_pointer (&answer->prints) : NULL;
}
