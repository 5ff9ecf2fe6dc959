/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands on paper for a placeholder, and dates in the words of each language. */
#include "config.h"

#include "paper-values.h"

#include "schalter-error.h"

static SchalterPaperValues *
make_values (SchalterLanguage language)
{
  SchalterPaperValues *values = schalter_paper_values_new (language);
  schalter_paper_values_set (values, "surname", "Müller {given_names}");
  schalter_paper_values_set (values, "given_names", "Anna");
  schalter_paper_values_set (values, "birth_date", "1980-03-01");
  schalter_paper_values_set (values, "since", "2011-04");
  schalter_paper_values_set (values, "empty", "");
  schalter_paper_values_set (values, "null", NULL);
  return values;
}

static void
fills_in_what_is_known (void)
{
  static const struct {
    const char *text;
    const char *expanded;
  } cases[] = {
    { "", "" },
    { "no placeholder", "no placeholder" },
    { "{given_names}", "Anna" },
    { "<{given_names}{given_names}>", "<AnnaAnna>" },
    { "born {birth_date:date}.", "born 1. März 1980." },
    { "{birth_date}", "1980-03-01" },
    { "seit {since:date}", "seit April 2011" },
    { "}", "}" },
    /* A value is never looked through again. */
    { "{surname}", "Müller {given_names}" },
  };
  g_autoptr (SchalterPaperValues) values = make_values (SCHALTER_LANGUAGE_DE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = schalter_paper_values_expand (values, cases[i].text, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (text, ==, cases[i].expanded);
  }
  g_assert_null (schalter_paper_values_get (values, "empty"));
  g_assert_null (schalter_paper_values_get (values, "null"));
}

static void
prints_nothing_for_what_is_not_known (void)
{
  static const struct {
    const char *text;
    SchalterError code;
  } cases[] = {
    { "{address}", SCHALTER_ERROR_NOT_FOUND },
    { "{empty}", SCHALTER_ERROR_NOT_FOUND },
    { "{}", SCHALTER_ERROR_NOT_FOUND },
    { "{address:date}", SCHALTER_ERROR_NOT_FOUND },
    { "{given_names", SCHALTER_ERROR_INVALID },
    { "{", SCHALTER_ERROR_INVALID },
    { "{given_names:up}", SCHALTER_ERROR_INVALID },
    { "{birth_date:}", SCHALTER_ERROR_INVALID },
    { "{given_names:date}", SCHALTER_ERROR_INVALID },
    { "{{given_names}}", SCHALTER_ERROR_NOT_FOUND },
  };
  g_autoptr (SchalterPaperValues) values = make_values (SCHALTER_LANGUAGE_DE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cases[i].text);
    g_assert_null (schalter_paper_values_expand (values, cases[i].text, &error));
    g_assert_error (error, SCHALTER_ERROR, (int)cases[i].code);
  }
}

static void
says_dates_in_the_words_of_each_language (void)
{
  static const struct {
    SchalterLanguage language;
    const char *iso;
    const char *words;
  } cases[] = {
    { SCHALTER_LANGUAGE_DE, "2026-11-24", "24. November 2026" },
    { SCHALTER_LANGUAGE_DE, "2026-03-01", "1. März 2026" },
    { SCHALTER_LANGUAGE_FR, "2026-11-24", "24 novembre 2026" },
    { SCHALTER_LANGUAGE_FR, "2026-08-01", "1er août 2026" },
    { SCHALTER_LANGUAGE_IT, "2026-08-01", "1° agosto 2026" },
    { SCHALTER_LANGUAGE_IT, "2026-08-02", "2 agosto 2026" },
    { SCHALTER_LANGUAGE_EN, "2024-02-29", "29 February 2024" },
    { SCHALTER_LANGUAGE_EN, "2026-12", "December 2026" },
    { SCHALTER_LANGUAGE_EN, "1944", "1944" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *words = schalter_date_to_words (cases[i].iso, cases[i].language, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (words, ==, cases[i].words);
  }
}

static void
refuses_what_is_no_date (void)
{
  static const char *const cases[] = {
    "",           "26",         "2026-",      "2026-1",     "2026-13",     "2026-00",
    "2026-01-",   "2026-01-1",  "2026-01-32", "2026-02-29", "2026-01-011", "2026-01-01T",
    "2026/01/01", "01.01.2026", "0000",       "-026-01-01", "２０２６",
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cases[i]);
    g_assert_null (schalter_date_to_words (cases[i], SCHALTER_LANGUAGE_DE, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  }
  g_autoptr (GError) error = NULL;
  g_assert_null (schalter_date_to_words (NULL, SCHALTER_LANGUAGE_DE, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/print/paper-values/fills-in-what-is-known", fills_in_what_is_known);
  g_test_add_func ("/print/paper-values/prints-nothing-for-what-is-not-known",
                   prints_nothing_for_what_is_not_known);
  g_test_add_func ("/print/paper-values/says-dates-in-the-words-of-each-language",
                   says_dates_in_the_words_of_each_language);
  g_test_add_func ("/print/paper-values/refuses-what-is-no-date", refuses_what_is_no_date);
  return g_test_run ();
}
