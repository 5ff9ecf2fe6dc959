/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading a search index where it lies. Opening it checks the digest and the shape of every
 * section; after that each lookup is an array access. */
#include "config.h"

#include "search-index.h"

#include "schalter-error.h"
#include "search-format.h"
#include "search-text.h"

#include <string.h>

G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

typedef struct {
  const guint8 *data;
  guint size;
} Section;

struct _SchalterSearchIndex {
  GBytes *bytes; /* owned */
  SchalterLanguage language;
  guint n_documents;
  guint n_surfaces;
  guint n_terms;
  guint n_trigrams;
  Section sections[SCHALTER_N_SECTIONS];
  guint8 *n_shared; /* owned: for each surface, letters it begins with like the one before */
  float evidence_of[256];
};

static const guint32 *
get_numbers (const SchalterSearchIndex *self, SchalterSection section)
{
  return (const guint32 *)(const void *)self->sections[section].data;
}

static guint
get_n_numbers (const SchalterSearchIndex *self, SchalterSection section)
{
  return self->sections[section].size / (guint)sizeof (guint32);
}

static gboolean
set_corrupt (GError **error, const char *what)
{
  g_set_error (
      error, SCHALTER_ERROR, SCHALTER_ERROR_CORRUPT, "the search index is damaged: %s", what);
  return FALSE;
}

static gboolean
read_header (SchalterSearchIndex *self, GError **error)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (self->bytes, &size);
  SchalterIndexHeader header;
  if (size < sizeof header || size > G_MAXUINT32 || (guintptr)data % sizeof (guint32) != 0)
    return set_corrupt (error, "it is too short");
  memcpy (&header, data, sizeof header);
  if (memcmp (header.magic, SCHALTER_INDEX_MAGIC, sizeof header.magic) != 0)
    return set_corrupt (error, "it is of another format");
  if (header.language >= SCHALTER_N_LANGUAGES)
    return set_corrupt (error, "it is of an unknown language");
  guint8 digest[SCHALTER_INDEX_DIGEST_BYTES];
  schalter_search_digest (data + sizeof header, size - sizeof header, digest);
  if (memcmp (digest, header.digest, sizeof digest) != 0)
    return set_corrupt (error, "its digest is another");
  self->language = (SchalterLanguage)header.language;
  self->n_documents = header.n_documents;
  for (guint i = 0; i < SCHALTER_N_SECTIONS; i++) {
    guint offset = header.sections[i].offset;
    if (offset < sizeof header || offset % 8 != 0 || offset > size ||
        header.sections[i].size > size - offset)
      return set_corrupt (error, "a section lies outside of it");
    self->sections[i] = (Section){ data + offset, header.sections[i].size };
  }
  return TRUE;
}

/* An offsets section: one number more than owners, rising, ending at the size of the list. */
static gboolean
are_offsets_good (const SchalterSearchIndex *self,
                  SchalterSection offsets,
                  guint n_owners,
                  guint list_length)
{
  const guint32 *numbers = get_numbers (self, offsets);
  if (self->sections[offsets].size != ((guint64)n_owners + 1) * sizeof (guint32) || numbers[0] != 0)
    return FALSE;
  for (guint i = 0; i < n_owners; i++) {
    if (numbers[i] > numbers[i + 1])
      return FALSE;
  }
  return numbers[n_owners] == list_length;
}

/* Strings: each ends in a zero byte of its own. */
static gboolean
are_strings_good (const SchalterSearchIndex *self,
                  SchalterSection offsets,
                  SchalterSection text,
                  guint n_owners)
{
  if (!are_offsets_good (self, offsets, n_owners, self->sections[text].size))
    return FALSE;
  const guint32 *numbers = get_numbers (self, offsets);
  for (guint i = 0; i < n_owners; i++) {
    if (numbers[i] == numbers[i + 1] || self->sections[text].data[numbers[i + 1] - 1] != '\0')
      return FALSE;
  }
  return TRUE;
}

/* Whoever compares words has room for one of the tokeniser's. */
static gboolean
are_words_short (const SchalterSearchIndex *self, SchalterSection offsets, guint n_owners)
{
  const guint32 *numbers = get_numbers (self, offsets);
  for (guint i = 0; i < n_owners; i++) {
    if (numbers[i + 1] - numbers[i] > SCHALTER_WORD_BYTES)
      return FALSE;
  }
  return TRUE;
}

