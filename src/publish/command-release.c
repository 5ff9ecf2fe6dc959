/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalter-publish release: compiles, packs and signs a version into a folder that any static web
 * server carries. The manifest is written last: a fetcher never sees one whose file is missing. */
#include "config.h"

#include "catalogue-compiler.h"
#include "checked-source.h"
#include "digest.h"
#include "manifest.h"
#include "minisign.h"
#include "packed-file.h"
#include "schalter-error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  const SchalterPublishOptions *options;
  char *folder;      /* owned: <out>/catalogue */
  char *packed_name; /* owned */
  char *packed_path; /* owned */
  char *plain_path;  /* owned */
} Release;

static void
release_clear (Release *release)
{
  if (release->plain_path != NULL)
    (void)g_unlink (release->plain_path); /* may never have been made */
  g_free (release->folder);
  g_free (release->packed_name);
  g_free (release->packed_path);
  g_free (release->plain_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Release, release_clear)

static SchalterSigningKey *
load_publisher_key (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "publisher.key", NULL);
  g_autofree char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  return schalter_signing_key_parse (text, error);
}

static guint64
get_file_size (const char *path)
{
  GStatBuf status;
  return g_stat (path, &status) == 0 ? (guint64)status.st_size : 0;
}

static char *
make_manifest (const Release *release, const char *canton, GError **error)
{
  g_autoptr (SchalterManifest) manifest = g_new0 (SchalterManifest, 1);
  gint64 now_us = g_get_real_time ();
  manifest->canton = g_strdup (canton);
  manifest->version = release->options->version;
  manifest->created_us = now_us;
  manifest->expires_us = now_us + (gint64)release->options->valid_days * G_TIME_SPAN_DAY;
  manifest->size = get_file_size (release->plain_path);
  manifest->hash = schalter_digest_file (release->plain_path, NULL, error);
  manifest->file = g_strdup (release->packed_name);
  manifest->packed_size = get_file_size (release->packed_path);
  manifest->patches = g_ptr_array_new ();
  return manifest->hash != NULL ? schalter_manifest_to_data (manifest) : NULL;
}

static gboolean
write_signed (const Release *release, const char *manifest, GError **error)
{
  g_autoptr (SchalterSigningKey) key = load_publisher_key (release->options->keys, error);
  if (key == NULL)
    return FALSE;
  g_autoptr (GBytes) content = g_bytes_new (manifest, strlen (manifest));
  g_autofree char *comment =
      g_strdup_printf ("catalogue version %" G_GUINT64_FORMAT, release->options->version);
  g_autofree char *signature = schalter_minisign_sign (key, content, comment);
  g_autofree char *manifest_path = g_build_filename (release->folder, "manifest.json", NULL);
  g_autofree char *signature_path = g_strconcat (manifest_path, ".minisig", NULL);
  return schalter_write_durably (signature_path, signature, strlen (signature), error) &&
         schalter_write_durably (manifest_path, manifest, strlen (manifest), error) &&
         schalter_sync_folder (release->folder, error);
}

static gboolean
name_files (Release *release, const char *canton, GError **error)
{
  release->folder = g_build_filename (release->options->out, "catalogue", NULL);
  if (g_mkdir_with_parents (release->folder, 0755) != 0) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INTERNAL,
                 "%s: %s",
                 release->folder,
                 g_strerror (errno));
    return FALSE;
  }
  g_autofree char *lower = g_ascii_strdown (canton, -1);
  release->packed_name =
      g_strdup_printf ("%s-%" G_GUINT64_FORMAT ".sqlite.zst", lower, release->options->version);
  release->packed_path = g_build_filename (release->folder, release->packed_name, NULL);
  release->plain_path = g_strconcat (release->packed_path, ".plain", NULL);
  return TRUE;
}

gboolean
schalter_command_release (const SchalterPublishOptions *options, GError **error)
{
  if (options->keys == NULL || options->out == NULL) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND, "--keys and --out are needed");
    return FALSE;
  }
  g_autofree char *public_keys = g_build_filename (options->keys, "public-keys.json", NULL);
  g_autoptr (SchalterSource) source =
      schalter_checked_source_load (options->folder, public_keys, error);
  g_auto (Release) release = { .options = options };
  if (source == NULL || !name_files (&release, source->canton.code, error) ||
      !schalter_catalogue_compile (source, options->version, release.plain_path, error) ||
      !schalter_packed_file_write (release.plain_path, release.packed_path, error))
    return FALSE;
  g_autofree char *manifest = make_manifest (&release, source->canton.code, error);
  if (manifest == NULL || !write_signed (&release, manifest, error))
    return FALSE;
  printf ("%s: version %" G_GUINT64_FORMAT ", %" G_GUINT64_FORMAT " bytes packed\n",
          release.folder,
          options->version,
          get_file_size (release.packed_path));
  return TRUE;
}
