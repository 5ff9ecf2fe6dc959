/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts, names and digits as people type them. */
#include "config.h"

#include "typed-text.h"
#include "typed-case.h"

static void
check_cases (SchalterProblem (*check) (const char *, guint, char **),
             guint length,
             const TypedCase *cases,
             guint n_cases)
{
  for (guint i = 0; i < n_cases; i++) {
    g_autofree char *value = NULL;
    SchalterProblem problem = check (cases[i].typed, length, &value);
    typed_case_check (&cases[i], problem, value);
  }
}

static void
tidies_a_line (void)
{
  static const TypedCase cases[] = {
    { "Hund", SCHALTER_PROBLEM_NONE, "Hund" },
    { "  ein   kleiner\tHund ", SCHALTER_PROBLEM_NONE, "ein kleiner Hund" },
    { "ein\nHund", SCHALTER_PROBLEM_NONE, "ein Hund" },
    { "ein\u00a0Hund", SCHALTER_PROBLEM_NONE, "ein Hund" },
    { "Mu\u0308ller", SCHALTER_PROBLEM_NONE, "M\u00fcller" },
    { "<b>&amp;", SCHALTER_PROBLEM_NONE, "<b>&amp;" },
    { "äöüäöüäöüä", SCHALTER_PROBLEM_NONE, "äöüäöüäöüä" },
    { "äöüäöüäöüäö", SCHALTER_PROBLEM_TOO_LONG, NULL },
    { "12345678901", SCHALTER_PROBLEM_TOO_LONG, NULL },
    { "", SCHALTER_PROBLEM_MISSING, NULL },
    { " \t\n ", SCHALTER_PROBLEM_MISSING, NULL },
    { "a\x01"
      "b",
      SCHALTER_PROBLEM_BAD_CHARACTER,
      NULL },
    { "a\x7f", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
    { "a\u202eb", SCHALTER_PROBLEM_BAD_CHARACTER, NULL }, /* right-to-left override */
    { "a\u200bb", SCHALTER_PROBLEM_BAD_CHARACTER, NULL }, /* zero width space */
    { "\ufeffa", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    /* Two of them are longer than ten when they are tidy. */
    guint length = g_utf8_strlen (cases[i].typed, -1) > 11 ? 20 : 10;
    check_cases (schalter_text_line_check, length, &cases[i], 1);
  }
}

static void
keeps_paragraphs (void)
{
  static const TypedCase cases[] = {
    { "eins\nzwei", SCHALTER_PROBLEM_NONE, "eins\nzwei" },
    { "eins\r\nzwei", SCHALTER_PROBLEM_NONE, "eins\nzwei" },
    { "eins\n\n\n\nzwei", SCHALTER_PROBLEM_NONE, "eins\n\nzwei" },
    { "\n\neins  \n  zwei\n", SCHALTER_PROBLEM_NONE, "eins\nzwei" },
    { "\n \r\n", SCHALTER_PROBLEM_MISSING, NULL },
    { "eins\x1bzwei", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
  };
  check_cases (schalter_text_lines_check, 100, cases, G_N_ELEMENTS (cases));
}

static void
takes_the_names_people_have (void)
{
  static const TypedCase cases[] = {
    { "Müller", SCHALTER_PROBLEM_NONE, "Müller" },
    { "O'Connor", SCHALTER_PROBLEM_NONE, "O'Connor" },
    { "O’Connor", SCHALTER_PROBLEM_NONE, "O’Connor" },
    { "Müller-Brändli", SCHALTER_PROBLEM_NONE, "Müller-Brändli" },
    { "von der  Aa", SCHALTER_PROBLEM_NONE, "von der Aa" },
    { "Anna M. Łucja", SCHALTER_PROBLEM_NONE, "Anna M. Łucja" },
    { "Đorđević", SCHALTER_PROBLEM_NONE, "Đorđević" },
    { "Nguyễn Thị", SCHALTER_PROBLEM_NONE, "Nguyễn Thị" },
    { "Юлія", SCHALTER_PROBLEM_NONE, "Юлія" },
    { "李", SCHALTER_PROBLEM_NONE, "李" },
    { "محمد", SCHALTER_PROBLEM_NONE, "محمد" },
    { "सीता", SCHALTER_PROBLEM_NONE, "सीता" },
    { "X", SCHALTER_PROBLEM_NONE, "X" },
    { "", SCHALTER_PROBLEM_MISSING, NULL },
    { "-", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
    { "...", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
    { "Erika2", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
    { "Erika@home", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
    { "Erika\x7f", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
    { "<script>", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
    { "Erika 🐕", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
  };
  check_cases (schalter_name_check, 100, cases, G_N_ELEMENTS (cases));
}

static void
counts_digits (void)
{
  static const TypedCase cases[] = {
    { "756098100000123", SCHALTER_PROBLEM_NONE, "756098100000123" },
    { "756 098 100 000 123", SCHALTER_PROBLEM_NONE, "756098100000123" },
    { "756.098-100/000'123", SCHALTER_PROBLEM_NONE, "756098100000123" },
    { "75609810000012", SCHALTER_PROBLEM_WRONG_LENGTH, NULL },
    { "7560981000001234", SCHALTER_PROBLEM_WRONG_LENGTH, NULL },
    { "75609810000012X", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
    { "", SCHALTER_PROBLEM_MISSING, NULL },
    { "- -", SCHALTER_PROBLEM_MISSING, NULL },
  };
  check_cases (schalter_digits_check, 15, cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/typed-text/tidies-a-line", tidies_a_line);
  g_test_add_func ("/core/typed-text/keeps-paragraphs", keeps_paragraphs);
  g_test_add_func ("/core/typed-text/takes-the-names-people-have", takes_the_names_people_have);
  g_test_add_func ("/core/typed-text/counts-digits", counts_digits);
  return g_test_run ();
}
