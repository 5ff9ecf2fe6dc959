/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sealed boxes: anyone can close one for a public key, only its owner can open it. */
#include "config.h"

#include "sealed-box.h"

#include "schalter-error.h"

#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT (SCHALTER_BOX_KEY_BYTES == crypto_box_PUBLICKEYBYTES);
G_STATIC_ASSERT (SCHALTER_BOX_KEY_BYTES == crypto_box_SECRETKEYBYTES);

SchalterBoxKeyPair *
schalter_box_key_pair_new (void)
{
  SchalterBoxKeyPair *pair = sodium_malloc (sizeof *pair);
  g_assert (pair != NULL); /* as g_malloc() does */
  crypto_box_keypair (pair->public_key, pair->secret_key);
  return pair;
}

SchalterBoxKeyPair *
schalter_box_key_pair_from_secret (const guint8 *secret_key)
{
  g_return_val_if_fail (secret_key != NULL, NULL);
  SchalterBoxKeyPair *pair = sodium_malloc (sizeof *pair);
  g_assert (pair != NULL);
  memcpy (pair->secret_key, secret_key, sizeof pair->secret_key);
  crypto_scalarmult_base (pair->public_key, pair->secret_key);
  return pair;
}

void
schalter_box_key_pair_free (SchalterBoxKeyPair *pair)
{
  sodium_free (pair); /* wipes */
}

GBytes *
schalter_box_seal (GBytes *plain, const guint8 *public_key)
{
  g_return_val_if_fail (plain != NULL && public_key != NULL, NULL);
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (plain, &length);
  g_autofree guint8 *sealed = g_malloc (length + crypto_box_SEALBYTES);
  int result = crypto_box_seal (sealed, data, length, public_key);
  g_return_val_if_fail (result == 0, NULL);
  return g_bytes_new_take (g_steal_pointer (&sealed), length + crypto_box_SEALBYTES);
}

GBytes *
schalter_box_open (GBytes *sealed, const SchalterBoxKeyPair *pair, GError **error)
{
  g_return_val_if_fail (sealed != NULL && pair != NULL, NULL);
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (sealed, &length);
  if (length < crypto_box_SEALBYTES) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_UNTRUSTED,
                 "%" G_GSIZE_FORMAT " bytes are too few for a sealed box",
                 length);
    return NULL;
  }
  gsize plain_length = length - crypto_box_SEALBYTES;
  guint8 *plain = sodium_malloc (MAX (plain_length, 1));
  g_assert (plain != NULL);
  if (crypto_box_seal_open (plain, data, length, pair->public_key, pair->secret_key) != 0) {
    sodium_free (plain);
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_UNTRUSTED,
                 "the sealed box is not for this key, or was changed on the way");
    return NULL;
  }
  return g_bytes_new_with_free_func (plain, plain_length, sodium_free, plain);
}

char *
schalter_key_to_hex (const guint8 *key)
{
  g_return_val_if_fail (key != NULL, NULL);
  char *text = g_malloc (SCHALTER_BOX_KEY_BYTES * 2 + 1);
  return sodium_bin2hex (text, SCHALTER_BOX_KEY_BYTES * 2 + 1, key, SCHALTER_BOX_KEY_BYTES);
}

static gboolean
is_lower_hex (const char *text)
{
  return strlen (text) == SCHALTER_BOX_KEY_BYTES * 2 &&
         strspn (text, "0123456789abcdef") == SCHALTER_BOX_KEY_BYTES * 2;
}

/* A point of low order makes every shared secret zero (RFC 7748 §6.1): a box closed for it would
 * be open to everyone, and libsodium refuses to close it. */
static gboolean
is_low_order (const guint8 *key)
{
  static const guint8 any_scalar[SCHALTER_BOX_KEY_BYTES] = { 8 };
  guint8 shared[SCHALTER_BOX_KEY_BYTES];
  return crypto_scalarmult (shared, any_scalar, key) != 0;
}

gboolean
schalter_key_from_hex (const char *text, guint8 *key_out, GError **error)
{
  g_return_val_if_fail (key_out != NULL, FALSE);
  guint8 key[SCHALTER_BOX_KEY_BYTES];
  if (text == NULL || !is_lower_hex (text) ||
      sodium_hex2bin (key, sizeof key, text, SCHALTER_BOX_KEY_BYTES * 2, NULL, NULL, NULL) != 0) {
    g_set_error (
        error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "a key is 64 lower-case hexadecimal digits");
    return FALSE;
  }
  if (is_low_order (key)) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "a key that protects nothing");
    return FALSE;
  }
  memcpy (key_out, key, sizeof key);
  sodium_memzero (key, sizeof key);
  return TRUE;
}
