/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kiosk's folder of catalogue versions: what is used, checked, installed and kept. */
#include "config.h"

#include "generations.h"

#include "catalogue.h"
#include "digest.h"
#include "packed-file.h"
#include "schalter-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CATALOGUE_NAME "catalogue.sqlite"
#define MANIFEST_NAME "manifest.json"
#define SIGNATURE_NAME "manifest.json.minisig"
#define CURRENT_NAME "current"
#define UNFINISHED_NAME "unfinished"

struct _SchalterGenerations {
  gatomicrefcount references;
  char *folder;    /* owned */
  char *canton;    /* owned */
  GPtrArray *keys; /* owned */
  GMutex lock;     /* guards version: an installation may run on a thread */
  guint64 version;
};

SchalterGenerations *
schalter_generations_new (const char *folder, const char *canton, GPtrArray *keys)
{
  g_return_val_if_fail (folder != NULL && canton != NULL && keys != NULL, NULL);
  SchalterGenerations *generations = g_new0 (SchalterGenerations, 1);
  g_atomic_ref_count_init (&generations->references);
  g_mutex_init (&generations->lock);
  generations->folder = g_strdup (folder);
  generations->canton = g_strdup (canton);
  generations->keys = g_ptr_array_ref (keys);
  return generations;
}

SchalterGenerations *
schalter_generations_ref (SchalterGenerations *generations)
{
  g_return_val_if_fail (generations != NULL, NULL);
  g_atomic_ref_count_inc (&generations->references);
  return generations;
}

void
schalter_generations_unref (SchalterGenerations *generations)
{
  if (generations == NULL || !g_atomic_ref_count_dec (&generations->references))
    return;
  g_mutex_clear (&generations->lock);
  g_free (generations->folder);
  g_free (generations->canton);
  g_ptr_array_unref (generations->keys);
  g_free (generations);
}

guint64
schalter_generations_get_version (SchalterGenerations *generations)
{
  g_return_val_if_fail (generations != NULL, 0);
  g_mutex_lock (&generations->lock);
  guint64 version = generations->version;
  g_mutex_unlock (&generations->lock);
  return version;
}

static void
set_version (SchalterGenerations *generations, guint64 version)
{
  g_mutex_lock (&generations->lock);
  generations->version = version;
  g_mutex_unlock (&generations->lock);
}

static char *
get_generation_folder (SchalterGenerations *generations, guint64 version)
{
  g_autofree char *name = g_strdup_printf ("%" G_GUINT64_FORMAT, version);
  return g_build_filename (generations->folder, name, NULL);
}

char *
schalter_generations_dup_path (SchalterGenerations *generations)
{
  g_return_val_if_fail (generations != NULL, NULL);
  guint64 version = schalter_generations_get_version (generations);
  if (version == 0)
    return NULL;
  g_autofree char *folder = get_generation_folder (generations, version);
  return g_build_filename (folder, CATALOGUE_NAME, NULL);
}

static gboolean
check_signature (SchalterGenerations *generations,
                 GBytes *manifest,
                 const char *signature,
                 GError **error)
{
  g_autoptr (GError) last_error = NULL;
  for (guint i = 0; i < generations->keys->len; i++) {
    g_clear_error (&last_error);
    if (schalter_minisign_verify (generations->keys->pdata[i], manifest, signature, &last_error))
      return TRUE;
  }
  if (last_error == NULL)
    g_set_error (&last_error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_UNTRUSTED,
                 "no publisher's key is configured, so no manifest can be trusted");
  g_propagate_error (error, g_steal_pointer (&last_error));
  return FALSE;
}

/* Signature first: bytes that nobody vouches for are not parsed. */
static SchalterManifest *
read_signed (SchalterGenerations *generations,
             GBytes *manifest,
             const char *signature,
             GError **error)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (manifest, &length);
  if (length == 0 || length > SCHALTER_MANIFEST_MAX_BYTES) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "the manifest has %" G_GSIZE_FORMAT " bytes; 1 to %d are allowed",
                 length,
                 SCHALTER_MANIFEST_MAX_BYTES);
    return NULL;
  }
  if (!check_signature (generations, manifest, signature, error))
    return NULL;
  return schalter_manifest_parse (data, (gssize)length, error);
}

