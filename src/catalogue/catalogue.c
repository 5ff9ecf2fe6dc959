/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening a catalogue, and what it says about itself. */
#include "config.h"

#include "catalogue.h"

#include "catalogue-private.h"
#include "catalogue-schema.h"
#include "schalter-error.h"

#include <string.h>

struct _SchalterCatalogue {
  gatomicrefcount references;
  SchalterDb *db; /* owned */
  guint64 version;
  char *canton;
  char *colour;
  char *verify_base;
  SchalterText canton_name;
  guint n_services;
  SchalterFinder *finder; /* owned */
  gboolean has_reported_damage;
};

static void
report_damage (SchalterCatalogue *catalogue, const GError *error)
{
  if (!catalogue->has_reported_damage)
    g_warning ("the catalogue is damaged: %s, continuing without what cannot be read",
               error->message);
  catalogue->has_reported_damage = TRUE;
}

SchalterStatement *
schalter_catalogue_prepare (SchalterCatalogue *catalogue, const char *sql)
{
  g_autoptr (GError) error = NULL;
  SchalterStatement *statement = schalter_db_prepare (catalogue->db, sql, &error);
  if (statement == NULL)
    report_damage (catalogue, error);
  return statement;
}

gboolean
schalter_catalogue_step (SchalterCatalogue *catalogue, SchalterStatement *statement)
{
  g_autoptr (GError) error = NULL;
  gboolean has_row = FALSE;
  if (statement == NULL)
    return FALSE;
  if (schalter_statement_step (statement, &has_row, &error))
    return has_row;
  report_damage (catalogue, error);
  return FALSE;
}

static void
text_free (gpointer data)
{
  schalter_text_clear (data);
  g_free (data);
}

GPtrArray *
schalter_text_array_new (void)
{
  return g_ptr_array_new_with_free_func (text_free);
}

static SchalterText *
get_slot_text (const SchalterTextSlot *slots, const char *field, guint position)
{
  for (; slots->field != NULL; slots++) {
    if (strcmp (slots->field, field) != 0)
      continue;
    /* Rows come in the order of positions, so that a list grows at its end. */
    if (slots->texts != NULL && position >= slots->texts->len)
      g_ptr_array_add (slots->texts, g_new0 (SchalterText, 1));
    return slots->texts != NULL ? slots->texts->pdata[slots->texts->len - 1] : slots->text;
  }
  return NULL;
}

void
schalter_catalogue_read_texts (SchalterCatalogue *catalogue,
                               const char *kind,
                               const char *id,
                               const SchalterTextSlot *slots)
{
  g_autoptr (SchalterStatement) rows =
      schalter_catalogue_prepare (catalogue,
                                  "SELECT field, position, language, value FROM text"
                                  " WHERE kind = ?1 AND id = ?2"
                                  " ORDER BY field, position, language");
  if (rows == NULL)
    return;
  schalter_statement_bind_text (rows, 1, kind);
  schalter_statement_bind_text (rows, 2, id);
  while (schalter_catalogue_step (catalogue, rows)) {
    SchalterLanguage language;
    SchalterText *text = get_slot_text (slots,
                                        schalter_statement_get_text (rows, 0),
                                        (guint)schalter_statement_get_int64 (rows, 1));
    if (text == NULL ||
        !schalter_language_from_tag (schalter_statement_get_text (rows, 2), &language))
      continue;
    g_free (text->by_language[language]);
    text->by_language[language] = g_strdup (schalter_statement_get_text (rows, 3));
  }
}

static gboolean
read_number (SchalterDb *db, const char *sql, gint64 *number_out, GError **error)
{
  gboolean has_row = FALSE;
  g_autoptr (SchalterStatement) statement = schalter_db_prepare (db, sql, error);
  if (statement == NULL || !schalter_statement_step (statement, &has_row, error))
    return FALSE;
  *number_out = has_row ? schalter_statement_get_int64 (statement, 0) : 0;
  return TRUE;
}

static gboolean
check_format (SchalterDb *db, GError **error)
{
  gint64 application = 0;
  gint64 format = 0;
  if (!read_number (db, "PRAGMA application_id", &application, error) ||
      !read_number (db, "PRAGMA user_version", &format, error))
    return FALSE;
  if (application != SCHALTER_CATALOGUE_APPLICATION_ID) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "this is no catalogue");
    return FALSE;
  }
  if (format != SCHALTER_CATALOGUE_FORMAT) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "the catalogue is of format %" G_GINT64_FORMAT ", this program reads format %d",
                 format,
                 SCHALTER_CATALOGUE_FORMAT);
    return FALSE;
  }
  return TRUE;
}

