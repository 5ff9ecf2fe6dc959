/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ranking. Each concept of the query gives each document evidence, which saturates (BM25F); a
 * document's score grows with how much of the query it covers, and with how much of that stands in
 * its title. The best few are then compared with the query title by title and name by name. */
#include "config.h"

#include "search-engine.h"

#include "search-format.h"

#include <math.h>
#include <string.h>

#define MAX_CONCEPTS 24
/* Words are kept from one key press to the next: only the last one is new. More than are used by
 * two searches, so that the eager one leaves the words of the plain one alone. */
#define N_KEPT 64
#define MAX_COARSE 64 /* documents that are looked at more closely */

/* Tuned on the open half of the evaluation sets named in docs/search.md. */
#define SATURATION_HALF ((float)SCHALTER_IMPACT_HALF)
#define PARTS_WEIGHT 0.7F /* what a compound's parts find, against the compound itself */
#define HEAD_SHARE 0.4F
#define COVERAGE_EXPONENT 0.6
#define TITLE_FACTOR 0.5F
#define TITLE_BONUS 0.4F
#define EXACT_BONUS 0.2F /* a title or name is just what was typed */
#define LEAST_EXACT 0.95F
#define JOINT_WEIGHT 0.9F /* of a compound that several words of the query make */
#define LEAST_JOINT 0.4F

typedef struct {
  float evidence; /* a sum while a concept is gathered, then saturated, 0–1 */
  float coverage;
  float title_coverage;
} Evidence;

/* What the documents have been given so far; only touched ones are ever visited or cleared. */
typedef struct {
  Evidence *by_document;
  guint *touched;
  guint n_touched;
} Tally;

struct _SchalterSearchEngine {
  SchalterSearchIndex *index;  /* owned */
  SchalterStemmer *stemmer;    /* owned */
  SchalterConceptMaker *maker; /* owned */
  const SchalterSynonyms *synonyms;
  SchalterConcept kept[N_KEPT];
  guint64 used_at[N_KEPT]; /* n_made when it was last used */
  guint64 n_made;
  const SchalterConcept *concepts[MAX_CONCEPTS]; /* of this query, among the kept ones */
  guint n_concepts;
  GArray *part_alternatives; /* owned */
  guint8 *n_sharing;         /* owned; by term: words of the query it may stand for */
  GArray *joint;             /* owned; of guint: terms with some */
  Tally total;
  Tally concept;
  Tally part;
  Tally parts;
  float power_of[257]; /* coverage^COVERAGE_EXPONENT in steps of 1/256 */
};

static void
tally_init (Tally *tally, guint n_documents)
{
  tally->by_document = g_new0 (Evidence, n_documents + 1);
  tally->touched = g_new (guint, n_documents + 1);
  tally->n_touched = 0;
}

static void
tally_clear (Tally *tally)
{
  g_free (tally->by_document);
  g_free (tally->touched);
}

static void
tally_reset (Tally *tally)
{
  for (guint i = 0; i < tally->n_touched; i++)
    tally->by_document[tally->touched[i]] = (Evidence){ 0, 0, 0 };
  tally->n_touched = 0;
}

static inline Evidence *
tally_touch (Tally *tally, guint document)
{
  Evidence *evidence = &tally->by_document[document];
  if (evidence->coverage == 0.0F)
    tally->touched[tally->n_touched++] = document;
  return evidence;
}

SchalterSearchEngine *
schalter_search_engine_new (SchalterSearchIndex *index, const SchalterSynonyms *synonyms)
{
  g_return_val_if_fail (index != NULL, NULL);
  SchalterSearchEngine *self = g_new0 (SchalterSearchEngine, 1);
  guint n_documents = schalter_search_index_get_n_documents (index);
  self->index = index;
  self->synonyms = synonyms;
  self->stemmer = schalter_stemmer_new (schalter_search_index_get_language (index));
  self->maker = schalter_concept_maker_new (index, self->stemmer, synonyms);
  self->n_sharing = g_new0 (guint8, schalter_search_index_get_n_terms (index) + 1);
  self->joint = g_array_new (FALSE, FALSE, sizeof (guint));
  self->part_alternatives = g_array_new (FALSE, FALSE, sizeof (SchalterAlternative));
  for (guint i = 0; i < N_KEPT; i++)
    schalter_concept_init (&self->kept[i]);
  tally_init (&self->total, n_documents);
  tally_init (&self->concept, n_documents);
  tally_init (&self->part, n_documents);
  tally_init (&self->parts, n_documents);
  for (guint i = 0; i <= 256; i++)
    self->power_of[i] = (float)pow (i / 256.0, COVERAGE_EXPONENT);
  return self;
}

