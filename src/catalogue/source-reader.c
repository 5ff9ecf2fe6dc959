/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading typed members of a source file: each function checks one kind of value and reports, in
 * the editor's terms, what is allowed instead. */
#include "config.h"

#include "source-reader.h"

#include <string.h>

#define MAX_STRING_BYTES 8000

void
schalter_source_node_clear (SchalterSourceNode *node)
{
  g_clear_pointer (&node->field, g_free);
  node->object = NULL;
}

static char *
join_field (const SchalterSourceNode *node, const char *name)
{
  if (node->field == NULL || node->field[0] == '\0')
    return g_strdup (name);
  return g_strjoin ("/", node->field, name, NULL);
}

void
schalter_source_node_add_problem (const SchalterSourceNode *node,
                                  const char *name,
                                  const char *format,
                                  ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *field = join_field (node, name);
  schalter_source_file_add_problem (node->file, node->problems, field, "%s", message);
}

static void
refuse_member (const SchalterSourceNode *node, const char *name, const char *const *allowed)
{
  const char *nearest = schalter_source_find_nearest (name, allowed);
  if (nearest != NULL) {
    schalter_source_node_add_problem (
        node, name, "there is no field “%s”; did you mean “%s”?", name, nearest);
    return;
  }
  g_autofree char *list = g_strjoinv (", ", (char **)allowed);
  schalter_source_node_add_problem (
      node, name, "there is no field “%s”; allowed are %s", name, list);
}

static void
check_members (const SchalterSourceNode *node, const char *const *allowed)
{
  g_autoptr (GList) names = json_object_get_members (node->object);
  for (GList *at = names; at != NULL; at = at->next) {
    const char *name = at->data;
    gboolean is_schema = node->field[0] == '\0' && strcmp (name, "$schema") == 0;
    if (!is_schema && !g_strv_contains (allowed, name))
      refuse_member (node, name, allowed);
  }
}

static SchalterSourceNode
make_node (const SchalterSourceNode *origin,
           char *field,
           JsonNode *json,
           const char *const *allowed)
{
  SchalterSourceNode node = { .file = origin->file, .problems = origin->problems, .field = field };
  if (json == NULL || !JSON_NODE_HOLDS_OBJECT (json)) {
    schalter_source_file_add_problem (
        node.file, node.problems, field, "an object in braces is expected here");
    return node;
  }
  node.object = json_node_get_object (json);
  check_members (&node, allowed);
  return node;
}

SchalterSourceNode
schalter_source_root (const SchalterSourceFile *file,
                      SchalterSourceProblems *problems,
                      const char *const *allowed)
{
  SchalterSourceNode origin = { .file = file, .problems = problems };
  return make_node (&origin, g_strdup (""), schalter_source_file_get_root (file), allowed);
}

static JsonNode *
get_member (const SchalterSourceNode *node, const char *name)
{
  return node->object != NULL ? json_object_get_member (node->object, name) : NULL;
}

gboolean
schalter_source_has (const SchalterSourceNode *node, const char *name)
{
  return get_member (node, name) != NULL;
}

SchalterSourceNode
schalter_source_member (const SchalterSourceNode *node,
                        const char *name,
                        const char *const *allowed)
{
  return make_node (node, join_field (node, name), get_member (node, name), allowed);
}

static JsonArray *
get_array (const SchalterSourceNode *node, const char *name)
{
  JsonNode *member = get_member (node, name);
  if (member != NULL && JSON_NODE_HOLDS_ARRAY (member))
    return json_node_get_array (member);
  if (member != NULL)
    schalter_source_node_add_problem (node, name, "a list in brackets is expected here");
  return NULL;
}

guint
schalter_source_count (const SchalterSourceNode *node, const char *name)
{
  JsonArray *array = get_array (node, name);
  return array != NULL ? json_array_get_length (array) : 0;
}

