/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "form-condition.h"
#include "text.h"

G_BEGIN_DECLS

/**
 * SchalterFieldType: what kind of answer a field takes; docs/forms.md has the table.
 */
typedef enum {
  SCHALTER_FIELD_TEXT,
  SCHALTER_FIELD_LONG_TEXT,
  SCHALTER_FIELD_NAME,
  SCHALTER_FIELD_DIGITS,
  SCHALTER_FIELD_DATE,
  SCHALTER_FIELD_PARTIAL_DATE,
  SCHALTER_FIELD_CHOICE,
  SCHALTER_FIELD_MANY_CHOICES,
  SCHALTER_FIELD_YES_NO,
  SCHALTER_FIELD_AHV_NUMBER,
  SCHALTER_FIELD_IBAN,
  SCHALTER_FIELD_PHONE,
  SCHALTER_FIELD_EMAIL,
  SCHALTER_FIELD_AMOUNT,
  SCHALTER_FIELD_NUMBER,
  SCHALTER_FIELD_ADDRESS,
} SchalterFieldType;

#define SCHALTER_N_FIELD_TYPES (SCHALTER_FIELD_ADDRESS + 1)

/**
 * SchalterDateBound:
 * @is_set: whether there is a bound at all
 * @is_relative: counted from today, else @day holds the bound
 *
 * The earliest or latest date a field takes: "2020-01-31", "today", "today-14d", "today+1m".
 */
typedef struct {
  gboolean is_set;
  gboolean is_relative;
  int offset_days;
  int offset_months;
  GDate day;
} SchalterDateBound;

/**
 * SchalterFormChoice: one of the answers a choice offers. A record.
 */
typedef struct {
  char *id;
  SchalterText label;
  SchalterText help;
} SchalterFormChoice;

/**
 * SchalterFormField:
 * @label: short name of the answer, shown above the field, on the summary and in errors
 * @when: (nullable): asked only if this holds; refers to fields of earlier steps
 * @autofill: (nullable): token of HTML's autocomplete attribute, used at home, never at a kiosk
 * @max_length: characters for texts and names; exact number of digits for digits
 * @min: least number or amount (cents)
 * @max: greatest number or amount (cents)
 * @choices: (element-type SchalterFormChoice): of a choice or many choices; else empty
 * @deadline_days: 0, or how many days after the date it should have been handed in
 * @deadline_text: what the citizen is told when it is later than that; it is taken all the same
 *
 * One answer. A record: read only after it is made.
 */
typedef struct {
  char *id;
  SchalterFieldType type;
  SchalterText label;
  SchalterText help;
  gboolean is_optional;
  SchalterFormCondition *when;
  char *autofill;
  guint max_length;
  gint64 min;
  gint64 max;
  GPtrArray *choices;
  SchalterDateBound earliest;
  SchalterDateBound latest;
  guint deadline_days;
  SchalterText deadline_text;
} SchalterFormField;

/**
 * SchalterFormStep:
 * @title: the question, heading of the page
 * @when: (nullable): the page is shown only if this holds
 * @fields: (element-type SchalterFormField): at least one
 * @max_entries: 0, or how often the step may be filled in: a repeated group, one page each
 * @entry: name of one entry of a repeated group ("Person")
 *
 * One page. A record: read only after it is made.
 */
typedef struct {
  char *id;
  SchalterText title;
  SchalterText help;
  SchalterFormCondition *when;
  GPtrArray *fields;
  guint max_entries;
  SchalterText entry;
} SchalterFormStep;

/**
 * SchalterForm:
 *
 * A form definition: steps of typed fields with conditions, read from the catalogue's JSON.
 * Reference counted and immutable; docs/forms.md describes the language.
 */
typedef struct _SchalterForm SchalterForm;

/**
 * schalter_form_parse: reads and checks a definition.
 *
 * Checked are: members and their types, texts, limits, that a condition refers to an answer of an
 * earlier step and to a value it can have, and that every step and field can be reached.
 *
 * Returns: (transfer full): or %NULL with SCHALTER_ERROR_INVALID and a message that names the step
 *     and field and what is allowed.
 */
SchalterForm *schalter_form_parse (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
SchalterForm *schalter_form_ref (SchalterForm *form);
void schalter_form_unref (SchalterForm *form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterForm, schalter_form_unref)

const char *schalter_form_get_id (const SchalterForm *form);
guint schalter_form_get_version (const SchalterForm *form);
const SchalterText *schalter_form_get_title (const SchalterForm *form);
/* What the citizen confirms before handing in. */
const SchalterText *schalter_form_get_declaration (const SchalterForm *form);
/* Label of the button that hands in ("Order"). */
const SchalterText *schalter_form_get_verb (const SchalterForm *form);

guint schalter_form_get_n_steps (const SchalterForm *form);
const SchalterFormStep *schalter_form_get_step (const SchalterForm *form, guint index);
/* (nullable): the step with this id. */
const SchalterFormStep *schalter_form_find_step (const SchalterForm *form, const char *id);

guint schalter_form_step_get_n_fields (const SchalterFormStep *step);
const SchalterFormField *schalter_form_step_get_field (const SchalterFormStep *step, guint index);

/* (nullable): the field with this id, unique in the form, and the step it stands in. */
const SchalterFormField *schalter_form_find_field (const SchalterForm *form,
                                                   const char *id,
                                                   const SchalterFormStep **step_out);

/**
 * schalter_form_step_applies:
 * @lookup: gives the values a field was answered with, see form-condition.h
 *
 * Whether the page is to be shown, given the answers so far. A condition on an answer that does not
 * apply itself does not hold.
 */
gboolean schalter_form_step_applies (const SchalterForm *form,
                                     const SchalterFormStep *step,
                                     SchalterFormLookup lookup,
                                     gpointer user_data);
/* Whether the field is to be asked, given that its step applies. */
gboolean schalter_form_field_applies (const SchalterForm *form,
                                      const SchalterFormField *field,
                                      SchalterFormLookup lookup,
                                      gpointer user_data);

const char *schalter_field_type_to_string (SchalterFieldType type);
gboolean schalter_field_type_from_string (const char *text, SchalterFieldType *type_out);

G_END_DECLS
