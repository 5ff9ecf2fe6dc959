/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * The search index of one language as bytes: a header, then sections of little-endian arrays that
 * are used where they lie. search-builder.c writes it, search-index.c checks and reads it.
 *
 * Words are of two kinds. A *surface* is a folded word as it stands in a text; a *term* is what the
 * stemmer makes of it. Lists belong to their owner by an offsets array with one entry more than
 * owners: the n-th owner's list goes from offsets[n] to offsets[n + 1].
 */
typedef enum {
  SCHALTER_SECTION_SURFACE_OFFSETS, /* guint32, into the next: zero-ended words, sorted by byte */
  SCHALTER_SECTION_SURFACE_TEXT,    /* char */
  SCHALTER_SECTION_SURFACE_TERM,    /* guint32 for each surface */
  SCHALTER_SECTION_SURFACE_COUNT,   /* guint32 for each surface: occurrences */
  SCHALTER_SECTION_FORM_OFFSETS,    /* guint32, into the next: zero-ended, for each surface */
  SCHALTER_SECTION_FORM_TEXT,       /* char: the word as people write it */
  SCHALTER_SECTION_TERM_OFFSETS,    /* guint32, into the next: zero-ended stems, sorted by byte */
  SCHALTER_SECTION_TERM_TEXT,       /* char */
  SCHALTER_SECTION_TERM_COUNT,      /* guint32 for each term: occurrences */
  SCHALTER_SECTION_TERM_DF,         /* guint32 for each term: documents */
  SCHALTER_SECTION_POSTING_OFFSETS, /* guint32 for each term, into the next */
  SCHALTER_SECTION_POSTINGS, /* varint (document step × 2 + in title or name), impact byte */
  SCHALTER_SECTION_COMPOUND_OFFSETS,  /* guint32 for each term, into the next */
  SCHALTER_SECTION_COMPOUNDS,         /* guint32: compound's term × 2 + this term is its head */
  SCHALTER_SECTION_PART_OFFSETS,      /* guint32 for each surface, into the next */
  SCHALTER_SECTION_PARTS,             /* guint32: terms of the surface's parts, the head last */
  SCHALTER_SECTION_TRIGRAM_KEYS,      /* guint32: three bytes, sorted */
  SCHALTER_SECTION_TRIGRAM_OFFSETS,   /* guint32 for each trigram, into the next */
  SCHALTER_SECTION_TRIGRAM_LISTS,     /* guint32: surfaces with it, rising */
  SCHALTER_SECTION_DOCUMENT_OFFSETS,  /* guint32 for each document, into the next */
  SCHALTER_SECTION_DOCUMENT_KEYS,     /* char, zero-ended */
  SCHALTER_SECTION_UNIT_OFFSETS,      /* guint32 for each document, into unit-term offsets */
  SCHALTER_SECTION_UNIT_TERM_OFFSETS, /* guint32 for each unit, into the next */
  SCHALTER_SECTION_UNIT_TERMS,        /* guint32: the terms of a title or name, no stopwords */
  SCHALTER_N_SECTIONS,
} SchalterSection;

#define SCHALTER_INDEX_MAGIC "SCHSIDX1"

#define SCHALTER_INDEX_DIGEST_BYTES 32

/* Evidence of a posting saturates: impact byte b stands for x with b / 255 = x / (x + half). */
#define SCHALTER_IMPACT_HALF 2.5

typedef struct {
  char magic[8];
  guint32 language;
  guint32 n_documents;
  struct {
    guint32 offset; /* from the start of the file, a multiple of 8 */
    guint32 size;   /* bytes */
  } sections[SCHALTER_N_SECTIONS];
  guint8 digest[SCHALTER_INDEX_DIGEST_BYTES]; /* of all that follows the header */
} SchalterIndexHeader;

/* SHA-256: against decay, not against forgery, which the catalogue's signature is for. */
void schalter_search_digest (const guint8 *data, gsize length, guint8 *digest);

G_END_DECLS
