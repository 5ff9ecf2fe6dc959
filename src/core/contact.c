/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How to reach a person: telephone numbers and e-mail addresses. */
#include "config.h"

#include "contact.h"

#include "typed-text.h"

#include <string.h>

/* The digits with their "+" or "0" in front; "(0)" and other brackets gone. */
static char *
strip_phone (const char *typed)
{
  g_auto (GStrv) around_zero = g_strsplit (typed, "(0)", 2);
  g_autofree char *joined = g_strjoinv ("", around_zero);
  g_autofree char *stripped = schalter_typed_strip_separators (joined);
  GString *result = g_string_new (NULL);
  for (const char *p = stripped; *p != '\0'; p++) {
    if (*p != '(' && *p != ')')
      g_string_append_c (result, *p);
  }
  return g_string_free (result, FALSE);
}

static char *
to_international (const char *number)
{
  if (number[0] == '+')
    return g_strdup (number + 1);
  if (g_str_has_prefix (number, "00"))
    return g_strdup (number + 2);
  if (number[0] == '0')
    return g_strconcat ("41", number + 1, NULL);
  return NULL;
}

SchalterProblem
schalter_phone_check (const char *typed, char **value_out)
{
  g_autofree char *number = strip_phone (typed);
  if (*number == '\0')
    return SCHALTER_PROBLEM_MISSING;
  const char *digits = number[0] == '+' ? number + 1 : number;
  if (strspn (digits, "0123456789") != strlen (digits))
    return SCHALTER_PROBLEM_BAD_CHARACTER;
  g_autofree char *international = to_international (number);
  if (international == NULL || international[0] == '0')
    return SCHALTER_PROBLEM_WRONG_PREFIX;
  gsize length = strlen (international);
  gboolean is_swiss = g_str_has_prefix (international, "41");
  if (is_swiss ? length != 11 : length < 7 || length > 15)
    return SCHALTER_PROBLEM_WRONG_LENGTH;
  *value_out = g_strconcat ("+", international, NULL);
  return SCHALTER_PROBLEM_NONE;
}

char *
schalter_phone_format (const char *e164)
{
  if (!g_str_has_prefix (e164, "+41") || strlen (e164) != 12)
    return g_strdup (e164);
  return g_strdup_printf ("0%.2s %.3s %.2s %.2s", e164 + 3, e164 + 5, e164 + 8, e164 + 10);
}

static gboolean
is_domain_label (const char *label)
{
  gsize length = strlen (label);
  if (length == 0 || length > 63 || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isalnum (label[i]) && label[i] != '-')
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_domain (const char *domain)
{
  g_auto (GStrv) labels = g_strsplit (domain, ".", -1);
  guint n_labels = g_strv_length (labels);
  for (guint i = 0; i < n_labels; i++) {
    if (!is_domain_label (labels[i]))
      return FALSE;
  }
  return n_labels >= 2 && strlen (labels[n_labels - 1]) >= 2;
}

static gboolean
is_local_part (const char *local)
{
  gsize length = strlen (local);
  if (length == 0 || length > 64 || local[0] == '.' || local[length - 1] == '.' ||
      strstr (local, "..") != NULL)
    return FALSE;
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isalnum (local[i]) && strchr (".!#$%&'*+-/=?^_`{|}~", local[i]) == NULL)
      return FALSE;
  }
  return TRUE;
}

SchalterProblem
schalter_email_check (const char *typed, char **value_out)
{
  g_autofree char *address = g_strstrip (g_strdup (typed));
  if (*address == '\0')
    return SCHALTER_PROBLEM_MISSING;
  if (strlen (address) > 254)
    return SCHALTER_PROBLEM_TOO_LONG;
  g_auto (GStrv) parts = g_strsplit (address, "@", -1);
  if (g_strv_length (parts) != 2 || !is_local_part (parts[0]) || !is_domain (parts[1]))
    return SCHALTER_PROBLEM_MALFORMED;
  *value_out = g_steal_pointer (&address);
  return SCHALTER_PROBLEM_NONE;
}