SchalterSourceNode
schalter_source_element (const SchalterSourceNode *node,
                         const char *name,
                         guint index,
                         const char *const *allowed)
{
  JsonArray *array = json_object_get_array_member (node->object, name);
  g_autofree char *element = g_strdup_printf ("%s/%u", name, index);
  return make_node (
      node, join_field (node, element), json_array_get_element (array, index), allowed);
}

static gboolean
holds_type (JsonNode *member, GType type)
{
  return JSON_NODE_HOLDS_VALUE (member) && json_node_get_value_type (member) == type;
}

/* Each mistake that a string can have by itself; NULL if it has none. */
static const char *
find_string_mistake (const char *value)
{
  if (value[0] == '\0')
    return "this is empty; write a text or leave the field out";
  if (strlen (value) > MAX_STRING_BYTES)
    return "this is longer than 8000 bytes";
  if (g_ascii_isspace (value[0]) || g_ascii_isspace (value[strlen (value) - 1]))
    return "this begins or ends with a space";
  for (const char *at = value; *at != '\0'; at++) {
    if (g_ascii_iscntrl (*at) && *at != '\n')
      return "this has a control character in it";
  }
  return NULL;
}

char *
schalter_source_read_string (const SchalterSourceNode *node,
                             const char *name,
                             SchalterSourceNeed need)
{
  JsonNode *member = get_member (node, name);
  gboolean is_required = need == SCHALTER_SOURCE_REQUIRED;
  if (member == NULL) {
    if (is_required && node->object != NULL)
      schalter_source_node_add_problem (node, name, "the field “%s” is missing", name);
    return is_required ? g_strdup ("") : NULL;
  }
  if (!holds_type (member, G_TYPE_STRING)) {
    schalter_source_node_add_problem (node, name, "a text in quotes is expected here");
    return g_strdup ("");
  }
  const char *mistake = find_string_mistake (json_node_get_string (member));
  if (mistake != NULL)
    schalter_source_node_add_problem (node, name, "%s", mistake);
  return json_node_dup_string (member);
}

char *
schalter_source_read_id (const SchalterSourceNode *node, const char *name, SchalterSourceNeed need)
{
  g_autofree char *id = schalter_source_read_string (node, name, need);
  if (id == NULL || id[0] == '\0')
    return g_steal_pointer (&id);
  if (strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen (id) && strlen (id) <= 63)
    return g_steal_pointer (&id);
  schalter_source_node_add_problem (
      node, name, "“%s” is no id; use a–z, 0–9, - and _, at most 63", id);
  return g_strdup ("");
}

gboolean
schalter_source_read_flag (const SchalterSourceNode *node, const char *name)
{
  JsonNode *member = get_member (node, name);
  if (member == NULL)
    return FALSE;
  if (holds_type (member, G_TYPE_BOOLEAN))
    return json_node_get_boolean (member);
  schalter_source_node_add_problem (node, name, "true or false is expected here");
  return FALSE;
}

guint
schalter_source_read_number (const SchalterSourceNode *node, const char *name, guint min, guint max)
{
  JsonNode *member = get_member (node, name);
  if (member != NULL && holds_type (member, G_TYPE_INT64)) {
    gint64 value = json_node_get_int (member);
    if (value >= min && value <= max)
      return (guint)value;
  }
  if (node->object != NULL)
    schalter_source_node_add_problem (
        node, name, "a whole number from %u to %u is expected in “%s”", min, max, name);
  return 0;
}

guint
schalter_source_read_choice (const SchalterSourceNode *node,
                             const char *name,
                             const char *const *choices)
{
  g_autofree char *value = schalter_source_read_string (node, name, SCHALTER_SOURCE_REQUIRED);
  for (guint i = 0; choices[i] != NULL; i++) {
    if (strcmp (choices[i], value) == 0)
      return i;
  }
  if (value[0] == '\0')
    return 0;
  g_autofree char *list = g_strjoinv (", ", (char **)choices);
  const char *nearest = schalter_source_find_nearest (value, choices);
  if (nearest != NULL)
    schalter_source_node_add_problem (
        node, name, "“%s” is not allowed; did you mean “%s”?", value, nearest);
  else
    schalter_source_node_add_problem (node, name, "“%s” is not allowed; use %s", value, list);
  return 0;
}

