/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The measures of a search, and the floor below which the search of Aargau must not fall. */
#include "config.h"

#include "evaluation.h"
#include "schalter-error.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static void
reads_judged_queries (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) queries =
      schalter_judged_queries_parse ("query\trelevant\tlanguage\tclass\n"
                                     "# a comment\n"
                                     "hund\thund, listenhund\n"
                                     "\n"
                                     "chien\thund\tfr\tanimals\r\n",
                                     &error);
  g_assert_no_error (error);
  g_assert_cmpuint (queries->len, ==, 2);
  const SchalterJudgedQuery *first = queries->pdata[0];
  const SchalterJudgedQuery *second = queries->pdata[1];
  g_assert_cmpuint (g_strv_length (first->relevant), ==, 2);
  g_assert_cmpint (first->language, ==, SCHALTER_LANGUAGE_DE);
  g_assert_cmpint (second->language, ==, SCHALTER_LANGUAGE_FR);
  g_assert_cmpstr (second->group, ==, "animals");
}

static void
names_the_line_of_a_mistake (void)
{
  static const char *const mistakes[] = { "hund\thund\nkatze\n",
                                          "hund\thund\nkatze\thund\tlatin\n",
                                          "hund\thund\nkatze\t, \n" };
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (schalter_judged_queries_parse (mistakes[i], &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
    g_assert_nonnull (strstr (error->message, "line 2"));
  }
}

static guint
add (SchalterEvaluation *evaluation, const char *found, const char *relevant)
{
  g_auto (GStrv) found_ids = g_strsplit (found, " ", -1);
  g_auto (GStrv) relevant_ids = g_strsplit (relevant, " ", -1);
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  for (guint i = 0; found_ids[i] != NULL; i++)
    g_ptr_array_add (list, found_ids[i]);
  return schalter_evaluation_add (evaluation, list, (const char *const *)relevant_ids);
}

static void
measures_rankings (void)
{
  SchalterEvaluation evaluation = { 0 };
  g_assert_cmpuint (add (&evaluation, "a b c", "a"), ==, 1);
  g_assert_cmpuint (add (&evaluation, "x a y b", "a b"), ==, 2);
  g_assert_cmpuint (add (&evaluation, "x y", "a"), ==, 0);
  g_assert_cmpuint (add (&evaluation, "", "a"), ==, 0);
  g_assert_cmpuint (evaluation.n_queries, ==, 4);
  g_assert_cmpuint (evaluation.success_at[0], ==, 1);
  g_assert_cmpuint (evaluation.success_at[1], ==, 2);
  g_assert_cmpuint (evaluation.n_empty, ==, 1);
  g_assert_cmpfloat_with_epsilon (evaluation.reciprocal_rank, 1.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (evaluation.recall, 2.0, 1e-9);
  double ideal = 1 + 1 / log2 (3);
  double gain = 1 / log2 (3) + 1 / log2 (5);
  g_assert_cmpfloat_with_epsilon (evaluation.discounted_gain, 1 + gain / ideal, 1e-9);
}

static char *
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status = 0;
  g_assert_true (g_spawn_sync (
      NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return output;
}

static double
get_figure (const char *report, const char *row, guint column)
{
  g_auto (GStrv) lines = g_strsplit (report, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *start = g_strconcat (row, "  ", NULL);
    if (!g_str_has_prefix (lines[i], start))
      continue;
    g_autoptr (GRegex) blanks = g_regex_new (" +", 0, 0, NULL);
    g_auto (GStrv) figures = g_regex_split (blanks, lines[i] + strlen (row), 0);
    g_assert_cmpuint (g_strv_length (figures), >, column);
    return g_ascii_strtod (figures[column], NULL);
  }
  g_assert_not_reached ();
}

/* Columns of the report, the name's being 0. */
enum { N_QUERIES = 1, SUCCESS_AT_1, SUCCESS_AT_3, EMPTY = 8 };

static void
finds_what_the_people_of_aargau_mean (void)
{
  const char *root = g_getenv ("SCHALTER_SOURCE_ROOT");
  g_autofree char *program = g_build_filename (
      g_getenv ("SCHALTER_BUILD_ROOT"), "src", "publish", "schalter-publish", NULL);
  g_autofree char *source = g_build_filename (root, "data", "catalogue", "aargau", NULL);
  g_autofree char *queries =
      g_build_filename (root, "tests", "data", "queries", "aargau.tsv", NULL);
  g_autofree char *folder = g_dir_make_tmp ("schalter-eval-XXXXXX", NULL);
  g_autofree char *keys = g_build_filename (folder, "keys", NULL);
  g_autofree char *public_keys = g_build_filename (keys, "public-keys.json", NULL);
  g_autofree char *catalogue = g_build_filename (folder, "catalogue.sqlite", NULL);
  const char *keygen[] = { program, "keygen", "--source", source, "--out", keys, NULL };
  const char *compile[] = { program,     "compile", source,    "--keys",
                            public_keys, "--out",   catalogue, NULL };
  const char *eval[] = { program, "eval", catalogue, "--queries", queries, NULL };
  const char *clean[] = { "rm", "-r", folder, NULL };
  g_free (run (keygen));
  g_free (run (compile));
  g_autofree char *report = run (eval);
  g_free (run (clean));
  g_assert_cmpfloat (get_figure (report, "all", N_QUERIES), >=, 250);
  g_assert_cmpfloat (get_figure (report, "all", SUCCESS_AT_1), >=, 0.95);
  g_assert_cmpfloat (get_figure (report, "all", SUCCESS_AT_3), >=, 0.98);
  g_assert_cmpfloat (get_figure (report, "wrong office", SUCCESS_AT_1), >=, 0.95);
  g_assert_cmpfloat (get_figure (report, "dialect", SUCCESS_AT_1), >=, 0.90);
  g_assert_cmpfloat (get_figure (report, "all", EMPTY), <=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/publish/eval/reads-judged-queries", reads_judged_queries);
  g_test_add_func ("/publish/eval/names-the-line-of-a-mistake", names_the_line_of_a_mistake);
  g_test_add_func ("/publish/eval/measures-rankings", measures_rankings);
  g_test_add_func ("/publish/eval/finds-what-the-people-of-aargau-mean",
                   finds_what_the_people_of_aargau_mean);
  return g_test_run ();
}
