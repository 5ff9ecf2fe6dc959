/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cutting texts into words and folding them, the same way for the index and for what is typed. */
#include "config.h"

#include "search-words.h"

#include <string.h>

#define SOFT_HYPHEN 0x00ad
#define ZERO_WIDTH_SPACE 0x200b

static void
word_free (gpointer data)
{
  SchalterWord *word = data;
  g_free (word->folded);
  g_free (word);
}

static gboolean
is_vowel_before_ue (char letter)
{
  /* "neue", "aktuell" and "Quelle" keep their ue: there it is no umlaut. */
  return letter != '\0' && strchr ("aeioq", letter) != NULL;
}

/* ae, oe, ue to a, o, u in place: what people type for umlauts meets what unfolds from them. */
static void
join_umlauts (char *text)
{
  char *out = text;
  for (const char *in = text; *in != '\0'; in++) {
    char before = out > text ? out[-1] : '\0';
    *out++ = *in;
    gboolean is_umlaut =
        in[1] == 'e' && (*in == 'a' || *in == 'o' || (*in == 'u' && !is_vowel_before_ue (before)));
    if (is_umlaut)
      in++;
  }
  *out = '\0';
}

static void
append_folded (GString *out, gunichar letter)
{
  if (letter == SOFT_HYPHEN || letter == ZERO_WIDTH_SPACE || g_unichar_ismark (letter))
    return;
  if (letter == 0x00df) /* sharp s, which Swiss texts never have and people paste */
    g_string_append (out, "ss");
  else
    g_string_append_unichar (out, g_unichar_tolower (letter));
}

char *
schalter_fold (const char *text, gssize length)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_autofree char *decomposed = g_utf8_normalize (text, length, G_NORMALIZE_ALL);
  GString *out = g_string_new (NULL);
  for (const char *at = decomposed; at != NULL && *at != '\0'; at = g_utf8_next_char (at))
    append_folded (out, g_utf8_get_char (at));
  join_umlauts (out->str);
  return g_string_free (out, FALSE);
}

static gboolean
is_word_letter (gunichar letter)
{
  return g_unichar_isalnum (letter) || g_unichar_ismark (letter) || letter == SOFT_HYPHEN ||
         letter == ZERO_WIDTH_SPACE;
}

static void
add_word (GPtrArray *words, const char *text, gsize start, gsize end)
{
  g_autofree char *folded = schalter_fold (text + start, (gssize)(end - start));
  if (folded[0] == '\0')
    return;
  SchalterWord *word = g_new0 (SchalterWord, 1);
  word->start = (guint)start;
  word->end = (guint)end;
  word->folded = g_steal_pointer (&folded);
  g_ptr_array_add (words, word);
}

GPtrArray *
schalter_words_new (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);
  GPtrArray *words = g_ptr_array_new_with_free_func (word_free);
  const char *start = NULL;
  const char *at = text;
  for (; *at != '\0'; at = g_utf8_next_char (at)) {
    gboolean is_letter = is_word_letter (g_utf8_get_char (at));
    if (is_letter && start == NULL)
      start = at;
    if (!is_letter && start != NULL) {
      add_word (words, text, (gsize)(start - text), (gsize)(at - text));
      start = NULL;
    }
  }
  if (start != NULL)
    add_word (words, text, (gsize)(start - text), (gsize)(at - text));
  return words;
}

char *
schalter_words_fold_text (const char *text)
{
  g_autoptr (GPtrArray) words = schalter_words_new (text);
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < words->len; i++) {
    const SchalterWord *word = words->pdata[i];
    g_string_append_printf (out, "%s%s", i > 0 ? " " : "", word->folded);
  }
  return g_string_free (out, FALSE);
}

guint
schalter_word_get_prefix_end (const SchalterWord *word, const char *text, gsize folded_length)
{
  g_return_val_if_fail (word != NULL && text != NULL, 0);
  for (const char *at = text + word->start; at < text + word->end;) {
    at = g_utf8_next_char (at);
    g_autofree char *folded = schalter_fold (text + word->start, at - text - word->start);
    if (strlen (folded) >= folded_length)
      return (guint)(at - text);
  }
  return word->end;
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
