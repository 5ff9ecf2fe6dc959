/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What must hold across the steps of a form: ids are unique, a condition looks back to an answer
 * that is one of a few, and every step and field can be reached by some answers. The last is found
 * by trying: the few answers a condition depends on, directly or through others, are run through.
 */
#include "config.h"

#include "form-private.h"
#include "schalter-error.h"

/* More combinations than this are no longer a condition that anyone understands. */
#define MAX_COMBINATIONS 100000
#define MAX_VALUES 31

static const char *const yes_no_values[] = { "yes", "no", NULL };

static gboolean
can_be_condition (const SchalterFormField *field)
{
  return field->type == SCHALTER_FIELD_CHOICE || field->type == SCHALTER_FIELD_MANY_CHOICES ||
         field->type == SCHALTER_FIELD_YES_NO;
}

static guint
count_values (const SchalterFormField *field)
{
  return field->type == SCHALTER_FIELD_YES_NO ? 2 : field->choices->len;
}

/* How many ways there are to answer: many choices may be answered with any set of them. */
static guint
count_answers (const SchalterFormField *field)
{
  guint n_values = count_values (field);
  return field->type == SCHALTER_FIELD_MANY_CHOICES ? 1u << MIN (n_values, 31) : n_values;
}

static const char *
get_value (const SchalterFormField *field, guint index)
{
  if (field->type == SCHALTER_FIELD_YES_NO)
    return yes_no_values[index];
  const SchalterFormChoice *choice = field->choices->pdata[index];
  return choice->id;
}

static gboolean
has_value (const SchalterFormField *field, const char *value)
{
  for (guint i = 0; i < count_values (field); i++) {
    if (g_str_equal (get_value (field, i), value))
      return TRUE;
  }
  return FALSE;
}

static guint
index_of_step (const SchalterForm *form, const SchalterFormStep *step)
{
  guint index = 0;
  g_ptr_array_find (form->steps, step, &index);
  return index;
}

typedef struct {
  const SchalterForm *form;
  const SchalterFormStep *step;
  GError **error;
} ReferenceCheck;

static gboolean
refuse_test (const ReferenceCheck *check, const SchalterFormCondition *test, const char *why)
{
  g_set_error (check->error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_INVALID,
               "“when” refers to “%s”, %s",
               test->field_id,
               why);
  return FALSE;
}

static gboolean
check_test (const SchalterFormCondition *test, gpointer user_data)
{
  const ReferenceCheck *check = user_data;
  const SchalterFormStep *step = NULL;
  const SchalterFormField *field = schalter_form_find_field (check->form, test->field_id, &step);
  if (field == NULL)
    return refuse_test (check, test, "which is no field of this form");
  if (index_of_step (check->form, step) >= index_of_step (check->form, check->step))
    return refuse_test (check, test, "which is not a field of an earlier step");
  if (step->max_entries > 0)
    return refuse_test (check, test, "which is answered several times");
  if (!can_be_condition (field))
    return refuse_test (check, test, "which is no choice, many_choices or yes_no");
  for (guint i = 0; test->values[i] != NULL; i++) {
    if (!has_value (field, test->values[i]))
      return refuse_test (check, test, "but to a value that is not among its choices");
  }
  return TRUE;
}

/* One assignment of answers to the fields that conditions depend on. */
typedef struct {
  const SchalterForm *form;
  GPtrArray *fields; /* (element-type SchalterFormField), borrowed */
  GArray *chosen;    /* guint: index of the value of each, or the set of them as bits */
  const char *values[MAX_VALUES + 1];
} Assignment;

static gboolean
collect_test (const SchalterFormCondition *test, gpointer user_data)
{
  Assignment *assignment = user_data;
  const SchalterFormStep *step = NULL;
  SchalterFormField *field =
      (SchalterFormField *)schalter_form_find_field (assignment->form, test->field_id, &step);
  if (g_ptr_array_find (assignment->fields, field, NULL))
    return TRUE;
  guint first = 0;
  g_ptr_array_add (assignment->fields, field);
  g_array_append_val (assignment->chosen, first);
  return schalter_form_condition_visit (field->when, collect_test, assignment) &&
         schalter_form_condition_visit (step->when, collect_test, assignment);
}

