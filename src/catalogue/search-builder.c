/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Building the search index of one language: gathers words and their places in memory, then writes
 * the sections of search-format.h in one go. */
#include "config.h"

#include "search-builder.h"

#include "search-compound.h"
#include "search-format.h"
#include "search-text.h"

#include <string.h>

/* Weights and length normalisation of the fields (BM25F: Robertson, Zaragoza and Taylor, 2004). */
#define TITLE_WEIGHT 2.0
#define NAME_WEIGHT 1.4
#define TITLE_LENGTH_EFFECT 0.3
#define BODY_LENGTH_EFFECT 0.6

typedef enum {
  FIELD_TITLE,
  FIELD_NAME,
  FIELD_BODY,
  N_FIELDS,
} Field;

typedef struct {
  char *word;
  char *form; /* as it is written; in small letters where that occurs */
  guint term;
  guint count;
} Surface;

typedef struct {
  guint document;
  guint16 n_by_field[N_FIELDS];
} Posting;

typedef struct {
  char *text;
  guint count;
  GArray *postings;  /* of Posting, documents rising */
  GArray *compounds; /* of guint: surface × 2 + is head */
} Term;

typedef struct {
  char *key;
  guint title_length;
  guint body_length;
  GPtrArray *units; /* of GArray of guint: terms */
} Document;

typedef struct {
  guint term;
  Field field;
} Hit;

struct _SchalterSearchBuilder {
  SchalterLanguage language;
  SchalterStemmer *stemmer; /* owned */
  GArray *surfaces;         /* of Surface */
  GArray *terms;            /* of Term */
  GArray *documents;        /* of Document */
  GHashTable *surface_ids;  /* word → position + 1; borrows the words */
  GHashTable *term_ids;     /* stem → position + 1; borrows the stems */
  GPtrArray *parts;         /* of GArray of guint or NULL, for each surface */
  GArray *hits;             /* of Hit: of the document being added */
};

static void
clear_surface (gpointer data)
{
  g_free (((Surface *)data)->word);
  g_free (((Surface *)data)->form);
}

static void
clear_term (gpointer data)
{
  Term *term = data;
  g_free (term->text);
  g_array_unref (term->postings);
  g_array_unref (term->compounds);
}

static void
clear_document (gpointer data)
{
  Document *document = data;
  g_free (document->key);
  g_ptr_array_unref (document->units);
}

static void
unref_array (gpointer data)
{
  if (data != NULL)
    g_array_unref (data);
}

SchalterSearchBuilder *
schalter_search_builder_new (SchalterLanguage language)
{
  SchalterSearchBuilder *self = g_new0 (SchalterSearchBuilder, 1);
  self->language = language;
  self->stemmer = schalter_stemmer_new (language);
  self->surfaces = g_array_new (FALSE, FALSE, sizeof (Surface));
  g_array_set_clear_func (self->surfaces, clear_surface);
  self->terms = g_array_new (FALSE, FALSE, sizeof (Term));
  g_array_set_clear_func (self->terms, clear_term);
  self->documents = g_array_new (FALSE, FALSE, sizeof (Document));
  g_array_set_clear_func (self->documents, clear_document);
  self->surface_ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->term_ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->parts = g_ptr_array_new_with_free_func (unref_array);
  self->hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  return self;
}

void
schalter_search_builder_free (SchalterSearchBuilder *self)
{
  g_hash_table_unref (self->surface_ids);
  g_hash_table_unref (self->term_ids);
  g_array_unref (self->surfaces);
  g_array_unref (self->terms);
  g_array_unref (self->documents);
  g_ptr_array_unref (self->parts);
  g_array_unref (self->hits);
  schalter_stemmer_free (self->stemmer);
  g_free (self);
}

