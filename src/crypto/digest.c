/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * BLAKE2b-256 of bytes and of files, a block at a time. */
#include "config.h"

#include "digest.h"

#include "schalter-error.h"

#include <sodium.h>

#define DIGEST_BYTES 32
#define BLOCK_BYTES (64 * 1024)

static char *
to_hex (const guint8 *digest)
{
  char *text = g_malloc (DIGEST_BYTES * 2 + 1);
  return sodium_bin2hex (text, DIGEST_BYTES * 2 + 1, digest, DIGEST_BYTES);
}

char *
schalter_digest_bytes (GBytes *bytes)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  guint8 digest[DIGEST_BYTES];
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  crypto_generichash (digest, sizeof digest, data, length, NULL, 0);
  return to_hex (digest);
}

/* A cancelled read stays G_IO_ERROR_CANCELLED: callers tell it by that. */
static void
map_io_error (const char *path, GError *io_error, GError **error)
{
  if (g_error_matches (io_error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, io_error);
    return;
  }
  gboolean is_missing = g_error_matches (io_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_set_error (error,
               SCHALTER_ERROR,
               is_missing ? SCHALTER_ERROR_NOT_FOUND : SCHALTER_ERROR_INTERNAL,
               "%s: %s",
               path,
               io_error->message);
  g_error_free (io_error);
}

char *
schalter_digest_file (const char *path, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  GError *io_error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, &io_error);
  g_autofree guint8 *block = g_malloc (BLOCK_BYTES);
  crypto_generichash_state state;
  gssize n_read = stream != NULL ? 1 : -1;

  crypto_generichash_init (&state, NULL, 0, DIGEST_BYTES);
  while (n_read > 0) {
    n_read =
        g_input_stream_read (G_INPUT_STREAM (stream), block, BLOCK_BYTES, cancellable, &io_error);
    if (n_read > 0)
      crypto_generichash_update (&state, block, (gsize)n_read);
  }
  if (n_read < 0) {
    map_io_error (path, io_error, error);
    return NULL;
  }
  guint8 digest[DIGEST_BYTES];
  crypto_generichash_final (&state, digest, sizeof digest);
  return to_hex (digest);
}
