/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packing and unpacking catalogue files with zstd, and writing that survives a power cut. */
#include "config.h"

#include "packed-file.h"

#include "schalter-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>
#include <zstd.h>

#define LEVEL 19
/* A window of 128 MiB is what every reader of zstd allows; more would be memory for a bomb. */
#define WINDOW_LOG_MAX 27

static void
set_errno_error (const char *doing, const char *path, GError **error)
{
  int number = errno;
  gboolean is_full = number == ENOSPC || number == EDQUOT;
  g_set_error (error,
               SCHALTER_ERROR,
               is_full            ? SCHALTER_ERROR_NO_SPACE
               : number == ENOENT ? SCHALTER_ERROR_NOT_FOUND
                                  : SCHALTER_ERROR_INTERNAL,
               "%s %s: %s",
               doing,
               path,
               g_strerror (number));
}

static gboolean
write_all (int descriptor, const char *path, const guint8 *data, gsize length, GError **error)
{
  while (length > 0) {
    gssize written = write (descriptor, data, length);
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0) {
      set_errno_error ("cannot write", path, error);
      return FALSE;
    }
    data += written;
    length -= (gsize)written;
  }
  return TRUE;
}

/* Closes what was opened; an error of the disk shows at the latest here. */
static gboolean
sync_and_close (int descriptor, const char *path, GError **error)
{
  gboolean is_synced = fsync (descriptor) == 0;
  if (!is_synced)
    set_errno_error ("cannot write", path, error);
  (void)g_close (descriptor, NULL); /* all bytes are on the disk, or the error is set */
  return is_synced;
}

gboolean
schalter_write_durably (const char *path, const void *data, gsize length, GError **error)
{
  g_return_val_if_fail (path != NULL && (data != NULL || length == 0), FALSE);
  int descriptor = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    set_errno_error ("cannot write", path, error);
    return FALSE;
  }
  if (write_all (descriptor, path, data, length, error))
    return sync_and_close (descriptor, path, error);
  (void)g_close (descriptor, NULL); /* the error that matters is the one of writing */
  return FALSE;
}

gboolean
schalter_sync_folder (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, FALSE);
  int descriptor = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (descriptor >= 0)
    return sync_and_close (descriptor, path, error);
  set_errno_error ("cannot open", path, error);
  return FALSE;
}

static GBytes *
map_file (const char *path, GError **error)
{
  g_autoptr (GError) file_error = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &file_error);
  if (file != NULL)
    return g_mapped_file_get_bytes (file);
  gboolean is_missing = g_error_matches (file_error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_set_error_literal (error,
                       SCHALTER_ERROR,
                       is_missing ? SCHALTER_ERROR_NOT_FOUND : SCHALTER_ERROR_INTERNAL,
                       file_error->message);
  return NULL;
}

gboolean
schalter_packed_file_write (const char *path, const char *packed_path, GError **error)
{
  g_return_val_if_fail (path != NULL && packed_path != NULL, FALSE);
  g_autoptr (GBytes) content = map_file (path, error);
  if (content == NULL)
    return FALSE;
  gsize length = 0;
  const void *data = g_bytes_get_data (content, &length);
  gsize bound = ZSTD_compressBound (length);
  g_autofree guint8 *packed = g_malloc (bound);
  gsize packed_length = ZSTD_compress (packed, bound, data, length, LEVEL);
  if (!ZSTD_isError (packed_length))
    return schalter_write_durably (packed_path, packed, packed_length, error);
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_INTERNAL,
               "cannot pack %s: %s",
               path,
               ZSTD_getErrorName (packed_length));
  return FALSE;
}

/* What unpacking needs from block to block. */
typedef struct {
  ZSTD_DCtx *context;
  const char *packed_path;
  const char *path;
  int descriptor;
  guint64 left;
  GCancellable *cancellable;
} Unpacking;

static gboolean
refuse (const Unpacking *unpacking, const char *why, GError **error)
{
  g_set_error (
      error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "%s: %s", unpacking->packed_path, why);
  return FALSE;
}

/* One step: sets *is_done_out when the one frame of the file has ended. */
static gboolean
unpack_block (Unpacking *unpacking, ZSTD_inBuffer *in, gboolean *is_done_out, GError **error)
{
  guint8 block[64 * 1024];
  ZSTD_outBuffer out = { block, sizeof block, 0 };
  gsize hint = ZSTD_decompressStream (unpacking->context, &out, in);
  if (ZSTD_isError (hint))
    return refuse (unpacking, ZSTD_getErrorName (hint), error);
  if (out.pos > unpacking->left)
    return refuse (unpacking, "it unpacks to more bytes than the manifest says", error);
  unpacking->left -= out.pos;
  *is_done_out = hint == 0;
  if (hint != 0 && out.pos < out.size && in->pos == in->size)
    return refuse (unpacking, "it is cut off", error);
  return write_all (unpacking->descriptor, unpacking->path, block, out.pos, error);
}

static gboolean
unpack_all (Unpacking *unpacking, GBytes *packed, GError **error)
{
  gsize length = 0;
  const void *data = g_bytes_get_data (packed, &length);
  ZSTD_inBuffer in = { data, length, 0 };
  gboolean is_done = FALSE;
  while (!is_done) {
    if (g_cancellable_set_error_if_cancelled (unpacking->cancellable, error) ||
        !unpack_block (unpacking, &in, &is_done, error))
      return FALSE;
  }
  if (unpacking->left > 0)
    return refuse (unpacking, "it unpacks to fewer bytes than the manifest says", error);
  if (in.pos < in.size)
    return refuse (unpacking, "something follows the packed catalogue", error);
  return TRUE;
}

gboolean
schalter_packed_file_unpack (const char *packed_path,
                             const char *path,
                             guint64 size,
                             GCancellable *cancellable,
                             GError **error)
{
  g_return_val_if_fail (packed_path != NULL && path != NULL, FALSE);
  g_autoptr (GBytes) packed = map_file (packed_path, error);
  if (packed == NULL)
    return FALSE;
  int descriptor = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    set_errno_error ("cannot write", path, error);
    return FALSE;
  }
  Unpacking unpacking = { ZSTD_createDCtx (), packed_path, path, descriptor, size, cancellable };
  (void)ZSTD_DCtx_setParameter (unpacking.context, ZSTD_d_windowLogMax, WINDOW_LOG_MAX);
  gboolean is_unpacked = unpack_all (&unpacking, packed, error);
  ZSTD_freeDCtx (unpacking.context);
  if (is_unpacked)
    return sync_and_close (descriptor, path, error);
  (void)g_close (descriptor, NULL); /* the error that matters is the one of unpacking */
  return FALSE;
}
