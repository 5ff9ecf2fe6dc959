/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What must hold of anything with a signature or a seal: changed in the least, it is not believed.
 */
#include "config.h"

#include "cbor.h"
#include "mutate.h"
#include "minisign.h"
#include "random.h"
#include "seal-code.h"
#include "sealed-box.h"

#include <string.h>

#define CONTENT "the manifest"

/* Keys and what was made with them, for the length of the program. */
typedef struct {
  SchalterVerifyingKey *verifying_key;
  char *public_text;
  char *secret_text;
  char *signature;
  GPtrArray *seal_keys;
  char *seal_code;
  SchalterBoxKeyPair *pair;
  GBytes *sealed;
} World;

static World *
get_world (void)
{
  static World world;
  return &world;
}

static SchalterClaims *
make_claims (void)
{
  SchalterClaims *claims = g_new0 (SchalterClaims, 1);
  claims->number = g_strdup ("W-4045-2026-000123");
  claims->type = g_strdup ("wohnsitz");
  claims->bfs = 4045;
  claims->issued = g_strdup ("2026-01-01");
  claims->expires = g_strdup ("2026-04-01");
  claims->surname = g_strdup ("Muster");
  claims->given_names = g_strdup ("Erika Anna");
  claims->birth_date = g_strdup ("1980-02-29");
  claims->address = g_strdup ("Bahnhofstrasse 1, 5430 Wettingen");
  claims->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (claims->facts, g_strdup ("resident_since"), g_strdup ("2011-04-01"));
  return claims;
}

static void
make_seal (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterSealKey) key = schalter_seal_key_new ();
  g_autoptr (SchalterClaims) claims = make_claims ();
  SchalterSealPublicKey *public_key = g_new0 (SchalterSealPublicKey, 1);
  memcpy (public_key->key, schalter_seal_key_get_public (key), sizeof public_key->key);
  world->seal_keys = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (world->seal_keys, public_key);
  world->seal_code = schalter_seal_code_sign (claims, key, "HTTPS://V.AG.EXAMPLE/#", &error);
  g_assert_no_error (error);
}

static void
make_world (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterSigningKey) key = schalter_signing_key_new ();
  g_autoptr (GBytes) content = g_bytes_new_static (CONTENT, strlen (CONTENT));
  world->public_text = schalter_signing_key_to_public_text (key);
  world->secret_text = schalter_signing_key_to_text (key);
  world->verifying_key = schalter_verifying_key_parse (world->public_text, &error);
  g_assert_no_error (error);
  world->signature = schalter_minisign_sign (key, content, "version 42");
  world->pair = schalter_box_key_pair_new ();
  world->sealed = schalter_box_seal (content, world->pair->public_key);
  make_seal (world);
}

static void
free_world (World *world)
{
  schalter_verifying_key_free (world->verifying_key);
  g_free (world->public_text);
  g_free (world->secret_text);
  g_free (world->signature);
  g_ptr_array_unref (world->seal_keys);
  g_free (world->seal_code);
  schalter_box_key_pair_free (world->pair);
  g_bytes_unref (world->sealed);
}

/* The untrusted comment and white space at the ends may change; the signed lines may not. */
static gboolean
has_signed_lines (const char *text, const char *original)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (GStrv) signed_lines = g_strsplit (original, "\n", -1);
  if (g_strv_length (lines) < 4)
    return FALSE;
  for (guint i = 1; i < 4; i++) {
    if (!g_str_equal (g_strchomp (lines[i]), g_strchomp (signed_lines[i])))
      return FALSE;
  }
  return TRUE;
}

static void
check_signature (const char *data, gsize length)
{
  World *world = get_world ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = g_bytes_new_static (CONTENT, strlen (CONTENT));
  if (strlen (data) != length)
    return; /* a text with a zero byte ends there */
  if (schalter_minisign_verify (world->verifying_key, content, data, &error))
    g_assert_true (has_signed_lines (data, world->signature));
  else
    g_assert_nonnull (error);
}

