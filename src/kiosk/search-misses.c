/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counting what is sought in vain, without knowing what it was. */
#include "config.h"

#include "search-misses.h"

#include "search-words.h"

#include <string.h>

/* Shorter ones are beginnings, and too easy to guess from their hash. */
#define MIN_LETTERS 4
#define HASH_DIGITS 16

struct _SchalterSearchMisses {
  char *salt;
  char *hash; /* nullable: of the last query, if it found little */
  guint n_letters;
  SchalterLanguage language;
};

/* The machine's id is a secret to others; like systemd, nothing that leaves is made of it alone. */
static char *
make_salt (void)
{
  g_autofree char *id = NULL;
  gsize length = 0;
  if (!g_file_get_contents ("/etc/machine-id", &id, &length, NULL) || length == 0)
    return g_uuid_string_random (); /* then counts hold for this session only */
  return g_compute_hmac_for_string (
      G_CHECKSUM_SHA256, (const guchar *)id, length, "schalter-search-misses", -1);
}

SchalterSearchMisses *
schalter_search_misses_new (const char *salt)
{
  SchalterSearchMisses *self = g_new0 (SchalterSearchMisses, 1);
  self->salt = salt != NULL ? g_strdup (salt) : make_salt ();
  return self;
}

static void
give_up (SchalterSearchMisses *self)
{
  if (self->hash == NULL)
    return;
  g_autofree char *length = g_strdup_printf ("%u", self->n_letters);
  const char *language = schalter_language_to_tag (self->language);
  g_log_structured (G_LOG_DOMAIN,
                    G_LOG_LEVEL_MESSAGE,
                    "SCHALTER_SEARCH_MISS",
                    self->hash,
                    "SCHALTER_LENGTH",
                    length,
                    "SCHALTER_LANGUAGE",
                    language,
                    "MESSAGE",
                    "a search found little: %s, %s letters, %s",
                    self->hash,
                    length,
                    language);
  g_clear_pointer (&self->hash, g_free);
}

void
schalter_search_misses_free (SchalterSearchMisses *self)
{
  give_up (self);
  g_free (self->salt);
  g_free (self);
}

void
schalter_search_misses_note (SchalterSearchMisses *self,
                             const char *typed,
                             SchalterLanguage language,
                             double confidence)
{
  g_return_if_fail (self != NULL && typed != NULL);
  g_autofree char *clean = schalter_search_clean_typed (typed);
  g_autofree char *words = schalter_words_fold_text (clean);
  if (words[0] == '\0') {
    give_up (self);
    return;
  }
  g_clear_pointer (&self->hash, g_free);
  self->n_letters = (guint)g_utf8_strlen (words, -1);
  self->language = language;
  if (confidence >= SCHALTER_SEARCH_MISS_CONFIDENCE || self->n_letters < MIN_LETTERS)
    return;
  self->hash = g_compute_hmac_for_string (
      G_CHECKSUM_SHA256, (const guchar *)self->salt, strlen (self->salt), words, -1);
  self->hash[HASH_DIGITS] = '\0';
}
