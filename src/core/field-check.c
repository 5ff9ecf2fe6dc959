/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checking one answer against its field: the type's own rules, then the field's limits. One
 * function for each type, found by a table. */
#include "config.h"

#include "field-check.h"

#include "contact.h"
#include "identity-number.h"
#include "quantity.h"
#include "typed-text.h"

#include <string.h>

typedef struct {
  const SchalterFormField *field;
  const char *const *typed;
  const GDate *today;
} Answer;

static const SchalterFinding fine = { SCHALTER_PROBLEM_NONE, 0 };

static JsonNode *
string_node (const char *text)
{
  JsonNode *node = json_node_alloc ();
  return json_node_init_string (node, text);
}

static SchalterFinding
finish_text (SchalterProblem problem, char *value, JsonNode **value_out)
{
  g_autofree char *text = value;
  if (problem == SCHALTER_PROBLEM_NONE)
    *value_out = string_node (text);
  return (SchalterFinding){ problem, 0 };
}

static SchalterFinding
check_text (const Answer *answer, JsonNode **value_out)
{
  char *value = NULL;
  SchalterProblem problem =
      schalter_text_line_check (answer->typed[0], answer->field->max_length, &value);
  return finish_text (problem, value, value_out);
}

static SchalterFinding
check_long_text (const Answer *answer, JsonNode **value_out)
{
  char *value = NULL;
  SchalterProblem problem =
      schalter_text_lines_check (answer->typed[0], answer->field->max_length, &value);
  return finish_text (problem, value, value_out);
}

static SchalterFinding
check_name (const Answer *answer, JsonNode **value_out)
{
  char *value = NULL;
  SchalterProblem problem =
      schalter_name_check (answer->typed[0], answer->field->max_length, &value);
  return finish_text (problem, value, value_out);
}

static SchalterFinding
check_digits (const Answer *answer, JsonNode **value_out)
{
  char *value = NULL;
  SchalterProblem problem =
      schalter_digits_check (answer->typed[0], answer->field->max_length, &value);
  return finish_text (problem, value, value_out);
}

static SchalterFinding
check_ahv_number (const Answer *answer, JsonNode **value_out)
{
  char *value = NULL;
  SchalterProblem problem = schalter_ahv_number_check (answer->typed[0], &value);
  return finish_text (problem, value, value_out);
}

static SchalterFinding
check_iban (const Answer *answer, JsonNode **value_out)
{
  char *value = NULL;
  SchalterProblem problem = schalter_iban_check (answer->typed[0], &value);
  return finish_text (problem, value, value_out);
}

static SchalterFinding
check_phone (const Answer *answer, JsonNode **value_out)
{
  char *value = NULL;
  SchalterProblem problem = schalter_phone_check (answer->typed[0], &value);
  return finish_text (problem, value, value_out);
}

static SchalterFinding
check_email (const Answer *answer, JsonNode **value_out)
{
  char *value = NULL;
  SchalterProblem problem = schalter_email_check (answer->typed[0], &value);
  return finish_text (problem, value, value_out);
}

static SchalterFinding
check_amount (const Answer *answer, JsonNode **value_out)
{
  gint64 value_cents = 0;
  SchalterProblem problem = schalter_amount_check (
      answer->typed[0], answer->field->min, answer->field->max, &value_cents);
  return finish_text (problem, schalter_amount_format (value_cents), value_out);
}

static SchalterFinding
check_number (const Answer *answer, JsonNode **value_out)
{
  gint64 value = 0;
  SchalterProblem problem =
      schalter_number_check (answer->typed[0], answer->field->min, answer->field->max, &value);
  if (problem == SCHALTER_PROBLEM_NONE)
    *value_out = json_node_init_int (json_node_alloc (), value);
  return (SchalterFinding){ problem, 0 };
}

gboolean
schalter_date_bound_resolve (const SchalterDateBound *bound, const GDate *today, GDate *day)
{
  if (!bound->is_set)
    return FALSE;
  *day = bound->is_relative ? *today : bound->day;
  if (bound->offset_days > 0)
    g_date_add_days (day, (guint)bound->offset_days);
  else if (bound->offset_days < 0)
    g_date_subtract_days (day, (guint)-bound->offset_days);
  if (bound->offset_months > 0)
    g_date_add_months (day, (guint)bound->offset_months);
  else if (bound->offset_months < 0)
    g_date_subtract_months (day, (guint)-bound->offset_months);
  return TRUE;
}

