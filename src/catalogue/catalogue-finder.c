/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From what was typed to services: takes out the name of a place, asks the engines of all
 * languages, joins their answers, and tries harder when they are weak. */
#include "config.h"

#include "catalogue-finder.h"

#include "catalogue-finder-private.h"

#include <string.h>

/* How much an answer counts that was found in the texts of another language. */
#define FOREIGN_WEIGHT 0.85F
/* What the names of an office add to its services, against their own texts. */
#define OFFICE_WEIGHT 0.5F
/* An answer is weak when fewer services than this cover half of the query. */
#define N_ENOUGH 3
#define ENOUGH_COVERAGE 0.5F
/* What scores less than this share of the best is noise. */
#define NOISE_SHARE 0.2F

#define MAX_WORDS 24
/* "Rohr bei Aarau" */
#define MAX_NAME_WORDS 4
#define MAX_OFFICES 8
#define MAX_BY_ENGINE 64

/* The words typed, and the place among them. */

typedef struct {
  SchalterToken tokens[MAX_WORDS];
  gboolean is_known[MAX_WORDS]; /* in the texts of some language */
  guint n_tokens;
  gboolean is_open; /* the last word may go on */
} Words;

static gboolean
is_known (SchalterFinder *self, const char *word)
{
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++) {
    if (schalter_search_engine_knows (self->services[i], word))
      return TRUE;
  }
  return FALSE;
}

static void
read_words (SchalterFinder *self, const char *typed, Words *words)
{
  SchalterTokeniser tokeniser;
  words->n_tokens = 0;
  words->is_open = FALSE;
  schalter_tokeniser_init (&tokeniser, typed, -1);
  while (words->n_tokens < MAX_WORDS &&
         schalter_tokeniser_next (&tokeniser, &words->tokens[words->n_tokens])) {
    const SchalterToken *token = &words->tokens[words->n_tokens];
    words->is_known[words->n_tokens++] = is_known (self, token->word);
    words->is_open = typed[token->end] == '\0';
  }
}

/* Whether the last word is the beginning of a word in some language. */
static gboolean
is_beginning (SchalterFinder *self, const Words *words)
{
  for (int i = 0; words->is_open && i < SCHALTER_N_LANGUAGES; i++) {
    const char *last = words->tokens[words->n_tokens - 1].word;
    if (schalter_search_engine_has_beginning (self->services[i], last))
      return TRUE;
  }
  return FALSE;
}

/* Whether another word than those from @first on says what is wanted. */
static gboolean
leaves_something (const Words *words, guint first, guint length, SchalterLanguage language)
{
  for (guint i = 0; i < words->n_tokens; i++) {
    if ((i < first || i >= first + length) &&
        !schalter_search_is_stopword (language, words->tokens[i].word))
      return TRUE;
  }
  return FALSE;
}

static guint
find_name_at (SchalterFinder *self, const Words *words, guint first, guint length)
{
  char name[MAX_NAME_WORDS * SCHALTER_WORD_BYTES];
  gboolean is_certain = FALSE;
  name[0] = '\0';
  for (guint i = first; i < first + length; i++) {
    g_strlcat (name, i > first ? " " : "", sizeof name);
    g_strlcat (name, words->tokens[i].word, sizeof name);
    is_certain = is_certain || words->is_known[i];
  }
  guint bfs = schalter_place_names_find (self->places, name);
  /* A word of the texts is never taken for a misspelled place: "wohnen" is not Wohlen. */
  return bfs != 0 || is_certain ? bfs : schalter_place_names_find_nearly (self->places, name);
}

static void
take_out (SchalterFinder *self, const Words *words, guint first, guint length)
{
  guint start = words->tokens[first].start;
  memset (self->sought->str + start, ' ', words->tokens[first + length - 1].end - start);
}

/* Finds the longest name of a place, or its postcode, and takes it out if words are left. */
static guint
spot_place (SchalterFinder *self, const Words *words, SchalterLanguage language)
{
  for (guint length = MIN (MAX_NAME_WORDS, words->n_tokens); length > 0; length--) {
    for (guint first = 0; first + length <= words->n_tokens; first++) {
      guint bfs = find_name_at (self, words, first, length);
      if (bfs == 0)
        continue;
      if (leaves_something (words, first, length, language))
        take_out (self, words, first, length);
      return bfs;
    }
  }
  return 0;
}

