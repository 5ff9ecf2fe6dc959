/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "claims.h"

G_BEGIN_DECLS

/**
 * The code on a certificate: COSE_Sign1 (RFC 9052) with EdDSA over the claims as a CBOR map (CWT
 * keys, RFC 8392, private ones negative), in base32 without padding behind the '#' of a URL, so
 * that it fits QR's alphanumeric mode and never reaches a server.
 */

#define SCHALTER_SEAL_KEY_ID_BYTES 4

/**
 * SchalterSealKey: an Ed25519 key that signs certificates, for the portal.
 */
typedef struct _SchalterSealKey SchalterSealKey;

SchalterSealKey *schalter_seal_key_new (void);
SchalterSealKey *schalter_seal_key_from_seed (const guint8 *seed,
                                              gsize length,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_seal_key_free (SchalterSealKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterSealKey, schalter_seal_key_free)
/* 32 bytes each. */
const guint8 *schalter_seal_key_get_public (const SchalterSealKey *key);
const guint8 *schalter_seal_key_get_seed (const SchalterSealKey *key);

/**
 * schalter_seal_key_sign_text:
 * @text: a statement that begins with its kind and version ("schalter-receipt-1\n"), so that one
 *     kind cannot be taken for another, nor for a seal, which begins with a CBOR array
 *
 * Returns: (transfer full): the Ed25519 signature (RFC 8032) as 128 lower-case hexadecimal digits.
 */
char *schalter_seal_key_sign_text (const SchalterSealKey *key, const char *text);

/**
 * SchalterSealPublicKey:
 * @bfs: the municipality it signs for, or 0 for the canton
 * @valid_until_us: 0 for no end
 *
 * An entry of the signed key list.
 */
typedef struct {
  guint8 key[32];
  guint bfs;
  gint64 valid_from_us;
  gint64 valid_until_us;
} SchalterSealPublicKey;

/* "HTTPS://V.AG.EXAMPLE/#…" from the claims; @verify_base is upper case, ends in "/#". */
char *schalter_seal_code_sign (const SchalterClaims *claims,
                               const SchalterSealKey *key,
                               const char *verify_base,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * schalter_seal_code_verify:
 * @code: the URL, or the part behind '#'
 * @keys: (element-type SchalterSealPublicKey)
 *
 * Returns: (transfer full): what the seal vouches for, or %NULL with SCHALTER_ERROR_INVALID if it
 * is not a seal code, SCHALTER_ERROR_UNTRUSTED if no key of that municipality made it, or
 *     SCHALTER_ERROR_OUTDATED if the certificate has expired.
 */
SchalterClaims *schalter_seal_code_verify (const char *code,
                                           GPtrArray *keys,
                                           gint64 now_us,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Eight symbols in Crockford base 32, "7F3K-92QX", for typing beside the certificate's number. */
char *schalter_seal_code_get_check (const char *code);

G_END_DECLS
