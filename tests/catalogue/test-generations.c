/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A kiosk's folder of catalogues: what is installed, what is refused, and what is left when the
 * machine is switched off in between. */
#include "config.h"

#include "generations.h"

#include "digest.h"
#include "packed-file.h"
#include "schalter-error.h"
#include "test-canton.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define NOW_US (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC)

typedef struct {
  TestCanton *canton;
  SchalterSigningKey *key;
  GPtrArray *keys;
  char *folder;
  SchalterGenerations *generations;
} Fixture;

static void
add_key (GPtrArray *keys, const SchalterSigningKey *key)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = schalter_signing_key_to_public_text (key);
  g_ptr_array_add (keys, schalter_verifying_key_parse (text, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->canton = test_canton_new ();
  fixture->key = schalter_signing_key_new ();
  fixture->keys = g_ptr_array_new_with_free_func ((GDestroyNotify)schalter_verifying_key_free);
  add_key (fixture->keys, fixture->key);
  fixture->folder = g_build_filename (fixture->canton->directory, "state", "catalogue", NULL);
  fixture->generations = schalter_generations_new (fixture->folder, "AG", fixture->keys);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  schalter_generations_unref (fixture->generations);
  g_ptr_array_unref (fixture->keys);
  schalter_signing_key_free (fixture->key);
  g_free (fixture->folder);
  test_canton_free (fixture->canton);
}

/* What a publisher gives out; a test changes what it likes before it is signed. */
typedef struct {
  SchalterManifest *manifest;
  char *packed_path;
  const SchalterSigningKey *key;
} Offer;

static Offer
make_offer (Fixture *fixture, guint64 version)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("ag-%" G_GUINT64_FORMAT ".sqlite", version);
  g_autofree char *path = test_canton_compile (fixture->canton, name, version);
  Offer offer = { g_new0 (SchalterManifest, 1), g_strconcat (path, ".zst", NULL), fixture->key };
  g_assert_true (schalter_packed_file_write (path, offer.packed_path, &error));
  GStatBuf status;
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  offer.manifest->canton = g_strdup ("AG");
  offer.manifest->version = version;
  offer.manifest->created_us = NOW_US - G_TIME_SPAN_DAY;
  offer.manifest->expires_us = NOW_US + G_TIME_SPAN_DAY;
  offer.manifest->size = (guint64)status.st_size;
  offer.manifest->hash = schalter_digest_file (path, NULL, &error);
  offer.manifest->file = g_path_get_basename (offer.packed_path);
  g_assert_cmpint (g_stat (offer.packed_path, &status), ==, 0);
  offer.manifest->packed_size = (guint64)status.st_size;
  offer.manifest->patches = g_ptr_array_new ();
  return offer;
}

