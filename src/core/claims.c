/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a certificate says, read strictly. */
#include "config.h"

#include "claims.h"

#include "json-record.h"
#include "schalter-error.h"

#include <string.h>

#define MAX_FACTS 16

static gboolean
is_number (const char *text)
{
  return text[strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")] == '\0';
}

/* @n_digits digits at @text. */
static gboolean
parse_digits (const char *text, guint n_digits, guint *number_out)
{
  guint number = 0;
  for (guint i = 0; i < n_digits; i++) {
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
    number = number * 10 + (guint)(text[i] - '0');
  }
  *number_out = number;
  return TRUE;
}

static gboolean
is_partial_date (const char *text)
{
  guint year = 0;
  guint month = 1;
  guint day = 1;
  gsize length = strlen (text);
  if (length != 4 && length != 7 && length != 10)
    return FALSE;
  if (!parse_digits (text, 4, &year))
    return FALSE;
  if (length >= 7 && (text[4] != '-' || !parse_digits (text + 5, 2, &month)))
    return FALSE;
  if (length == 10 && (text[7] != '-' || !parse_digits (text + 8, 2, &day)))
    return FALSE;
  return month <= 12 && day <= 31 &&
         g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

static gboolean
is_date (const char *text)
{
  return strlen (text) == 10 && is_partial_date (text);
}

#define OFFSET(name) G_STRUCT_OFFSET (SchalterClaims, name)
#define LINE(name, min, max)                                                                       \
  {                                                                                                \
#name, SCHALTER_JSON_STRING, OFFSET(name), min, max, schalter_json_is_line,                    \
        "one line without control characters"                                                      \
  }
#define DATE(name)                                                                                 \
  {                                                                                                \
#name, SCHALTER_JSON_STRING, OFFSET(name), 10, 10, is_date, "a date, YYYY-MM-DD"               \
  }

static const SchalterJsonMember members[] = {
  { "number",
    SCHALTER_JSON_STRING,
    OFFSET (number),
    1,
    40,
    is_number,
    "upper-case letters, digits and “-”" },
  { "type",
    SCHALTER_JSON_STRING,
    OFFSET (type),
    1,
    64,
    schalter_json_is_id,
    SCHALTER_JSON_ID_ALLOWED },
  { "bfs", SCHALTER_JSON_UINT, OFFSET (bfs), 0, 9999 },
  DATE (issued),
  DATE (expires),
  LINE (surname, 1, 200),
  LINE (given_names, 0, 200),
  { "birth_date",
    SCHALTER_JSON_STRING,
    OFFSET (birth_date),
    4,
    10,
    is_partial_date,
    "YYYY-MM-DD, YYYY-MM or YYYY" },
  LINE (address, 0, 400),
  { "facts", SCHALTER_JSON_OBJECT, OFFSET (facts), 0, MAX_FACTS },
  { NULL },
};

static gboolean
read_fact (const char *key, JsonNode *node, GHashTable *facts, GError **error)
{
  gboolean is_text =
      JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
  const char *text = is_text ? json_node_get_string (node) : NULL;
  if (strlen (key) <= 40 && schalter_json_is_id (key) && text != NULL && strlen (text) <= 400 &&
      schalter_json_is_line (text)) {
    g_hash_table_insert (facts, g_strdup (key), g_strdup (text));
    return TRUE;
  }
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_INVALID,
               "“facts”: allowed are keys of at most 40 bytes (%s) with texts of one line, at "
               "most 400 bytes",
               SCHALTER_JSON_ID_ALLOWED);
  return FALSE;
}

static gboolean
read_facts (JsonObject *object, GHashTable *facts, GError **error)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &key, &node)) {
    if (!read_fact (key, node, facts, error))
      return FALSE;
  }
  return TRUE;
}

SchalterClaims *
schalter_claims_from_json (JsonNode *node, GError **error)
{
  g_autoptr (SchalterClaims) claims = g_new0 (SchalterClaims, 1);
  claims->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!schalter_json_read (node, members, claims, error))
    return NULL;
  JsonObject *object = json_node_get_object (node);
  if (!read_facts (json_object_get_object_member (object, "facts"), claims->facts, error))
    return NULL;
  if (strcmp (claims->expires, claims->issued) < 0) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "“expires”: allowed is a date not before “issued”");
    return NULL;
  }
  return g_steal_pointer (&claims);
}

JsonNode *
schalter_claims_to_json (const SchalterClaims *claims)
{
  g_return_val_if_fail (claims != NULL, NULL);
  JsonObject *facts = json_object_new ();
  g_autoptr (GList) keys = claims->facts != NULL ? g_hash_table_get_keys (claims->facts) : NULL;
  keys = g_list_sort (keys, (GCompareFunc)strcmp);
  for (GList *at = keys; at != NULL; at = at->next)
    json_object_set_string_member (facts, at->data, g_hash_table_lookup (claims->facts, at->data));
  JsonObject *object = schalter_json_write (members, claims);
  json_object_set_object_member (object, "facts", facts);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  return node;
}

void
schalter_claims_free (SchalterClaims *claims)
{
  if (claims == NULL)
    return;
  g_free (claims->number);
  g_free (claims->type);
  g_free (claims->issued);
  g_free (claims->expires);
  g_free (claims->surname);
  g_free (claims->given_names);
  g_free (claims->birth_date);
  g_free (claims->address);
  g_clear_pointer (&claims->facts, g_hash_table_unref);
  g_free (claims);
}
