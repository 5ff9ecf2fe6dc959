/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "problem.h"

G_BEGIN_DECLS

/**
 * SchalterDatePart: the three fields a date is typed into, in their order.
 */
typedef enum {
  SCHALTER_DATE_DAY,
  SCHALTER_DATE_MONTH,
  SCHALTER_DATE_YEAR,
} SchalterDatePart;

/**
 * SchalterPartialDate:
 * @year: 1850–2200
 * @month: 1–12, or 0 if not known
 * @day: 1–31, or 0 if not known
 *
 * A date as far as it is known (eCH-0044 dateOfBirth). A plain value.
 */
typedef struct {
  guint year;
  guint month;
  guint day;
} SchalterPartialDate;

/**
 * schalter_partial_date_check:
 * @typed: the three parts as typed: day, month, year
 * @is_partial: day, or day and month, may be left out
 * @part_out: (out): on a problem: the part to mend
 */
SchalterProblem schalter_partial_date_check (const char *const *typed,
                                             gboolean is_partial,
                                             SchalterPartialDate *date_out,
                                             SchalterDatePart *part_out);

/* (transfer full): ISO 8601 as far as it is known: "1980-03-12", "1980-03" or "1980". */
char *schalter_partial_date_to_iso (const SchalterPartialDate *date);
/* (transfer full): for reading, as written in Switzerland: "12.03.1980", "03.1980" or "1980". */
char *schalter_partial_date_format (const SchalterPartialDate *date);

/* The first and the last day that it can mean. */
void schalter_partial_date_get_span (const SchalterPartialDate *date, GDate *first, GDate *last);

G_END_DECLS