static gboolean
are_below (const SchalterSearchIndex *self, SchalterSection section, guint divisor, guint limit)
{
  const guint32 *numbers = get_numbers (self, section);
  for (guint i = 0; i < get_n_numbers (self, section); i++) {
    if (numbers[i] / divisor >= limit)
      return FALSE;
  }
  return TRUE;
}

static gboolean
are_words_good (const SchalterSearchIndex *self)
{
  gsize surfaces = (gsize)self->n_surfaces * sizeof (guint32);
  gsize terms = (gsize)self->n_terms * sizeof (guint32);
  return are_strings_good (self,
                           SCHALTER_SECTION_SURFACE_OFFSETS,
                           SCHALTER_SECTION_SURFACE_TEXT,
                           self->n_surfaces) &&
         are_strings_good (
             self, SCHALTER_SECTION_FORM_OFFSETS, SCHALTER_SECTION_FORM_TEXT, self->n_surfaces) &&
         are_strings_good (
             self, SCHALTER_SECTION_TERM_OFFSETS, SCHALTER_SECTION_TERM_TEXT, self->n_terms) &&
         are_words_short (self, SCHALTER_SECTION_SURFACE_OFFSETS, self->n_surfaces) &&
         are_words_short (self, SCHALTER_SECTION_TERM_OFFSETS, self->n_terms) &&
         self->sections[SCHALTER_SECTION_SURFACE_TERM].size == surfaces &&
         are_below (self, SCHALTER_SECTION_SURFACE_TERM, 1, self->n_terms) &&
         self->sections[SCHALTER_SECTION_SURFACE_COUNT].size == surfaces &&
         self->sections[SCHALTER_SECTION_TERM_COUNT].size == terms &&
         self->sections[SCHALTER_SECTION_TERM_DF].size == terms &&
         /* Else an idf would be negative. */
         are_below (self, SCHALTER_SECTION_TERM_DF, 1, self->n_documents + 1);
}

static gboolean
are_lists_good (const SchalterSearchIndex *self)
{
  guint n_units = get_n_numbers (self, SCHALTER_SECTION_UNIT_TERM_OFFSETS);
  return are_offsets_good (self,
                           SCHALTER_SECTION_POSTING_OFFSETS,
                           self->n_terms,
                           self->sections[SCHALTER_SECTION_POSTINGS].size) &&
         are_offsets_good (self,
                           SCHALTER_SECTION_COMPOUND_OFFSETS,
                           self->n_terms,
                           get_n_numbers (self, SCHALTER_SECTION_COMPOUNDS)) &&
         are_below (self, SCHALTER_SECTION_COMPOUNDS, 2, self->n_terms) &&
         are_offsets_good (self,
                           SCHALTER_SECTION_PART_OFFSETS,
                           self->n_surfaces,
                           get_n_numbers (self, SCHALTER_SECTION_PARTS)) &&
         are_below (self, SCHALTER_SECTION_PARTS, 1, self->n_terms) &&
         are_offsets_good (self,
                           SCHALTER_SECTION_TRIGRAM_OFFSETS,
                           self->n_trigrams,
                           get_n_numbers (self, SCHALTER_SECTION_TRIGRAM_LISTS)) &&
         are_below (self, SCHALTER_SECTION_TRIGRAM_LISTS, 1, self->n_surfaces) && n_units > 0 &&
         are_strings_good (self,
                           SCHALTER_SECTION_DOCUMENT_OFFSETS,
                           SCHALTER_SECTION_DOCUMENT_KEYS,
                           self->n_documents) &&
         are_offsets_good (self, SCHALTER_SECTION_UNIT_OFFSETS, self->n_documents, n_units - 1) &&
         are_offsets_good (self,
                           SCHALTER_SECTION_UNIT_TERM_OFFSETS,
                           n_units - 1,
                           get_n_numbers (self, SCHALTER_SECTION_UNIT_TERMS)) &&
         are_below (self, SCHALTER_SECTION_UNIT_TERMS, 1, self->n_terms);
}

static gboolean
check_sections (SchalterSearchIndex *self, GError **error)
{
  guint n_surface_offsets = get_n_numbers (self, SCHALTER_SECTION_SURFACE_OFFSETS);
  guint n_term_offsets = get_n_numbers (self, SCHALTER_SECTION_TERM_OFFSETS);
  if (n_surface_offsets == 0 || n_term_offsets == 0)
    return set_corrupt (error, "it has no words");
  self->n_surfaces = n_surface_offsets - 1;
  self->n_terms = n_term_offsets - 1;
  self->n_trigrams = get_n_numbers (self, SCHALTER_SECTION_TRIGRAM_KEYS);
  if (!are_words_good (self))
    return set_corrupt (error, "its words");
  if (!are_lists_good (self))
    return set_corrupt (error, "its lists");
  return TRUE;
}

