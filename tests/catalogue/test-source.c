/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Broken sources: each mistake is found, and led back to its file, line and field. */
#include "config.h"

#include "source.h"
#include "test-canton.h"

#include <string.h>

typedef struct {
  const char *file;
  const char *from;
  const char *to;
  const char *on_line; /* what stands on the line that is named */
  const char *field;
  const char *message; /* part of it */
} Mistake;

static char *
get_line (TestCanton *canton, const SchalterSourceProblem *problem)
{
  g_autofree char *path = g_build_filename (canton->source, problem->file, NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (problem->line, >=, 1);
  g_assert_cmpuint (problem->line, <=, g_strv_length (lines));
  return g_strdup (lines[problem->line - 1]);
}

static gboolean
is_meant (TestCanton *canton, const Mistake *mistake, const SchalterSourceProblem *problem)
{
  if (g_strcmp0 (problem->field, mistake->field) != 0 ||
      !g_str_equal (problem->file, mistake->file) ||
      strstr (problem->message, mistake->message) == NULL)
    return FALSE;
  g_autofree char *line = get_line (canton, problem);
  return strstr (line, mistake->on_line) != NULL;
}

static void
is_found (gconstpointer data)
{
  const Mistake *mistake = data;
  g_autoptr (TestCanton) canton = test_canton_new ();
  test_canton_edit (canton, mistake->file, mistake->from, mistake->to);
  g_autoptr (SchalterSource) source = schalter_source_new (canton->source, canton->keys);
  GPtrArray *problems = schalter_source_problems_list (source->problems);
  g_autofree char *text = schalter_source_problems_to_text (source->problems);
  g_test_message ("%s", text);
  gboolean has_it = FALSE;
  for (guint i = 0; i < problems->len; i++)
    has_it = has_it || is_meant (canton, mistake, problems->pdata[i]);
  g_assert_true (has_it);
}

static const Mistake mistakes[] = {
  /* canton.json */
  { "canton.json", "\"AG\"", "\"Aargau\"", "\"code\"", "code", "two capital letters" },
  { "canton.json", "#00587c", "#00587C", "\"colour\"", "colour", "six digits" },
  { "canton.json", "HTTPS:", "http:", "verify_base", "verify_base", "" },
  { "canton.json", "\"hund\"", "\"hnud\"", "hnud", "most_used/1", "did you mean “hund”" },
  { "canton.json", "\"colour\"", "\"color\"", "color", "color", "did you mean “colour”" },
  { "canton.json", "Kanton Aargau", "Kanton Aargauß", "\"de\"", "name/de", "no ß" },
  { "canton.json", "\"Kanton Aargau\"", "\"\"", "name", "name", "" },
  { "canton.json", "\"Kanton Aargau\"", "7", "name", "name", "" },
  { "canton.json", "\"Kanton Aargau\"", "\" Kanton\"", "\"de\"", "name/de", "with a space" },
  /* life-events.json */
  { "life-events.json", "\"umzug\"", "\"hund\"", "", "life_events/1/id", "used twice" },
  { "life-events.json", "\"umzug\"", "\"Umzug!\"", "Umzug!", "life_events/0/id", "is no id" },
  { "life-events.json",
    "\"Umzug\",",
    "\"Umz\\u0007ug\",",
    "Umz",
    "life_events/0/title/de",
    "control" },
  /* municipalities.json */
  { "municipalities.json", "4045", "4021", "4021", "municipalities/2/bfs", "used twice" },
  { "municipalities.json", "4045", "10000", "10000", "municipalities/2/bfs", "from 1 to 9999" },
  { "municipalities.json", "4045", "\"4045\"", "4045", "municipalities/2/bfs", "whole number" },
  { "municipalities.json",
    "\"participates\": false",
    "\"participates\": 0",
    "participates",
    "municipalities/4/participates",
    "true or false" },
  { "municipalities.json",
    "\"successor\": 4021",
    "\"successor\": 4022",
    "4022",
    "merged/0/successor",
    "no municipality of this number" },
  { "municipalities.json",
    "\"bfs\": 4042",
    "\"bfs\": 4001",
    "",
    "merged/0/successor",
    "also one of today" },
  { "municipalities.json",
    "2024-01-01",
    "1.1.2024",
    "1.1.2024",
    "merged/0/merged_on",
    "a day like" },
  { "municipalities.json",
    "\"Wettingen\"",
    "\"Eine Gemeinde mit einem Namen von über vierzig Buchstaben\"",
    "Eine Gemeinde",
    "municipalities/2/name",
    "at most 40 letters" },
  /* places.json */
  { "places.json",
    "\"bfs\": 4001",
    "\"bfs\": 4002",
    "4002",
    "places/3/bfs",
    "no municipality of this number" },
  { "places.json", "5430", "543", "543", "places/7/postcode", "from 1000 to 9999" },
  { "places.json", "\"bfs\": 4258", "\"bfs\": 4252", "4252", "places/1/bfs", "stands here twice" },
  { "municipalities.json",
    "\"bfs\": 4001",
    "\"bfs\": 4003",
    "{",
    "municipalities/0",
    "no place in places.json" },
  /* offices.json */
  { "offices.json",
    "\"Baden\"\n",
    "\"Badden\"\n",
    "Badden",
    "offices/2/districts/0",
    "no district “Badden”" },
  { "offices.json",
    "\"ag-hundeamt\"",
    "\"4021-hundeamt\"",
    "4021-hundeamt",
    "offices/1/id",
    "used twice" },
  { "offices.json",
    "        4021\n",
    "        4022\n",
    "role",
    "offices/0/role",
    "no municipality 4022" },
  { "offices.json",
    "\"belongs_to\": 4021",
    "\"belongs_to\": \"Baden\"",
    "belongs_to",
    "offices/0/belongs_to",
    "whole number" },
  { "offices.json",
    "\"municipal\"",
    "\"municipals\"",
    "municipals",
    "municipals",
    "did you mean “municipal”" },
  /* services */
  { "services/hund.json",
    "\"anfrage\"",
    "\"anfrgae\"",
    "anfrgae",
    "form",
    "no form “anfrgae”; did you mean “anfrage”" },
  { "services/wohnsitz.json",
    "\"certificate\": \"wohnsitz\"",
    "\"certificate\": \"wohnsiz\"",
    "wohnsiz",
    "certificate",
    "no certificate" },
  { "services/hund.json",
    "\"hundeamt\"",
    "\"katzenamt\"",
    "katzenamt",
    "office",
    "no office in offices.json has the role “katzenamt” for Aarau" },
  { "services/hund.json",
    "\"receipt\"",
    "\"reciept\"",
    "reciept",
    "printing",
    "did you mean “receipt”" },
  { "services/hund.json",
    "\"municipality\"",
    "\"village\"",
    "village",
    "level",
    "use municipality, region" },
  { "services/hund.json",
    "\"id\": \"hund\"",
    "\"id\": \"katze\"",
    "katze",
    "id",
    "the file must be named services/katze.json" },
  { "services/hund.json", "\"lead\"", "\"laed\"", "laed", "laed", "did you mean “lead”" },
  { "services/hund.json",
    "\"online\": true",
    "\"online\": \"yes\"",
    "online",
    "online",
    "true or false" },
  { "services/geburtsurkunde.json",
    "\"online\": false",
    "\"online\": true",
    "online",
    "online",
    "needs a form" },
  { "services/geburtsurkunde.json",
    "\"umzug\"",
    "\"geburt\"",
    "geburt",
    "life_events/0",
    "no life event “geburt”" },
  /* forms and certificates */
  { "forms/anfrage.json",
    "\"type\": \"name\"",
    "\"type\": \"nmae\"",
    "",
    NULL,
    "“type” must be one of" },
  { "forms/anfrage.json",
    "\"id\": \"anfrage\"",
    "\"id\": \"antrag\"",
    "antrag",
    "id",
    "must be named forms/antrag.json" },
  /* no JSON at all */
  { "canton.json", "\"code\": \"AG\",", "\"code\": \"AG\"", "", NULL, "this is not JSON" },
  { "services/hund.json", "}\n", "", "", NULL, "this is not JSON" },
  { "places.json", "Wettingen", "Wettingen\xff", "Wettingen", NULL, "not UTF-8" },
};

static void
names_several_mistakes_at_once_in_order (void)
{
  g_autoptr (TestCanton) canton = test_canton_new ();
  test_canton_edit (canton, "services/hund.json", "\"receipt\"", "\"paper\"");
  test_canton_edit (canton, "services/hund.json", "\"anfrage\"", "\"nichts\"");
  test_canton_edit (canton, "canton.json", "\"AG\"", "\"ag\"");
  g_autoptr (SchalterSource) source = schalter_source_new (canton->source, canton->keys);
  GPtrArray *problems = schalter_source_problems_list (source->problems);
  g_assert_cmpuint (problems->len, ==, 3);
  const SchalterSourceProblem *first = problems->pdata[0];
  const SchalterSourceProblem *second = problems->pdata[1];
  const SchalterSourceProblem *third = problems->pdata[2];
  g_assert_cmpstr (first->file, ==, "canton.json");
  g_assert_cmpstr (second->file, ==, "services/hund.json");
  g_assert_cmpuint (second->line, <, third->line);
}

static void
a_file_that_is_not_there_is_named (void)
{
  static const char *const files[] = {
    "canton.json", "life-events.json", "municipalities.json", "places.json", "offices.json",
  };
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (TestCanton) canton = test_canton_new ();
    test_canton_remove (canton, files[i]);
    g_autoptr (SchalterSource) source = schalter_source_new (canton->source, canton->keys);
    g_autofree char *text = schalter_source_problems_to_text (source->problems);
    g_autofree char *start = g_strconcat (files[i], ":1: ", NULL);
    g_test_message ("%s", text);
    g_assert_nonnull (strstr (text, start));
  }
}