static guint
intern_term (SchalterSearchBuilder *self, const char *stem)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->term_ids, stem));
  if (found > 0)
    return found - 1;
  Term term = {
    .text = g_strdup (stem),
    .postings = g_array_new (FALSE, FALSE, sizeof (Posting)),
    .compounds = g_array_new (FALSE, FALSE, sizeof (guint)),
  };
  g_array_append_val (self->terms, term);
  g_hash_table_insert (self->term_ids, term.text, GUINT_TO_POINTER (self->terms->len));
  return self->terms->len - 1;
}

static guint
intern_surface (SchalterSearchBuilder *self, const char *word)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->surface_ids, word));
  if (found > 0)
    return found - 1;
  Surface surface = {
    .word = g_strdup (word),
    .term = intern_term (self, schalter_stemmer_stem (self->stemmer, word)),
  };
  g_array_append_val (self->surfaces, surface);
  g_hash_table_insert (self->surface_ids, surface.word, GUINT_TO_POINTER (self->surfaces->len));
  return self->surfaces->len - 1;
}

/* A word with a capital only where a sentence begins is shown without it. */
static void
note_form (Surface *surface, const char *text, const SchalterToken *token)
{
  gboolean is_lower = g_unichar_islower (g_utf8_get_char (text + token->start));
  if (surface->form != NULL && (!is_lower || g_unichar_islower (g_utf8_get_char (surface->form))))
    return;
  g_free (surface->form);
  surface->form = g_strndup (text + token->start, token->end - token->start);
}

/* Counts the words of @text; gives their number, and their terms without stopwords to @unit. */
static guint
add_text (SchalterSearchBuilder *self, const char *text, Field field, GArray *unit)
{
  SchalterTokeniser tokeniser;
  SchalterToken token;
  guint n_words = 0;
  schalter_tokeniser_init (&tokeniser, text, -1);
  while (schalter_tokeniser_next (&tokeniser, &token)) {
    guint id = intern_surface (self, token.word); /* may move the array */
    Surface *surface = &g_array_index (self->surfaces, Surface, id);
    surface->count++;
    note_form (surface, text, &token);
    g_array_index (self->terms, Term, surface->term).count++;
    Hit hit = { surface->term, field };
    g_array_append_val (self->hits, hit);
    if (unit != NULL && !schalter_search_is_stopword (self->language, token.word))
      g_array_append_val (unit, surface->term);
    n_words++;
  }
  return n_words;
}

static guint
add_unit (SchalterSearchBuilder *self, Document *document, const char *text, Field field)
{
  GArray *unit = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_words = add_text (self, text, field, unit);
  g_ptr_array_add (document->units, unit);
  return n_words;
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  guint one = ((const Hit *)a)->term;
  guint other = ((const Hit *)b)->term;
  return one < other ? -1 : one > other;
}

static void
turn_hits_into_postings (SchalterSearchBuilder *self, guint document)
{
  g_array_sort (self->hits, compare_hits);
  Posting *posting = NULL;
  for (guint i = 0; i < self->hits->len; i++) {
    const Hit *hit = &g_array_index (self->hits, Hit, i);
    if (i == 0 || hit->term != hit[-1].term) {
      GArray *postings = g_array_index (self->terms, Term, hit->term).postings;
      Posting fresh = { .document = document };
      g_array_append_val (postings, fresh);
      posting = &g_array_index (postings, Posting, postings->len - 1);
    }
    if (posting->n_by_field[hit->field] < G_MAXUINT16)
      posting->n_by_field[hit->field]++;
  }
  g_array_set_size (self->hits, 0);
}

void
schalter_search_builder_add (SchalterSearchBuilder *self, const SchalterSearchDocument *source)
{
  g_return_if_fail (self != NULL && source != NULL);
  Document document = {
    .key = g_strdup (source->key),
    .units = g_ptr_array_new_with_free_func (unref_array),
  };
  document.title_length = add_unit (self, &document, source->title, FIELD_TITLE);
  for (const char *const *name = source->names; name != NULL && *name != NULL; name++)
    (void)add_unit (self, &document, *name, FIELD_NAME); /* names have no length effect */
  document.body_length = add_text (self, source->body, FIELD_BODY, NULL);
  turn_hits_into_postings (self, self->documents->len);
  g_array_append_val (self->documents, document);
}

