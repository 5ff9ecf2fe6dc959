/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers and amounts of money as people type them. */
#include "config.h"

#include "quantity.h"

#define LEAST 0
#define GREATEST 100000

typedef struct {
  const char *typed;
  SchalterProblem problem;
  gint64 value; /* when there is no problem */
} Case;

static void
check_cases (SchalterProblem (*check) (const char *, gint64, gint64, gint64 *),
             const Case *cases,
             guint n_cases)
{
  for (guint i = 0; i < n_cases; i++) {
    gint64 value = 0;
    g_test_message ("“%s”", cases[i].typed);
    g_assert_cmpint (check (cases[i].typed, LEAST, GREATEST, &value), ==, cases[i].problem);
    g_assert_cmpint (value, ==, cases[i].value);
  }
}

static void
reads_numbers (void)
{
  static const Case cases[] = {
    { "0", SCHALTER_PROBLEM_NONE, 0 },
    { "7", SCHALTER_PROBLEM_NONE, 7 },
    { "007", SCHALTER_PROBLEM_NONE, 7 },
    { "100000", SCHALTER_PROBLEM_NONE, 100000 },
    { "12 345", SCHALTER_PROBLEM_NONE, 12345 },
    { "12'345", SCHALTER_PROBLEM_NONE, 12345 },
    { "12’345", SCHALTER_PROBLEM_NONE, 12345 },
    { "12\u202f345", SCHALTER_PROBLEM_NONE, 12345 },
    { "-0", SCHALTER_PROBLEM_NONE, 0 },
    { "", SCHALTER_PROBLEM_MISSING, 0 },
    { "  ", SCHALTER_PROBLEM_MISSING, 0 },
    { "100001", SCHALTER_PROBLEM_TOO_LARGE, 0 },
    { "-1", SCHALTER_PROBLEM_TOO_SMALL, 0 },
    { "99999999999999999999", SCHALTER_PROBLEM_TOO_LARGE, 0 },
    { "-99999999999999999999", SCHALTER_PROBLEM_TOO_SMALL, 0 },
    { "1.5", SCHALTER_PROBLEM_MALFORMED, 0 },
    { "1e3", SCHALTER_PROBLEM_MALFORMED, 0 },
    { "0x10", SCHALTER_PROBLEM_MALFORMED, 0 },
    { "+5", SCHALTER_PROBLEM_MALFORMED, 0 },
    { "--5", SCHALTER_PROBLEM_MALFORMED, 0 },
    { "-", SCHALTER_PROBLEM_MALFORMED, 0 },
    { "fünf", SCHALTER_PROBLEM_MALFORMED, 0 },
    { "٣", SCHALTER_PROBLEM_MALFORMED, 0 },
  };
  check_cases (schalter_number_check, cases, G_N_ELEMENTS (cases));
}

static void
reads_amounts (void)
{
  static const Case cases[] = {
    { "12", SCHALTER_PROBLEM_NONE, 1200 },
    { "12.5", SCHALTER_PROBLEM_NONE, 1250 },
    { "12.50", SCHALTER_PROBLEM_NONE, 1250 },
    { "12,50", SCHALTER_PROBLEM_NONE, 1250 },
    { "12.05", SCHALTER_PROBLEM_NONE, 1205 },
    { "12.-", SCHALTER_PROBLEM_NONE, 1200 },
    { "12.--", SCHALTER_PROBLEM_NONE, 1200 },
    { "12.–", SCHALTER_PROBLEM_NONE, 1200 },
    { "CHF 12.–", SCHALTER_PROBLEM_NONE, 1200 },
    { "chf12", SCHALTER_PROBLEM_NONE, 1200 },
    { "Fr. 12.50", SCHALTER_PROBLEM_NONE, 1250 },
    { "1'000.00", SCHALTER_PROBLEM_NONE, 100000 },
    { "1000.01", SCHALTER_PROBLEM_TOO_LARGE, 0 },
    { "0", SCHALTER_PROBLEM_NONE, 0 },
    { "", SCHALTER_PROBLEM_MISSING, 0 },
    { "CHF", SCHALTER_PROBLEM_MISSING, 0 },
    { "12.345", SCHALTER_PROBLEM_MALFORMED, 0 },
    { "12.5.0", SCHALTER_PROBLEM_MALFORMED, 0 },
    { ".50", SCHALTER_PROBLEM_MALFORMED, 0 },
    { "-12", SCHALTER_PROBLEM_MALFORMED, 0 },
    { "12.-5", SCHALTER_PROBLEM_MALFORMED, 0 },
    { "12 EUR", SCHALTER_PROBLEM_MALFORMED, 0 },
    { "1000000000000000000000", SCHALTER_PROBLEM_TOO_LARGE, 0 },
  };
  check_cases (schalter_amount_check, cases, G_N_ELEMENTS (cases));
}

static void
writes_amounts (void)
{
  static const struct {
    gint64 cents;
    const char *text;
  } cases[] = {
    { 0, "0.00" },
    { 5, "0.05" },
    { 50, "0.50" },
    { 1250, "12.50" },
    { 100000000, "1000000.00" },
    { -5, "-0.05" },
    { -1250, "-12.50" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = schalter_amount_format (cases[i].cents);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/quantity/reads-numbers", reads_numbers);
  g_test_add_func ("/core/quantity/reads-amounts", reads_amounts);
  g_test_add_func ("/core/quantity/writes-amounts", writes_amounts);
  return g_test_run ();
}