static void
a_folder_that_is_not_there_has_no_service (void)
{
  g_autoptr (SchalterSource) source = schalter_source_new ("/nowhere", NULL);
  g_autofree char *text = schalter_source_problems_to_text (source->problems);
  g_assert_nonnull (strstr (text, "services:1: there is no service"));
}

static void
wrong_keys_are_named (void)
{
  static const struct {
    const char *from;
    const char *to;
    const char *message;
  } cases[] = {
    { "\"seal\"", "\"sael\"", "did you mean “seal”" },
    { "2020-01-01T00:00:00Z", "2020", "a time like" },
    { "\"authority-4045-test\"", "\"exchange-0-test\"", "used twice" },
    { "\"bfs\" : 4045", "\"bfs\" : 4046", "no municipality of this number" },
    { "\"key\" : \"", "\"key\" : \"X", "64 digits" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TestCanton) canton = test_canton_new ();
    test_canton_edit (canton, "../public-keys.json", cases[i].from, cases[i].to);
    g_autoptr (SchalterSource) source = schalter_source_new (canton->source, canton->keys);
    g_autofree char *text = schalter_source_problems_to_text (source->problems);
    g_test_message ("%s", text);
    g_assert_nonnull (strstr (text, "public-keys.json:"));
    g_assert_nonnull (strstr (text, cases[i].message));
  }
}

