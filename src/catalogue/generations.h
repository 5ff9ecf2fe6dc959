/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "manifest.h"
#include "minisign.h"

G_BEGIN_DECLS

/**
 * SchalterGenerations:
 *
 * The kiosk's folder of catalogue versions. Each generation is a folder named by its version with
 * the catalogue, the signed manifest and its signature; the link "current" names the one in use.
 * The one before it is kept, older ones are removed. Nothing in the folder is trusted: what is
 * loaded is checked against its stored, signed manifest first.
 */
typedef struct _SchalterGenerations SchalterGenerations;

/**
 * schalter_generations_new:
 * @folder: made on first use
 * @canton: the canton this kiosk is for, "AG"
 * @keys: (element-type SchalterVerifyingKey): the publishers' keys that are trusted
 */
SchalterGenerations *
schalter_generations_new (const char *folder, const char *canton, GPtrArray *keys);
SchalterGenerations *schalter_generations_ref (SchalterGenerations *generations);
void schalter_generations_unref (SchalterGenerations *generations);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterGenerations, schalter_generations_unref)

/* The version in use, or 0 for none. */
guint64 schalter_generations_get_version (SchalterGenerations *generations);
/* (transfer full) (nullable): path of the catalogue in use, stable for as long as it is in use. */
char *schalter_generations_dup_path (SchalterGenerations *generations);

/**
 * schalter_generations_load:
 * @problem_out: (out) (nullable): why the newest generation was not taken, for the log; else %NULL
 *
 * Finds the generation to use at start: the current one if it is what was signed, or else the
 * newest older one that is. An expired manifest does not matter here: the kiosk goes on with what
 * it has.
 *
 * Returns: whether there is a generation to use.
 */
gboolean schalter_generations_load (SchalterGenerations *generations, char **problem_out);

/**
 * schalter_generations_check_manifest:
 *
 * Checks the signature of a fetched manifest first, then reads it and checks canton, version and
 * expiry (schalter_manifest_check()).
 *
 * Returns: (transfer full): the manifest, or %NULL with SCHALTER_ERROR_UNTRUSTED, _INVALID or
 *     _OUTDATED. When its version is the one in use there is nothing to do.
 */
SchalterManifest *schalter_generations_check_manifest (SchalterGenerations *generations,
                                                       GBytes *manifest,
                                                       const char *signature,
                                                       gint64 now_us,
                                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SchalterDownload:
 * @manifest: the manifest's bytes as they were fetched
 * @signature: text of the .minisig file beside it
 * @packed_path: the downloaded file: the whole catalogue packed with zstd
 *
 * What was fetched of one version. Borrowed for the call.
 */
typedef struct {
  GBytes *manifest;
  const char *signature;
  const char *packed_path;
} SchalterDownload;

/**
 * schalter_generations_install:
 *
 * Checks the manifest again, unpacks (never more bytes than the manifest says), checks the hash,
 * opens the result as a catalogue, writes it all to disk durably, and only then switches to it.
 * Killed at any moment, the folder still holds the complete generation in use before. The download
 * is not removed.
 *
 * Returns: %FALSE with SCHALTER_ERROR_UNTRUSTED for a wrong signature or hash, _INVALID for a file
 *     that is broken, too long or another canton's, _OUTDATED, _NO_SPACE, or _INTERNAL.
 */
gboolean schalter_generations_install (SchalterGenerations *generations,
                                       const SchalterDownload *download,
                                       gint64 now_us,
                                       GCancellable *cancellable,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same on a worker thread; one at a time for a folder. */
void schalter_generations_install_async (SchalterGenerations *generations,
                                         const SchalterDownload *download,
                                         gint64 now_us,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean schalter_generations_install_finish (GAsyncResult *result,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
