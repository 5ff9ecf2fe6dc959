/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads the layout of a paper from JSON: every member by name, every number within its limits. */
#include "config.h"

#include "paper-template.h"

#include "json-record.h"
#include "schalter-error.h"

#include <json-glib/json-glib.h>

#define MAX_TEMPLATE_BYTES (256 * 1024)
#define MAX_BLOCKS 40
#define MAX_ROWS 40

typedef struct {
  const char *name;
  int value;
} Keyword;

static const Keyword block_kinds[] = {
  { "header", SCHALTER_BLOCK_HEADER },       { "title", SCHALTER_BLOCK_TITLE },
  { "paragraph", SCHALTER_BLOCK_PARAGRAPH }, { "facts", SCHALTER_BLOCK_FACTS },
  { "reference", SCHALTER_BLOCK_REFERENCE }, { "lines", SCHALTER_BLOCK_LINES },
  { "seal", SCHALTER_BLOCK_SEAL },           { "footer", SCHALTER_BLOCK_FOOTER },
};

static const Keyword font_roles[] = {
  { "title", SCHALTER_FONT_TITLE }, { "lead", SCHALTER_FONT_LEAD },
  { "body", SCHALTER_FONT_BODY },   { "label", SCHALTER_FONT_LABEL },
  { "value", SCHALTER_FONT_VALUE }, { "strong", SCHALTER_FONT_STRONG },
  { "small", SCHALTER_FONT_SMALL }, { "code", SCHALTER_FONT_CODE },
};

static const Keyword weights[] = {
  { "regular", SCHALTER_WEIGHT_REGULAR },
  { "medium", SCHALTER_WEIGHT_MEDIUM },
  { "semibold", SCHALTER_WEIGHT_SEMIBOLD },
  { "bold", SCHALTER_WEIGHT_BOLD },
};

static const Keyword inks[] = {
  { "black", SCHALTER_INK_BLACK },
  { "muted", SCHALTER_INK_MUTED },
  { "accent", SCHALTER_INK_ACCENT },
};

static const SchalterFont default_fonts[SCHALTER_N_FONT_ROLES] = {
  [SCHALTER_FONT_TITLE] = { 25.0, 1.15, SCHALTER_WEIGHT_BOLD, SCHALTER_INK_BLACK, FALSE },
  [SCHALTER_FONT_LEAD] = { 11.0, 1.5, SCHALTER_WEIGHT_REGULAR, SCHALTER_INK_BLACK, FALSE },
  [SCHALTER_FONT_BODY] = { 10.0, 1.5, SCHALTER_WEIGHT_REGULAR, SCHALTER_INK_BLACK, FALSE },
  [SCHALTER_FONT_LABEL] = { 9.5, 1.45, SCHALTER_WEIGHT_REGULAR, SCHALTER_INK_MUTED, FALSE },
  [SCHALTER_FONT_VALUE] = { 11.0, 1.4, SCHALTER_WEIGHT_MEDIUM, SCHALTER_INK_BLACK, FALSE },
  [SCHALTER_FONT_STRONG] = { 13.0, 1.3, SCHALTER_WEIGHT_BOLD, SCHALTER_INK_BLACK, FALSE },
  [SCHALTER_FONT_SMALL] = { 8.0, 1.45, SCHALTER_WEIGHT_REGULAR, SCHALTER_INK_MUTED, FALSE },
  [SCHALTER_FONT_CODE] = { 12.0, 1.3, SCHALTER_WEIGHT_SEMIBOLD, SCHALTER_INK_BLACK, TRUE },
};

