/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How good a search is: judged queries, and the usual measures over them. */
#include "config.h"

#include "evaluation.h"

#include "schalter-error.h"

#include <math.h>
#include <string.h>

static void
query_free (gpointer data)
{
  SchalterJudgedQuery *query = data;
  g_free (query->query);
  g_strfreev (query->relevant);
  g_free (query->group);
  g_free (query);
}

static gboolean
set_invalid (guint line, const char *what, GError **error)
{
  g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "line %u: %s", line, what);
  return FALSE;
}

/* "hund, listenhund" → the ids, without empty ones. */
static char **
split_ids (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, ", ", -1);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  for (char **part = parts; *part != NULL; part++) {
    if (**part != '\0')
      g_strv_builder_add (ids, *part);
  }
  return g_strv_builder_end (ids);
}

static gboolean
parse_line (GPtrArray *queries, const char *line, guint number, GError **error)
{
  g_auto (GStrv) columns = g_strsplit (line, "\t", -1);
  guint n = g_strv_length (columns);
  SchalterLanguage language = SCHALTER_LANGUAGE_DE;
  if (n < 2)
    return set_invalid (number, "a query, a tab, and ids of services are expected", error);
  if (n > 2 && columns[2][0] != '\0' && !schalter_language_from_tag (columns[2], &language))
    return set_invalid (number, "the language is none of de, fr, it, en", error);
  SchalterJudgedQuery *query = g_new0 (SchalterJudgedQuery, 1);
  query->query = g_strdup (columns[0]);
  query->relevant = split_ids (columns[1]);
  query->language = language;
  query->group = g_strdup (n > 3 ? columns[3] : "");
  g_ptr_array_add (queries, query);
  return query->relevant[0] != NULL || set_invalid (number, "there is no id", error);
}

GPtrArray *
schalter_judged_queries_parse (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_autoptr (GPtrArray) queries = g_ptr_array_new_with_free_func (query_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_strchomp (lines[i]);
    gboolean is_heading = i == 0 && g_str_has_prefix (lines[i], "query\t");
    if (lines[i][0] == '\0' || lines[i][0] == '#' || is_heading)
      continue;
    if (!parse_line (queries, lines[i], i + 1, error))
      return NULL;
  }
  return g_steal_pointer (&queries);
}

/* The gain that the best of all rankings would have. */
static double
get_ideal_gain (guint n_relevant)
{
  double gain = 0;
  for (guint i = 0; i < MIN (n_relevant, SCHALTER_EVALUATION_DEPTH); i++)
    gain += 1 / log2 (i + 2);
  return gain;
}

guint
schalter_evaluation_add (SchalterEvaluation *self, GPtrArray *found, const char *const *relevant)
{
  static const guint depths[] = { 1, 3, 5 };
  guint n_relevant = g_strv_length ((char **)relevant);
  guint n_found = 0;
  guint first = 0;
  double gain = 0;
  for (guint i = 0; i < MIN (found->len, SCHALTER_EVALUATION_DEPTH); i++) {
    if (!g_strv_contains (relevant, found->pdata[i]))
      continue;
    first = first == 0 ? i + 1 : first;
    gain += 1 / log2 (i + 2);
    n_found++;
  }
  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    self->success_at[i] += first > 0 && first <= depths[i] ? 1 : 0;
  self->n_queries++;
  self->n_empty += found->len == 0 ? 1 : 0;
  self->reciprocal_rank += first > 0 ? 1.0 / first : 0;
  self->discounted_gain += gain / get_ideal_gain (n_relevant);
  self->recall += (double)n_found / MIN (n_relevant, SCHALTER_EVALUATION_DEPTH);
  return first;
}
