/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an answer may be: every type of field against what people type into it. */
#include "config.h"

#include "field-check.h"

/* The day on which all of this is typed. */
#define TODAY_DAY 29
#define TODAY_MONTH G_DATE_FEBRUARY
#define TODAY_YEAR 2024

static SchalterForm *
make_form (const char *type, const char *rules)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json = g_strdup_printf (
      "{\"id\":\"form\",\"version\":1,\"title\":{\"de\":\"T\"},\"declaration\":{\"de\":\"D\"},"
      "\"verb\":{\"de\":\"V\"},\"steps\":[{\"id\":\"s\",\"title\":{\"de\":\"S\"},\"fields\":["
      "{\"id\":\"f\",\"type\":\"%s\",\"label\":{\"de\":\"F\"}%s}]}]}",
      type,
      rules);
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  SchalterForm *form = schalter_form_parse (node, &error);
  g_assert_no_error (error);
  return form;
}

typedef struct {
  const char *type;
  const char *rules; /* members of the field */
  const char *typed[SCHALTER_MAX_FIELD_PARTS + 1];
  SchalterProblem problem;
  guint part;
  const char *value; /* JSON; NULL for none */
} Case;

static void
check_case (const Case *a_case)
{
  GDate today;
  g_autoptr (JsonNode) value = NULL;
  g_autoptr (SchalterForm) form = make_form (a_case->type, a_case->rules);
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, TODAY_DAY, TODAY_MONTH, TODAY_YEAR);
  SchalterFinding finding = schalter_field_check (
      schalter_form_find_field (form, "f", NULL), a_case->typed, &today, &value);
  g_assert_cmpint (finding.problem, ==, a_case->problem);
  g_assert_cmpuint (finding.part, ==, a_case->part);
  g_autofree char *json = value != NULL ? json_to_string (value, FALSE) : NULL;
  g_assert_cmpstr (json, ==, a_case->value);
}

static void
check_cases (const Case *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++) {
    g_test_message ("%s %s “%s”", cases[i].type, cases[i].rules, cases[i].typed[0]);
    check_case (&cases[i]);
  }
}

static void
checks_what_is_typed_into_one_field (void)
{
  static const Case cases[] = {
    { "text", "", { " ein  Hund " }, SCHALTER_PROBLEM_NONE, 0, "\"ein Hund\"" },
    { "text", ",\"max_length\":3", { "vier" }, SCHALTER_PROBLEM_TOO_LONG, 0, NULL },
    { "text", "", { "" }, SCHALTER_PROBLEM_MISSING, 0, NULL },
    { "text", ",\"optional\":true", { "\u00a0 " }, SCHALTER_PROBLEM_NONE, 0, NULL },
    { "long_text", "", { "eins\r\nzwei" }, SCHALTER_PROBLEM_NONE, 0, "\"eins\\nzwei\"" },
    { "name", "", { "O'Connor" }, SCHALTER_PROBLEM_NONE, 0, "\"O'Connor\"" },
    { "name", "", { "R2D2" }, SCHALTER_PROBLEM_BAD_CHARACTER, 0, NULL },
    { "digits", ",\"length\":4", { "12 34" }, SCHALTER_PROBLEM_NONE, 0, "\"1234\"" },
    { "digits", ",\"length\":4", { "123" }, SCHALTER_PROBLEM_WRONG_LENGTH, 0, NULL },
    { "ahv_number", "", { "7569217076985" }, SCHALTER_PROBLEM_NONE, 0, "\"756.9217.0769.85\"" },
    { "ahv_number", "", { "7569217076986" }, SCHALTER_PROBLEM_WRONG_CHECK_DIGIT, 0, NULL },
    { "iban",
      "",
      { "CH9300762011623852957" },
      SCHALTER_PROBLEM_NONE,
      0,
      "\"CH93 0076 2011 6238 5295 7\"" },
    { "iban", "", { "CH9300762011623852958" }, SCHALTER_PROBLEM_WRONG_CHECK_DIGIT, 0, NULL },
    { "phone", "", { "079 123 45 67" }, SCHALTER_PROBLEM_NONE, 0, "\"+41791234567\"" },
    { "email", "", { "a@b.ch" }, SCHALTER_PROBLEM_NONE, 0, "\"a@b.ch\"" },
    { "email", "", { "a@b" }, SCHALTER_PROBLEM_MALFORMED, 0, NULL },
    { "amount", "", { "1'200.5" }, SCHALTER_PROBLEM_NONE, 0, "\"1200.50\"" },
    { "amount", ",\"max\":100", { "1.01" }, SCHALTER_PROBLEM_TOO_LARGE, 0, NULL },
    { "number", ",\"min\":1,\"max\":9", { "9" }, SCHALTER_PROBLEM_NONE, 0, "9" },
    { "number", ",\"min\":1,\"max\":9", { "10" }, SCHALTER_PROBLEM_TOO_LARGE, 0, NULL },
    { "number", ",\"min\":1,\"max\":9", { "0" }, SCHALTER_PROBLEM_TOO_SMALL, 0, NULL },
  };
  check_cases (cases, G_N_ELEMENTS (cases));
}

