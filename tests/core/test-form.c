/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Form definitions: what is read from them, and what is refused with step, field and reason. */
#include "config.h"

#include "form.h"

#include "schalter-error.h"

#include <string.h>

#define TEXT(text) "{\"de\":\"" text "\"}"
#define FORM(steps)                                                                                \
  "{\"id\":\"hund\",\"version\":3,\"title\":" TEXT ("Hund") ",\"declaration\":" TEXT (             \
      "Alles "                                                                                     \
      "stimmt") ",\"verb\":" TEXT ("Melden") ",\"steps\":[" steps "]}"
#define STEP(id, more, fields)                                                                     \
  "{\"id\":\"" id "\",\"title\":" TEXT ("Titel") more ",\"fields\":[" fields "]}"
#define FIELD(id, type, more)                                                                      \
  "{\"id\":\"" id "\",\"type\":\"" type "\",\"label\":" TEXT ("Feld") more "}"
#define CHOICES(first, second)                                                                     \
  ",\"choices\":[{\"id\":\"" first                                                                 \
  "\",\"label\":" TEXT ("Eins") "},{\"id\":\"" second "\",\"label\":" TEXT ("Zwei") "}]"
#define WHEN(field, value) ",\"when\":{\"field\":\"" field "\",\"is\":\"" value "\"}"

static SchalterForm *
parse (const char *json, GError **error)
{
  g_autoptr (GError) json_error = NULL;
  g_autoptr (JsonNode) node = json_from_string (json, &json_error);
  g_assert_no_error (json_error);
  return schalter_form_parse (node, error);
}

static void
reads_a_form (void)
{
  static const char json[] = FORM (STEP (
      "person",
      "",
      FIELD ("name", "name", ",\"autofill\":\"family-name\"") "," FIELD (
          "born",
          "date",
          ",\"earliest\":\"1900-01-31\",\"latest\":\"today\","
          "\"deadline\":{\"days\":14,\"text\":" TEXT (
              "Zu spät") "}")) "," STEP ("dogs",
                                         ",\"help\":" TEXT (
                                             "Jeden Hund einzeln") ",\"repeat\":{\"max\":5,"
                                                                   "\"entry\":" TEXT ("Hund") "}",
                                         FIELD ("chip", "digits", ",\"length\":15") "," FIELD (
                                             "sex",
                                             "choice",
                                             CHOICES (
                                                 "male",
                                                 "female")) "," FIELD ("value",
                                                                       "amount",
                                                                       ",\"min\":0,\"max\":100000,"
                                                                       "\"optional\":true")));
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterForm) form = parse (json, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (schalter_form_get_id (form), ==, "hund");
  g_assert_cmpuint (schalter_form_get_version (form), ==, 3);
  g_assert_cmpstr (
      schalter_text_get (schalter_form_get_verb (form), SCHALTER_LANGUAGE_DE), ==, "Melden");
  g_assert_cmpuint (schalter_form_get_n_steps (form), ==, 2);
  const SchalterFormStep *dogs = schalter_form_find_step (form, "dogs");
  g_assert_cmpuint (dogs->max_entries, ==, 5);
  g_assert_cmpuint (schalter_form_step_get_n_fields (dogs), ==, 3);
  const SchalterFormStep *step = NULL;
  const SchalterFormField *chip = schalter_form_find_field (form, "chip", &step);
  g_assert_true (step == dogs);
  g_assert_cmpuint (chip->max_length, ==, 15);
  g_assert_cmpuint (schalter_form_find_field (form, "sex", NULL)->choices->len, ==, 2);
  const SchalterFormField *value = schalter_form_find_field (form, "value", NULL);
  g_assert_true (value->is_optional);
  g_assert_cmpint (value->max, ==, 100000);
  const SchalterFormField *born = schalter_form_find_field (form, "born", NULL);
  g_assert_cmpuint (born->deadline_days, ==, 14);
  g_assert_true (born->latest.is_relative);
  g_assert_null (schalter_form_find_field (form, "cat", NULL));
  g_assert_null (schalter_form_find_step (form, "cats"));
}

