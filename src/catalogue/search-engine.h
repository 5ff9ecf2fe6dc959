/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "search-concept.h"

G_BEGIN_DECLS

/**
 * SchalterSearchEngine: ranks the documents of one index for a query. Used on one thread; a search
 * allocates nothing but what its answer needs.
 */
typedef struct _SchalterSearchEngine SchalterSearchEngine;

/**
 * SchalterRanked:
 * @score: comparable within one answer
 * @coverage: how much of the query the document speaks of, 0–1, weighted by idf
 * @title_coverage: the same for its title and names
 */
typedef struct {
  guint document;
  float score;
  float coverage;
  float title_coverage;
} SchalterRanked;

/**
 * SchalterSearchQuery:
 * @typed: any bytes, any length; words beyond the first 24 are left out
 * @is_eager: look farther afield, for a second try
 * @foreign_words: bit n is set when the n-th word is known in another language
 */
typedef struct {
  const char *typed;
  gboolean is_eager;
  guint64 foreign_words;
} SchalterSearchQuery;

/* @index: (transfer full); @synonyms: (nullable) borrowed, must outlive the engine. */
SchalterSearchEngine *schalter_search_engine_new (SchalterSearchIndex *index,
                                                  const SchalterSynonyms *synonyms);
void schalter_search_engine_free (SchalterSearchEngine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterSearchEngine, schalter_search_engine_free)

const SchalterSearchIndex *schalter_search_engine_get_index (const SchalterSearchEngine *self);

/* Whether a folded word, or its stem, occurs in the texts, or in the editors' tables. */
gboolean schalter_search_engine_knows (SchalterSearchEngine *self, const char *word);

/* Whether the folded word stands in the texts just so. */
gboolean schalter_search_engine_has_word (const SchalterSearchEngine *self, const char *word);
/* Whether a word of the texts begins so. */
gboolean schalter_search_engine_has_beginning (const SchalterSearchEngine *self, const char *word);

/**
 * schalter_search_engine_search:
 * @ranked: (element-type SchalterRanked): emptied, then filled with at most @limit, best first;
 * equal scores in the order of the documents
 */
void schalter_search_engine_search (SchalterSearchEngine *self,
                                    const SchalterSearchQuery *query,
                                    guint limit,
                                    GArray *ranked);

/* The concepts of the last search, for explaining and for marking; borrowed until the next one. */
guint schalter_search_engine_get_n_concepts (const SchalterSearchEngine *self);
const SchalterConcept *schalter_search_engine_get_concept (const SchalterSearchEngine *self,
                                                           guint position);

G_END_DECLS