#define OFFER                                                                                      \
  ",\"choices\":[{\"id\":\"a\",\"label\":{\"de\":\"A\"}},"                                         \
  "{\"id\":\"b\",\"label\":{\"de\":\"B\"}}]"

static void
takes_only_what_was_offered (void)
{
  static const Case cases[] = {
    { "choice", OFFER, { "a" }, SCHALTER_PROBLEM_NONE, 0, "\"a\"" },
    { "choice", OFFER, { "c" }, SCHALTER_PROBLEM_NOT_OFFERED, 0, NULL },
    { "choice", OFFER, { "a", "b" }, SCHALTER_PROBLEM_NOT_OFFERED, 0, NULL },
    { "choice", OFFER, { NULL }, SCHALTER_PROBLEM_MISSING, 0, NULL },
    { "choice", OFFER ",\"optional\":true", { NULL }, SCHALTER_PROBLEM_NONE, 0, NULL },
    { "many_choices", OFFER, { "a" }, SCHALTER_PROBLEM_NONE, 0, "[\"a\"]" },
    { "many_choices", OFFER, { "b", "a" }, SCHALTER_PROBLEM_NONE, 0, "[\"a\",\"b\"]" },
    { "many_choices", OFFER, { "a", "a" }, SCHALTER_PROBLEM_NONE, 0, "[\"a\"]" },
    { "many_choices", OFFER, { "a", "c" }, SCHALTER_PROBLEM_NOT_OFFERED, 0, NULL },
    { "many_choices", OFFER, { "a", "" }, SCHALTER_PROBLEM_NOT_OFFERED, 0, NULL },
    { "yes_no", "", { "yes" }, SCHALTER_PROBLEM_NONE, 0, "true" },
    { "yes_no", "", { "no" }, SCHALTER_PROBLEM_NONE, 0, "false" },
    { "yes_no", "", { "maybe" }, SCHALTER_PROBLEM_NOT_OFFERED, 0, NULL },
    { "yes_no", "", { "yes", "no" }, SCHALTER_PROBLEM_NOT_OFFERED, 0, NULL },
    { "yes_no", "", { NULL }, SCHALTER_PROBLEM_MISSING, 0, NULL },
  };
  check_cases (cases, G_N_ELEMENTS (cases));
}

#define BETWEEN(earliest, latest) ",\"earliest\":\"" earliest "\",\"latest\":\"" latest "\""