void
schalter_search_engine_free (SchalterSearchEngine *self)
{
  schalter_concept_maker_free (self->maker);
  schalter_stemmer_free (self->stemmer);
  schalter_search_index_free (self->index);
  g_array_unref (self->part_alternatives);
  g_free (self->n_sharing);
  g_array_unref (self->joint);
  for (guint i = 0; i < N_KEPT; i++)
    schalter_concept_clear (&self->kept[i]);
  tally_clear (&self->total);
  tally_clear (&self->concept);
  tally_clear (&self->part);
  tally_clear (&self->parts);
  g_free (self);
}

const SchalterSearchIndex *
schalter_search_engine_get_index (const SchalterSearchEngine *self)
{
  return self->index;
}

guint
schalter_search_engine_get_n_concepts (const SchalterSearchEngine *self)
{
  return self->n_concepts;
}

const SchalterConcept *
schalter_search_engine_get_concept (const SchalterSearchEngine *self, guint position)
{
  g_return_val_if_fail (position < self->n_concepts, NULL);
  return self->concepts[position];
}

gboolean
schalter_search_engine_knows (SchalterSearchEngine *self, const char *word)
{
  if (schalter_concept_maker_knows (self->maker, word))
    return TRUE;
  return self->synonyms != NULL && schalter_synonyms_find (self->synonyms, word) != NULL;
}

gboolean
schalter_search_engine_has_word (const SchalterSearchEngine *self, const char *word)
{
  return schalter_search_index_find_surface (self->index, word) != SCHALTER_INDEX_NONE;
}

gboolean
schalter_search_engine_has_beginning (const SchalterSearchEngine *self, const char *word)
{
  guint first = schalter_search_index_find_surface_from (self->index, word);
  return first < schalter_search_index_get_n_surfaces (self->index) &&
         g_str_has_prefix (schalter_search_index_get_surface (self->index, first), word);
}

/* From words to concepts. */

typedef struct {
  SchalterToken tokens[MAX_CONCEPTS];
  guint places[MAX_CONCEPTS]; /* of the tokens among all words */
  guint n_tokens;
  gboolean is_open; /* the last word may go on */
} Words;

static gboolean
has_word (const Words *words, const char *word)
{
  for (guint i = 0; i < words->n_tokens; i++) {
    if (g_str_equal (words->tokens[i].word, word))
      return TRUE;
  }
  return FALSE;
}

static void
read_words (const char *typed, Words *words)
{
  SchalterTokeniser tokeniser;
  SchalterToken token;
  words->n_tokens = 0;
  words->is_open = FALSE;
  guint place = 0;
  schalter_tokeniser_init (&tokeniser, typed, -1);
  while (words->n_tokens < MAX_CONCEPTS && schalter_tokeniser_next (&tokeniser, &token)) {
    words->is_open = typed[token.end] == '\0';
    if (!has_word (words, token.word)) {
      words->places[words->n_tokens] = place;
      words->tokens[words->n_tokens++] = token;
    }
    place++;
  }
}

/* How many words from @first on are one phrase of the editors' tables; 1 when there is none. */
static guint
find_phrase (const SchalterSearchEngine *self, const Words *words, guint first, GString *phrase)
{
  guint longest = MIN (SCHALTER_SYNONYM_MAX_WORDS, words->n_tokens - first);
  for (guint length = longest; length > 1 && self->synonyms != NULL; length--) {
    g_string_assign (phrase, words->tokens[first].word);
    for (guint i = 1; i < length; i++)
      g_string_append_printf (phrase, " %s", words->tokens[first + i].word);
    if (schalter_synonyms_find (self->synonyms, phrase->str) != NULL)
      return length;
  }
  g_string_assign (phrase, words->tokens[first].word);
  return 1;
}

