/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db.h"
#include "print-state.h"

G_BEGIN_DECLS

/**
 * The print ledger: one row for each sheet that may come out of the printer, written before the
 * effect it stands for. Keyed by certificate number and attempt: queues use their job ids again.
 */

/**
 * SchalterPrintOrder:
 * @kind: "certificate" or "receipt"
 * @number: the certificate's number, or the receipt's reference
 * @sha256: of the PDF, 64 hexadecimal digits
 *
 * What a session wants to print. All borrowed.
 */
typedef struct {
  const char *kind;
  const char *number;
  const char *sha256;
  guint n_pages;
  gint64 now_us;
} SchalterPrintOrder;

/**
 * schalter_print_ledger_issue:
 * @job_name_out: (transfer full): "<number>.<attempt>", unique for ever
 *
 * Opens a row in state issued. A certificate's number is taken once: while its row is still issued
 * the same PDF gets the same row again (the printer could not print the first time it was asked);
 * everything else is SCHALTER_ERROR_CONFLICT. While another print is under way it is
 * SCHALTER_ERROR_UNAVAILABLE with the message "busy": one sheet at a time, so that none is left for
 * the next citizen.
 */
gboolean schalter_print_ledger_issue (SchalterDb *db,
                                      const SchalterPrintOrder *order,
                                      char **job_name_out,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SchalterPrintStep:
 * @n_pages_out: sheets the device says are out, or -1 to leave what is there
 * @job_id: the queue's id, or 0 to leave what is there
 *
 * The next state of a print. All borrowed.
 */
typedef struct {
  const char *job_name;
  SchalterPrintState state;
  int n_pages_out;
  int job_id;
  gint64 now_us;
} SchalterPrintStep;

/* SCHALTER_ERROR_NOT_FOUND without such a row; SCHALTER_ERROR_INVALID for a step that the state
 * machine of core/print-state.h does not know; the same state again is fine. */
gboolean schalter_print_ledger_advance (SchalterDb *db,
                                        const SchalterPrintStep *step,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SchalterPrint: a row. A record.
 */
typedef struct {
  char *job_name;
  char *kind;
  char *number;
  guint n_pages;
  int n_pages_out;
  SchalterPrintState state;
  int job_id;
  gint64 created_us;
} SchalterPrint;

void schalter_print_free (SchalterPrint *print);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterPrint, schalter_print_free)

SchalterPrint *schalter_print_ledger_get (SchalterDb *db,
                                          const char *job_name,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type SchalterPrint): rows that may still have a sheet on its way (preflight, submitted,
 * printing), oldest first: for the start of the agent. */
GPtrArray *schalter_print_ledger_list_open (SchalterDb *db,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type SchalterPrint), newest first. */
GPtrArray *
schalter_print_ledger_list (SchalterDb *db, guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
