/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One field of a form as HTML: label, help, error, and inputs of the kind that suits the answer. */
#include "config.h"

#include "form-pieces.h"

#include "form-problem.h"

#include <glib/gi18n.h>

/**
 * Field: a piece being written.
 * @described_by: (nullable): ids of its help and error
 * @wrong_part: which part is to be mended, or -1
 */
typedef struct {
  const SchalterFormPiece *piece;
  const SchalterFormField *field;
  const char *const *typed;
  SchalterLanguage language;
  char *described_by;
  char *sentence;
  int wrong_part;
} Field;

char *
schalter_form_dup_input_id (const SchalterFormField *field, guint part)
{
  const char *part_name = schalter_field_type_get_part_name (field->type, part);
  return *part_name == '\0' ? g_strdup (field->id)
                            : g_strdup_printf ("%s.%s", field->id, part_name);
}

static const char *
get_input_mode (SchalterFieldType type)
{
  switch ((int)type) {
  case SCHALTER_FIELD_DIGITS:
  case SCHALTER_FIELD_AHV_NUMBER:
  case SCHALTER_FIELD_NUMBER:
    return "numeric";
  case SCHALTER_FIELD_AMOUNT:
    return "decimal";
  case SCHALTER_FIELD_PHONE:
    return "tel";
  case SCHALTER_FIELD_EMAIL:
    return "email";
  default:
    return NULL;
  }
}

static const char *
get_width_class (const SchalterFormField *field)
{
  switch ((int)field->type) {
  case SCHALTER_FIELD_DIGITS:
  case SCHALTER_FIELD_NUMBER:
  case SCHALTER_FIELD_AMOUNT:
    return "short";
  case SCHALTER_FIELD_AHV_NUMBER:
  case SCHALTER_FIELD_PHONE:
    return "medium";
  default:
    return NULL;
  }
}

/* At a kiosk a browser must not remember anything; at home it may help. */
static const char *
get_autocomplete (const Field *field, guint part)
{
  static const char *const address[] = { "address-line1", NULL, "postal-code", "address-level2" };
  static const char *const birthday[] = { "bday-day", "bday-month", "bday-year" };
  if (field->piece->session->host->is_kiosk || field->field->autofill == NULL)
    return "off";
  if (field->field->type == SCHALTER_FIELD_ADDRESS)
    return address[part];
  if (g_str_equal (field->field->autofill, "bday"))
    return birthday[part];
  return field->field->autofill;
}

/* Into the part that is wrong, or else the first one. */
static const char *
get_autofocus (const Field *field, guint part)
{
  guint first = field->wrong_part > 0 ? (guint)field->wrong_part : 0;
  return field->piece->has_focus && part == first ? "" : NULL;
}

static const char *
is_wrong (const Field *field, guint part)
{
  return field->wrong_part == (int)part ? "true" : NULL;
}

static void
write_help_and_error (SchalterHtml *html, const Field *field)
{
  const char *help = schalter_text_get (&field->field->help, field->language);
  if (*help != '\0') {
    g_autofree char *id = g_strconcat (field->field->id, "-help", NULL);
    schalter_html_element (html, "p", help, "class", "help", "id", id, NULL);
  }
  if (field->sentence != NULL) {
    g_autofree char *id = g_strconcat (field->field->id, "-error", NULL);
    schalter_html_element (html, "p", field->sentence, "class", "error", "id", id, NULL);
  }
}

static void
write_line (SchalterHtml *html, const Field *field)
{
  g_autofree char *length =
      field->field->max_length > 0 ? g_strdup_printf ("%u", field->field->max_length + 20) : NULL;
  schalter_html_void (html,
                      "input",
                      "type",
                      "text",
                      "id",
                      field->field->id,
                      "name",
                      field->field->id,
                      "value",
                      field->typed[0],
                      "class",
                      get_width_class (field->field),
                      "inputmode",
                      get_input_mode (field->field->type),
                      "maxlength",
                      length,
                      "autocomplete",
                      get_autocomplete (field, 0),
                      "spellcheck",
                      "false",
                      "aria-invalid",
                      is_wrong (field, 0),
                      "autofocus",
                      get_autofocus (field, 0),
                      "aria-describedby",
                      field->described_by,
                      NULL);
}

static void
write_text_area (SchalterHtml *html, const Field *field)
{
  schalter_html_element (html,
                         "textarea",
                         field->typed[0],
                         "id",
                         field->field->id,
                         "name",
                         field->field->id,
                         "rows",
                         "5",
                         "autocomplete",
                         "off",
                         "spellcheck",
                         "false",
                         "aria-invalid",
                         is_wrong (field, 0),
                         "autofocus",
                         get_autofocus (field, 0),
                         "autofocus",
                         get_autofocus (field, 0),
                         "aria-describedby",
                         field->described_by,
                         NULL);
}

/**
 * Option: one radio button or check box.
 * @help: "" for none
 */