static gboolean
set_invalid (GError **error, const char *message)
{
  g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
check_members (JsonObject *object, const char *const *allowed, GError **error)
{
  g_autoptr (GList) names = json_object_get_members (object);
  for (GList *at = names; at != NULL; at = at->next) {
    if (g_strv_contains (allowed, at->data))
      continue;
    g_set_error (
        error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "“%s” is not known", (char *)at->data);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_object (JsonNode *node, JsonObject **object_out, GError **error)
{
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return set_invalid (error, "an object is missing");
  *object_out = json_node_get_object (node);
  return TRUE;
}

/* A text that may be left out. */
static gboolean
read_text (JsonObject *object, const char *name, SchalterText *text, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  if (node == NULL || schalter_text_parse (node, text, error))
    return TRUE;
  g_prefix_error (error, "“%s”: ", name);
  return FALSE;
}

typedef struct {
  const char *name;
  double least;
  double most;
  double *value;
} NumberField;

/* Numbers that may be left out. */
static gboolean
read_numbers (JsonObject *object, const NumberField *fields, guint n_fields, GError **error)
{
  for (guint i = 0; i < n_fields; i++) {
    const NumberField *field = &fields[i];
    JsonNode *node = json_object_get_member (object, field->name);
    if (node == NULL)
      continue;
    GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
    gboolean is_number = type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
    double value = is_number ? json_node_get_double (node) : 0.0;
    if (!is_number || !(value >= field->least && value <= field->most)) {
      g_set_error (error,
                   SCHALTER_ERROR,
                   SCHALTER_ERROR_INVALID,
                   "“%s” must be a number from %g to %g",
                   field->name,
                   field->least,
                   field->most);
      return FALSE;
    }
    *field->value = value;
  }
  return TRUE;
}

typedef struct {
  const Keyword *words;
  guint n_words;
} Keywords;

#define KEYWORDS(words)                                                                            \
  &(Keywords)                                                                                      \
  {                                                                                                \
    words, G_N_ELEMENTS (words)                                                                    \
  }

static gboolean
find_keyword (const Keywords *keywords, const char *text, int *value_out)
{
  for (guint i = 0; i < keywords->n_words; i++) {
    if (g_strcmp0 (keywords->words[i].name, text) == 0) {
      *value_out = keywords->words[i].value;
      return TRUE;
    }
  }
  return FALSE;
}

/* The member if it is a plain value of @type, or NULL. */
static JsonNode *
get_value (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = json_object_get_member (object, name);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    return NULL;
  return node;
}

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name, G_TYPE_STRING);
  return node != NULL ? json_node_get_string (node) : NULL;
}

/* A keyword that may be left out. */
static gboolean
read_keyword (
    JsonObject *object, const char *name, const Keywords *keywords, int *value, GError **error)
{
  if (!json_object_has_member (object, name))
    return TRUE;
  const char *text = get_string (object, name);
  if (find_keyword (keywords, text, value))
    return TRUE;
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_INVALID,
               "“%s” has a value that is not known: “%s”",
               name,
               text != NULL ? text : "");
  return FALSE;
}

static gboolean
parse_font (JsonNode *node, SchalterFont *font, GError **error)
{
  static const char *const members[] = { "size_pt", "line_height", "weight", "ink", NULL };
  JsonObject *object = NULL;
  int weight = (int)font->weight;
  int ink = (int)font->ink;
  const NumberField fields[] = {
    { "size_pt", 6.0, 72.0, &font->size_pt },
    { "line_height", 1.0, 3.0, &font->line_height },
  };
  if (!read_object (node, &object, error) || !check_members (object, members, error) ||
      !read_numbers (object, fields, G_N_ELEMENTS (fields), error) ||
      !read_keyword (object, "weight", KEYWORDS (weights), &weight, error) ||
      !read_keyword (object, "ink", KEYWORDS (inks), &ink, error))
    return FALSE;
  font->weight = (SchalterFontWeight)weight;
  font->ink = (SchalterInk)ink;
  return TRUE;
}

