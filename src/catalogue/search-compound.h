/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "search-text.h"

G_BEGIN_DECLS

#define SCHALTER_COMPOUND_MAX_PARTS 4

/**
 * SchalterLexicon:
 * @count: how often a word, as it stands or as a stem, occurs in the texts; 0 if it does not
 *
 * The words that compounds are made of: those of the indexed texts themselves.
 */
typedef struct {
  guint (*count) (gconstpointer data, const char *word);
  gconstpointer data;
  SchalterStemmer *stemmer;
} SchalterLexicon;

/**
 * SchalterCompound: a word's parts in order; the last one is its head.
 */
typedef struct {
  char parts[SCHALTER_COMPOUND_MAX_PARTS][SCHALTER_WORD_BYTES];
  guint n_parts;
} SchalterCompound;

/**
 * schalter_compound_split: finds the parts of "wohnsitzbestatigung".
 *
 * A split is all parts or nothing: no leftovers. Where several are possible, the one of frequent
 * and long parts is taken (the geometric mean of Koehn and Knight, EACL 2003, weighted by length).
 *
 * Returns: whether @word is a compound of known words.
 */
gboolean schalter_compound_split (const char *word,
                                  const SchalterLexicon *lexicon,
                                  SchalterCompound *compound);

G_END_DECLS
