/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Search as you type over the table of words: each word is looked up by itself, and services that
 * answer more of the words come first. */
#include "config.h"

#include "catalogue-search.h"

#include "catalogue-private.h"
#include "catalogue-schema.h"
#include "search-words.h"

#include <math.h>
#include <string.h>

/* How strongly a service is preferred that has more of the words. */
#define COVERAGE_POWER 2.0
/* A fused pair ("wohnsitz bescheinigung" for Wohnsitzbescheinigung) outweighs both its words. */
#define PAIR_WEIGHT 2.5
/* Names of municipalities have at most so many words ("Rohr bei Aarau"). */
#define MAX_NAME_WORDS 4

/* Words that say that something is wanted, and not what. Folded, sorted by nothing. */
static const char *const FILLERS[] = {
  "ich", "wir",  "mein", "meine", "meinen", "mir",  "mich",    "der", "die",     "das",  "den",
  "dem", "ein",  "eine", "einen", "einer",  "und",  "oder",    "fur", "von",     "vom",  "zu",
  "zum", "zur",  "in",   "im",    "am",     "auf",  "mit",     "bei", "wie",     "wo",   "was",
  "wer", "wann", "muss", "kann",  "mochte", "will", "brauche", "bin", "ist",     "habe", "hat",
  "man", "es",   "mini", "min",   "e",      "en",   "je",      "le",  "la",      "les",  "un",
  "une", "de",   "des",  "du",    "pour",   "mon",  "ma",      "mes", "comment", "ou",   "il",
  "lo",  "gli",  "un",   "una",   "di",     "del",  "per",     "mio", "mia",     "come", "dove",
  "io",  "i",    "my",   "the",   "a",      "an",   "to",      "for", "of",      "how",  "where",
  "do",  "want", "need", "have",  "am",     "is",   NULL
};

typedef struct {
  SchalterCatalogue *catalogue;                /* borrowed */
  SchalterStatement *lookup;                   /* owned */
  GPtrArray *words;                            /* owned, (element-type SchalterWord) */
  gboolean is_used[SCHALTER_SEARCH_MAX_WORDS]; /* FALSE for fillers and place names */
  guint n_used;
  guint n_services;
  double *scores; /* owned, by service and word */
  double *pairs;  /* owned, by service and word: fused with the next */
} Query;