/* A last word that can only become the name of a place says nothing about a service yet. */
static void
take_out_beginning (SchalterFinder *self, const Words *words, SchalterLanguage language)
{
  guint last = words->n_tokens - 1;
  if (words->n_tokens < 2 || !words->is_open || words->is_known[last])
    return;
  const char *word = words->tokens[last].word;
  if (strlen (word) < 3 || !schalter_place_names_has_beginning (self->places, word))
    return;
  if (!is_beginning (self, words) && leaves_something (words, last, 1, language))
    take_out (self, words, last, 1);
}

/* Asking the engines, and joining what they say. */

static void
add_score (SchalterFinder *self, guint service, SchalterFinderScore score)
{
  SchalterFinderScore *best = &self->scores[service];
  if (best->score == 0.0F && best->coverage == 0.0F)
    g_array_append_val (self->touched, service);
  if (score.score > best->score)
    *best = score;
}

static guint64
get_known_words (SchalterFinder *self, const char *sought)
{
  Words words;
  guint64 known = 0;
  read_words (self, sought, &words);
  for (guint i = 0; i < words.n_tokens; i++)
    known |= (guint64)words.is_known[i] << i;
  if (words.n_tokens > 0 && is_beginning (self, &words))
    known |= G_GUINT64_CONSTANT (1) << (words.n_tokens - 1);
  return known;
}

static void
ask_services (SchalterFinder *self,
              SchalterSearchQuery query,
              SchalterLanguage asked,
              SchalterLanguage language)
{
  float weight = asked == language ? 1.0F : FOREIGN_WEIGHT;
  if (asked == language)
    query.foreign_words = 0;
  schalter_search_engine_search (self->services[asked], &query, MAX_BY_ENGINE, self->ranked);
  for (guint i = 0; i < self->ranked->len; i++) {
    const SchalterRanked *ranked = &g_array_index (self->ranked, SchalterRanked, i);
    SchalterFinderScore score = { weight * ranked->score, ranked->coverage, asked };
    add_score (self, ranked->document, score);
  }
}

static void
add_office (SchalterFinder *self, const char *role, float score, SchalterLanguage asked)
{
  GArray *services = g_hash_table_lookup (self->services_of_role, role);
  for (guint i = 0; services != NULL && i < services->len; i++) {
    guint service = g_array_index (services, guint, i);
    SchalterFinderScore *own = &self->scores[service];
    /* Only what the service's own text does not say already. */
    float share = score * (1 - own->coverage);
    if (own->score == 0.0F)
      add_score (self, service, (SchalterFinderScore){ share, 0.0F, asked });
    else
      own->score += share;
  }
}

static void
ask_offices (SchalterFinder *self,
             const SchalterSearchQuery *query,
             SchalterLanguage asked,
             SchalterLanguage language)
{
  float weight = OFFICE_WEIGHT * (asked == language ? 1.0F : FOREIGN_WEIGHT);
  const SchalterSearchIndex *index = schalter_search_engine_get_index (self->offices[asked]);
  schalter_search_engine_search (self->offices[asked], query, MAX_OFFICES, self->ranked);
  for (guint i = 0; i < self->ranked->len; i++) {
    const SchalterRanked *ranked = &g_array_index (self->ranked, SchalterRanked, i);
    add_office (self,
                schalter_search_index_get_key (index, ranked->document),
                weight * ranked->score,
                asked);
  }
}

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const SchalterFound *one = a;
  const SchalterFound *other = b;
  if (one->score != other->score)
    return one->score > other->score ? -1 : 1;
  return one->position < other->position ? -1 : one->position > other->position;
}

static void
collect (SchalterFinder *self, GArray *found)
{
  g_array_set_size (found, 0);
  for (guint i = 0; i < self->touched->len; i++) {
    guint service = g_array_index (self->touched, guint, i);
    const SchalterFinderScore *score = &self->scores[service];
    SchalterFound entry = { service, score->score, score->coverage, score->language };
    g_array_append_val (found, entry);
    self->scores[service] = (SchalterFinderScore){ 0 };
  }
  g_array_set_size (self->touched, 0);
  g_array_sort (found, compare_found);
  float least = found->len > 0 ? NOISE_SHARE * g_array_index (found, SchalterFound, 0).score : 0;
  while (found->len > 0 && g_array_index (found, SchalterFound, found->len - 1).score <= least)
    g_array_set_size (found, found->len - 1);
}

static void
ask_all (SchalterFinder *self,
         const char *sought,
         gboolean is_eager,
         SchalterLanguage language,
         GArray *found)
{
  SchalterSearchQuery query = { sought, FALSE, get_known_words (self, sought) };
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++) {
    /* What is far afield in another language is only noise. */
    query.is_eager = is_eager && i == (int)language;
    ask_services (self, query, (SchalterLanguage)i, language);
  }
  query.is_eager = FALSE;
  query.foreign_words = G_MAXUINT64; /* offices' names are few: nothing is guessed from them */
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++)
    ask_offices (self, &query, (SchalterLanguage)i, language);
  collect (self, found);
}

