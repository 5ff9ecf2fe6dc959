/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The catalogue's way from the portal to this kiosk: manifest, signature, file, check, switch. */
#include "config.h"

#include "catalogue-sync.h"
#include "agent-log.h"
#include "retry.h"
#include "schalter-error.h"

#include <glib/gstdio.h>

#define FOLDER "catalogue/"
#define MANIFEST_PATH FOLDER "manifest.json"
#define SIGNATURE_PATH FOLDER "manifest.json.minisig"
#define SIGNATURE_MAX_BYTES (4 * 1024)

struct _SchalterCatalogueSync {
  GObject parent_instance;
  /* owned */
  SchalterGenerations *generations;
  SchalterPortalClient *portal; /* nullable */
  SchalterNetworkState *network;
  GCancellable *cancellable;
  char *download_path;
  char *problem;
  char *etag;         /* nullable: of the newest manifest that was accepted */
  GPtrArray *waiting; /* (element-type GTask): who waits for the look under way */
  guint interval_seconds;
  guint n_failures; /* in a row */
  gint64 last_us;
  gboolean is_started;
  gboolean is_running;
  /* handles */
  guint timer;
};

/* One look at the portal. */
typedef struct {
  SchalterCatalogueSync *sync; /* owned */
  GBytes *manifest_bytes;      /* nullable until fetched; so are all below */
  char *etag;
  char *signature;
  SchalterManifest *manifest;
} Look;

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterCatalogueSync, schalter_catalogue_sync, G_TYPE_OBJECT)

static void
look_free (Look *look)
{
  g_clear_object (&look->sync);
  g_clear_pointer (&look->manifest_bytes, g_bytes_unref);
  g_clear_pointer (&look->manifest, schalter_manifest_free);
  g_free (look->etag);
  g_free (look->signature);
  g_free (look);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static gboolean
on_timer (gpointer user_data)
{
  SchalterCatalogueSync *self = user_data;
  self->timer = 0;
  schalter_catalogue_sync_run_async (self, NULL, NULL, NULL);
  return G_SOURCE_REMOVE;
}

/* A fleet that starts together must not ask together: a tenth of the interval is jitter. */
static guint
get_wait_ms (SchalterCatalogueSync *self)
{
  guint interval_ms = self->interval_seconds * 1000;
  if (self->n_failures == 0)
    return interval_ms - interval_ms / 20 + (guint)g_random_int_range (0, interval_ms / 10 + 1);
  SchalterRetryPolicy policy = { 500, 5000, MAX (interval_ms, 500) };
  return schalter_retry_get_wait_ms (&policy, self->n_failures, g_random_int ());
}

static void
schedule (SchalterCatalogueSync *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->is_started)
    self->timer = g_timeout_add (get_wait_ms (self), on_timer, self);
}

/* Disposed: what the look would work with is gone. */
static gboolean
is_over (const Look *look)
{
  return g_cancellable_is_cancelled (look->sync->cancellable);
}

static void
log_failure (SchalterCatalogueSync *self, const GError *error)
{
  gboolean is_silent = g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
  if (is_silent && g_str_equal (self->problem, error->message))
    return; /* the same as before: said once */
  schalter_log (G_LOG_LEVEL_WARNING,
                is_silent ? SCHALTER_MSG_SYNC_FAILED : SCHALTER_MSG_CATALOGUE_REFUSED,
                "REASON",
                error->message,
                "MESSAGE",
                is_silent ? "No catalogue from the portal: %s, continuing with what is here"
                          : "The portal's catalogue was refused: %s, continuing with what is here",
                error->message);
}

/* The end of every look. @error: (nullable) */
static void
finish_look (Look *look, const GError *error)
{
  SchalterCatalogueSync *self = look->sync;
  if (is_over (look))
    return;
  if (error == NULL) {
    g_free (self->etag);
    self->etag = g_steal_pointer (&look->etag);
    self->last_us = g_get_real_time ();
  } else {
    log_failure (self, error);
  }
  self->n_failures = error == NULL ? 0 : self->n_failures + 1;
  g_free (self->problem);
  self->problem = g_strdup (error == NULL ? "" : error->message);
  self->is_running = FALSE;
  schedule (self);
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  for (guint i = 0; i < waiting->len; i++) {
    if (error == NULL)
      g_task_return_boolean (g_ptr_array_index (waiting, i), TRUE);
    else
      g_task_return_error (g_ptr_array_index (waiting, i), g_error_copy (error));
  }
}

