/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterSigningKey: an Ed25519 key pair with minisign's 8-byte key id.
 *
 * Files are in minisign's format (https://jedisct1.github.io/minisign/): public keys and signatures
 * can be read by the stock tool; secret keys are written unencrypted (as minisign -W does), mode
 * 0600, and belong on the publisher's machine.
 */
typedef struct _SchalterSigningKey SchalterSigningKey;
typedef struct _SchalterVerifyingKey SchalterVerifyingKey;

SchalterSigningKey *schalter_signing_key_new (void);
SchalterSigningKey *schalter_signing_key_parse (const char *file_text,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *schalter_signing_key_to_text (const SchalterSigningKey *key);
char *schalter_signing_key_to_public_text (const SchalterSigningKey *key);
void schalter_signing_key_free (SchalterSigningKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterSigningKey, schalter_signing_key_free)

SchalterVerifyingKey *schalter_verifying_key_parse (const char *file_text,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_verifying_key_free (SchalterVerifyingKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterVerifyingKey, schalter_verifying_key_free)

/* The text of a .minisig file: pre-hashed ("ED") signature with a signed trusted comment. */
char *schalter_minisign_sign (const SchalterSigningKey *key,
                              GBytes *content,
                              const char *trusted_comment);

/* FALSE with SCHALTER_ERROR_UNTRUSTED if the key id is another, or a signature does not hold. */
gboolean schalter_minisign_verify (const SchalterVerifyingKey *key,
                                   GBytes *content,
                                   const char *signature_text,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
