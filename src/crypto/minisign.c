/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ed25519 keys and signatures in minisign's file format. Only the pre-hashed form "ED" is written
 * and accepted: the signature is over the BLAKE2b-512 hash of the content, and a second, global one
 * over the first signature and the trusted comment. */
#include "config.h"

#include "minisign.h"

#include "schalter-error.h"

#include <sodium.h>
#include <string.h>

#define KEY_ID_BYTES 8
#define HASH_BYTES 64
#define MAX_LINE_BYTES 8192
#define UNTRUSTED "untrusted comment: "
#define TRUSTED "trusted comment: "

struct _SchalterSigningKey {
  guint8 id[KEY_ID_BYTES];
  guint8 secret[crypto_sign_SECRETKEYBYTES];
};

struct _SchalterVerifyingKey {
  guint8 id[KEY_ID_BYTES];
  guint8 public[crypto_sign_PUBLICKEYBYTES];
};

/* The layouts of the three base64 lines, without padding between the members. */
typedef struct {
  guint8 algorithm[2]; /* "Ed" */
  guint8 id[KEY_ID_BYTES];
  guint8 public[crypto_sign_PUBLICKEYBYTES];
} PublicLine;

typedef struct {
  guint8 algorithm[2]; /* "ED" */
  guint8 id[KEY_ID_BYTES];
  guint8 signature[crypto_sign_BYTES];
} SignatureLine;

typedef struct {
  guint8 algorithm[2]; /* "Ed" */
  guint8 kdf[2];       /* zero: not encrypted */
  guint8 checksum_algorithm[2];
  guint8 kdf_parameters[32 + 8 + 8];
  guint8 id[KEY_ID_BYTES];
  guint8 secret[crypto_sign_SECRETKEYBYTES];
  guint8 checksum[32]; /* zero when not encrypted */
} SecretLine;

G_STATIC_ASSERT (sizeof (PublicLine) == 42);
G_STATIC_ASSERT (sizeof (SignatureLine) == 74);
G_STATIC_ASSERT (sizeof (SecretLine) == 158);

static gboolean
fail (SchalterError code, const char *what, GError **error)
{
  g_set_error_literal (error, SCHALTER_ERROR, code, what);
  return FALSE;
}

/* libsodium takes some bytes above ASCII for the letter that they are with their highest bit off.
 */
static gboolean
decode_line (const char *line, gpointer record, gsize size)
{
  gsize n_bytes = 0;
  return strlen (line) <= MAX_LINE_BYTES && g_str_is_ascii (line) &&
         sodium_base642bin (record,
                            size,
                            line,
                            strlen (line),
                            NULL,
                            &n_bytes,
                            NULL,
                            sodium_base64_VARIANT_ORIGINAL) == 0 &&
         n_bytes == size;
}

static char *
encode_line (gconstpointer record, gsize size)
{
  gsize length = sodium_base64_ENCODED_LEN (size, sodium_base64_VARIANT_ORIGINAL);
  char *line = g_malloc (length);
  return sodium_bin2base64 (line, length, record, size, sodium_base64_VARIANT_ORIGINAL);
}

/* The lines of a file, without carriage returns; blanks at the end of a comment are signed. */
static char **
split_lines (const char *text)
{
  char **lines = g_strsplit (text, "\n", 8);
  for (guint i = 0; lines[i] != NULL; i++)
    lines[i][strcspn (lines[i], "\r")] = '\0';
  return lines;
}

/* A key file: one comment line, one line of base64. */
static gboolean
parse_key_file (const char *text, gpointer record, gsize size)
{
  g_auto (GStrv) lines = split_lines (text);
  gboolean is_key = g_strv_length (lines) >= 2 && g_str_has_prefix (lines[0], UNTRUSTED) &&
                    decode_line (lines[1], record, size);
  for (guint i = 0; lines[i] != NULL; i++)
    sodium_memzero (lines[i], strlen (lines[i]));
  return is_key;
}

static SchalterSigningKey *
signing_key_alloc (void)
{
  SchalterSigningKey *key = sodium_malloc (sizeof *key);
  g_assert (key != NULL); /* as g_malloc() does */
  return key;
}