/* The lexicon that compounds are split with: every word and stem of the texts but numbers. */
static guint
count_in_texts (gconstpointer data, const char *word)
{
  const SchalterSearchBuilder *self = data;
  if (schalter_search_is_number (word))
    return 0;
  guint surface = GPOINTER_TO_UINT (g_hash_table_lookup (self->surface_ids, word));
  guint term = GPOINTER_TO_UINT (g_hash_table_lookup (self->term_ids, word));
  guint count = surface > 0 ? g_array_index (self->surfaces, Surface, surface - 1).count : 0;
  return count + (term > 0 ? g_array_index (self->terms, Term, term - 1).count : 0);
}

static GArray *
note_parts (SchalterSearchBuilder *self, guint surface, const SchalterCompound *compound)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < compound->n_parts; i++) {
    guint part = intern_term (self, schalter_stemmer_stem (self->stemmer, compound->parts[i]));
    guint entry = surface * 2 + (i + 1 == compound->n_parts ? 1 : 0);
    g_array_append_val (g_array_index (self->terms, Term, part).compounds, entry);
    g_array_append_val (parts, part);
  }
  return parts;
}

static int
compare_surfaces (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Surface *)a)->word, ((const Surface *)b)->word);
}

static void
split_compounds (SchalterSearchBuilder *self)
{
  SchalterLexicon lexicon = { count_in_texts, self, self->stemmer };
  for (guint i = 0; i < self->surfaces->len; i++) {
    SchalterCompound compound;
    const char *word = g_array_index (self->surfaces, Surface, i).word;
    gboolean is_compound = schalter_compound_split (word, &lexicon, &compound);
    g_ptr_array_add (self->parts, is_compound ? note_parts (self, i, &compound) : NULL);
  }
}

static void
sort_surfaces (SchalterSearchBuilder *self)
{
  g_array_sort (self->surfaces, compare_surfaces);
  for (guint i = 0; i < self->surfaces->len; i++)
    g_hash_table_insert (self->surface_ids,
                         g_array_index (self->surfaces, Surface, i).word,
                         GUINT_TO_POINTER (i + 1));
}

/* Where each term comes in the order of the bytes of its stem. */
typedef struct {
  guint *order;   /* owned: n-th → term */
  guint *rank_of; /* owned: term → n */
} TermOrder;

static int
compare_terms (gconstpointer a, gconstpointer b, gpointer data)
{
  GArray *terms = data;
  return strcmp (g_array_index (terms, Term, *(const guint *)a).text,
                 g_array_index (terms, Term, *(const guint *)b).text);
}

static TermOrder
order_terms (GArray *terms)
{
  TermOrder order = { g_new (guint, terms->len), g_new (guint, terms->len) };
  for (guint i = 0; i < terms->len; i++)
    order.order[i] = i;
  g_qsort_with_data (order.order, (int)terms->len, sizeof (guint), compare_terms, terms);
  for (guint i = 0; i < terms->len; i++)
    order.rank_of[order.order[i]] = i;
  return order;
}

static void
append_u32 (GByteArray *section, guint32 value)
{
  guint32 little = GUINT32_TO_LE (value);
  g_byte_array_append (section, (const guint8 *)&little, sizeof little);
}

static void
append_string (GByteArray *section, const char *text)
{
  g_byte_array_append (section, (const guint8 *)text, (guint)strlen (text) + 1);
}

typedef struct {
  GByteArray *sections[SCHALTER_N_SECTIONS];
} Image;

