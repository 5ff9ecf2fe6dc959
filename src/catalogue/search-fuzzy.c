/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words that are nearly right. The sorted surfaces are walked like a trie: a surface goes on from
 * the letters it shares with the one before, and where a beginning is too far off already,
 * everything that begins so is passed over. */
#include "config.h"

#include "search-fuzzy.h"

#include "search-text.h"

#include <string.h>

typedef struct {
  const SchalterSearchIndex *index;
  const char *word;
  guint length;
  guint max_distance;
  gboolean is_prefix;
  /* rows[d][j]: distance between the first d letters of the surface and the first j of the word */
  guint8 rows[SCHALTER_WORD_BYTES][SCHALTER_WORD_BYTES];
} Walk;

/* Fills the row of depth @d; gives its smallest value. */
static guint
fill_row (Walk *walk, const char *surface, guint d)
{
  const guint8 *above = walk->rows[d - 1];
  guint8 *row = walk->rows[d];
  guint smallest = row[0] = (guint8)d;
  for (guint j = 1; j <= walk->length; j++) {
    guint cost = surface[d - 1] == walk->word[j - 1] ? 0 : 1;
    guint value = MIN (MIN (above[j] + 1u, row[j - 1] + 1u), above[j - 1] + cost);
    gboolean is_swap = d > 1 && j > 1 && surface[d - 1] == walk->word[j - 2] &&
                       surface[d - 2] == walk->word[j - 1];
    if (is_swap)
      value = MIN (value, walk->rows[d - 2][j - 2] + 1u);
    row[j] = (guint8)value;
    smallest = MIN (smallest, value);
  }
  return smallest;
}

typedef struct {
  guint depth;    /* rows that are filled for this surface */
  guint distance; /* or more than allowed */
  gboolean is_dead_end;
} Step;

/* Goes down one surface, from the rows it shares with the last one. */
static Step
descend (Walk *walk, const char *surface, guint n_shared)
{
  guint nearest = G_MAXUINT;
  for (guint d = 1; walk->is_prefix && d <= n_shared; d++)
    nearest = MIN (nearest, walk->rows[d][walk->length]);
  guint d = n_shared;
  while (surface[d] != '\0') {
    d++;
    guint smallest = fill_row (walk, surface, d);
    if (walk->is_prefix)
      nearest = MIN (nearest, walk->rows[d][walk->length]);
    if (smallest > walk->max_distance && nearest > walk->max_distance)
      return (Step){ d, nearest, TRUE };
  }
  return (Step){ d, walk->is_prefix ? nearest : walk->rows[d][walk->length], FALSE };
}

static guint
count_shared (const char *one, const char *other, guint limit)
{
  guint n = 0;
  while (n < limit && one[n] != '\0' && one[n] == other[n])
    n++;
  return n;
}

/* The first surface behind @from that does not begin with the @n letters of @beginning. */
static guint
skip_beginning (const SchalterSearchIndex *index, guint from, const char *beginning, guint n)
{
  guint low = from + 1;
  guint high = schalter_search_index_get_n_surfaces (index);
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (strncmp (schalter_search_index_get_surface (index, middle), beginning, n) == 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void
schalter_fuzzy_find (const SchalterSearchIndex *index,
                     const char *word,
                     guint max_distance,
                     gboolean is_prefix,
                     SchalterFuzzyVisit visit,
                     gpointer user_data)
{
  Walk walk = { index, word, (guint)strlen (word), max_distance, is_prefix, { { 0 } } };
  if (walk.length >= SCHALTER_WORD_BYTES)
    return;
  for (guint j = 0; j <= walk.length; j++)
    walk.rows[0][j] = (guint8)j;
  const char *last = "";
  guint filled = 0;
  guint n = schalter_search_index_get_n_surfaces (index);
  for (guint i = 0; i < n;) {
    const char *surface = schalter_search_index_get_surface (index, i);
    Step step = descend (&walk, surface, count_shared (last, surface, filled));
    if (!step.is_dead_end && step.distance <= max_distance)
      visit (i, step.distance, user_data);
    last = surface;
    filled = step.depth;
    i = step.is_dead_end ? skip_beginning (index, i, surface, step.depth) : i + 1;
  }
}
