/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Near misses, compared with the plain definition of their distance on words made at random of few
 * letters, so that many are near each other. */
#include "config.h"

#include "search-fuzzy.h"

#include "search-builder.h"
#include "search-text.h"

#include <string.h>

#define N_WORDS 400
#define N_QUERIES 300
#define MAX_LENGTH 9
#define FAR 99

/* Optimal string alignment of all of @one with the first @n letters of @other. */
static guint
get_distance (const char *one, const char *other, gsize n)
{
  guint rows[SCHALTER_WORD_BYTES][SCHALTER_WORD_BYTES];
  gsize length = strlen (one);
  for (guint i = 0; i <= length; i++) {
    for (guint j = 0; j <= n; j++) {
      if (i == 0 || j == 0) {
        rows[i][j] = MAX (i, j);
        continue;
      }
      guint cost = one[i - 1] == other[j - 1] ? 0 : 1;
      guint value = MIN (MIN (rows[i - 1][j] + 1, rows[i][j - 1] + 1), rows[i - 1][j - 1] + cost);
      if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
        value = MIN (value, rows[i - 2][j - 2] + 1);
      rows[i][j] = value;
    }
  }
  return rows[length][n];
}

static guint
get_prefix_distance (const char *word, const char *surface)
{
  guint nearest = FAR;
  for (gsize n = 1; n <= strlen (surface); n++)
    nearest = MIN (nearest, get_distance (word, surface, n));
  return nearest;
}

static char *
make_word (void)
{
  guint length = (guint)g_test_rand_int_range (1, MAX_LENGTH + 1);
  char *word = g_new0 (char, length + 1);
  for (guint i = 0; i < length; i++)
    word[i] = (char)g_test_rand_int_range ('a', 'd');
  return word;
}

static SchalterSearchIndex *
make_index (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < N_WORDS; i++) {
    g_autofree char *word = make_word ();
    g_string_append_printf (text, "%s ", word);
  }
  g_autoptr (SchalterSearchBuilder) builder = schalter_search_builder_new (SCHALTER_LANGUAGE_DE);
  SchalterSearchDocument document = { .key = "all", .title = "", .body = text->str };
  schalter_search_builder_add (builder, &document);
  g_autoptr (GBytes) bytes = schalter_search_builder_finish (builder);
  SchalterSearchIndex *index = schalter_search_index_open (bytes, &error);
  g_assert_no_error (error);
  return index;
}

static void
on_visit (guint surface, guint distance, gpointer data)
{
  guint *found = data;
  g_assert_cmpuint (found[surface], ==, FAR); /* each at most once */
  found[surface] = distance;
}

static void
compare (const SchalterSearchIndex *index, const char *word, guint max, gboolean is_prefix)
{
  guint n = schalter_search_index_get_n_surfaces (index);
  g_autofree guint *found = g_new (guint, n);
  for (guint i = 0; i < n; i++)
    found[i] = FAR;
  schalter_fuzzy_find (index, word, max, is_prefix, on_visit, found);
  for (guint i = 0; i < n; i++) {
    const char *surface = schalter_search_index_get_surface (index, i);
    guint distance = is_prefix ? get_prefix_distance (word, surface)
                               : get_distance (word, surface, strlen (surface));
    if (found[i] != (distance <= max ? distance : FAR))
      g_test_message ("%s and %s", word, surface);
    g_assert_cmpuint (found[i], ==, distance <= max ? distance : FAR);
  }
}

static void
finds_all_that_is_near_and_nothing_else (void)
{
  g_autoptr (SchalterSearchIndex) index = make_index ();
  for (guint i = 0; i < N_QUERIES; i++) {
    g_autofree char *word = make_word ();
    compare (index, word, 1, FALSE);
    compare (index, word, 2, FALSE);
    if (strlen (word) > 3)
      compare (index, word, 1, TRUE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/search-fuzzy/finds-all-that-is-near-and-nothing-else",
                   finds_all_that_is_near_and_nothing_else);
  return g_test_run ();
}
