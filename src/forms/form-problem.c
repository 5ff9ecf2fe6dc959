/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sentences for what is wrong with an answer. Each says how to mend it. */
#include "config.h"

#include "form-problem.h"

#include "quantity.h"

#include <glib/gi18n.h>

static const char *
get_missing (SchalterFieldType type, guint part)
{
  switch ((int)type) {
  case SCHALTER_FIELD_CHOICE:
  case SCHALTER_FIELD_YES_NO:
    return _ ("Choose one of the answers.");
  case SCHALTER_FIELD_MANY_CHOICES:
    return _ ("Choose at least one of the answers.");
  case SCHALTER_FIELD_DATE:
    return _ ("Fill in day, month and year.");
  case SCHALTER_FIELD_PARTIAL_DATE:
    return _ ("Fill in at least the year.");
  case SCHALTER_FIELD_ADDRESS:
    return part == SCHALTER_ADDRESS_STREET     ? _ ("Fill in the street.")
           : part == SCHALTER_ADDRESS_POSTCODE ? _ ("Fill in the postcode.")
                                               : _ ("Fill in the place.");
  default:
    return _ ("Fill in this field.");
  }
}

static const char *
get_bad_character (SchalterFieldType type)
{
  switch ((int)type) {
  case SCHALTER_FIELD_NAME:
    return _ ("A name has only letters, spaces, hyphens and apostrophes.");
  case SCHALTER_FIELD_DIGITS:
  case SCHALTER_FIELD_AHV_NUMBER:
  case SCHALTER_FIELD_PHONE:
    return _ ("Use digits only.");
  case SCHALTER_FIELD_IBAN:
    return _ ("An IBAN has only letters and digits.");
  case SCHALTER_FIELD_DATE:
  case SCHALTER_FIELD_PARTIAL_DATE:
    return _ ("Write day, month and year as numbers.");
  default:
    return _ ("One of the characters cannot be used here.");
  }
}

static char *
dup_wrong_length (const SchalterFormField *field)
{
  switch ((int)field->type) {
  case SCHALTER_FIELD_AHV_NUMBER:
    return g_strdup (_ ("The AHV number has 13 digits."));
  case SCHALTER_FIELD_IBAN:
    return g_strdup (_ ("A Swiss IBAN has 21 characters."));
  case SCHALTER_FIELD_PHONE:
    return g_strdup (_ ("A Swiss phone number has 10 digits, for example 079 123 45 67."));
  case SCHALTER_FIELD_ADDRESS:
    return g_strdup (_ ("A Swiss postcode has 4 digits."));
  default:
    return g_strdup_printf (
        ngettext ("There must be %u digit.", "There must be %u digits.", field->max_length),
        field->max_length);
  }
}

static const char *
get_wrong_prefix (SchalterFieldType type)
{
  switch ((int)type) {
  case SCHALTER_FIELD_AHV_NUMBER:
    return _ ("The AHV number begins with 756.");
  case SCHALTER_FIELD_IBAN:
    return _ ("An IBAN begins with two letters, for example CH.");
  default:
    return _ ("Begin with 0, or with + and the number of the country.");
  }
}

static const char *
get_malformed (SchalterFieldType type)
{
  switch ((int)type) {
  case SCHALTER_FIELD_EMAIL:
    return _ ("An e-mail address looks like this: name@example.ch");
  case SCHALTER_FIELD_NUMBER:
    return _ ("Write a whole number, for example 12.");
  case SCHALTER_FIELD_AMOUNT:
    return _ ("Write an amount in francs, for example 12.50.");
  case SCHALTER_FIELD_DATE:
  case SCHALTER_FIELD_PARTIAL_DATE:
    return _ ("Write day, month and year as numbers.");
  default:
    return _ ("This cannot be read. Check what you have written.");
  }
}

static char *
dup_quantity_limit (const SchalterFormField *field, gboolean is_least)
{
  gint64 limit = is_least ? field->min : field->max;
  g_autofree char *text = field->type == SCHALTER_FIELD_AMOUNT
                              ? schalter_amount_format (limit)
                              : g_strdup_printf ("%" G_GINT64_FORMAT, limit);
  return g_strdup_printf (is_least ? _ ("It must be at least %s.") : _ ("It must be at most %s."),
                          text);
}

static char *
dup_date_limit (const SchalterFormField *field, gboolean is_earliest, const GDate *today)
{
  GDate day;
  const SchalterDateBound *bound = is_earliest ? &field->earliest : &field->latest;
  if (!schalter_date_bound_resolve (bound, today, &day))
    return g_strdup (_ ("This date cannot be right."));
  char text[32] = "";
  g_date_strftime (text, sizeof text, "%d.%m.%Y", &day);
  return g_strdup_printf (is_earliest ? _ ("The date must be %s or later.")
                                      : _ ("The date must be %s or earlier."),
                          text);
}

char *
schalter_form_problem_dup_sentence (const SchalterFormField *field,
                                    SchalterFinding finding,
                                    const GDate *today)
{
  g_return_val_if_fail (field != NULL && today != NULL, NULL);
  switch (finding.problem) {
  case SCHALTER_PROBLEM_NONE:
    break;
  case SCHALTER_PROBLEM_MISSING:
    return g_strdup (get_missing (field->type, finding.part));
  case SCHALTER_PROBLEM_TOO_LONG:
    return g_strdup (_ ("This is too long. Shorten it."));
  case SCHALTER_PROBLEM_BAD_CHARACTER:
    return g_strdup (get_bad_character (field->type));
  case SCHALTER_PROBLEM_WRONG_LENGTH:
    return dup_wrong_length (field);
  case SCHALTER_PROBLEM_WRONG_PREFIX:
    return g_strdup (get_wrong_prefix (field->type));
  case SCHALTER_PROBLEM_WRONG_CHECK_DIGIT:
    return g_strdup (_ ("One of the digits is wrong. Compare them with your card."));
  case SCHALTER_PROBLEM_MALFORMED:
    return g_strdup (get_malformed (field->type));
  case SCHALTER_PROBLEM_TOO_SMALL:
    return dup_quantity_limit (field, TRUE);
  case SCHALTER_PROBLEM_TOO_LARGE:
    return dup_quantity_limit (field, FALSE);
  case SCHALTER_PROBLEM_NO_SUCH_DAY:
    return g_strdup (_ ("There is no such day. Check day and month."));
  case SCHALTER_PROBLEM_SHORT_YEAR:
    return g_strdup (_ ("Write the year with four digits, for example 1984."));
  case SCHALTER_PROBLEM_TOO_EARLY:
    return dup_date_limit (field, TRUE, today);
  case SCHALTER_PROBLEM_TOO_LATE:
    return dup_date_limit (field, FALSE, today);
  case SCHALTER_PROBLEM_NOT_OFFERED:
    return g_strdup (_ ("Choose one of the answers offered."));
  case SCHALTER_PROBLEM_UNKNOWN_PLACE:
    return g_strdup (_ ("Choose the place that belongs to this postcode."));
  }
  return g_strdup ("");
}
