/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Placeholders of a template and what stands for them; dates in the words of each language. */
#include "config.h"

#include "paper-values.h"

#include "schalter-error.h"

struct _SchalterPaperValues {
  SchalterLanguage language;
  GHashTable *by_name; /* (element-type utf8 utf8) */
};

static const char *const months[SCHALTER_N_LANGUAGES][12] = {
  [SCHALTER_LANGUAGE_DE] = { "Januar",
                             "Februar",
                             "März",
                             "April",
                             "Mai",
                             "Juni",
                             "Juli",
                             "August",
                             "September",
                             "Oktober",
                             "November",
                             "Dezember" },
  [SCHALTER_LANGUAGE_FR] = { "janvier",
                             "février",
                             "mars",
                             "avril",
                             "mai",
                             "juin",
                             "juillet",
                             "août",
                             "septembre",
                             "octobre",
                             "novembre",
                             "décembre" },
  [SCHALTER_LANGUAGE_IT] = { "gennaio",
                             "febbraio",
                             "marzo",
                             "aprile",
                             "maggio",
                             "giugno",
                             "luglio",
                             "agosto",
                             "settembre",
                             "ottobre",
                             "novembre",
                             "dicembre" },
  [SCHALTER_LANGUAGE_EN] = { "January",
                             "February",
                             "March",
                             "April",
                             "May",
                             "June",
                             "July",
                             "August",
                             "September",
                             "October",
                             "November",
                             "December" },
};

SchalterPaperValues *
schalter_paper_values_new (SchalterLanguage language)
{
  SchalterPaperValues *values = g_new0 (SchalterPaperValues, 1);
  values->language = language;
  values->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return values;
}

void
schalter_paper_values_free (SchalterPaperValues *values)
{
  g_hash_table_unref (values->by_name);
  g_free (values);
}

void
schalter_paper_values_set (SchalterPaperValues *values, const char *name, const char *value)
{
  g_return_if_fail (name != NULL);
  if (value != NULL && value[0] != '\0')
    g_hash_table_insert (values->by_name, g_strdup (name), g_strdup (value));
}

const char *
schalter_paper_values_get (const SchalterPaperValues *values, const char *name)
{
  return g_hash_table_lookup (values->by_name, name);
}

typedef struct {
  guint year;
  guint month; /* 0 when not known */
  guint day;   /* 0 when not known */
} PartialDate;

/* Reads exactly @n_digits, and the hyphen before them if @has_hyphen. */
static gboolean
read_digits (const char **at, guint n_digits, gboolean has_hyphen, guint *value_out)
{
  guint value = 0;
  if (has_hyphen && *(*at)++ != '-')
    return FALSE;
  for (guint i = 0; i < n_digits; i++, (*at)++) {
    if (!g_ascii_isdigit (**at))
      return FALSE;
    value = value * 10 + (guint)(**at - '0');
  }
  *value_out = value;
  return TRUE;
}

static gboolean
parse_date (const char *text, PartialDate *date_out)
{
  PartialDate date = { 0 };
  const char *at = text;
  if (!read_digits (&at, 4, FALSE, &date.year) || date.year == 0)
    return FALSE;
  if (*at != '\0' && (!read_digits (&at, 2, TRUE, &date.month) || date.month - 1 > 11))
    return FALSE;
  if (*at != '\0' &&
      (!read_digits (&at, 2, TRUE, &date.day) || *at != '\0' ||
       !g_date_valid_dmy ((GDateDay)date.day, (GDateMonth)date.month, (GDateYear)date.year)))
    return FALSE;
  *date_out = date;
  return TRUE;
}

static const char *
get_day_suffix (guint day, SchalterLanguage language)
{
  if (language == SCHALTER_LANGUAGE_DE)
    return ".";
  if (day == 1 && language == SCHALTER_LANGUAGE_FR)
    return "er";
  return day == 1 && language == SCHALTER_LANGUAGE_IT ? "°" : "";
}

char *
schalter_date_to_words (const char *iso_date, SchalterLanguage language, GError **error)
{
  PartialDate date;
  if (iso_date == NULL || !parse_date (iso_date, &date)) {
    g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "a date is none");
    return NULL;
  }
  if (date.month == 0)
    return g_strdup_printf ("%u", date.year);
  const char *month = months[language][date.month - 1];
  if (date.day == 0)
    return g_strdup_printf ("%s %u", month, date.year);
  return g_strdup_printf (
      "%u%s %s %u", date.day, get_day_suffix (date.day, language), month, date.year);
}

/* Appends what stands for the placeholder between the braces. */
static gboolean
append_value (const SchalterPaperValues *values, GString *out, char *name, GError **error)
{
  char *form = strchr (name, ':');
  if (form != NULL)
    *form++ = '\0';
  if (form != NULL && !g_str_equal (form, "date")) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "“{…:%s}” is not known", form);
    return FALSE;
  }
  const char *value = schalter_paper_values_get (values, name);
  if (value == NULL) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND, "“{%s}” has no value", name);
    return FALSE;
  }
  if (form == NULL) {
    g_string_append (out, value);
    return TRUE;
  }
  g_autofree char *words = schalter_date_to_words (value, values->language, error);
  if (words == NULL) {
    g_prefix_error (error, "“{%s}”: ", name);
    return FALSE;
  }
  g_string_append (out, words);
  return TRUE;
}

char *
schalter_paper_values_expand (const SchalterPaperValues *values, const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at = text;
  for (const char *open = strchr (at, '{'); open != NULL; open = strchr (at, '{')) {
    const char *close = strchr (open, '}');
    if (close == NULL) {
      g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "a brace is not closed");
      return NULL;
    }
    g_string_append_len (out, at, open - at);
    g_autofree char *name = g_strndup (open + 1, (gsize)(close - open - 1));
    if (!append_value (values, out, name, error))
      return NULL;
    at = close + 1;
  }
  g_string_append (out, at);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
