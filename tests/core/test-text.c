/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts in four languages: what is accepted, and what is shown when a language is missing. */
#include "config.h"

#include "schalter-error.h"
#include "text.h"

static void
shows_german_where_a_language_is_missing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string ("{\"de\":\"Umzug\",\"fr\":\"Déménagement\"}", NULL);
  g_auto (SchalterText) text = { 0 };
  g_assert_true (schalter_text_parse (node, &text, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (schalter_text_get (&text, SCHALTER_LANGUAGE_FR), ==, "Déménagement");
  g_assert_cmpstr (schalter_text_get (&text, SCHALTER_LANGUAGE_EN), ==, "Umzug");
  g_assert_false (schalter_text_has (&text, SCHALTER_LANGUAGE_EN));
}

static void
refuses_what_is_no_text (void)
{
  const char *cases[] = {
    "{}", "{\"fr\":\"x\"}", "{\"de\":1}", "{\"de\":\"x\",\"rm\":\"y\"}", "7"
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = json_from_string (cases[i], NULL);
    g_auto (SchalterText) text = { 0 };
    g_assert_false (schalter_text_parse (node, &text, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/text/shows-german-where-a-language-is-missing",
                   shows_german_where_a_language_is_missing);
  g_test_add_func ("/core/text/refuses-what-is-no-text", refuses_what_is_no_text);
  return g_test_run ();
}
