/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterManifest:
 * @version: only ever rises
 * @size: bytes of the whole catalogue file, unpacked
 * @hash: BLAKE2b-256 of the unpacked file, 64 lower-case hexadecimal digits
 * @file: name of the packed file beside the manifest, no path
 * @patches: (element-type SchalterManifestPatch): each makes this version from an older one
 *
 * What the publisher says about one version of a canton's catalogue. Its bytes are signed as a
 * whole; check the signature before parsing.
 */
typedef struct {
  char *canton;
  guint64 version;
  gint64 created_us;
  gint64 expires_us;
  guint64 size;
  char *hash;
  char *file;
  guint64 packed_size;
  GPtrArray *patches;
} SchalterManifest;

typedef struct {
  guint64 from_version;
  char *from_hash;
  char *file;
  guint64 packed_size;
} SchalterManifestPatch;

#define SCHALTER_MANIFEST_MAX_BYTES (256 * 1024)
#define SCHALTER_CATALOGUE_MAX_BYTES (512 * 1024 * 1024)

SchalterManifest *
schalter_manifest_parse (const char *json, gssize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *schalter_manifest_to_data (const SchalterManifest *manifest);
/* Adds an empty patch, owned by the manifest: fill it in with copies. */
SchalterManifestPatch *schalter_manifest_add_patch (SchalterManifest *manifest);
void schalter_manifest_free (SchalterManifest *manifest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterManifest, schalter_manifest_free)

/**
 * schalter_manifest_check:
 * @canton: the canton this kiosk is for
 * @have_version: the version in use, or 0 for none
 * @now_us: the time now
 *
 * Returns: %FALSE with SCHALTER_ERROR_INVALID for another canton's, SCHALTER_ERROR_OUTDATED for a
 *     replayed older or an expired manifest. An equal version is fine: nothing is to be done then.
 */
gboolean schalter_manifest_check (const SchalterManifest *manifest,
                                  const char *canton,
                                  guint64 have_version,
                                  gint64 now_us,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
