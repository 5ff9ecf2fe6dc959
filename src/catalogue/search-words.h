/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More of a text than this is not looked at, so that a hostile one costs no time. */
#define SCHALTER_SEARCH_MAX_TYPED_BYTES 400
#define SCHALTER_SEARCH_MAX_WORDS 16

/**
 * SchalterWord:
 * @start: byte of the source text where the word begins
 * @end: the byte behind it
 * @folded: the word as it is compared: lower case, no accents, ä and ae the same
 */
typedef struct {
  guint start;
  guint end;
  char *folded;
} SchalterWord;

/* Folds a text: lower case, marks off, "ss" for sharp s, "a", "o", "u" for ae, oe, ue. */
char *schalter_fold (const char *text, gssize length);

/**
 * schalter_words_new: (element-type SchalterWord)
 * @text: valid UTF-8
 *
 * Cuts a text at everything that is neither letter nor digit. The same for index and query.
 */
GPtrArray *schalter_words_new (const char *text);

/* The folded words of @text with a space between them. */
char *schalter_words_fold_text (const char *text);

/* The byte of @text behind the shortest part of @word that folds to @folded_length bytes. */
guint
schalter_word_get_prefix_end (const SchalterWord *word, const char *text, gsize folded_length);

/* Valid UTF-8 of at most SCHALTER_SEARCH_MAX_TYPED_BYTES made of any bytes. */
char *schalter_search_clean_typed (const char *typed);

G_END_DECLS
