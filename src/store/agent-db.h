/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db.h"

G_BEGIN_DECLS

/**
 * SchalterAgentDb:
 *
 * The agent's state on disk: one durable database, and the one thread that uses it, so that waiting
 * for the disk never holds up the main loop.
 */
typedef struct _SchalterAgentDb SchalterAgentDb;

/**
 * schalter_agent_db_open:
 *
 * Opens or makes the file and brings it to this program's version. Waits for the disk; for the
 * start of a program.
 *
 * Returns: %NULL with SCHALTER_ERROR_CORRUPT or SCHALTER_ERROR_OUTDATED if the file cannot be used:
 *     it is left as it is.
 */
SchalterAgentDb *schalter_agent_db_open (const char *path,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Finishes what was begun, then closes. */
void schalter_agent_db_free (SchalterAgentDb *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterAgentDb, schalter_agent_db_free)

/**
 * SchalterAgentDbJob:
 * @run: runs on the database's thread and sees nothing but its arguments; @request is what the
 *     caller gave, and the place for answers, too
 * @free_request: (nullable)
 *
 * A piece of work; a constant.
 */
typedef struct {
  gboolean (*run) (SchalterDb *db, gpointer request, GError **error);
  GDestroyNotify free_request;
} SchalterAgentDbJob;

/**
 * schalter_agent_db_run_async:
 * @request: (transfer full)
 * @cancellable: (nullable): only spares the caller the answer; what was begun is written
 *
 * Runs @job after all that were asked for before.
 */
void schalter_agent_db_run_async (SchalterAgentDb *self,
                                  const SchalterAgentDbJob *job,
                                  gpointer request,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* Returns: (transfer none): the request with its answers; it lives as long as @result. */
gpointer schalter_agent_db_run_finish (GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