static void
check_text (const SchalterSourceNode *node, const char *name, const SchalterText *text)
{
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++) {
    const char *value = text->by_language[i];
    const char *mistake = value != NULL ? find_string_mistake (value) : NULL;
    g_autofree char *field = g_strjoin ("/", name, schalter_language_to_tag (i), NULL);
    if (mistake != NULL)
      schalter_source_node_add_problem (node, field, "%s", mistake);
    if (i == SCHALTER_LANGUAGE_DE && value != NULL && strstr (value, "ß") != NULL)
      schalter_source_node_add_problem (node, field, "Swiss German has no ß; write ss");
  }
}

static void
parse_text (const SchalterSourceNode *node, const char *name, JsonNode *json, SchalterText *text)
{
  g_autoptr (GError) error = NULL;
  if (schalter_text_parse (json, text, &error))
    check_text (node, name, text);
  else
    schalter_source_node_add_problem (node, name, "%s", error->message);
}

void
schalter_source_read_text (const SchalterSourceNode *node,
                           const char *name,
                           SchalterSourceNeed need,
                           SchalterText *text)
{
  JsonNode *member = get_member (node, name);
  if (member != NULL)
    parse_text (node, name, member, text);
  else if (need == SCHALTER_SOURCE_REQUIRED && node->object != NULL)
    schalter_source_node_add_problem (node, name, "the text “%s” is missing", name);
}

static void
text_free (gpointer data)
{
  schalter_text_clear (data);
  g_free (data);
}

GPtrArray *
schalter_source_read_texts (const SchalterSourceNode *node, const char *name)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (text_free);
  JsonArray *array = get_array (node, name);
  guint n = array != NULL ? json_array_get_length (array) : 0;
  for (guint i = 0; i < n; i++) {
    SchalterText *text = g_new0 (SchalterText, 1);
    g_autofree char *field = g_strdup_printf ("%s/%u", name, i);
    g_ptr_array_add (texts, text);
    parse_text (node, field, json_array_get_element (array, i), text);
  }
  return texts;
}

GPtrArray *
schalter_source_read_strings (const SchalterSourceNode *node, const char *name)
{
  GPtrArray *strings = g_ptr_array_new_with_free_func (g_free);
  JsonArray *array = get_array (node, name);
  guint n = array != NULL ? json_array_get_length (array) : 0;
  for (guint i = 0; i < n; i++) {
    JsonNode *element = json_array_get_element (array, i);
    g_autofree char *field = g_strdup_printf ("%s/%u", name, i);
    const char *value = holds_type (element, G_TYPE_STRING) ? json_node_get_string (element) : NULL;
    const char *mistake =
        value != NULL ? find_string_mistake (value) : "a text in quotes is expected here";
    if (mistake != NULL)
      schalter_source_node_add_problem (node, field, "%s", mistake);
    g_ptr_array_add (strings, g_strdup (value != NULL ? value : ""));
  }
  return strings;
}

GArray *
schalter_source_read_numbers (const SchalterSourceNode *node,
                              const char *name,
                              guint min,
                              guint max)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  JsonArray *array = get_array (node, name);
  guint n = array != NULL ? json_array_get_length (array) : 0;
  for (guint i = 0; i < n; i++) {
    JsonNode *element = json_array_get_element (array, i);
    gint64 value = holds_type (element, G_TYPE_INT64) ? json_node_get_int (element) : -1;
    guint number = (guint)value;
    g_autofree char *field = g_strdup_printf ("%s/%u", name, i);
    if (value >= min && value <= max)
      g_array_append_val (numbers, number);
    else
      schalter_source_node_add_problem (
          node, field, "a whole number from %u to %u is expected here", min, max);
  }
  return numbers;
}
