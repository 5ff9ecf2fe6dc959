/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When a step or a field is asked: what a condition may look like, and when it holds. */
#include "config.h"

#include "form-condition.h"

#include "schalter-error.h"

static SchalterFormCondition *
parse (const char *json, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  g_assert_nonnull (node);
  return schalter_form_condition_parse (node, error);
}

/* The answers: pet "dog", wishes "card" and "mail", dangerous "no"; nothing about the cat. */
static const char *const *
lookup (const char *field_id, gpointer user_data)
{
  static const char *const pet[] = { "dog", NULL };
  static const char *const wishes[] = { "card", "mail", NULL };
  static const char *const dangerous[] = { "no", NULL };
  if (g_str_equal (field_id, "pet"))
    return pet;
  if (g_str_equal (field_id, "wishes"))
    return wishes;
  return g_str_equal (field_id, "dangerous") ? dangerous : NULL;
}

static void
holds_for_the_answers_it_names (void)
{
  static const struct {
    const char *json;
    gboolean holds;
  } cases[] = {
    { "{\"field\":\"pet\",\"is\":\"dog\"}", TRUE },
    { "{\"field\":\"pet\",\"is\":\"cat\"}", FALSE },
    { "{\"field\":\"pet\",\"is\":[\"cat\",\"dog\"]}", TRUE },
    { "{\"field\":\"pet\",\"is\":[\"cat\",\"bird\"]}", FALSE },
    { "{\"field\":\"pet\",\"is_not\":\"cat\"}", TRUE },
    { "{\"field\":\"pet\",\"is_not\":\"dog\"}", FALSE },
    { "{\"field\":\"pet\",\"is_not\":[\"cat\",\"dog\"]}", FALSE },
    { "{\"field\":\"wishes\",\"is\":\"mail\"}", TRUE },
    { "{\"field\":\"wishes\",\"is_not\":\"mail\"}", FALSE },
    { "{\"field\":\"wishes\",\"is_not\":\"fax\"}", TRUE },
    { "{\"field\":\"dangerous\",\"is\":\"no\"}", TRUE },
    /* What has not been answered is neither the one nor the other. */
    { "{\"field\":\"cat\",\"is\":\"yes\"}", FALSE },
    { "{\"field\":\"cat\",\"is_not\":\"yes\"}", FALSE },
    { "{\"all\":[{\"field\":\"pet\",\"is\":\"dog\"},{\"field\":\"wishes\",\"is\":\"card\"}]}",
      TRUE },
    { "{\"all\":[{\"field\":\"pet\",\"is\":\"dog\"},{\"field\":\"cat\",\"is\":\"yes\"}]}", FALSE },
    { "{\"any\":[{\"field\":\"pet\",\"is\":\"cat\"},{\"field\":\"wishes\",\"is\":\"card\"}]}",
      TRUE },
    { "{\"any\":[{\"field\":\"pet\",\"is\":\"cat\"},{\"field\":\"cat\",\"is\":\"yes\"}]}", FALSE },
    { "{\"any\":[{\"all\":[{\"field\":\"pet\",\"is\":\"dog\"},"
      "{\"any\":[{\"field\":\"dangerous\",\"is\":\"no\"}]}]}]}",
      TRUE },
  };
  g_assert_true (schalter_form_condition_holds (NULL, lookup, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cases[i].json);
    g_autoptr (SchalterFormCondition) condition = parse (cases[i].json, &error);
    g_assert_no_error (error);
    g_assert_cmpint (schalter_form_condition_holds (condition, lookup, NULL), ==, cases[i].holds);
  }
}

static void
refuses_what_is_no_condition (void)
{
  static const char *const cases[] = {
    "null",
    "[]",
    "\"pet\"",
    "true",
    "{}",
    "{\"field\":\"pet\"}",
    "{\"is\":\"dog\"}",
    "{\"field\":\"pet\",\"is\":\"dog\",\"is_not\":\"cat\"}",
    "{\"field\":\"pet\",\"equals\":\"dog\"}",
    "{\"field\":\"pet\",\"is\":\"dog\",\"note\":\"x\"}",
    "{\"field\":7,\"is\":\"dog\"}",
    "{\"field\":null,\"is\":\"dog\"}",
    "{\"field\":\"pet\",\"is\":7}",
    "{\"field\":\"pet\",\"is\":null}",
    "{\"field\":\"pet\",\"is\":{}}",
    "{\"field\":\"pet\",\"is\":[]}",
    "{\"field\":\"pet\",\"is\":[\"dog\",7]}",
    "{\"field\":\"pet\",\"is\":true}",
    "{\"all\":[]}",
    "{\"any\":{}}",
    "{\"all\":null}",
    "{\"all\":[{\"field\":\"pet\",\"is\":\"dog\"}],\"any\":[]}",
    "{\"all\":[{}]}",
    "{\"all\":[[]]}",
    "{\"any\":[{\"any\":[{\"any\":[{\"any\":[{\"field\":\"pet\",\"is\":\"dog\"}]}]}]}]}",
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cases[i]);
    g_assert_null (parse (cases[i], &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  }
}

static gboolean
count (const SchalterFormCondition *test, gpointer user_data)
{
  return ++*(guint *)user_data < 3;
}

static void
visits_each_test_until_told_to_stop (void)
{
  static const char few[] = "{\"all\":[{\"field\":\"a\",\"is\":\"x\"},"
                            "{\"any\":[{\"field\":\"b\",\"is\":\"x\"}]}]}";
  static const char many[] =
      "{\"any\":[{\"field\":\"a\",\"is\":\"x\"},{\"field\":\"b\",\"is\":\"x\"},"
      "{\"field\":\"c\",\"is\":\"x\"},{\"field\":\"d\",\"is\":\"x\"}]}";
  guint n_visits = 0;
  g_autoptr (SchalterFormCondition) small = parse (few, NULL);
  g_assert_true (schalter_form_condition_visit (small, count, &n_visits));
  g_assert_cmpuint (n_visits, ==, 2);
  n_visits = 0;
  g_autoptr (SchalterFormCondition) large = parse (many, NULL);
  g_assert_false (schalter_form_condition_visit (large, count, &n_visits));
  g_assert_cmpuint (n_visits, ==, 3);
  g_assert_true (schalter_form_condition_visit (NULL, count, &n_visits));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/form-condition/holds-for-the-answers-it-names",
                   holds_for_the_answers_it_names);
  g_test_add_func ("/core/form-condition/refuses-what-is-no-condition",
                   refuses_what_is_no_condition);
  g_test_add_func ("/core/form-condition/visits-each-test-until-told-to-stop",
                   visits_each_test_until_told_to_stop);
  return g_test_run ();
}
