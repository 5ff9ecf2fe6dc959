/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers that carry check digits: AHV number and IBAN. */
#include "config.h"

#include "identity-number.h"

#include "typed-text.h"

#include <string.h>

#define AHV_LENGTH 13
#define SWISS_IBAN_LENGTH 21

static gboolean
has_ean13_check_digit (const char *digits)
{
  int sum = 0;
  for (int i = 0; i < AHV_LENGTH; i++)
    sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
  return sum % 10 == 0;
}

SchalterProblem
schalter_ahv_number_check (const char *typed, char **value_out)
{
  g_autofree char *digits = NULL;
  SchalterProblem problem = schalter_digits_check (typed, AHV_LENGTH, &digits);
  if (problem != SCHALTER_PROBLEM_NONE)
    return problem;
  if (!g_str_has_prefix (digits, "756"))
    return SCHALTER_PROBLEM_WRONG_PREFIX;
  if (!has_ean13_check_digit (digits))
    return SCHALTER_PROBLEM_WRONG_CHECK_DIGIT;
  *value_out = g_strdup_printf ("%.3s.%.4s.%.4s.%.2s", digits, digits + 3, digits + 7, digits + 11);
  return SCHALTER_PROBLEM_NONE;
}

static int
value_of_character (char character)
{
  return g_ascii_isdigit (character) ? character - '0' : character - 'A' + 10;
}

/* The remainder of the number that the rotated letters and digits make; right if it is 1. */
static int
remainder_by_97 (const char *iban)
{
  gsize length = strlen (iban);
  int remainder = 0;
  for (gsize i = 0; i < length; i++) {
    int value = value_of_character (iban[(i + 4) % length]);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}

static SchalterProblem
check_iban_shape (const char *iban)
{
  gsize length = strlen (iban);
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isalnum (iban[i]))
      return SCHALTER_PROBLEM_BAD_CHARACTER;
  }
  gboolean is_swiss = g_str_has_prefix (iban, "CH") || g_str_has_prefix (iban, "LI");
  if (is_swiss ? length != SWISS_IBAN_LENGTH : length < 15 || length > 34)
    return SCHALTER_PROBLEM_WRONG_LENGTH;
  if (!g_ascii_isalpha (iban[0]) || !g_ascii_isalpha (iban[1]) || !g_ascii_isdigit (iban[2]) ||
      !g_ascii_isdigit (iban[3]))
    return SCHALTER_PROBLEM_WRONG_PREFIX;
  return SCHALTER_PROBLEM_NONE;
}

static char *
group_by_four (const char *text)
{
  GString *grouped = g_string_new (NULL);
  for (gsize i = 0; text[i] != '\0'; i++) {
    if (i > 0 && i % 4 == 0)
      g_string_append_c (grouped, ' ');
    g_string_append_c (grouped, text[i]);
  }
  return g_string_free (grouped, FALSE);
}

SchalterProblem
schalter_iban_check (const char *typed, char **value_out)
{
  g_autofree char *stripped = schalter_typed_strip_separators (typed);
  g_autofree char *iban = g_ascii_strup (stripped, -1);
  if (*iban == '\0')
    return SCHALTER_PROBLEM_MISSING;
  SchalterProblem problem = check_iban_shape (iban);
  if (problem != SCHALTER_PROBLEM_NONE)
    return problem;
  if (remainder_by_97 (iban) != 1)
    return SCHALTER_PROBLEM_WRONG_CHECK_DIGIT;
  *value_out = group_by_four (iban);
  return SCHALTER_PROBLEM_NONE;
}
