/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "language.h"

G_BEGIN_DECLS

/**
 * SchalterSearchIndex: an opened search index, used where its bytes lie. Everything is checked when
 * it is opened, so that no lookup can leave the bytes.
 */
typedef struct _SchalterSearchIndex SchalterSearchIndex;

/* Shares @bytes. SCHALTER_ERROR_CORRUPT when they are no index or have changed. */
SchalterSearchIndex *schalter_search_index_open (GBytes *bytes,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_search_index_free (SchalterSearchIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterSearchIndex, schalter_search_index_free)

/* "No such word, term or part." */
#define SCHALTER_INDEX_NONE G_MAXUINT32

SchalterLanguage schalter_search_index_get_language (const SchalterSearchIndex *self);
guint schalter_search_index_get_n_documents (const SchalterSearchIndex *self);
guint schalter_search_index_get_n_surfaces (const SchalterSearchIndex *self);
guint schalter_search_index_get_n_terms (const SchalterSearchIndex *self);
const char *schalter_search_index_get_key (const SchalterSearchIndex *self, guint document);

/* Surfaces: folded words as they stand in texts, numbered in the order of their bytes. */
const char *schalter_search_index_get_surface (const SchalterSearchIndex *self, guint surface);
/* The surface as it is written in the texts, for showing it to people. */
const char *schalter_search_index_get_form (const SchalterSearchIndex *self, guint surface);
guint schalter_search_index_find_surface (const SchalterSearchIndex *self, const char *word);
/* The first surface that does not come before @word. */
guint schalter_search_index_find_surface_from (const SchalterSearchIndex *self, const char *word);
/* For each surface, how many letters it begins with like the one before it (at most 255). */
const guint8 *schalter_search_index_get_shared (const SchalterSearchIndex *self);
guint schalter_search_index_get_surface_term (const SchalterSearchIndex *self, guint surface);
guint schalter_search_index_get_surface_count (const SchalterSearchIndex *self, guint surface);

/* Terms: stems. */
const char *schalter_search_index_get_term (const SchalterSearchIndex *self, guint term);
guint schalter_search_index_find_term (const SchalterSearchIndex *self, const char *stem);
guint schalter_search_index_get_term_count (const SchalterSearchIndex *self, guint term);
/* In how many documents the term occurs. */
guint schalter_search_index_get_df (const SchalterSearchIndex *self, guint term);

/**
 * SchalterNumbers: a borrowed list of numbers.
 */
typedef struct {
  const guint32 *values;
  guint length;
} SchalterNumbers;

/* Compounds with this term in them: term × 2 + whether it is the head. */
SchalterNumbers schalter_search_index_get_compounds (const SchalterSearchIndex *self, guint term);
/* Terms of the parts of a surface that is a compound; the head is the last. */
SchalterNumbers schalter_search_index_get_parts (const SchalterSearchIndex *self, guint surface);
/* Surfaces in which the three bytes occur, rising. */
SchalterNumbers schalter_search_index_get_with_trigram (const SchalterSearchIndex *self,
                                                        const char *three_bytes);

/* Titles and names of a document are its units: how many, and the terms of each. */
guint schalter_search_index_get_n_units (const SchalterSearchIndex *self, guint document);
SchalterNumbers
schalter_search_index_get_unit (const SchalterSearchIndex *self, guint document, guint unit);

/**
 * SchalterPostings: walks over the documents of a term.
 * @document: the current one
 * @evidence: BM25F evidence, unsaturated
 * @is_named: the term stands in its title or a name
 */
typedef struct {
  guint document;
  float evidence;
  gboolean is_named;
  /* private */
  const guint8 *next;
  const guint8 *end;
  guint n_documents;
  const float *evidence_of;
} SchalterPostings;

void schalter_search_index_begin (const SchalterSearchIndex *self,
                                  guint term,
                                  SchalterPostings *postings);
gboolean schalter_postings_next (SchalterPostings *self);

G_END_DECLS