/* A partly known date is out of bounds only if every day it can mean is. */
static SchalterProblem
check_bounds (const Answer *answer, const SchalterPartialDate *date)
{
  GDate first, last, bound;
  schalter_partial_date_get_span (date, &first, &last);
  if (schalter_date_bound_resolve (&answer->field->earliest, answer->today, &bound) &&
      g_date_compare (&last, &bound) < 0)
    return SCHALTER_PROBLEM_TOO_EARLY;
  if (schalter_date_bound_resolve (&answer->field->latest, answer->today, &bound) &&
      g_date_compare (&first, &bound) > 0)
    return SCHALTER_PROBLEM_TOO_LATE;
  return SCHALTER_PROBLEM_NONE;
}

static SchalterFinding
check_date (const Answer *answer, JsonNode **value_out)
{
  SchalterPartialDate date;
  SchalterDatePart part = SCHALTER_DATE_DAY;
  gboolean is_partial = answer->field->type == SCHALTER_FIELD_PARTIAL_DATE;
  SchalterProblem problem = schalter_partial_date_check (answer->typed, is_partial, &date, &part);
  if (problem != SCHALTER_PROBLEM_NONE)
    return (SchalterFinding){ problem, part };
  problem = check_bounds (answer, &date);
  if (problem != SCHALTER_PROBLEM_NONE)
    return (SchalterFinding){ problem, SCHALTER_DATE_DAY };
  return finish_text (problem, schalter_partial_date_to_iso (&date), value_out);
}

gboolean
schalter_field_is_late (const SchalterFormField *field,
                        const SchalterPartialDate *date,
                        const GDate *today)
{
  GDate first, last;
  if (field->deadline_days == 0)
    return FALSE;
  schalter_partial_date_get_span (date, &first, &last);
  return g_date_days_between (&last, today) > (int)field->deadline_days;
}

static gboolean
is_offered (const SchalterFormField *field, const char *id)
{
  for (guint i = 0; i < field->choices->len; i++) {
    const SchalterFormChoice *choice = field->choices->pdata[i];
    if (g_str_equal (choice->id, id))
      return TRUE;
  }
  return FALSE;
}

static SchalterFinding
check_choice (const Answer *answer, JsonNode **value_out)
{
  if (answer->typed[1] != NULL || !is_offered (answer->field, answer->typed[0]))
    return (SchalterFinding){ SCHALTER_PROBLEM_NOT_OFFERED, 0 };
  *value_out = string_node (answer->typed[0]);
  return fine;
}

/* In the order of the definition, each once. */
static SchalterFinding
check_many_choices (const Answer *answer, JsonNode **value_out)
{
  for (guint i = 0; answer->typed[i] != NULL; i++) {
    if (!is_offered (answer->field, answer->typed[i]))
      return (SchalterFinding){ SCHALTER_PROBLEM_NOT_OFFERED, 0 };
  }
  JsonArray *array = json_array_new ();
  for (guint i = 0; i < answer->field->choices->len; i++) {
    const SchalterFormChoice *choice = answer->field->choices->pdata[i];
    if (g_strv_contains (answer->typed, choice->id))
      json_array_add_string_element (array, choice->id);
  }
  *value_out = json_node_alloc ();
  json_node_init_array (*value_out, array);
  json_array_unref (array);
  return fine;
}

static SchalterFinding
check_yes_no (const Answer *answer, JsonNode **value_out)
{
  gboolean is_yes = g_str_equal (answer->typed[0], "yes");
  if (answer->typed[1] != NULL || (!is_yes && !g_str_equal (answer->typed[0], "no")))
    return (SchalterFinding){ SCHALTER_PROBLEM_NOT_OFFERED, 0 };
  *value_out = json_node_init_boolean (json_node_alloc (), is_yes);
  return fine;
}

static SchalterProblem
check_postcode (const char *typed, char **value_out)
{
  g_autofree char *digits = NULL;
  SchalterProblem problem = schalter_digits_check (typed, 4, &digits);
  if (problem == SCHALTER_PROBLEM_NONE && digits[0] == '0')
    return SCHALTER_PROBLEM_WRONG_PREFIX;
  *value_out = g_steal_pointer (&digits);
  return problem;
}

static SchalterProblem
check_address_part (const char *typed, guint part, char **value_out)
{
  if (part == SCHALTER_ADDRESS_POSTCODE)
    return check_postcode (typed, value_out);
  SchalterProblem problem = schalter_text_line_check (
      typed, schalter_field_type_get_part_length (SCHALTER_FIELD_ADDRESS, part), value_out);
  /* Houses without a number exist. */
  gboolean may_miss = part == SCHALTER_ADDRESS_HOUSE_NUMBER;
  return problem == SCHALTER_PROBLEM_MISSING && may_miss ? SCHALTER_PROBLEM_NONE : problem;
}

