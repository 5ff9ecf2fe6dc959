/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The catalogue's way to the kiosk: what is forged, cut, old, expired or another canton's stays
 * out, the one in use stays in use, and the next good one gets in. */
#include "config.h"

#include "catalogue-sync.h"

#include "catalogue-release.h"
#include "catalogue.h"
#include "portal-double.h"
#include "schalter-error.h"
#include "test-wait.h"

#include <gio/gio.h>
#include <string.h>

#define DEADLINE_MS 90000
#define SHORT_TIMEOUT_MS 4000
#define HAVE_VERSION 5

/* Released once for all tests. */
typedef struct {
  CatalogueRelease *have;
  CatalogueRelease *next;
} Releases;

typedef struct {
  const Releases *releases; /* borrowed */
  CatalogueRelease *release;
  char *directory;
  char *download_path;
  PortalDouble *portal;
  SchalterGenerations *generations;
  SchalterNetworkState *network;
  SchalterCatalogueSync *sync;
  GAsyncResult *result;
} Fixture;

typedef struct {
  const char *name;
  void (*spoil) (Fixture *f);
  SchalterError code;
} Case;

typedef struct {
  const Releases *releases;
  const Case *spoiling; /* nullable */
} Test;

static void
start (Fixture *f, char **problem_out)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *folder = g_build_filename (f->directory, "catalogue", NULL);
  g_assert_true (g_file_get_contents (f->release->key_file, &text, NULL, &error));
  g_autoptr (GPtrArray) keys =
      g_ptr_array_new_with_free_func ((GDestroyNotify)schalter_verifying_key_free);
  g_ptr_array_add (keys, schalter_verifying_key_parse (text, &error));
  g_assert_no_error (error);
  g_autoptr (SchalterPortalClient) client = schalter_portal_client_new (
      portal_double_get_uri (f->portal), portal_double_get_ca_file (f->portal), &error);
  g_assert_no_error (error);
  schalter_portal_client_set_timeout_ms (client, SHORT_TIMEOUT_MS);
  f->generations = schalter_generations_new (folder, "AG", keys);
  (void)schalter_generations_load (f->generations, problem_out);
  f->network = schalter_network_state_new (client, 3600);
  SchalterCatalogueSyncOptions options = {
    .generations = f->generations,
    .portal = client,
    .network = f->network,
    .download_path = f->download_path,
    .interval_seconds = 3600,
  };
  f->sync = schalter_catalogue_sync_new (&options);
}

static void
stop (Fixture *f)
{
  g_object_run_dispose (G_OBJECT (f->sync));
  g_object_run_dispose (G_OBJECT (f->network));
  g_clear_object (&f->sync);
  g_clear_object (&f->network);
  g_clear_pointer (&f->generations, schalter_generations_unref);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;
  f->result = g_object_ref (result);
}

static gboolean
is_done (gpointer user_data)
{
  return ((Fixture *)user_data)->result != NULL;
}

static gboolean
look (Fixture *f, GError **error)
{
  schalter_catalogue_sync_run_async (f->sync, NULL, on_done, f);
  test_wait_until (is_done, f, DEADLINE_MS);
  g_autoptr (GAsyncResult) result = g_steal_pointer (&f->result);
  return schalter_catalogue_sync_run_finish (f->sync, result, error);
}

static void
look_well (Fixture *f, guint64 version)
{
  g_autoptr (GError) error = NULL;
  gboolean is_well = look (f, &error);
  g_assert_no_error (error);
  g_assert_true (is_well);
  g_assert_cmpuint (schalter_generations_get_version (f->generations), ==, version);
  g_assert_cmpstr (schalter_catalogue_sync_get_problem (f->sync), ==, "");
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const Test *test = data;
  f->releases = test->releases;
  f->release = catalogue_release_copy (f->releases->have);
  f->directory = test_temp_dir_new ();
  f->download_path = g_build_filename (f->directory, "download", NULL);
  f->portal = portal_double_new (f->release->web);
  start (f, NULL);
  look_well (f, HAVE_VERSION);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  stop (f);
  portal_double_free (f->portal);
  catalogue_release_free (f->release);
  test_temp_dir_free (f->directory);
  g_free (f->download_path);
}

/* The one in use is still there and still opens. */
static void
assert_in_use (Fixture *f, guint64 version)
{
  g_autoptr (GError) error = NULL;
  g_assert_cmpuint (schalter_generations_get_version (f->generations), ==, version);
  g_autofree char *path = schalter_generations_dup_path (f->generations);
  g_autoptr (SchalterCatalogue) catalogue = schalter_catalogue_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (schalter_catalogue_get_version (catalogue), ==, version);
  g_assert_false (g_file_test (f->download_path, G_FILE_TEST_EXISTS));
}

/* Ways to spoil a release. */

static void
sign_changed (Fixture *f, const SchalterManifest *manifest)
{
  g_autoptr (SchalterSigningKey) key = catalogue_release_load_key (f->release);
  catalogue_release_sign (f->release, manifest, key);
}

