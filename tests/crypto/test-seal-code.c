/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The code on paper: what it says comes back, and nothing changed, expired or signed by somebody
 * else passes. */
#include "config.h"

#include "base32.h"
#include "random.h"
#include "schalter-error.h"
#include "seal-code.h"

#include <string.h>

#define BASE "HTTPS://V.AG.EXAMPLE/#"
#define DAY_US ((gint64)86400 * G_USEC_PER_SEC)
#define ISSUED_US (20513 * DAY_US) /* 2026-03-01 */
#define NOW_US (ISSUED_US + 10 * DAY_US)

static const char claims_json[] =
    "{\"number\":\"W-4045-2026-000123\",\"type\":\"wohnsitzbestaetigung\",\"bfs\":4045,"
    "\"issued\":\"2026-03-01\",\"expires\":\"2026-09-01\",\"surname\":\"Müller\","
    "\"given_names\":\"Anna Łucja\",\"birth_date\":\"1980-02\","
    "\"address\":\"Rathausgasse 1, 5400 Baden\",\"facts\":{\"place_of_origin\":\"Baden AG\","
    "\"resident_since\":\"2011-04-01\"}}";

typedef struct {
  SchalterSealKey *key;
  SchalterClaims *claims;
  GPtrArray *keys;
  SchalterSealPublicKey *entry; /* borrowed from keys */
  char *code;
} Fixture;

static SchalterSealPublicKey *
new_entry (const SchalterSealKey *key, guint bfs)
{
  SchalterSealPublicKey *entry = g_new0 (SchalterSealPublicKey, 1);
  memcpy (entry->key, schalter_seal_key_get_public (key), sizeof entry->key);
  entry->bfs = bfs;
  return entry;
}

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (claims_json, NULL);
  fixture->claims = schalter_claims_from_json (node, &error);
  g_assert_no_error (error);
  fixture->key = schalter_seal_key_new ();
  fixture->keys = g_ptr_array_new_with_free_func (g_free);
  fixture->entry = new_entry (fixture->key, 4045);
  g_ptr_array_add (fixture->keys, fixture->entry);
  fixture->code = schalter_seal_code_sign (fixture->claims, fixture->key, BASE, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_free (fixture->code);
  g_ptr_array_unref (fixture->keys);
  schalter_claims_free (fixture->claims);
  schalter_seal_key_free (fixture->key);
}

static void
assert_verifies (Fixture *fixture, const char *code, gint64 now_us)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterClaims) claims =
      schalter_seal_code_verify (code, fixture->keys, now_us, &error);
  g_assert_no_error (error);
  g_autoptr (JsonNode) node = schalter_claims_to_json (claims);
  g_autofree char *json = json_to_string (node, FALSE);
  g_assert_cmpstr (json, ==, claims_json);
}

static void
assert_refused (Fixture *fixture, const char *code, gint64 now_us, SchalterError expected)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (schalter_seal_code_verify (code, fixture->keys, now_us, &error));
  g_assert_error (error, SCHALTER_ERROR, (int)expected);
}

static void
says_what_was_sealed (Fixture *fixture, gconstpointer user_data)
{
  assert_verifies (fixture, fixture->code, NOW_US);
  assert_verifies (fixture, fixture->code + strlen (BASE), NOW_US);
}

/* QR's alphanumeric mode, ISO/IEC 18004 table 5, but for '#', which no URL fragment is without. */
static void
fits_the_small_mode_of_qr_codes (Fixture *fixture, gconstpointer user_data)
{
  const char *allowed = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:#";
  g_assert_true (g_str_has_prefix (fixture->code, BASE));
  g_assert_cmpuint (strspn (fixture->code, allowed), ==, strlen (fixture->code));
  g_assert_cmpuint (strlen (fixture->code), <, 480);
}

static void
is_the_same_for_the_same_claims (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *again = schalter_seal_code_sign (fixture->claims, fixture->key, BASE, &error);
  g_assert_cmpstr (again, ==, fixture->code);
}

static void
refuses_each_flipped_bit (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) bytes = schalter_base32_decode (fixture->code + strlen (BASE));
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  for (gsize bit = 0; bit < length * 8; bit++) {
    g_autofree guint8 *changed = g_memdup2 (data, length);
    changed[bit / 8] ^= (guint8)(1 << bit % 8);
    g_autofree char *code = schalter_base32_encode (changed, length);
    g_autoptr (GError) error = NULL;
    g_assert_null (schalter_seal_code_verify (code, fixture->keys, NOW_US, &error));
    g_assert_true (error->code == SCHALTER_ERROR_INVALID ||
                   error->code == SCHALTER_ERROR_UNTRUSTED);
  }
}

static void
refuses_each_changed_character (Fixture *fixture, gconstpointer user_data)
{
  for (gsize i = strlen (BASE); fixture->code[i] != '\0'; i++) {
    for (guint bit = 0; bit < 8; bit++) {
      g_autofree char *changed = g_strdup (fixture->code);
      changed[i] = (char)(changed[i] ^ 1 << bit);
      g_assert_null (schalter_seal_code_verify (changed, fixture->keys, NOW_US, NULL));
    }
  }
}

static void
refuses_each_truncation (Fixture *fixture, gconstpointer user_data)
{
  for (gsize length = 0; length < strlen (fixture->code); length++) {
    g_autofree char *cut = g_strndup (fixture->code, length);
    assert_refused (fixture, cut, NOW_US, SCHALTER_ERROR_INVALID);
  }
}

