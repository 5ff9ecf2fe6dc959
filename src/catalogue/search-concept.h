/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "search-compound.h"
#include "search-index.h"
#include "search-synonyms.h"

G_BEGIN_DECLS

/**
 * SchalterAlternative: a term that a word of the query may stand for, with its weight, 0–1.
 */
typedef struct {
  guint term;
  float weight;
} SchalterAlternative;

/**
 * SchalterConceptEffort: how far a word may be from what it finds.
 * @is_open: the word may go on: it is the last one, and no blank follows
 * @is_eager: known words too may be misspelled, and two letters may be wrong from six letters on;
 *     a word that finds nothing finds what shares most of its letters
 * @is_foreign: the word is known in another language: it is not taken for a misspelled one
 */
typedef struct {
  gboolean is_open;
  gboolean is_eager;
  gboolean is_foreign;
} SchalterConceptEffort;

/**
 * SchalterConcept:
 * @word: the word of the query, folded; several words where they are a synonym together
 * @effort: what it was made with
 * @is_known: the word itself, or its stem, occurs in the texts
 * @alternatives: (element-type SchalterAlternative): the stronger weight counts where two ways lead
 *     to the same term
 * @correction: the surface it is probably misspelled from, or SCHALTER_INDEX_NONE
 * @parts: (element-type guint): terms of its parts when it is a compound; the head last
 *
 * One word of a query and all it may stand for. All alternatives of a concept share one idf, so
 * that a rare misspelling never outranks the right word.
 */
typedef struct {
  char word[SCHALTER_WORD_BYTES];
  SchalterConceptEffort effort;
  gboolean is_known;
  guint correction;
  double idf;
  GArray *alternatives;
  GArray *parts;
} SchalterConcept;

/**
 * SchalterConceptMaker: turns words into concepts with the lexicon of one index.
 */
typedef struct _SchalterConceptMaker SchalterConceptMaker;

/* Borrows all three; @synonyms may be NULL. */
SchalterConceptMaker *schalter_concept_maker_new (const SchalterSearchIndex *index,
                                                  SchalterStemmer *stemmer,
                                                  const SchalterSynonyms *synonyms);
void schalter_concept_maker_free (SchalterConceptMaker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterConceptMaker, schalter_concept_maker_free)

/* Fills @concept, whose arrays exist and are emptied first. @words: folded, parted by one blank. */
void schalter_concept_maker_make (SchalterConceptMaker *self,
                                  const char *words,
                                  SchalterConceptEffort effort,
                                  SchalterConcept *concept);

/* Whether the folded word, or its stem, occurs in the texts. */
gboolean schalter_concept_maker_knows (SchalterConceptMaker *self, const char *word);

/* A term, and the compounds it stands in, at the weights of parts. Empties @alternatives first. */
void
schalter_concept_maker_expand_term (SchalterConceptMaker *self, guint term, GArray *alternatives);

void schalter_concept_init (SchalterConcept *concept);
void schalter_concept_clear (SchalterConcept *concept);

G_END_DECLS
