/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterPrintState:
 * @SCHALTER_PRINT_ISSUED: the ledger has a row; nothing has been sent
 * @SCHALTER_PRINT_PREFLIGHT: the device was asked and is able to print
 * @SCHALTER_PRINT_SUBMITTED: a job has been made at the queue
 * @SCHALTER_PRINT_PRINTING: the device has the job
 * @SCHALTER_PRINT_CONFIRMED: the device says that every page is out (final)
 * @SCHALTER_PRINT_FAILED: the device says that it is not (final)
 * @SCHALTER_PRINT_UNKNOWN: the device cannot say: a person decides, the number is voided (final)
 *
 * The life of one sheet of paper. CUPS' word is never enough: only the device's counts.
 */
typedef enum {
  SCHALTER_PRINT_ISSUED,
  SCHALTER_PRINT_PREFLIGHT,
  SCHALTER_PRINT_SUBMITTED,
  SCHALTER_PRINT_PRINTING,
  SCHALTER_PRINT_CONFIRMED,
  SCHALTER_PRINT_FAILED,
  SCHALTER_PRINT_UNKNOWN,
} SchalterPrintState;

const char *schalter_print_state_to_string (SchalterPrintState state);
gboolean schalter_print_state_from_string (const char *text, SchalterPrintState *state_out);
gboolean schalter_print_state_is_final (SchalterPrintState state);
gboolean schalter_print_state_can_become (SchalterPrintState from, SchalterPrintState to);

/**
 * SchalterDeviceJob:
 * @is_known: whether the device has a record of a job of this name
 * @ipp_state: IPP job-state (RFC 8011 §5.3.7): 3 pending … 7 canceled, 8 aborted, 9 completed
 * @impressions: job-impressions-completed, or -1 when the device does not say
 *
 * What the printer itself says about a job.
 */
typedef struct {
  gboolean is_known;
  int ipp_state;
  int impressions;
} SchalterDeviceJob;

/* What state a submitted job is in, from what the device says. @n_pages is what was sent. */
SchalterPrintState
schalter_print_state_judge (const SchalterDeviceJob *job, guint n_pages, gboolean queue_has_ended);

G_END_DECLS
