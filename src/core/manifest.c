/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the publisher says about a version of a catalogue, and whether a kiosk may take it. */
#include "config.h"

#include "manifest.h"

#include "json-record.h"
#include "schalter-error.h"

#define MAX_EXACT ((gint64)9007199254740991)
#define MAX_PATCHES 64
#define HASH_ALLOWED "64 lower-case hexadecimal digits"
#define FILE_ALLOWED "a file name without a path"

static gboolean
is_canton (const char *text)
{
  return g_ascii_isupper (text[0]) && g_ascii_isupper (text[1]) && text[2] == '\0';
}

#define OFFSET(name) G_STRUCT_OFFSET (SchalterManifest, name)
#define PATCH_OFFSET(name) G_STRUCT_OFFSET (SchalterManifestPatch, name)

static const SchalterJsonMember members[] = {
  { "canton", SCHALTER_JSON_STRING, OFFSET (canton), 2, 2, is_canton, "two upper-case letters" },
  { "version", SCHALTER_JSON_UINT64, OFFSET (version), 1, MAX_EXACT },
  { "created_us", SCHALTER_JSON_INT64, OFFSET (created_us), 0, MAX_EXACT },
  { "expires_us", SCHALTER_JSON_INT64, OFFSET (expires_us), 0, MAX_EXACT },
  { "size", SCHALTER_JSON_UINT64, OFFSET (size), 1, SCHALTER_CATALOGUE_MAX_BYTES },
  { "hash", SCHALTER_JSON_STRING, OFFSET (hash), 64, 64, schalter_json_is_hash, HASH_ALLOWED },
  { "file", SCHALTER_JSON_STRING, OFFSET (file), 1, 100, schalter_json_is_file_name, FILE_ALLOWED },
  { "packed_size", SCHALTER_JSON_UINT64, OFFSET (packed_size), 1, SCHALTER_CATALOGUE_MAX_BYTES },
  { "patches", SCHALTER_JSON_ARRAY, OFFSET (patches), 0, MAX_PATCHES },
  { NULL },
};

static const SchalterJsonMember patch_members[] = {
  { "from_version", SCHALTER_JSON_UINT64, PATCH_OFFSET (from_version), 1, MAX_EXACT },
  { "from_hash",
    SCHALTER_JSON_STRING,
    PATCH_OFFSET (from_hash),
    64,
    64,
    schalter_json_is_hash,
    HASH_ALLOWED },
  { "file",
    SCHALTER_JSON_STRING,
    PATCH_OFFSET (file),
    1,
    100,
    schalter_json_is_file_name,
    FILE_ALLOWED },
  { "packed_size",
    SCHALTER_JSON_UINT64,
    PATCH_OFFSET (packed_size),
    1,
    SCHALTER_CATALOGUE_MAX_BYTES },
  { NULL },
};

static void
patch_free (gpointer data)
{
  SchalterManifestPatch *patch = data;
  g_free (patch->from_hash);
  g_free (patch->file);
  g_free (patch);
}

static gboolean
read_patches (JsonArray *array, SchalterManifest *manifest, GError **error)
{
  for (guint i = 0; i < json_array_get_length (array); i++) {
    SchalterManifestPatch *patch = g_new0 (SchalterManifestPatch, 1);
    g_ptr_array_add (manifest->patches, patch);
    gboolean is_read =
        schalter_json_read (json_array_get_element (array, i), patch_members, patch, error);
    if (is_read && patch->from_version >= manifest->version) {
      is_read = FALSE;
      g_set_error (error,
                   SCHALTER_ERROR,
                   SCHALTER_ERROR_INVALID,
                   "“from_version”: allowed is a version below “version”");
    }
    if (!is_read) {
      g_prefix_error (error, "“patches” %u: ", i + 1);
      return FALSE;
    }
  }
  return TRUE;
}

SchalterManifest *
schalter_manifest_parse (const char *json, gssize length, GError **error)
{
  g_return_val_if_fail (json != NULL, NULL);
  g_autoptr (JsonNode) node =
      schalter_json_parse (json, length, SCHALTER_MANIFEST_MAX_BYTES, error);
  if (node == NULL)
    return NULL;
  g_autoptr (SchalterManifest) manifest = g_new0 (SchalterManifest, 1);
  manifest->patches = g_ptr_array_new_with_free_func (patch_free);
  if (!schalter_json_read (node, members, manifest, error))
    return NULL;
  JsonArray *patches = json_object_get_array_member (json_node_get_object (node), "patches");
  if (!read_patches (patches, manifest, error))
    return NULL;
  if (manifest->expires_us <= manifest->created_us) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "“expires_us”: allowed is a time after “created_us”");
    return NULL;
  }
  return g_steal_pointer (&manifest);
}

char *
schalter_manifest_to_data (const SchalterManifest *manifest)
{
  g_return_val_if_fail (manifest != NULL, NULL);
  JsonArray *patches = json_array_new ();
  for (guint i = 0; manifest->patches != NULL && i < manifest->patches->len; i++) {
    JsonObject *patch =
        schalter_json_write (patch_members, g_ptr_array_index (manifest->patches, i));
    json_array_add_object_element (patches, patch);
  }
  JsonObject *object = schalter_json_write (members, manifest);
  json_object_set_array_member (object, "patches", patches);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  return json_to_string (node, FALSE);
}

void
schalter_manifest_free (SchalterManifest *manifest)
{
  if (manifest == NULL)
    return;
  g_free (manifest->canton);
  g_free (manifest->hash);
  g_free (manifest->file);
  g_clear_pointer (&manifest->patches, g_ptr_array_unref);
  g_free (manifest);
}

SchalterManifestPatch *
schalter_manifest_add_patch (SchalterManifest *manifest)
{
  g_return_val_if_fail (manifest != NULL, NULL);
  if (manifest->patches == NULL)
    manifest->patches = g_ptr_array_new_with_free_func (patch_free);
  SchalterManifestPatch *patch = g_new0 (SchalterManifestPatch, 1);
  g_ptr_array_add (manifest->patches, patch);
  return patch;
}

gboolean
schalter_manifest_check (const SchalterManifest *manifest,
                         const char *canton,
                         guint64 have_version,
                         gint64 now_us,
                         GError **error)
{
  g_return_val_if_fail (manifest != NULL && canton != NULL, FALSE);
  if (!g_str_equal (manifest->canton, canton)) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "the manifest is for canton %s, this kiosk is for %s",
                 manifest->canton,
                 canton);
    return FALSE;
  }
  if (manifest->version < have_version) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_OUTDATED,
                 "the manifest is of version %" G_GUINT64_FORMAT ", older than %" G_GUINT64_FORMAT
                 " in use",
                 manifest->version,
                 have_version);
    return FALSE;
  }
  if (manifest->expires_us <= now_us) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_OUTDATED,
                 "the manifest of version %" G_GUINT64_FORMAT " has expired",
                 manifest->version);
    return FALSE;
  }
  return TRUE;
}
