/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of places in what people type. A few thousand at most, in one sorted list. */
#include "config.h"

#include "search-places.h"

#include <string.h>

#define MIN_NEARLY 6

typedef struct {
  const char *folded;
  guint bfs;
  gboolean is_municipality;
} Name;

struct _SchalterPlaceNames {
  GStringChunk *texts; /* owned */
  GArray *names;       /* owned, of Name */
};

SchalterPlaceNames *
schalter_place_names_new (void)
{
  SchalterPlaceNames *self = g_new0 (SchalterPlaceNames, 1);
  self->texts = g_string_chunk_new (4096);
  self->names = g_array_new (FALSE, FALSE, sizeof (Name));
  return self;
}

void
schalter_place_names_free (SchalterPlaceNames *self)
{
  g_string_chunk_free (self->texts);
  g_array_unref (self->names);
  g_free (self);
}

void
schalter_place_names_add (SchalterPlaceNames *self,
                          const char *folded,
                          guint bfs,
                          gboolean is_municipality)
{
  Name name = { g_string_chunk_insert (self->texts, folded), bfs, is_municipality };
  g_array_append_val (self->names, name);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const Name *one = a;
  const Name *other = b;
  int order = strcmp (one->folded, other->folded);
  return order != 0 ? order : other->is_municipality - one->is_municipality;
}

void
schalter_place_names_sort (SchalterPlaceNames *self)
{
  g_array_sort (self->names, compare_names);
}

static const Name *
get_name (const SchalterPlaceNames *self, guint position)
{
  return &g_array_index (self->names, Name, position);
}

static guint
find_from (const SchalterPlaceNames *self, const char *folded)
{
  guint low = 0;
  guint high = self->names->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (strcmp (get_name (self, middle)->folded, folded) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* What is known so far about which municipality is meant. */
typedef struct {
  guint bfs;
  gboolean is_municipality;
  gboolean is_ambiguous;
} Meant;

static void
consider (Meant *meant, const Name *name)
{
  if (meant->bfs == 0 || (name->is_municipality && !meant->is_municipality))
    *meant = (Meant){ name->bfs, name->is_municipality, FALSE };
  else if (name->bfs != meant->bfs && name->is_municipality == meant->is_municipality)
    meant->is_ambiguous = TRUE;
}

guint
schalter_place_names_find (const SchalterPlaceNames *self, const char *folded)
{
  Meant meant = { 0 };
  for (guint i = find_from (self, folded);
       i < self->names->len && g_str_equal (get_name (self, i)->folded, folded);
       i++)
    consider (&meant, get_name (self, i));
  return meant.is_ambiguous ? 0 : meant.bfs;
}

/* Whether one letter is wrong, missing or too many, or two neighbours are swapped. */
static gboolean
is_one_off (const char *one, const char *other)
{
  while (*one != '\0' && *one == *other) {
    one++;
    other++;
  }
  gsize length = strlen (one);
  gsize other_length = strlen (other);
  while (length > 0 && other_length > 0 && one[length - 1] == other[other_length - 1]) {
    length--;
    other_length--;
  }
  if (length <= 1 && other_length <= 1)
    return TRUE;
  return length == 2 && other_length == 2 && one[0] == other[1] && one[1] == other[0];
}

guint
schalter_place_names_find_nearly (const SchalterPlaceNames *self, const char *folded)
{
  Meant meant = { 0 };
  if (strlen (folded) < MIN_NEARLY)
    return 0;
  for (guint i = 0; i < self->names->len; i++) {
    const Name *name = get_name (self, i);
    /* People rarely miss the first letter, and names are many. */
    if (name->folded[0] == folded[0] && is_one_off (name->folded, folded))
      consider (&meant, name);
  }
  return meant.is_ambiguous ? 0 : meant.bfs;
}

gboolean
schalter_place_names_has_beginning (const SchalterPlaceNames *self, const char *folded)
{
  guint first = find_from (self, folded);
  return first < self->names->len && g_str_has_prefix (get_name (self, first)->folded, folded);
}
