/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of a print, and what the printer's word means for it. */
#include "config.h"

#include "print-state.h"

/* IPP job-state, RFC 8011 §5.3.7. */
#define IPP_CANCELED 7
#define IPP_ABORTED 8
#define IPP_COMPLETED 9

#define N_STATES (SCHALTER_PRINT_UNKNOWN + 1)
#define TO(state) (1u << SCHALTER_PRINT_##state)
#define TO_FINAL (TO (CONFIRMED) | TO (FAILED) | TO (UNKNOWN))

static const struct {
  const char *name;
  guint next; /* a bit for each state that may follow */
} states[N_STATES] = {
  [SCHALTER_PRINT_ISSUED] = { "issued", TO (PREFLIGHT) | TO (FAILED) },
  /* The report of a submission may be lost with the session: the device may know more. */
  [SCHALTER_PRINT_PREFLIGHT] = { "preflight", TO (SUBMITTED) | TO (PRINTING) | TO_FINAL },
  [SCHALTER_PRINT_SUBMITTED] = { "submitted", TO (PRINTING) | TO_FINAL },
  [SCHALTER_PRINT_PRINTING] = { "printing", TO_FINAL },
  [SCHALTER_PRINT_CONFIRMED] = { "confirmed", 0 },
  [SCHALTER_PRINT_FAILED] = { "failed", 0 },
  [SCHALTER_PRINT_UNKNOWN] = { "unknown", 0 },
};

const char *
schalter_print_state_to_string (SchalterPrintState state)
{
  g_return_val_if_fail ((guint)state < N_STATES, "unknown");
  return states[state].name;
}

gboolean
schalter_print_state_from_string (const char *text, SchalterPrintState *state_out)
{
  g_return_val_if_fail (state_out != NULL, FALSE);
  for (int i = 0; text != NULL && i < N_STATES; i++) {
    if (g_str_equal (text, states[i].name)) {
      *state_out = (SchalterPrintState)i;
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
schalter_print_state_is_final (SchalterPrintState state)
{
  g_return_val_if_fail ((guint)state < N_STATES, TRUE);
  return states[state].next == 0;
}

gboolean
schalter_print_state_can_become (SchalterPrintState from, SchalterPrintState to)
{
  g_return_val_if_fail ((guint)from < N_STATES && (guint)to < N_STATES, FALSE);
  return (states[from].next >> to & 1) != 0;
}

SchalterPrintState
schalter_print_state_judge (const SchalterDeviceJob *job, guint n_pages, gboolean queue_has_ended)
{
  g_return_val_if_fail (job != NULL, SCHALTER_PRINT_UNKNOWN);
  if (!job->is_known)
    return queue_has_ended ? SCHALTER_PRINT_UNKNOWN : SCHALTER_PRINT_SUBMITTED;
  switch (job->ipp_state) {
  case IPP_CANCELED:
  case IPP_ABORTED:
    return SCHALTER_PRINT_FAILED;
  case IPP_COMPLETED:
    return job->impressions < 0 || (guint)job->impressions >= n_pages ? SCHALTER_PRINT_CONFIRMED
                                                                      : SCHALTER_PRINT_FAILED;
  default:
    return SCHALTER_PRINT_PRINTING;
  }
}
