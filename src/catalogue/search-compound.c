/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking German compounds apart with the words of the catalogue itself. */
#include "config.h"

#include "search-compound.h"

#include <math.h>
#include <string.h>

#define MIN_WORD 8
#define MIN_PART 4

typedef struct {
  char text[SCHALTER_WORD_BYTES];
  guint count;
} Part;

/* Heads of three letters that are words of their own; others would split at random. */
static gboolean
is_short_head (const char *word)
{
  static const char *const heads[] = { "amt", "bau", "hof", "ort", "rat", "weg", "zug" };
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++) {
    if (g_str_equal (word, heads[i]))
      return TRUE;
  }
  return FALSE;
}

static guint
count_word_or_stem (const SchalterLexicon *lexicon, const char *word)
{
  guint count = lexicon->count (lexicon->data, word);
  if (count > 0)
    return count;
  return lexicon->count (lexicon->data, schalter_stemmer_stem (lexicon->stemmer, word));
}

static void
try_first (const SchalterLexicon *lexicon, const char *text, Part *best)
{
  guint count = lexicon->count (lexicon->data, text);
  if (count <= best->count)
    return;
  best->count = count;
  g_strlcpy (best->text, text, sizeof best->text);
}

/* The most frequent word that the first @length letters can stand for: with a linking element
 * removed ("wohnungs-"), or with a final e that the compound dropped ("schul-"). */
static Part
find_first (const SchalterLexicon *lexicon, const char *word, gsize length)
{
  static const char *const links[] = { "s", "es", "n", "en", "er", "e" };
  Part best = { .count = 0 };
  char text[SCHALTER_WORD_BYTES + 1];
  memcpy (text, word, length);
  text[length] = '\0';
  try_first (lexicon, text, &best);
  memcpy (text + length, "e", 2);
  try_first (lexicon, text, &best);
  for (guint i = 0; i < G_N_ELEMENTS (links); i++) {
    gsize n_link = strlen (links[i]);
    if (length < n_link + MIN_PART || memcmp (word + length - n_link, links[i], n_link) != 0)
      continue;
    text[length - n_link] = '\0';
    memcpy (text, word, length - n_link);
    try_first (lexicon, text, &best);
  }
  return best;
}

typedef struct {
  SchalterCompound compound;
  double score;
} Split;

static guint
count_rarest_part (const SchalterLexicon *lexicon, const SchalterCompound *compound)
{
  guint rarest = G_MAXUINT;
  for (guint i = 0; i < compound->n_parts; i++)
    rarest = MIN (rarest, MAX (1, lexicon->count (lexicon->data, compound->parts[i])));
  return rarest;
}

static double
get_length_factor (const Part *first, const char *last)
{
  return (double)MIN (MIN (strlen (first->text), strlen (last)), 6) / 6.0;
}

static gboolean split_word (const char *word,
                            const SchalterLexicon *lexicon,
                            gboolean may_recurse,
                            SchalterCompound *compound);

/* The rest of the word, as one known word or taken apart once more. */
static gboolean
split_rest (const char *rest, const SchalterLexicon *lexicon, gboolean may_recurse, Split *split)
{
  gboolean is_long_enough = strlen (rest) >= MIN_PART || is_short_head (rest);
  guint count = is_long_enough ? count_word_or_stem (lexicon, rest) : 0;
  if (count > 0) {
    split->compound.n_parts = 1;
    g_strlcpy (split->compound.parts[0], rest, SCHALTER_WORD_BYTES);
    split->score = count;
    return TRUE;
  }
  if (!may_recurse || !split_word (rest, lexicon, FALSE, &split->compound))
    return FALSE;
  split->score = pow (count_rarest_part (lexicon, &split->compound), split->compound.n_parts);
  return TRUE;
}

static void
keep_if_better (const Part *first, const Split *rest, Split *best)
{
  guint n = rest->compound.n_parts;
  double score = pow (first->count * rest->score, 1.0 / (n + 1)) * (n > 1 ? 0.5 : 1.0) *
                 get_length_factor (first, rest->compound.parts[n - 1]);
  if (score <= best->score || n + 1 > SCHALTER_COMPOUND_MAX_PARTS)
    return;
  best->score = score;
  best->compound.n_parts = n + 1;
  g_strlcpy (best->compound.parts[0], first->text, SCHALTER_WORD_BYTES);
  memcpy (best->compound.parts[1], rest->compound.parts[0], n * SCHALTER_WORD_BYTES);
}

static gboolean
split_word (const char *word,
            const SchalterLexicon *lexicon,
            gboolean may_recurse,
            SchalterCompound *compound)
{
  gsize length = strlen (word);
  if (length < MIN_WORD)
    return FALSE;
  Split best = { .score = 0 };
  for (gsize i = MIN_PART; i + 3 <= length; i++) {
    Split rest = { .score = 0 };
    Part first = find_first (lexicon, word, i);
    /* The rest is dear: it may have to be taken apart itself. */
    if (first.count > 0 && split_rest (word + i, lexicon, may_recurse, &rest))
      keep_if_better (&first, &rest, &best);
  }
  if (best.score < 1.0)
    return FALSE;
  *compound = best.compound;
  return TRUE;
}

static gboolean
is_plain_word (const char *word)
{
  for (const char *c = word; *c != '\0'; c++) {
    if (*c < 'a' || *c > 'z')
      return FALSE;
  }
  return TRUE;
}

gboolean
schalter_compound_split (const char *word,
                         const SchalterLexicon *lexicon,
                         SchalterCompound *compound)
{
  g_return_val_if_fail (word != NULL && compound != NULL, FALSE);
  return is_plain_word (word) && split_word (word, lexicon, TRUE, compound);
}
