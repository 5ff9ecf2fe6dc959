/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The four languages and their tags. */
#include "config.h"

#include "language.h"

static const struct {
  const char *tag;
  const char *name;
} languages[SCHALTER_N_LANGUAGES] = {
  [SCHALTER_LANGUAGE_DE] = { "de", "Deutsch" },
  [SCHALTER_LANGUAGE_FR] = { "fr", "Français" },
  [SCHALTER_LANGUAGE_IT] = { "it", "Italiano" },
  [SCHALTER_LANGUAGE_EN] = { "en", "English" },
};

const char *
schalter_language_to_tag (SchalterLanguage language)
{
  g_return_val_if_fail ((guint)language < SCHALTER_N_LANGUAGES, "de");
  return languages[language].tag;
}

const char *
schalter_language_to_name (SchalterLanguage language)
{
  g_return_val_if_fail ((guint)language < SCHALTER_N_LANGUAGES, "Deutsch");
  return languages[language].name;
}

gboolean
schalter_language_from_tag (const char *tag, SchalterLanguage *language_out)
{
  g_return_val_if_fail (language_out != NULL, FALSE);
  for (int i = 0; tag != NULL && i < SCHALTER_N_LANGUAGES; i++) {
    if (g_str_equal (tag, languages[i].tag)) {
      *language_out = (SchalterLanguage)i;
      return TRUE;
    }
  }
  return FALSE;
}