static void
fill_evidence_table (float *evidence_of)
{
  for (guint i = 0; i < 256; i++) {
    double share = MIN (i, 254) / 255.0;
    evidence_of[i] = (float)(SCHALTER_IMPACT_HALF * share / (1 - share));
  }
}

static guint8
count_shared (const char *one, const char *other)
{
  guint8 n = 0;
  while (n < G_MAXUINT8 && one[n] != '\0' && one[n] == other[n])
    n++;
  return n;
}

static void
fill_shared (SchalterSearchIndex *self)
{
  self->n_shared = g_new0 (guint8, self->n_surfaces + 1);
  for (guint i = 1; i < self->n_surfaces; i++)
    self->n_shared[i] = count_shared (schalter_search_index_get_surface (self, i - 1),
                                      schalter_search_index_get_surface (self, i));
}

SchalterSearchIndex *
schalter_search_index_open (GBytes *bytes, GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  g_autoptr (SchalterSearchIndex) self = g_new0 (SchalterSearchIndex, 1);
  self->bytes = g_bytes_ref (bytes);
  if (!read_header (self, error) || !check_sections (self, error))
    return NULL;
  fill_evidence_table (self->evidence_of);
  fill_shared (self);
  return g_steal_pointer (&self);
}

void
schalter_search_index_free (SchalterSearchIndex *self)
{
  g_bytes_unref (self->bytes);
  g_free (self->n_shared);
  g_free (self);
}

const guint8 *
schalter_search_index_get_shared (const SchalterSearchIndex *self)
{
  return self->n_shared;
}

SchalterLanguage
schalter_search_index_get_language (const SchalterSearchIndex *self)
{
  return self->language;
}

guint
schalter_search_index_get_n_documents (const SchalterSearchIndex *self)
{
  return self->n_documents;
}

guint
schalter_search_index_get_n_surfaces (const SchalterSearchIndex *self)
{
  return self->n_surfaces;
}

guint
schalter_search_index_get_n_terms (const SchalterSearchIndex *self)
{
  return self->n_terms;
}

static const char *
get_string (const SchalterSearchIndex *self,
            SchalterSection offsets,
            SchalterSection text,
            guint owner)
{
  return (const char *)self->sections[text].data + get_numbers (self, offsets)[owner];
}

const char *
schalter_search_index_get_key (const SchalterSearchIndex *self, guint document)
{
  return get_string (
      self, SCHALTER_SECTION_DOCUMENT_OFFSETS, SCHALTER_SECTION_DOCUMENT_KEYS, document);
}

const char *
schalter_search_index_get_surface (const SchalterSearchIndex *self, guint surface)
{
  return get_string (
      self, SCHALTER_SECTION_SURFACE_OFFSETS, SCHALTER_SECTION_SURFACE_TEXT, surface);
}

const char *
schalter_search_index_get_form (const SchalterSearchIndex *self, guint surface)
{
  return get_string (self, SCHALTER_SECTION_FORM_OFFSETS, SCHALTER_SECTION_FORM_TEXT, surface);
}

const char *
schalter_search_index_get_term (const SchalterSearchIndex *self, guint term)
{
  return get_string (self, SCHALTER_SECTION_TERM_OFFSETS, SCHALTER_SECTION_TERM_TEXT, term);
}

typedef const char *(*GetWord) (const SchalterSearchIndex *self, guint number);

