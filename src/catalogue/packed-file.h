/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Packs a file with zstd; the same bytes in give the same bytes out. */
gboolean schalter_packed_file_write (const char *path,
                                     const char *packed_path,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * schalter_packed_file_unpack:
 * @size: bytes that must come out, no more and no less
 *
 * Unpacks into a new file and brings it to the disk. Stops at the first byte too many, whatever
 * the packed file promises.
 *
 * Returns: %FALSE with SCHALTER_ERROR_INVALID for a broken, cut or too long file, _NO_SPACE, or
 *     _INTERNAL; what was written by then is left for the caller to remove.
 */
gboolean schalter_packed_file_unpack (const char *packed_path,
                                      const char *path,
                                      guint64 size,
                                      GCancellable *cancellable,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes a small file and brings it to the disk. */
gboolean schalter_write_durably (const char *path, const void *data, gsize length, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/* Brings to the disk what was made, renamed or removed in a folder. */
gboolean schalter_sync_folder (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
