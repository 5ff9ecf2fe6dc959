/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "agent-db.h"
#include "print-ledger.h"

G_BEGIN_DECLS

/**
 * The print ledger, asked from the main loop: each call is one of store/print-ledger.h on the
 * database's thread. What goes in is copied; a callback means that it is on the disk.
 */

/* @order's time is filled in. */
void schalter_ledger_issue_async (SchalterAgentDb *db,
                                  const SchalterPrintOrder *order,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* (transfer full): the job's name */
char *schalter_ledger_issue_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @step's time is filled in. */
void schalter_ledger_advance_async (SchalterAgentDb *db,
                                    const SchalterPrintStep *step,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean schalter_ledger_advance_finish (GAsyncResult *result,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

void schalter_ledger_list_open_async (SchalterAgentDb *db,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/* (transfer full) (element-type SchalterPrint) */
GPtrArray *schalter_ledger_list_open_finish (GAsyncResult *result,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