static void
write_surfaces (SchalterSearchBuilder *self, const TermOrder *order, Image *image)
{
  GByteArray **sections = image->sections;
  guint n_parts = 0;
  for (guint i = 0; i < self->surfaces->len; i++) {
    const Surface *surface = &g_array_index (self->surfaces, Surface, i);
    append_u32 (sections[SCHALTER_SECTION_SURFACE_OFFSETS],
                sections[SCHALTER_SECTION_SURFACE_TEXT]->len);
    append_string (sections[SCHALTER_SECTION_SURFACE_TEXT], surface->word);
    append_u32 (sections[SCHALTER_SECTION_FORM_OFFSETS], sections[SCHALTER_SECTION_FORM_TEXT]->len);
    append_string (sections[SCHALTER_SECTION_FORM_TEXT], surface->form);
    append_u32 (sections[SCHALTER_SECTION_SURFACE_TERM], order->rank_of[surface->term]);
    append_u32 (sections[SCHALTER_SECTION_SURFACE_COUNT], surface->count);
    append_u32 (sections[SCHALTER_SECTION_PART_OFFSETS], n_parts);
    GArray *parts = g_ptr_array_index (self->parts, i);
    for (guint j = 0; parts != NULL && j < parts->len; j++, n_parts++)
      append_u32 (sections[SCHALTER_SECTION_PARTS],
                  order->rank_of[g_array_index (parts, guint, j)]);
  }
  append_u32 (sections[SCHALTER_SECTION_SURFACE_OFFSETS],
              sections[SCHALTER_SECTION_SURFACE_TEXT]->len);
  append_u32 (sections[SCHALTER_SECTION_FORM_OFFSETS], sections[SCHALTER_SECTION_FORM_TEXT]->len);
  append_u32 (sections[SCHALTER_SECTION_PART_OFFSETS], n_parts);
}

typedef struct {
  double title_length;
  double body_length;
} Averages;

static Averages
get_averages (GArray *documents)
{
  Averages sum = { 0, 0 };
  for (guint i = 0; i < documents->len; i++) {
    sum.title_length += g_array_index (documents, Document, i).title_length;
    sum.body_length += g_array_index (documents, Document, i).body_length;
  }
  return (Averages){ MAX (1, sum.title_length) / MAX (1, documents->len),
                     MAX (1, sum.body_length) / MAX (1, documents->len) };
}

static guint8
get_impact (const Posting *posting, const Document *document, const Averages *average)
{
  double title = posting->n_by_field[FIELD_TITLE] /
                 (1 - TITLE_LENGTH_EFFECT +
                  TITLE_LENGTH_EFFECT * document->title_length / average->title_length);
  double body =
      posting->n_by_field[FIELD_BODY] /
      (1 - BODY_LENGTH_EFFECT + BODY_LENGTH_EFFECT * document->body_length / average->body_length);
  double evidence =
      TITLE_WEIGHT * title + NAME_WEIGHT * MIN (2, posting->n_by_field[FIELD_NAME]) + body;
  double share = evidence / (evidence + SCHALTER_IMPACT_HALF);
  return (guint8)CLAMP (share * 255 + 0.5, 1, 254);
}

static void
append_varint (GByteArray *section, guint32 value)
{
  for (; value >= 0x80; value >>= 7)
    g_byte_array_append (section, &(guint8){ (guint8)(value | 0x80) }, 1);
  g_byte_array_append (section, &(guint8){ (guint8)value }, 1);
}

static void
write_postings (SchalterSearchBuilder *self,
                const Term *term,
                const Averages *average,
                Image *image)
{
  GByteArray *section = image->sections[SCHALTER_SECTION_POSTINGS];
  guint last = 0;
  for (guint i = 0; i < term->postings->len; i++) {
    const Posting *posting = &g_array_index (term->postings, Posting, i);
    gboolean is_named = posting->n_by_field[FIELD_TITLE] + posting->n_by_field[FIELD_NAME] > 0;
    append_varint (section, (posting->document - last) * 2 + (is_named ? 1 : 0));
    guint8 impact = get_impact (
        posting, &g_array_index (self->documents, Document, posting->document), average);
    g_byte_array_append (section, &impact, 1);
    last = posting->document;
  }
}