static void
forge (Fixture *f)
{
  g_autoptr (SchalterManifest) manifest = catalogue_release_read_manifest (f->release);
  g_autoptr (SchalterSigningKey) key = schalter_signing_key_new ();
  catalogue_release_sign (f->release, manifest, key);
}

static void
change_byte_of (Fixture *f, const char *name, gsize from_end)
{
  g_autofree char *path = catalogue_release_get_path (f->release, name);
  g_autofree char *data = NULL;
  gsize length = 0;
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_assert_cmpuint (length, >, from_end);
  data[length - from_end] ^= 1;
  g_assert_true (g_file_set_contents (path, data, (gssize)length, NULL));
}

static void
change_manifest (Fixture *f)
{
  change_byte_of (f, "manifest.json", 20);
}

static void
change_signature (Fixture *f)
{
  change_byte_of (f, "manifest.json.minisig", 20);
}

static void
remove_signature (Fixture *f)
{
  g_autofree char *path = catalogue_release_get_path (f->release, "manifest.json.minisig");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_assert_true (g_file_delete (file, NULL, NULL));
}

static void
change_file (Fixture *f)
{
  g_autoptr (SchalterManifest) manifest = catalogue_release_read_manifest (f->release);
  change_byte_of (f, manifest->file, manifest->packed_size / 2);
}

static void
cut_file (Fixture *f)
{
  g_autoptr (SchalterManifest) manifest = catalogue_release_read_manifest (f->release);
  g_autofree char *path = catalogue_release_get_path (f->release, manifest->file);
  g_autofree char *data = NULL;
  gsize length = 0;
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_assert_true (g_file_set_contents (path, data, (gssize)length / 2, NULL));
}

static void
cut_file_knowingly (Fixture *f)
{
  g_autoptr (SchalterManifest) manifest = catalogue_release_read_manifest (f->release);
  cut_file (f);
  manifest->packed_size /= 2;
  sign_changed (f, manifest);
}

/* A file that unpacks to more than it says. */
static void
understate_size (Fixture *f)
{
  g_autoptr (SchalterManifest) manifest = catalogue_release_read_manifest (f->release);
  manifest->size /= 2;
  sign_changed (f, manifest);
}

static void
go_back (Fixture *f)
{
  g_autoptr (SchalterManifest) manifest = catalogue_release_read_manifest (f->release);
  manifest->version = HAVE_VERSION - 1;
  sign_changed (f, manifest);
}

static void
let_expire (Fixture *f)
{
  g_autoptr (SchalterManifest) manifest = catalogue_release_read_manifest (f->release);
  manifest->created_us = g_get_real_time () - 2 * G_TIME_SPAN_DAY;
  manifest->expires_us = g_get_real_time () - G_TIME_SPAN_DAY;
  sign_changed (f, manifest);
}

static void
move_to_zurich (Fixture *f)
{
  g_autoptr (SchalterManifest) manifest = catalogue_release_read_manifest (f->release);
  g_free (manifest->canton);
  manifest->canton = g_strdup ("ZH");
  sign_changed (f, manifest);
}

/* The manifest of one version around the file of another. */
static void
rename_version (Fixture *f)
{
  g_autoptr (SchalterManifest) manifest = catalogue_release_read_manifest (f->release);
  manifest->version += 1;
  sign_changed (f, manifest);
}

static void
write_nonsense (Fixture *f)
{
  g_autofree char *path = catalogue_release_get_path (f->release, "manifest.json");
  g_assert_true (g_file_set_contents (path, "\0\xff{", 3, NULL));
}

static void
begin_to_hang (Fixture *f)
{
  portal_double_set_mood (f->portal, PORTAL_HANGS);
}

static void
begin_to_fail (Fixture *f)
{
  portal_double_set_mood (f->portal, PORTAL_FAILS);
}

static void
begin_garbage (Fixture *f)
{
  portal_double_set_mood (f->portal, PORTAL_GARBAGE);
}

static const Case cases[] = {
  { "signed-with-another-key", forge, SCHALTER_ERROR_UNTRUSTED },
  { "a-manifest-with-one-bit-changed", change_manifest, SCHALTER_ERROR_UNTRUSTED },
  { "a-signature-with-one-bit-changed", change_signature, SCHALTER_ERROR_UNTRUSTED },
  { "without-a-signature", remove_signature, SCHALTER_ERROR_REFUSED },
  { "a-manifest-of-nonsense", write_nonsense, SCHALTER_ERROR_UNTRUSTED },
  { "a-file-that-is-cut", cut_file, SCHALTER_ERROR_INVALID },
  { "a-file-that-was-cut-before-it-was-signed", cut_file_knowingly, SCHALTER_ERROR_INVALID },
  { "a-file-larger-than-it-says", understate_size, SCHALTER_ERROR_INVALID },
  { "an-older-version", go_back, SCHALTER_ERROR_OUTDATED },
  { "an-expired-one", let_expire, SCHALTER_ERROR_OUTDATED },
  { "another-cantons", move_to_zurich, SCHALTER_ERROR_INVALID },
  { "a-file-of-another-version", rename_version, SCHALTER_ERROR_INVALID },
  { "a-portal-that-hangs", begin_to_hang, SCHALTER_ERROR_UNAVAILABLE },
  { "a-portal-that-answers-500", begin_to_fail, SCHALTER_ERROR_UNAVAILABLE },
  { "a-portal-that-answers-garbage", begin_garbage, SCHALTER_ERROR_UNTRUSTED },
};