static SchalterFinding
check_address (const Answer *answer, JsonNode **value_out)
{
  g_autoptr (JsonObject) object = json_object_new ();
  for (guint part = 0; part < SCHALTER_MAX_FIELD_PARTS; part++) {
    g_autofree char *value = NULL;
    SchalterProblem problem = check_address_part (answer->typed[part], part, &value);
    if (problem != SCHALTER_PROBLEM_NONE)
      return (SchalterFinding){ problem, part };
    const char *name = schalter_field_type_get_part_name (SCHALTER_FIELD_ADDRESS, part);
    if (value != NULL)
      json_object_set_string_member (object, name, value);
  }
  *value_out = json_node_init_object (json_node_alloc (), object);
  return fine;
}

typedef struct {
  SchalterFinding (*check) (const Answer *answer, JsonNode **value_out);
  guint n_parts;
  struct {
    const char *name;
    guint max_length;
  } parts[SCHALTER_MAX_FIELD_PARTS];
} TypeRules;

static const TypeRules rules[SCHALTER_N_FIELD_TYPES] = {
  [SCHALTER_FIELD_TEXT] = { check_text, 1, { { "", 1000 } } },
  [SCHALTER_FIELD_LONG_TEXT] = { check_long_text, 1, { { "", 5000 } } },
  [SCHALTER_FIELD_NAME] = { check_name, 1, { { "", 100 } } },
  [SCHALTER_FIELD_DIGITS] = { check_digits, 1, { { "", 60 } } },
  [SCHALTER_FIELD_DATE] = { check_date, 3, { { "day", 2 }, { "month", 2 }, { "year", 4 } } },
  [SCHALTER_FIELD_PARTIAL_DATE] = { check_date,
                                    3,
                                    { { "day", 2 }, { "month", 2 }, { "year", 4 } } },
  [SCHALTER_FIELD_CHOICE] = { check_choice, 1, { { "", 40 } } },
  [SCHALTER_FIELD_MANY_CHOICES] = { check_many_choices, 1, { { "", 40 } } },
  [SCHALTER_FIELD_YES_NO] = { check_yes_no, 1, { { "", 3 } } },
  [SCHALTER_FIELD_AHV_NUMBER] = { check_ahv_number, 1, { { "", 20 } } },
  [SCHALTER_FIELD_IBAN] = { check_iban, 1, { { "", 42 } } },
  [SCHALTER_FIELD_PHONE] = { check_phone, 1, { { "", 30 } } },
  [SCHALTER_FIELD_EMAIL] = { check_email, 1, { { "", 254 } } },
  [SCHALTER_FIELD_AMOUNT] = { check_amount, 1, { { "", 20 } } },
  [SCHALTER_FIELD_NUMBER] = { check_number, 1, { { "", 20 } } },
  [SCHALTER_FIELD_ADDRESS] = { check_address,
                               4,
                               { { "street", 60 },
                                 { "house_number", 12 },
                                 { "postcode", 4 },
                                 { "town", 40 } } },
};

guint
schalter_field_type_get_n_parts (SchalterFieldType type)
{
  g_return_val_if_fail ((guint)type < SCHALTER_N_FIELD_TYPES, 1);
  return rules[type].n_parts;
}

const char *
schalter_field_type_get_part_name (SchalterFieldType type, guint part)
{
  g_return_val_if_fail ((guint)type < SCHALTER_N_FIELD_TYPES && part < rules[type].n_parts, "");
  return rules[type].parts[part].name;
}

guint
schalter_field_type_get_part_length (SchalterFieldType type, guint part)
{
  g_return_val_if_fail ((guint)type < SCHALTER_N_FIELD_TYPES && part < rules[type].n_parts, 0);
  return rules[type].parts[part].max_length;
}

static gboolean
is_blank (const char *text)
{
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text == '\0';
}

static gboolean
is_left_empty (const char *const *typed)
{
  for (guint i = 0; typed[i] != NULL; i++) {
    if (!is_blank (typed[i]))
      return FALSE;
  }
  return TRUE;
}

SchalterFinding
schalter_field_check (const SchalterFormField *field,
                      const char *const *typed,
                      const GDate *today,
                      JsonNode **value_out)
{
  g_return_val_if_fail (field != NULL && typed != NULL && value_out != NULL, fine);
  *value_out = NULL;
  gboolean is_empty = is_left_empty (typed);
  if (is_empty && field->is_optional)
    return fine;
  gboolean begins_with_year = field->type == SCHALTER_FIELD_PARTIAL_DATE;
  if (is_empty)
    return (SchalterFinding){ SCHALTER_PROBLEM_MISSING, begins_with_year ? SCHALTER_DATE_YEAR : 0 };
  Answer answer = { field, typed, today };
  return rules[field->type].check (&answer, value_out);
}
