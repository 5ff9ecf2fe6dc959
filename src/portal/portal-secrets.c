/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading private keys from the files that keygen wrote. */
#include "config.h"

#include "portal-secrets.h"

#include "random.h"
#include "schalter-error.h"

#include <json-glib/json-glib.h>
#include <sys/stat.h>

typedef struct {
  char *id;
  guint bfs;
  guint8 secret[SCHALTER_BOX_KEY_BYTES];
} Secret;

struct _SchalterSecrets {
  GArray *secrets; /* of Secret */
};

static void
clear_secret (gpointer data)
{
  Secret *secret = data;
  g_free (secret->id);
  schalter_wipe (secret->secret, sizeof secret->secret);
}

static gboolean
set_invalid (GError **error, const char *path, const char *what)
{
  g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "%s: %s", path, what);
  return FALSE;
}

static gboolean
is_private (const char *path, GError **error)
{
  struct stat status;
  if (stat (path, &status) != 0) {
    g_set_error (
        error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND, "%s: there is no such file", path);
    return FALSE;
  }
  return (status.st_mode & 077) == 0 ||
         set_invalid (error, path, "others can read this file; its mode must be 0600");
}

static gboolean
read_secret (SchalterSecrets *self, JsonNode *node, const char *path, GError **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return set_invalid (error, path, "a key is not an object");
  JsonObject *object = json_node_get_object (node);
  const char *hex = json_object_get_string_member_with_default (object, "secret", NULL);
  const char *id = json_object_get_string_member_with_default (object, "id", NULL);
  Secret secret = { .bfs = (guint)json_object_get_int_member_with_default (object, "bfs", 0) };
  if (hex == NULL || id == NULL)
    return set_invalid (error, path, "a key has no id or no secret");
  if (!schalter_key_from_hex (hex, secret.secret, error))
    return FALSE;
  secret.id = g_strdup (id);
  g_array_append_val (self->secrets, secret);
  return TRUE;
}

SchalterSecrets *
schalter_secrets_load (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  if (!is_private (path, error))
    return NULL;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) failure = NULL;
  if (!json_parser_load_from_file (parser, path, &failure)) {
    (void)set_invalid (error, path, failure->message);
    return NULL;
  }
  JsonNode *root = json_parser_get_root (parser);
  JsonNode *keys = root != NULL && JSON_NODE_HOLDS_OBJECT (root)
                       ? json_object_get_member (json_node_get_object (root), "keys")
                       : NULL;
  if (keys == NULL || !JSON_NODE_HOLDS_ARRAY (keys)) {
    (void)set_invalid (error, path, "there is no array “keys”");
    return NULL;
  }
  g_autoptr (SchalterSecrets) self = g_new0 (SchalterSecrets, 1);
  self->secrets = g_array_new (FALSE, FALSE, sizeof (Secret));
  g_array_set_clear_func (self->secrets, clear_secret);
  JsonArray *array = json_node_get_array (keys);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    if (!read_secret (self, json_array_get_element (array, i), path, error))
      return NULL;
  }
  return g_steal_pointer (&self);
}

void
schalter_secrets_free (SchalterSecrets *self)
{
  g_array_unref (self->secrets);
  g_free (self);
}

static const Secret *
find_newest (const SchalterSecrets *self, guint bfs)
{
  for (guint i = self->secrets->len; i > 0; i--) {
    const Secret *secret = &g_array_index (self->secrets, Secret, i - 1);
    if (secret->bfs == bfs)
      return secret;
  }
  return NULL;
}

const guint8 *
schalter_secrets_get (const SchalterSecrets *self, guint bfs)
{
  const Secret *secret = find_newest (self, bfs);
  return secret != NULL ? secret->secret : NULL;
}

const char *
schalter_secrets_get_id (const SchalterSecrets *self, guint bfs)
{
  const Secret *secret = find_newest (self, bfs);
  return secret != NULL ? secret->id : NULL;
}

const guint8 *
schalter_secrets_get_by_id (const SchalterSecrets *self, const char *id)
{
  for (guint i = 0; i < self->secrets->len; i++) {
    const Secret *secret = &g_array_index (self->secrets, Secret, i);
    if (g_str_equal (secret->id, id))
      return secret->secret;
  }
  return NULL;
}