static void
on_installed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  g_autoptr (GError) error = NULL;
  (void)g_unlink (look->sync->download_path); /* what is left is overwritten by the next */
  if (schalter_generations_install_finish (result, &error)) {
    g_autofree char *version = g_strdup_printf ("%" G_GUINT64_FORMAT, look->manifest->version);
    schalter_log (G_LOG_LEVEL_MESSAGE,
                  SCHALTER_MSG_CATALOGUE_UPDATED,
                  "VERSION",
                  version,
                  "MESSAGE",
                  "Catalogue %s is in use",
                  version);
  }
  finish_look (look, error);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  g_autoptr (GError) error = NULL;
  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error)) {
    gboolean is_full = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
    g_autoptr (GError) mapped =
        g_error_new_literal (SCHALTER_ERROR,
                             is_full ? SCHALTER_ERROR_NO_SPACE : SCHALTER_ERROR_INTERNAL,
                             error->message);
    finish_look (look, mapped);
    return;
  }
  SchalterCatalogueSync *self = look->sync;
  if (is_over (look))
    return;
  SchalterDownload download = { look->manifest_bytes, look->signature, self->download_path };
  schalter_generations_install_async (self->generations,
                                      &download,
                                      g_get_real_time (),
                                      self->cancellable,
                                      on_installed,
                                      g_steal_pointer (&look));
}

static void
on_file (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  SchalterCatalogueSync *self = look->sync;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) packed = schalter_portal_client_fetch_finish (
      SCHALTER_PORTAL_CLIENT (source), result, NULL, NULL, &error);
  if (packed == NULL || is_over (look)) {
    finish_look (look, error);
    return;
  }
  if (g_bytes_get_size (packed) != look->manifest->packed_size) {
    error = g_error_new (SCHALTER_ERROR,
                         SCHALTER_ERROR_INVALID,
                         "The catalogue file has %" G_GSIZE_FORMAT
                         " bytes, the manifest says %" G_GUINT64_FORMAT,
                         g_bytes_get_size (packed),
                         look->manifest->packed_size);
    finish_look (look, error);
    return;
  }
  g_autoptr (GFile) file = g_file_new_for_path (self->download_path);
  g_file_replace_contents_bytes_async (file,
                                       packed,
                                       NULL,
                                       FALSE,
                                       G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
                                       self->cancellable,
                                       on_written,
                                       g_steal_pointer (&look));
}

static void
fetch_file (Look *look)
{
  SchalterCatalogueSync *self = look->sync;
  g_autofree char *path = g_strconcat (FOLDER, look->manifest->file, NULL);
  SchalterFetch fetch = { path,
                          NULL,
                          MIN (look->manifest->packed_size, SCHALTER_CATALOGUE_MAX_BYTES) };
  schalter_portal_client_fetch_async (self->portal, &fetch, self->cancellable, on_file, look);
}

static void
on_signature (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  SchalterCatalogueSync *self = look->sync;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) signature = schalter_portal_client_fetch_finish (
      SCHALTER_PORTAL_CLIENT (source), result, NULL, NULL, &error);
  if (is_over (look))
    return;
  if (signature != NULL) {
    look->signature = g_strndup (g_bytes_get_data (signature, NULL), g_bytes_get_size (signature));
    look->manifest = schalter_generations_check_manifest (
        self->generations, look->manifest_bytes, look->signature, g_get_real_time (), &error);
  }
  if (look->manifest == NULL ||
      look->manifest->version == schalter_generations_get_version (self->generations))
    finish_look (look, error);
  else
    fetch_file (g_steal_pointer (&look));
}

