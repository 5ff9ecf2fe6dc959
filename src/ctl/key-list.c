/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The public keys of municipalities from a file, for those who check without a catalogue. */
#include "config.h"

#include "key-list.h"

#include "json-record.h"
#include "schalter-error.h"
#include "seal-code.h"
#include "sealed-box.h"

#define MAX_BYTES (1024 * 1024)
#define MAX_KEYS 10000

typedef struct {
  char *id;
  char *purpose;
  guint bfs;
  char *key;
  char *valid_from;
  char *valid_until; /* (nullable) */
} Entry;

static const SchalterJsonMember entry_members[] = {
  { "id", SCHALTER_JSON_STRING, G_STRUCT_OFFSET (Entry, id), 1, 100 },
  { "purpose", SCHALTER_JSON_STRING, G_STRUCT_OFFSET (Entry, purpose), 1, 20 },
  { "bfs", SCHALTER_JSON_UINT, G_STRUCT_OFFSET (Entry, bfs), 0, 9999 },
  { "key", SCHALTER_JSON_STRING, G_STRUCT_OFFSET (Entry, key), 64, 64 },
  { "valid_from", SCHALTER_JSON_STRING, G_STRUCT_OFFSET (Entry, valid_from), 1, 40 },
  { NULL },
};

static void
entry_free (Entry *entry)
{
  g_free (entry->id);
  g_free (entry->purpose);
  g_free (entry->key);
  g_free (entry->valid_from);
  g_free (entry->valid_until);
  g_free (entry);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Entry, entry_free)

static gboolean
set_invalid (GError **error, const char *message)
{
  g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
parse_time (const char *text, gint64 *time_us_out, GError **error)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);
  if (time == NULL)
    return set_invalid (error, "a time is not one of ISO 8601");
  *time_us_out = g_date_time_to_unix (time) * G_USEC_PER_SEC;
  return TRUE;
}

/* The table knows no optional members: the last one is taken out before it is used. */
static gboolean
take_valid_until (JsonNode *node, Entry *entry, GError **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return set_invalid (error, "a key is an object");
  JsonObject *object = json_node_get_object (node);
  JsonNode *until = json_object_get_member (object, "valid_until");
  if (until == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (until) || json_node_get_value_type (until) != G_TYPE_STRING)
    return set_invalid (error, "“valid_until” is a text");
  entry->valid_until = json_node_dup_string (until);
  json_object_remove_member (object, "valid_until");
  return TRUE;
}

static gboolean
add_key (GPtrArray *keys, JsonNode *node, GError **error)
{
  g_autoptr (Entry) entry = g_new0 (Entry, 1);
  if (!take_valid_until (node, entry, error) ||
      !schalter_json_read (node, entry_members, entry, error))
    return FALSE;
  if (!g_str_equal (entry->purpose, "seal"))
    return TRUE;
  g_autofree SchalterSealPublicKey *key = g_new0 (SchalterSealPublicKey, 1);
  key->bfs = entry->bfs;
  if (!schalter_key_from_hex (entry->key, key->key, error) ||
      !parse_time (entry->valid_from, &key->valid_from_us, error))
    return FALSE;
  if (entry->valid_until != NULL && !parse_time (entry->valid_until, &key->valid_until_us, error))
    return FALSE;
  g_ptr_array_add (keys, g_steal_pointer (&key));
  return TRUE;
}

static JsonArray *
get_entries (JsonNode *root)
{
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  JsonNode *member = json_object_get_member (json_node_get_object (root), "keys");
  return member != NULL && JSON_NODE_HOLDS_ARRAY (member) ? json_node_get_array (member) : NULL;
}

GPtrArray *
schalter_key_list_parse (const char *json, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = schalter_json_parse (json, (gssize)length, MAX_BYTES, error);
  if (root == NULL)
    return NULL;
  JsonArray *entries = get_entries (root);
  if (entries == NULL || json_array_get_length (entries) > MAX_KEYS) {
    set_invalid (error, "“keys” must be an array of at most 10000 keys");
    return NULL;
  }
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < json_array_get_length (entries); i++) {
    if (!add_key (keys, json_array_get_element (entries, i), error)) {
      g_prefix_error (error, "key %u: ", i + 1);
      return NULL;
    }
  }
  return g_steal_pointer (&keys);
}
