/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Strict reading of JSON objects into records, and writing them in a fixed order. */
#include "config.h"

#include "json-record.h"

#include "schalter-error.h"

#include <string.h>

#define MAX_DEPTH 32

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, what);
  return FALSE;
}

/* Brackets outside of strings; a stray quote leads to an error of the parser soon after. */
static gboolean
is_shallow (const char *text)
{
  guint depth = 0;
  gboolean is_in_string = FALSE;
  for (const char *at = text; *at != '\0'; at++) {
    if (is_in_string && *at == '\\' && at[1] != '\0')
      at++;
    else if (*at == '"')
      is_in_string = !is_in_string;
    else if (!is_in_string && (*at == '{' || *at == '['))
      depth++;
    else if (!is_in_string && (*at == '}' || *at == ']') && depth > 0)
      depth--;
    if (depth > MAX_DEPTH)
      return FALSE;
  }
  return TRUE;
}

/* What json-glib takes beyond RFC 8259, comments and single-quoted texts, could hide brackets from
 * is_shallow(); neither character stands outside of a string in JSON. */
static gboolean
is_plain_json (const char *text)
{
  gboolean is_in_string = FALSE;
  for (const char *at = text; *at != '\0'; at++) {
    if (is_in_string && *at == '\\' && at[1] != '\0')
      at++;
    else if (*at == '"')
      is_in_string = !is_in_string;
    else if (!is_in_string && strchr ("/'#", *at) != NULL)
      return FALSE;
  }
  return TRUE;
}

JsonNode *
schalter_json_parse (const char *data, gssize length, gsize max_bytes, GError **error)
{
  g_return_val_if_fail (data != NULL, NULL);
  gsize n_bytes = length < 0 ? strlen (data) : (gsize)length;
  if (n_bytes > max_bytes) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "%" G_GSIZE_FORMAT " bytes of JSON; at most %" G_GSIZE_FORMAT " are allowed",
                 n_bytes,
                 max_bytes);
    return NULL;
  }
  g_autofree char *text = g_strndup (data, n_bytes);
  if (strlen (text) != n_bytes || !g_utf8_validate (text, (gssize)n_bytes, NULL) ||
      !is_plain_json (text) || !is_shallow (text)) {
    (void)refuse (error, "not JSON in UTF-8, or nested too deeply");
    return NULL;
  }
  g_autoptr (GError) parse_error = NULL;
  JsonNode *node = json_from_string (text, &parse_error);
  /* The parser's message would quote the text, which may be personal. */
  if (node == NULL)
    (void)refuse (error, parse_error != NULL ? "not well-formed JSON" : "empty JSON");
  return node;
}

static gboolean
refuse_member (GError **error, const SchalterJsonMember *member)
{
  switch (member->type) {
  case SCHALTER_JSON_STRING:
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "“%s”: allowed is a text of %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
                 " bytes%s%s",
                 member->name,
                 member->min,
                 member->max,
                 member->allowed != NULL ? ": " : "",
                 member->allowed != NULL ? member->allowed : "");
    break;
  case SCHALTER_JSON_OBJECT:
  case SCHALTER_JSON_ARRAY:
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "“%s”: allowed is an %s of at most %" G_GINT64_FORMAT,
                 member->name,
                 member->type == SCHALTER_JSON_OBJECT ? "object" : "array",
                 member->max);
    break;
  case SCHALTER_JSON_UINT:
  case SCHALTER_JSON_INT64:
  case SCHALTER_JSON_UINT64:
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "“%s”: allowed is a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                 member->name,
                 member->min,
                 member->max);
    break;
  }
  return FALSE;
}

static gboolean
read_string (JsonNode *node, const SchalterJsonMember *member, char **target)
{
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;
  const char *text = json_node_get_string (node);
  gint64 length = (gint64)strlen (text);
  if (length < member->min || length > member->max)
    return FALSE;
  if (member->is_valid != NULL && !member->is_valid (text))
    return FALSE;
  g_free (*target);
  *target = g_strdup (text);
  return TRUE;
}