static void
keeps_dates_within_their_bounds (void)
{
  static const Case cases[] = {
    { "date", "", { "29", "2", "2024" }, SCHALTER_PROBLEM_NONE, 0, "\"2024-02-29\"" },
    { "date", BETWEEN ("today", "today"), { "29", "2", "2024" }, 0, 0, "\"2024-02-29\"" },
    { "date",
      BETWEEN ("today", "today"),
      { "28", "2", "2024" },
      SCHALTER_PROBLEM_TOO_EARLY,
      0,
      NULL },
    { "date",
      BETWEEN ("today", "today"),
      { "1", "3", "2024" },
      SCHALTER_PROBLEM_TOO_LATE,
      0,
      NULL },
    { "date", BETWEEN ("today-14d", "today+14d"), { "15", "2", "2024" }, 0, 0, "\"2024-02-15\"" },
    { "date",
      BETWEEN ("today-14d", "today+14d"),
      { "14", "2", "2024" },
      SCHALTER_PROBLEM_TOO_EARLY,
      0,
      NULL },
    { "date", BETWEEN ("today-14d", "today+14d"), { "14", "3", "2024" }, 0, 0, "\"2024-03-14\"" },
    { "date",
      BETWEEN ("today-14d", "today+14d"),
      { "15", "3", "2024" },
      SCHALTER_PROBLEM_TOO_LATE,
      0,
      NULL },
    /* A year before a leap day is the end of that February. */
    { "date", BETWEEN ("today-1y", "today"), { "28", "2", "2023" }, 0, 0, "\"2023-02-28\"" },
    { "date", BETWEEN ("today-1m", "today"), { "29", "1", "2024" }, 0, 0, "\"2024-01-29\"" },
    { "date",
      BETWEEN ("2024-01-01", "2024-12-31"),
      { "31", "12", "2023" },
      SCHALTER_PROBLEM_TOO_EARLY,
      0,
      NULL },
    { "date", "", { "30", "2", "2024" }, SCHALTER_PROBLEM_NO_SUCH_DAY, 0, NULL },
    { "date", "", { "", "2", "2024" }, SCHALTER_PROBLEM_MISSING, SCHALTER_DATE_DAY, NULL },
    { "date", "", { "", "", "" }, SCHALTER_PROBLEM_MISSING, SCHALTER_DATE_DAY, NULL },
  };
  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
keeps_dates_known_in_part_within_their_bounds (void)
{
  static const Case cases[] = {
    { "partial_date", "", { "", "", "" }, SCHALTER_PROBLEM_MISSING, SCHALTER_DATE_YEAR, NULL },
    { "partial_date", "", { "", "", "1944" }, SCHALTER_PROBLEM_NONE, 0, "\"1944\"" },
    /* A month that is not over may still be meant. */
    { "partial_date",
      BETWEEN ("1900-01-01", "today"),
      { "", "2", "2024" },
      SCHALTER_PROBLEM_NONE,
      0,
      "\"2024-02\"" },
    { "partial_date",
      BETWEEN ("1900-01-01", "today"),
      { "", "3", "2024" },
      SCHALTER_PROBLEM_TOO_LATE,
      0,
      NULL },
  };
  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
reads_addresses (void)
{
  static const char whole[] = "{\"street\":\"Bahnhofstrasse\",\"house_number\":\"1a\","
                              "\"postcode\":\"5430\",\"town\":\"Wettingen\"}";
  static const char bare[] = "{\"street\":\"Weiler\",\"postcode\":\"5430\",\"town\":\"Wettingen\"}";
  static const Case cases[] = {
    { "address", "", { "Bahnhofstrasse", "1a", "5430", "Wettingen" }, 0, 0, whole },
    { "address", "", { " Bahnhofstrasse ", " 1a ", " 5430 ", " Wettingen " }, 0, 0, whole },
    { "address", "", { "Weiler", "", "5430", "Wettingen" }, 0, 0, bare },
    { "address", "", { "", "", "", "" }, SCHALTER_PROBLEM_MISSING, 0, NULL },
    { "address", ",\"optional\":true", { "", "", "", "" }, 0, 0, NULL },
    { "address",
      ",\"optional\":true",
      { "", "", "5430", "" },
      SCHALTER_PROBLEM_MISSING,
      SCHALTER_ADDRESS_STREET,
      NULL },
    { "address",
      "",
      { "Gasse", "1", "", "Baden" },
      SCHALTER_PROBLEM_MISSING,
      SCHALTER_ADDRESS_POSTCODE,
      NULL },
    { "address",
      "",
      { "Gasse", "1", "543", "Baden" },
      SCHALTER_PROBLEM_WRONG_LENGTH,
      SCHALTER_ADDRESS_POSTCODE,
      NULL },
    { "address",
      "",
      { "Gasse", "1", "0430", "Baden" },
      SCHALTER_PROBLEM_WRONG_PREFIX,
      SCHALTER_ADDRESS_POSTCODE,
      NULL },
    { "address",
      "",
      { "Gasse", "1", "CH-5", "Baden" },
      SCHALTER_PROBLEM_BAD_CHARACTER,
      SCHALTER_ADDRESS_POSTCODE,
      NULL },
    { "address",
      "",
      { "Gasse", "1234567890123", "5400", "Baden" },
      SCHALTER_PROBLEM_TOO_LONG,
      SCHALTER_ADDRESS_HOUSE_NUMBER,
      NULL },
    { "address",
      "",
      { "Gasse", "1", "5400", " " },
      SCHALTER_PROBLEM_MISSING,
      SCHALTER_ADDRESS_TOWN,
      NULL },
  };
  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
says_when_a_deadline_is_over (void)
{
  static const struct {
    SchalterPartialDate date;
    gboolean is_late;
  } cases[] = {
    { { 2024, 2, 29 }, FALSE }, { { 2024, 2, 15 }, FALSE }, { { 2024, 2, 14 }, TRUE },
    { { 2023, 12, 31 }, TRUE }, { { 2024, 3, 10 }, FALSE },
  };
  GDate today;
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, TODAY_DAY, TODAY_MONTH, TODAY_YEAR);
  g_autoptr (SchalterForm) form =
      make_form ("date", ",\"deadline\":{\"days\":14,\"text\":{\"de\":\"Zu spät\"}}");
  const SchalterFormField *field = schalter_form_find_field (form, "f", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (schalter_field_is_late (field, &cases[i].date, &today), ==, cases[i].is_late);
}

/* A page has as many inputs as the type has parts, each with a name of its own. */
static void
every_type_says_how_it_is_typed (void)
{
  for (int type = 0; type < SCHALTER_N_FIELD_TYPES; type++) {
    guint n_parts = schalter_field_type_get_n_parts ((SchalterFieldType)type);
    g_assert_cmpuint (n_parts, >=, 1);
    g_assert_cmpuint (n_parts, <=, SCHALTER_MAX_FIELD_PARTS);
    for (guint part = 0; part < n_parts; part++) {
      const char *name = schalter_field_type_get_part_name ((SchalterFieldType)type, part);
      g_assert_cmpint (name[0] == '\0', ==, n_parts == 1);
      g_assert_cmpuint (schalter_field_type_get_part_length ((SchalterFieldType)type, part), >, 0);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/field-check/checks-what-is-typed-into-one-field",
                   checks_what_is_typed_into_one_field);
  g_test_add_func ("/core/field-check/takes-only-what-was-offered", takes_only_what_was_offered);
  g_test_add_func ("/core/field-check/keeps-dates-within-their-bounds",
                   keeps_dates_within_their_bounds);
  g_test_add_func ("/core/field-check/keeps-dates-known-in-part-within-their-bounds",
                   keeps_dates_known_in_part_within_their_bounds);
  g_test_add_func ("/core/field-check/reads-addresses", reads_addresses);
  g_test_add_func ("/core/field-check/says-when-a-deadline-is-over", says_when_a_deadline_is_over);
  g_test_add_func ("/core/field-check/every-type-says-how-it-is-typed",
                   every_type_says_how_it_is_typed);
  return g_test_run ();
}