SchalterManifest *
schalter_generations_check_manifest (SchalterGenerations *generations,
                                     GBytes *manifest,
                                     const char *signature,
                                     gint64 now_us,
                                     GError **error)
{
  g_return_val_if_fail (generations != NULL && manifest != NULL && signature != NULL, NULL);
  guint64 have_version = schalter_generations_get_version (generations);
  g_autoptr (SchalterManifest) parsed = read_signed (generations, manifest, signature, error);
  if (parsed == NULL ||
      !schalter_manifest_check (parsed, generations->canton, have_version, now_us, error))
    return NULL;
  return g_steal_pointer (&parsed);
}

/* The file is what the manifest describes, and it opens as the catalogue of that canton and
 * version. */
static gboolean
check_catalogue (const SchalterManifest *manifest,
                 const char *path,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autofree char *hash = schalter_digest_file (path, cancellable, error);
  if (hash == NULL)
    return FALSE;
  if (strcmp (hash, manifest->hash) != 0) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_UNTRUSTED,
                 "catalogue %" G_GUINT64_FORMAT " is not the file that was signed (wrong hash)",
                 manifest->version);
    return FALSE;
  }
  g_autoptr (SchalterCatalogue) catalogue = schalter_catalogue_open (path, error);
  if (catalogue == NULL)
    return FALSE;
  if (strcmp (schalter_catalogue_get_canton (catalogue), manifest->canton) == 0 &&
      schalter_catalogue_get_version (catalogue) == manifest->version)
    return TRUE;
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_INVALID,
               "the file is catalogue %" G_GUINT64_FORMAT " of %s, the manifest says "
               "%" G_GUINT64_FORMAT " of %s",
               schalter_catalogue_get_version (catalogue),
               schalter_catalogue_get_canton (catalogue),
               manifest->version,
               manifest->canton);
  return FALSE;
}

static GBytes *
read_stored (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autoptr (GError) file_error = NULL;
  if (g_file_get_contents (path, &text, &length, &file_error))
    return g_bytes_new_take (g_steal_pointer (&text), length);
  g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND, file_error->message);
  return NULL;
}

/* Whether a stored generation is still what was signed. */
static gboolean
check_generation (SchalterGenerations *generations, guint64 version, GError **error)
{
  g_autofree char *folder = get_generation_folder (generations, version);
  g_autofree char *catalogue = g_build_filename (folder, CATALOGUE_NAME, NULL);
  g_autoptr (GBytes) bytes = read_stored (folder, MANIFEST_NAME, error);
  g_autoptr (GBytes) signature = bytes != NULL ? read_stored (folder, SIGNATURE_NAME, error) : NULL;
  if (signature == NULL)
    return FALSE;
  g_autofree char *text =
      g_strndup (g_bytes_get_data (signature, NULL), g_bytes_get_size (signature));
  g_autoptr (SchalterManifest) manifest = read_signed (generations, bytes, text, error);
  if (manifest == NULL)
    return FALSE;
  if (manifest->version == version && strcmp (manifest->canton, generations->canton) == 0)
    return check_catalogue (manifest, catalogue, NULL, error);
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_INVALID,
               "the manifest in %s is of version %" G_GUINT64_FORMAT " of %s",
               folder,
               manifest->version,
               manifest->canton);
  return FALSE;
}

static int
compare_versions_descending (gconstpointer a, gconstpointer b)
{
  guint64 left = *(const guint64 *)a;
  guint64 right = *(const guint64 *)b;
  return left == right ? 0 : left > right ? -1 : 1;
}