static void
offer_clear (Offer *offer)
{
  schalter_manifest_free (offer->manifest);
  g_free (offer->packed_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Offer, offer_clear)

static gboolean
install (Fixture *fixture, const Offer *offer, gint64 now_us, GError **error)
{
  g_autofree char *json = schalter_manifest_to_data (offer->manifest);
  g_autoptr (GBytes) manifest = g_bytes_new (json, strlen (json));
  g_autofree char *signature = schalter_minisign_sign (offer->key, manifest, "test");
  const SchalterDownload download = { manifest, signature, offer->packed_path };
  return schalter_generations_install (fixture->generations, &download, now_us, NULL, error);
}

static void
install_version (Fixture *fixture, guint64 version)
{
  g_autoptr (GError) error = NULL;
  g_auto (Offer) offer = make_offer (fixture, version);
  g_assert_true (install (fixture, &offer, NOW_US, &error));
  g_assert_no_error (error);
}

static void
assert_in_use (Fixture *fixture, guint64 version)
{
  g_autoptr (GError) error = NULL;
  g_assert_cmpuint (schalter_generations_get_version (fixture->generations), ==, version);
  g_autofree char *path = schalter_generations_dup_path (fixture->generations);
  g_autoptr (SchalterCatalogue) catalogue = schalter_catalogue_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (schalter_catalogue_get_version (catalogue), ==, version);
}

/* As after a restart: a new object over the same folder. */
static gboolean
load_again (Fixture *fixture, char **problem_out)
{
  schalter_generations_unref (fixture->generations);
  fixture->generations = schalter_generations_new (fixture->folder, "AG", fixture->keys);
  return schalter_generations_load (fixture->generations, problem_out);
}

static void
a_new_kiosk_has_no_catalogue (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *problem = NULL;
  g_assert_false (schalter_generations_load (fixture->generations, &problem));
  g_assert_null (problem);
  g_assert_cmpuint (schalter_generations_get_version (fixture->generations), ==, 0);
  g_assert_null (schalter_generations_dup_path (fixture->generations));
}

static void
installs_and_finds_it_again (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *problem = NULL;
  install_version (fixture, 8);
  assert_in_use (fixture, 8);
  g_assert_true (load_again (fixture, &problem));
  g_assert_null (problem);
  assert_in_use (fixture, 8);
  g_autofree char *link = g_build_filename (fixture->folder, "current", NULL);
  g_autofree char *target = g_file_read_link (link, NULL);
  g_assert_cmpstr (target, ==, "8");
}

static gboolean
has_generation (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  return g_file_test (path, G_FILE_TEST_IS_DIR);
}

static void
keeps_the_one_before_and_no_more (Fixture *fixture, gconstpointer unused)
{
  install_version (fixture, 8);
  install_version (fixture, 9);
  install_version (fixture, 12);
  assert_in_use (fixture, 12);
  g_assert_true (has_generation (fixture, "12"));
  g_assert_true (has_generation (fixture, "9"));
  g_assert_false (has_generation (fixture, "8"));
  g_assert_false (has_generation (fixture, "unfinished"));
}

static void
the_same_version_again_is_nothing_to_do (Fixture *fixture, gconstpointer unused)
{
  install_version (fixture, 8);
  install_version (fixture, 8);
  assert_in_use (fixture, 8);
}

typedef struct {
  const char *name;
  void (*change) (Offer *offer);
  SchalterError code;
} Refusal;

static void
change_canton (Offer *offer)
{
  g_free (offer->manifest->canton);
  offer->manifest->canton = g_strdup ("ZH");
}

static void
change_version (Offer *offer)
{
  offer->manifest->version = 10; /* the file itself says 9 */
}

static void
make_older (Offer *offer)
{
  offer->manifest->version = 7;
}

static void
make_expired (Offer *offer)
{
  offer->manifest->expires_us = NOW_US - 1;
}

static void
change_hash (Offer *offer)
{
  offer->manifest->hash[5] = offer->manifest->hash[5] == '0' ? '1' : '0';
}

static void
make_size_smaller (Offer *offer)
{
  offer->manifest->size--;
}

static void
make_size_larger (Offer *offer)
{
  offer->manifest->size++;
}

static void
rewrite (Offer *offer, gsize length, gsize flipped)
{
  g_autofree char *content = NULL;
  gsize old_length = 0;
  g_assert_true (g_file_get_contents (offer->packed_path, &content, &old_length, NULL));
  if (flipped < old_length)
    content[flipped] ^= 0x10;
  g_assert_true (
      g_file_set_contents (offer->packed_path, content, (gssize)MIN (length, old_length), NULL));
}

static void
cut_in_half (Offer *offer)
{
  rewrite (offer, (gsize)offer->manifest->packed_size / 2, G_MAXSIZE);
}

static void
cut_the_last_byte (Offer *offer)
{
  rewrite (offer, (gsize)offer->manifest->packed_size - 1, G_MAXSIZE);
}

static void
cut_to_nothing (Offer *offer)
{
  rewrite (offer, 0, G_MAXSIZE);
}

static void
flip_the_magic (Offer *offer)
{
  rewrite (offer, G_MAXSIZE, 0);
}

static void
remove_file (Offer *offer)
{
  g_assert_cmpint (g_unlink (offer->packed_path), ==, 0);
}

static const Refusal refusals[] = {
  { "another-canton", change_canton, SCHALTER_ERROR_INVALID },
  { "another-version-than-it-says", change_version, SCHALTER_ERROR_INVALID },
  { "an-older-one", make_older, SCHALTER_ERROR_OUTDATED },
  { "an-expired-one", make_expired, SCHALTER_ERROR_OUTDATED },
  { "another-hash", change_hash, SCHALTER_ERROR_UNTRUSTED },
  { "more-bytes-than-it-says", make_size_smaller, SCHALTER_ERROR_INVALID },
  { "fewer-bytes-than-it-says", make_size_larger, SCHALTER_ERROR_INVALID },
  { "half-a-file", cut_in_half, SCHALTER_ERROR_INVALID },
  { "a-byte-missing", cut_the_last_byte, SCHALTER_ERROR_INVALID },
  { "an-empty-file", cut_to_nothing, SCHALTER_ERROR_INVALID },
  { "no-zstd", flip_the_magic, SCHALTER_ERROR_INVALID },
  { "no-file", remove_file, SCHALTER_ERROR_NOT_FOUND },
};

static void
refuses (Fixture *fixture, gconstpointer data)
{
  const Refusal *refusal = data;
  g_autoptr (GError) error = NULL;
  install_version (fixture, 8);
  g_auto (Offer) offer = make_offer (fixture, 9);
  refusal->change (&offer);
  g_assert_false (install (fixture, &offer, NOW_US, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, SCHALTER_ERROR, (int)refusal->code);
  assert_in_use (fixture, 8);
  g_assert_false (has_generation (fixture, "unfinished"));
  g_assert_false (has_generation (fixture, "9"));
  g_assert_true (load_again (fixture, NULL));
  assert_in_use (fixture, 8);
  install_version (fixture, 11); /* and the next one is taken */
  assert_in_use (fixture, 11);
}

static void
refuses_a_forged_signature (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterSigningKey) stranger = schalter_signing_key_new ();
  g_auto (Offer) offer = make_offer (fixture, 9);
  offer.key = stranger;
  g_assert_false (install (fixture, &offer, NOW_US, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED);
  g_assert_cmpuint (schalter_generations_get_version (fixture->generations), ==, 0);
}

/* A publisher changes keys: for a while a kiosk trusts the old and the new one. */
static void
any_trusted_key_will_do (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterSigningKey) next = schalter_signing_key_new ();
  add_key (fixture->keys, next);
  g_auto (Offer) offer = make_offer (fixture, 9);
  offer.key = next;
  g_assert_true (install (fixture, &offer, NOW_US, &error));
  g_assert_no_error (error);
  install_version (fixture, 10);
}

static void
without_a_key_nothing_is_trusted (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_ptr_array_set_size (fixture->keys, 0);
  g_auto (Offer) offer = make_offer (fixture, 9);
  g_assert_false (install (fixture, &offer, NOW_US, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED);
}

static void
refuses_a_manifest_that_is_none (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *endless = g_strnfill (SCHALTER_MANIFEST_MAX_BYTES + 1, ' ');
  const char *cases[] = { "", "{}", "null", "[]", "not JSON", endless };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) manifest = g_bytes_new (cases[i], strlen (cases[i]));
    g_autofree char *signature = schalter_minisign_sign (fixture->key, manifest, "test");
    g_assert_null (schalter_generations_check_manifest (
        fixture->generations, manifest, signature, NOW_US, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  }
}

static void
an_old_catalogue_is_better_than_none (Fixture *fixture, gconstpointer unused)
{
  install_version (fixture, 8);
  /* Its manifest expires; the kiosk goes on with what it has. */
  g_assert_true (load_again (fixture, NULL));
  assert_in_use (fixture, 8);
}

static void
spoil (Fixture *fixture, const char *version, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, version, name, NULL);
  g_autofree char *content = NULL;
  gsize length = 0;
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  content[length / 2] ^= 1;
  g_assert_true (g_file_set_contents (path, content, (gssize)length, NULL));
}

static void
falls_back_when_the_newest_is_damaged (Fixture *fixture, gconstpointer unused)
{
  static const char *const names[] = { "catalogue.sqlite",
                                       "manifest.json",
                                       "manifest.json.minisig" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *problem = NULL;
    install_version (fixture, 8 + 2 * i);
    install_version (fixture, 9 + 2 * i);
    g_autofree char *newest = g_strdup_printf ("%u", 9 + 2 * i);
    spoil (fixture, newest, names[i]);
    g_assert_true (load_again (fixture, &problem));
    g_assert_nonnull (problem);
    assert_in_use (fixture, 8 + 2 * i);
  }
}

/* The damaged one can be had again under its own number. */
static void
installs_anew_what_was_damaged (Fixture *fixture, gconstpointer unused)
{
  install_version (fixture, 8);
  install_version (fixture, 9);
  spoil (fixture, "9", "catalogue.sqlite");
  g_assert_true (load_again (fixture, NULL));
  install_version (fixture, 9);
  assert_in_use (fixture, 9);
  g_assert_true (load_again (fixture, NULL));
  assert_in_use (fixture, 9);
}

static void
a_generation_under_another_number_is_not_taken (Fixture *fixture, gconstpointer unused)
{
  install_version (fixture, 8);
  g_autofree char *from = g_build_filename (fixture->folder, "8", NULL);
  g_autofree char *to = g_build_filename (fixture->folder, "99", NULL);
  g_assert_cmpint (g_rename (from, to), ==, 0);
  g_autofree char *problem = NULL;
  g_assert_false (load_again (fixture, &problem));
  g_assert_nonnull (strstr (problem, "is of version 8"));
}

static void
strange_things_in_the_folder_do_not_matter (Fixture *fixture, gconstpointer unused)
{
  static const char *const names[] = {
    "lost+found", "0", "-1", "99999999999999999999", "8x", "77"
  };
  install_version (fixture, 8);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
    g_assert_cmpint (g_mkdir (path, 0755), ==, 0);
  }
  g_assert_true (load_again (fixture, NULL));
  assert_in_use (fixture, 8);
}