static void
survives_random_bytes (Fixture *fixture, gconstpointer user_data)
{
  for (guint i = 0; i < 2000; i++) {
    guint8 noise[200];
    schalter_random_fill (noise, sizeof noise);
    noise[0] = 0xd2;
    noise[1] = 0x84;
    noise[2] = i % 2 == 0 ? 0x48 : noise[2];
    g_autofree char *code = schalter_base32_encode (noise, noise[3] % sizeof noise);
    g_assert_null (schalter_seal_code_verify (code, fixture->keys, NOW_US, NULL));
  }
}

static void
refuses_a_key_that_is_not_listed (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (SchalterSealKey) other = schalter_seal_key_new ();
  g_autofree char *code = schalter_seal_code_sign (fixture->claims, other, BASE, NULL);
  assert_refused (fixture, code, NOW_US, SCHALTER_ERROR_UNTRUSTED);
  g_ptr_array_set_size (fixture->keys, 0);
  assert_refused (fixture, fixture->code, NOW_US, SCHALTER_ERROR_UNTRUSTED);
}

static void
a_municipality_vouches_for_itself_only (Fixture *fixture, gconstpointer user_data)
{
  fixture->entry->bfs = 4021;
  assert_refused (fixture, fixture->code, NOW_US, SCHALTER_ERROR_UNTRUSTED);
  fixture->entry->bfs = 0; /* the canton */
  assert_verifies (fixture, fixture->code, NOW_US);
}

static void
one_key_may_serve_several_municipalities (Fixture *fixture, gconstpointer user_data)
{
  fixture->entry->bfs = 4021;
  g_ptr_array_add (fixture->keys, new_entry (fixture->key, 4045));
  assert_verifies (fixture, fixture->code, NOW_US);
}

static void
a_key_vouches_for_what_it_signed_while_valid (Fixture *fixture, gconstpointer user_data)
{
  fixture->entry->valid_from_us = ISSUED_US + DAY_US - 1; /* made on the same day */
  assert_verifies (fixture, fixture->code, NOW_US);
  fixture->entry->valid_from_us = ISSUED_US + DAY_US;
  assert_refused (fixture, fixture->code, NOW_US, SCHALTER_ERROR_UNTRUSTED);
  fixture->entry->valid_from_us = 0;
  fixture->entry->valid_until_us = ISSUED_US + 1; /* and has ended since */
  assert_verifies (fixture, fixture->code, NOW_US);
  fixture->entry->valid_until_us = ISSUED_US;
  assert_refused (fixture, fixture->code, NOW_US, SCHALTER_ERROR_UNTRUSTED);
}

static void
holds_to_the_end_of_its_last_day (Fixture *fixture, gconstpointer user_data)
{
  gint64 last_day_us = ISSUED_US + 184 * DAY_US; /* 2026-09-01 */
  assert_verifies (fixture, fixture->code, last_day_us + DAY_US - 1);
  assert_refused (fixture, fixture->code, last_day_us + DAY_US, SCHALTER_ERROR_OUTDATED);
}

static void
does_not_seal_what_nobody_could_read (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_free (fixture->claims->surname);
  fixture->claims->surname = g_strdup ("two\nlines");
  g_assert_null (schalter_seal_code_sign (fixture->claims, fixture->key, BASE, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
}

static void
seals_without_facts (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_hash_table_remove_all (fixture->claims->facts);
  g_autofree char *code = schalter_seal_code_sign (fixture->claims, fixture->key, BASE, &error);
  g_autoptr (SchalterClaims) claims =
      schalter_seal_code_verify (code, fixture->keys, NOW_US, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (claims->facts), ==, 0);
}

static void
a_key_comes_back_from_its_seed (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  const guint8 *seed = schalter_seal_key_get_seed (fixture->key);
  g_autoptr (SchalterSealKey) again = schalter_seal_key_from_seed (seed, 32, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (
      schalter_seal_key_get_public (again), 32, schalter_seal_key_get_public (fixture->key), 32);
  g_assert_null (schalter_seal_key_from_seed (seed, 31, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
}

static void
has_a_check_to_type (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *check = schalter_seal_code_get_check (fixture->code);
  g_autofree char *same = schalter_seal_code_get_check (fixture->code + strlen (BASE));
  g_autofree char *other = schalter_seal_code_get_check ("AAAA");
  g_assert_true (
      g_regex_match_simple ("^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", check, 0, 0));
  g_assert_cmpstr (check, ==, same);
  g_assert_cmpstr (check, !=, other);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/crypto/seal-code/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schalter_crypto_init ();
  ADD ("says-what-was-sealed", says_what_was_sealed);
  ADD ("fits-the-small-mode-of-qr-codes", fits_the_small_mode_of_qr_codes);
  ADD ("is-the-same-for-the-same-claims", is_the_same_for_the_same_claims);
  ADD ("refuses-each-flipped-bit", refuses_each_flipped_bit);
  ADD ("refuses-each-changed-character", refuses_each_changed_character);
  ADD ("refuses-each-truncation", refuses_each_truncation);
  ADD ("survives-random-bytes", survives_random_bytes);
  ADD ("refuses-a-key-that-is-not-listed", refuses_a_key_that_is_not_listed);
  ADD ("a-municipality-vouches-for-itself-only", a_municipality_vouches_for_itself_only);
  ADD ("one-key-may-serve-several-municipalities", one_key_may_serve_several_municipalities);
  ADD ("a-key-vouches-for-what-it-signed-while-valid",
       a_key_vouches_for_what_it_signed_while_valid);
  ADD ("holds-to-the-end-of-its-last-day", holds_to_the_end_of_its_last_day);
  ADD ("does-not-seal-what-nobody-could-read", does_not_seal_what_nobody_could_read);
  ADD ("seals-without-facts", seals_without_facts);
  ADD ("a-key-comes-back-from-its-seed", a_key_comes_back_from_its_seed);
  ADD ("has-a-check-to-type", has_a_check_to_type);
  return g_test_run ();
}
