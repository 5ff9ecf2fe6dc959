/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading a form definition from JSON, strictly: an unknown member, a wrong type or a missing text
 * is an error that names the step, the field and what is allowed. What concerns several steps at
 * once is checked afterwards, in form-check.c. */
#include "config.h"

#include "form-private.h"
#include "json-record.h"
#include "schalter-error.h"

#include <stdio.h>
#include <string.h>

#define MAX_STEPS 40
#define MAX_FIELDS 12
#define MAX_CHOICES 30
#define MAX_ENTRIES 20
#define MAX_ID_LENGTH 40
#define MAX_TEXT_LENGTH 5000
/* Two hundred years: GDate knows no year before the first. */
#define MAX_OFFSET_MONTHS (200 * 12)
#define MAX_OFFSET_DAYS (200 * 366)

/* Limits of a type: eCH-0044 for names, the rest our own. */
static const struct {
  guint default_length;
  guint greatest_length;
} length_limits[SCHALTER_N_FIELD_TYPES] = {
  [SCHALTER_FIELD_TEXT] = { 100, 1000 },
  [SCHALTER_FIELD_LONG_TEXT] = { 1000, MAX_TEXT_LENGTH },
  [SCHALTER_FIELD_NAME] = { 100, 100 },
  [SCHALTER_FIELD_DIGITS] = { 0, 40 },
};

static void
set_invalid (GError **error, const char *name, const char *allowed)
{
  g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "“%s” must be %s", name, allowed);
}

/* The object of @node, with no other members than those of @names (NULL-terminated). */
static JsonObject *
read_object (JsonNode *node, const char *const *names, GError **error)
{
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "must be an object");
    return NULL;
  }
  JsonObject *object = json_node_get_object (node);
  g_autoptr (GList) members = json_object_get_members (object);
  for (GList *member = members; member != NULL; member = member->next) {
    if (g_strv_contains (names, member->data))
      continue;
    g_autofree char *allowed = g_strjoinv (", ", (char **)names);
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "unknown member “%s”; allowed are %s",
                 (const char *)member->data,
                 allowed);
    return NULL;
  }
  return object;
}

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static gboolean
read_id (JsonObject *object, char **id_out, GError **error)
{
  const char *id = get_string (object, "id");
  if (id == NULL || strlen (id) > MAX_ID_LENGTH || !schalter_json_is_id (id)) {
    set_invalid (error, "id", "1 to 40 " SCHALTER_JSON_ID_ALLOWED);
    return FALSE;
  }
  *id_out = g_strdup (id);
  return TRUE;
}

static gboolean
read_text (JsonObject *object, const char *name, SchalterText *text, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  if (node == NULL) {
    set_invalid (error, name, "given, in German at least");
    return FALSE;
  }
  if (schalter_text_parse (node, text, error))
    return TRUE;
  g_prefix_error (error, "“%s”: ", name);
  return FALSE;
}

static gboolean
read_optional_text (JsonObject *object, const char *name, SchalterText *text, GError **error)
{
  return !json_object_has_member (object, name) || read_text (object, name, text, error);
}

static gboolean
read_boolean (JsonObject *object, const char *name, gboolean *value_out, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN) {
    set_invalid (error, name, "true or false");
    return FALSE;
  }
  *value_out = json_node_get_boolean (node);
  return TRUE;
}

typedef struct {
  gint64 min;
  gint64 max;
} Range;