static gboolean
parse_fonts (SchalterPaperTemplate *paper_template, JsonNode *node, GError **error)
{
  JsonObject *object = NULL;
  if (node == NULL)
    return TRUE;
  if (!read_object (node, &object, error))
    return FALSE;
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &member)) {
    int role = 0;
    if (!find_keyword (KEYWORDS (font_roles), name, &role))
      return set_invalid (error, "there is no such font role");
    if (!parse_font (member, &paper_template->fonts[role], error)) {
      g_prefix_error (error, "font “%s”: ", name);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
parse_margins (SchalterPaperTemplate *paper_template, JsonNode *node, GError **error)
{
  static const char *const members[] = { "left", "right", "top", "bottom", NULL };
  JsonObject *object = NULL;
  /* 6.35 mm is what every printer leaves free at most. */
  const NumberField fields[] = {
    { "left", 6.35, 60.0, &paper_template->left_mm },
    { "right", 6.35, 60.0, &paper_template->right_mm },
    { "top", 6.35, 60.0, &paper_template->top_mm },
    { "bottom", 6.35, 60.0, &paper_template->bottom_mm },
  };
  if (node == NULL)
    return TRUE;
  return read_object (node, &object, error) && check_members (object, members, error) &&
         read_numbers (object, fields, G_N_ELEMENTS (fields), error);
}

static void
fact_row_free (SchalterFactRow *row)
{
  schalter_text_clear (&row->label);
  schalter_text_clear (&row->value);
  g_free (row);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterFactRow, fact_row_free)

static void
block_free (SchalterBlock *block)
{
  schalter_text_clear (&block->heading);
  schalter_text_clear (&block->text);
  g_ptr_array_unref (block->rows);
  g_free (block);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterBlock, block_free)

static SchalterFactRow *
parse_row (JsonNode *node, GError **error)
{
  static const char *const members[] = { "label", "value", "font", "optional", NULL };
  g_autoptr (SchalterFactRow) row = g_new0 (SchalterFactRow, 1);
  JsonObject *object = NULL;
  int font = SCHALTER_FONT_VALUE;
  if (!read_object (node, &object, error) || !check_members (object, members, error) ||
      !read_text (object, "label", &row->label, error) ||
      !read_text (object, "value", &row->value, error) ||
      !read_keyword (object, "font", KEYWORDS (font_roles), &font, error))
    return NULL;
  if (!schalter_text_has (&row->label, SCHALTER_LANGUAGE_DE) ||
      !schalter_text_has (&row->value, SCHALTER_LANGUAGE_DE)) {
    set_invalid (error, "a row needs a label and a value");
    return NULL;
  }
  JsonNode *optional = get_value (object, "optional", G_TYPE_BOOLEAN);
  if (optional == NULL && json_object_has_member (object, "optional")) {
    set_invalid (error, "“optional” must be true or false");
    return NULL;
  }
  row->font = (SchalterFontRole)font;
  row->is_optional = optional != NULL && json_node_get_boolean (optional);
  return g_steal_pointer (&row);
}

static gboolean
parse_rows (SchalterBlock *block, JsonNode *node, GError **error)
{
  if (node == NULL)
    return block->kind != SCHALTER_BLOCK_FACTS || set_invalid (error, "“rows” is missing");
  if (!JSON_NODE_HOLDS_ARRAY (node) ||
      json_array_get_length (json_node_get_array (node)) > MAX_ROWS)
    return set_invalid (error, "“rows” must be an array of at most 40 rows");
  JsonArray *array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    SchalterFactRow *row = parse_row (json_array_get_element (array, i), error);
    if (row == NULL) {
      g_prefix_error (error, "row %u: ", i + 1);
      return FALSE;
    }
    g_ptr_array_add (block->rows, row);
  }
  return TRUE;
}

static SchalterFontRole
get_default_font (SchalterBlockKind kind)
{
  if (kind == SCHALTER_BLOCK_TITLE)
    return SCHALTER_FONT_TITLE;
  return kind == SCHALTER_BLOCK_FOOTER ? SCHALTER_FONT_SMALL : SCHALTER_FONT_BODY;
}

static gboolean
parse_block_members (SchalterBlock *block, JsonObject *object, GError **error)
{
  static const char *const members[] = {
    "block",  "font",     "heading",        "text",      "rows",
    "top_mm", "space_mm", "label_width_mm", "module_mm", NULL,
  };
  int kind = -1;
  const NumberField fields[] = {
    { "top_mm", 6.35, 290.0, &block->top_mm },
    { "space_mm", 0.0, 200.0, &block->space_mm },
    { "label_width_mm", 20.0, 120.0, &block->label_width_mm },
    { "module_mm", 0.42, 1.5, &block->module_mm },
  };
  if (!check_members (object, members, error) ||
      !read_keyword (object, "block", KEYWORDS (block_kinds), &kind, error))
    return FALSE;
  if (kind < 0)
    return set_invalid (error, "“block” is missing");
  block->kind = (SchalterBlockKind)kind;
  int font = (int)get_default_font (block->kind);
  if (!read_keyword (object, "font", KEYWORDS (font_roles), &font, error) ||
      !read_text (object, "heading", &block->heading, error) ||
      !read_text (object, "text", &block->text, error) ||
      !read_numbers (object, fields, G_N_ELEMENTS (fields), error))
    return FALSE;
  block->font = (SchalterFontRole)font;
  return parse_rows (block, json_object_get_member (object, "rows"), error);
}

static SchalterBlock *
parse_block (JsonNode *node, GError **error)
{
  g_autoptr (SchalterBlock) block = g_new0 (SchalterBlock, 1);
  block->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)fact_row_free);
  block->top_mm = -1.0;
  block->label_width_mm = 52.0;
  block->module_mm = 0.5;
  JsonObject *object = NULL;
  if (!read_object (node, &object, error) || !parse_block_members (block, object, error))
    return NULL;
  return g_steal_pointer (&block);
}

