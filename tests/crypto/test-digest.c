/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * BLAKE2b-256 against b2sum of coreutils, of bytes and of files. */
#include "config.h"

#include "digest.h"
#include "random.h"
#include "schalter-error.h"
#include "test-wait.h"

/* What `printf abc | b2sum -l 256` prints. */
#define DIGEST_OF_ABC "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"

static void
digests_bytes (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autofree char *digest = schalter_digest_bytes (bytes);
  g_assert_cmpstr (digest, ==, DIGEST_OF_ABC);
}

static void
a_file_has_the_digest_of_its_bytes (void)
{
  const gsize lengths[] = { 0, 1, 64 * 1024, 64 * 1024 * 3 + 17 };
  char *directory = test_temp_dir_new ();
  g_autofree char *path = g_build_filename (directory, "file", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree guint8 *data = g_malloc (lengths[i] + 1);
    schalter_random_fill (data, lengths[i]);
    g_assert_true (g_file_set_contents (path, (const char *)data, (gssize)lengths[i], &error));
    g_autoptr (GBytes) bytes = g_bytes_new (data, lengths[i]);
    g_autofree char *expected = schalter_digest_bytes (bytes);
    g_autofree char *digest = schalter_digest_file (path, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (digest, ==, expected);
  }
  test_temp_dir_free (directory);
}

static void
a_missing_file_is_not_found (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (schalter_digest_file ("/nowhere/at/all", NULL, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND);
}

static void
a_cancelled_digest_says_so (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  g_assert_null (schalter_digest_file ("/etc/hostname", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schalter_crypto_init ();
  g_test_add_func ("/crypto/digest/digests-bytes", digests_bytes);
  g_test_add_func ("/crypto/digest/a-file-has-the-digest-of-its-bytes",
                   a_file_has_the_digest_of_its_bytes);
  g_test_add_func ("/crypto/digest/a-missing-file-is-not-found", a_missing_file_is_not_found);
  g_test_add_func ("/crypto/digest/a-cancelled-digest-says-so", a_cancelled_digest_says_so);
  return g_test_run ();
}
