/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalogue.h"

G_BEGIN_DECLS

/**
 * SchalterSearchHit:
 * @service_id: the service
 * @score: higher is better; comparable within one answer only
 * @title_marks: (element-type SchalterTextSpan): where the words were found in the title shown
 */
typedef struct {
  char *service_id;
  double score;
  GArray *title_marks;
} SchalterSearchHit;

/**
 * SchalterTextSpan: a part of a UTF-8 text, in bytes.
 */
typedef struct {
  guint start;
  guint end;
} SchalterTextSpan;

/**
 * SchalterSearchAnswer:
 * @hits: (element-type SchalterSearchHit), best first
 * @n_found: how many there are in all
 * @bfs: a municipality named in the query, or 0
 * @suggestion: (nullable): "did you mean", in real words
 * @is_fallback: nothing matched; the hits are what is used most
 * @confidence: how much of the query the best hit speaks of, 0–1
 */
typedef struct {
  GPtrArray *hits;
  guint n_found;
  guint bfs;
  char *suggestion;
  gboolean is_fallback;
  double confidence;
} SchalterSearchAnswer;

void schalter_search_answer_free (SchalterSearchAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterSearchAnswer, schalter_search_answer_free)

/**
 * schalter_catalogue_search:
 * @typed: what the citizen has typed so far: any bytes, any length
 * @language: of the interface; titles are marked in it. Words of all languages are understood.
 * @limit: at most so many hits
 *
 * Answers a search as you type; fast enough to be called on each key. Never fails: a hostile or
 * empty text gets a calm, possibly empty, answer.
 */
SchalterSearchAnswer *schalter_catalogue_search (SchalterCatalogue *catalogue,
                                                 const char *typed,
                                                 SchalterLanguage language,
                                                 guint limit);

/**
 * schalter_catalogue_explain_search:
 *
 * The same search, explained to editors: what each word was taken for in each language with its
 * weights, and the scores of the services found.
 */
char *schalter_catalogue_explain_search (SchalterCatalogue *catalogue,
                                         const char *typed,
                                         SchalterLanguage language);

G_END_DECLS
