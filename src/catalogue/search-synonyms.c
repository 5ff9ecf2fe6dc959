/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The editors' tables of synonyms and of dialect spellings. */
#include "config.h"

#include "search-synonyms.h"

#include "schalter-error.h"
#include "search-words.h"

#include <string.h>

#define GROUP_WEIGHT 0.8
#define ONE_WAY_WEIGHT 0.8

typedef struct {
  char *from;
  char *to;
  gboolean at_start;
  gboolean at_end;
} DialectRule;

struct _SchalterSynonyms {
  GHashTable *by_words; /* owned: folded words → GArray of SchalterSynonym */
  GArray *rules;        /* owned: of DialectRule */
};

static void
clear_synonym (gpointer data)
{
  g_free (((SchalterSynonym *)data)->target);
}

static void
clear_rule (gpointer data)
{
  g_free (((DialectRule *)data)->from);
  g_free (((DialectRule *)data)->to);
}

static void
add_synonym (SchalterSynonyms *self, const char *from, const char *target, double weight)
{
  g_autofree char *key = schalter_words_fold_text (from);
  GArray *list = g_hash_table_lookup (self->by_words, key);
  if (list == NULL) {
    list = g_array_new (FALSE, FALSE, sizeof (SchalterSynonym));
    g_array_set_clear_func (list, clear_synonym);
    g_hash_table_insert (self->by_words, g_steal_pointer (&key), list);
  }
  SchalterSynonym synonym = { g_strdup (target), weight };
  g_array_append_val (list, synonym);
}

static gboolean
set_invalid (GError **error, const char *what)
{
  g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "synonyms: %s", what);
  return FALSE;
}

static gboolean
is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* An array of at least @n_min strings. */
static JsonArray *
get_strings (JsonNode *node, guint n_min)
{
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  JsonArray *array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    if (!is_string (json_array_get_element (array, i)))
      return NULL;
  }
  return json_array_get_length (array) >= n_min ? array : NULL;
}

static gboolean
parse_group (SchalterSynonyms *self, JsonNode *node, GError **error)
{
  JsonArray *words = get_strings (node, 2);
  if (words == NULL)
    return set_invalid (error, "a group is not an array of two or more words");
  guint n = json_array_get_length (words);
  for (guint i = 0; i < n * n; i++) {
    if (i / n != i % n)
      add_synonym (self,
                   json_array_get_string_element (words, i / n),
                   json_array_get_string_element (words, i % n),
                   GROUP_WEIGHT);
  }
  return TRUE;
}

static gboolean
parse_one_way (SchalterSynonyms *self, JsonObject *object, GError **error)
{
  JsonObjectIter iter;
  const char *word;
  JsonNode *node;
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &word, &node)) {
    JsonArray *targets = get_strings (node, 1);
    if (targets == NULL)
      return set_invalid (error, "what a one-way word stands for is not an array of words");
    for (guint i = 0; i < json_array_get_length (targets); i++)
      add_synonym (self, word, json_array_get_string_element (targets, i), ONE_WAY_WEIGHT);
  }
  return TRUE;
}

static gboolean
parse_rule (SchalterSynonyms *self, JsonNode *node, GError **error)
{
  JsonArray *pair = get_strings (node, 2);
  if (pair == NULL || json_array_get_length (pair) != 2)
    return set_invalid (error, "a dialect rule is not a pair of strings");
  const char *from = json_array_get_string_element (pair, 0);
  DialectRule rule = {
    .to = g_strdup (json_array_get_string_element (pair, 1)),
    .at_start = g_str_has_prefix (from, "^"),
    .at_end = g_str_has_suffix (from, "$"),
  };
  rule.from = g_strdup (from + (rule.at_start ? 1 : 0));
  if (rule.at_end)
    rule.from[strlen (rule.from) - 1] = '\0';
  g_array_append_val (self->rules, rule);
  return rule.from[0] != '\0' || set_invalid (error, "a dialect rule rewrites nothing");
}

typedef gboolean (*ParseItem) (SchalterSynonyms *self, JsonNode *node, GError **error);

