/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Releases by the real publisher, and what a forger or a bad line makes of them. */
#include "config.h"

#include "catalogue-release.h"

#include "random.h"
#include "test-wait.h"

#include <gio/gio.h>
#include <string.h>

static void
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
}

static char *
get_publisher (void)
{
  return g_build_filename (
      g_getenv ("SCHALTER_BUILD_ROOT"), "src", "publish", "schalter-publish", NULL);
}

static char *
get_source (void)
{
  return g_build_filename (g_getenv ("SCHALTER_SOURCE_ROOT"), "data", "catalogue", "aargau", NULL);
}

static CatalogueRelease *
make_directories (void)
{
  CatalogueRelease *release = g_new0 (CatalogueRelease, 1);
  release->directory = test_temp_dir_new ();
  release->keys = g_build_filename (release->directory, "keys", NULL);
  release->web = g_build_filename (release->directory, "web", NULL);
  release->key_file = g_build_filename (release->keys, "publisher.pub", NULL);
  return release;
}

CatalogueRelease *
catalogue_release_new (void)
{
  schalter_crypto_init ();
  CatalogueRelease *release = make_directories ();
  g_autofree char *publisher = get_publisher ();
  g_autofree char *source = get_source ();
  const char *keygen[] = { publisher, "keygen", "--source", source, "--out", release->keys, NULL };
  run (keygen);
  return release;
}

static void
copy_tree (const char *from, const char *to)
{
  const char *arguments[] = { "cp", "-rT", from, to, NULL };
  run (arguments);
}

CatalogueRelease *
catalogue_release_copy (const CatalogueRelease *release)
{
  CatalogueRelease *copy = make_directories ();
  copy_tree (release->keys, copy->keys);
  copy_tree (release->web, copy->web);
  return copy;
}

void
catalogue_release_serve (CatalogueRelease *release, const CatalogueRelease *other)
{
  copy_tree (other->web, release->web);
}

void
catalogue_release_free (CatalogueRelease *release)
{
  test_temp_dir_free (release->directory);
  g_free (release->keys);
  g_free (release->web);
  g_free (release->key_file);
  g_free (release);
}

void
catalogue_release_publish (CatalogueRelease *release, guint version)
{
  g_autofree char *publisher = get_publisher ();
  g_autofree char *source = get_source ();
  g_autofree char *number = g_strdup_printf ("%u", version);
  const char *arguments[] = { publisher,   "release", source,  "--keys",     release->keys,
                              "--version", number,    "--out", release->web, NULL };
  run (arguments);
}

char *
catalogue_release_get_path (const CatalogueRelease *release, const char *name)
{
  return g_build_filename (release->web, "catalogue", name, NULL);
}

SchalterManifest *
catalogue_release_read_manifest (const CatalogueRelease *release)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = catalogue_release_get_path (release, "manifest.json");
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  SchalterManifest *manifest = schalter_manifest_parse (text, -1, &error);
  g_assert_no_error (error);
  return manifest;
}

SchalterSigningKey *
catalogue_release_load_key (const CatalogueRelease *release)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (release->keys, "publisher.key", NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  SchalterSigningKey *key = schalter_signing_key_parse (text, &error);
  g_assert_no_error (error);
  return key;
}

void
catalogue_release_sign (const CatalogueRelease *release,
                        const SchalterManifest *manifest,
                        const SchalterSigningKey *key)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = schalter_manifest_to_data (manifest);
  g_autoptr (GBytes) content = g_bytes_new (text, strlen (text));
  g_autofree char *signature = schalter_minisign_sign (key, content, "test");
  g_autofree char *path = catalogue_release_get_path (release, "manifest.json");
  g_autofree char *signature_path = catalogue_release_get_path (release, "manifest.json.minisig");
  g_assert_true (g_file_set_contents (path, text, -1, &error));
  g_assert_true (g_file_set_contents (signature_path, signature, -1, &error));
}