/* Leaves the value alone where the member is missing. */
static gboolean
read_integer (JsonObject *object, const char *name, Range range, gint64 *value_out, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  if (node == NULL)
    return TRUE;
  gboolean is_integer =
      JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64;
  gint64 value = is_integer ? json_node_get_int (node) : 0;
  if (!is_integer || value < range.min || value > range.max) {
    g_autofree char *allowed = g_strdup_printf (
        "an integer from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, range.min, range.max);
    set_invalid (error, name, allowed);
    return FALSE;
  }
  *value_out = value;
  return TRUE;
}

static gboolean
read_when (JsonObject *object, SchalterFormCondition **when_out, GError **error)
{
  JsonNode *node = json_object_get_member (object, "when");
  if (node == NULL)
    return TRUE;
  *when_out = schalter_form_condition_parse (node, error);
  if (*when_out != NULL)
    return TRUE;
  g_prefix_error (error, "“when”: ");
  return FALSE;
}

static JsonArray *
read_array (JsonObject *object, const char *name, guint max, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (array == NULL || json_array_get_length (array) == 0 || json_array_get_length (array) > max) {
    g_autofree char *allowed = g_strdup_printf ("a list of 1 to %u", max);
    set_invalid (error, name, allowed);
    return NULL;
  }
  return array;
}

/* "-14d", "+1m", "-120y" after "today"; empty is today itself. */
static gboolean
parse_offset (const char *text, SchalterDateBound *bound)
{
  if (*text == '\0')
    return TRUE;
  char *end = NULL;
  if ((*text != '+' && *text != '-') || !g_ascii_isdigit (text[1]))
    return FALSE;
  gint64 count = g_ascii_strtoll (text, &end, 10);
  if (end[0] == '\0' || end[1] != '\0' || count < -MAX_OFFSET_DAYS || count > MAX_OFFSET_DAYS)
    return FALSE;
  if (*end == 'd')
    bound->offset_days = (int)count;
  else if (*end == 'm')
    bound->offset_months = (int)count;
  else if (*end == 'y')
    bound->offset_months = (int)count * 12;
  else
    return FALSE;
  return ABS (bound->offset_months) <= MAX_OFFSET_MONTHS;
}

static gboolean
parse_bound (const char *text, SchalterDateBound *bound)
{
  bound->is_set = TRUE;
  if (g_str_has_prefix (text, "today")) {
    bound->is_relative = TRUE;
    return parse_offset (text + strlen ("today"), bound);
  }
  int year = 0, month = 0, day = 0, length = 0;
  if (strlen (text) != 10 || strspn (text, "0123456789-") != 10 ||
      sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &length) != 3 || length != 10 ||
      !g_date_valid_dmy (day, month, year))
    return FALSE;
  g_date_set_dmy (&bound->day, day, month, year);
  return TRUE;
}

static gboolean
read_bound (JsonObject *object, const char *name, SchalterDateBound *bound, GError **error)
{
  if (!json_object_has_member (object, name))
    return TRUE;
  const char *text = get_string (object, name);
  if (text != NULL && parse_bound (text, bound))
    return TRUE;
  set_invalid (error, name, "a date such as 2020-01-31, or today, today-14d, today+1m, today-120y");
  return FALSE;
}

static SchalterFormChoice *
parse_choice (JsonNode *node, GError **error)
{
  static const char *const names[] = { "id", "label", "help", NULL };
  g_autoptr (SchalterFormChoice) choice = g_new0 (SchalterFormChoice, 1);
  JsonObject *object = read_object (node, names, error);
  if (object == NULL || !read_id (object, &choice->id, error) ||
      !read_text (object, "label", &choice->label, error) ||
      !read_optional_text (object, "help", &choice->help, error))
    return NULL;
  return g_steal_pointer (&choice);
}

static gboolean
has_choice (const SchalterFormField *field, const char *id)
{
  for (guint i = 0; i < field->choices->len; i++) {
    const SchalterFormChoice *choice = field->choices->pdata[i];
    if (g_str_equal (choice->id, id))
      return TRUE;
  }
  return FALSE;
}

