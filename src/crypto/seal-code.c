/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The code on a certificate: COSE_Sign1 (RFC 9052 §4.2) over the claims, as the fragment of a URL.
 * What is read here comes from paper that anyone may have printed: the signature is checked before
 * the payload is looked at, and there is one encoding for each set of claims. */
#include "config.h"

#include "seal-code.h"

#include "base32.h"
#include "cbor.h"
#include "schalter-error.h"

#include <sodium.h>
#include <string.h>

#define DAY_US (24 * G_TIME_SPAN_HOUR)
#define COSE_SIGN1_TAG 18
#define COSE_ALGORITHM 1
#define COSE_EDDSA (-8)
#define COSE_KEY_ID 4
#define MAX_CODE_CHARACTERS 4096
#define MAX_PAYLOAD_BYTES 2048
#define MAX_TEXT_BYTES 400
#define MAX_FACTS 16

/* Keys of the payload; the positive ones as in CWT (RFC 8392 §3.1), the others private. Their order
 * is the order on paper: that of their encodings. */
enum {
  CLAIM_BFS = 1,
  CLAIM_EXPIRES = 4,
  CLAIM_ISSUED = 6,
  CLAIM_NUMBER = 7,
  CLAIM_TYPE = -1,
  CLAIM_SURNAME = -2,
  CLAIM_GIVEN_NAMES = -3,
  CLAIM_BIRTH_DATE = -4,
  CLAIM_ADDRESS = -5,
  CLAIM_FACTS = -6,
};
#define N_CLAIMS_WITHOUT_FACTS 9

struct _SchalterSealKey {
  guint8 public[crypto_sign_PUBLICKEYBYTES];
  guint8 secret[crypto_sign_SECRETKEYBYTES]; /* begins with the seed */
};

static SchalterSealKey *
seal_key_alloc (void)
{
  SchalterSealKey *key = sodium_malloc (sizeof *key);
  g_assert (key != NULL); /* as g_malloc() does */
  return key;
}

SchalterSealKey *
schalter_seal_key_new (void)
{
  SchalterSealKey *key = seal_key_alloc ();
  crypto_sign_keypair (key->public, key->secret);
  return key;
}

SchalterSealKey *
schalter_seal_key_from_seed (const guint8 *seed, gsize length, GError **error)
{
  g_return_val_if_fail (seed != NULL, NULL);
  if (length != crypto_sign_SEEDBYTES) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "a sealing key has %u bytes, not %" G_GSIZE_FORMAT,
                 crypto_sign_SEEDBYTES,
                 length);
    return NULL;
  }
  SchalterSealKey *key = seal_key_alloc ();
  crypto_sign_seed_keypair (key->public, key->secret, seed);
  return key;
}

void
schalter_seal_key_free (SchalterSealKey *key)
{
  sodium_free (key); /* wipes */
}

const guint8 *
schalter_seal_key_get_public (const SchalterSealKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);
  return key->public;
}

const guint8 *
schalter_seal_key_get_seed (const SchalterSealKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);
  return key->secret;
}

char *
schalter_seal_key_sign_text (const SchalterSealKey *key, const char *text)
{
  g_return_val_if_fail (key != NULL && text != NULL, NULL);
  guint8 signature[crypto_sign_BYTES];
  crypto_sign_detached (signature, NULL, (const guint8 *)text, strlen (text), key->secret);
  char *hex = g_malloc (2 * sizeof signature + 1);
  return sodium_bin2hex (hex, 2 * sizeof signature + 1, signature, sizeof signature);
}

static void
make_key_id (const guint8 *public_key, guint8 *id)
{
  guint8 hash[crypto_generichash_BYTES];
  crypto_generichash (hash, sizeof hash, public_key, crypto_sign_PUBLICKEYBYTES, NULL, 0);
  memcpy (id, hash, SCHALTER_SEAL_KEY_ID_BYTES);
}