static void
on_manifest (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  SchalterCatalogueSync *self = look->sync;
  g_autoptr (GError) error = NULL;
  gboolean is_unchanged = FALSE;
  look->manifest_bytes = schalter_portal_client_fetch_finish (
      SCHALTER_PORTAL_CLIENT (source), result, &is_unchanged, &look->etag, &error);
  if (is_over (look))
    return;
  schalter_network_state_report (self->network, error);
  if (is_unchanged && look->etag == NULL)
    look->etag = g_strdup (self->etag);
  if (look->manifest_bytes == NULL) {
    finish_look (look, error);
    return;
  }
  SchalterFetch fetch = { SIGNATURE_PATH, NULL, SIGNATURE_MAX_BYTES };
  schalter_portal_client_fetch_async (
      self->portal, &fetch, self->cancellable, on_signature, g_steal_pointer (&look));
}

void
schalter_catalogue_sync_run_async (SchalterCatalogueSync *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (SCHALTER_IS_CATALOGUE_SYNC (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, schalter_catalogue_sync_run_async);
  if (self->portal == NULL) {
    g_task_return_new_error (
        task, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE, "No portal is configured");
    return;
  }
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (self->is_running)
    return;
  self->is_running = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  Look *look = g_new0 (Look, 1);
  look->sync = g_object_ref (self);
  SchalterFetch fetch = { MANIFEST_PATH, self->etag, SCHALTER_MANIFEST_MAX_BYTES };
  schalter_portal_client_fetch_async (self->portal, &fetch, self->cancellable, on_manifest, look);
}

gboolean
schalter_catalogue_sync_run_finish (SchalterCatalogueSync *self,
                                    GAsyncResult *result,
                                    GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
schalter_catalogue_sync_start (SchalterCatalogueSync *self)
{
  g_return_if_fail (SCHALTER_IS_CATALOGUE_SYNC (self));
  self->is_started = self->portal != NULL;
  if (self->is_started)
    schalter_catalogue_sync_run_async (self, NULL, NULL, NULL);
}

gint64
schalter_catalogue_sync_get_last_us (SchalterCatalogueSync *self)
{
  g_return_val_if_fail (SCHALTER_IS_CATALOGUE_SYNC (self), 0);
  return self->last_us;
}

const char *
schalter_catalogue_sync_get_problem (SchalterCatalogueSync *self)
{
  g_return_val_if_fail (SCHALTER_IS_CATALOGUE_SYNC (self), "");
  return self->problem;
}

static void
schalter_catalogue_sync_dispose (GObject *object)
{
  SchalterCatalogueSync *self = SCHALTER_CATALOGUE_SYNC (object);
  g_cancellable_cancel (self->cancellable);
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);
  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    g_task_return_new_error (
        g_ptr_array_index (waiting, i), G_IO_ERROR, G_IO_ERROR_CANCELLED, "The agent stops");
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->generations, schalter_generations_unref);
  g_clear_object (&self->portal);
  g_clear_object (&self->network);
  G_OBJECT_CLASS (schalter_catalogue_sync_parent_class)->dispose (object);
}

static void
schalter_catalogue_sync_finalize (GObject *object)
{
  SchalterCatalogueSync *self = SCHALTER_CATALOGUE_SYNC (object);
  g_clear_object (&self->cancellable);
  g_free (self->download_path);
  g_free (self->problem);
  g_free (self->etag);
  G_OBJECT_CLASS (schalter_catalogue_sync_parent_class)->finalize (object);
}

static void
schalter_catalogue_sync_class_init (SchalterCatalogueSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->dispose = schalter_catalogue_sync_dispose;
  object_class->finalize = schalter_catalogue_sync_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SCHALTER_TYPE_CATALOGUE_SYNC,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
schalter_catalogue_sync_init (SchalterCatalogueSync *self)
{
  self->cancellable = g_cancellable_new ();
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->problem = g_strdup ("");
}

SchalterCatalogueSync *
schalter_catalogue_sync_new (const SchalterCatalogueSyncOptions *options)
{
  SchalterCatalogueSync *self = g_object_new (SCHALTER_TYPE_CATALOGUE_SYNC, NULL);
  self->generations = schalter_generations_ref (options->generations);
  g_set_object (&self->portal, options->portal);
  g_set_object (&self->network, options->network);
  self->download_path = g_strdup (options->download_path);
  self->interval_seconds = MAX (options->interval_seconds, 1);
  return self;
}
