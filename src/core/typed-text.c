/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts as people type them: tidied up, and held to their limits. */
#include "config.h"

#include "typed-text.h"

#include <string.h>

static gboolean
is_line_break (gunichar character)
{
  return character == '\n' || character == '\r';
}

/* Ends trimmed; runs of blanks are one space; at most one empty line; NULL for a bad character. */
static char *
tidy (const char *typed, gboolean keeps_lines)
{
  g_autofree char *composed = g_utf8_normalize (typed, -1, G_NORMALIZE_NFC);
  g_autoptr (GString) result = g_string_new (NULL);
  guint n_breaks = 0;
  gboolean has_blank = FALSE;
  for (const char *p = composed; p != NULL && *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar character = g_utf8_get_char (p);
    if (is_line_break (character) && keeps_lines) {
      n_breaks += character == '\n';
    } else if (g_unichar_isspace (character)) {
      has_blank = TRUE;
    } else if (g_unichar_iscntrl (character) || g_unichar_type (character) == G_UNICODE_FORMAT) {
      return NULL;
    } else {
      if (result->len > 0 && n_breaks > 0)
        g_string_append (result, n_breaks > 1 ? "\n\n" : "\n");
      else if (result->len > 0 && has_blank)
        g_string_append_c (result, ' ');
      g_string_append_unichar (result, character);
      n_breaks = 0;
      has_blank = FALSE;
    }
  }
  return composed != NULL ? g_string_free (g_steal_pointer (&result), FALSE) : NULL;
}

static SchalterProblem
check_tidied (char *tidied, guint max_length, char **value_out)
{
  g_autofree char *value = tidied;
  if (value == NULL)
    return SCHALTER_PROBLEM_BAD_CHARACTER;
  if (*value == '\0')
    return SCHALTER_PROBLEM_MISSING;
  if (g_utf8_strlen (value, -1) > max_length)
    return SCHALTER_PROBLEM_TOO_LONG;
  *value_out = g_steal_pointer (&value);
  return SCHALTER_PROBLEM_NONE;
}

SchalterProblem
schalter_text_line_check (const char *typed, guint max_length, char **value_out)
{
  return check_tidied (tidy (typed, FALSE), max_length, value_out);
}

SchalterProblem
schalter_text_lines_check (const char *typed, guint max_length, char **value_out)
{
  return check_tidied (tidy (typed, TRUE), max_length, value_out);
}

static gboolean
is_name_character (gunichar character)
{
  return g_unichar_isalpha (character) || g_unichar_ismark (character) ||
         strchr (" '-.", (int)MIN (character, 127)) != NULL || character == 0x2019;
}

SchalterProblem
schalter_name_check (const char *typed, guint max_length, char **value_out)
{
  g_autofree char *value = NULL;
  SchalterProblem problem = schalter_text_line_check (typed, max_length, &value);
  if (problem != SCHALTER_PROBLEM_NONE)
    return problem;
  gboolean has_letter = FALSE;
  for (const char *p = value; *p != '\0'; p = g_utf8_next_char (p)) {
    if (!is_name_character (g_utf8_get_char (p)))
      return SCHALTER_PROBLEM_BAD_CHARACTER;
    has_letter = has_letter || g_unichar_isalpha (g_utf8_get_char (p));
  }
  if (!has_letter)
    return SCHALTER_PROBLEM_BAD_CHARACTER;
  *value_out = g_steal_pointer (&value);
  return SCHALTER_PROBLEM_NONE;
}

static gboolean
is_separator (gunichar character)
{
  switch (character) {
  case '.':
  case '-':
  case '/':
  case '\'':
  case 0x2010: /* hyphen */
  case 0x2011: /* non-breaking hyphen */
  case 0x2013: /* en dash */
  case 0x2019: /* right single quotation mark */
    return TRUE;
  default:
    return g_unichar_isspace (character);
  }
}

char *
schalter_typed_strip_separators (const char *typed)
{
  GString *result = g_string_new (NULL);
  for (const char *p = typed; *p != '\0'; p = g_utf8_next_char (p)) {
    if (!is_separator (g_utf8_get_char (p)))
      g_string_append_unichar (result, g_utf8_get_char (p));
  }
  return g_string_free (result, FALSE);
}

SchalterProblem
schalter_digits_check (const char *typed, guint length, char **value_out)
{
  g_autofree char *digits = schalter_typed_strip_separators (typed);
  if (*digits == '\0')
    return SCHALTER_PROBLEM_MISSING;
  if (strspn (digits, "0123456789") != strlen (digits))
    return SCHALTER_PROBLEM_BAD_CHARACTER;
  if (strlen (digits) != length)
    return SCHALTER_PROBLEM_WRONG_LENGTH;
  *value_out = g_steal_pointer (&digits);
  return SCHALTER_PROBLEM_NONE;
}