static void
write_compounds (SchalterSearchBuilder *self,
                 const Term *term,
                 const TermOrder *order,
                 Image *image)
{
  GByteArray *section = image->sections[SCHALTER_SECTION_COMPOUNDS];
  for (guint i = 0; i < term->compounds->len; i++) {
    guint entry = g_array_index (term->compounds, guint, i);
    guint whole = g_array_index (self->surfaces, Surface, entry / 2).term;
    append_u32 (section, order->rank_of[whole] * 2 + entry % 2);
  }
}

static void
write_terms (SchalterSearchBuilder *self, const TermOrder *order, Image *image)
{
  GByteArray **sections = image->sections;
  Averages average = get_averages (self->documents);
  for (guint i = 0; i < self->terms->len; i++) {
    const Term *term = &g_array_index (self->terms, Term, order->order[i]);
    append_u32 (sections[SCHALTER_SECTION_TERM_OFFSETS], sections[SCHALTER_SECTION_TERM_TEXT]->len);
    append_string (sections[SCHALTER_SECTION_TERM_TEXT], term->text);
    append_u32 (sections[SCHALTER_SECTION_TERM_COUNT], term->count);
    append_u32 (sections[SCHALTER_SECTION_TERM_DF], term->postings->len);
    append_u32 (sections[SCHALTER_SECTION_POSTING_OFFSETS],
                sections[SCHALTER_SECTION_POSTINGS]->len);
    write_postings (self, term, &average, image);
    append_u32 (sections[SCHALTER_SECTION_COMPOUND_OFFSETS],
                sections[SCHALTER_SECTION_COMPOUNDS]->len / 4);
    write_compounds (self, term, order, image);
  }
  append_u32 (sections[SCHALTER_SECTION_TERM_OFFSETS], sections[SCHALTER_SECTION_TERM_TEXT]->len);
  append_u32 (sections[SCHALTER_SECTION_POSTING_OFFSETS], sections[SCHALTER_SECTION_POSTINGS]->len);
  append_u32 (sections[SCHALTER_SECTION_COMPOUND_OFFSETS],
              sections[SCHALTER_SECTION_COMPOUNDS]->len / 4);
}

static void
write_units (const Document *document, const TermOrder *order, Image *image)
{
  GByteArray **sections = image->sections;
  for (guint i = 0; i < document->units->len; i++) {
    GArray *unit = g_ptr_array_index (document->units, i);
    append_u32 (sections[SCHALTER_SECTION_UNIT_TERM_OFFSETS],
                sections[SCHALTER_SECTION_UNIT_TERMS]->len / 4);
    for (guint j = 0; j < unit->len; j++)
      append_u32 (sections[SCHALTER_SECTION_UNIT_TERMS],
                  order->rank_of[g_array_index (unit, guint, j)]);
  }
}

static void
write_documents (SchalterSearchBuilder *self, const TermOrder *order, Image *image)
{
  GByteArray **sections = image->sections;
  for (guint i = 0; i < self->documents->len; i++) {
    const Document *document = &g_array_index (self->documents, Document, i);
    append_u32 (sections[SCHALTER_SECTION_DOCUMENT_OFFSETS],
                sections[SCHALTER_SECTION_DOCUMENT_KEYS]->len);
    append_string (sections[SCHALTER_SECTION_DOCUMENT_KEYS], document->key);
    append_u32 (sections[SCHALTER_SECTION_UNIT_OFFSETS],
                sections[SCHALTER_SECTION_UNIT_TERM_OFFSETS]->len / 4);
    write_units (document, order, image);
  }
  append_u32 (sections[SCHALTER_SECTION_DOCUMENT_OFFSETS],
              sections[SCHALTER_SECTION_DOCUMENT_KEYS]->len);
  append_u32 (sections[SCHALTER_SECTION_UNIT_OFFSETS],
              sections[SCHALTER_SECTION_UNIT_TERM_OFFSETS]->len / 4);
  append_u32 (sections[SCHALTER_SECTION_UNIT_TERM_OFFSETS],
              sections[SCHALTER_SECTION_UNIT_TERMS]->len / 4);
}

