/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Strict reading of JSON: what is hostile is refused before it can do harm. */
#include "config.h"

#include "json-record.h"
#include "schalter-error.h"

#include <string.h>

static void
assert_refused (const char *data, gssize length, gsize max_bytes)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (schalter_json_parse (data, length, max_bytes, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
}

static void
refuses_what_is_no_json (void)
{
  const char *cases[] = {
    "", " ", "{", "{]", "nonsense", "{\"a\":}", "{\"a\":\"\xff\"}", "/* x */ {}", "{'a': 1}",
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i], -1, 100);
  assert_refused ("{}\0{}", 5, 100);
  assert_refused ("[1,2,3]", -1, 6);
}

static void
refuses_deep_nesting_without_recursing (void)
{
  gsize length = 200 * 1000;
  g_autofree char *brackets = g_malloc (length);
  memset (brackets, '[', length);
  assert_refused (brackets, (gssize)length, length);
  memset (brackets, '{', length);
  assert_refused (brackets, (gssize)length, length);
}

/* A bracket behind a quote of another kind must not be counted as text. */
static void
finds_nesting_that_hides_behind_quotes (void)
{
  GString *text = g_string_new ("[\"\\\"\",");
  for (guint i = 0; i < 1000; i++)
    g_string_append_c (text, '[');
  assert_refused (text->str, -1, 10000);
  g_string_assign (text, "['\"',");
  for (guint i = 0; i < 1000; i++)
    g_string_append_c (text, '[');
  assert_refused (text->str, -1, 10000);
  g_string_free (text, TRUE);
}

static void
takes_brackets_inside_of_texts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node =
      schalter_json_parse ("{\"a\":\"[[[[{{{{ // ' # \\\" [[\"}", -1, 100, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
}

static void
knows_ids_lines_and_file_names (void)
{
  g_assert_true (schalter_json_is_id ("ag-passamt_2"));
  g_assert_false (schalter_json_is_id ("Ag"));
  g_assert_false (schalter_json_is_id ("-a"));
  g_assert_false (schalter_json_is_id (""));
  g_assert_true (schalter_json_is_line ("Müller–Łódź"));
  g_assert_false (schalter_json_is_line ("a\nb"));
  g_assert_false (schalter_json_is_line ("a\xe2\x80\xae"
                                         "b")); /* turns the text around */
  g_assert_true (schalter_json_is_file_name ("catalogue-42.sqlite.zst"));
  g_assert_false (schalter_json_is_file_name ("../x"));
  g_assert_false (schalter_json_is_file_name ("a/b"));
  g_assert_false (schalter_json_is_file_name (".x"));
  g_assert_false (schalter_json_is_file_name (""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/json-record/refuses-what-is-no-json", refuses_what_is_no_json);
  g_test_add_func ("/core/json-record/refuses-deep-nesting-without-recursing",
                   refuses_deep_nesting_without_recursing);
  g_test_add_func ("/core/json-record/finds-nesting-that-hides-behind-quotes",
                   finds_nesting_that_hides_behind_quotes);
  g_test_add_func ("/core/json-record/takes-brackets-inside-of-texts",
                   takes_brackets_inside_of_texts);
  g_test_add_func ("/core/json-record/knows-ids-lines-and-file-names",
                   knows_ids_lines_and_file_names);
  return g_test_run ();
}