/* Days since 1970 of a date that is known to be one. */
static gint64
date_to_days (const char *text)
{
  GDate epoch;
  GDate date;
  g_date_clear (&epoch, 1);
  g_date_clear (&date, 1);
  g_date_set_dmy (&epoch, 1, G_DATE_JANUARY, 1970);
  g_date_set_dmy (&date,
                  (GDateDay)g_ascii_strtoull (text + 8, NULL, 10),
                  (GDateMonth)g_ascii_strtoull (text + 5, NULL, 10),
                  (GDateYear)g_ascii_strtoull (text, NULL, 10));
  return g_date_days_between (&epoch, &date);
}

/* The date, or NULL if it lies before 1970 or after 9999. */
static char *
days_to_date (gint64 days)
{
  if (days < 0 || days > 2932896)
    return NULL;
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, G_DATE_JANUARY, 1970);
  g_date_add_days (&date, (guint)days);
  return g_strdup_printf ("%04u-%02u-%02u",
                          g_date_get_year (&date),
                          (guint)g_date_get_month (&date),
                          g_date_get_day (&date));
}

/* Shorter texts first: the order of their encodings (RFC 8949 §4.2.1). */
static int
compare_encoded (gconstpointer a, gconstpointer b)
{
  gsize length_a = strlen (a);
  gsize length_b = strlen (b);
  if (length_a != length_b)
    return length_a < length_b ? -1 : 1;
  return strcmp (a, b);
}

static void
write_facts (GByteArray *out, GHashTable *facts)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (facts), compare_encoded);
  schalter_cbor_write_int (out, CLAIM_FACTS);
  schalter_cbor_write_map (out, g_hash_table_size (facts));
  for (GList *at = keys; at != NULL; at = at->next) {
    schalter_cbor_write_text (out, at->data);
    schalter_cbor_write_text (out, g_hash_table_lookup (facts, at->data));
  }
}

static void
write_number_claim (GByteArray *out, int key, gint64 value)
{
  schalter_cbor_write_int (out, key);
  schalter_cbor_write_int (out, value);
}

static void
write_text_claim (GByteArray *out, int key, const char *text)
{
  schalter_cbor_write_int (out, key);
  schalter_cbor_write_text (out, text);
}

static GByteArray *
write_payload (const SchalterClaims *claims)
{
  GByteArray *out = g_byte_array_new ();
  gboolean has_facts = g_hash_table_size (claims->facts) > 0;
  schalter_cbor_write_map (out, N_CLAIMS_WITHOUT_FACTS + (has_facts ? 1 : 0));
  write_number_claim (out, CLAIM_BFS, claims->bfs);
  write_number_claim (out, CLAIM_EXPIRES, date_to_days (claims->expires));
  write_number_claim (out, CLAIM_ISSUED, date_to_days (claims->issued));
  write_text_claim (out, CLAIM_NUMBER, claims->number);
  write_text_claim (out, CLAIM_TYPE, claims->type);
  write_text_claim (out, CLAIM_SURNAME, claims->surname);
  write_text_claim (out, CLAIM_GIVEN_NAMES, claims->given_names);
  write_text_claim (out, CLAIM_BIRTH_DATE, claims->birth_date);
  write_text_claim (out, CLAIM_ADDRESS, claims->address);
  if (has_facts)
    write_facts (out, claims->facts);
  return out;
}

static GByteArray *
write_protected (const guint8 *key_id)
{
  GByteArray *out = g_byte_array_new ();
  schalter_cbor_write_map (out, 2);
  write_number_claim (out, COSE_ALGORITHM, COSE_EDDSA);
  schalter_cbor_write_int (out, COSE_KEY_ID);
  schalter_cbor_write_bytes (out, key_id, SCHALTER_SEAL_KEY_ID_BYTES);
  return out;
}

