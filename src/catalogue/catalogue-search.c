/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Search as you type: from what the finder says to an answer for people, with marks in titles and
 * "did you mean". */
#include "config.h"

#include "catalogue-search.h"

#include "catalogue-private.h"
#include "search-words.h"

#include <string.h>

/* What a word stands for more weakly than this is not marked in a title. */
#define LEAST_MARKED 0.4F

static void
clear_hit (gpointer data)
{
  SchalterSearchHit *hit = data;
  g_free (hit->service_id);
  g_array_unref (hit->title_marks);
  g_free (hit);
}

void
schalter_search_answer_free (SchalterSearchAnswer *answer)
{
  if (answer == NULL)
    return;
  g_ptr_array_unref (answer->hits);
  g_free (answer->suggestion);
  g_free (answer);
}

/* Marks. */

static gboolean
stands_for (const SchalterConcept *concept, guint term)
{
  for (guint i = 0; i < concept->alternatives->len; i++) {
    const SchalterAlternative *alternative =
        &g_array_index (concept->alternatives, SchalterAlternative, i);
    if (alternative->term == term && alternative->weight >= LEAST_MARKED)
      return TRUE;
  }
  for (guint i = 0; i < concept->parts->len; i++) {
    if (g_array_index (concept->parts, guint, i) == term)
      return TRUE;
  }
  return FALSE;
}

/* The byte of @title behind the shortest part of the word that folds to @length bytes. */
static guint
find_end_of_folded (const char *title, const SchalterToken *token, gsize length)
{
  const char *at = title + token->start;
  while (at < title + token->end) {
    SchalterTokeniser tokeniser;
    SchalterToken part;
    at = g_utf8_next_char (at);
    schalter_tokeniser_init (&tokeniser, title + token->start, at - title - token->start);
    if (schalter_tokeniser_next (&tokeniser, &part) && strlen (part.word) >= length)
      return (guint)(at - title);
  }
  return token->end;
}

/* Where the word of a title shows what was typed: what of it was typed when it is in it as it is,
 * else all of it. */
static SchalterTextSpan
make_mark (const char *title, const SchalterToken *token, const SchalterConcept *concept)
{
  const char *typed = strstr (token->word, concept->word);
  if (typed == NULL)
    return (SchalterTextSpan){ token->start, token->end };
  gsize n_before = (gsize)(typed - token->word);
  guint start = n_before > 0 ? find_end_of_folded (title, token, n_before) : token->start;
  guint end = find_end_of_folded (title, token, n_before + strlen (concept->word));
  return (SchalterTextSpan){ start, end };
}

static void
mark_word (const SchalterSearchEngine *engine,
           const char *title,
           const SchalterToken *token,
           GArray *marks)
{
  const SchalterSearchIndex *index = schalter_search_engine_get_index (engine);
  guint surface = schalter_search_index_find_surface (index, token->word);
  if (surface == SCHALTER_INDEX_NONE)
    return;
  guint term = schalter_search_index_get_surface_term (index, surface);
  for (guint i = 0; i < schalter_search_engine_get_n_concepts (engine); i++) {
    const SchalterConcept *concept = schalter_search_engine_get_concept (engine, i);
    if (!stands_for (concept, term))
      continue;
    SchalterTextSpan mark = make_mark (title, token, concept);
    g_array_append_val (marks, mark);
    return;
  }
}

static GArray *
mark_title (const SchalterSearchEngine *engine, const char *title)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (SchalterTextSpan));
  SchalterTokeniser tokeniser;
  SchalterToken token;
  schalter_tokeniser_init (&tokeniser, title, -1);
  while (schalter_tokeniser_next (&tokeniser, &token))
    mark_word (engine, title, &token, marks);
  return marks;
}

/* "Did you mean". */