static void
read_keys (const char *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterVerifyingKey) public_key = schalter_verifying_key_parse (data, &error);
  g_assert_true ((public_key == NULL) == (error != NULL));
  g_autoptr (SchalterSigningKey) secret_key G_GNUC_UNUSED = schalter_signing_key_parse (data, NULL);
}

static void
check_seal (const char *data, gsize length)
{
  World *world = get_world ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterClaims) claims = schalter_seal_code_verify (
      data, world->seal_keys, G_GINT64_CONSTANT (1767225600000000), &error);
  g_assert_true ((claims == NULL) == (error != NULL));
  if (claims == NULL)
    return;
  const char *fragment = strchr (world->seal_code, '#') + 1;
  g_assert_true (g_str_has_suffix (data, fragment));
  g_assert_cmpstr (claims->surname, ==, "Muster");
}

static void
open_box (const char *data, gsize length)
{
  World *world = get_world ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) sealed = g_bytes_new (data, length);
  g_autoptr (GBytes) plain = schalter_box_open (sealed, world->pair, &error);
  g_assert_true ((plain == NULL) == (error != NULL));
  if (plain != NULL)
    g_assert_true (g_bytes_equal (sealed, world->sealed));
}

static void
read_cbor (const char *data, gsize length)
{
  const guint8 *bytes = (const guint8 *)data;
  for (guint kind = 0; kind < 4; kind++) {
    SchalterCborReader reader = SCHALTER_CBOR_READER (bytes, length);
    gsize n_bytes = 0;
    while (!reader.has_failed && reader.at < reader.end) {
      const guint8 *before = reader.at;
      g_autofree char *text G_GNUC_UNUSED =
          kind == 0 ? schalter_cbor_read_text (&reader, 1000) : NULL;
      if (kind == 1)
        (void)schalter_cbor_read_int (&reader);
      else if (kind == 2)
        (void)schalter_cbor_read_bytes (&reader, 1000, &n_bytes);
      else if (kind == 3)
        (void)schalter_cbor_read_map (&reader, 100);
      g_assert_true (reader.has_failed || (reader.at > before && reader.at <= reader.end));
    }
  }
}

static GPtrArray *
make_cbor_seeds (void)
{
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  GByteArray *texts = g_byte_array_new ();
  GByteArray *numbers = g_byte_array_new ();
  GByteArray *maps = g_byte_array_new ();
  schalter_cbor_write_text (texts, "Wettingen");
  schalter_cbor_write_text (texts, "");
  for (gint64 number = 1; number > 0 && number < G_MAXINT64 / 300; number *= 255) {
    schalter_cbor_write_int (numbers, number);
    schalter_cbor_write_int (numbers, -number);
    schalter_cbor_write_bytes (texts, (const guint8 *)"bytes", 5);
  }
  schalter_cbor_write_map (maps, 3);
  schalter_cbor_write_map (maps, 60);
  g_ptr_array_add (seeds, g_byte_array_free_to_bytes (texts));
  g_ptr_array_add (seeds, g_byte_array_free_to_bytes (numbers));
  g_ptr_array_add (seeds, g_byte_array_free_to_bytes (maps));
  return seeds;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schalter_crypto_init ();
  World *world = get_world ();
  make_world (world);
  const char *signatures[] = { world->signature, NULL };
  const char *keys[] = { world->public_text, world->secret_text, NULL };
  const char *seals[] = { world->seal_code, strchr (world->seal_code, '#') + 1, NULL };
  GPtrArray *boxes = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_ptr_array_add (boxes, g_bytes_ref (world->sealed));
  mutate_add ("/fuzz/crypto/signature", check_signature, signatures);
  mutate_add ("/fuzz/crypto/keys", read_keys, keys);
  mutate_add ("/fuzz/crypto/seal-code", check_seal, seals);
  mutate_add_bytes ("/fuzz/crypto/sealed-box", open_box, boxes, 1);
  mutate_add_bytes ("/fuzz/crypto/cbor", read_cbor, make_cbor_seeds (), 1);
  int status = g_test_run ();
  free_world (world);
  return status;
}
