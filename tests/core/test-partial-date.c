/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dates in three fields, known in full or in part. */
#include "config.h"

#include "partial-date.h"

typedef struct {
  const char *typed[4]; /* day, month, year */
  SchalterProblem problem;
  SchalterDatePart part; /* to be mended */
  const char *iso;       /* when there is no problem */
} Case;

static void
check_cases (gboolean is_partial, const Case *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++) {
    SchalterPartialDate date;
    SchalterDatePart part = SCHALTER_DATE_DAY;
    const char *const *typed = cases[i].typed;
    g_test_message ("%s.%s.%s", typed[0], typed[1], typed[2]);
    g_assert_cmpint (
        schalter_partial_date_check (typed, is_partial, &date, &part), ==, cases[i].problem);
    if (cases[i].problem != SCHALTER_PROBLEM_NONE) {
      g_assert_cmpint (part, ==, cases[i].part);
      continue;
    }
    g_autofree char *iso = schalter_partial_date_to_iso (&date);
    g_assert_cmpstr (iso, ==, cases[i].iso);
  }
}

static void
reads_full_dates (void)
{
  static const Case cases[] = {
    { { "12", "3", "1980" }, SCHALTER_PROBLEM_NONE, 0, "1980-03-12" },
    { { "01", "03", "1980" }, SCHALTER_PROBLEM_NONE, 0, "1980-03-01" },
    { { " 1 ", " 3 ", " 1980 " }, SCHALTER_PROBLEM_NONE, 0, "1980-03-01" },
    { { "29", "2", "2000" }, SCHALTER_PROBLEM_NONE, 0, "2000-02-29" },
    { { "31", "12", "2200" }, SCHALTER_PROBLEM_NONE, 0, "2200-12-31" },
    { { "29", "2", "1900" }, SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_DAY, NULL },
    { { "29", "2", "2023" }, SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_DAY, NULL },
    { { "31", "4", "2023" }, SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_DAY, NULL },
    { { "32", "1", "2023" }, SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_DAY, NULL },
    { { "0", "1", "2023" }, SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_DAY, NULL },
    { { "1", "13", "2023" }, SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_MONTH, NULL },
    { { "1", "0", "2023" }, SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_MONTH, NULL },
    { { "1", "März", "2023" }, SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_MONTH, NULL },
    { { "1", "1", "80" }, SCHALTER_PROBLEM_SHORT_YEAR, SCHALTER_DATE_YEAR, NULL },
    { { "1", "1", "1849" }, SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_YEAR, NULL },
    { { "1", "1", "2201" }, SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_YEAR, NULL },
    { { "1", "1", "-1980" }, SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_YEAR, NULL },
    { { "001", "1", "1980" }, SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_DAY, NULL },
    { { "", "", "" }, SCHALTER_PROBLEM_MISSING, SCHALTER_DATE_DAY, NULL },
    { { "", "1", "1980" }, SCHALTER_PROBLEM_MISSING, SCHALTER_DATE_DAY, NULL },
    { { "1", "", "1980" }, SCHALTER_PROBLEM_MISSING, SCHALTER_DATE_MONTH, NULL },
    { { "1", "1", " " }, SCHALTER_PROBLEM_MISSING, SCHALTER_DATE_YEAR, NULL },
  };
  check_cases (FALSE, cases, G_N_ELEMENTS (cases));
}

static void
reads_dates_that_are_known_in_part (void)
{
  static const Case cases[] = {
    { { "12", "3", "1980" }, SCHALTER_PROBLEM_NONE, 0, "1980-03-12" },
    { { "", "3", "1980" }, SCHALTER_PROBLEM_NONE, 0, "1980-03" },
    { { "", "", "1980" }, SCHALTER_PROBLEM_NONE, 0, "1980" },
    { { "12", "", "1980" }, SCHALTER_PROBLEM_MISSING, SCHALTER_DATE_MONTH, NULL },
    { { "", "3", "" }, SCHALTER_PROBLEM_MISSING, SCHALTER_DATE_YEAR, NULL },
    { { "", "", "" }, SCHALTER_PROBLEM_MISSING, SCHALTER_DATE_YEAR, NULL },
    { { "", "13", "1980" }, SCHALTER_PROBLEM_NO_SUCH_DAY, SCHALTER_DATE_MONTH, NULL },
    { { "", "", "80" }, SCHALTER_PROBLEM_SHORT_YEAR, SCHALTER_DATE_YEAR, NULL },
  };
  check_cases (TRUE, cases, G_N_ELEMENTS (cases));
}

static void
writes_them_as_people_read_them (void)
{
  static const struct {
    SchalterPartialDate date;
    const char *text;
  } cases[] = {
    { { 1980, 3, 12 }, "12.03.1980" },
    { { 1980, 3, 0 }, "03.1980" },
    { { 1980, 0, 0 }, "1980" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = schalter_partial_date_format (&cases[i].date);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
knows_the_days_it_can_mean (void)
{
  static const struct {
    SchalterPartialDate date;
    guint first;
    guint last;
  } cases[] = {
    { { 1980, 3, 12 }, 19800312, 19800312 },
    { { 1980, 2, 0 }, 19800201, 19800229 },
    { { 1981, 2, 0 }, 19810201, 19810228 },
    { { 1980, 0, 0 }, 19800101, 19801231 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GDate first, last;
    schalter_partial_date_get_span (&cases[i].date, &first, &last);
    g_assert_cmpuint (g_date_get_year (&first) * 10000 + g_date_get_month (&first) * 100 +
                          g_date_get_day (&first),
                      ==,
                      cases[i].first);
    g_assert_cmpuint (g_date_get_year (&last) * 10000 + g_date_get_month (&last) * 100 +
                          g_date_get_day (&last),
                      ==,
                      cases[i].last);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/partial-date/reads-full-dates", reads_full_dates);
  g_test_add_func ("/core/partial-date/reads-dates-that-are-known-in-part",
                   reads_dates_that_are_known_in_part);
  g_test_add_func ("/core/partial-date/writes-them-as-people-read-them",
                   writes_them_as_people_read_them);
  g_test_add_func ("/core/partial-date/knows-the-days-it-can-mean", knows_the_days_it_can_mean);
  return g_test_run ();
}