/* (element-type guint64): the versions that have a folder, newest first. */
static GArray *
list_versions (SchalterGenerations *generations)
{
  GArray *versions = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GDir) dir = g_dir_open (generations->folder, 0, NULL);
  while (dir != NULL) {
    const char *name = g_dir_read_name (dir);
    guint64 version = 0;
    if (name == NULL)
      break;
    if (g_ascii_string_to_unsigned (name, 10, 1, G_MAXINT64, &version, NULL))
      g_array_append_val (versions, version);
  }
  g_array_sort (versions, compare_versions_descending);
  return versions;
}

static void
remove_flat_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  while (dir != NULL) {
    const char *name = g_dir_read_name (dir);
    if (name == NULL)
      break;
    g_autofree char *file = g_build_filename (path, name, NULL);
    (void)g_unlink (file); /* what stays is tried again by the next installation */
  }
  (void)g_rmdir (path); /* likewise */
}

/* Renaming a link over another one is atomic. */
static gboolean
switch_current (SchalterGenerations *generations, guint64 version, GError **error)
{
  g_autofree char *target = g_strdup_printf ("%" G_GUINT64_FORMAT, version);
  g_autofree char *link = g_build_filename (generations->folder, CURRENT_NAME, NULL);
  g_autofree char *new_link = g_strconcat (link, ".new", NULL);
  (void)g_unlink (new_link); /* left by a process that was killed, if any */
  if (symlink (target, new_link) == 0 && g_rename (new_link, link) == 0)
    return schalter_sync_folder (generations->folder, error);
  g_set_error (error,
               SCHALTER_ERROR,
               errno == ENOSPC ? SCHALTER_ERROR_NO_SPACE : SCHALTER_ERROR_INTERNAL,
               "cannot switch %s: %s",
               link,
               g_strerror (errno));
  return FALSE;
}

/* Keeps the generation in use and the newest one older than it. */
static void
remove_old (SchalterGenerations *generations, guint64 in_use)
{
  g_autoptr (GArray) versions = list_versions (generations);
  gboolean has_previous = FALSE;
  for (guint i = 0; i < versions->len; i++) {
    guint64 version = g_array_index (versions, guint64, i);
    if (version >= in_use)
      continue;
    g_autofree char *folder = get_generation_folder (generations, version);
    if (has_previous)
      remove_flat_folder (folder);
    has_previous = TRUE;
  }
}

static void
append_problem (GString *problems, const GError *error)
{
  g_string_append_printf (problems, "%s%s", problems->len > 0 ? "; " : "", error->message);
}

gboolean
schalter_generations_load (SchalterGenerations *generations, char **problem_out)
{
  g_return_val_if_fail (generations != NULL, FALSE);
  g_autoptr (GArray) versions = list_versions (generations);
  g_autoptr (GString) problems = g_string_new (NULL);
  guint64 found = 0;
  for (guint i = 0; i < versions->len && found == 0; i++) {
    guint64 version = g_array_index (versions, guint64, i);
    g_autoptr (GError) error = NULL;
    if (check_generation (generations, version, &error))
      found = version;
    else
      append_problem (problems, error);
  }
  g_autoptr (GError) error = NULL;
  if (found != 0 && !switch_current (generations, found, &error))
    append_problem (problems, error);
  set_version (generations, found);
  if (problem_out != NULL)
    *problem_out = problems->len > 0 ? g_strdup (problems->str) : NULL;
  return found != 0;
}

static gboolean
fill_folder (const SchalterManifest *manifest,
             const SchalterDownload *download,
             const char *folder,
             GCancellable *cancellable,
             GError **error)
{
  g_autofree char *catalogue = g_build_filename (folder, CATALOGUE_NAME, NULL);
  g_autofree char *manifest_path = g_build_filename (folder, MANIFEST_NAME, NULL);
  g_autofree char *signature_path = g_build_filename (folder, SIGNATURE_NAME, NULL);
  gsize length = 0;
  const void *data = g_bytes_get_data (download->manifest, &length);
  return schalter_packed_file_unpack (
             download->packed_path, catalogue, manifest->size, cancellable, error) &&
         check_catalogue (manifest, catalogue, cancellable, error) &&
         schalter_write_durably (manifest_path, data, length, error) &&
         schalter_write_durably (
             signature_path, download->signature, strlen (download->signature), error) &&
         schalter_sync_folder (folder, error);
}

