/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterLanguage:
 * @SCHALTER_LANGUAGE_DE: German as written in Switzerland (no sharp s); every text exists in it.
 * @SCHALTER_LANGUAGE_FR: French.
 * @SCHALTER_LANGUAGE_IT: Italian.
 * @SCHALTER_LANGUAGE_EN: English.
 *
 * The languages of the interface and of the catalogue.
 */
typedef enum {
  SCHALTER_LANGUAGE_DE,
  SCHALTER_LANGUAGE_FR,
  SCHALTER_LANGUAGE_IT,
  SCHALTER_LANGUAGE_EN,
} SchalterLanguage;

#define SCHALTER_N_LANGUAGES 4

/* The BCP 47 tag, "de", "fr", "it" or "en". */
const char *schalter_language_to_tag (SchalterLanguage language);
/* The language's name in itself, for a language button. */
const char *schalter_language_to_name (SchalterLanguage language);
/* Sets *language_out and returns TRUE if @tag is one of the four tags. */
gboolean schalter_language_from_tag (const char *tag, SchalterLanguage *language_out);

G_END_DECLS
