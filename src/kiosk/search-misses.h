/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "language.h"

G_BEGIN_DECLS

/* An answer that speaks of less of the query than this is no answer. */
#define SCHALTER_SEARCH_MISS_CONFIDENCE 0.4

/**
 * SchalterSearchMisses: queries that found little or nothing, told to the journal for editors. What
 * was typed never gets there: only a salted hash of it (so that the same query can be counted),
 * its length in letters, and the language.
 */
typedef struct _SchalterSearchMisses SchalterSearchMisses;

/* @salt: (nullable): secret of this machine; by default made of its machine id. */
SchalterSearchMisses *schalter_search_misses_new (const char *salt);
/* Gives up what is remembered. */
void schalter_search_misses_free (SchalterSearchMisses *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterSearchMisses, schalter_search_misses_free)

/**
 * schalter_search_misses_note:
 * @confidence: of the answer, see SchalterSearchAnswer
 *
 * To be called with each key press. Only the query that the citizen ends with counts: a query that
 * goes on replaces the one before; an empty one gives it up.
 */
void schalter_search_misses_note (SchalterSearchMisses *self,
                                  const char *typed,
                                  SchalterLanguage language,
                                  double confidence);

G_END_DECLS
