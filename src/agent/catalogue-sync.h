/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "generations.h"
#include "network-state.h"

G_BEGIN_DECLS

/**
 * SchalterCatalogueSync:
 *
 * Keeps this kiosk's catalogue in step with the portal's: looks for a new signed manifest on a
 * schedule with jitter, fetches the file, has it checked and switched to. What is refused is logged
 * with what to do, and the kiosk goes on with what it has.
 *
 * Signal "changed": another catalogue is in use, or a look at the portal has ended.
 */
#define SCHALTER_TYPE_CATALOGUE_SYNC (schalter_catalogue_sync_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterCatalogueSync, schalter_catalogue_sync, SCHALTER, CATALOGUE_SYNC, GObject)

/**
 * SchalterCatalogueSyncOptions:
 * @portal: (nullable): without one nothing is ever fetched
 * @download_path: where a download is kept while it is checked; removed afterwards
 * @interval_seconds: between two looks
 *
 * All borrowed.
 */
typedef struct {
  SchalterGenerations *generations;
  SchalterPortalClient *portal;
  SchalterNetworkState *network;
  const char *download_path;
  guint interval_seconds;
} SchalterCatalogueSyncOptions;

/* Does not look by itself before schalter_catalogue_sync_start(). */
SchalterCatalogueSync *schalter_catalogue_sync_new (const SchalterCatalogueSyncOptions *options);
/* Looks at once, and then on schedule. */
void schalter_catalogue_sync_start (SchalterCatalogueSync *self);

/* Looks now; joins a look that is under way. TRUE also when there was nothing new. */
void schalter_catalogue_sync_run_async (SchalterCatalogueSync *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean schalter_catalogue_sync_run_finish (SchalterCatalogueSync *self,
                                             GAsyncResult *result,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* When a look last went well, µs since 1970; 0 for never since the start. */
gint64 schalter_catalogue_sync_get_last_us (SchalterCatalogueSync *self);
/* Why the last one did not go well; "" when it did. */
const char *schalter_catalogue_sync_get_problem (SchalterCatalogueSync *self);

G_END_DECLS