typedef struct {
  const char *type;
  const char *name;
  const char *value;
  const char *label;
  const char *help;
  gboolean is_checked;
  gboolean has_focus;
} Option;

static void
write_option (SchalterHtml *html, const Option *option, gboolean is_first)
{
  g_autofree char *id =
      is_first ? g_strdup (option->name) : g_strdup_printf ("%s-%s", option->name, option->value);
  schalter_html_open (html, "label", "class", "option", NULL);
  schalter_html_void (html,
                      "input",
                      "type",
                      option->type,
                      "name",
                      option->name,
                      "value",
                      option->value,
                      "id",
                      id,
                      "checked",
                      option->is_checked ? "" : NULL,
                      "autofocus",
                      option->has_focus ? "" : NULL,
                      NULL);
  schalter_html_open (html, "span", NULL);
  schalter_html_text (html, option->label);
  if (*option->help != '\0')
    schalter_html_element (html, "small", option->help, NULL);
  schalter_html_close (html, "span");
  schalter_html_close (html, "label");
}

static void
write_choices (SchalterHtml *html, const Field *field)
{
  gboolean is_many = field->field->type == SCHALTER_FIELD_MANY_CHOICES;
  for (guint i = 0; i < field->field->choices->len; i++) {
    const SchalterFormChoice *choice = field->field->choices->pdata[i];
    Option option = {
      .type = is_many ? "checkbox" : "radio",
      .name = field->field->id,
      .value = choice->id,
      .label = schalter_text_get (&choice->label, field->language),
      .help = schalter_text_get (&choice->help, field->language),
      .is_checked = g_strv_contains (field->typed, choice->id),
      .has_focus = i == 0 && get_autofocus (field, 0) != NULL,
    };
    write_option (html, &option, i == 0);
  }
}

static void
write_yes_no (SchalterHtml *html, const Field *field)
{
  Option yes = {
    .type = "radio",
    .name = field->field->id,
    .value = "yes",
    .label = C_ ("answer", "Yes"),
    .help = "",
    .is_checked = g_strv_contains (field->typed, "yes"),
    .has_focus = get_autofocus (field, 0) != NULL,
  };
  Option no = yes;
  no.has_focus = FALSE;
  no.value = "no";
  no.label = C_ ("answer", "No");
  no.is_checked = g_strv_contains (field->typed, "no");
  write_option (html, &yes, TRUE);
  write_option (html, &no, FALSE);
}

/**
 * Part: one of several inputs of a field.
 */
typedef struct {
  guint index;
  const char *label;
  const char *class;
  gboolean is_number;
} Part;

static void
write_part (SchalterHtml *html, const Field *field, const Part *part)
{
  g_autofree char *id = schalter_form_dup_input_id (field->field, part->index);
  g_autofree char *length =
      g_strdup_printf ("%u", schalter_field_type_get_part_length (field->field->type, part->index));
  schalter_html_open (html, "div", "class", part->class, NULL);
  schalter_html_element (html, "label", part->label, "for", id, NULL);
  schalter_html_void (html,
                      "input",
                      "type",
                      "text",
                      "id",
                      id,
                      "name",
                      id,
                      "value",
                      field->typed[part->index],
                      "inputmode",
                      part->is_number ? "numeric" : NULL,
                      "maxlength",
                      length,
                      "autocomplete",
                      get_autocomplete (field, part->index),
                      "spellcheck",
                      "false",
                      "aria-invalid",
                      is_wrong (field, part->index),
                      "autofocus",
                      get_autofocus (field, part->index),
                      "aria-describedby",
                      field->described_by,
                      NULL);
  schalter_html_close (html, "div");
}

