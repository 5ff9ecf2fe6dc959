/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzzing what a query is read with: any bytes typed, in every language, plain and eager. */
#include "config.h"

#include "fuzz-target.h"

#include "search-builder.h"
#include "search-engine.h"
#include "search-words.h"

static const SchalterSearchDocument documents[] = {
  { "residence",
    "Wohnsitzbestätigung bestellen",
    (const char *const[]){ "Meldebescheinigung", "attestation de domicile", NULL },
    "Ein amtlicher Nachweis, wo Sie wohnen." },
  { "dog",
    "Hund anmelden",
    (const char *const[]){ "Hundesteuer", "taxe sur les chiens", NULL },
    "Die Steuer zahlen Sie im Mai." },
};

static SchalterSearchEngine *
make_engine (SchalterLanguage language, const SchalterSynonyms *synonyms)
{
  g_autoptr (SchalterSearchBuilder) builder = schalter_search_builder_new (language);
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    schalter_search_builder_add (builder, &documents[i]);
  g_autoptr (GBytes) bytes = schalter_search_builder_finish (builder);
  SchalterSearchIndex *index = schalter_search_index_open (bytes, NULL);
  g_assert_nonnull (index);
  return schalter_search_engine_new (index, synonyms);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *typed = g_strndup ((const char *)data, size);
  g_autofree char *clean = schalter_search_clean_typed (typed);
  g_autofree char *folded = schalter_words_fold_text (clean);
  g_autoptr (JsonNode) node = json_from_string (
      "{\"groups\":[[\"zügeln\",\"Wohnsitz\"]],\"dialect\":[[\"ig$\",\"ung\"],[\"uu\",\"au\"]]}",
      NULL);
  g_autoptr (SchalterSynonyms) synonyms = schalter_synonyms_parse (node, NULL);
  g_autoptr (GArray) ranked = g_array_new (FALSE, FALSE, sizeof (SchalterRanked));
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++) {
    g_autoptr (SchalterSearchEngine) engine = make_engine ((SchalterLanguage)i, synonyms);
    SchalterSearchQuery query = { .typed = typed };
    schalter_search_engine_search (engine, &query, 8, ranked);
    query.is_eager = TRUE;
    schalter_search_engine_search (engine, &query, 8, ranked);
    query.typed = clean;
    schalter_search_engine_search (engine, &query, 8, ranked);
  }
  return 0;
}