/* Trying harder. */

static gboolean
is_weak (GArray *found)
{
  guint n_good = 0;
  for (guint i = 0; i < found->len && n_good < N_ENOUGH; i++)
    n_good += g_array_index (found, SchalterFound, i).coverage >= ENOUGH_COVERAGE ? 1 : 0;
  return n_good < N_ENOUGH;
}

static float
get_best_score (GArray *found)
{
  return found->len > 0 ? g_array_index (found, SchalterFound, 0).score : 0.0F;
}

static gboolean
is_pair_one_word (SchalterFinder *self, const Words *words, guint first)
{
  char joined[2 * SCHALTER_WORD_BYTES];
  g_snprintf (
      joined, sizeof joined, "%s%s", words->tokens[first].word, words->tokens[first + 1].word);
  for (int i = 0; strlen (joined) < SCHALTER_WORD_BYTES && i < SCHALTER_N_LANGUAGES; i++) {
    if (schalter_search_engine_has_word (self->services[i], joined))
      return TRUE;
  }
  return FALSE;
}

static gboolean
are_two_words (SchalterFinder *self, const char *one, const char *other)
{
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++) {
    if (schalter_search_engine_has_word (self->services[i], one) &&
        schalter_search_engine_has_word (self->services[i], other))
      return TRUE;
  }
  return FALSE;
}

/* Where two words stand together without a blank; 0 for nowhere. */
static gsize
find_cut (SchalterFinder *self, const char *word)
{
  for (gsize at = 3; at + 3 <= strlen (word); at++) {
    char head[SCHALTER_WORD_BYTES];
    g_strlcpy (head, word, at + 1);
    if (are_two_words (self, head, word + at))
      return at;
  }
  return 0;
}

/* "wohn sitz" is one word, "hundanmelden" two: joins and parts words of @sought where that makes
 * known ones. FALSE when there is nothing to mend. */
static gboolean
mend_blanks (SchalterFinder *self, const char *sought, GString *mended)
{
  Words words;
  gboolean is_changed = FALSE;
  read_words (self, sought, &words);
  for (guint i = 0; i < words.n_tokens; i++) {
    const char *word = words.tokens[i].word;
    gboolean is_pair = i + 1 < words.n_tokens && is_pair_one_word (self, &words, i);
    gsize cut = is_pair || words.is_known[i] ? 0 : find_cut (self, word);
    g_string_append_printf (mended, "%s%.*s", i > 0 ? " " : "", (int)(cut > 0 ? cut : 64), word);
    if (cut > 0)
      g_string_append_printf (mended, " %s", word + cut);
    if (is_pair)
      g_string_append (mended, words.tokens[++i].word);
    is_changed = is_changed || is_pair || cut > 0;
  }
  return is_changed;
}

static void
try_harder (SchalterFinder *self, SchalterLanguage language, GArray *found)
{
  g_autoptr (GString) mended = g_string_new (NULL);
  ask_all (self, self->sought->str, TRUE, language, self->retried);
  if (get_best_score (self->retried) >= get_best_score (found)) {
    g_array_set_size (found, 0);
    g_array_append_vals (found, self->retried->data, self->retried->len);
  }
  for (int i = 0; found->len == 0 && i < SCHALTER_N_LANGUAGES; i++)
    ask_all (self, self->sought->str, TRUE, (SchalterLanguage)i, found);
  if (!mend_blanks (self, self->sought->str, mended))
    return;
  ask_all (self, mended->str, FALSE, language, self->retried);
  if (get_best_score (self->retried) <= get_best_score (found))
    return;
  g_string_assign (self->sought, mended->str);
  g_array_set_size (found, 0);
  g_array_append_vals (found, self->retried->data, self->retried->len);
}

guint
schalter_finder_find (SchalterFinder *self,
                      const char *typed,
                      SchalterLanguage language,
                      GArray *found)
{
  g_return_val_if_fail (self != NULL && typed != NULL && found != NULL, 0);
  Words words;
  g_string_assign (self->sought, typed);
  read_words (self, typed, &words);
  guint bfs = spot_place (self, &words, language);
  if (bfs == 0)
    take_out_beginning (self, &words, language);
  ask_all (self, self->sought->str, FALSE, language, found);
  if (is_weak (found))
    try_harder (self, language, found);
  return bfs;
}