/* Sig_structure, RFC 9052 §4.4: what the signature is over. */
static GByteArray *
write_signed (GByteArray *protected_header, const guint8 *payload, gsize payload_length)
{
  GByteArray *out = g_byte_array_new ();
  schalter_cbor_write_array (out, 4);
  schalter_cbor_write_text (out, "Signature1");
  schalter_cbor_write_bytes (out, protected_header->data, protected_header->len);
  schalter_cbor_write_bytes (out, NULL, 0); /* no external data */
  schalter_cbor_write_bytes (out, payload, payload_length);
  return out;
}

/* The same claims once more, through the reader's eyes: what it would refuse is not signed, and
 * what was signed is checked as strictly as JSON is. */
static SchalterClaims *
check_claims (const SchalterClaims *claims, GError **error)
{
  g_autoptr (JsonNode) node = schalter_claims_to_json (claims);
  return schalter_claims_from_json (node, error);
}

char *
schalter_seal_code_sign (const SchalterClaims *claims,
                         const SchalterSealKey *key,
                         const char *verify_base,
                         GError **error)
{
  g_return_val_if_fail (claims != NULL && key != NULL, NULL);
  g_return_val_if_fail (verify_base != NULL && g_str_has_suffix (verify_base, "/#"), NULL);
  g_autoptr (SchalterClaims) checked = check_claims (claims, error);
  if (checked == NULL)
    return NULL;
  guint8 key_id[SCHALTER_SEAL_KEY_ID_BYTES];
  guint8 signature[crypto_sign_BYTES];
  make_key_id (key->public, key_id);
  g_autoptr (GByteArray) header = write_protected (key_id);
  g_autoptr (GByteArray) payload = write_payload (checked);
  if (payload->len > MAX_PAYLOAD_BYTES) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "too much for one seal code");
    return NULL;
  }
  g_autoptr (GByteArray) to_sign = write_signed (header, payload->data, payload->len);
  crypto_sign_detached (signature, NULL, to_sign->data, to_sign->len, key->secret);

  g_autoptr (GByteArray) code = g_byte_array_new ();
  schalter_cbor_write_tag (code, COSE_SIGN1_TAG);
  schalter_cbor_write_array (code, 4);
  schalter_cbor_write_bytes (code, header->data, header->len);
  schalter_cbor_write_map (code, 0);
  schalter_cbor_write_bytes (code, payload->data, payload->len);
  schalter_cbor_write_bytes (code, signature, sizeof signature);
  g_autofree char *text = schalter_base32_encode (code->data, code->len);
  return g_strconcat (verify_base, text, NULL);
}

/* The part behind '#'. */
static const char *
find_fragment (const char *code)
{
  const char *hash = strchr (code, '#');
  return hash != NULL ? hash + 1 : code;
}

/**
 * Parts: what a code falls into; borrowed from its bytes.
 */
typedef struct {
  const guint8 *key_id;
  const guint8 *payload;
  gsize payload_length;
  const guint8 *signature;
} Parts;

static gboolean
read_header (const guint8 *data, gsize length, Parts *parts)
{
  gsize id_length = 0;
  SchalterCborReader reader = SCHALTER_CBOR_READER (data, length);
  if (schalter_cbor_read_map (&reader, 2) != 2)
    return FALSE;
  schalter_cbor_expect_int (&reader, COSE_ALGORITHM);
  schalter_cbor_expect_int (&reader, COSE_EDDSA);
  schalter_cbor_expect_int (&reader, COSE_KEY_ID);
  parts->key_id = schalter_cbor_read_bytes (&reader, SCHALTER_SEAL_KEY_ID_BYTES, &id_length);
  return schalter_cbor_reader_is_done (&reader) && id_length == SCHALTER_SEAL_KEY_ID_BYTES;
}