static void
set_string (char **target, const char *value)
{
  g_free (*target);
  *target = g_strdup (value);
}

static void
take_meta (SchalterCatalogue *catalogue, const char *key, const char *value)
{
  if (g_strcmp0 (key, "version") == 0)
    catalogue->version = g_ascii_strtoull (value, NULL, 10);
  else if (g_strcmp0 (key, "canton") == 0)
    set_string (&catalogue->canton, value);
  else if (g_strcmp0 (key, "colour") == 0)
    set_string (&catalogue->colour, value);
  else if (g_strcmp0 (key, "verify_base") == 0)
    set_string (&catalogue->verify_base, value);
}

static gboolean
read_meta (SchalterCatalogue *catalogue, GError **error)
{
  gboolean has_row = FALSE;
  gint64 n_services = 0;
  g_autoptr (SchalterStatement) rows =
      schalter_db_prepare (catalogue->db, "SELECT key, value FROM meta", error);
  if (rows == NULL)
    return FALSE;
  while (schalter_statement_step (rows, &has_row, error) && has_row)
    take_meta (
        catalogue, schalter_statement_get_text (rows, 0), schalter_statement_get_text (rows, 1));
  if (error != NULL && *error != NULL)
    return FALSE;
  if (!read_number (catalogue->db, "SELECT count(*) FROM service", &n_services, error))
    return FALSE;
  catalogue->n_services = (guint)n_services;
  if (catalogue->canton != NULL && catalogue->colour != NULL && catalogue->verify_base != NULL)
    return TRUE;
  g_set_error (
      error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "the catalogue does not say whose it is");
  return FALSE;
}

static gboolean
open_finder (SchalterCatalogue *catalogue, GError **error)
{
  catalogue->finder = schalter_finder_open (catalogue->db, catalogue->n_services, error);
  return catalogue->finder != NULL;
}

SchalterFinder *
schalter_catalogue_get_finder (SchalterCatalogue *catalogue)
{
  return catalogue->finder;
}

SchalterCatalogue *
schalter_catalogue_open (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_autoptr (SchalterCatalogue) catalogue = g_new0 (SchalterCatalogue, 1);
  g_autoptr (GError) local_error = NULL;
  g_atomic_ref_count_init (&catalogue->references);
  catalogue->db = schalter_db_open_immutable (path, &local_error);
  if (catalogue->db == NULL || !check_format (catalogue->db, &local_error) ||
      !read_meta (catalogue, &local_error) || !open_finder (catalogue, &local_error)) {
    g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "%s: ", path);
    return NULL;
  }
  SchalterTextSlot slots[] = { { "name", &catalogue->canton_name, NULL }, { NULL } };
  schalter_catalogue_read_texts (catalogue, "canton", catalogue->canton, slots);
  return g_steal_pointer (&catalogue);
}

SchalterCatalogue *
schalter_catalogue_ref (SchalterCatalogue *catalogue)
{
  g_return_val_if_fail (catalogue != NULL, NULL);
  g_atomic_ref_count_inc (&catalogue->references);
  return catalogue;
}

void
schalter_catalogue_unref (SchalterCatalogue *catalogue)
{
  if (catalogue == NULL || !g_atomic_ref_count_dec (&catalogue->references))
    return;
  g_clear_pointer (&catalogue->finder, schalter_finder_free);
  schalter_db_free (catalogue->db);
  g_free (catalogue->canton);
  g_free (catalogue->colour);
  g_free (catalogue->verify_base);
  schalter_text_clear (&catalogue->canton_name);
  g_free (catalogue);
}

guint64
schalter_catalogue_get_version (SchalterCatalogue *catalogue)
{
  g_return_val_if_fail (catalogue != NULL, 0);
  return catalogue->version;
}

const char *
schalter_catalogue_get_canton (SchalterCatalogue *catalogue)
{
  g_return_val_if_fail (catalogue != NULL, NULL);
  return catalogue->canton;
}

const SchalterText *
schalter_catalogue_get_canton_name (SchalterCatalogue *catalogue)
{
  g_return_val_if_fail (catalogue != NULL, NULL);
  return &catalogue->canton_name;
}

const char *
schalter_catalogue_get_colour (SchalterCatalogue *catalogue)
{
  g_return_val_if_fail (catalogue != NULL, NULL);
  return catalogue->colour;
}

const char *
schalter_catalogue_get_verify_base (SchalterCatalogue *catalogue)
{
  g_return_val_if_fail (catalogue != NULL, NULL);
  return catalogue->verify_base;
}

guint
schalter_catalogue_get_n_services (SchalterCatalogue *catalogue)
{
  return catalogue->n_services;
}
