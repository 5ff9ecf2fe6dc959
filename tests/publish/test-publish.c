/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The publisher as its users run it: on the real sources of Aargau, and on broken ones. */
#include "config.h"

#include "catalogue-search.h"
#include "test-wait.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

typedef struct {
  char *directory;
  char *source;
  char *keys;
  char *web;
} Fixture;

/* Runs a command line in which every word is an argument; gives its exit code and standard error.
 */
static int
run (char **complaint, const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL; /* must not mix with TAP */
  int status = 0;
  g_assert_true (g_spawn_sync (NULL,
                               (char **)argv,
                               NULL,
                               G_SPAWN_SEARCH_PATH,
                               NULL,
                               NULL,
                               &output,
                               complaint,
                               &status,
                               &error));
  return g_spawn_check_wait_status (status, NULL) ? 0 : 1;
}

static char *
get_publisher (void)
{
  return g_build_filename (
      g_getenv ("SCHALTER_BUILD_ROOT"), "src", "publish", "schalter-publish", NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->directory = test_temp_dir_new ();
  fixture->source = g_build_filename (fixture->directory, "aargau", NULL);
  fixture->keys = g_build_filename (fixture->directory, "keys", NULL);
  fixture->web = g_build_filename (fixture->directory, "web", NULL);
  g_autofree char *original =
      g_build_filename (g_getenv ("SCHALTER_SOURCE_ROOT"), "data", "catalogue", "aargau", NULL);
  const char *copy[] = { "cp", "-r", original, fixture->source, NULL };
  g_assert_cmpint (run (NULL, copy), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_temp_dir_free (fixture->directory);
  g_free (fixture->source);
  g_free (fixture->keys);
  g_free (fixture->web);
}

static int
release (Fixture *fixture, char **complaint)
{
  g_autofree char *publisher = get_publisher ();
  const char *argv[] = { publisher,   "release", fixture->source, "--keys",     fixture->keys,
                         "--version", "7",       "--out",         fixture->web, NULL };
  return run (complaint, argv);
}

static void
make_keys (Fixture *fixture)
{
  g_autofree char *publisher = get_publisher ();
  const char *argv[] = { publisher, "keygen",      "--source", fixture->source,
                         "--out",   fixture->keys, NULL };
  g_assert_cmpint (run (NULL, argv), ==, 0);
}

static void
signs_a_manifest_that_minisign_accepts (Fixture *fixture, gconstpointer data)
{
  make_keys (fixture);
  g_assert_cmpint (release (fixture, NULL), ==, 0);
  g_autofree char *key = g_build_filename (fixture->keys, "publisher.pub", NULL);
  g_autofree char *manifest = g_build_filename (fixture->web, "catalogue", "manifest.json", NULL);
  const char *verify[] = { "minisign", "-V", "-q", "-p", key, "-m", manifest, NULL };
  g_assert_cmpint (run (NULL, verify), ==, 0);
}

static void
keeps_private_keys_from_others (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {
    "publisher.key", "exchange-secret.json", "seal-secrets.json", "authority-secrets.json"
  };
  make_keys (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    GStatBuf status;
    g_autofree char *path = g_build_filename (fixture->keys, names[i], NULL);
    g_assert_cmpint (g_stat (path, &status), ==, 0);
    g_assert_cmpint (status.st_mode & 077, ==, 0);
  }
}

static void
names_file_line_and_mistake_and_writes_nothing (Fixture *fixture, gconstpointer data)
{
  make_keys (fixture);
  g_autofree char *path = g_build_filename (fixture->source, "services", "hund.json", NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_autoptr (GString) broken = g_string_new (text);
  g_assert_cmpuint (
      g_string_replace (broken, "\"form\": \"hund\"", "\"form\": \"humd\"", 1), ==, 1);
  g_assert_true (g_file_set_contents (path, broken->str, -1, NULL));
  g_autofree char *complaint = NULL;
  g_assert_cmpint (release (fixture, &complaint), !=, 0);
  g_assert_nonnull (strstr (complaint, "services/hund.json:"));
  g_assert_nonnull (strstr (complaint, "there is no form “humd”"));
  g_assert_nonnull (strstr (complaint, "hund"));
  g_assert_false (g_file_test (fixture->web, G_FILE_TEST_EXISTS));
}

static char *
compile (Fixture *fixture, const char *name)
{
  g_autofree char *publisher = get_publisher ();
  g_autofree char *keys = g_build_filename (fixture->keys, "public-keys.json", NULL);
  char *out = g_build_filename (fixture->directory, name, NULL);
  const char *argv[] = {
    publisher, "compile", fixture->source, "--keys", keys, "--out", out, NULL
  };
  g_assert_cmpint (run (NULL, argv), ==, 0);
  return out;
}

static void
compiles_the_same_sources_to_the_same_bytes (Fixture *fixture, gconstpointer data)
{
  make_keys (fixture);
  g_autofree char *one = compile (fixture, "one.sqlite");
  g_autofree char *other = compile (fixture, "other.sqlite");
  const char *compare[] = { "cmp", one, other, NULL };
  g_assert_cmpint (run (NULL, compare), ==, 0);
}

static void
finds_in_aargau_what_people_type (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *typed;
    const char *service;
  } cases[] = {
    { "wohnsitz bescheinigung", "wohnsitzbestaetigung" },
    { "hund anmelden", "hund" },
    { "betreibungsauszug", "betreibungsauszug" },
    { "carte d'identité", "identitaetskarte" },
    { "kehrichtsack", "abfallmarken" },
  };
  make_keys (fixture);
  g_autofree char *path = compile (fixture, "aargau.sqlite");
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterCatalogue) catalogue = schalter_catalogue_open (path, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SchalterSearchAnswer) answer =
        schalter_catalogue_search (catalogue, cases[i].typed, SCHALTER_LANGUAGE_DE, 8);
    g_assert_cmpuint (answer->hits->len, >, 0);
    const SchalterSearchHit *best = g_ptr_array_index (answer->hits, 0);
    g_test_message ("%s: %s", cases[i].typed, best->service_id);
    g_assert_cmpstr (best->service_id, ==, cases[i].service);
  }
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/publish/release/signs-a-manifest-that-minisign-accepts",
       signs_a_manifest_that_minisign_accepts);
  ADD ("/publish/keygen/keeps-private-keys-from-others", keeps_private_keys_from_others);
  ADD ("/publish/release/names-file-line-and-mistake-and-writes-nothing",
       names_file_line_and_mistake_and_writes_nothing);
  ADD ("/publish/compile/compiles-the-same-sources-to-the-same-bytes",
       compiles_the_same_sources_to_the_same_bytes);
  ADD ("/publish/compile/finds-in-aargau-what-people-type", finds_in_aargau_what_people_type);
  return g_test_run ();
}
