/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SCHALTER_BOX_KEY_BYTES 32

/**
 * SchalterBoxKeyPair: an X25519 key pair for sealed boxes (libsodium crypto_box_seal).
 *
 * The secret half is wiped by schalter_box_key_pair_free().
 */
typedef struct {
  guint8 public_key[SCHALTER_BOX_KEY_BYTES];
  guint8 secret_key[SCHALTER_BOX_KEY_BYTES];
} SchalterBoxKeyPair;

SchalterBoxKeyPair *schalter_box_key_pair_new (void);
SchalterBoxKeyPair *schalter_box_key_pair_from_secret (const guint8 *secret_key);
void schalter_box_key_pair_free (SchalterBoxKeyPair *pair);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterBoxKeyPair, schalter_box_key_pair_free)

/* Encrypts @plain so that only the holder of the secret key can read it. Cannot fail for a key that
 * schalter_key_from_hex() or a key pair gave. */
GBytes *schalter_box_seal (GBytes *plain, const guint8 *public_key);

/**
 * schalter_box_open:
 *
 * Returns: (transfer full): the plain bytes (wiped when freed), or %NULL with
 *     SCHALTER_ERROR_UNTRUSTED if it was sealed to another key or changed on the way.
 */
GBytes *schalter_box_open (GBytes *sealed,
                           const SchalterBoxKeyPair *pair,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Keys as text: 64 lower-case hexadecimal digits. A point of low order, which would protect nothing
 * (RFC 7748 §6.1), is refused as SCHALTER_ERROR_INVALID, too. */
char *schalter_key_to_hex (const guint8 *key);
gboolean
schalter_key_from_hex (const char *text, guint8 *key_out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
