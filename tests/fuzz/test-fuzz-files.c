/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a browser posts, and what is downloaded: bodies of forms, and packed files. */
#include "config.h"

#include "form-body.h"
#include "mutate.h"
#include "packed-file.h"
#include "schalter-error.h"
#include "test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const body_seeds[] = {
  "token=abc&name=M%C3%BCller&name=Anna+Maria&date.day=1&date.month=2&empty=",
  "a=%26%3D%2B&b=%F0%9F%90%95&action=next",
  NULL,
};

static void
read_body (const char *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (SchalterFormBody) body = schalter_form_body_parse (bytes, &error);
  g_assert_true ((body == NULL) == (error != NULL));
  if (body == NULL)
    return;
  g_auto (GStrv) names = schalter_form_body_dup_all (body, "name");
  for (guint i = 0; names[i] != NULL; i++)
    g_assert_true (g_utf8_validate (names[i], -1, NULL));
  const char *first = schalter_form_body_get (body, "name");
  g_assert_cmpstr (first, ==, names[0]);
}

#define PLAIN_BYTES 5000

static char *
get_path (const char *name)
{
  return g_build_filename (g_getenv ("SCHALTER_FUZZ_FOLDER"), name, NULL);
}

static GPtrArray *
make_packed_seeds (void)
{
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (GError) error = NULL;
  g_autofree char *plain = get_path ("plain");
  g_autofree char *packed = get_path ("packed");
  g_autofree char *content = g_strnfill (PLAIN_BYTES, 'x');
  for (gsize i = 0; i < PLAIN_BYTES; i += 7)
    content[i] = (char)('a' + i % 23);
  g_assert_true (g_file_set_contents (plain, content, PLAIN_BYTES, &error));
  g_assert_true (schalter_packed_file_write (plain, packed, &error));
  gsize length = 0;
  char *bytes = NULL;
  g_assert_true (g_file_get_contents (packed, &bytes, &length, &error));
  g_ptr_array_add (seeds, g_bytes_new_take (bytes, length));
  return seeds;
}

static void
unpack (const char *data, gsize length)
{
  GStatBuf status;
  g_autoptr (GError) error = NULL;
  g_autofree char *packed = get_path ("packed");
  g_autofree char *out = get_path ("out");
  g_assert_true (g_file_set_contents_full (
      packed, data, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  (void)g_unlink (out); /* of the round before */
  gboolean is_unpacked = schalter_packed_file_unpack (packed, out, PLAIN_BYTES, NULL, &error);
  g_assert_true (is_unpacked == (error == NULL));
  g_assert_cmpint (g_stat (out, &status), ==, 0);
  if (is_unpacked)
    g_assert_cmpint (status.st_size, ==, PLAIN_BYTES);
  else
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  g_assert_cmpint (status.st_size, <=, PLAIN_BYTES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autofree char *folder = test_temp_dir_new ();
  g_setenv ("SCHALTER_FUZZ_FOLDER", folder, TRUE);
  mutate_add ("/fuzz/files/form-body", read_body, body_seeds);
  mutate_add_bytes ("/fuzz/files/packed-file", unpack, make_packed_seeds (), 10);
  int status = g_test_run ();
  test_temp_dir_free (g_steal_pointer (&folder));
  return status;
}
