/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "problem.h"

G_BEGIN_DECLS

/* A whole number; thousands may be set apart by spaces and apostrophes. */
SchalterProblem
schalter_number_check (const char *typed, gint64 min, gint64 max, gint64 *value_out);

/**
 * schalter_amount_check: Swiss francs.
 * @min_cents: least amount
 * @max_cents: greatest amount
 *
 * Takes "1200", "1'200.50", "12,50", "CHF 12.–" and "12.-".
 */
SchalterProblem schalter_amount_check (const char *typed,
                                       gint64 min_cents,
                                       gint64 max_cents,
                                       gint64 *value_cents_out);

/* (transfer full): "1200.50", for machines and the summary alike. */
char *schalter_amount_format (gint64 value_cents);

G_END_DECLS