static guint32
get_trigram (const char *bytes)
{
  const guint8 *b = (const guint8 *)bytes;
  return (guint32)b[0] << 16 | (guint32)b[1] << 8 | b[2];
}

typedef struct {
  guint32 key;
  guint32 surface;
} Trigram;

static int
compare_trigrams (gconstpointer a, gconstpointer b)
{
  const Trigram *one = a;
  const Trigram *other = b;
  if (one->key != other->key)
    return one->key < other->key ? -1 : 1;
  return one->surface < other->surface ? -1 : one->surface > other->surface;
}

static void
write_trigrams (SchalterSearchBuilder *self, Image *image)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Trigram));
  for (guint i = 0; i < self->surfaces->len; i++) {
    const char *word = g_array_index (self->surfaces, Surface, i).word;
    for (gsize j = 0; j + 3 <= strlen (word); j++) {
      Trigram trigram = { get_trigram (word + j), i };
      g_array_append_val (all, trigram);
    }
  }
  g_array_sort (all, compare_trigrams);
  GByteArray **sections = image->sections;
  for (guint i = 0; i < all->len; i++) {
    const Trigram *trigram = &g_array_index (all, Trigram, i);
    gboolean is_new_key = i == 0 || trigram->key != trigram[-1].key;
    if (!is_new_key && trigram->surface == trigram[-1].surface)
      continue;
    if (is_new_key) {
      append_u32 (sections[SCHALTER_SECTION_TRIGRAM_KEYS], trigram->key);
      append_u32 (sections[SCHALTER_SECTION_TRIGRAM_OFFSETS],
                  sections[SCHALTER_SECTION_TRIGRAM_LISTS]->len / 4);
    }
    append_u32 (sections[SCHALTER_SECTION_TRIGRAM_LISTS], trigram->surface);
  }
  append_u32 (sections[SCHALTER_SECTION_TRIGRAM_OFFSETS],
              sections[SCHALTER_SECTION_TRIGRAM_LISTS]->len / 4);
}

/* Header and sections one after the other, each at a multiple of eight. */
static GBytes *
join_image (SchalterSearchBuilder *self, const Image *image)
{
  SchalterIndexHeader header = {
    .language = GUINT32_TO_LE ((guint32)self->language),
    .n_documents = GUINT32_TO_LE (self->documents->len),
  };
  memcpy (header.magic, SCHALTER_INDEX_MAGIC, sizeof header.magic);
  GByteArray *file = g_byte_array_new ();
  g_byte_array_set_size (file, sizeof header);
  for (guint i = 0; i < SCHALTER_N_SECTIONS; i++) {
    static const guint8 zeros[8] = { 0 };
    g_byte_array_append (file, zeros, (8 - file->len % 8) % 8);
    header.sections[i].offset = GUINT32_TO_LE (file->len);
    header.sections[i].size = GUINT32_TO_LE (image->sections[i]->len);
    g_byte_array_append (file, image->sections[i]->data, image->sections[i]->len);
  }
  schalter_search_digest (file->data + sizeof header, file->len - sizeof header, header.digest);
  memcpy (file->data, &header, sizeof header);
  return g_byte_array_free_to_bytes (file);
}

GBytes *
schalter_search_builder_finish (SchalterSearchBuilder *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  sort_surfaces (self);
  split_compounds (self);
  Image image;
  for (guint i = 0; i < SCHALTER_N_SECTIONS; i++)
    image.sections[i] = g_byte_array_new ();
  TermOrder order = order_terms (self->terms);
  write_surfaces (self, &order, &image);
  write_terms (self, &order, &image);
  write_documents (self, &order, &image);
  write_trigrams (self, &image);
  GBytes *index = join_image (self, &image);
  for (guint i = 0; i < SCHALTER_N_SECTIONS; i++)
    g_byte_array_unref (image.sections[i]);
  g_free (order.order);
  g_free (order.rank_of);
  return index;
}
