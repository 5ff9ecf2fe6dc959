/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts in up to four languages. */
#include "config.h"

#include "text.h"

#include "schalter-error.h"

const char *
schalter_text_get (const SchalterText *text, SchalterLanguage language)
{
  g_return_val_if_fail (text != NULL, "");
  const char *own = text->by_language[language];
  const char *german = text->by_language[SCHALTER_LANGUAGE_DE];
  if (own != NULL)
    return own;
  return german != NULL ? german : "";
}

gboolean
schalter_text_has (const SchalterText *text, SchalterLanguage language)
{
  g_return_val_if_fail (text != NULL, FALSE);
  return text->by_language[language] != NULL;
}

static gboolean
parse_member (const char *tag, JsonNode *node, SchalterText *text, GError **error)
{
  SchalterLanguage language;
  if (!schalter_language_from_tag (tag, &language)) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "“%s” is not a language; allowed are de, fr, it and en",
                 tag);
    return FALSE;
  }
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING) {
    g_set_error (
        error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "the text in “%s” is not a string", tag);
    return FALSE;
  }
  if (json_node_get_string (node)[0] != '\0')
    text->by_language[language] = json_node_dup_string (node);
  return TRUE;
}

gboolean
schalter_text_parse (JsonNode *node, SchalterText *text, GError **error)
{
  g_return_val_if_fail (node != NULL && text != NULL, FALSE);
  g_auto (SchalterText) parsed = { 0 };

  if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObjectIter iter;
    const char *tag;
    JsonNode *member;
    json_object_iter_init (&iter, json_node_get_object (node));
    while (json_object_iter_next (&iter, &tag, &member)) {
      if (!parse_member (tag, member, &parsed, error))
        return FALSE;
    }
  } else if (!parse_member ("de", node, &parsed, error)) {
    return FALSE;
  }
  if (parsed.by_language[SCHALTER_LANGUAGE_DE] == NULL) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "the German text is missing");
    return FALSE;
  }
  *text = parsed;
  parsed = (SchalterText){ 0 };
  return TRUE;
}

void
schalter_text_copy (const SchalterText *source, SchalterText *target)
{
  g_return_if_fail (source != NULL && target != NULL);
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++)
    target->by_language[i] = g_strdup (source->by_language[i]);
}

void
schalter_text_clear (SchalterText *text)
{
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++)
    g_clear_pointer (&text->by_language[i], g_free);
}
