/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading forms, certificate templates and public keys from a catalogue. */
#include "config.h"

#include "catalogue-private.h"
#include "schalter-error.h"
#include "seal-code.h"
#include "sealed-box.h"

SchalterForm *
schalter_catalogue_load_form (SchalterCatalogue *catalogue, const char *form_id, GError **error)
{
  g_return_val_if_fail (catalogue != NULL && form_id != NULL, NULL);
  g_autoptr (SchalterStatement) row =
      schalter_catalogue_prepare (catalogue, "SELECT definition FROM form WHERE id = ?1");
  if (row != NULL)
    schalter_statement_bind_text (row, 1, form_id);
  if (!schalter_catalogue_step (catalogue, row)) {
    g_set_error (
        error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND, "the catalogue has no form “%s”", form_id);
    return NULL;
  }
  g_autoptr (GError) json_error = NULL;
  g_autoptr (JsonNode) definition =
      json_from_string (schalter_statement_get_text (row, 0), &json_error);
  if (definition != NULL)
    return schalter_form_parse (definition, error);
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_CORRUPT,
               "the form “%s” is damaged: %s",
               form_id,
               json_error != NULL ? json_error->message : "it is empty");
  return NULL;
}

char *
schalter_catalogue_dup_template (SchalterCatalogue *catalogue, const char *template_id)
{
  g_return_val_if_fail (catalogue != NULL && template_id != NULL, NULL);
  g_autoptr (SchalterStatement) row =
      schalter_catalogue_prepare (catalogue, "SELECT template FROM certificate WHERE id = ?1");
  if (row != NULL)
    schalter_statement_bind_text (row, 1, template_id);
  return schalter_catalogue_step (catalogue, row) ? g_strdup (schalter_statement_get_text (row, 0))
                                                  : NULL;
}

void
schalter_catalogue_key_free (SchalterCatalogueKey *key)
{
  if (key == NULL)
    return;
  g_free (key->id);
  g_free (key);
}

/* The newest key for a purpose that is valid now; valid_until_us 0 has no end. */
static SchalterCatalogueKey *
find_key (SchalterCatalogue *catalogue, const char *purpose, guint bfs, gint64 now_us)
{
  g_autoptr (SchalterStatement) row = schalter_catalogue_prepare (
      catalogue,
      "SELECT id, key FROM public_key WHERE purpose = ?1 AND bfs = ?2 AND valid_from_us <= ?3"
      " AND (valid_until_us = 0 OR valid_until_us > ?3) ORDER BY valid_from_us DESC, id LIMIT 1");
  if (row == NULL)
    return NULL;
  schalter_statement_bind_text (row, 1, purpose);
  schalter_statement_bind_int64 (row, 2, bfs);
  schalter_statement_bind_int64 (row, 3, now_us);
  if (!schalter_catalogue_step (catalogue, row))
    return NULL;
  g_autoptr (SchalterCatalogueKey) key = g_new0 (SchalterCatalogueKey, 1);
  key->id = g_strdup (schalter_statement_get_text (row, 0));
  if (!schalter_key_from_hex (schalter_statement_get_text (row, 1), key->key, NULL))
    return NULL;
  return g_steal_pointer (&key);
}

SchalterCatalogueKey *
schalter_catalogue_get_authority_key (SchalterCatalogue *catalogue, guint bfs, gint64 now_us)
{
  g_return_val_if_fail (catalogue != NULL, NULL);
  return find_key (catalogue, "authority", bfs, now_us);
}

SchalterCatalogueKey *
schalter_catalogue_get_exchange_key (SchalterCatalogue *catalogue, gint64 now_us)
{
  g_return_val_if_fail (catalogue != NULL, NULL);
  return find_key (catalogue, "exchange", 0, now_us);
}

GPtrArray *
schalter_catalogue_list_seal_keys (SchalterCatalogue *catalogue)
{
  g_return_val_if_fail (catalogue != NULL, NULL);
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SchalterStatement) rows = schalter_catalogue_prepare (
      catalogue,
      "SELECT bfs, key, valid_from_us, valid_until_us FROM public_key WHERE purpose = 'seal'"
      " ORDER BY bfs, valid_from_us, id");
  while (schalter_catalogue_step (catalogue, rows)) {
    g_autofree SchalterSealPublicKey *key = g_new0 (SchalterSealPublicKey, 1);
    key->bfs = (guint)schalter_statement_get_int64 (rows, 0);
    key->valid_from_us = schalter_statement_get_int64 (rows, 2);
    key->valid_until_us = schalter_statement_get_int64 (rows, 3);
    if (schalter_key_from_hex (schalter_statement_get_text (rows, 1), key->key, NULL))
      g_ptr_array_add (keys, g_steal_pointer (&key));
  }
  return keys;
}