SchalterSigningKey *
schalter_signing_key_new (void)
{
  SchalterSigningKey *key = signing_key_alloc ();
  guint8 public[crypto_sign_PUBLICKEYBYTES];
  crypto_sign_keypair (public, key->secret);
  randombytes_buf (key->id, sizeof key->id);
  return key;
}

/* The second half of an Ed25519 secret key is its public key: a damaged file shows in that. */
static gboolean
is_consistent (const guint8 *secret)
{
  guint8 seed[crypto_sign_SEEDBYTES];
  guint8 public[crypto_sign_PUBLICKEYBYTES];
  guint8 again[crypto_sign_SECRETKEYBYTES];
  crypto_sign_ed25519_sk_to_seed (seed, secret);
  crypto_sign_seed_keypair (public, again, seed);
  gboolean is_same = sodium_memcmp (again, secret, sizeof again) == 0;
  sodium_memzero (seed, sizeof seed);
  sodium_memzero (again, sizeof again);
  return is_same;
}

SchalterSigningKey *
schalter_signing_key_parse (const char *file_text, GError **error)
{
  g_return_val_if_fail (file_text != NULL, NULL);
  SecretLine line = { 0 };
  gboolean is_key =
      parse_key_file (file_text, &line, sizeof line) && memcmp (line.algorithm, "Ed", 2) == 0;
  if (!is_key) {
    (void)fail (SCHALTER_ERROR_INVALID, "not a minisign secret key", error);
    return NULL;
  }
  if (!sodium_is_zero (line.kdf, sizeof line.kdf)) {
    (void)fail (SCHALTER_ERROR_INVALID,
                "the secret key is encrypted; write it unencrypted with minisign -C -W",
                error);
    return NULL;
  }
  g_autoptr (SchalterSigningKey) key = signing_key_alloc ();
  memcpy (key->id, line.id, sizeof key->id);
  memcpy (key->secret, line.secret, sizeof key->secret);
  sodium_memzero (&line, sizeof line);
  if (!is_consistent (key->secret)) {
    (void)fail (SCHALTER_ERROR_INVALID, "the secret key is damaged", error);
    return NULL;
  }
  return g_steal_pointer (&key);
}

char *
schalter_signing_key_to_text (const SchalterSigningKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);
  SecretLine line = { .algorithm = { 'E', 'd' }, .checksum_algorithm = { 'B', '2' } };
  memcpy (line.id, key->id, sizeof line.id);
  memcpy (line.secret, key->secret, sizeof line.secret);
  char *encoded = encode_line (&line, sizeof line);
  char *text = g_strdup_printf (UNTRUSTED "minisign secret key\n%s\n", encoded);
  sodium_memzero (&line, sizeof line);
  sodium_memzero (encoded, strlen (encoded));
  g_free (encoded);
  return text;
}

/* minisign shows the id as a little-endian number. */
static char *
id_to_text (const guint8 *id)
{
  guint64 number = 0;
  memcpy (&number, id, sizeof number);
  return g_strdup_printf ("%" G_GINT64_MODIFIER "X", GUINT64_FROM_LE (number));
}

char *
schalter_signing_key_to_public_text (const SchalterSigningKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);
  PublicLine line = { .algorithm = { 'E', 'd' } };
  memcpy (line.id, key->id, sizeof line.id);
  crypto_sign_ed25519_sk_to_pk (line.public, key->secret);
  g_autofree char *id = id_to_text (key->id);
  g_autofree char *encoded = encode_line (&line, sizeof line);
  return g_strdup_printf (UNTRUSTED "minisign public key %s\n%s\n", id, encoded);
}

void
schalter_signing_key_free (SchalterSigningKey *key)
{
  sodium_free (key); /* wipes */
}

