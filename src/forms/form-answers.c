/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was typed, and what follows from it. */
#include "config.h"

#include "form-answers.h"

#include <string.h>

struct _SchalterFormAnswers {
  SchalterForm *form; /* owned */
  GDate today;
  GHashTable *typed;     /* owned: "field" or "field.entry" → char ** */
  GHashTable *n_entries; /* owned: step id → guint */
  SchalterPlaceFinder find_places;
  gpointer places_data;
};

static void
wipe_strings (gpointer data)
{
  char **strings = data;
  for (guint i = 0; strings[i] != NULL; i++)
    explicit_bzero (strings[i], strlen (strings[i]));
  g_strfreev (strings);
}

static char *
make_key (guint entry, const SchalterFormField *field)
{
  return entry == 0 ? g_strdup (field->id) : g_strdup_printf ("%s.%u", field->id, entry);
}

SchalterFormAnswers *
schalter_form_answers_new (SchalterForm *form, const GDate *today)
{
  SchalterFormAnswers *answers = g_new0 (SchalterFormAnswers, 1);
  answers->form = schalter_form_ref (form);
  answers->today = *today;
  answers->typed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe_strings);
  answers->n_entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return answers;
}

void
schalter_form_answers_free (SchalterFormAnswers *answers)
{
  if (answers == NULL)
    return;
  g_hash_table_unref (answers->typed);
  g_hash_table_unref (answers->n_entries);
  schalter_form_unref (answers->form);
  g_free (answers);
}

const GDate *
schalter_form_answers_get_today (const SchalterFormAnswers *answers)
{
  return &answers->today;
}

void
schalter_form_answers_set_places (SchalterFormAnswers *answers,
                                  SchalterPlaceFinder find_places,
                                  gpointer user_data)
{
  answers->find_places = find_places;
  answers->places_data = user_data;
}

/* One place may lie in several municipalities: it is still one answer. */
static gboolean
is_only_locality (const GPtrArray *places)
{
  for (guint i = 1; i < places->len; i++) {
    const SchalterPlace *first = places->pdata[0];
    const SchalterPlace *place = places->pdata[i];
    if (!g_str_equal (first->locality, place->locality))
      return FALSE;
  }
  return places->len > 0;
}

/* The place with this name, or the only one there is if no name was typed. */
static const SchalterPlace *
match_place (const GPtrArray *places, const char *town)
{
  g_autofree char *wanted = g_utf8_casefold (town, -1);
  g_strstrip (wanted);
  for (guint i = 0; i < places->len; i++) {
    const SchalterPlace *place = places->pdata[i];
    g_autofree char *known = g_utf8_casefold (place->locality, -1);
    if (g_str_equal (known, wanted) || (*wanted == '\0' && is_only_locality (places)))
      return place;
  }
  return NULL;
}

GPtrArray *
schalter_form_answers_dup_places (const SchalterFormAnswers *answers,
                                  guint entry,
                                  const SchalterFormField *field)
{
  const char *const *typed = schalter_form_answers_get (answers, entry, field);
  g_autofree char *postcode = g_strstrip (g_strdup (typed[SCHALTER_ADDRESS_POSTCODE]));
  if (answers->find_places == NULL || strlen (postcode) != 4 ||
      strspn (postcode, "0123456789") != 4)
    return NULL;
  GPtrArray *places = answers->find_places (postcode, answers->places_data);
  guint wanted = (guint)g_ascii_strtoull (postcode, NULL, 10);
  for (guint i = places != NULL ? places->len : 0; i > 0; i--) {
    const SchalterPlace *place = places->pdata[i - 1];
    if (place->postcode != wanted)
      g_ptr_array_remove_index (places, i - 1);
  }
  return places;
}

