/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sealed boxes: only the right key opens one, and only unchanged. */
#include "config.h"

#include "random.h"
#include "schalter-error.h"
#include "sealed-box.h"

#include <string.h>

static void
only_the_right_key_opens (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterBoxKeyPair) pair = schalter_box_key_pair_new ();
  g_autoptr (SchalterBoxKeyPair) other = schalter_box_key_pair_new ();
  g_autoptr (GBytes) plain = g_bytes_new_static ("Hans Muster", 11);
  g_autoptr (GBytes) sealed = schalter_box_seal (plain, pair->public_key);
  g_autoptr (GBytes) opened = schalter_box_open (sealed, pair, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (plain, opened));
  g_assert_null (schalter_box_open (sealed, other, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED);
}

static void
seals_nothing_and_much (void)
{
  const gsize lengths[] = { 0, 1, 8 * 1024 * 1024 };
  g_autoptr (SchalterBoxKeyPair) pair = schalter_box_key_pair_new ();
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) plain = g_bytes_new_take (g_malloc0 (lengths[i]), lengths[i]);
    g_autoptr (GBytes) sealed = schalter_box_seal (plain, pair->public_key);
    g_autoptr (GBytes) opened = schalter_box_open (sealed, pair, &error);
    g_assert_no_error (error);
    g_assert_true (g_bytes_equal (plain, opened));
  }
}

static void
every_changed_byte_is_found (void)
{
  g_autoptr (SchalterBoxKeyPair) pair = schalter_box_key_pair_new ();
  g_autoptr (GBytes) plain = g_bytes_new_static ("a", 1);
  g_autoptr (GBytes) sealed = schalter_box_seal (plain, pair->public_key);
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (sealed, &length);
  for (gsize i = 0; i < length; i++) {
    g_autoptr (GError) error = NULL;
    guint8 *copy = g_memdup2 (data, length);
    copy[i] ^= 1;
    g_autoptr (GBytes) changed = g_bytes_new_take (copy, length);
    g_autoptr (GBytes) cut = g_bytes_new (data, i);
    g_assert_null (schalter_box_open (changed, pair, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED);
    g_clear_error (&error);
    g_assert_null (schalter_box_open (cut, pair, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED);
  }
}

static void
the_secret_half_makes_the_pair (void)
{
  g_autoptr (SchalterBoxKeyPair) pair = schalter_box_key_pair_new ();
  g_autoptr (SchalterBoxKeyPair) again = schalter_box_key_pair_from_secret (pair->secret_key);
  g_assert_cmpmem (pair->public_key, 32, again->public_key, 32);
}

static void
keys_survive_as_text (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterBoxKeyPair) pair = schalter_box_key_pair_new ();
  guint8 read[SCHALTER_BOX_KEY_BYTES];
  g_autofree char *text = schalter_key_to_hex (pair->public_key);
  g_assert_cmpuint (strlen (text), ==, 64);
  g_assert_true (schalter_key_from_hex (text, read, &error));
  g_assert_cmpmem (read, sizeof read, pair->public_key, 32);
}

static void
refuses_what_is_no_key (void)
{
  const char *cases[] = {
    NULL,
    "",
    "00",
    "zz1f77a0c2b3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d",
    "AA1F77A0C2B3D4E5F60718293A4B5C6D7E8F90A1B2C3D4E5F60718293A4B5C6D",
    "aa1f77a0c2b3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d00",
    /* points of low order */
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    guint8 key[SCHALTER_BOX_KEY_BYTES];
    g_assert_false (schalter_key_from_hex (cases[i], key, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schalter_crypto_init ();
  g_test_add_func ("/crypto/sealed-box/only-the-right-key-opens", only_the_right_key_opens);
  g_test_add_func ("/crypto/sealed-box/seals-nothing-and-much", seals_nothing_and_much);
  g_test_add_func ("/crypto/sealed-box/every-changed-byte-is-found", every_changed_byte_is_found);
  g_test_add_func ("/crypto/sealed-box/the-secret-half-makes-the-pair",
                   the_secret_half_makes_the_pair);
  g_test_add_func ("/crypto/sealed-box/keys-survive-as-text", keys_survive_as_text);
  g_test_add_func ("/crypto/sealed-box/refuses-what-is-no-key", refuses_what_is_no_key);
  return g_test_run ();
}
