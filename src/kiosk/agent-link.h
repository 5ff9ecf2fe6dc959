/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "print-state.h"

G_BEGIN_DECLS

/**
 * SchalterAgentLink:
 *
 * The session's one way to the world: org.schalter.Session1 of the agent. It finds the agent again
 * when that restarts, and opens the session anew. Every call has a time limit and ends in
 * SCHALTER_ERROR codes or G_IO_ERROR_CANCELLED.
 *
 * Signals: "changed" (a property is new, the agent came or went), "print-changed" (job name),
 * "staff-answered".
 */
#define SCHALTER_TYPE_AGENT_LINK (schalter_agent_link_get_type ())
G_DECLARE_FINAL_TYPE (SchalterAgentLink, schalter_agent_link, SCHALTER, AGENT_LINK, GObject)

void schalter_agent_link_new_async (GDBusConnection *connection,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
SchalterAgentLink *schalter_agent_link_new_finish (GAsyncResult *result,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the agent said last; while it is away: "", offline, gone, closed. Never NULL. */
gboolean schalter_agent_link_is_there (SchalterAgentLink *self);
const char *schalter_agent_link_get_catalogue_path (SchalterAgentLink *self);
gboolean schalter_agent_link_is_online (SchalterAgentLink *self);
const char *schalter_agent_link_get_printer_state (SchalterAgentLink *self);
const char *const *schalter_agent_link_get_printer_reasons (SchalterAgentLink *self);
/* Whether a receipt or certificate could be printed now. */
gboolean schalter_agent_link_can_print (SchalterAgentLink *self);
gboolean schalter_agent_link_are_forms_open (SchalterAgentLink *self);

/* Ends the session at the agent; unfinished prints are cancelled there. */
void schalter_agent_link_close (SchalterAgentLink *self);

/* @envelope: JSON. Finish: the reference number. */
void schalter_agent_link_submit_async (SchalterAgentLink *self,
                                       const char *envelope,
                                       GBytes *sealed,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
char *schalter_agent_link_submit_finish (SchalterAgentLink *self,
                                         GAsyncResult *result,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

void schalter_agent_link_exchange_async (SchalterAgentLink *self,
                                         GBytes *sealed_request,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
GBytes *schalter_agent_link_exchange_finish (SchalterAgentLink *self,
                                             GAsyncResult *result,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SchalterPrintPermit: what is to be printed; borrowed by the call.
 * @kind: "certificate" or "receipt"
 * @number: the certificate's number, or the receipt's reference
 * @sha256: of the PDF, hexadecimal
 */
typedef struct {
  const char *kind;
  const char *number;
  const char *sha256;
  guint n_pages;
} SchalterPrintPermit;

/* Finish: the name the job must have at the queue. */
void schalter_agent_link_permit_print_async (SchalterAgentLink *self,
                                             const SchalterPrintPermit *permit,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
char *schalter_agent_link_permit_print_finish (SchalterAgentLink *self,
                                               GAsyncResult *result,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @job_id: the queue's, or 0 when submitting failed. Told once; an agent that is away finds out by
 * itself from the queue. */
void
schalter_agent_link_report_submitted (SchalterAgentLink *self, const char *job_name, int job_id);
void schalter_agent_link_cancel_print (SchalterAgentLink *self, const char *job_name);

/**
 * SchalterPrintStatus:
 * @pages_out: sheets the printer says are out, or -1
 * @reasons: NULL-terminated IPP printer-state-reasons
 */
typedef struct {
  SchalterPrintState state;
  int pages_out;
  char **reasons;
} SchalterPrintStatus;

void schalter_print_status_free (SchalterPrintStatus *status);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterPrintStatus, schalter_print_status_free)

void schalter_agent_link_get_print_async (SchalterAgentLink *self,
                                          const char *job_name,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
SchalterPrintStatus *schalter_agent_link_get_print_finish (
    SchalterAgentLink *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @reason: "help", "identity" or "printer". Finish: whether a counter has been told. */
void schalter_agent_link_call_staff_async (SchalterAgentLink *self,
                                           const char *reason,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean schalter_agent_link_call_staff_finish (SchalterAgentLink *self,
                                                GAsyncResult *result,
                                                gboolean *reached_out,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