static gboolean
read_parts (GBytes *bytes, Parts *parts)
{
  gsize length = 0;
  gsize header_length = 0;
  gsize signature_length = 0;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  SchalterCborReader reader = SCHALTER_CBOR_READER (data, length);
  schalter_cbor_expect_tag (&reader, COSE_SIGN1_TAG);
  if (schalter_cbor_read_array (&reader, 4) != 4)
    return FALSE;
  const guint8 *header = schalter_cbor_read_bytes (&reader, 32, &header_length);
  (void)schalter_cbor_read_map (&reader, 0); /* no unprotected header */
  parts->payload = schalter_cbor_read_bytes (&reader, MAX_PAYLOAD_BYTES, &parts->payload_length);
  parts->signature = schalter_cbor_read_bytes (&reader, crypto_sign_BYTES, &signature_length);
  return schalter_cbor_reader_is_done (&reader) && signature_length == crypto_sign_BYTES &&
         read_header (header, header_length, parts);
}

static gboolean
is_signed_by (const Parts *parts, const SchalterSealPublicKey *key)
{
  guint8 key_id[SCHALTER_SEAL_KEY_ID_BYTES];
  make_key_id (key->key, key_id);
  if (memcmp (key_id, parts->key_id, sizeof key_id) != 0)
    return FALSE;
  g_autoptr (GByteArray) header = write_protected (key_id);
  g_autoptr (GByteArray) to_sign = write_signed (header, parts->payload, parts->payload_length);
  return crypto_sign_verify_detached (parts->signature, to_sign->data, to_sign->len, key->key) == 0;
}

static void
read_facts (SchalterCborReader *reader, GHashTable *facts)
{
  guint n_facts = schalter_cbor_read_map (reader, MAX_FACTS);
  const char *last = "";
  reader->has_failed |= n_facts == 0;
  for (guint i = 0; i < n_facts && !reader->has_failed; i++) {
    char *key = schalter_cbor_read_text (reader, MAX_TEXT_BYTES);
    char *value = schalter_cbor_read_text (reader, MAX_TEXT_BYTES);
    if (key == NULL || value == NULL || compare_encoded (last, key) >= 0) {
      reader->has_failed = TRUE;
      g_free (key);
      g_free (value);
      return;
    }
    g_hash_table_insert (facts, key, value);
    last = key;
  }
}

static gint64
read_number_claim (SchalterCborReader *reader, int key)
{
  schalter_cbor_expect_int (reader, key);
  return schalter_cbor_read_int (reader);
}

static char *
read_text_claim (SchalterCborReader *reader, int key)
{
  schalter_cbor_expect_int (reader, key);
  return schalter_cbor_read_text (reader, MAX_TEXT_BYTES);
}

static SchalterClaims *
read_payload (const Parts *parts, GError **error)
{
  SchalterCborReader reader = SCHALTER_CBOR_READER (parts->payload, parts->payload_length);
  g_autoptr (SchalterClaims) claims = g_new0 (SchalterClaims, 1);
  claims->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  guint n_claims = schalter_cbor_read_map (&reader, N_CLAIMS_WITHOUT_FACTS + 1);
  gint64 bfs = read_number_claim (&reader, CLAIM_BFS);
  claims->expires = days_to_date (read_number_claim (&reader, CLAIM_EXPIRES));
  claims->issued = days_to_date (read_number_claim (&reader, CLAIM_ISSUED));
  claims->number = read_text_claim (&reader, CLAIM_NUMBER);
  claims->type = read_text_claim (&reader, CLAIM_TYPE);
  claims->surname = read_text_claim (&reader, CLAIM_SURNAME);
  claims->given_names = read_text_claim (&reader, CLAIM_GIVEN_NAMES);
  claims->birth_date = read_text_claim (&reader, CLAIM_BIRTH_DATE);
  claims->address = read_text_claim (&reader, CLAIM_ADDRESS);
  if (n_claims > N_CLAIMS_WITHOUT_FACTS) {
    schalter_cbor_expect_int (&reader, CLAIM_FACTS);
    read_facts (&reader, claims->facts);
  }
  if (!schalter_cbor_reader_is_done (&reader) || n_claims < N_CLAIMS_WITHOUT_FACTS || bfs < 0 ||
      bfs > 9999 || claims->expires == NULL || claims->issued == NULL) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "the seal code is malformed");
    return NULL;
  }
  claims->bfs = (guint)bfs;
  return check_claims (claims, error);
}

