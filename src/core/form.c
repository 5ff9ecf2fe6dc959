/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A form definition as it is in memory: its parts, and which of them apply to the answers given so
 * far. Reading one is in form-parse.c, checking it in form-check.c. */
#include "config.h"

#include "form.h"

#include "form-private.h"

static const char *const type_names[SCHALTER_N_FIELD_TYPES] = {
  [SCHALTER_FIELD_TEXT] = "text",     [SCHALTER_FIELD_LONG_TEXT] = "long_text",
  [SCHALTER_FIELD_NAME] = "name",     [SCHALTER_FIELD_DIGITS] = "digits",
  [SCHALTER_FIELD_DATE] = "date",     [SCHALTER_FIELD_PARTIAL_DATE] = "partial_date",
  [SCHALTER_FIELD_CHOICE] = "choice", [SCHALTER_FIELD_MANY_CHOICES] = "many_choices",
  [SCHALTER_FIELD_YES_NO] = "yes_no", [SCHALTER_FIELD_AHV_NUMBER] = "ahv_number",
  [SCHALTER_FIELD_IBAN] = "iban",     [SCHALTER_FIELD_PHONE] = "phone",
  [SCHALTER_FIELD_EMAIL] = "email",   [SCHALTER_FIELD_AMOUNT] = "amount",
  [SCHALTER_FIELD_NUMBER] = "number", [SCHALTER_FIELD_ADDRESS] = "address",
};

const char *
schalter_field_type_to_string (SchalterFieldType type)
{
  g_return_val_if_fail ((guint)type < SCHALTER_N_FIELD_TYPES, "text");
  return type_names[type];
}

gboolean
schalter_field_type_from_string (const char *text, SchalterFieldType *type_out)
{
  for (int i = 0; text != NULL && i < SCHALTER_N_FIELD_TYPES; i++) {
    if (g_str_equal (text, type_names[i])) {
      *type_out = (SchalterFieldType)i;
      return TRUE;
    }
  }
  return FALSE;
}

void
schalter_form_choice_free (SchalterFormChoice *choice)
{
  g_free (choice->id);
  schalter_text_clear (&choice->label);
  schalter_text_clear (&choice->help);
  g_free (choice);
}

void
schalter_form_field_free (SchalterFormField *field)
{
  g_free (field->id);
  schalter_text_clear (&field->label);
  schalter_text_clear (&field->help);
  schalter_text_clear (&field->deadline_text);
  schalter_form_condition_free (field->when);
  g_free (field->autofill);
  g_ptr_array_unref (field->choices);
  g_free (field);
}

void
schalter_form_step_free (SchalterFormStep *step)
{
  g_free (step->id);
  schalter_text_clear (&step->title);
  schalter_text_clear (&step->help);
  schalter_text_clear (&step->entry);
  schalter_form_condition_free (step->when);
  g_ptr_array_unref (step->fields);
  g_free (step);
}

SchalterForm *
schalter_form_ref (SchalterForm *form)
{
  g_return_val_if_fail (form != NULL, NULL);
  g_atomic_ref_count_inc (&form->ref_count);
  return form;
}

void
schalter_form_unref (SchalterForm *form)
{
  g_return_if_fail (form != NULL);
  if (!g_atomic_ref_count_dec (&form->ref_count))
    return;
  g_free (form->id);
  schalter_text_clear (&form->title);
  schalter_text_clear (&form->declaration);
  schalter_text_clear (&form->verb);
  g_ptr_array_unref (form->steps);
  g_free (form);
}

const char *
schalter_form_get_id (const SchalterForm *form)
{
  g_return_val_if_fail (form != NULL, NULL);
  return form->id;
}

guint
schalter_form_get_version (const SchalterForm *form)
{
  g_return_val_if_fail (form != NULL, 0);
  return form->version;
}

const SchalterText *
schalter_form_get_title (const SchalterForm *form)
{
  g_return_val_if_fail (form != NULL, NULL);
  return &form->title;
}

const SchalterText *
schalter_form_get_declaration (const SchalterForm *form)
{
  g_return_val_if_fail (form != NULL, NULL);
  return &form->declaration;
}

const SchalterText *
schalter_form_get_verb (const SchalterForm *form)
{
  g_return_val_if_fail (form != NULL, NULL);
  return &form->verb;
}

guint
schalter_form_get_n_steps (const SchalterForm *form)
{
  g_return_val_if_fail (form != NULL, 0);
  return form->steps->len;
}

const SchalterFormStep *
schalter_form_get_step (const SchalterForm *form, guint index)
{
  g_return_val_if_fail (form != NULL && index < form->steps->len, NULL);
  return form->steps->pdata[index];
}

const SchalterFormStep *
schalter_form_find_step (const SchalterForm *form, const char *id)
{
  g_return_val_if_fail (form != NULL && id != NULL, NULL);
  for (guint i = 0; i < form->steps->len; i++) {
    const SchalterFormStep *step = form->steps->pdata[i];
    if (g_str_equal (step->id, id))
      return step;
  }
  return NULL;
}

guint
schalter_form_step_get_n_fields (const SchalterFormStep *step)
{
  g_return_val_if_fail (step != NULL, 0);
  return step->fields->len;
}

const SchalterFormField *
schalter_form_step_get_field (const SchalterFormStep *step, guint index)
{
  g_return_val_if_fail (step != NULL && index < step->fields->len, NULL);
  return step->fields->pdata[index];
}

const SchalterFormField *
schalter_form_find_field (const SchalterForm *form,
                          const char *id,
                          const SchalterFormStep **step_out)
{
  g_return_val_if_fail (form != NULL && id != NULL, NULL);
  for (guint i = 0; i < form->steps->len; i++) {
    const SchalterFormStep *step = form->steps->pdata[i];
    for (guint j = 0; j < step->fields->len; j++) {
      const SchalterFormField *field = step->fields->pdata[j];
      if (!g_str_equal (field->id, id))
        continue;
      if (step_out != NULL)
        *step_out = step;
      return field;
    }
  }
  return NULL;
}

/* The answers as conditions see them: an answer that does not apply itself is none. */
typedef struct {
  const SchalterForm *form;
  SchalterFormLookup lookup;
  gpointer user_data;
} ApplyingAnswers;

static const char *const *
lookup_applying (const char *field_id, gpointer user_data)
{
  const ApplyingAnswers *answers = user_data;
  const SchalterFormStep *step = NULL;
  const SchalterFormField *field = schalter_form_find_field (answers->form, field_id, &step);
  /* Ends, because a checked form's conditions look backwards only. */
  if (field == NULL ||
      !schalter_form_step_applies (answers->form, step, answers->lookup, answers->user_data) ||
      !schalter_form_field_applies (answers->form, field, answers->lookup, answers->user_data))
    return NULL;
  return answers->lookup (field_id, answers->user_data);
}

gboolean
schalter_form_step_applies (const SchalterForm *form,
                            const SchalterFormStep *step,
                            SchalterFormLookup lookup,
                            gpointer user_data)
{
  ApplyingAnswers answers = { form, lookup, user_data };
  return schalter_form_condition_holds (step->when, lookup_applying, &answers);
}

gboolean
schalter_form_field_applies (const SchalterForm *form,
                             const SchalterFormField *field,
                             SchalterFormLookup lookup,
                             gpointer user_data)
{
  ApplyingAnswers answers = { form, lookup, user_data };
  return schalter_form_condition_holds (field->when, lookup_applying, &answers);
}
