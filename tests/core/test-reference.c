/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reference numbers: easy to type, and every typing mistake is found. */
#include "config.h"

#include "reference.h"
#include "schalter-error.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static char *
make (guint bfs, guint32 random)
{
  guint8 bytes[] = {
    (guint8)(random >> 24), (guint8)(random >> 16), (guint8)(random >> 8), (guint8)random
  };
  return schalter_reference_new (bfs, bytes);
}

static gboolean
is_accepted (const char *typed)
{
  g_autofree char *canonical = schalter_reference_parse (typed, NULL);
  return canonical != NULL;
}

static void
has_the_promised_form (void)
{
  g_autofree char *canton = make (0, 0);
  g_autofree char *baden = make (4021, 0x12345678);
  g_assert_cmpstr (canton, ==, "0000-0000-0000");
  g_assert_true (g_str_has_prefix (baden, "4021-"));
  g_assert_true (
      g_regex_match_simple ("^[0-9]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", baden, 0, 0));
}

static void
differs_for_each_random_number (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < 2000; i++)
    g_assert_true (g_hash_table_add (seen, make (4045, i)));
}

static void
forgives_how_people_type (void)
{
  g_autofree char *reference = make (4045, 0x3fffffff & ~0x3ff); /* ends in symbols of zero */
  g_autofree char *lower = g_ascii_strdown (reference, -1);
  GString *spaced = g_string_new (reference);
  g_string_replace (spaced, "-", " ", 0);
  g_string_replace (spaced, "0", "o", 0);
  g_string_replace (spaced, "1", "l", 0);
  const char *cases[] = { reference, lower, spaced->str };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *canonical = schalter_reference_parse (cases[i], &error);
    g_assert_no_error (error);
    g_assert_cmpstr (canonical, ==, reference);
  }
  g_string_free (spaced, TRUE);
}

static void
finds_every_wrong_symbol (void)
{
  g_autofree char *reference = make (4045, 0x9e3779b9);
  for (guint i = 0; reference[i] != '\0'; i++) {
    for (const char *symbol = alphabet; reference[i] != '-' && *symbol != '\0'; symbol++) {
      g_autofree char *wrong = g_strdup (reference);
      wrong[i] = *symbol;
      g_assert_cmpint (is_accepted (wrong), ==, *symbol == reference[i]);
    }
  }
}

static void
finds_every_swap_of_neighbours (void)
{
  for (guint n = 0; n < 200; n++) {
    g_autofree char *reference = make (1234 + n, n * 2654435761u);
    GString *symbols = g_string_new (reference);
    g_string_replace (symbols, "-", "", 0);
    for (gsize i = 0; i + 1 < symbols->len; i++) {
      g_autofree char *wrong = g_strdup (symbols->str);
      wrong[i] = symbols->str[i + 1];
      wrong[i + 1] = symbols->str[i];
      g_assert_cmpint (is_accepted (wrong), ==, wrong[i] == wrong[i + 1]);
    }
    g_string_free (symbols, TRUE);
  }
}

static void
refuses_what_is_no_reference (void)
{
  const char *cases[] = { "",
                          "4045",
                          "4045-0000-000",
                          "4045-0000-00000",
                          "ABCD-0000-0000",
                          "4045-U000-0000",
                          "4045-0000-000é",
                          "0000000000000000000000000000000000000000000000000000000000000000000" };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (schalter_reference_parse (cases[i], &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/reference/has-the-promised-form", has_the_promised_form);
  g_test_add_func ("/core/reference/differs-for-each-random-number",
                   differs_for_each_random_number);
  g_test_add_func ("/core/reference/forgives-how-people-type", forgives_how_people_type);
  g_test_add_func ("/core/reference/finds-every-wrong-symbol", finds_every_wrong_symbol);
  g_test_add_func ("/core/reference/finds-every-swap-of-neighbours",
                   finds_every_swap_of_neighbours);
  g_test_add_func ("/core/reference/refuses-what-is-no-reference", refuses_what_is_no_reference);
  return g_test_run ();
}
