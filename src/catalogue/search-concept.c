/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a word of a query may stand for: itself, what it begins, compounds it stands in, what it may
 * be misspelled from, its synonyms, and its spelling in standard German. */
#include "config.h"

#include "search-concept.h"

#include "search-fuzzy.h"

#include <math.h>
#include <string.h>

/* Weights of an alternative, against 1 for the word itself. Tuned on the open half of the
 * evaluation sets named in docs/search.md. */
#define HEAD_WEIGHT 0.6F     /* a compound that ends in the word */
#define MODIFIER_WEIGHT 0.5F /* a compound that begins with it */
#define INFIX_WEIGHT 0.45F   /* a word that has it inside */
#define LONGER_WEIGHT 0.85F  /* a word that goes on, where the word typed is one already */
#define ONE_TYPO_WEIGHT 0.6F /* one letter off */
#define TWO_TYPOS_WEIGHT 0.35F
#define NOT_BEST_FACTOR 0.3F /* farther off than another word */
#define OTHER_INITIAL_FACTOR 0.7F
#define KNOWN_TYPO_FACTOR 0.1F /* the word is known: it may still be the wrong one */
#define TYPO_PREFIX_WEIGHT 0.6F
#define DIALECT_WEIGHT 0.8F
#define PHRASE_OWN_FACTOR 0.6F  /* the words of a phrase that is a synonym as a whole */
#define LONG_TARGET_FACTOR 0.7F /* each word of a synonym of several words */

#define SIMILAR_WEIGHT 0.3F /* nothing but the same letters */
#define CORRECTION_LEAD 3   /* so much more frequent than another one as near */

#define MIN_PREFIX 2
#define MAX_SIMILAR 8
#define MIN_SIMILARITY 0.4F
#define MIN_INFIX 5
#define MIN_TYPO 4
#define MIN_TWO_TYPOS 8
#define MAX_PREFIXED 400
#define MAX_POSTINGS 40000 /* of a beginning; two letters begin half of a large index */
#define MAX_TYPO_PREFIXED 50

struct _SchalterConceptMaker {
  const SchalterSearchIndex *index;
  SchalterStemmer *stemmer;
  const SchalterSynonyms *synonyms;
  SchalterLexicon lexicon;
  float *weight_of_term; /* owned; zero but while a concept is made */
  GArray *typos;         /* owned; of Typo */
  guint8 *n_shared;      /* owned; by surface; zero but while similar words are sought */
  GArray *sharers;       /* owned; of guint: surfaces */
};

typedef struct {
  guint surface;
  guint distance;
} Typo;

void
schalter_concept_init (SchalterConcept *concept)
{
  concept->alternatives = g_array_new (FALSE, FALSE, sizeof (SchalterAlternative));
  concept->parts = g_array_new (FALSE, FALSE, sizeof (guint));
}

void
schalter_concept_clear (SchalterConcept *concept)
{
  g_clear_pointer (&concept->alternatives, g_array_unref);
  g_clear_pointer (&concept->parts, g_array_unref);
}

static guint
count_in_index (gconstpointer data, const char *word)
{
  const SchalterSearchIndex *index = data;
  if (schalter_search_is_number (word))
    return 0;
  guint surface = schalter_search_index_find_surface (index, word);
  guint term = schalter_search_index_find_term (index, word);
  guint count =
      surface != SCHALTER_INDEX_NONE ? schalter_search_index_get_surface_count (index, surface) : 0;
  return count +
         (term != SCHALTER_INDEX_NONE ? schalter_search_index_get_term_count (index, term) : 0);
}

