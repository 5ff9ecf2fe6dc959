/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "agent-link.h"

G_BEGIN_DECLS

/**
 * SchalterPrintJobState: what the citizen is told.
 * @SCHALTER_PRINT_JOB_PREPARING: the printer is being asked
 * @SCHALTER_PRINT_JOB_IMPOSSIBLE: the printer cannot print now; nothing was sent
 * @SCHALTER_PRINT_JOB_PRINTING: paper is moving, or waits for what the reasons say
 * @SCHALTER_PRINT_JOB_CANCELLING: the citizen wants it back; a sheet may still come out
 * @SCHALTER_PRINT_JOB_CANCELLED: the printer says that it has stopped
 * @SCHALTER_PRINT_JOB_DONE: the printer says every page is out
 * @SCHALTER_PRINT_JOB_FAILED: the printer says it is not
 * @SCHALTER_PRINT_JOB_UNKNOWN: nobody can say; staff decide
 */
typedef enum {
  SCHALTER_PRINT_JOB_PREPARING,
  SCHALTER_PRINT_JOB_IMPOSSIBLE,
  SCHALTER_PRINT_JOB_PRINTING,
  SCHALTER_PRINT_JOB_CANCELLING,
  SCHALTER_PRINT_JOB_CANCELLED,
  SCHALTER_PRINT_JOB_DONE,
  SCHALTER_PRINT_JOB_FAILED,
  SCHALTER_PRINT_JOB_UNKNOWN,
} SchalterPrintJobState;

/**
 * SchalterPrintPaper: the one immutable document; borrowed by the call.
 */
typedef struct {
  const char *kind;   /* "certificate" or "receipt" */
  const char *number; /* the certificate's number, or the receipt's reference */
  GBytes *pdf;
  guint n_pages;
} SchalterPrintPaper;

/**
 * SchalterPrintJob:
 *
 * One paper's way from the session to the tray: permitted by the agent, handed to the queue, and
 * followed until the printer itself has said how it ended. Never sent twice. Whoever lets it go
 * before its end cancels it. An agent that stays away for a minute, or has forgotten the print,
 * leaves it UNKNOWN. Signal: "changed".
 */
#define SCHALTER_TYPE_PRINT_JOB (schalter_print_job_get_type ())
G_DECLARE_FINAL_TYPE (SchalterPrintJob, schalter_print_job, SCHALTER, PRINT_JOB, GObject)

SchalterPrintJob *schalter_print_job_new (SchalterAgentLink *link,
                                          const char *cups_socket,
                                          const char *queue,
                                          const SchalterPrintPaper *paper);
void schalter_print_job_start (SchalterPrintJob *self);
/* Takes it back, at the queue and at the printer, unless it has ended; followed on, because only
 * the printer knows whether it was in time. */
void schalter_print_job_cancel (SchalterPrintJob *self);
gboolean schalter_print_job_is_over (SchalterPrintJob *self);

SchalterPrintJobState schalter_print_job_get_state (SchalterPrintJob *self);
guint schalter_print_job_get_n_pages (SchalterPrintJob *self);
/* Sheets that are out, as far as the printer says. */
guint schalter_print_job_get_pages_out (SchalterPrintJob *self);
/* NULL-terminated IPP reasons for standing still; empty when it does not. */
const char *const *schalter_print_job_get_reasons (SchalterPrintJob *self);

G_END_DECLS