/* The place is written as the directory writes it, and filled in if there is only one. */
static void
complete_town (SchalterFormAnswers *answers, guint entry, const SchalterFormField *field)
{
  g_autoptr (GPtrArray) places = schalter_form_answers_dup_places (answers, entry, field);
  char **typed = (char **)schalter_form_answers_get (answers, entry, field);
  const SchalterPlace *place =
      places != NULL ? match_place (places, typed[SCHALTER_ADDRESS_TOWN]) : NULL;
  if (place == NULL)
    return;
  g_free (typed[SCHALTER_ADDRESS_TOWN]);
  typed[SCHALTER_ADDRESS_TOWN] = g_strdup (place->locality);
}

void
schalter_form_answers_take (SchalterFormAnswers *answers,
                            guint entry,
                            const SchalterFormField *field,
                            char **typed)
{
  g_hash_table_replace (answers->typed, make_key (entry, field), typed);
  if (field->type == SCHALTER_FIELD_ADDRESS)
    complete_town (answers, entry, field);
}

const char *const *
schalter_form_answers_get (const SchalterFormAnswers *answers,
                           guint entry,
                           const SchalterFormField *field)
{
  static const char *const nothing[SCHALTER_MAX_FIELD_PARTS + 1] = { "", "", "", "", NULL };
  g_autofree char *key = make_key (entry, field);
  const char *const *typed = g_hash_table_lookup (answers->typed, key);
  if (typed != NULL)
    return typed;
  return nothing + SCHALTER_MAX_FIELD_PARTS - schalter_field_type_get_n_parts (field->type);
}

static gboolean
is_known_place (const SchalterFormAnswers *answers, guint entry, const SchalterFormField *field)
{
  g_autoptr (GPtrArray) places = schalter_form_answers_dup_places (answers, entry, field);
  const char *const *typed = schalter_form_answers_get (answers, entry, field);
  /* The catalogue knows its own canton: a postcode from elsewhere is taken as typed. */
  return places == NULL || places->len == 0 ||
         match_place (places, typed[SCHALTER_ADDRESS_TOWN]) != NULL;
}

SchalterFinding
schalter_form_answers_check (const SchalterFormAnswers *answers,
                             guint entry,
                             const SchalterFormField *field,
                             JsonNode **value_out)
{
  const char *const *typed = schalter_form_answers_get (answers, entry, field);
  SchalterFinding finding = schalter_field_check (field, typed, &answers->today, value_out);
  gboolean is_town =
      finding.problem == SCHALTER_PROBLEM_NONE || finding.part == SCHALTER_ADDRESS_TOWN;
  if (field->type != SCHALTER_FIELD_ADDRESS || !is_town || is_known_place (answers, entry, field))
    return finding;
  g_clear_pointer (value_out, json_node_unref);
  return (SchalterFinding){ SCHALTER_PROBLEM_UNKNOWN_PLACE, SCHALTER_ADDRESS_TOWN };
}

gboolean
schalter_form_answers_is_late (const SchalterFormAnswers *answers,
                               guint entry,
                               const SchalterFormField *field)
{
  SchalterPartialDate date;
  SchalterDatePart part;
  if (field->type != SCHALTER_FIELD_DATE)
    return FALSE;
  const char *const *typed = schalter_form_answers_get (answers, entry, field);
  return schalter_partial_date_check (typed, FALSE, &date, &part) == SCHALTER_PROBLEM_NONE &&
         schalter_field_is_late (field, &date, &answers->today);
}

static const char *const *
lookup_answer (const char *field_id, gpointer user_data)
{
  SchalterFormAnswers *answers = user_data;
  const SchalterFormField *field = schalter_form_find_field (answers->form, field_id, NULL);
  g_autoptr (JsonNode) value = NULL;
  (void)schalter_form_answers_check (answers, 0, field, &value); /* a wrong answer is none */
  return value != NULL ? schalter_form_answers_get (answers, 0, field) : NULL;
}

gboolean
schalter_form_answers_step_applies (SchalterFormAnswers *answers, const SchalterFormStep *step)
{
  return schalter_form_step_applies (answers->form, step, lookup_answer, answers);
}

