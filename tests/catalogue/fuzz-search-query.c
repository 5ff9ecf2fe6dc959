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

/* Made once: a search is a thousand times faster than building its index. */
static SchalterSearchEngine **
ensure_engines (void)
{
  static SchalterSearchEngine *engines[SCHALTER_N_LANGUAGES];
  static SchalterSynonyms *synonyms;
  if (synonyms != NULL)
    return engines;
  g_autoptr (JsonNode) node = json_from_string (
      "{\"groups\":[[\"zügeln\",\"Wohnsitz\"]],\"dialect\":[[\"ig$\",\"ung\"],[\"uu\",\"au\"]]}",
      NULL);
  synonyms = schalter_synonyms_parse (node, NULL);
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++)
    engines[i] = make_engine ((SchalterLanguage)i, synonyms);
  return engines;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *typed = g_strndup ((const char *)data, size);
  g_autofree char *clean = schalter_search_clean_typed (typed);
  SchalterSearchEngine **engines = ensure_engines ();
  g_autoptr (GArray) ranked = g_array_new (FALSE, FALSE, sizeof (SchalterRanked));
  g_free (schalter_words_fold_text (clean));
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++) {
    SchalterSearchQuery query = { .typed = typed };
    schalter_search_engine_search (engines[i], &query, 8, ranked);
    query.is_eager = TRUE;
    schalter_search_engine_search (engines[i], &query, 8, ranked);
    query.typed = clean;
    schalter_search_engine_search (engines[i], &query, 8, ranked);
  }
  return 0;
}
