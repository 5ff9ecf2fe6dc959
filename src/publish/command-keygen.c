/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalter-publish keygen: the keys of a canton. The publisher's key signs manifests; the portal
 * has one key for the sealed exchange and one for each municipality's certificates; each authority
 * has one that only it can open submissions with. Private keys go to files of mode 0600, public
 * ones to public-keys.json, which is compiled into the catalogue. */
#include "config.h"

#include "checked-source.h"
#include "minisign.h"
#include "schalter-error.h"
#include "seal-code.h"
#include "sealed-box.h"

#include <errno.h>
#include <stdio.h>

/* Keys are valid from the day before: a kiosk's clock may be slow. */
#define VALID_FROM_AGO_US (24 * G_TIME_SPAN_HOUR)

typedef struct {
  const char *folder;
  char *valid_from;
  JsonArray *public_keys;
  JsonArray *exchange;
  JsonArray *seals;
  JsonArray *authorities;
} KeyRing;

static gboolean
write_file (const char *folder, const char *name, const char *text, int mode, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  return g_file_set_contents_full (
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, mode, error);
}

static gboolean
write_keys (const char *folder, const char *name, JsonArray *keys, int mode, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  json_object_set_array_member (object, "keys", json_array_ref (keys));
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, object);
  g_autofree char *text = json_to_string (node, TRUE);
  return write_file (folder, name, text, mode, error);
}

typedef struct {
  const char *purpose;
  guint bfs;
  const guint8 *public_key;
  const guint8 *secret_key;
} NewKey;

static void
add_key (const KeyRing *ring, JsonArray *secrets, const NewKey *key)
{
  g_autofree char *public_hex = schalter_key_to_hex (key->public_key);
  g_autofree char *secret_hex = schalter_key_to_hex (key->secret_key);
  g_autofree char *id = g_strdup_printf ("%s-%u-%.8s", key->purpose, key->bfs, public_hex);
  JsonObject *open = json_object_new ();
  json_object_set_string_member (open, "id", id);
  json_object_set_string_member (open, "purpose", key->purpose);
  json_object_set_int_member (open, "bfs", key->bfs);
  json_object_set_string_member (open, "key", public_hex);
  json_object_set_string_member (open, "valid_from", ring->valid_from);
  json_array_add_object_element (ring->public_keys, open);
  JsonObject *secret = json_object_new ();
  json_object_set_string_member (secret, "id", id);
  json_object_set_int_member (secret, "bfs", key->bfs);
  json_object_set_string_member (secret, "secret", secret_hex);
  json_array_add_object_element (secrets, secret);
}

static void
add_box_key (const KeyRing *ring, JsonArray *secrets, const char *purpose, guint bfs)
{
  g_autoptr (SchalterBoxKeyPair) pair = schalter_box_key_pair_new ();
  NewKey key = { purpose, bfs, pair->public_key, pair->secret_key };
  add_key (ring, secrets, &key);
}

/* The keys of one municipality, or of the canton itself. */
static void
add_authority (const KeyRing *ring, guint bfs)
{
  g_autoptr (SchalterSealKey) seal = schalter_seal_key_new ();
  NewKey key = {
    "seal", bfs, schalter_seal_key_get_public (seal), schalter_seal_key_get_seed (seal)
  };
  add_key (ring, ring->seals, &key);
  add_box_key (ring, ring->authorities, "authority", bfs);
}

static gboolean
write_publisher_key (const char *folder, GError **error)
{
  g_autoptr (SchalterSigningKey) key = schalter_signing_key_new ();
  g_autofree char *secret = schalter_signing_key_to_text (key);
  g_autofree char *open = schalter_signing_key_to_public_text (key);
  return write_file (folder, "publisher.key", secret, 0600, error) &&
         write_file (folder, "publisher.pub", open, 0644, error);
}

static gboolean
write_ring (const KeyRing *ring, GError **error)
{
  return write_publisher_key (ring->folder, error) &&
         write_keys (ring->folder, "exchange-secret.json", ring->exchange, 0600, error) &&
         write_keys (ring->folder, "seal-secrets.json", ring->seals, 0600, error) &&
         write_keys (ring->folder, "authority-secrets.json", ring->authorities, 0600, error) &&
         write_keys (ring->folder, "public-keys.json", ring->public_keys, 0644, error);
}

static char *
format_valid_from (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) from = g_date_time_add (now, -VALID_FROM_AGO_US);
  return g_date_time_format (from, "%Y-%m-%dT%H:%M:%SZ");
}

static gboolean
check_folder (const char *folder, GError **error)
{
  g_autofree char *existing =
      folder != NULL ? g_build_filename (folder, "publisher.key", NULL) : NULL;
  if (folder == NULL)
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND, "--source and --out are needed");
  else if (g_file_test (existing, G_FILE_TEST_EXISTS))
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_CONFLICT, "%s is there already", existing);
  else if (g_mkdir_with_parents (folder, 0700) != 0)
    g_set_error (
        error, SCHALTER_ERROR, SCHALTER_ERROR_INTERNAL, "%s: %s", folder, g_strerror (errno));
  else
    return TRUE;
  return FALSE;
}

gboolean
schalter_command_keygen (const SchalterPublishOptions *options, GError **error)
{
  g_autoptr (SchalterSource) source = schalter_checked_source_load (options->source, NULL, error);
  if (source == NULL || !check_folder (options->out, error))
    return FALSE;
  g_autofree char *valid_from = format_valid_from ();
  g_autoptr (JsonArray) public_keys = json_array_new ();
  g_autoptr (JsonArray) exchange = json_array_new ();
  g_autoptr (JsonArray) seals = json_array_new ();
  g_autoptr (JsonArray) authorities = json_array_new ();
  KeyRing ring = { options->out, valid_from, public_keys, exchange, seals, authorities };
  add_box_key (&ring, ring.exchange, "exchange", 0);
  add_authority (&ring, 0);
  for (guint i = 0; i < source->municipalities->len; i++) {
    const SchalterMunicipality *municipality = g_ptr_array_index (source->municipalities, i);
    add_authority (&ring, municipality->bfs);
  }
  if (!write_ring (&ring, error))
    return FALSE;
  printf (
      "%s: keys of the canton and %u municipalities\n", options->out, source->municipalities->len);
  return TRUE;
}