/* Each place at which the power can go while version 9 is being installed over 8. */
static void
killed_between_two_steps_it_goes_on (Fixture *fixture, gconstpointer unused)
{
  install_version (fixture, 8);
  g_autofree char *unfinished = g_build_filename (fixture->folder, "unfinished", NULL);
  g_autofree char *part = g_build_filename (unfinished, "catalogue.sqlite", NULL);
  g_autofree char *link = g_build_filename (fixture->folder, "current", NULL);
  g_autofree char *new_link = g_strconcat (link, ".new", NULL);

  /* While unpacking. */
  g_assert_cmpint (g_mkdir (unfinished, 0755), ==, 0);
  g_assert_true (g_file_set_contents (part, "SQLite form", -1, NULL));
  g_assert_true (load_again (fixture, NULL));
  assert_in_use (fixture, 8);

  /* Before the link was switched: the generation is whole, and newer. */
  install_version (fixture, 9);
  g_assert_cmpint (g_unlink (link), ==, 0);
  g_assert_cmpint (symlink ("8", link), ==, 0);
  g_assert_true (load_again (fixture, NULL));
  assert_in_use (fixture, 9);

  /* While the link was switched. */
  g_assert_cmpint (symlink ("8", new_link), ==, 0);
  g_assert_cmpint (g_unlink (link), ==, 0);
  g_assert_true (load_again (fixture, NULL));
  assert_in_use (fixture, 9);
  install_version (fixture, 10);
  g_assert_false (has_generation (fixture, "unfinished"));
}