/* How the word should have been written; NULL when it is good, or no one word is meant. */
static const char *
find_correction (const SchalterSearchEngine *engine, const char *word)
{
  for (guint i = 0; i < schalter_search_engine_get_n_concepts (engine); i++) {
    const SchalterConcept *concept = schalter_search_engine_get_concept (engine, i);
    if (concept->correction != SCHALTER_INDEX_NONE && g_str_equal (concept->word, word))
      return schalter_search_index_get_form (schalter_search_engine_get_index (engine),
                                             concept->correction);
  }
  return NULL;
}

/* What was typed, with the misspelled words in their right form. */
static char *
suggest (const SchalterSearchEngine *engine, const char *typed)
{
  g_autoptr (GString) suggestion = g_string_new (NULL);
  SchalterTokeniser tokeniser;
  SchalterToken token;
  gboolean is_changed = FALSE;
  guint done = 0;
  schalter_tokeniser_init (&tokeniser, typed, -1);
  while (schalter_tokeniser_next (&tokeniser, &token)) {
    const char *correction = find_correction (engine, token.word);
    if (correction == NULL)
      continue;
    g_string_append_len (suggestion, typed + done, token.start - done);
    g_string_append (suggestion, correction);
    done = token.end;
    is_changed = TRUE;
  }
  g_string_append (suggestion, typed + done);
  return is_changed ? g_string_free (g_steal_pointer (&suggestion), FALSE) : NULL;
}

/* The answer. */

static void
add_hit (SchalterSearchAnswer *answer,
         const SchalterFinder *finder,
         const SchalterFound *found,
         SchalterLanguage language)
{
  SchalterSearchHit *hit = g_new0 (SchalterSearchHit, 1);
  hit->service_id = g_strdup (schalter_finder_get_id (finder, found->position));
  hit->score = found->score;
  hit->title_marks = mark_title (schalter_finder_get_engine (finder, language),
                                 schalter_finder_get_title (finder, found->position, language));
  g_ptr_array_add (answer->hits, hit);
}

/* Nothing matched: what is used most, which the editors' order begins with. */
static void
add_fallback (SchalterSearchAnswer *answer,
              SchalterCatalogue *catalogue,
              SchalterLanguage language,
              guint limit)
{
  answer->is_fallback = TRUE;
  answer->n_found = schalter_catalogue_get_n_services (catalogue);
  for (guint i = 0; i < MIN (limit, answer->n_found); i++) {
    SchalterFound entry = { i, 0, 0, language };
    add_hit (answer, schalter_catalogue_get_finder (catalogue), &entry, language);
  }
}

static void
fill_answer (SchalterSearchAnswer *answer,
             SchalterCatalogue *catalogue,
             const char *typed,
             SchalterLanguage language,
             guint limit)
{
  SchalterFinder *finder = schalter_catalogue_get_finder (catalogue);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (SchalterFound));
  answer->bfs = schalter_finder_find (finder, typed, language, found);
  answer->n_found = found->len;
  for (guint i = 0; i < MIN (limit, found->len); i++)
    add_hit (answer, finder, &g_array_index (found, SchalterFound, i), language);
  if (found->len == 0) {
    add_fallback (answer, catalogue, language, limit);
    return;
  }
  const SchalterFound *best = &g_array_index (found, SchalterFound, 0);
  answer->confidence = best->coverage;
  answer->suggestion = suggest (schalter_finder_get_engine (finder, best->language), typed);
}

SchalterSearchAnswer *
schalter_catalogue_search (SchalterCatalogue *catalogue,
                           const char *typed,
                           SchalterLanguage language,
                           guint limit)
{
  g_return_val_if_fail (catalogue != NULL, NULL);
  g_return_val_if_fail ((guint)language < SCHALTER_N_LANGUAGES, NULL);
  SchalterSearchAnswer *answer = g_new0 (SchalterSearchAnswer, 1);
  g_autofree char *clean = schalter_search_clean_typed (typed);
  answer->hits = g_ptr_array_new_with_free_func (clear_hit);
  if (g_strchug (clean)[0] != '\0')
    fill_answer (answer, catalogue, clean, language, limit);
  return answer;
}
