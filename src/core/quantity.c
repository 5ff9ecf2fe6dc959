/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers and amounts as people type them. */
#include "config.h"

#include "quantity.h"

#include <string.h>

/* More digits than this are never meant, and would not fit. */
#define MAX_DIGITS 12

static gboolean
is_thousands_mark (gunichar character)
{
  return character == '\'' || character == 0x2019 || g_unichar_isspace (character);
}

static char *
strip_thousands (const char *typed)
{
  GString *result = g_string_new (NULL);
  for (const char *p = typed; *p != '\0'; p = g_utf8_next_char (p)) {
    if (!is_thousands_mark (g_utf8_get_char (p)))
      g_string_append_unichar (result, g_utf8_get_char (p));
  }
  return g_string_free (result, FALSE);
}

static SchalterProblem
check_range (gint64 value, gint64 min, gint64 max, gint64 *value_out)
{
  if (value < min)
    return SCHALTER_PROBLEM_TOO_SMALL;
  if (value > max)
    return SCHALTER_PROBLEM_TOO_LARGE;
  *value_out = value;
  return SCHALTER_PROBLEM_NONE;
}

static gboolean
are_digits (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

SchalterProblem
schalter_number_check (const char *typed, gint64 min, gint64 max, gint64 *value_out)
{
  g_autofree char *number = strip_thousands (typed);
  if (*number == '\0')
    return SCHALTER_PROBLEM_MISSING;
  gboolean is_negative = number[0] == '-';
  const char *digits = number + is_negative;
  if (!are_digits (digits))
    return SCHALTER_PROBLEM_MALFORMED;
  if (strlen (digits) > MAX_DIGITS)
    return is_negative ? SCHALTER_PROBLEM_TOO_SMALL : SCHALTER_PROBLEM_TOO_LARGE;
  gint64 value = g_ascii_strtoll (digits, NULL, 10);
  return check_range (is_negative ? -value : value, min, max, value_out);
}

/* "", "5", "50", "-" and dashes after the point; -1 for anything else. */
static int
parse_cents (const char *text)
{
  if (*text == '\0' || g_str_equal (text, "-") || g_str_equal (text, "--") ||
      g_str_equal (text, "–") || g_str_equal (text, "—"))
    return 0;
  if (!are_digits (text) || strlen (text) > 2)
    return -1;
  int value = (int)g_ascii_strtoll (text, NULL, 10);
  return strlen (text) == 1 ? value * 10 : value;
}

SchalterProblem
schalter_amount_check (const char *typed,
                       gint64 min_cents,
                       gint64 max_cents,
                       gint64 *value_cents_out)
{
  g_autofree char *stripped = strip_thousands (typed);
  const char *amount = stripped;
  if (g_ascii_strncasecmp (amount, "CHF", 3) == 0)
    amount += 3;
  else if (g_ascii_strncasecmp (amount, "Fr.", 3) == 0)
    amount += 3;
  if (*amount == '\0')
    return SCHALTER_PROBLEM_MISSING;
  g_auto (GStrv) parts = g_strsplit_set (amount, ".,", -1);
  int cents = parts[1] == NULL ? 0 : parse_cents (parts[1]);
  if (!are_digits (parts[0]) || cents < 0 || g_strv_length (parts) > 2)
    return SCHALTER_PROBLEM_MALFORMED;
  if (strlen (parts[0]) > MAX_DIGITS)
    return SCHALTER_PROBLEM_TOO_LARGE;
  gint64 value_cents = g_ascii_strtoll (parts[0], NULL, 10) * 100 + cents;
  return check_range (value_cents, min_cents, max_cents, value_cents_out);
}

char *
schalter_amount_format (gint64 value_cents)
{
  const char *sign = value_cents < 0 ? "-" : "";
  gint64 cents = ABS (value_cents);
  return g_strdup_printf ("%s%" G_GINT64_FORMAT ".%02d", sign, cents / 100, (int)(cents % 100));
}