static gboolean
parse_blocks (SchalterPaperTemplate *paper_template, JsonNode *node, GError **error)
{
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return set_invalid (error, "“blocks” is missing");
  JsonArray *array = json_node_get_array (node);
  if (json_array_get_length (array) == 0 || json_array_get_length (array) > MAX_BLOCKS)
    return set_invalid (error, "there must be 1 to 40 blocks");
  for (guint i = 0; i < json_array_get_length (array); i++) {
    SchalterBlock *block = parse_block (json_array_get_element (array, i), error);
    if (block == NULL) {
      g_prefix_error (error, "block %u: ", i + 1);
      return FALSE;
    }
    g_ptr_array_add (paper_template->blocks, block);
  }
  return TRUE;
}

static gboolean
parse_root (SchalterPaperTemplate *paper_template, JsonNode *root, GError **error)
{
  static const char *const members[] = {
    "$schema", "format", "id", "title", "margins_mm", "fonts", "blocks", NULL,
  };
  JsonObject *object = NULL;
  if (!read_object (root, &object, error) || !check_members (object, members, error))
    return FALSE;
  JsonNode *format = get_value (object, "format", G_TYPE_INT64);
  if (format == NULL || json_node_get_int (format) != 1)
    return set_invalid (error, "“format” must be 1");
  paper_template->id = g_strdup (get_string (object, "id"));
  if (paper_template->id == NULL || paper_template->id[0] == '\0')
    return set_invalid (error, "“id” is missing");
  if (!read_text (object, "title", &paper_template->title, error))
    return FALSE;
  if (!schalter_text_has (&paper_template->title, SCHALTER_LANGUAGE_DE))
    return set_invalid (error, "“title” is missing");
  return parse_margins (paper_template, json_object_get_member (object, "margins_mm"), error) &&
         parse_fonts (paper_template, json_object_get_member (object, "fonts"), error) &&
         parse_blocks (paper_template, json_object_get_member (object, "blocks"), error);
}

SchalterPaperTemplate *
schalter_paper_template_parse (const char *json, GError **error)
{
  g_return_val_if_fail (json != NULL, NULL);
  g_autoptr (JsonNode) root = schalter_json_parse (json, -1, MAX_TEMPLATE_BYTES, error);
  if (root == NULL)
    return NULL;
  g_autoptr (SchalterPaperTemplate) parsed = g_new0 (SchalterPaperTemplate, 1);
  parsed->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify)block_free);
  parsed->left_mm = 25.0;
  parsed->right_mm = 20.0;
  parsed->top_mm = 18.0;
  parsed->bottom_mm = 14.0;
  memcpy (parsed->fonts, default_fonts, sizeof default_fonts);
  if (!parse_root (parsed, root, error))
    return NULL;
  return g_steal_pointer (&parsed);
}

void
schalter_paper_template_free (SchalterPaperTemplate *paper_template)
{
  g_free (paper_template->id);
  schalter_text_clear (&paper_template->title);
  g_ptr_array_unref (paper_template->blocks);
  g_free (paper_template);
}