static gboolean
read_number (JsonNode *node, const SchalterJsonMember *member, gint64 *number_out)
{
  if (json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *number_out = json_node_get_int (node);
  return *number_out >= member->min && *number_out <= member->max;
}

static gboolean
read_member (JsonNode *node, const SchalterJsonMember *member, gpointer record)
{
  gpointer field = (guint8 *)record + member->offset;
  gint64 number = 0;
  switch (member->type) {
  case SCHALTER_JSON_OBJECT:
    return JSON_NODE_HOLDS_OBJECT (node) &&
           json_object_get_size (json_node_get_object (node)) <= member->max;
  case SCHALTER_JSON_ARRAY:
    return JSON_NODE_HOLDS_ARRAY (node) &&
           json_array_get_length (json_node_get_array (node)) <= member->max;
  case SCHALTER_JSON_STRING:
    return JSON_NODE_HOLDS_VALUE (node) && read_string (node, member, field);
  case SCHALTER_JSON_UINT:
  case SCHALTER_JSON_INT64:
  case SCHALTER_JSON_UINT64:
    break;
  }
  if (!JSON_NODE_HOLDS_VALUE (node) || !read_number (node, member, &number))
    return FALSE;
  if (member->type == SCHALTER_JSON_UINT)
    *(guint *)field = (guint)number;
  else if (member->type == SCHALTER_JSON_UINT64)
    *(guint64 *)field = (guint64)number;
  else
    *(gint64 *)field = number;
  return TRUE;
}

static gboolean
is_known (const SchalterJsonMember *members, const char *name)
{
  for (const SchalterJsonMember *member = members; member->name != NULL; member++) {
    if (g_str_equal (member->name, name))
      return TRUE;
  }
  return FALSE;
}

static gboolean
refuse_unknown (JsonObject *object, const SchalterJsonMember *members, GError **error)
{
  g_autoptr (GList) names = json_object_get_members (object);
  for (GList *at = names; at != NULL; at = at->next) {
    if (!is_known (members, at->data)) {
      g_autofree char *name = g_strndup (at->data, 40);
      g_autofree char *shown = g_utf8_make_valid (name, -1);
      g_set_error (
          error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "“%s” is not a known member", shown);
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
schalter_json_read (JsonNode *node,
                    const SchalterJsonMember *members,
                    gpointer record,
                    GError **error)
{
  g_return_val_if_fail (members != NULL && record != NULL, FALSE);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, "not a JSON object");
  JsonObject *object = json_node_get_object (node);
  if (!refuse_unknown (object, members, error))
    return FALSE;
  for (const SchalterJsonMember *member = members; member->name != NULL; member++) {
    JsonNode *value = json_object_get_member (object, member->name);
    if (value == NULL || !read_member (value, member, record))
      return refuse_member (error, member);
  }
  return TRUE;
}

JsonObject *
schalter_json_write (const SchalterJsonMember *members, gconstpointer record)
{
  g_return_val_if_fail (members != NULL && record != NULL, NULL);
  JsonObject *object = json_object_new ();
  for (const SchalterJsonMember *member = members; member->name != NULL; member++) {
    gconstpointer field = (const guint8 *)record + member->offset;
    switch (member->type) {
    case SCHALTER_JSON_STRING: {
      const char *text = *(char *const *)field;
      json_object_set_string_member (object, member->name, text != NULL ? text : "");
      break;
    }
    case SCHALTER_JSON_UINT:
      json_object_set_int_member (object, member->name, *(const guint *)field);
      break;
    case SCHALTER_JSON_INT64:
    case SCHALTER_JSON_UINT64:
      json_object_set_int_member (object, member->name, *(const gint64 *)field);
      break;
    case SCHALTER_JSON_OBJECT:
    case SCHALTER_JSON_ARRAY:
      break;
    }
  }
  return object;
}

static JsonNode *
get_value (JsonObject *object, const char *name, GType type)
{
  JsonNode *member = json_object_get_member (object, name);
  gboolean is_typed =
      member != NULL && JSON_NODE_HOLDS_VALUE (member) && json_node_get_value_type (member) == type;
  return is_typed ? member : NULL;
}

const char *
schalter_json_get_string (JsonObject *object, const char *name)
{
  JsonNode *value = get_value (object, name, G_TYPE_STRING);
  return value != NULL ? json_node_get_string (value) : NULL;
}

gint64
schalter_json_get_int (JsonObject *object, const char *name, gint64 fallback)
{
  JsonNode *value = get_value (object, name, G_TYPE_INT64);
  return value != NULL ? json_node_get_int (value) : fallback;
}

gboolean
schalter_json_is_id (const char *text)
{
  return g_ascii_isalnum (text[0]) &&
         text[strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-_")] == '\0';
}

gboolean
schalter_json_is_hash (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

gboolean
schalter_json_is_line (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    GUnicodeType type = g_unichar_type (g_utf8_get_char (at));
    if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR ||
        type == G_UNICODE_PARAGRAPH_SEPARATOR)
      return FALSE;
  }
  return TRUE;
}

gboolean
schalter_json_is_file_name (const char *text)
{
  return g_ascii_isalnum (text[0]) &&
         text[strspn (text,
                      "abcdefghijklmnopqrstuvwxyz"
                      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")] == '\0';
}
