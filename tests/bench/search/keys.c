/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a key press costs in a compiled catalogue: types the queries of a file letter by letter, as
 * the kiosk's search box would.
 *
 * Usage: keys CATALOGUE QUERIES
 *   QUERIES  judged queries (see schalter-publish eval); only their first column is used */
#include "config.h"

#include "catalogue-search.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define N_ROWS 8
#define N_ROUNDS 3

static double
get_cpu_us (void)
{
  struct timespec now;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  double one = *(const double *)a;
  double other = *(const double *)b;
  return one < other ? -1 : one > other;
}

static void
type (SchalterCatalogue *catalogue, const char *query, GArray *times_us)
{
  for (const char *end = query; *end != '\0';) {
    end = g_utf8_next_char (end);
    g_autofree char *typed = g_strndup (query, (gsize)(end - query));
    double begun_us = get_cpu_us ();
    schalter_search_answer_free (
        schalter_catalogue_search (catalogue, typed, SCHALTER_LANGUAGE_DE, N_ROWS));
    double took_us = get_cpu_us () - begun_us;
    g_array_append_val (times_us, took_us);
  }
}

static void
print_times (const char *what, GArray *times_us)
{
  g_array_sort (times_us, compare_times);
  double at[3];
  const double shares[] = { 0.5, 0.95, 0.99 };
  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    at[i] = g_array_index (times_us, double, (guint)(shares[i] * times_us->len));
  printf ("%s: %u, p50 %.3f ms, p95 %.3f ms, p99 %.3f ms, longest %.3f ms\n",
          what,
          times_us->len,
          at[0] / 1e3,
          at[1] / 1e3,
          at[2] / 1e3,
          g_array_index (times_us, double, times_us->len - 1) / 1e3);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  if (argc != 3 || !g_file_get_contents (argv[2], &text, NULL, &error)) {
    fprintf (stderr, "Usage: keys CATALOGUE QUERIES\n");
    return 2;
  }
  size_t used_before = mallinfo2 ().uordblks;
  double begun_us = get_cpu_us ();
  g_autoptr (SchalterCatalogue) catalogue = schalter_catalogue_open (argv[1], &error);
  double opened_us = get_cpu_us ();
  if (catalogue == NULL) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  printf ("opened in %.1f ms, %.2f MB of memory\n",
          (opened_us - begun_us) / 1e3,
          (double)(mallinfo2 ().uordblks + mallinfo2 ().hblkhd - used_before) / 1e6);
  g_autoptr (GArray) times_us = g_array_new (FALSE, FALSE, sizeof (double));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint round = 0; round < N_ROUNDS; round++) {
    for (guint i = 1; lines[i] != NULL; i++) {
      g_auto (GStrv) columns = g_strsplit (lines[i], "\t", 2);
      if (columns[0] != NULL)
        type (catalogue, columns[0], times_us);
    }
  }
  print_times ("key presses", times_us);
  return 0;
}