static void
reads_every_form_of_the_aargau (void)
{
  static const char *const names[] = { "anfrage", "hund", "umzug", "wohnsitzbestaetigung" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *file = g_strconcat (names[i], ".json", NULL);
    g_autofree char *path = g_build_filename (
        g_getenv ("SCHALTER_SOURCE_ROOT"), "data", "catalogue", "aargau", "forms", file, NULL);
    g_autofree char *json = NULL;
    g_assert_true (g_file_get_contents (path, &json, NULL, &error));
    g_autoptr (SchalterForm) form = parse (json, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (schalter_form_get_id (form), ==, names[i]);
  }
}

typedef struct {
  const char *json;
  const char *complaint; /* that must be part of the message */
} Refusal;

static void
assert_refused (const Refusal *refusals, guint n_refusals)
{
  for (guint i = 0; i < n_refusals; i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (parse (refusals[i].json, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, refusals[i].complaint));
  }
}

static void
refuses_a_form_that_is_not_whole (void)
{
  static const Refusal refusals[] = {
    { "null", "must be an object" },
    { "[]", "must be an object" },
    { "{}", "“id” must be" },
    { FORM (""), "“steps” must be a list of 1 to 40" },
    { FORM ("null"), "step 1, must be an object" },
    { FORM (STEP ("s", "", "")), "step “s”, “fields” must be a list of 1 to 12" },
    { FORM (STEP ("S P", "", FIELD ("f", "name", ""))), "“id” must be" },
    { FORM (STEP ("s", ",\"colour\":\"red\"", FIELD ("f", "name", ""))),
      "unknown member “colour”; allowed are" },
    { FORM (STEP ("s", "", "null")), "field 1: " },
    { FORM (STEP ("s", "", FIELD ("f", "colour", ""))), "“type” must be one of text, " },
    { FORM (STEP ("s", "", FIELD ("f", "name", ",\"min\":1"))), "unknown member “min”" },
    { FORM (STEP ("s", "", FIELD ("f", "name", ",\"optional\":\"no\""))), "true or false" },
    { FORM (STEP ("s", "", FIELD ("f", "name", ",\"autofill\":\"cc-number\""))), "“autofill”" },
    { FORM (STEP ("s", "", FIELD ("f", "name", ",\"max_length\":0"))), "an integer from 1 to 100" },
    { FORM (STEP ("s", "", FIELD ("f", "name", ",\"max_length\":101"))), "from 1 to 100" },
    { FORM (STEP ("s", "", FIELD ("f", "name", ",\"max_length\":1.5"))), "an integer" },
    { FORM (STEP ("s", "", FIELD ("f", "digits", ""))), "“length” must be given" },
    { FORM (STEP ("s", "", FIELD ("f", "number", ",\"min\":5,\"max\":4"))), "at least “min”" },
    { FORM (STEP ("s", "", FIELD ("f", "choice", ""))), "“choices” must be a list of 1 to 30" },
    { FORM (STEP ("s", "", FIELD ("f", "choice", CHOICES ("a", "a")))), "used twice" },
    { FORM (STEP ("s", "", FIELD ("f", "choice", ",\"choices\":[{\"id\":\"a\"}]"))),
      "choice 1: “label” must be given" },
    { FORM (STEP ("s", ",\"repeat\":{\"max\":1}", FIELD ("f", "name", ""))), "“repeat”" },
    { FORM (STEP ("s", ",\"repeat\":{\"max\":21}", FIELD ("f", "name", ""))), "from 2 to 20" },
    { FORM (STEP ("s", "", FIELD ("f", "date", ",\"deadline\":{}"))), "“deadline”" },
    { FORM (STEP ("s", "", FIELD ("f", "partial_date", ",\"deadline\":{}"))), "unknown member" },
  };
  assert_refused (refusals, G_N_ELEMENTS (refusals));
}

static void
refuses_ids_that_are_used_twice (void)
{
  static const Refusal refusals[] = {
    { FORM (STEP ("s", "", FIELD ("f", "name", "")) "," STEP ("s", "", FIELD ("g", "name", ""))),
      "step “s”: the id is used twice" },
    { FORM (STEP ("s", "", FIELD ("f", "name", "")) "," STEP ("t", "", FIELD ("f", "name", ""))),
      "step “t”: field “f”: the id is used twice" },
    { FORM (STEP ("summary", "", FIELD ("f", "name", ""))), "the name of the last page" },
  };
  assert_refused (refusals, G_N_ELEMENTS (refusals));
}

#define PET STEP ("pet", "", FIELD ("kind", "choice", CHOICES ("dog", "cat")))

static void
refuses_conditions_that_lead_nowhere (void)
{
  static const Refusal refusals[] = {
    { FORM (PET "," STEP ("s", WHEN ("colour", "red"), FIELD ("f", "name", ""))),
      "“colour”, which is no field of this form" },
    { FORM (PET "," STEP ("s", WHEN ("kind", "bird"), FIELD ("f", "name", ""))),
      "a value that is not among its choices" },
    { FORM (STEP ("s", WHEN ("kind", "dog"), FIELD ("f", "name", "")) "," PET),
      "not a field of an earlier step" },
    { FORM (STEP ("s", "", FIELD ("f", "yes_no", "") "," FIELD ("g", "name", WHEN ("f", "yes")))),
      "not a field of an earlier step" },
    { FORM (STEP ("n", "", FIELD ("f", "name", "")) "," STEP (
          "s", WHEN ("f", "Erika"), FIELD ("g", "name", ""))),
      "which is no choice, many_choices or yes_no" },
    { FORM (STEP (
          "n",
          ",\"repeat\":{\"max\":3,\"entry\":" TEXT ("x") "}",
          FIELD ("f", "yes_no", "")) "," STEP ("s", WHEN ("f", "yes"), FIELD ("g", "name", ""))),
      "which is answered several times" },
    { FORM (PET "," STEP ("s",
                          ",\"when\":{\"all\":[{\"field\":\"kind\",\"is\":\"dog\"},"
                          "{\"field\":\"kind\",\"is\":\"cat\"}]}",
                          FIELD ("f", "name", ""))),
      "can never be reached" },
    { FORM (PET "," STEP ("d", WHEN ("kind", "dog"), FIELD ("big", "yes_no", "")) "," STEP (
          "s",
          ",\"when\":{\"all\":[{\"field\":\"kind\",\"is\":\"cat\"},"
          "{\"field\":\"big\",\"is\":\"yes\"}]}",
          FIELD ("f", "name", ""))),
      "can never be reached" },
    { FORM (PET "," STEP ("s", ",\"when\":7", FIELD ("f", "name", ""))), "“when”: " },
  };
  assert_refused (refusals, G_N_ELEMENTS (refusals));
}

static void
takes_dates_and_days_from_today_as_bounds (void)
{
  static const struct {
    const char *bound;
    gboolean is_good;
  } cases[] = {
    { "2020-01-31", TRUE },
    { "today", TRUE },
    { "today-14d", TRUE },
    { "today+1m", TRUE },
    { "today-120y", TRUE },
    { "today+0d", TRUE },
    { "2020-02-30", FALSE },
    { "2020-1-31", FALSE },
    { "31.01.2020", FALSE },
    { "2020-01-31T", FALSE },
    { "2020-+1-+1", FALSE },
    { "2020- 1- 1", FALSE },
    { "2020--1-01", FALSE },
    { "0000-01-01", FALSE },
    { "tomorrow", FALSE },
    { "today 1d", FALSE },
    { "today-", FALSE },
    { "today-d", FALSE },
    { "today-1", FALSE },
    { "today-1w", FALSE },
    { "today-1dd", FALSE },
    { "today--1d", FALSE },
    { "today-3000y", FALSE },
    { "today+90000m", FALSE },
    { "today-99999999999999999999d", FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *json = g_strdup_printf (
        FORM (STEP ("s", "", FIELD ("f", "date", ",\"earliest\":\"%s\""))), cases[i].bound);
    g_test_message ("%s", cases[i].bound);
    g_autoptr (SchalterForm) form = parse (json, &error);
    g_assert_cmpint (form != NULL, ==, cases[i].is_good);
  }
}

static const char *const *
lookup (const char *field_id, gpointer user_data)
{
  static const char *const dog[] = { "dog", NULL };
  static const char *const yes[] = { "yes", NULL };
  if (g_str_equal (field_id, "kind"))
    return user_data;
  return g_str_equal (field_id, "big") ? yes : dog;
}

/* Whoever goes back and says "cat" is not asked for the dog's size any more, nor for what follows
 * from that answer, which is still there. */
static void
an_answer_that_does_not_apply_opens_nothing (void)
{
  static const char json[] =
      FORM (PET "," STEP ("d", WHEN ("kind", "dog"), FIELD ("big", "yes_no", "")) "," STEP (
          "s", WHEN ("big", "yes"), FIELD ("f", "name", "")));
  static const char *const dog[] = { "dog", NULL };
  static const char *const cat[] = { "cat", NULL };
  g_autoptr (SchalterForm) form = parse (json, NULL);
  const SchalterFormStep *last = schalter_form_find_step (form, "s");
  g_assert_true (schalter_form_step_applies (form, last, lookup, (gpointer)dog));
  g_assert_false (schalter_form_step_applies (form, last, lookup, (gpointer)cat));
  g_assert_false (schalter_form_step_applies (form, last, lookup, NULL));
}

static void
types_have_names (void)
{
  SchalterFieldType type;
  for (int i = 0; i < SCHALTER_N_FIELD_TYPES; i++) {
    const char *name = schalter_field_type_to_string ((SchalterFieldType)i);
    g_assert_true (schalter_field_type_from_string (name, &type));
    g_assert_cmpint (type, ==, i);
  }
  g_assert_false (schalter_field_type_from_string ("colour", &type));
  g_assert_false (schalter_field_type_from_string ("", &type));
  g_assert_false (schalter_field_type_from_string (NULL, &type));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/form/reads-a-form", reads_a_form);
  g_test_add_func ("/core/form/reads-every-form-of-the-aargau", reads_every_form_of_the_aargau);
  g_test_add_func ("/core/form/refuses-a-form-that-is-not-whole", refuses_a_form_that_is_not_whole);
  g_test_add_func ("/core/form/refuses-ids-that-are-used-twice", refuses_ids_that_are_used_twice);
  g_test_add_func ("/core/form/refuses-conditions-that-lead-nowhere",
                   refuses_conditions_that_lead_nowhere);
  g_test_add_func ("/core/form/takes-dates-and-days-from-today-as-bounds",
                   takes_dates_and_days_from_today_as_bounds);
  g_test_add_func ("/core/form/an-answer-that-does-not-apply-opens-nothing",
                   an_answer_that_does_not_apply_opens_nothing);
  g_test_add_func ("/core/form/types-have-names", types_have_names);
  return g_test_run ();
}