/* The first of @n sorted words that does not come before @word. */
static guint
find_from (const SchalterSearchIndex *self, GetWord get_word, guint n, const char *word)
{
  guint low = 0;
  guint high = n;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (strcmp (get_word (self, middle), word) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

guint
schalter_search_index_find_surface_from (const SchalterSearchIndex *self, const char *word)
{
  return find_from (self, schalter_search_index_get_surface, self->n_surfaces, word);
}

guint
schalter_search_index_find_surface (const SchalterSearchIndex *self, const char *word)
{
  guint found = schalter_search_index_find_surface_from (self, word);
  gboolean is_it = found < self->n_surfaces &&
                   g_str_equal (schalter_search_index_get_surface (self, found), word);
  return is_it ? found : SCHALTER_INDEX_NONE;
}

guint
schalter_search_index_find_term (const SchalterSearchIndex *self, const char *stem)
{
  guint found = find_from (self, schalter_search_index_get_term, self->n_terms, stem);
  gboolean is_it =
      found < self->n_terms && g_str_equal (schalter_search_index_get_term (self, found), stem);
  return is_it ? found : SCHALTER_INDEX_NONE;
}

guint
schalter_search_index_get_surface_term (const SchalterSearchIndex *self, guint surface)
{
  return get_numbers (self, SCHALTER_SECTION_SURFACE_TERM)[surface];
}

guint
schalter_search_index_get_surface_count (const SchalterSearchIndex *self, guint surface)
{
  return get_numbers (self, SCHALTER_SECTION_SURFACE_COUNT)[surface];
}

guint
schalter_search_index_get_term_count (const SchalterSearchIndex *self, guint term)
{
  return get_numbers (self, SCHALTER_SECTION_TERM_COUNT)[term];
}

guint
schalter_search_index_get_df (const SchalterSearchIndex *self, guint term)
{
  return get_numbers (self, SCHALTER_SECTION_TERM_DF)[term];
}

static SchalterNumbers
get_list (const SchalterSearchIndex *self,
          SchalterSection offsets,
          SchalterSection list,
          guint owner)
{
  const guint32 *bounds = get_numbers (self, offsets) + owner;
  return (SchalterNumbers){ get_numbers (self, list) + bounds[0], bounds[1] - bounds[0] };
}

SchalterNumbers
schalter_search_index_get_compounds (const SchalterSearchIndex *self, guint term)
{
  return get_list (self, SCHALTER_SECTION_COMPOUND_OFFSETS, SCHALTER_SECTION_COMPOUNDS, term);
}

SchalterNumbers
schalter_search_index_get_parts (const SchalterSearchIndex *self, guint surface)
{
  return get_list (self, SCHALTER_SECTION_PART_OFFSETS, SCHALTER_SECTION_PARTS, surface);
}

SchalterNumbers
schalter_search_index_get_with_trigram (const SchalterSearchIndex *self, const char *three_bytes)
{
  const guint8 *b = (const guint8 *)three_bytes;
  guint32 key = (guint32)b[0] << 16 | (guint32)b[1] << 8 | b[2];
  const guint32 *keys = get_numbers (self, SCHALTER_SECTION_TRIGRAM_KEYS);
  guint low = 0;
  guint high = self->n_trigrams;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (keys[middle] < key)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == self->n_trigrams || keys[low] != key)
    return (SchalterNumbers){ NULL, 0 };
  return get_list (self, SCHALTER_SECTION_TRIGRAM_OFFSETS, SCHALTER_SECTION_TRIGRAM_LISTS, low);
}

guint
schalter_search_index_get_n_units (const SchalterSearchIndex *self, guint document)
{
  const guint32 *bounds = get_numbers (self, SCHALTER_SECTION_UNIT_OFFSETS) + document;
  return bounds[1] - bounds[0];
}

SchalterNumbers
schalter_search_index_get_unit (const SchalterSearchIndex *self, guint document, guint unit)
{
  guint owner = get_numbers (self, SCHALTER_SECTION_UNIT_OFFSETS)[document] + unit;
  return get_list (self, SCHALTER_SECTION_UNIT_TERM_OFFSETS, SCHALTER_SECTION_UNIT_TERMS, owner);
}

void
schalter_search_index_begin (const SchalterSearchIndex *self,
                             guint term,
                             SchalterPostings *postings)
{
  const guint32 *bounds = get_numbers (self, SCHALTER_SECTION_POSTING_OFFSETS) + term;
  const guint8 *data = self->sections[SCHALTER_SECTION_POSTINGS].data;
  *postings = (SchalterPostings){
    .next = data + bounds[0],
    .end = data + bounds[1],
    .n_documents = self->n_documents,
    .evidence_of = self->evidence_of,
  };
}

gboolean
schalter_postings_next (SchalterPostings *self)
{
  guint32 step = 0;
  guint shift = 0;
  while (self->next < self->end && *self->next >= 0x80 && shift < 28) {
    step |= (guint32)(*self->next++ & 0x7F) << shift;
    shift += 7;
  }
  if (self->end - self->next < 2)
    return FALSE;
  step |= (guint32)(*self->next++ & 0x7F) << shift;
  self->document += step >> 1;
  self->is_named = step & 1;
  self->evidence = self->evidence_of[*self->next++];
  /* Only a forged index can leave its documents: it ends there. */
  return self->document < self->n_documents;
}