static gboolean
move_into_place (SchalterGenerations *generations,
                 const char *unfinished,
                 guint64 version,
                 GError **error)
{
  g_autofree char *folder = get_generation_folder (generations, version);
  /* Not the one in use, so it is one that could not be loaded, or was never switched to. */
  remove_flat_folder (folder);
  if (g_rename (unfinished, folder) != 0) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INTERNAL,
                 "cannot rename to %s: %s",
                 folder,
                 g_strerror (errno));
    return FALSE;
  }
  return schalter_sync_folder (generations->folder, error) &&
         switch_current (generations, version, error);
}

static char *
make_unfinished (SchalterGenerations *generations, GError **error)
{
  g_autofree char *unfinished = g_build_filename (generations->folder, UNFINISHED_NAME, NULL);
  remove_flat_folder (unfinished); /* left by a process that was killed, if any */
  if (g_mkdir_with_parents (unfinished, 0755) == 0)
    return g_steal_pointer (&unfinished);
  g_set_error (error,
               SCHALTER_ERROR,
               errno == ENOSPC ? SCHALTER_ERROR_NO_SPACE : SCHALTER_ERROR_INTERNAL,
               "cannot make %s: %s",
               unfinished,
               g_strerror (errno));
  return NULL;
}

gboolean
schalter_generations_install (SchalterGenerations *generations,
                              const SchalterDownload *download,
                              gint64 now_us,
                              GCancellable *cancellable,
                              GError **error)
{
  g_return_val_if_fail (generations != NULL && download != NULL, FALSE);
  g_autoptr (SchalterManifest) manifest = schalter_generations_check_manifest (
      generations, download->manifest, download->signature, now_us, error);
  if (manifest == NULL)
    return FALSE;
  if (manifest->version == schalter_generations_get_version (generations))
    return TRUE;
  g_autofree char *unfinished = make_unfinished (generations, error);
  if (unfinished == NULL)
    return FALSE;
  if (!fill_folder (manifest, download, unfinished, cancellable, error) ||
      !move_into_place (generations, unfinished, manifest->version, error)) {
    remove_flat_folder (unfinished);
    return FALSE;
  }
  set_version (generations, manifest->version);
  remove_old (generations, manifest->version);
  return TRUE;
}

typedef struct {
  SchalterGenerations *generations;
  GBytes *manifest;
  char *signature;
  char *packed_path;
  gint64 now_us;
} Installation;

static void
on_free_installation (gpointer data)
{
  Installation *installation = data;
  schalter_generations_unref (installation->generations);
  g_bytes_unref (installation->manifest);
  g_free (installation->signature);
  g_free (installation->packed_path);
  g_free (installation);
}

static void
on_install (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Installation *installation = task_data;
  SchalterDownload download = { installation->manifest,
                                installation->signature,
                                installation->packed_path };
  GError *error = NULL;
  if (schalter_generations_install (
          installation->generations, &download, installation->now_us, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
schalter_generations_install_async (SchalterGenerations *generations,
                                    const SchalterDownload *download,
                                    gint64 now_us,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (generations != NULL && download != NULL);
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Installation *installation = g_new0 (Installation, 1);
  installation->generations = schalter_generations_ref (generations);
  installation->manifest = g_bytes_ref (download->manifest);
  installation->signature = g_strdup (download->signature);
  installation->packed_path = g_strdup (download->packed_path);
  installation->now_us = now_us;
  g_task_set_source_tag (task, schalter_generations_install_async);
  g_task_set_task_data (task, installation, on_free_installation);
  g_task_run_in_thread (task, on_install);
}

gboolean
schalter_generations_install_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