static gboolean
is_same (const SchalterConcept *concept, const char *words, SchalterConceptEffort effort)
{
  return effort.is_open == concept->effort.is_open && effort.is_eager == concept->effort.is_eager &&
         effort.is_foreign == concept->effort.is_foreign && g_str_equal (concept->word, words);
}

static void
add_concept (SchalterSearchEngine *self, const char *words, SchalterConceptEffort effort)
{
  guint place = 0;
  for (guint i = 0; i < N_KEPT; i++) {
    if (self->used_at[i] > 0 && is_same (&self->kept[i], words, effort)) {
      place = i;
      break;
    }
    if (self->used_at[i] < self->used_at[place])
      place = i;
  }
  if (self->used_at[place] == 0 || !is_same (&self->kept[place], words, effort))
    schalter_concept_maker_make (self->maker, words, effort, &self->kept[place]);
  self->used_at[place] = ++self->n_made;
  self->concepts[self->n_concepts++] = &self->kept[place];
}

static void
make_concepts (SchalterSearchEngine *self,
               const Words *words,
               const SchalterSearchQuery *query,
               gboolean with_stopwords)
{
  SchalterLanguage language = schalter_search_index_get_language (self->index);
  g_autoptr (GString) phrase = g_string_new (NULL);
  self->n_concepts = 0;
  for (guint i = 0; i < words->n_tokens;) {
    guint length = find_phrase (self, words, i, phrase);
    SchalterConceptEffort effort = {
      .is_open = words->is_open && i + length == words->n_tokens,
      .is_eager = query->is_eager,
      .is_foreign = words->places[i] < 64 && (query->foreign_words >> words->places[i]) % 2 == 1,
    };
    i += length;
    if (length == 1 && !with_stopwords && schalter_search_is_stopword (language, phrase->str))
      continue;
    add_concept (self, phrase->str, effort);
  }
}

/* A compound that several words of the query are parts of is what was meant: "Auszug Betreibung"
 * is as good as "Betreibungsauszug". */
static void
find_joint_terms (SchalterSearchEngine *self)
{
  for (guint i = 0; i < self->joint->len; i++)
    self->n_sharing[g_array_index (self->joint, guint, i)] = 0;
  g_array_set_size (self->joint, 0);
  for (guint i = 0; i < self->n_concepts && self->n_concepts > 1; i++) {
    const GArray *alternatives = self->concepts[i]->alternatives;
    for (guint j = 0; j < alternatives->len; j++) {
      const SchalterAlternative *alternative =
          &g_array_index (alternatives, SchalterAlternative, j);
      if (alternative->weight < LEAST_JOINT)
        continue;
      if (self->n_sharing[alternative->term]++ == 0)
        g_array_append_val (self->joint, alternative->term);
    }
  }
}

static inline float
get_weight (const SchalterSearchEngine *self, const SchalterAlternative *alternative)
{
  gboolean is_joint = self->n_sharing[alternative->term] > 1 && alternative->weight >= LEAST_JOINT;
  return is_joint ? MAX (alternative->weight, JOINT_WEIGHT) : alternative->weight;
}

/* From concepts to evidence. */

static void
gather (SchalterSearchEngine *self, GArray *alternatives, Tally *tally)
{
  for (guint i = 0; i < alternatives->len; i++) {
    const SchalterAlternative *alternative = &g_array_index (alternatives, SchalterAlternative, i);
    float weight = get_weight (self, alternative);
    SchalterPostings postings;
    schalter_search_index_begin (self->index, alternative->term, &postings);
    while (schalter_postings_next (&postings)) {
      Evidence *evidence = tally_touch (tally, postings.document);
      evidence->evidence += weight * postings.evidence;
      evidence->coverage = MAX (evidence->coverage, weight);
      if (postings.is_named)
        evidence->title_coverage = MAX (evidence->title_coverage, weight);
    }
  }
  for (guint i = 0; i < tally->n_touched; i++) {
    Evidence *evidence = &tally->by_document[tally->touched[i]];
    evidence->evidence /= evidence->evidence + SATURATION_HALF;
  }
}