static void
query_clear (Query *query)
{
  g_clear_pointer (&query->lookup, schalter_statement_free);
  g_clear_pointer (&query->words, g_ptr_array_unref);
  g_clear_pointer (&query->scores, g_free);
  g_clear_pointer (&query->pairs, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Query, query_clear)

static const char *
get_word (const Query *query, guint index)
{
  return ((const SchalterWord *)query->words->pdata[index])->folded;
}

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

/* The one municipality that a folded name or postcode means; 0 for none or several. */
static guint
find_municipality (SchalterCatalogue *catalogue, const char *folded)
{
  gboolean is_postcode = strlen (folded) == 4 && strspn (folded, "0123456789") == 4;
  /* A municipality of that name comes before a place of that name elsewhere. */
  g_autoptr (SchalterStatement) rows = schalter_catalogue_prepare (
      catalogue,
      is_postcode ? "SELECT DISTINCT bfs, 0 FROM place WHERE postcode = ?1 LIMIT 2"
                  : "SELECT bfs, is_municipality FROM place_name WHERE folded = ?1"
                    " ORDER BY is_municipality DESC LIMIT 2");
  if (rows == NULL)
    return 0;
  if (is_postcode)
    schalter_statement_bind_int64 (rows, 1, g_ascii_strtoll (folded, NULL, 10));
  else
    schalter_statement_bind_text (rows, 1, folded);
  if (!schalter_catalogue_step (catalogue, rows))
    return 0;
  guint bfs = (guint)schalter_statement_get_int64 (rows, 0);
  gboolean is_municipality = schalter_statement_get_int64 (rows, 1) != 0;
  gboolean has_other = schalter_catalogue_step (catalogue, rows);
  if (!has_other || (is_municipality && schalter_statement_get_int64 (rows, 1) == 0))
    return bfs;
  return 0;
}

static guint
find_name_at (Query *query, guint first, guint n_words)
{
  g_autoptr (GString) name = g_string_new (get_word (query, first));
  for (guint i = 1; i < n_words; i++)
    g_string_append_printf (name, " %s", get_word (query, first + i));
  return find_municipality (query->catalogue, name->str);
}

/* Finds the longest name of a municipality, or its postcode, and takes its words out. */
static guint
spot_municipality (Query *query)
{
  for (guint length = MIN (MAX_NAME_WORDS, query->words->len); length > 0; length--) {
    for (guint first = 0; first + length <= query->words->len; first++) {
      guint bfs = find_name_at (query, first, length);
      if (bfs == 0)
        continue;
      for (guint i = first; i < first + length; i++)
        query->is_used[i] = FALSE;
      return bfs;
    }
  }
  return 0;
}

static void
drop_fillers (Query *query)
{
  gboolean is_kept[SCHALTER_SEARCH_MAX_WORDS] = { FALSE };
  guint n_kept = 0;
  query->n_used = 0;
  for (guint i = 0; i < query->words->len; i++) {
    query->n_used += query->is_used[i] ? 1 : 0;
    is_kept[i] = query->is_used[i] && !g_strv_contains (FILLERS, get_word (query, i));
    n_kept += is_kept[i] ? 1 : 0;
  }
  if (n_kept == 0)
    return; /* a question of fillers alone is looked up as it is */
  memcpy (query->is_used, is_kept, sizeof is_kept);
  query->n_used = n_kept;
}

/* Adds the scores of one FTS5 expression into the column @into of each service. */
static void
look_up (Query *query, const char *expression, double *into)
{
  schalter_statement_reset (query->lookup);
  schalter_statement_bind_text (query->lookup, 1, expression);
  while (schalter_catalogue_step (query->catalogue, query->lookup)) {
    gint64 row = schalter_statement_get_int64 (query->lookup, 0);
    /* FTS5's bm25() is the better the more negative it is. */
    double score = -schalter_statement_get_double (query->lookup, 1);
    guint64 service = (guint64)row / SCHALTER_N_LANGUAGES;
    if (row < 0 || service >= query->n_services)
      continue;
    double *cell = &into[service * SCHALTER_SEARCH_MAX_WORDS];
    *cell = MAX (*cell, score);
  }
}

/* Folded words are letters and digits only, so that quotes cannot be broken out of. */
static void
look_up_word (Query *query, const char *word, double *into)
{
  gboolean is_number = strspn (word, "0123456789") == strlen (word);
  g_autofree char *expression = is_number ? g_strdup_printf ("\"%s\"", word)
                                          : g_strdup_printf ("\"%s\" OR \"%s\"*", word, word);
  look_up (query, expression, into);
}

static void
look_up_all (Query *query)
{
  gsize n_cells = (gsize)query->n_services * SCHALTER_SEARCH_MAX_WORDS;
  query->scores = g_new0 (double, n_cells);
  query->pairs = g_new0 (double, n_cells);
  for (guint i = 0; i < query->words->len; i++) {
    if (!query->is_used[i])
      continue;
    look_up_word (query, get_word (query, i), query->scores + i);
    if (i + 1 >= query->words->len || !query->is_used[i + 1])
      continue;
    g_autofree char *fused = g_strconcat (get_word (query, i), get_word (query, i + 1), NULL);
    look_up_word (query, fused, query->pairs + i);
  }
}

static double
get_score (const Query *query, guint service)
{
  const double *scores = &query->scores[(gsize)service * SCHALTER_SEARCH_MAX_WORDS];
  const double *pairs = &query->pairs[(gsize)service * SCHALTER_SEARCH_MAX_WORDS];
  double sum = 0;
  guint n_covered = 0;
  for (guint i = 0; i < query->words->len; i++) {
    if (!query->is_used[i])
      continue;
    if (pairs[i] > 0) {
      sum += PAIR_WEIGHT * pairs[i];
      n_covered += 2;
      i++;
      continue;
    }
    sum += scores[i];
    n_covered += scores[i] > 0 ? 1 : 0;
  }
  double coverage = query->n_used > 0 ? (double)n_covered / query->n_used : 0;
  return sum * pow (coverage, COVERAGE_POWER);
}

typedef struct {
  guint service;
  double score;
} Ranked;

static int
compare_ranked (gconstpointer a, gconstpointer b)
{
  const Ranked *left = a;
  const Ranked *right = b;
  if (left->score != right->score)
    return left->score > right->score ? -1 : 1;
  return left->service < right->service ? -1 : 1;
}

static GArray *
rank (const Query *query)
{
  GArray *ranked = g_array_new (FALSE, FALSE, sizeof (Ranked));
  for (guint i = 0; i < query->n_services; i++) {
    Ranked entry = { i, get_score (query, i) };
    if (entry.score > 0)
      g_array_append_val (ranked, entry);
  }
  g_array_sort (ranked, compare_ranked);
  return ranked;
}

/* Marks what of a title's word was typed: its beginning, or all of a fused pair. */
static gboolean
mark_word (const Query *query, const SchalterWord *word, const char *title, GArray *marks)
{
  for (guint i = 0; i < query->words->len; i++) {
    const char *typed = get_word (query, i);
    if (!query->is_used[i] || !g_str_has_prefix (word->folded, typed))
      continue;
    SchalterTextSpan span = { word->start,
                              schalter_word_get_prefix_end (word, title, strlen (typed)) };
    g_array_append_val (marks, span);
    return TRUE;
  }
  return FALSE;
}

static GArray *
mark_title (const Query *query, const char *title)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (SchalterTextSpan));
  g_autoptr (GPtrArray) words = schalter_words_new (title);
  for (guint i = 0; i < words->len; i++)
    (void)mark_word (query, words->pdata[i], title, marks); /* a word without a mark is fine */
  return marks;
}

