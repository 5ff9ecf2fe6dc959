/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers as people read them: dates and numbers as Switzerland writes them, choices by name. */
#include "config.h"

#include "form-pieces.h"

#include "contact.h"

#include <glib/gi18n.h>
#include <string.h>

static void
append_choice (GString *text, const SchalterFormPiece *piece, const char *id)
{
  for (guint i = 0; i < piece->field->choices->len; i++) {
    const SchalterFormChoice *choice = piece->field->choices->pdata[i];
    if (!g_str_equal (choice->id, id))
      continue;
    if (text->len > 0)
      g_string_append_c (text, '\n');
    g_string_append (text, schalter_text_get (&choice->label, piece->session->language));
  }
}

static char *
dup_choices (const SchalterFormPiece *piece, const char *const *typed)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; typed[i] != NULL; i++)
    append_choice (text, piece, typed[i]);
  return g_string_free (text, FALSE);
}

static char *
dup_date (const SchalterFormPiece *piece, const char *const *typed)
{
  SchalterPartialDate date;
  SchalterDatePart part;
  gboolean is_partial = piece->field->type == SCHALTER_FIELD_PARTIAL_DATE;
  return schalter_partial_date_check (typed, is_partial, &date, &part) == SCHALTER_PROBLEM_NONE
             ? schalter_partial_date_format (&date)
             : g_strdup ("");
}

static char *
dup_address (const char *const *typed)
{
  g_autofree char *street =
      g_strconcat (typed[SCHALTER_ADDRESS_STREET], " ", typed[SCHALTER_ADDRESS_HOUSE_NUMBER], NULL);
  g_autofree char *town =
      g_strconcat (typed[SCHALTER_ADDRESS_POSTCODE], " ", typed[SCHALTER_ADDRESS_TOWN], NULL);
  char *text = g_strconcat (g_strstrip (street), "\n", g_strstrip (town), NULL);
  explicit_bzero (street, strlen (street));
  explicit_bzero (town, strlen (town));
  return text;
}

static char *
dup_value (const SchalterFormField *field, JsonNode *value)
{
  if (field->type == SCHALTER_FIELD_NUMBER)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (value));
  if (field->type == SCHALTER_FIELD_PHONE)
    return schalter_phone_format (json_node_get_string (value));
  if (field->type == SCHALTER_FIELD_AMOUNT)
    return g_strconcat ("CHF ", json_node_get_string (value), NULL);
  return g_strdup (json_node_get_string (value));
}

char *
schalter_form_dup_readable (const SchalterFormPiece *piece)
{
  g_autoptr (JsonNode) value = NULL;
  SchalterFormAnswers *answers = piece->session->answers;
  const char *const *typed = schalter_form_answers_get (answers, piece->entry, piece->field);
  /* Only right answers are ever shown for reading; a wrong one is shown in its field. */
  (void)schalter_form_answers_check (answers, piece->entry, piece->field, &value);
  if (value == NULL)
    return g_strdup ("");
  switch ((int)piece->field->type) {
  case SCHALTER_FIELD_CHOICE:
  case SCHALTER_FIELD_MANY_CHOICES:
    return dup_choices (piece, typed);
  case SCHALTER_FIELD_YES_NO:
    return g_strdup (json_node_get_boolean (value) ? C_ ("answer", "Yes") : C_ ("answer", "No"));
  case SCHALTER_FIELD_DATE:
  case SCHALTER_FIELD_PARTIAL_DATE:
    return dup_date (piece, typed);
  case SCHALTER_FIELD_ADDRESS:
    return dup_address (typed);
  default:
    return dup_value (piece->field, value);
  }
}