gboolean
schalter_form_answers_field_applies (SchalterFormAnswers *answers, const SchalterFormField *field)
{
  return schalter_form_field_applies (answers->form, field, lookup_answer, answers);
}

gboolean
schalter_form_answers_page_is_right (SchalterFormAnswers *answers,
                                     const SchalterFormStep *step,
                                     guint entry)
{
  for (guint i = 0; i < schalter_form_step_get_n_fields (step); i++) {
    const SchalterFormField *field = schalter_form_step_get_field (step, i);
    g_autoptr (JsonNode) value = NULL;
    if (schalter_form_answers_field_applies (answers, field) &&
        schalter_form_answers_check (answers, entry, field, &value).problem !=
            SCHALTER_PROBLEM_NONE)
      return FALSE;
  }
  return TRUE;
}

guint
schalter_form_answers_get_n_entries (const SchalterFormAnswers *answers,
                                     const SchalterFormStep *step)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (answers->n_entries, step->id));
}

void
schalter_form_answers_set_n_entries (SchalterFormAnswers *answers,
                                     const SchalterFormStep *step,
                                     guint n_entries)
{
  g_hash_table_replace (answers->n_entries, g_strdup (step->id), GUINT_TO_POINTER (n_entries));
}

static void
move_entry (SchalterFormAnswers *answers, const SchalterFormField *field, guint from, guint to)
{
  g_autofree char *source = make_key (from, field);
  g_autofree char *old_key = NULL;
  char **typed = NULL;
  if (g_hash_table_steal_extended (
          answers->typed, source, (gpointer *)&old_key, (gpointer *)&typed))
    g_hash_table_replace (answers->typed, make_key (to, field), typed);
}

void
schalter_form_answers_remove_entry (SchalterFormAnswers *answers,
                                    const SchalterFormStep *step,
                                    guint entry)
{
  guint n_entries = schalter_form_answers_get_n_entries (answers, step);
  g_return_if_fail (entry >= 1 && entry <= n_entries);
  for (guint i = 0; i < schalter_form_step_get_n_fields (step); i++) {
    const SchalterFormField *field = schalter_form_step_get_field (step, i);
    g_autofree char *key = make_key (entry, field);
    g_hash_table_remove (answers->typed, key);
    /* What stood in a further entry that was never finished moves up too. */
    for (guint from = entry + 1; from <= n_entries + 1; from++)
      move_entry (answers, field, from, from - 1);
  }
  schalter_form_answers_set_n_entries (answers, step, n_entries - 1);
}

static void
add_page_values (SchalterFormAnswers *answers,
                 const SchalterFormStep *step,
                 guint entry,
                 JsonObject *object)
{
  for (guint i = 0; i < schalter_form_step_get_n_fields (step); i++) {
    const SchalterFormField *field = schalter_form_step_get_field (step, i);
    JsonNode *value = NULL;
    if (!schalter_form_answers_field_applies (answers, field))
      continue;
    (void)schalter_form_answers_check (answers, entry, field, &value); /* right, or not there */
    if (value != NULL)
      json_object_set_member (object, field->id, value);
  }
}

JsonObject *
schalter_form_answers_dup_values (SchalterFormAnswers *answers)
{
  JsonObject *object = json_object_new ();
  for (guint i = 0; i < schalter_form_get_n_steps (answers->form); i++) {
    const SchalterFormStep *step = schalter_form_get_step (answers->form, i);
    if (!schalter_form_answers_step_applies (answers, step))
      continue;
    if (step->max_entries == 0) {
      add_page_values (answers, step, 0, object);
      continue;
    }
    JsonArray *entries = json_array_new ();
    for (guint entry = 1; entry <= schalter_form_answers_get_n_entries (answers, step); entry++) {
      JsonObject *values = json_object_new ();
      add_page_values (answers, step, entry, values);
      json_array_add_object_element (entries, values);
    }
    json_object_set_array_member (object, step->id, entries);
  }
  return object;
}