static gboolean
parse_items (SchalterSynonyms *self, JsonNode *node, ParseItem parse, GError **error)
{
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return set_invalid (error, "groups and dialect are arrays");
  JsonArray *array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    if (!parse (self, json_array_get_element (array, i), error))
      return FALSE;
  }
  return TRUE;
}

SchalterSynonyms *
schalter_synonyms_parse (JsonNode *node, GError **error)
{
  g_autoptr (SchalterSynonyms) self = g_new0 (SchalterSynonyms, 1);
  self->by_words =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  self->rules = g_array_new (FALSE, FALSE, sizeof (DialectRule));
  g_array_set_clear_func (self->rules, clear_rule);
  if (node == NULL)
    return g_steal_pointer (&self);
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    (void)set_invalid (error, "not an object");
    return NULL;
  }
  JsonObject *object = json_node_get_object (node);
  JsonNode *one_way = json_object_get_member (object, "one_way");
  if (!parse_items (self, json_object_get_member (object, "groups"), parse_group, error) ||
      !parse_items (self, json_object_get_member (object, "dialect"), parse_rule, error))
    return NULL;
  if (one_way != NULL && !JSON_NODE_HOLDS_OBJECT (one_way)) {
    (void)set_invalid (error, "one_way is not an object");
    return NULL;
  }
  if (one_way != NULL && !parse_one_way (self, json_node_get_object (one_way), error))
    return NULL;
  return g_steal_pointer (&self);
}

void
schalter_synonyms_free (SchalterSynonyms *self)
{
  g_hash_table_unref (self->by_words);
  g_array_unref (self->rules);
  g_free (self);
}

GArray *
schalter_synonyms_find (const SchalterSynonyms *self, const char *folded_words)
{
  return g_hash_table_lookup (self->by_words, folded_words);
}

/* The place in @word where the rule applies, at or behind @from; NULL for none. */
static const char *
find_place (const DialectRule *rule, const char *word, const char *from)
{
  gsize length = strlen (rule->from);
  if (rule->at_start)
    return from == word && strncmp (word, rule->from, length) == 0 ? word : NULL;
  if (rule->at_end)
    return from == word && g_str_has_suffix (word, rule->from) ? word + strlen (word) - length
                                                               : NULL;
  return strstr (from, rule->from);
}

static void
add_form (const char *form,
          guint *n_forms,
          char forms[SCHALTER_DIALECT_MAX_FORMS][SCHALTER_WORD_BYTES])
{
  for (guint i = 0; i < *n_forms; i++) {
    if (g_str_equal (forms[i], form))
      return;
  }
  if (*n_forms < SCHALTER_DIALECT_MAX_FORMS)
    g_strlcpy (forms[(*n_forms)++], form, SCHALTER_WORD_BYTES);
}

static void
apply_rule (const DialectRule *rule,
            const char *word,
            guint *n_forms,
            char forms[SCHALTER_DIALECT_MAX_FORMS][SCHALTER_WORD_BYTES])
{
  const char *place = word;
  while ((place = find_place (rule, word, place)) != NULL) {
    g_autofree char *form = g_strdup_printf (
        "%.*s%s%s", (int)(place - word), word, rule->to, place + strlen (rule->from));
    if (strlen (form) < SCHALTER_WORD_BYTES)
      add_form (form, n_forms, forms);
    place++;
  }
}

guint
schalter_synonyms_rewrite (const SchalterSynonyms *self,
                           const char *word,
                           char forms[SCHALTER_DIALECT_MAX_FORMS][SCHALTER_WORD_BYTES])
{
  guint n_forms = 0;
  /* One rule, then a second one on what the first has made: "Ahmäldig" needs two. */
  for (guint i = 0; i < self->rules->len; i++)
    apply_rule (&g_array_index (self->rules, DialectRule, i), word, &n_forms, forms);
  guint n_first = n_forms;
  for (guint f = 0; f < n_first; f++) {
    for (guint i = 0; i < self->rules->len; i++)
      apply_rule (&g_array_index (self->rules, DialectRule, i), forms[f], &n_forms, forms);
  }
  return n_forms;
}