static void
add_hit (SchalterSearchAnswer *answer,
         const Query *query,
         const Ranked *ranked,
         SchalterLanguage language)
{
  g_autoptr (SchalterService) service =
      schalter_catalogue_get_service_at (query->catalogue, ranked->service);
  if (service == NULL)
    return;
  SchalterSearchHit *hit = g_new0 (SchalterSearchHit, 1);
  hit->service_id = g_strdup (service->id);
  hit->score = ranked->score;
  hit->title_marks = mark_title (query, schalter_text_get (&service->title, language));
  g_ptr_array_add (answer->hits, hit);
}

/* Nothing matched: what is used most, which the editors' order begins with. */
static void
add_fallback (SchalterSearchAnswer *answer,
              const Query *query,
              SchalterLanguage language,
              guint limit)
{
  answer->is_fallback = TRUE;
  answer->n_found = query->n_services;
  for (guint i = 0; i < MIN (limit, query->n_services); i++) {
    Ranked entry = { i, 0 };
    add_hit (answer, query, &entry, language);
  }
}

static gboolean
query_init (Query *query, SchalterCatalogue *catalogue, const char *clean)
{
  query->catalogue = catalogue;
  query->n_services = schalter_catalogue_get_n_services (catalogue);
  query->words = schalter_words_new (clean);
  if (query->words->len > SCHALTER_SEARCH_MAX_WORDS)
    g_ptr_array_set_size (query->words, SCHALTER_SEARCH_MAX_WORDS);
  for (guint i = 0; i < query->words->len; i++)
    query->is_used[i] = TRUE;
  query->lookup = schalter_catalogue_prepare (catalogue,
                                              "SELECT rowid, bm25 (search, " SCHALTER_SEARCH_WEIGHTS
                                              ") FROM search WHERE search MATCH ?1");
  return query->lookup != NULL;
}

SchalterSearchAnswer *
schalter_catalogue_search (SchalterCatalogue *catalogue,
                           const char *typed,
                           SchalterLanguage language,
                           guint limit)
{
  g_return_val_if_fail (catalogue != NULL, NULL);
  SchalterSearchAnswer *answer = g_new0 (SchalterSearchAnswer, 1);
  g_auto (Query) query = { 0 };
  g_autofree char *clean = schalter_search_clean_typed (typed);

  answer->hits = g_ptr_array_new_with_free_func (clear_hit);
  if (!query_init (&query, catalogue, clean) || g_strchug (clean)[0] == '\0')
    return answer;
  answer->bfs = spot_municipality (&query);
  drop_fillers (&query);
  look_up_all (&query);
  g_autoptr (GArray) ranked = rank (&query);
  answer->n_found = ranked->len;
  for (guint i = 0; i < MIN (limit, ranked->len); i++)
    add_hit (answer, &query, &g_array_index (ranked, Ranked, i), language);
  if (ranked->len == 0)
    add_fallback (answer, &query, language, limit);
  return answer;
}