static gboolean
read_choices (JsonObject *object, SchalterFormField *field, GError **error)
{
  JsonArray *array = read_array (object, "choices", MAX_CHOICES, error);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    g_autoptr (SchalterFormChoice) choice = parse_choice (json_array_get_element (array, i), error);
    if (choice == NULL) {
      g_prefix_error (error, "choice %u: ", i + 1);
      return FALSE;
    }
    if (has_choice (field, choice->id)) {
      g_set_error (error,
                   SCHALTER_ERROR,
                   SCHALTER_ERROR_INVALID,
                   "choice %u: the id “%s” is used twice",
                   i + 1,
                   choice->id);
      return FALSE;
    }
    g_ptr_array_add (field->choices, g_steal_pointer (&choice));
  }
  return array != NULL;
}

static gboolean
read_length (JsonObject *object, const char *name, SchalterFormField *field, GError **error)
{
  gint64 length = length_limits[field->type].default_length;
  if (!read_integer (
          object, name, (Range){ 1, length_limits[field->type].greatest_length }, &length, error))
    return FALSE;
  if (length == 0) {
    set_invalid (error, name, "given");
    return FALSE;
  }
  field->max_length = (guint)length;
  return TRUE;
}

static gboolean
read_range (JsonObject *object, SchalterFormField *field, GError **error)
{
  Range all = { -1000000000000, 1000000000000 };
  field->max = all.max;
  if (!read_integer (object, "min", all, &field->min, error) ||
      !read_integer (object, "max", all, &field->max, error))
    return FALSE;
  if (field->min <= field->max)
    return TRUE;
  set_invalid (error, "max", "at least “min”");
  return FALSE;
}

static gboolean
read_deadline (JsonObject *object, SchalterFormField *field, GError **error)
{
  static const char *const names[] = { "days", "text", NULL };
  gint64 days = 0;
  JsonNode *node = json_object_get_member (object, "deadline");
  if (node == NULL)
    return TRUE;
  JsonObject *deadline = read_object (node, names, error);
  if (deadline == NULL || !read_integer (deadline, "days", (Range){ 1, 3660 }, &days, error) ||
      !read_text (deadline, "text", &field->deadline_text, error)) {
    g_prefix_error (error, "“deadline”: ");
    return FALSE;
  }
  if (days == 0) {
    set_invalid (error, "deadline", "given with its number of “days”");
    return FALSE;
  }
  field->deadline_days = (guint)days;
  return TRUE;
}

static gboolean
read_dates (JsonObject *object, SchalterFormField *field, GError **error)
{
  return read_bound (object, "earliest", &field->earliest, error) &&
         read_bound (object, "latest", &field->latest, error) &&
         read_deadline (object, field, error);
}

/* The members that belong to the type; the others are refused. */
static gboolean
read_rules (JsonObject *object, SchalterFormField *field, GError **error)
{
  switch (field->type) {
  case SCHALTER_FIELD_TEXT:
  case SCHALTER_FIELD_LONG_TEXT:
  case SCHALTER_FIELD_NAME:
    return read_length (object, "max_length", field, error);
  case SCHALTER_FIELD_DIGITS:
    return read_length (object, "length", field, error);
  case SCHALTER_FIELD_DATE:
  case SCHALTER_FIELD_PARTIAL_DATE:
    return read_dates (object, field, error);
  case SCHALTER_FIELD_CHOICE:
  case SCHALTER_FIELD_MANY_CHOICES:
    return read_choices (object, field, error);
  case SCHALTER_FIELD_AMOUNT:
  case SCHALTER_FIELD_NUMBER:
    return read_range (object, field, error);
  case SCHALTER_FIELD_YES_NO:
  case SCHALTER_FIELD_AHV_NUMBER:
  case SCHALTER_FIELD_IBAN:
  case SCHALTER_FIELD_PHONE:
  case SCHALTER_FIELD_EMAIL:
  case SCHALTER_FIELD_ADDRESS:
  default:
    return TRUE;
  }
}