SchalterConceptMaker *
schalter_concept_maker_new (const SchalterSearchIndex *index,
                            SchalterStemmer *stemmer,
                            const SchalterSynonyms *synonyms)
{
  SchalterConceptMaker *self = g_new0 (SchalterConceptMaker, 1);
  self->index = index;
  self->stemmer = stemmer;
  self->synonyms = synonyms;
  self->lexicon = (SchalterLexicon){ count_in_index, index, stemmer };
  self->weight_of_term = g_new0 (float, schalter_search_index_get_n_terms (index) + 1);
  self->typos = g_array_new (FALSE, FALSE, sizeof (Typo));
  self->n_shared = g_new0 (guint8, schalter_search_index_get_n_surfaces (index) + 1);
  self->sharers = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
schalter_concept_maker_free (SchalterConceptMaker *self)
{
  g_free (self->weight_of_term);
  g_array_unref (self->typos);
  g_free (self->n_shared);
  g_array_unref (self->sharers);
  g_free (self);
}

static void
add_term (SchalterConceptMaker *self, GArray *alternatives, guint term, float weight)
{
  if (schalter_search_index_get_df (self->index, term) == 0)
    return;
  if (self->weight_of_term[term] == 0.0F) {
    SchalterAlternative fresh = { term, 0 };
    g_array_append_val (alternatives, fresh);
  }
  self->weight_of_term[term] = MAX (self->weight_of_term[term], weight);
}

static void
add_compounds (SchalterConceptMaker *self, GArray *alternatives, guint term, float factor)
{
  SchalterNumbers compounds = schalter_search_index_get_compounds (self->index, term);
  for (guint i = 0; i < compounds.length; i++) {
    guint entry = compounds.values[i];
    float weight = entry % 2 == 1 ? HEAD_WEIGHT : MODIFIER_WEIGHT;
    add_term (self, alternatives, entry / 2, weight * factor);
  }
}

/* Takes the gathered weights over into the list, and leaves the table zero. */
static void
settle (SchalterConceptMaker *self, GArray *alternatives)
{
  for (guint i = 0; i < alternatives->len; i++) {
    SchalterAlternative *alternative = &g_array_index (alternatives, SchalterAlternative, i);
    alternative->weight = self->weight_of_term[alternative->term];
    self->weight_of_term[alternative->term] = 0;
  }
}

static void
add_prefixed (SchalterConceptMaker *self, const char *word, float weight, GArray *alternatives)
{
  gsize length = strlen (word);
  guint n = schalter_search_index_get_n_surfaces (self->index);
  guint first = schalter_search_index_find_surface_from (self->index, word);
  guint n_postings = 0;
  for (guint i = first; i < n && i - first < MAX_PREFIXED && n_postings < MAX_POSTINGS; i++) {
    if (strncmp (schalter_search_index_get_surface (self->index, i), word, length) != 0)
      return;
    guint term = schalter_search_index_get_surface_term (self->index, i);
    add_term (self, alternatives, term, weight);
    n_postings += schalter_search_index_get_df (self->index, term);
  }
}

/* The shortest list of surfaces with one of the stem's trigrams: each word with the stem is in it.
 */
static SchalterNumbers
find_candidates_with (const SchalterSearchIndex *index, const char *stem)
{
  SchalterNumbers best = schalter_search_index_get_with_trigram (index, stem);
  for (gsize i = 1; i + 3 <= strlen (stem); i++) {
    SchalterNumbers other = schalter_search_index_get_with_trigram (index, stem + i);
    if (other.length < best.length)
      best = other;
  }
  return best;
}

static void
add_infixed (SchalterConceptMaker *self, const char *stem, GArray *alternatives)
{
  if (strlen (stem) < MIN_INFIX)
    return;
  SchalterNumbers candidates = find_candidates_with (self->index, stem);
  for (guint i = 0; i < candidates.length; i++) {
    guint surface = candidates.values[i];
    if (strstr (schalter_search_index_get_surface (self->index, surface), stem) != NULL)
      add_term (self,
                alternatives,
                schalter_search_index_get_surface_term (self->index, surface),
                INFIX_WEIGHT);
  }
}

static void
on_typo (guint surface, guint distance, gpointer user_data)
{
  SchalterConceptMaker *self = user_data;
  Typo typo = { surface, distance };
  if (distance > 0)
    g_array_append_val (self->typos, typo);
}

static guint
find_least_distance (GArray *typos)
{
  guint least = G_MAXUINT;
  for (guint i = 0; i < typos->len; i++)
    least = MIN (least, g_array_index (typos, Typo, i).distance);
  return least;
}

static void
add_typos (SchalterConceptMaker *self,
           const char *word,
           guint max_distance,
           float factor,
           GArray *alternatives)
{
  g_array_set_size (self->typos, 0);
  schalter_fuzzy_find (self->index, word, max_distance, FALSE, on_typo, self);
  guint least = find_least_distance (self->typos);
  for (guint i = 0; i < self->typos->len; i++) {
    const Typo *typo = &g_array_index (self->typos, Typo, i);
    const char *surface = schalter_search_index_get_surface (self->index, typo->surface);
    if (strlen (surface) < MIN_TYPO || schalter_search_is_number (surface))
      continue;
    float weight = (typo->distance == 1 ? ONE_TYPO_WEIGHT : TWO_TYPOS_WEIGHT) * factor *
                   (typo->distance == least ? 1.0F : NOT_BEST_FACTOR) *
                   (surface[0] == word[0] ? 1.0F : OTHER_INITIAL_FACTOR);
    guint term = schalter_search_index_get_surface_term (self->index, typo->surface);
    add_term (self, alternatives, term, weight);
    add_compounds (self, alternatives, term, weight);
  }
}

/* The one word that the misspelled one can only have been: nearest, and of several equally near
 * ones far the most frequent. */
static guint
find_correction (const SchalterConceptMaker *self)
{
  guint least = 2;
  guint best = SCHALTER_INDEX_NONE;
  guint best_count = 0;
  guint other_count = 0;
  for (guint i = 0; i < self->typos->len; i++) {
    const Typo *typo = &g_array_index (self->typos, Typo, i);
    guint count = schalter_search_index_get_surface_count (self->index, typo->surface);
    if (typo->distance > least)
      continue;
    if (typo->distance < least)
      best_count = other_count = 0;
    least = typo->distance;
    other_count = MAX (other_count, MIN (count, best_count));
    if (count > best_count) {
      best = typo->surface;
      best_count = count;
    }
  }
  return best_count >= CORRECTION_LEAD * other_count ? best : SCHALTER_INDEX_NONE;
}

static void
add_typo_prefixed (SchalterConceptMaker *self, const char *word, GArray *alternatives)
{
  g_array_set_size (self->typos, 0);
  schalter_fuzzy_find (self->index, word, 1, TRUE, on_typo, self);
  guint n_added = 0;
  for (guint i = 0; i < self->typos->len && n_added < MAX_TYPO_PREFIXED; i++) {
    guint surface = g_array_index (self->typos, Typo, i).surface;
    if (schalter_search_index_get_surface (self->index, surface)[0] != word[0])
      continue;
    add_term (self,
              alternatives,
              schalter_search_index_get_surface_term (self->index, surface),
              TYPO_PREFIX_WEIGHT);
    n_added++;
  }
}

static void
add_word (SchalterConceptMaker *self, const char *word, float weight, GArray *alternatives)
{
  guint term =
      schalter_search_index_find_term (self->index, schalter_stemmer_stem (self->stemmer, word));
  if (term == SCHALTER_INDEX_NONE)
    return;
  add_term (self, alternatives, term, weight);
  add_compounds (self, alternatives, term, weight);
}

/* A synonym's words, each by itself; stopwords in it say nothing. */
static void
add_target (SchalterConceptMaker *self, const SchalterSynonym *synonym, GArray *alternatives)
{
  SchalterLanguage language = schalter_search_index_get_language (self->index);
  SchalterTokeniser tokeniser;
  SchalterToken token;
  gboolean is_long = strpbrk (synonym->target, " -") != NULL;
  float weight = (float)synonym->weight * (is_long ? LONG_TARGET_FACTOR : 1.0F);
  schalter_tokeniser_init (&tokeniser, synonym->target, -1);
  while (schalter_tokeniser_next (&tokeniser, &token)) {
    if (!schalter_search_is_stopword (language, token.word))
      add_word (self, token.word, weight, alternatives);
  }
}

static void
add_synonyms (SchalterConceptMaker *self, const char *words, GArray *alternatives)
{
  GArray *found = self->synonyms != NULL ? schalter_synonyms_find (self->synonyms, words) : NULL;
  for (guint i = 0; found != NULL && i < found->len; i++)
    add_target (self, &g_array_index (found, SchalterSynonym, i), alternatives);
}

/* Whether a standard spelling of the word is known; then it needs no guessing. */
static gboolean
add_dialect (SchalterConceptMaker *self, const char *word, GArray *alternatives)
{
  char forms[SCHALTER_DIALECT_MAX_FORMS][SCHALTER_WORD_BYTES];
  guint n_before = alternatives->len;
  guint n = self->synonyms != NULL ? schalter_synonyms_rewrite (self->synonyms, word, forms) : 0;
  for (guint i = 0; i < n; i++) {
    add_word (self, forms[i], DIALECT_WEIGHT, alternatives);
    add_synonyms (self, forms[i], alternatives);
  }
  return alternatives->len > n_before;
}

static void
find_parts (SchalterConceptMaker *self, const char *word, GArray *parts)
{
  guint surface = schalter_search_index_find_surface (self->index, word);
  if (surface != SCHALTER_INDEX_NONE) {
    SchalterNumbers known = schalter_search_index_get_parts (self->index, surface);
    g_array_append_vals (parts, known.values, known.length);
    return;
  }
  SchalterCompound compound;
  if (!schalter_compound_split (word, &self->lexicon, &compound))
    return;
  for (guint i = 0; i < compound.n_parts; i++) {
    const char *stem = schalter_stemmer_stem (self->stemmer, compound.parts[i]);
    guint term = schalter_search_index_find_term (self->index, stem);
    if (term != SCHALTER_INDEX_NONE)
      g_array_append_val (parts, term);
  }
}

/* BM25's idf: log (1 + (N − df + ½) / (df + ½)). */
static double
get_idf (const SchalterSearchIndex *index, guint df)
{
  double n = schalter_search_index_get_n_documents (index);
  return log (1 + (n - df + 0.5) / (df + 0.5));
}

/* The documents of the word itself when it is known, else of the commonest thing it may stand for.
 */
static guint
get_shared_df (const SchalterSearchIndex *index, guint own_term, GArray *alternatives)
{
  if (own_term != SCHALTER_INDEX_NONE)
    return schalter_search_index_get_df (index, own_term);
  guint df = 1;
  for (guint i = 0; i < alternatives->len; i++)
    df = MAX (df,
              schalter_search_index_get_df (
                  index, g_array_index (alternatives, SchalterAlternative, i).term));
  return df;
}

static guint
get_rarest_part (const SchalterSearchIndex *index, GArray *parts)
{
  guint df = schalter_search_index_get_n_documents (index);
  for (guint i = 0; i < parts->len; i++)
    df = MIN (df, schalter_search_index_get_df (index, g_array_index (parts, guint, i)));
  return MAX (1, df);
}

/* Of how many of the word's trigrams each surface has one is counted in the weights' place. */
static void
count_trigrams (SchalterConceptMaker *self, const char *word)
{
  for (gsize i = 0; i + 3 <= strlen (word); i++) {
    SchalterNumbers surfaces = schalter_search_index_get_with_trigram (self->index, word + i);
    for (guint j = 0; j < surfaces.length; j++) {
      guint surface = surfaces.values[j];
      if (self->n_shared[surface]++ == 0)
        g_array_append_val (self->sharers, surface);
    }
  }
}

/* Dice's coefficient of the trigrams of both words. */
static float
get_similarity (const SchalterConceptMaker *self, guint surface, const char *word)
{
  gsize n_own = strlen (word) - 2;
  gsize n_other = strlen (schalter_search_index_get_surface (self->index, surface)) - 2;
  return 2.0F * self->n_shared[surface] / (float)(n_own + n_other);
}

/* The last resort: words with most of the letters in the same order. */
static void
add_similar (SchalterConceptMaker *self, const char *word, GArray *alternatives)
{
  g_array_set_size (self->sharers, 0);
  count_trigrams (self, word);
  for (guint n = 0; n < MAX_SIMILAR; n++) {
    guint best = SCHALTER_INDEX_NONE;
    float most = MIN_SIMILARITY;
    for (guint i = 0; i < self->sharers->len; i++) {
      guint surface = g_array_index (self->sharers, guint, i);
      float similarity = self->n_shared[surface] > 0 ? get_similarity (self, surface, word) : 0;
      if (similarity > most) {
        best = surface;
        most = similarity;
      }
    }
    if (best == SCHALTER_INDEX_NONE)
      break;
    self->n_shared[best] = 0;
    guint term = schalter_search_index_get_surface_term (self->index, best);
    add_term (self, alternatives, term, SIMILAR_WEIGHT * most);
  }
  for (guint i = 0; i < self->sharers->len; i++)
    self->n_shared[g_array_index (self->sharers, guint, i)] = 0;
}

static void
add_guesses (SchalterConceptMaker *self,
             const char *word,
             SchalterConceptEffort effort,
             SchalterConcept *concept)
{
  gsize length = strlen (word);
  if (length < (effort.is_eager ? MIN_TYPO - 1 : MIN_TYPO) || schalter_search_is_number (word))
    return;
  guint max_distance = length >= (effort.is_eager ? 6 : MIN_TWO_TYPOS) ? 2 : 1;
  if (effort.is_foreign)
    return;
  if (concept->is_known) {
    float factor = effort.is_eager ? 0.5F : KNOWN_TYPO_FACTOR;
    if (length > MIN_TYPO)
      add_typos (self, word, 1, factor, concept->alternatives);
    return;
  }
  if (add_dialect (self, word, concept->alternatives))
    max_distance = 1;
  gboolean is_guess = concept->alternatives->len == 0;
  add_typos (self, word, max_distance, 1.0F, concept->alternatives);
  if (is_guess)
  concept->correction = find_correction (self);
  if (effort.is_open && concept->alternatives->len == 0)
    add_typo_prefixed (self, word, concept->alternatives);
  if (effort.is_eager && concept->alternatives->len == 0)
    add_similar (self, word, concept->alternatives);
}

/* The word's term if it occurs in a text, and not only within compounds. */
static guint
find_known_term (SchalterConceptMaker *self, const char *stem)
{
  guint term = schalter_search_index_find_term (self->index, stem);
  if (term != SCHALTER_INDEX_NONE && schalter_search_index_get_df (self->index, term) == 0)
    return SCHALTER_INDEX_NONE;
  return term;
}

gboolean
schalter_concept_maker_knows (SchalterConceptMaker *self, const char *word)
{
  return find_known_term (self, schalter_stemmer_stem (self->stemmer, word)) != SCHALTER_INDEX_NONE;
}

static guint
add_single_word (SchalterConceptMaker *self,
                 const char *word,
                 SchalterConceptEffort effort,
                 SchalterConcept *concept)
{
  char stem[SCHALTER_WORD_BYTES];
  g_strlcpy (stem, schalter_stemmer_stem (self->stemmer, word), sizeof stem);
  guint term = find_known_term (self, stem);
  concept->is_known = term != SCHALTER_INDEX_NONE;
  if (concept->is_known) {
    add_term (self, concept->alternatives, term, 1.0F);
    add_compounds (self, concept->alternatives, term, 1.0F);
  }
  if (effort.is_open && strlen (word) >= MIN_PREFIX)
    add_prefixed (self, word, concept->is_known ? LONGER_WEIGHT : 1.0F, concept->alternatives);
  add_infixed (self, stem, concept->alternatives);
  add_synonyms (self, word, concept->alternatives);
  add_guesses (self, word, effort, concept);
  find_parts (self, word, concept->parts);
  return term;
}

/* A phrase that is a synonym as a whole: what it stands for, and its own words a little. */
static void
add_phrase (SchalterConceptMaker *self, const char *words, GArray *alternatives)
{
  add_synonyms (self, words, alternatives);
  SchalterSynonym own = { (char *)words, PHRASE_OWN_FACTOR / LONG_TARGET_FACTOR };
  add_target (self, &own, alternatives);
}

void
schalter_concept_maker_make (SchalterConceptMaker *self,
                             const char *words,
                             SchalterConceptEffort effort,
                             SchalterConcept *concept)
{
  g_return_if_fail (self != NULL && concept != NULL);
  g_strlcpy (concept->word, words, sizeof concept->word);
  g_array_set_size (concept->alternatives, 0);
  g_array_set_size (concept->parts, 0);
  concept->effort = effort;
  concept->correction = SCHALTER_INDEX_NONE;
  guint own_term = SCHALTER_INDEX_NONE;
  if (strchr (words, ' ') != NULL) {
    concept->is_known = TRUE;
    add_phrase (self, words, concept->alternatives);
  } else {
    own_term = add_single_word (self, words, effort, concept);
  }
  settle (self, concept->alternatives);
  guint df = get_shared_df (self->index, own_term, concept->alternatives);
  concept->idf = get_idf (self->index, df);
  if (!concept->is_known && concept->parts->len > 0) {
    double by_parts = get_idf (self->index, get_rarest_part (self->index, concept->parts));
    concept->idf = concept->alternatives->len > 0 ? MAX (concept->idf, by_parts) : by_parts;
  }
}

void
schalter_concept_maker_expand_term (SchalterConceptMaker *self, guint term, GArray *alternatives)
{
  g_array_set_size (alternatives, 0);
  add_term (self, alternatives, term, 1.0F);
  add_compounds (self, alternatives, term, 1.0F);
  settle (self, alternatives);
}
