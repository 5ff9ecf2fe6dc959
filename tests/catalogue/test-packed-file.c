/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packed files: exactly the bytes that were promised come out, or nothing is believed. */
#include "config.h"

#include "packed-file.h"

#include "schalter-error.h"
#include "test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_BYTES 300000

typedef struct {
  char *directory;
  char *plain;
  char *packed;
  char *out;
  char *content;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;
  fixture->directory = test_temp_dir_new ();
  fixture->plain = g_build_filename (fixture->directory, "plain", NULL);
  fixture->packed = g_build_filename (fixture->directory, "packed", NULL);
  fixture->out = g_build_filename (fixture->directory, "out", NULL);
  fixture->content = g_malloc (N_BYTES);
  /* Half of it can be packed. */
  for (guint i = 0; i < N_BYTES; i++)
    fixture->content[i] = i % 2 == 0 ? 'x' : (char)g_rand_int (random);
  g_assert_true (g_file_set_contents (fixture->plain, fixture->content, N_BYTES, NULL));
  g_assert_true (schalter_packed_file_write (fixture->plain, fixture->packed, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  test_temp_dir_free (fixture->directory);
  g_free (fixture->plain);
  g_free (fixture->packed);
  g_free (fixture->out);
  g_free (fixture->content);
}

static void
what_was_packed_comes_out (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  gsize length = 0;
  g_assert_true (
      schalter_packed_file_unpack (fixture->packed, fixture->out, N_BYTES, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture->out, &content, &length, NULL));
  g_assert_cmpmem (content, length, fixture->content, N_BYTES);
}

static void
the_same_bytes_are_packed_the_same (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;
  gsize one_length = 0;
  gsize other_length = 0;
  g_assert_true (schalter_packed_file_write (fixture->plain, fixture->out, &error));
  g_assert_true (g_file_get_contents (fixture->packed, &one, &one_length, NULL));
  g_assert_true (g_file_get_contents (fixture->out, &other, &other_length, NULL));
  g_assert_cmpmem (one, one_length, other, other_length);
  g_assert_cmpuint (one_length, <, N_BYTES);
}

static void
assert_refused (Fixture *fixture, guint64 size)
{
  g_autoptr (GError) error = NULL;
  (void)g_unlink (fixture->out); /* of the last try */
  g_assert_false (schalter_packed_file_unpack (fixture->packed, fixture->out, size, NULL, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
}

static gint64
get_size (const char *path)
{
  GStatBuf status;
  return g_stat (path, &status) == 0 ? status.st_size : -1;
}

static void
a_byte_more_or_less_than_promised_is_refused (Fixture *fixture, gconstpointer unused)
{
  assert_refused (fixture, N_BYTES - 1);
  assert_refused (fixture, N_BYTES + 1);
  assert_refused (fixture, 0);
  assert_refused (fixture, G_MAXUINT64);
}

/* A bomb: it is left alone at the first byte too many, not after the disk is full. */
static void
a_bomb_is_stopped_early (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *zeros = g_malloc0 (64 * 1024 * 1024);
  g_assert_true (g_file_set_contents (fixture->plain, zeros, 64 * 1024 * 1024, NULL));
  g_assert_true (schalter_packed_file_write (fixture->plain, fixture->packed, &error));
  g_assert_cmpint (get_size (fixture->packed), <, 64 * 1024);
  assert_refused (fixture, 1000);
  g_assert_cmpint (get_size (fixture->out), <=, 1000);
}

static void
a_file_that_was_cut_is_refused (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *packed = NULL;
  gsize length = 0;
  g_assert_true (g_file_get_contents (fixture->packed, &packed, &length, NULL));
  const gsize cuts[] = { 0, 1, 4, 9, length / 3, length / 2, length - 5, length - 1 };
  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++) {
    g_assert_true (g_file_set_contents (fixture->packed, packed, (gssize)cuts[i], NULL));
    assert_refused (fixture, N_BYTES);
  }
}

static void
what_follows_the_file_is_refused (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *packed = NULL;
  gsize length = 0;
  g_assert_true (g_file_get_contents (fixture->packed, &packed, &length, NULL));
  g_autofree char *twice = g_malloc (2 * length);
  memcpy (twice, packed, length);
  memcpy (twice + length, packed, length);
  g_assert_true (g_file_set_contents (fixture->packed, twice, (gssize)(2 * length), NULL));
  assert_refused (fixture, N_BYTES);
  assert_refused (fixture, 2 * N_BYTES);
  g_assert_true (g_file_set_contents (fixture->packed, twice, (gssize)(length + 1), NULL));
  assert_refused (fixture, N_BYTES);
}

static void
never_writes_over_a_file (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (
      schalter_packed_file_unpack (fixture->packed, fixture->plain, N_BYTES, NULL, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INTERNAL);
  g_assert_cmpint (get_size (fixture->plain), ==, N_BYTES);
}

static void
a_file_that_is_not_there_is_not_found (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (schalter_packed_file_unpack ("/nowhere/x", fixture->out, 1, NULL, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (schalter_packed_file_write ("/nowhere/x", fixture->out, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (schalter_write_durably ("/nowhere/x", "x", 1, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (schalter_sync_folder ("/nowhere", &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND);
}

static void
says_when_the_disk_is_full (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (schalter_write_durably ("/dev/full", "x", 1, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NO_SPACE);
}

static void
cancelling_stops_it (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  g_assert_false (
      schalter_packed_file_unpack (fixture->packed, fixture->out, N_BYTES, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/catalogue/packed-file/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("what-was-packed-comes-out", what_was_packed_comes_out);
  ADD ("the-same-bytes-are-packed-the-same", the_same_bytes_are_packed_the_same);
  ADD ("a-byte-more-or-less-than-promised-is-refused",
       a_byte_more_or_less_than_promised_is_refused);
  ADD ("a-bomb-is-stopped-early", a_bomb_is_stopped_early);
  ADD ("a-file-that-was-cut-is-refused", a_file_that_was_cut_is_refused);
  ADD ("what-follows-the-file-is-refused", what_follows_the_file_is_refused);
  ADD ("never-writes-over-a-file", never_writes_over_a_file);
  ADD ("a-file-that-is-not-there-is-not-found", a_file_that_is_not_there_is_not_found);
  ADD ("says-when-the-disk-is-full", says_when_the_disk_is_full);
  ADD ("cancelling-stops-it", cancelling_stops_it);
  return g_test_run ();
}