static const char *
get_rule_names (SchalterFieldType type)
{
  switch (type) {
  case SCHALTER_FIELD_TEXT:
  case SCHALTER_FIELD_LONG_TEXT:
  case SCHALTER_FIELD_NAME:
    return "max_length";
  case SCHALTER_FIELD_DIGITS:
    return "length";
  case SCHALTER_FIELD_DATE:
    return "earliest latest deadline";
  case SCHALTER_FIELD_PARTIAL_DATE:
    return "earliest latest";
  case SCHALTER_FIELD_CHOICE:
  case SCHALTER_FIELD_MANY_CHOICES:
    return "choices";
  case SCHALTER_FIELD_AMOUNT:
  case SCHALTER_FIELD_NUMBER:
    return "min max";
  case SCHALTER_FIELD_YES_NO:
  case SCHALTER_FIELD_AHV_NUMBER:
  case SCHALTER_FIELD_IBAN:
  case SCHALTER_FIELD_PHONE:
  case SCHALTER_FIELD_EMAIL:
  case SCHALTER_FIELD_ADDRESS:
  default:
    return NULL;
  }
}

static char **
dup_field_names (SchalterFieldType type)
{
  const char *rules = get_rule_names (type);
  g_autofree char *names = g_strdup_printf ("id type label help optional when autofill%s%s",
                                            rules != NULL ? " " : "",
                                            rules != NULL ? rules : "");
  return g_strsplit (names, " ", -1);
}

static gboolean
read_type (JsonNode *node, SchalterFieldType *type_out, GError **error)
{
  const char *name =
      JSON_NODE_HOLDS_OBJECT (node) ? get_string (json_node_get_object (node), "type") : NULL;
  if (schalter_field_type_from_string (name, type_out))
    return TRUE;
  g_autoptr (GString) allowed = g_string_new ("one of");
  for (int i = 0; i < SCHALTER_N_FIELD_TYPES; i++)
    g_string_append_printf (
        allowed, "%s %s", i > 0 ? "," : "", schalter_field_type_to_string ((SchalterFieldType)i));
  set_invalid (error, "type", allowed->str);
  return FALSE;
}

static gboolean
read_autofill (JsonObject *object, SchalterFormField *field, GError **error)
{
  static const char *const tokens[] = { "family-name", "given-name", "name", "bday",
                                        "address",     "email",      "tel",  NULL };
  if (!json_object_has_member (object, "autofill"))
    return TRUE;
  const char *token = get_string (object, "autofill");
  if (token == NULL || !g_strv_contains (tokens, token)) {
    set_invalid (error, "autofill", "family-name, given-name, name, bday, address, email or tel");
    return FALSE;
  }
  field->autofill = g_strdup (token);
  return TRUE;
}

static gboolean
fill_field (JsonNode *node, SchalterFormField *field, GError **error)
{
  if (!read_type (node, &field->type, error))
    return FALSE;
  g_auto (GStrv) names = dup_field_names (field->type);
  JsonObject *object = read_object (node, (const char *const *)names, error);
  return object != NULL && read_id (object, &field->id, error) &&
         read_text (object, "label", &field->label, error) &&
         read_optional_text (object, "help", &field->help, error) &&
         read_boolean (object, "optional", &field->is_optional, error) &&
         read_when (object, &field->when, error) && read_autofill (object, field, error) &&
         read_rules (object, field, error);
}

/* "“surname”" if the object has an id, or else its number. */
static char *
dup_name_for_error (JsonNode *node, guint index)
{
  const char *id =
      JSON_NODE_HOLDS_OBJECT (node) ? get_string (json_node_get_object (node), "id") : NULL;
  return id != NULL && strlen (id) <= MAX_ID_LENGTH ? g_strdup_printf ("“%s”", id)
                                                    : g_strdup_printf ("%u", index + 1);
}

