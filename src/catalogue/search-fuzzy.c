/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words that are nearly right. The sorted surfaces are walked like a trie: a surface goes on from
 * the letters it shares with the one before, and where a beginning is too far off already,
 * everything that begins so is passed over. */
#include "config.h"

#include "search-fuzzy.h"

#include "search-text.h"

#include <string.h>

#define TOO_FAR 100

typedef struct {
  const SchalterSearchIndex *index;
  const char *word;
  guint length;
  guint max_distance;
  gboolean is_prefix;
  /* rows[d][j]: distance between the first d letters of the surface and the first j of the word */
  guint8 rows[SCHALTER_WORD_BYTES][SCHALTER_WORD_BYTES];
} Walk;

/* Fills the row of depth @d; gives its smallest value. Only the cells that can be near enough are
 * filled, those within @max_distance of the diagonal; their neighbours are set too far away. */
static guint
fill_row (Walk *walk, const char *surface, guint d)
{
  const guint8 *above = walk->rows[d - 1];
  guint8 *row = walk->rows[d];
  guint low = d > walk->max_distance ? d - walk->max_distance : 1;
  guint high = MIN (walk->length, d + walk->max_distance);
  guint smallest = TOO_FAR;
  if (low > walk->length)
    return TOO_FAR;
  row[low - 1] = low == 1 ? (guint8)d : TOO_FAR;
  for (guint j = low; j <= high; j++) {
    guint cost = surface[d - 1] == walk->word[j - 1] ? 0 : 1;
    guint value = MIN (MIN (above[j] + 1u, row[j - 1] + 1u), above[j - 1] + cost);
    gboolean is_swap = d > 1 && j > 1 && surface[d - 1] == walk->word[j - 2] &&
                       surface[d - 2] == walk->word[j - 1];
    if (is_swap)
      value = MIN (value, walk->rows[d - 2][j - 2] + 1u);
    row[j] = (guint8)value;
    smallest = MIN (smallest, value);
  }
  if (high < walk->length)
    row[high + 1] = TOO_FAR;
  return smallest;
}

/* The distance between the first @d letters of the surface and the whole word. */
static guint
get_distance (const Walk *walk, guint d)
{
  gboolean is_filled =
      d <= walk->length + walk->max_distance && walk->length <= d + walk->max_distance;
  return is_filled ? walk->rows[d][walk->length] : TOO_FAR;
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
    nearest = MIN (nearest, get_distance (walk, d));
  guint d = n_shared;
  while (surface[d] != '\0') {
    d++;
    guint smallest = fill_row (walk, surface, d);
    if (walk->is_prefix)
      nearest = MIN (nearest, get_distance (walk, d));
    if (smallest > walk->max_distance && nearest > walk->max_distance)
      return (Step){ d, nearest, TRUE };
  }
  return (Step){ d, walk->is_prefix ? nearest : get_distance (walk, d), FALSE };
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
  const guint8 *n_shared = schalter_search_index_get_shared (index);
  guint n = schalter_search_index_get_n_surfaces (index);
  guint filled = 0;
  for (guint i = 0; i < n;) {
    Step step =
        descend (&walk, schalter_search_index_get_surface (index, i), MIN (filled, n_shared[i]));
    if (!step.is_dead_end && step.distance <= max_distance)
      visit (i, step.distance, user_data);
    filled = step.depth;
    i++;
    while (step.is_dead_end && i < n && n_shared[i] >= step.depth)
      i++;
  }
}