static void
write_date (SchalterHtml *html, const Field *field)
{
  const Part parts[] = {
    { SCHALTER_DATE_DAY, C_ ("date", "Day"), "part day", TRUE },
    { SCHALTER_DATE_MONTH, C_ ("date", "Month"), "part day", TRUE },
    { SCHALTER_DATE_YEAR, C_ ("date", "Year"), "part year", TRUE },
  };
  schalter_html_open (html, "div", "class", "parts", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    write_part (html, field, &parts[i]);
  schalter_html_close (html, "div");
}

/* Places of the postcode to choose from, where the one typed is none of them. */
static gboolean
write_places (SchalterHtml *html, const Field *field)
{
  g_autoptr (GPtrArray) places = schalter_form_answers_dup_places (
      field->piece->session->answers, field->piece->entry, field->field);
  if (field->wrong_part != SCHALTER_ADDRESS_TOWN || places == NULL || places->len < 2)
    return FALSE;
  g_autofree char *name = schalter_form_dup_input_id (field->field, SCHALTER_ADDRESS_TOWN);
  schalter_html_open (html, "fieldset", "class", "places", NULL);
  schalter_html_element (html, "legend", C_ ("address", "Place"), NULL);
  const char *before = "";
  for (guint i = 0; i < places->len; i++) {
    const SchalterPlace *place = places->pdata[i];
    Option option = {
      .type = "radio",
      .name = name,
      .value = place->locality,
      .label = place->locality,
      .help = "",
      .has_focus = i == 0 && field->piece->has_focus,
    };
    /* One place in two municipalities is one answer here. */
    if (!g_str_equal (place->locality, before))
      write_option (html, &option, i == 0);
    before = place->locality;
  }
  schalter_html_close (html, "fieldset");
  return TRUE;
}

static void
write_address (SchalterHtml *html, const Field *field)
{
  const Part street = { SCHALTER_ADDRESS_STREET, C_ ("address", "Street"), "part wide", FALSE };
  const Part number = {
    SCHALTER_ADDRESS_HOUSE_NUMBER, C_ ("address", "Number"), "part number", FALSE
  };
  const Part code = { SCHALTER_ADDRESS_POSTCODE, C_ ("address", "Postcode"), "part code", TRUE };
  const Part town = { SCHALTER_ADDRESS_TOWN, C_ ("address", "Place"), "part wide", FALSE };
  schalter_html_open (html, "div", "class", "parts", NULL);
  write_part (html, field, &street);
  write_part (html, field, &number);
  schalter_html_close (html, "div");
  schalter_html_open (html, "div", "class", "parts", NULL);
  write_part (html, field, &code);
  if (!write_places (html, field))
    write_part (html, field, &town);
  schalter_html_close (html, "div");
}

static gboolean
has_several_inputs (SchalterFieldType type)
{
  return type == SCHALTER_FIELD_CHOICE || type == SCHALTER_FIELD_MANY_CHOICES ||
         type == SCHALTER_FIELD_YES_NO || schalter_field_type_get_n_parts (type) > 1;
}

static void
write_inputs (SchalterHtml *html, const Field *field)
{
  switch ((int)field->field->type) {
  case SCHALTER_FIELD_CHOICE:
  case SCHALTER_FIELD_MANY_CHOICES:
    write_choices (html, field);
    break;
  case SCHALTER_FIELD_YES_NO:
    write_yes_no (html, field);
    break;
  case SCHALTER_FIELD_DATE:
  case SCHALTER_FIELD_PARTIAL_DATE:
    write_date (html, field);
    break;
  case SCHALTER_FIELD_ADDRESS:
    write_address (html, field);
    break;
  case SCHALTER_FIELD_LONG_TEXT:
    write_text_area (html, field);
    break;
  default:
    write_line (html, field);
  }
}

static void
find_problem (Field *field)
{
  const SchalterFormPiece *piece = field->piece;
  g_autoptr (JsonNode) value = NULL;
  field->wrong_part = -1;
  if (!piece->session->shows_errors)
    return;
  SchalterFinding finding =
      schalter_form_answers_check (piece->session->answers, piece->entry, piece->field, &value);
  if (finding.problem == SCHALTER_PROBLEM_NONE)
    return;
  field->wrong_part = (int)finding.part;
  field->sentence = schalter_form_problem_dup_sentence (
      piece->field, finding, schalter_form_answers_get_today (piece->session->answers));
}

static char *
dup_described_by (const Field *field)
{
  const char *id = field->field->id;
  gboolean has_help = *schalter_text_get (&field->field->help, field->language) != '\0';
  if (has_help && field->sentence != NULL)
    return g_strdup_printf ("%s-help %s-error", id, id);
  if (has_help || field->sentence != NULL)
    return g_strconcat (id, has_help ? "-help" : "-error", NULL);
  return NULL;
}

void
schalter_form_write_field (SchalterHtml *html, const SchalterFormPiece *piece)
{
  Field field = {
    .piece = piece,
    .field = piece->field,
    .typed = schalter_form_answers_get (piece->session->answers, piece->entry, piece->field),
    .language = piece->session->language,
  };
  find_problem (&field);
  field.described_by = dup_described_by (&field);
  const char *label = schalter_text_get (&piece->field->label, field.language);
  const char *label_class = piece->hides_label ? "unseen" : NULL;
  const char *class = field.sentence != NULL ? "field wrong" : "field";
  if (has_several_inputs (piece->field->type)) {
    schalter_html_open (
        html, "fieldset", "class", class, "aria-describedby", field.described_by, NULL);
    schalter_html_element (html, "legend", label, "class", label_class, NULL);
    write_help_and_error (html, &field);
    write_inputs (html, &field);
    schalter_html_close (html, "fieldset");
  } else {
    schalter_html_open (html, "div", "class", class, NULL);
    schalter_html_element (html, "label", label, "for", piece->field->id, NULL);
    write_help_and_error (html, &field);
    write_inputs (html, &field);
    schalter_html_close (html, "div");
  }
  g_free (field.described_by);
  g_free (field.sentence);
}
