/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Manifests: read strictly; a replayed, expired or foreign one is not taken. */
#include "config.h"

#include "manifest.h"
#include "schalter-error.h"

#include <string.h>

#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const char whole[] =
    "{\"canton\":\"AG\",\"version\":42,\"created_us\":1000,\"expires_us\":2000,\"size\":4096,"
    "\"hash\":\"" HASH "\",\"file\":\"catalogue-42.sqlite.zst\",\"packed_size\":1024,"
    "\"patches\":[{\"from_version\":41,\"from_hash\":\"" HASH "\","
    "\"file\":\"patch-41-42.zst\",\"packed_size\":77}]}";

static void
is_written_as_it_was_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterManifest) manifest = schalter_manifest_parse (whole, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (manifest->version, ==, 42);
  g_assert_cmpuint (manifest->patches->len, ==, 1);
  const SchalterManifestPatch *patch = g_ptr_array_index (manifest->patches, 0);
  g_assert_cmpuint (patch->from_version, ==, 41);
  g_assert_cmpstr (patch->file, ==, "patch-41-42.zst");
  g_autofree char *written = schalter_manifest_to_data (manifest);
  g_assert_cmpstr (written, ==, whole);
}

static void
a_manifest_can_be_put_together (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterManifest) manifest = g_new0 (SchalterManifest, 1);
  manifest->canton = g_strdup ("AG");
  manifest->version = 2;
  manifest->expires_us = 1;
  manifest->size = manifest->packed_size = 1;
  manifest->hash = g_strdup (HASH);
  manifest->file = g_strdup ("a.zst");
  SchalterManifestPatch *patch = schalter_manifest_add_patch (manifest);
  patch->from_version = 1;
  patch->from_hash = g_strdup (HASH);
  patch->file = g_strdup ("p.zst");
  patch->packed_size = 5;
  g_autofree char *written = schalter_manifest_to_data (manifest);
  g_autoptr (SchalterManifest) again = schalter_manifest_parse (written, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->patches->len, ==, 1);
}

static void
assert_refused (const char *from, const char *to, const char *named)
{
  g_autoptr (GError) error = NULL;
  GString *changed = g_string_new (whole);
  g_assert_cmpuint (g_string_replace (changed, from, to, 1), ==, 1);
  g_assert_null (schalter_manifest_parse (changed->str, -1, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, named));
  g_string_free (changed, TRUE);
}

static void
names_the_member_that_is_wrong (void)
{
  assert_refused ("\"AG\"", "\"Aargau\"", "canton");
  assert_refused ("42,", "0,", "version");
  assert_refused ("42,", "18446744073709551615,", "version");
  assert_refused ("2000", "1000", "expires_us");
  assert_refused ("4096", "536870913", "size");
  assert_refused ("0011", "001", "hash");
  assert_refused ("catalogue-42", "../catalogue-42", "file");
  assert_refused ("[{", "[7,{", "patches");
  assert_refused ("[{\"from_version\":41", "[{\"from_version\":42", "from_version");
  assert_refused ("\"packed_size\":77", "\"packed_size\":77,\"run\":\"x\"", "run");
  assert_refused ("\"patches\":[", "\"patches\":7,\"more\":[", "more");
}

static void
takes_only_what_is_newer_valid_and_its_own (void)
{
  const struct {
    const char *canton;
    guint64 have_version;
    gint64 now_us;
    int code; /* -1: taken */
  } cases[] = {
    { "AG", 0, 1500, -1 },
    { "AG", 41, 1500, -1 },
    { "AG", 42, 1500, -1 },
    { "AG", 43, 1500, SCHALTER_ERROR_OUTDATED },
    { "AG", 41, 2000, SCHALTER_ERROR_OUTDATED },
    { "ZH", 41, 1500, SCHALTER_ERROR_INVALID },
  };
  g_autoptr (SchalterManifest) manifest = schalter_manifest_parse (whole, -1, NULL);
  g_assert_nonnull (manifest);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    gboolean is_taken = schalter_manifest_check (
        manifest, cases[i].canton, cases[i].have_version, cases[i].now_us, &error);
    g_assert_cmpint (is_taken, ==, cases[i].code < 0);
    if (cases[i].code >= 0)
      g_assert_error (error, SCHALTER_ERROR, cases[i].code);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/manifest/is-written-as-it-was-read", is_written_as_it_was_read);
  g_test_add_func ("/core/manifest/a-manifest-can-be-put-together", a_manifest_can_be_put_together);
  g_test_add_func ("/core/manifest/names-the-member-that-is-wrong", names_the_member_that_is_wrong);
  g_test_add_func ("/core/manifest/takes-only-what-is-newer-valid-and-its-own",
                   takes_only_what_is_newer_valid_and_its_own);
  return g_test_run ();
}