/* Values of the wrong kind, everywhere at once, are all named and never followed. */
static void
survives_files_of_the_wrong_shape (void)
{
  static const char *const files[] = {
    "canton.json",  "life-events.json",   "municipalities.json",        "places.json",
    "offices.json", "services/hund.json", "certificates/wohnsitz.json", "forms/anfrage.json",
  };
  static const char *const shapes[] = { "null", "[]", "{}", "7", "\"text\"", "[[]]", "" };
  g_autoptr (TestCanton) canton = test_canton_new ();
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (canton->source, files[i], NULL);
    g_autofree char *right = NULL;
    g_assert_true (g_file_get_contents (path, &right, NULL, NULL));
    for (guint j = 0; j < G_N_ELEMENTS (shapes); j++) {
      test_canton_write (canton, files[i], shapes[j]);
      g_autoptr (SchalterSource) source = schalter_source_new (canton->source, canton->keys);
      gboolean is_free_object =
          g_str_has_prefix (files[i], "certificates/") && g_str_equal (shapes[j], "{}");
      g_test_message ("%s: %s", files[i], shapes[j]);
      g_assert_cmpint (schalter_source_problems_get_n (source->problems) > 0, !=, is_free_object);
    }
    test_canton_write (canton, files[i], right);
  }
}