static SchalterFormField *
parse_field (JsonNode *node, guint index, GError **error)
{
  g_autoptr (SchalterFormField) field = g_new0 (SchalterFormField, 1);
  field->choices = g_ptr_array_new_with_free_func ((GDestroyNotify)schalter_form_choice_free);
  if (fill_field (node, field, error))
    return g_steal_pointer (&field);
  g_autofree char *name = dup_name_for_error (node, index);
  g_prefix_error (error, "field %s: ", name);
  return NULL;
}

static gboolean
read_repeat (JsonObject *object, SchalterFormStep *step, GError **error)
{
  static const char *const names[] = { "max", "entry", NULL };
  JsonNode *node = json_object_get_member (object, "repeat");
  if (node == NULL)
    return TRUE;
  gint64 max = MAX_ENTRIES;
  JsonObject *repeat = read_object (node, names, error);
  if (repeat == NULL || !read_integer (repeat, "max", (Range){ 2, MAX_ENTRIES }, &max, error) ||
      !read_text (repeat, "entry", &step->entry, error)) {
    g_prefix_error (error, "“repeat”: ");
    return FALSE;
  }
  step->max_entries = (guint)max;
  return TRUE;
}

static gboolean
fill_step (JsonNode *node, SchalterFormStep *step, GError **error)
{
  static const char *const names[] = { "id", "title", "help", "when", "repeat", "fields", NULL };
  JsonObject *object = read_object (node, names, error);
  if (object == NULL || !read_id (object, &step->id, error) ||
      !read_text (object, "title", &step->title, error) ||
      !read_optional_text (object, "help", &step->help, error) ||
      !read_when (object, &step->when, error) || !read_repeat (object, step, error))
    return FALSE;
  JsonArray *array = read_array (object, "fields", MAX_FIELDS, error);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    SchalterFormField *field = parse_field (json_array_get_element (array, i), i, error);
    if (field == NULL)
      return FALSE;
    g_ptr_array_add (step->fields, field);
  }
  return array != NULL;
}

static SchalterFormStep *
parse_step (JsonNode *node, guint index, GError **error)
{
  g_autoptr (SchalterFormStep) step = g_new0 (SchalterFormStep, 1);
  step->fields = g_ptr_array_new_with_free_func ((GDestroyNotify)schalter_form_field_free);
  if (fill_step (node, step, error))
    return g_steal_pointer (&step);
  g_autofree char *name = dup_name_for_error (node, index);
  g_prefix_error (error, "step %s, ", name);
  return NULL;
}

static gboolean
fill_form (JsonNode *node, SchalterForm *form, GError **error)
{
  static const char *const names[] = { "id",   "version", "title", "declaration",
                                       "verb", "steps",   NULL };
  gint64 version = 0;
  JsonObject *object = read_object (node, names, error);
  if (object == NULL || !read_id (object, &form->id, error) ||
      !read_integer (object, "version", (Range){ 1, 1000000 }, &version, error) ||
      !read_text (object, "title", &form->title, error) ||
      !read_text (object, "declaration", &form->declaration, error) ||
      !read_text (object, "verb", &form->verb, error))
    return FALSE;
  if (version == 0) {
    set_invalid (error, "version", "an integer from 1");
    return FALSE;
  }
  form->version = (guint)version;
  JsonArray *array = read_array (object, "steps", MAX_STEPS, error);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    SchalterFormStep *step = parse_step (json_array_get_element (array, i), i, error);
    if (step == NULL)
      return FALSE;
    g_ptr_array_add (form->steps, step);
  }
  return array != NULL;
}

SchalterForm *
schalter_form_parse (JsonNode *node, GError **error)
{
  g_return_val_if_fail (node != NULL, NULL);
  g_autoptr (SchalterForm) form = g_new0 (SchalterForm, 1);
  g_atomic_ref_count_init (&form->ref_count);
  form->steps = g_ptr_array_new_with_free_func ((GDestroyNotify)schalter_form_step_free);
  if (!fill_form (node, form, error) || !schalter_form_check (form, error))
    return NULL;
  return g_steal_pointer (&form);
}
