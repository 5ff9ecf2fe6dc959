/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "agent-db.h"
#include "print-ledger.h"

G_BEGIN_DECLS

/**
 * SchalterPrintFollower:
 *
 * Every print of this kiosk, from the permission to the printer's last word. Each step is in the
 * ledger before its effect. A print belongs to the session that asked for it: when that goes, the
 * print is cancelled at the queue and at the printer, and followed until it has ended.
 *
 * Signal "changed" (job name): something about a print is new.
 */
#define SCHALTER_TYPE_PRINT_FOLLOWER (schalter_print_follower_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterPrintFollower, schalter_print_follower, SCHALTER, PRINT_FOLLOWER, GObject)

/**
 * SchalterPrinterAddress: where the printer is; copied. Empty texts for a kiosk without one.
 */
typedef struct {
  const char *cups_socket;
  const char *queue;
  const char *device_uri;
} SchalterPrinterAddress;

/* @db: borrowed, must outlive the follower. */
SchalterPrintFollower *schalter_print_follower_new (SchalterAgentDb *db,
                                                    const SchalterPrinterAddress *printer);
/* Cancels and follows to its end whatever was under way when the agent died. */
void schalter_print_follower_recover (SchalterPrintFollower *self);

/**
 * schalter_print_follower_permit_async:
 * @owner: unique bus name of the session
 * @order: copied
 *
 * Writes the print down, then asks the printer. Finish gives the job's name (transfer full);
 * SCHALTER_ERROR_UNAVAILABLE with the printer's reasons, SCHALTER_ERROR_CONFLICT for a certificate
 * that was permitted before.
 */
void schalter_print_follower_permit_async (SchalterPrintFollower *self,
                                           const char *owner,
                                           const SchalterPrintOrder *order,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
char *schalter_print_follower_permit_finish (SchalterPrintFollower *self,
                                             GAsyncResult *result,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SchalterFollowedPrint: where a print stands; borrowed until the main loop runs again.
 * @n_pages_out: sheets that the printer says are out, or -1
 */
typedef struct {
  SchalterPrintState state;
  int n_pages_out;
  const char *const *reasons;
} SchalterFollowedPrint;

/* FALSE if @owner has no such print; the same for the next two. */
gboolean schalter_print_follower_get (SchalterPrintFollower *self,
                                      const char *owner,
                                      const char *job_name,
                                      SchalterFollowedPrint *print_out);
/* @job_id: the queue's, or 0 when submitting failed. */
gboolean schalter_print_follower_report_submitted (SchalterPrintFollower *self,
                                                   const char *owner,
                                                   const char *job_name,
                                                   int job_id);
gboolean schalter_print_follower_cancel (SchalterPrintFollower *self,
                                         const char *owner,
                                         const char *job_name);
/* The session is over. */
void schalter_print_follower_drop_owner (SchalterPrintFollower *self, const char *owner);

G_END_DECLS