static void
keeps_out (Fixture *f, gconstpointer data)
{
  const Case *c = ((const Test *)data)->spoiling;
  g_autoptr (GError) error = NULL;
  catalogue_release_serve (f->release, f->releases->next);
  c->spoil (f);
  g_assert_false (look (f, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, SCHALTER_ERROR, (int)c->code);
  g_assert_cmpstr (schalter_catalogue_sync_get_problem (f->sync), ==, error->message);
  assert_in_use (f, HAVE_VERSION);
  /* The same release, unspoiled, is welcome. */
  portal_double_set_mood (f->portal, PORTAL_WELL);
  catalogue_release_serve (f->release, f->releases->next);
  look_well (f, HAVE_VERSION + 1);
  assert_in_use (f, HAVE_VERSION + 1);
}

/* A damaged packed file is found by unpacking or by the hash, whichever comes first. */
static void
keeps_out_a_changed_file (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  catalogue_release_serve (f->release, f->releases->next);
  change_file (f);
  g_assert_false (look (f, &error));
  g_assert_true (g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED) ||
                 g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID));
  assert_in_use (f, HAVE_VERSION);
}

static void
looks_again_without_fetching_the_same (Fixture *f, gconstpointer data)
{
  g_autoptr (SchalterManifest) manifest = catalogue_release_read_manifest (f->release);
  g_autofree char *path = catalogue_release_get_path (f->release, manifest->file);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_assert_true (g_file_delete (file, NULL, NULL));
  look_well (f, HAVE_VERSION);
  g_assert_cmpint (schalter_catalogue_sync_get_last_us (f->sync), >, 0);
}

static void
finds_damage_on_the_disk_and_mends_it (Fixture *f, gconstpointer data)
{
  g_autofree char *problem = NULL;
  g_autofree char *path = schalter_generations_dup_path (f->generations);
  g_autofree char *contents = NULL;
  gsize length = 0;
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  stop (f);
  contents[length / 2] ^= 1;
  g_assert_true (g_file_set_contents (path, contents, (gssize)length, NULL));
  start (f, &problem);
  g_assert_nonnull (problem);
  g_assert_cmpuint (schalter_generations_get_version (f->generations), ==, 0);
  look_well (f, HAVE_VERSION);
  assert_in_use (f, HAVE_VERSION);
}

static void
goes_on_with_the_older_one_when_the_newest_is_damaged (Fixture *f, gconstpointer data)
{
  g_autofree char *problem = NULL;
  catalogue_release_serve (f->release, f->releases->next);
  look_well (f, HAVE_VERSION + 1);
  g_autofree char *path = schalter_generations_dup_path (f->generations);
  stop (f);
  g_assert_true (g_file_set_contents (path, "no catalogue", -1, NULL));
  start (f, &problem);
  g_assert_nonnull (problem);
  assert_in_use (f, HAVE_VERSION);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/agent/catalogue-sync/" name, Fixture, &plain, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  Test spoilt[G_N_ELEMENTS (cases)];
  g_test_init (&argc, &argv, NULL);
  /* What an operator is warned of is what is tested here. */
  g_log_set_always_fatal ((GLogLevelFlags)(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL));
  g_autoptr (CatalogueRelease) have = catalogue_release_new ();
  catalogue_release_publish (have, HAVE_VERSION);
  g_autoptr (CatalogueRelease) next = catalogue_release_copy (have);
  catalogue_release_publish (next, HAVE_VERSION + 1);
  const Releases releases = { have, next };
  const Test plain = { &releases, NULL };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/agent/catalogue-sync/keeps-out/", cases[i].name, NULL);
    spoilt[i] = (Test){ &releases, &cases[i] };
    g_test_add (path, Fixture, &spoilt[i], set_up, keeps_out, tear_down);
  }
  ADD ("keeps-out/a-file-with-one-bit-changed", keeps_out_a_changed_file);
  ADD ("looks-again-without-fetching-the-same", looks_again_without_fetching_the_same);
  ADD ("finds-damage-on-the-disk-and-mends-it", finds_damage_on_the_disk_and_mends_it);
  ADD ("goes-on-with-the-older-one-when-the-newest-is-damaged",
       goes_on_with_the_older_one_when_the_newest_is_damaged);
  return g_test_run ();
}
