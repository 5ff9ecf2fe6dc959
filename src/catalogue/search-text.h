/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "language.h"

G_BEGIN_DECLS

/* Longest folded word, in bytes with its end; the rest of a longer one is left out. */
#define SCHALTER_WORD_BYTES 64

/**
 * SchalterToken:
 * @word: the word folded: lower case, no diacritics, ß as ss, and the German ways to write an
 * umlaut without its dots (ae, oe, ue) as the bare vowel
 * @start: first byte of the word in the source text
 * @end: the byte after it
 *
 * A word of a text. Index and query are cut into words by the same code.
 */
typedef struct {
  char word[SCHALTER_WORD_BYTES];
  guint start;
  guint end;
} SchalterToken;

/**
 * SchalterTokeniser: cuts a UTF-8 text into words, in place and without allocation. Bytes that are
 * not UTF-8 part words like a blank. Make it with schalter_tokeniser_init().
 */
typedef struct {
  const char *text;
  const char *next;
  const char *end;
} SchalterTokeniser;

/* @length in bytes, or -1 when @text ends with a zero byte. */
void schalter_tokeniser_init (SchalterTokeniser *self, const char *text, gssize length);
gboolean schalter_tokeniser_next (SchalterTokeniser *self, SchalterToken *token);

/**
 * SchalterStemmer: the Snowball stemmer of a language, for folded words.
 */
typedef struct _SchalterStemmer SchalterStemmer;

SchalterStemmer *schalter_stemmer_new (SchalterLanguage language);
void schalter_stemmer_free (SchalterStemmer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterStemmer, schalter_stemmer_free)

/* Valid until the next call. */
const char *schalter_stemmer_stem (SchalterStemmer *self, const char *word);

/* Words that say nothing about what is wanted: articles, question words, "apply for", "get". */
gboolean schalter_search_is_stopword (SchalterLanguage language, const char *folded_word);

/* A word of digits: a postcode, the number of a form. */
gboolean schalter_search_is_number (const char *word);

G_END_DECLS
