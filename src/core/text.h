/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "language.h"

G_BEGIN_DECLS

/**
 * SchalterText:
 *
 * One text in up to four languages; German is always there. A plain value: embed it, and clear it
 * with schalter_text_clear().
 */
typedef struct {
  char *by_language[SCHALTER_N_LANGUAGES];
} SchalterText;

/* The text in @language, or else in German; never NULL for a parsed text, "" for a cleared one. */
const char *schalter_text_get (const SchalterText *text, SchalterLanguage language);
gboolean schalter_text_has (const SchalterText *text, SchalterLanguage language);

/**
 * schalter_text_parse:
 * @node: an object {"de": "…", "fr": "…", …}; a plain string counts as German
 * @text: (out): set on success
 *
 * Returns: %FALSE with SCHALTER_ERROR_INVALID if German is missing or empty, a value is not a
 *     string, or a key is not one of the four language tags.
 */
gboolean
schalter_text_parse (JsonNode *node, SchalterText *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_text_copy (const SchalterText *source, SchalterText *target);
void schalter_text_clear (SchalterText *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SchalterText, schalter_text_clear)

G_END_DECLS