static const char *const *
list_values (Assignment *assignment, const SchalterFormField *field, guint chosen)
{
  gboolean is_set = field->type == SCHALTER_FIELD_MANY_CHOICES;
  guint n = 0;
  for (guint i = 0; i < MIN (count_values (field), MAX_VALUES); i++) {
    if (is_set ? (chosen >> i & 1) != 0 : chosen == i)
      assignment->values[n++] = get_value (field, i);
  }
  assignment->values[n] = NULL;
  return n > 0 ? assignment->values : NULL;
}

static const char *const *
lookup_assigned (const char *field_id, gpointer user_data)
{
  Assignment *assignment = user_data;
  for (guint i = 0; i < assignment->fields->len; i++) {
    const SchalterFormField *field = assignment->fields->pdata[i];
    if (g_str_equal (field->id, field_id))
      return list_values (assignment, field, g_array_index (assignment->chosen, guint, i));
  }
  return NULL;
}

static gboolean
advance (Assignment *assignment)
{
  for (guint i = 0; i < assignment->fields->len; i++) {
    guint *chosen = &g_array_index (assignment->chosen, guint, i);
    if (++*chosen < count_answers (assignment->fields->pdata[i]))
      return TRUE;
    *chosen = 0;
  }
  return FALSE;
}

static gboolean
is_reached (Assignment *assignment, const SchalterFormStep *step, const SchalterFormField *field)
{
  return schalter_form_step_applies (assignment->form, step, lookup_assigned, assignment) &&
         (field == NULL ||
          schalter_form_field_applies (assignment->form, field, lookup_assigned, assignment));
}

static gboolean
check_reachable (const SchalterForm *form,
                 const SchalterFormStep *step,
                 const SchalterFormField *field,
                 GError **error)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (guint));
  Assignment assignment = { .form = form, .fields = fields, .chosen = chosen };
  (void)schalter_form_condition_visit (step->when, collect_test, &assignment);
  if (field != NULL)
    (void)schalter_form_condition_visit (field->when, collect_test, &assignment);
  for (guint tried = 0; tried < MAX_COMBINATIONS; tried++) {
    if (is_reached (&assignment, step, field))
      return TRUE;
    if (!advance (&assignment)) {
      g_set_error (error,
                   SCHALTER_ERROR,
                   SCHALTER_ERROR_INVALID,
                   "it can never be reached: no answers fulfil its conditions");
      return FALSE;
    }
  }
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_INVALID,
               "its conditions depend on more combinations of answers than can be checked");
  return FALSE;
}

static gboolean
check_field (const SchalterForm *form,
             const SchalterFormStep *step,
             const SchalterFormField *field,
             GError **error)
{
  ReferenceCheck check = { form, step, error };
  const SchalterFormField *first = schalter_form_find_field (form, field->id, NULL);
  if (first != field) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "the id is used twice");
    return FALSE;
  }
  return schalter_form_condition_visit (field->when, check_test, &check) &&
         (field->when == NULL || check_reachable (form, step, field, error));
}

static gboolean
check_step (const SchalterForm *form, const SchalterFormStep *step, GError **error)
{
  ReferenceCheck check = { form, step, error };
  if (schalter_form_find_step (form, step->id) != step || g_str_equal (step->id, "summary")) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "the id is used twice, or is “summary”, the name of the last page");
    return FALSE;
  }
  if (!schalter_form_condition_visit (step->when, check_test, &check) ||
      !check_reachable (form, step, NULL, error))
    return FALSE;
  for (guint i = 0; i < step->fields->len; i++) {
    const SchalterFormField *field = step->fields->pdata[i];
    if (check_field (form, step, field, error))
      continue;
    g_prefix_error (error, "field “%s”: ", field->id);
    return FALSE;
  }
  return TRUE;
}

gboolean
schalter_form_check (const SchalterForm *form, GError **error)
{
  for (guint i = 0; i < form->steps->len; i++) {
    const SchalterFormStep *step = form->steps->pdata[i];
    if (check_step (form, step, error))
      continue;
    g_prefix_error (error, "step “%s”: ", step->id);
    return FALSE;
  }
  return TRUE;
}
