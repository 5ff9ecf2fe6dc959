/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whole texts as folded words, and what is typed made fit to be read. */
#include "config.h"

#include "search-words.h"

#include "search-text.h"

#include <string.h>

char *
schalter_words_fold_text (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);
  GString *out = g_string_new (NULL);
  SchalterTokeniser tokeniser;
  SchalterToken token;
  schalter_tokeniser_init (&tokeniser, text, -1);
  while (schalter_tokeniser_next (&tokeniser, &token))
    g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", token.word);
  return g_string_free (out, FALSE);
}

char *
schalter_search_clean_typed (const char *typed)
{
  if (typed == NULL)
    return g_strdup ("");
  gsize length = strnlen (typed, SCHALTER_SEARCH_MAX_TYPED_BYTES);
  /* A letter that the limit cuts in two is dropped; other bad bytes become U+FFFD, a separator. */
  const char *valid_end = NULL;
  if (length == SCHALTER_SEARCH_MAX_TYPED_BYTES && !g_utf8_validate (typed, length, &valid_end) &&
      typed + length - valid_end < 4)
    length = (gsize)(valid_end - typed);
  return g_utf8_make_valid (typed, (gssize)length);
}
