/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "language.h"

G_BEGIN_DECLS

/**
 * SchalterSearchDocument:
 * @key: what the search gives back for it
 * @names: (nullable): other names of the same thing, %NULL-terminated
 *
 * A text to be found; all borrowed.
 */
typedef struct {
  const char *key;
  const char *title;
  const char *const *names;
  const char *body;
} SchalterSearchDocument;

/**
 * SchalterSearchBuilder: makes the search index of one language. The same documents in the same
 * order give the same bytes.
 */
typedef struct _SchalterSearchBuilder SchalterSearchBuilder;

SchalterSearchBuilder *schalter_search_builder_new (SchalterLanguage language);
void schalter_search_builder_add (SchalterSearchBuilder *self,
                                  const SchalterSearchDocument *document);
/* The index as search-format.h describes it. May be called once. */
GBytes *schalter_search_builder_finish (SchalterSearchBuilder *self);
void schalter_search_builder_free (SchalterSearchBuilder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterSearchBuilder, schalter_search_builder_free)

G_END_DECLS