static void
add_evidence (Tally *target, const Tally *source, float factor)
{
  for (guint i = 0; i < source->n_touched; i++) {
    const Evidence *from = &source->by_document[source->touched[i]];
    Evidence *to = tally_touch (target, source->touched[i]);
    to->evidence += factor * from->evidence;
    to->coverage += factor * MIN (1.0F, from->coverage);
    to->title_coverage += factor * MIN (1.0F, from->title_coverage);
  }
}

static float
get_part_share (guint n_parts, guint position)
{
  if (position + 1 == n_parts)
    return HEAD_SHARE;
  return (1 - HEAD_SHARE) / (float)(n_parts - 1);
}

/* What the parts of a compound find, where that is more than what the whole finds. */
static void
gather_parts (SchalterSearchEngine *self, const SchalterConcept *concept)
{
  tally_reset (&self->parts);
  for (guint i = 0; i < concept->parts->len; i++) {
    guint term = g_array_index (concept->parts, guint, i);
    schalter_concept_maker_expand_term (self->maker, term, self->part_alternatives);
    tally_reset (&self->part);
    gather (self, self->part_alternatives, &self->part);
    add_evidence (&self->parts, &self->part, get_part_share (concept->parts->len, i));
  }
  for (guint i = 0; i < self->parts.n_touched; i++) {
    const Evidence *from = &self->parts.by_document[self->parts.touched[i]];
    Evidence *to = tally_touch (&self->concept, self->parts.touched[i]);
    to->evidence = MAX (to->evidence, PARTS_WEIGHT * from->evidence);
    to->coverage = MAX (to->coverage, PARTS_WEIGHT * from->coverage);
    to->title_coverage = MAX (to->title_coverage, PARTS_WEIGHT * from->title_coverage);
  }
}

/* Fills the total tally; gives the sum of the idf of the query. */
static double
gather_all (SchalterSearchEngine *self)
{
  double idf_sum = 0;
  tally_reset (&self->total);
  for (guint i = 0; i < self->n_concepts; i++) {
    const SchalterConcept *concept = self->concepts[i];
    tally_reset (&self->concept);
    gather (self, concept->alternatives, &self->concept);
    if (concept->parts->len > 1)
      gather_parts (self, concept);
    add_evidence (&self->total, &self->concept, (float)concept->idf);
    idf_sum += concept->idf;
  }
  return idf_sum;
}

/* From evidence to a ranking. */

static SchalterRanked
rank_document (const SchalterSearchEngine *self, guint document, float idf_sum)
{
  const Evidence *evidence = &self->total.by_document[document];
  SchalterRanked ranked = {
    .document = document,
    .coverage = MIN (1.0F, evidence->coverage / idf_sum),
    .title_coverage = MIN (1.0F, evidence->title_coverage / idf_sum),
  };
  ranked.score = evidence->evidence / idf_sum * self->power_of[(guint)(ranked.coverage * 256)] *
                 (1 + TITLE_FACTOR * ranked.title_coverage);
  return ranked;
}

static int
compare_ranked (gconstpointer a, gconstpointer b)
{
  const SchalterRanked *one = a;
  const SchalterRanked *other = b;
  if (one->score != other->score)
    return one->score > other->score ? -1 : 1;
  return one->document < other->document ? -1 : one->document > other->document;
}

/* The coarse ranking must not lose a short title that the closer look would lift: it counts the
 * title bonus as if every title were as short as the query. */
static float
get_optimistic_score (const SchalterRanked *ranked)
{
  return ranked->score + TITLE_BONUS * ranked->title_coverage * ranked->title_coverage;
}

/* Keeps the best MAX_COARSE in a heap whose first is the worst of them. */
static void
sift_down (SchalterRanked *heap, guint n)
{
  guint i = 0;
  for (guint child = 1; child < n; child = 2 * i + 1) {
    if (child + 1 < n &&
        get_optimistic_score (&heap[child + 1]) < get_optimistic_score (&heap[child]))
      child++;
    if (get_optimistic_score (&heap[i]) <= get_optimistic_score (&heap[child]))
      return;
    SchalterRanked swap = heap[i];
    heap[i] = heap[child];
    heap[child] = swap;
    i = child;
  }
}

