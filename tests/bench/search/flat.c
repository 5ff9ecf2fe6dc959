/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine alone over texts from a file, for the benchmarks: says for each query how long it
 * took and what was found.
 *
 * Usage: flat LANGUAGE DOCUMENTS QUERIES
 *   DOCUMENTS  lines of key, title and text, with tabs between
 *   QUERIES    lines of anything, a tab, and the query
 *
 * Prints a line for each query: what stood before it, microseconds of processor time, and keys;
 * and to standard error what the index costs. */
#include "config.h"

#include "schalter-error.h"
#include "search-builder.h"
#include "search-engine.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define N_HITS 100

static double
get_cpu_us (void)
{
  struct timespec now;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static gboolean
read_lines (const char *path, char ***lines_out, GError **error)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  *lines_out = g_strsplit (text, "\n", -1);
  return TRUE;
}

static GBytes *
build (SchalterLanguage language, char **lines)
{
  g_autoptr (SchalterSearchBuilder) builder = schalter_search_builder_new (language);
  for (; *lines != NULL; lines++) {
    g_auto (GStrv) columns = g_strsplit (*lines, "\t", 3);
    if (g_strv_length (columns) < 3)
      continue;
    SchalterSearchDocument document = { .key = columns[0],
                                        .title = columns[1],
                                        .body = columns[2] };
    schalter_search_builder_add (builder, &document);
  }
  return schalter_search_builder_finish (builder);
}

static gboolean
is_weak (GArray *ranked)
{
  guint n_good = 0;
  for (guint i = 0; i < ranked->len; i++)
    n_good += g_array_index (ranked, SchalterRanked, i).coverage >= 0.5F ? 1 : 0;
  return n_good < 3;
}

static void
answer (SchalterSearchEngine *engine, const char *line, GArray *ranked)
{
  const char *tab = strchr (line, '\t');
  if (tab == NULL)
    return;
  SchalterSearchQuery query = { .typed = tab + 1 };
  double begun_us = get_cpu_us ();
  schalter_search_engine_search (engine, &query, N_HITS, ranked);
  query.is_eager = TRUE;
  if (is_weak (ranked))
    schalter_search_engine_search (engine, &query, N_HITS, ranked);
  double took_us = get_cpu_us () - begun_us;
  printf ("%.*s\t%.1f", (int)(tab - line), line, took_us);
  for (guint i = 0; i < ranked->len; i++)
    printf ("\t%s",
            schalter_search_index_get_key (schalter_search_engine_get_index (engine),
                                           g_array_index (ranked, SchalterRanked, i).document));
  printf ("\n");
}

static int
run (SchalterLanguage language, char **documents, char **queries)
{
  g_autoptr (GError) error = NULL;
  double begun_us = get_cpu_us ();
  g_autoptr (GBytes) bytes = build (language, documents);
  double built_us = get_cpu_us ();
  size_t used_before = mallinfo2 ().uordblks + mallinfo2 ().hblkhd;
  SchalterSearchIndex *index = schalter_search_index_open (bytes, &error);
  if (index == NULL) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  g_autoptr (SchalterSearchEngine) engine = schalter_search_engine_new (index, NULL);
  size_t used_after = mallinfo2 ().uordblks + mallinfo2 ().hblkhd;
  fprintf (stderr,
           "built in %.0f ms, opened in %.1f ms, index %.2f MB and %.2f MB beside it\n",
           (built_us - begun_us) / 1e3,
           (get_cpu_us () - built_us) / 1e3,
           (double)g_bytes_get_size (bytes) / 1e6,
           (double)(used_after - used_before) / 1e6);
  g_autoptr (GArray) ranked = g_array_new (FALSE, FALSE, sizeof (SchalterRanked));
  for (; *queries != NULL; queries++)
    answer (engine, *queries, ranked);
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) documents = NULL;
  g_auto (GStrv) queries = NULL;
  SchalterLanguage language;
  if (argc != 4 || !schalter_language_from_tag (argv[1], &language)) {
    fprintf (stderr, "Usage: flat LANGUAGE DOCUMENTS QUERIES\n");
    return 2;
  }
  if (!read_lines (argv[2], &documents, &error) || !read_lines (argv[3], &queries, &error)) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  return run (language, documents, queries);
}