SchalterVerifyingKey *
schalter_verifying_key_parse (const char *file_text, GError **error)
{
  g_return_val_if_fail (file_text != NULL, NULL);
  PublicLine line;
  if (!parse_key_file (file_text, &line, sizeof line) || memcmp (line.algorithm, "Ed", 2) != 0) {
    (void)fail (SCHALTER_ERROR_INVALID, "not a minisign public key", error);
    return NULL;
  }
  SchalterVerifyingKey *key = g_new0 (SchalterVerifyingKey, 1);
  memcpy (key->id, line.id, sizeof key->id);
  memcpy (key->public, line.public, sizeof key->public);
  return key;
}

void
schalter_verifying_key_free (SchalterVerifyingKey *key)
{
  g_free (key);
}

static void
hash_content (GBytes *content, guint8 *hash)
{
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (content, &length);
  crypto_generichash (hash, HASH_BYTES, data, length, NULL, 0);
}

/* What the global signature is over. */
static GByteArray *
join_trusted (const guint8 *signature, const char *comment)
{
  GByteArray *joined = g_byte_array_new ();
  g_byte_array_append (joined, signature, crypto_sign_BYTES);
  return g_byte_array_append (joined, (const guint8 *)comment, (guint)strlen (comment));
}

char *
schalter_minisign_sign (const SchalterSigningKey *key, GBytes *content, const char *trusted_comment)
{
  g_return_val_if_fail (key != NULL && content != NULL && trusted_comment != NULL, NULL);
  g_return_val_if_fail (strpbrk (trusted_comment, "\r\n") == NULL, NULL);
  guint8 hash[HASH_BYTES];
  guint8 global[crypto_sign_BYTES];
  SignatureLine line = { .algorithm = { 'E', 'D' } };

  hash_content (content, hash);
  memcpy (line.id, key->id, sizeof line.id);
  crypto_sign_detached (line.signature, NULL, hash, sizeof hash, key->secret);
  g_autoptr (GByteArray) trusted = join_trusted (line.signature, trusted_comment);
  crypto_sign_detached (global, NULL, trusted->data, trusted->len, key->secret);

  g_autofree char *first = encode_line (&line, sizeof line);
  g_autofree char *second = encode_line (global, sizeof global);
  return g_strdup_printf (UNTRUSTED "signature of a Schalter catalogue\n%s\n" TRUSTED "%s\n%s\n",
                          first,
                          trusted_comment,
                          second);
}

static gboolean
check_signatures (const SchalterVerifyingKey *key,
                  GBytes *content,
                  const SignatureLine *line,
                  const char *trusted_comment,
                  const guint8 *global)
{
  guint8 hash[HASH_BYTES];
  hash_content (content, hash);
  g_autoptr (GByteArray) trusted = join_trusted (line->signature, trusted_comment);
  return crypto_sign_verify_detached (line->signature, hash, sizeof hash, key->public) == 0 &&
         crypto_sign_verify_detached (global, trusted->data, trusted->len, key->public) == 0;
}

gboolean
schalter_minisign_verify (const SchalterVerifyingKey *key,
                          GBytes *content,
                          const char *signature_text,
                          GError **error)
{
  g_return_val_if_fail (key != NULL && content != NULL && signature_text != NULL, FALSE);
  SignatureLine line;
  guint8 global[crypto_sign_BYTES];
  g_auto (GStrv) lines = split_lines (signature_text);
  if (g_strv_length (lines) < 4 || !g_str_has_prefix (lines[0], UNTRUSTED) ||
      !decode_line (lines[1], &line, sizeof line) || !g_str_has_prefix (lines[2], TRUSTED) ||
      !decode_line (lines[3], global, sizeof global))
    return fail (SCHALTER_ERROR_UNTRUSTED, "not a minisign signature", error);
  if (memcmp (line.algorithm, "ED", 2) != 0)
    return fail (SCHALTER_ERROR_UNTRUSTED, "not a pre-hashed signature", error);
  if (memcmp (line.id, key->id, sizeof line.id) != 0)
    return fail (SCHALTER_ERROR_UNTRUSTED, "signed with another key", error);
  if (!check_signatures (key, content, &line, lines[2] + strlen (TRUSTED), global))
    return fail (SCHALTER_ERROR_UNTRUSTED, "the signature does not hold", error);
  return TRUE;
}