static void
sift_up (SchalterRanked *heap, guint i)
{
  while (i > 0 && get_optimistic_score (&heap[i]) < get_optimistic_score (&heap[(i - 1) / 2])) {
    SchalterRanked swap = heap[i];
    heap[i] = heap[(i - 1) / 2];
    heap[(i - 1) / 2] = swap;
    i = (i - 1) / 2;
  }
}

static guint
select_best (const SchalterSearchEngine *self, float idf_sum, SchalterRanked *heap)
{
  guint n = 0;
  for (guint i = 0; i < self->total.n_touched; i++) {
    SchalterRanked ranked = rank_document (self, self->total.touched[i], idf_sum);
    if (n < MAX_COARSE) {
      heap[n] = ranked;
      sift_up (heap, n++);
    } else if (get_optimistic_score (&ranked) > get_optimistic_score (&heap[0])) {
      heap[0] = ranked;
      sift_down (heap, n);
    }
  }
  return n;
}

static float
get_weight_in_unit (const SchalterSearchEngine *self,
                    const SchalterConcept *concept,
                    SchalterNumbers unit,
                    guint64 *seen)
{
  float best = 0;
  for (guint i = 0; i < concept->alternatives->len; i++) {
    const SchalterAlternative *alternative =
        &g_array_index (concept->alternatives, SchalterAlternative, i);
    for (guint j = 0; alternative->weight > 0.3F && j < MIN (unit.length, 64); j++) {
      if (unit.values[j] != alternative->term)
        continue;
      best = MAX (best, get_weight (self, alternative));
      *seen |= G_GUINT64_CONSTANT (1) << j;
    }
  }
  return best;
}

/* How well one title or name answers the query: what it covers of it, squared, less when it says
 * more than was asked. */
static float
compare_with_unit (const SchalterSearchEngine *self, SchalterNumbers unit, double idf_sum)
{
  double covered = 0;
  guint64 seen = 0;
  for (guint i = 0; i < self->n_concepts; i++)
    covered += self->concepts[i]->idf * get_weight_in_unit (self, self->concepts[i], unit, &seen);
  double coverage = MIN (1.0, covered / idf_sum);
  double fit = MIN (1.0, (double)self->n_concepts / MAX (1, unit.length));
  return (float)(coverage * coverage * fit);
}

static void
look_closely (const SchalterSearchEngine *self, SchalterRanked *ranked, double idf_sum)
{
  guint n_units = schalter_search_index_get_n_units (self->index, ranked->document);
  SchalterNumbers title = schalter_search_index_get_unit (self->index, ranked->document, 0);
  float fit = MIN (1.0F, (float)self->n_concepts / (float)MAX (1, title.length));
  float best = ranked->title_coverage * ranked->title_coverage * fit;
  for (guint i = 1; i < n_units; i++) {
    SchalterNumbers unit = schalter_search_index_get_unit (self->index, ranked->document, i);
    best = MAX (best, compare_with_unit (self, unit, idf_sum));
  }
  ranked->score += TITLE_BONUS * best;
  if (best > LEAST_EXACT)
    ranked->score += EXACT_BONUS;
}

void
schalter_search_engine_search (SchalterSearchEngine *self,
                               const SchalterSearchQuery *query,
                               guint limit,
                               GArray *ranked)
{
  g_return_if_fail (self != NULL && query != NULL && ranked != NULL);
  Words words;
  read_words (query->typed, &words);
  g_array_set_size (ranked, 0);
  make_concepts (self, &words, query, FALSE);
  if (self->n_concepts == 0)
    make_concepts (self, &words, query, TRUE);
  find_joint_terms (self);
  double idf_sum = gather_all (self);
  if (idf_sum <= 0)
    return;
  SchalterRanked best[MAX_COARSE];
  guint n = select_best (self, (float)idf_sum, best);
  for (guint i = 0; i < n; i++)
    look_closely (self, &best[i], idf_sum);
  g_array_append_vals (ranked, best, n);
  g_array_sort (ranked, compare_ranked);
  if (ranked->len > limit)
    g_array_set_size (ranked, limit);
}
