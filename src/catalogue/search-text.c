/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From text to words: cutting, folding and stemming. */
#include "config.h"

#include "search-text.h"

#include <libstemmer.h>
#include <string.h>

struct _SchalterStemmer {
  struct sb_stemmer *snowball; /* owned */
  char buffer[SCHALTER_WORD_BYTES];
};

void
schalter_tokeniser_init (SchalterTokeniser *self, const char *text, gssize length)
{
  self->text = text;
  self->next = text;
  self->end = text + (length < 0 ? strlen (text) : (gsize)length);
}

/* Characters that stand inside a word and mean nothing: soft hyphens, joiners, direction marks. */
static gboolean
is_ignorable (gunichar c)
{
  return c == 0x00AD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || g_unichar_ismark (c);
}

typedef struct {
  char *out;
  gsize length;
  gboolean is_full;
} Folded;

static void
append_bytes (Folded *folded, const char *bytes, gsize length)
{
  if (folded->is_full || folded->length + length >= SCHALTER_WORD_BYTES) {
    folded->is_full = TRUE;
    return;
  }
  memcpy (folded->out + folded->length, bytes, length);
  folded->length += length;
}

/* "ae" and "oe" become the bare vowel; so does "ue", but not in "treue", "blaue", "que". */
static gboolean
is_umlaut_e (const Folded *folded, gunichar c)
{
  if (c != 'e' || folded->length == 0)
    return FALSE;
  char last = folded->out[folded->length - 1];
  if (last == 'a' || last == 'o')
    return TRUE;
  if (last != 'u')
    return FALSE;
  return folded->length == 1 || strchr ("aeioq", folded->out[folded->length - 2]) == NULL;
}

static void
append_character (Folded *folded, gunichar c)
{
  if (is_umlaut_e (folded, c))
    return;
  char bytes[6];
  append_bytes (folded, bytes, (gsize)g_unichar_to_utf8 (c, bytes));
}

static void
append_folded (Folded *folded, gunichar c)
{
  gunichar lower = g_unichar_tolower (c);
  if (lower < 0x80) {
    append_character (folded, lower);
    return;
  }
  switch (lower) {
  case 0x00DF: /* ß */
    append_bytes (folded, "ss", 2);
    return;
  case 0x00E6: /* æ */
    append_bytes (folded, "a", 1);
    return;
  case 0x0153: /* œ */
    append_bytes (folded, "o", 1);
    return;
  default:
    break;
  }
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n = g_unichar_fully_decompose (lower, FALSE, parts, G_N_ELEMENTS (parts));
  gboolean has_mark = n > 1;
  for (gsize i = 0; i < n; i++) {
    if (g_unichar_ismark (parts[i]))
      continue;
    char bytes[6];
    /* A letter that had its own dots is never the e of "ae". */
    if (has_mark)
      append_bytes (folded, bytes, (gsize)g_unichar_to_utf8 (parts[i], bytes));
    else
      append_character (folded, parts[i]);
  }
}

/* Reads one character; 0 and one byte further where the text is not UTF-8. */
static gunichar
read_character (SchalterTokeniser *self, const char **after)
{
  gunichar c = g_utf8_get_char_validated (self->next, self->end - self->next);
  if (c == 0 || c == (gunichar)-1 || c == (gunichar)-2) {
    *after = self->next + 1;
    return 0;
  }
  *after = g_utf8_next_char (self->next);
  return c;
}

gboolean
schalter_tokeniser_next (SchalterTokeniser *self, SchalterToken *token)
{
  Folded folded = { .out = token->word };
  gboolean has_begun = FALSE;
  while (self->next < self->end) {
    const char *after;
    gunichar c = read_character (self, &after);
    if (c != 0 && g_unichar_isalnum (c)) {
      if (!has_begun)
        token->start = (guint)(self->next - self->text);
      has_begun = TRUE;
      token->end = (guint)(after - self->text);
      append_folded (&folded, c);
    } else if (has_begun && !is_ignorable (c)) {
      break;
    }
    self->next = after;
  }
  token->word[folded.length] = '\0';
  if (has_begun && folded.length == 0)
    return schalter_tokeniser_next (self, token);
  return has_begun;
}

SchalterStemmer *
schalter_stemmer_new (SchalterLanguage language)
{
  static const char *const names[SCHALTER_N_LANGUAGES] = {
    "german",
    "french",
    "italian",
    "english",
  };
  g_return_val_if_fail ((guint)language < SCHALTER_N_LANGUAGES, NULL);
  SchalterStemmer *self = g_new0 (SchalterStemmer, 1);
  self->snowball = sb_stemmer_new (names[language], "UTF_8");
  g_assert (self->snowball != NULL);
  return self;
}

void
schalter_stemmer_free (SchalterStemmer *self)
{
  sb_stemmer_delete (self->snowball);
  g_free (self);
}

const char *
schalter_stemmer_stem (SchalterStemmer *self, const char *word)
{
  int length = (int)strlen (word);
  const sb_symbol *stem = sb_stemmer_stem (self->snowball, (const sb_symbol *)word, length);
  if (stem == NULL) /* out of memory: the word itself is a usable stem */
    return word;
  g_strlcpy (self->buffer, (const char *)stem, sizeof self->buffer);
  return self->buffer;
}

gboolean
schalter_search_is_number (const char *word)
{
  return word[0] != '\0' && strspn (word, "0123456789") == strlen (word);
}
