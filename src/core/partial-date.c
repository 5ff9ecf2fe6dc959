/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dates typed in three parts, of which some may be unknown. */
#include "config.h"

#include "partial-date.h"

#include <string.h>

#define FIRST_YEAR 1850
#define LAST_YEAR 2200

/* 0 for an empty part, -1 for what is no number of at most @max_digits digits. */
static int
parse_part (const char *typed, gsize max_digits)
{
  g_autofree char *text = g_strstrip (g_strdup (typed));
  if (*text == '\0')
    return 0;
  if (strspn (text, "0123456789") != strlen (text) || strlen (text) > max_digits)
    return -1;
  int value = (int)g_ascii_strtoll (text, NULL, 10);
  return value > 0 ? value : -1;
}

static SchalterProblem
fail (SchalterProblem problem, SchalterDatePart part, SchalterDatePart *part_out)
{
  *part_out = part;
  return problem;
}

static SchalterProblem
check_missing (const int *parts, gboolean is_partial, SchalterDatePart *part_out)
{
  if (parts[0] == 0 && parts[1] == 0 && parts[2] == 0)
    return fail (
        SCHALTER_PROBLEM_MISSING, is_partial ? SCHALTER_DATE_YEAR : SCHALTER_DATE_DAY, part_out);
  if (parts[SCHALTER_DATE_DAY] == 0 && !is_partial)
    return fail (SCHALTER_PROBLEM_MISSING, SCHALTER_DATE_DAY, part_out);
  if (parts[SCHALTER_DATE_MONTH] == 0 && (!is_partial || parts[SCHALTER_DATE_DAY] != 0))
    return fail (SCHALTER_PROBLEM_MISSING, SCHALTER_DATE_MONTH, part_out);
  if (parts[SCHALTER_DATE_YEAR] == 0)
    return fail (SCHALTER_PROBLEM_MISSING, SCHALTER_DATE_YEAR, part_out);
  return SCHALTER_PROBLEM_NONE;
}

static SchalterProblem
check_calendar (const int *parts, SchalterDatePart *part_out)
{
  int day = parts[SCHALTER_DATE_DAY];
  int month = parts[SCHALTER_DATE_MONTH];
  int year = parts[SCHALTER_DATE_YEAR];
  if (day < 0 || day > 31)
    return fail (SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_DAY, part_out);
  if (month < 0 || month > 12)
    return fail (SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_MONTH, part_out);
  if (year >= 0 && year < 100)
    return fail (SCHALTER_PROBLEM_SHORT_YEAR, SCHALTER_DATE_YEAR, part_out);
  if (year < FIRST_YEAR || year > LAST_YEAR)
    return fail (SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_YEAR, part_out);
  if (day > 0 && !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return fail (SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_DAY, part_out);
  return SCHALTER_PROBLEM_NONE;
}

SchalterProblem
schalter_partial_date_check (const char *const *typed,
                             gboolean is_partial,
                             SchalterPartialDate *date_out,
                             SchalterDatePart *part_out)
{
  int parts[] = { parse_part (typed[0], 2), parse_part (typed[1], 2), parse_part (typed[2], 4) };
  SchalterProblem problem = check_missing (parts, is_partial, part_out);
  if (problem == SCHALTER_PROBLEM_NONE)
    problem = check_calendar (parts, part_out);
  if (problem == SCHALTER_PROBLEM_NONE)
    *date_out = (SchalterPartialDate){ .day = (guint)parts[SCHALTER_DATE_DAY],
                                       .month = (guint)parts[SCHALTER_DATE_MONTH],
                                       .year = (guint)parts[SCHALTER_DATE_YEAR] };
  return problem;
}

char *
schalter_partial_date_to_iso (const SchalterPartialDate *date)
{
  if (date->month == 0)
    return g_strdup_printf ("%04u", date->year);
  if (date->day == 0)
    return g_strdup_printf ("%04u-%02u", date->year, date->month);
  return g_strdup_printf ("%04u-%02u-%02u", date->year, date->month, date->day);
}

char *
schalter_partial_date_format (const SchalterPartialDate *date)
{
  if (date->month == 0)
    return g_strdup_printf ("%04u", date->year);
  if (date->day == 0)
    return g_strdup_printf ("%02u.%04u", date->month, date->year);
  return g_strdup_printf ("%02u.%02u.%04u", date->day, date->month, date->year);
}

void
schalter_partial_date_get_span (const SchalterPartialDate *date, GDate *first, GDate *last)
{
  GDateMonth first_month = date->month > 0 ? (GDateMonth)date->month : G_DATE_JANUARY;
  GDateMonth last_month = date->month > 0 ? (GDateMonth)date->month : G_DATE_DECEMBER;
  GDateYear year = (GDateYear)date->year;
  guint last_day = date->day > 0 ? date->day : g_date_get_days_in_month (last_month, year);
  g_date_set_dmy (first, (GDateDay)MAX (date->day, 1), first_month, year);
  g_date_set_dmy (last, (GDateDay)last_day, last_month, year);
}
