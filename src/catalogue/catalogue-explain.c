/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A search explained to editors: what each word was taken for in each language, and how the
 * services found were scored. */
#include "config.h"

#include "catalogue-private.h"
#include "catalogue-search.h"
#include "search-words.h"

#define MAX_ALTERNATIVES 12
#define MAX_SERVICES 10

static int
compare_alternatives (gconstpointer a, gconstpointer b)
{
  float one = ((const SchalterAlternative *)a)->weight;
  float other = ((const SchalterAlternative *)b)->weight;
  return one > other ? -1 : one < other;
}

static void
explain_alternatives (GString *out,
                      const SchalterSearchIndex *index,
                      const SchalterConcept *concept)
{
  g_autoptr (GArray) sorted = g_array_copy (concept->alternatives);
  g_array_sort (sorted, compare_alternatives);
  for (guint i = 0; i < MIN (MAX_ALTERNATIVES, sorted->len); i++) {
    const SchalterAlternative *alternative = &g_array_index (sorted, SchalterAlternative, i);
    g_string_append_printf (out,
                            "%s %s %.2f",
                            i > 0 ? "," : "",
                            schalter_search_index_get_term (index, alternative->term),
                            alternative->weight);
  }
  if (sorted->len > MAX_ALTERNATIVES)
    g_string_append_printf (out, ", … %u in all", sorted->len);
  for (guint i = 0; i < concept->parts->len; i++)
    g_string_append_printf (
        out,
        "%s%s",
        i > 0 ? "+" : "; parts ",
        schalter_search_index_get_term (index, g_array_index (concept->parts, guint, i)));
}

static void
explain_concept (GString *out, const SchalterSearchIndex *index, const SchalterConcept *concept)
{
  const char *kind = concept->is_known ? "known" : "unknown";
  g_string_append_printf (out, "  “%s” %s, idf %.2f:", concept->word, kind, concept->idf);
  explain_alternatives (out, index, concept);
  if (concept->correction != SCHALTER_INDEX_NONE)
    g_string_append_printf (
        out, "; did you mean %s", schalter_search_index_get_form (index, concept->correction));
  g_string_append_c (out, '\n');
}

static void
explain_engine (GString *out, const SchalterFinder *finder, SchalterLanguage language)
{
  const SchalterSearchEngine *engine = schalter_finder_get_engine (finder, language);
  const SchalterSearchIndex *index = schalter_search_engine_get_index (engine);
  g_string_append_printf (out, "%s\n", schalter_language_to_tag (language));
  for (guint i = 0; i < schalter_search_engine_get_n_concepts (engine); i++)
    explain_concept (out, index, schalter_search_engine_get_concept (engine, i));
}

static void
explain_found (GString *out,
               const SchalterFinder *finder,
               const SchalterFound *found,
               SchalterLanguage language)
{
  g_string_append_printf (out,
                          "  %.3f  covers %3.0f %%, by %s  %s: %s\n",
                          found->score,
                          100 * found->coverage,
                          schalter_language_to_tag (found->language),
                          schalter_finder_get_id (finder, found->position),
                          schalter_finder_get_title (finder, found->position, language));
}

char *
schalter_catalogue_explain_search (SchalterCatalogue *catalogue,
                                   const char *typed,
                                   SchalterLanguage language)
{
  g_return_val_if_fail (catalogue != NULL, NULL);
  SchalterFinder *finder = schalter_catalogue_get_finder (catalogue);
  GString *out = g_string_new (NULL);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (SchalterFound));
  g_autofree char *clean = schalter_search_clean_typed (typed);
  guint bfs = schalter_finder_find (finder, clean, language, found);
  g_autoptr (SchalterMunicipality) municipality =
      bfs != 0 ? schalter_catalogue_get_municipality (catalogue, bfs) : NULL;
  if (municipality != NULL)
    g_string_append_printf (out, "municipality: %s (%u)\n", municipality->name, bfs);
  g_string_append_printf (out, "sought: %s\n", schalter_finder_get_sought (finder));
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++)
    explain_engine (out, finder, (SchalterLanguage)i);
  g_string_append_printf (out, "%u services\n", found->len);
  for (guint i = 0; i < MIN (MAX_SERVICES, found->len); i++)
    explain_found (out, finder, &g_array_index (found, SchalterFound, i), language);
  return g_string_free (out, FALSE);
}
