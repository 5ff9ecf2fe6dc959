/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A canton small enough to be compiled for each test, with the secret halves of its keys. */
#include "config.h"

#include "test-canton.h"

#include "catalogue-compiler.h"
#include "random.h"
#include "test-wait.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

static void
copy_folder (const char *from, const char *to)
{
  g_autoptr (GError) error = NULL;
  g_assert_cmpint (g_mkdir_with_parents (to, 0755), ==, 0);
  g_autoptr (GDir) dir = g_dir_open (from, 0, &error);
  g_assert_no_error (error);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir)) {
    g_autofree char *source = g_build_filename (from, name, NULL);
    g_autofree char *target = g_build_filename (to, name, NULL);
    if (g_file_test (source, G_FILE_TEST_IS_DIR)) {
      copy_folder (source, target);
      continue;
    }
    g_autoptr (GFile) source_file = g_file_new_for_path (source);
    g_autoptr (GFile) target_file = g_file_new_for_path (target);
    g_assert_true (
        g_file_copy (source_file, target_file, G_FILE_COPY_NONE, NULL, NULL, NULL, &error));
    g_assert_no_error (error);
  }
}

static void
add_key (JsonBuilder *builder, const char *purpose, guint bfs, const guint8 *key)
{
  g_autofree char *hex = schalter_key_to_hex (key);
  g_autofree char *id = g_strdup_printf ("%s-%u-test", purpose, bfs);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, id);
  json_builder_set_member_name (builder, "purpose");
  json_builder_add_string_value (builder, purpose);
  json_builder_set_member_name (builder, "bfs");
  json_builder_add_int_value (builder, bfs);
  json_builder_set_member_name (builder, "key");
  json_builder_add_string_value (builder, hex);
  json_builder_set_member_name (builder, "valid_from");
  json_builder_add_string_value (builder, "2020-01-01T00:00:00Z");
  json_builder_end_object (builder);
}

static void
make_keys (TestCanton *canton)
{
  canton->exchange = schalter_box_key_pair_new ();
  canton->authority = schalter_box_key_pair_new ();
  canton->canton_authority = schalter_box_key_pair_new ();
  canton->seal = schalter_seal_key_new ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "keys");
  json_builder_begin_array (builder);
  add_key (builder, "exchange", 0, canton->exchange->public_key);
  add_key (builder, "authority", TEST_CANTON_BFS, canton->authority->public_key);
  add_key (builder, "authority", 0, canton->canton_authority->public_key);
  add_key (builder, "seal", TEST_CANTON_BFS, schalter_seal_key_get_public (canton->seal));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);
  canton->keys = g_build_filename (canton->directory, "public-keys.json", NULL);
  g_assert_true (g_file_set_contents (canton->keys, text, -1, NULL));
}

TestCanton *
test_canton_new (void)
{
  TestCanton *canton = g_new0 (TestCanton, 1);
  schalter_crypto_init ();
  g_autofree char *original =
      g_build_filename (g_getenv ("SCHALTER_SOURCE_ROOT"), "tests", "data", "canton", NULL);
  canton->directory = test_temp_dir_new ();
  canton->source = g_build_filename (canton->directory, "canton", NULL);
  copy_folder (original, canton->source);
  make_keys (canton);
  canton->path = test_canton_compile (canton, "catalogue.sqlite", 7);
  return canton;
}

void
test_canton_free (TestCanton *canton)
{
  test_temp_dir_free (canton->directory);
  g_free (canton->source);
  g_free (canton->keys);
  g_free (canton->path);
  schalter_box_key_pair_free (canton->exchange);
  schalter_box_key_pair_free (canton->authority);
  schalter_box_key_pair_free (canton->canton_authority);
  schalter_seal_key_free (canton->seal);
  g_free (canton);
}

char *
test_canton_compile (TestCanton *canton, const char *name, guint64 version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterSource) source = schalter_source_new (canton->source, canton->keys);
  g_autofree char *problems = schalter_source_problems_to_text (source->problems);
  g_assert_cmpstr (problems, ==, "");
  char *path = g_build_filename (canton->directory, name, NULL);
  g_assert_true (schalter_catalogue_compile (source, version, path, &error));
  g_assert_no_error (error);
  return path;
}

SchalterCatalogue *
test_canton_open (TestCanton *canton)
{
  g_autoptr (GError) error = NULL;
  SchalterCatalogue *catalogue = schalter_catalogue_open (canton->path, &error);
  g_assert_no_error (error);
  return catalogue;
}

void
test_canton_write (TestCanton *canton, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (canton->source, name, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

void
test_canton_edit (TestCanton *canton, const char *name, const char *from, const char *to)
{
  g_autofree char *path = g_build_filename (canton->source, name, NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_autoptr (GString) edited = g_string_new (text);
  g_assert_cmpuint (g_string_replace (edited, from, to, 1), ==, 1);
  test_canton_write (canton, name, edited->str);
}

void
test_canton_remove (TestCanton *canton, const char *name)
{
  g_autofree char *path = g_build_filename (canton->source, name, NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

SchalterClaims *
test_canton_make_claims (const char *type)
{
  g_autoptr (GDateTime) today = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) later = g_date_time_add_days (today, 90);
  SchalterClaims *claims = g_new0 (SchalterClaims, 1);
  claims->number = g_strdup ("W-4045-2026-000123");
  claims->type = g_strdup (type);
  claims->bfs = TEST_CANTON_BFS;
  claims->issued = g_date_time_format (today, "%Y-%m-%d");
  claims->expires = g_date_time_format (later, "%Y-%m-%d");
  claims->surname = g_strdup ("Muster");
  claims->given_names = g_strdup ("Erika Anna");
  claims->birth_date = g_strdup ("1980-02-29");
  claims->address = g_strdup ("Bahnhofstrasse 1, 5430 Wettingen");
  claims->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (claims->facts, g_strdup ("resident_since"), g_strdup ("2011-04-01"));
  return claims;
}
