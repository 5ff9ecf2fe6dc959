/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * AHV numbers and IBANs as people type them, and with each digit wrong. */
#include "config.h"

#include "identity-number.h"
#include "typed-case.h"

#include <string.h>

static void
reads_ahv_numbers (void)
{
  static const TypedCase cases[] = {
    { "756.9217.0769.85", SCHALTER_PROBLEM_NONE, "756.9217.0769.85" },
    { "7569217076985", SCHALTER_PROBLEM_NONE, "756.9217.0769.85" },
    { " 756 9217 0769 85 ", SCHALTER_PROBLEM_NONE, "756.9217.0769.85" },
    { "756-9217-0769-85", SCHALTER_PROBLEM_NONE, "756.9217.0769.85" },
    { "756.1234.5678.97", SCHALTER_PROBLEM_NONE, "756.1234.5678.97" },
    { "", SCHALTER_PROBLEM_MISSING, NULL },
    { "...", SCHALTER_PROBLEM_MISSING, NULL },
    { "756.9217.0769.8", SCHALTER_PROBLEM_WRONG_LENGTH, NULL },
    { "756.9217.0769.855", SCHALTER_PROBLEM_WRONG_LENGTH, NULL },
    { "756.9217.O769.85", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
    { "756.9217.0769.8\u0665", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
    { "757.9217.0769.85", SCHALTER_PROBLEM_WRONG_PREFIX, NULL },
    { "756.9217.0769.84", SCHALTER_PROBLEM_WRONG_CHECK_DIGIT, NULL },
    { "756.9127.0769.85", SCHALTER_PROBLEM_WRONG_CHECK_DIGIT, NULL },
  };
  typed_cases_check (schalter_ahv_number_check, cases, G_N_ELEMENTS (cases));
}

static void
reads_ibans (void)
{
  static const TypedCase cases[] = {
    { "CH93 0076 2011 6238 5295 7", SCHALTER_PROBLEM_NONE, "CH93 0076 2011 6238 5295 7" },
    { "ch9300762011623852957", SCHALTER_PROBLEM_NONE, "CH93 0076 2011 6238 5295 7" },
    { "CH93-0076-2011-6238-5295-7", SCHALTER_PROBLEM_NONE, "CH93 0076 2011 6238 5295 7" },
    { "LI21 0881 0000 2324 013A A", SCHALTER_PROBLEM_NONE, "LI21 0881 0000 2324 013A A" },
    { "li21 0881 0000 2324 013a a", SCHALTER_PROBLEM_NONE, "LI21 0881 0000 2324 013A A" },
    { "DE89 3704 0044 0532 0130 00", SCHALTER_PROBLEM_NONE, "DE89 3704 0044 0532 0130 00" },
    { "GB82 WEST 1234 5698 7654 32", SCHALTER_PROBLEM_NONE, "GB82 WEST 1234 5698 7654 32" },
    { "NO93 8601 1117 947", SCHALTER_PROBLEM_NONE, "NO93 8601 1117 947" },
    { "MT84MALT011000012345MTLCAST001S",
      SCHALTER_PROBLEM_NONE,
      "MT84 MALT 0110 0001 2345 MTLC AST0 01S" },
    { "", SCHALTER_PROBLEM_MISSING, NULL },
    { "   ", SCHALTER_PROBLEM_MISSING, NULL },
    { "CH93 0076 2011 6238 5295", SCHALTER_PROBLEM_WRONG_LENGTH, NULL },
    { "CH93 0076 2011 6238 5295 77", SCHALTER_PROBLEM_WRONG_LENGTH, NULL },
    { "NO93 8601 1117 94", SCHALTER_PROBLEM_WRONG_LENGTH, NULL },
    { "CH94 0076 2011 6238 5295 7", SCHALTER_PROBLEM_WRONG_CHECK_DIGIT, NULL },
    { "CH93 0076 2011 6238 2595 7", SCHALTER_PROBLEM_WRONG_CHECK_DIGIT, NULL },
    { "CH93 0076 2011 6238 5295 *", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
    { "CH93 0076 2011 6238 5295 é", SCHALTER_PROBLEM_BAD_CHARACTER, NULL },
    { "9300 7620 1162 3852 957", SCHALTER_PROBLEM_WRONG_PREFIX, NULL },
    { "CHXX 0076 2011 6238 5295 7", SCHALTER_PROBLEM_WRONG_PREFIX, NULL },
  };
  typed_cases_check (schalter_iban_check, cases, G_N_ELEMENTS (cases));
}

/* EAN-13 and ISO 7064 both find every single wrong digit. */
static void
finds_every_wrong_digit (void)
{
  static const struct {
    SchalterProblem (*check) (const char *, char **);
    const char *right;
  } cases[] = {
    { schalter_ahv_number_check, "7569217076985" },
    { schalter_iban_check, "CH9300762011623852957" },
    { schalter_iban_check, "DE89370400440532013000" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    for (gsize at = 0; at < strlen (cases[i].right); at++) {
      g_autofree char *wrong = g_strdup (cases[i].right);
      for (char digit = '0'; g_ascii_isdigit (wrong[at]) && digit <= '9'; digit++) {
        g_autofree char *value = NULL;
        wrong[at] = digit;
        SchalterProblem problem = cases[i].check (wrong, &value);
        g_assert_cmpint (problem == SCHALTER_PROBLEM_NONE, ==, digit == cases[i].right[at]);
      }
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/identity-number/reads-ahv-numbers", reads_ahv_numbers);
  g_test_add_func ("/core/identity-number/reads-ibans", reads_ibans);
  g_test_add_func ("/core/identity-number/finds-every-wrong-digit", finds_every_wrong_digit);
  return g_test_run ();
}
