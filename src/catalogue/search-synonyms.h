/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "search-text.h"

G_BEGIN_DECLS

/**
 * SchalterSynonyms: what else a word may mean, and how dialect is spelled: the tables that editors
 * keep beside the catalogue (docs/catalogue.md). For one language.
 */
typedef struct _SchalterSynonyms SchalterSynonyms;

/**
 * SchalterSynonym:
 * @target: a word or a few, as written by the editors
 * @weight: 0–1
 */
typedef struct {
  char *target;
  double weight;
} SchalterSynonym;

#define SCHALTER_SYNONYM_MAX_WORDS 4
#define SCHALTER_DIALECT_MAX_FORMS 12

/**
 * schalter_synonyms_parse:
 * @node: (nullable): {"groups": [["zügeln", "umziehen"], …], "one_way": {"ID":
 * ["Identitätskarte"]}, "dialect": [["ig$", "ung"], …]}; each member may be missing
 *
 * Words of a group stand for each other; a one-way word stands for those behind it only. A dialect
 * rule rewrites a part of an unknown word; "^" binds it to the beginning, "$" to the end.
 */
SchalterSynonyms *schalter_synonyms_parse (JsonNode *node,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_synonyms_free (SchalterSynonyms *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterSynonyms, schalter_synonyms_free)

/* (element-type SchalterSynonym) (nullable): for folded words parted by one blank; borrowed. */
GArray *schalter_synonyms_find (const SchalterSynonyms *self, const char *folded_words);

/* Standard spellings that an unknown folded word may have; gives how many were written to @forms.
 */
guint schalter_synonyms_rewrite (const SchalterSynonyms *self,
                                 const char *word,
                                 char forms[SCHALTER_DIALECT_MAX_FORMS][SCHALTER_WORD_BYTES]);

G_END_DECLS