/* A key vouches for what was issued while it was valid. Certificates carry days, not times. */
static gboolean
may_vouch (const SchalterSealPublicKey *key, const SchalterClaims *claims)
{
  gint64 issued_us = date_to_days (claims->issued) * DAY_US;
  gboolean is_begun = key->valid_from_us < issued_us + DAY_US;
  gboolean is_over = key->valid_until_us != 0 && issued_us >= key->valid_until_us;
  return (key->bfs == 0 || key->bfs == claims->bfs) && is_begun && !is_over;
}

static const SchalterSealPublicKey *
find_signer (const Parts *parts, GPtrArray *keys)
{
  for (guint i = 0; i < keys->len; i++) {
    const SchalterSealPublicKey *key = g_ptr_array_index (keys, i);
    if (is_signed_by (parts, key))
      return key;
  }
  return NULL;
}

/* The same key may stand in the list more than once, for several municipalities. */
static gboolean
is_vouched_for (const Parts *parts, const SchalterClaims *claims, GPtrArray *keys)
{
  for (guint i = 0; i < keys->len; i++) {
    const SchalterSealPublicKey *key = g_ptr_array_index (keys, i);
    if (may_vouch (key, claims) && is_signed_by (parts, key))
      return TRUE;
  }
  return FALSE;
}

static SchalterClaims *
read_trusted (const Parts *parts, GPtrArray *keys, GError **error)
{
  if (find_signer (parts, keys) == NULL) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED, "no known key made this seal");
    return NULL;
  }
  g_autoptr (SchalterClaims) claims = read_payload (parts, error);
  if (claims == NULL)
    return NULL;
  if (!is_vouched_for (parts, claims, keys)) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_UNTRUSTED,
                 "the key of this seal may not issue for that municipality at that time");
    return NULL;
  }
  return g_steal_pointer (&claims);
}

SchalterClaims *
schalter_seal_code_verify (const char *code, GPtrArray *keys, gint64 now_us, GError **error)
{
  g_return_val_if_fail (code != NULL && keys != NULL, NULL);
  Parts parts = { NULL };
  const char *fragment = find_fragment (code);
  g_autoptr (GBytes) bytes =
      strlen (fragment) <= MAX_CODE_CHARACTERS ? schalter_base32_decode (fragment) : NULL;
  if (bytes == NULL || g_bytes_get_size (bytes) == 0 || !read_parts (bytes, &parts)) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "this is not a seal code");
    return NULL;
  }
  g_autoptr (SchalterClaims) claims = read_trusted (&parts, keys, error);
  if (claims == NULL)
    return NULL;
  if (now_us >= (date_to_days (claims->expires) + 1) * DAY_US) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_OUTDATED,
                 "the certificate has expired on %s",
                 claims->expires);
    return NULL;
  }
  return g_steal_pointer (&claims);
}

char *
schalter_seal_code_get_check (const char *code)
{
  g_return_val_if_fail (code != NULL, NULL);
  static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  guint8 hash[crypto_generichash_BYTES];
  const char *fragment = find_fragment (code);
  crypto_generichash (hash, sizeof hash, (const guint8 *)fragment, strlen (fragment), NULL, 0);
  guint64 bits = 0;
  for (guint i = 0; i < 5; i++)
    bits = bits << 8 | hash[i];
  char check[] = "0000-0000";
  for (guint i = 0; i < 8; i++)
    check[i < 4 ? i : i + 1] = alphabet[bits >> (35 - 5 * i) & 31];
  return g_strdup (check);
}