static void
on_installed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static void
a_cancelled_installation_changes_nothing (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  install_version (fixture, 8);
  g_auto (Offer) offer = make_offer (fixture, 9);
  g_autofree char *json = schalter_manifest_to_data (offer.manifest);
  g_autoptr (GBytes) manifest = g_bytes_new (json, strlen (json));
  g_autofree char *signature = schalter_minisign_sign (offer.key, manifest, "test");
  const SchalterDownload download = { manifest, signature, offer.packed_path };
  g_cancellable_cancel (cancellable);
  schalter_generations_install_async (
      fixture->generations, &download, NOW_US, cancellable, on_installed, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (schalter_generations_install_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_in_use (fixture, 8);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/catalogue/generations/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-new-kiosk-has-no-catalogue", a_new_kiosk_has_no_catalogue);
  ADD ("installs-and-finds-it-again", installs_and_finds_it_again);
  ADD ("keeps-the-one-before-and-no-more", keeps_the_one_before_and_no_more);
  ADD ("the-same-version-again-is-nothing-to-do", the_same_version_again_is_nothing_to_do);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *path = g_strdup_printf ("/catalogue/generations/refuses/%s", refusals[i].name);
    g_test_add (path, Fixture, &refusals[i], set_up, refuses, tear_down);
  }
  ADD ("refuses/a-forged-signature", refuses_a_forged_signature);
  ADD ("refuses/a-manifest-that-is-none", refuses_a_manifest_that_is_none);
  ADD ("any-trusted-key-will-do", any_trusted_key_will_do);
  ADD ("without-a-key-nothing-is-trusted", without_a_key_nothing_is_trusted);
  ADD ("an-old-catalogue-is-better-than-none", an_old_catalogue_is_better_than_none);
  ADD ("falls-back-when-the-newest-is-damaged", falls_back_when_the_newest_is_damaged);
  ADD ("installs-anew-what-was-damaged", installs_anew_what_was_damaged);
  ADD ("a-generation-under-another-number-is-not-taken",
       a_generation_under_another_number_is_not_taken);
  ADD ("strange-things-in-the-folder-do-not-matter", strange_things_in_the_folder_do_not_matter);
  ADD ("killed-between-two-steps-it-goes-on", killed_between_two_steps_it_goes_on);
  ADD ("a-cancelled-installation-changes-nothing", a_cancelled_installation_changes_nothing);
  return g_test_run ();
}