static void
finds_the_line_of_a_field (void)
{
  static const char json[] = "{\n"                          /* 1 */
                             "  \"a\": {\n"                 /* 2 */
                             "    \"b\": [ 1,\n"            /* 3 */
                             "      {\"c\": \"}\\\"]\"},\n" /* 4 */
                             "      2 ],\n"                 /* 5 */
                             "    \"b/c\": 3\n"             /* 6 */
                             "  },\n"                       /* 7 */
                             "  \"d\": true\n"              /* 8 */
                             "}\n";
  static const struct {
    const char *field;
    guint line;
  } cases[] = {
    { "", 1 },      { "a", 2 }, { "a/b", 3 }, { "a/b/0", 3 }, { "a/b/1", 4 }, { "a/b/1/c", 4 },
    { "a/b/2", 5 }, { "d", 8 }, { "x", 1 },   { "a/x", 2 },   { "a/b/9", 3 }, { "a/b/1/x", 4 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].field);
    g_assert_cmpuint (schalter_source_find_line (json, cases[i].field), ==, cases[i].line);
  }
}

static void
guesses_what_was_meant (void)
{
  static const char *const names[] = { "title", "lead", "verb", "requirements", NULL };
  g_assert_cmpstr (schalter_source_find_nearest ("titel", names), ==, "title");
  g_assert_cmpstr (schalter_source_find_nearest ("requirement", names), ==, "requirements");
  g_assert_null (schalter_source_find_nearest ("colour", names));
  g_assert_null (schalter_source_find_nearest ("", names));
  g_autofree char *endless = g_strnfill (5000, 'x');
  g_assert_null (schalter_source_find_nearest (endless, names));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++) {
    g_autofree char *stem = g_strdelimit (g_strdup (mistakes[i].file), "/.", '-');
    g_autofree char *path = g_strdup_printf ("/catalogue/source/mistake/%s-%u", stem, i);
    g_test_add_data_func (path, &mistakes[i], is_found);
  }
  g_test_add_func ("/catalogue/source/names-several-mistakes-at-once-in-order",
                   names_several_mistakes_at_once_in_order);
  g_test_add_func ("/catalogue/source/a-file-that-is-not-there-is-named",
                   a_file_that_is_not_there_is_named);
  g_test_add_func ("/catalogue/source/a-folder-that-is-not-there-has-no-service",
                   a_folder_that_is_not_there_has_no_service);
  g_test_add_func ("/catalogue/source/wrong-keys-are-named", wrong_keys_are_named);
  g_test_add_func ("/catalogue/source/survives-files-of-the-wrong-shape",
                   survives_files_of_the_wrong_shape);
  g_test_add_func ("/catalogue/source/finds-the-line-of-a-field", finds_the_line_of_a_field);
  g_test_add_func ("/catalogue/source/guesses-what-was-meant", guesses_what_was_meant);
  return g_test_run ();
}
