/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading all that a search needs out of a catalogue, once. */
#include "config.h"

#include "catalogue-finder-private.h"
#include "schalter-error.h"

static gboolean
set_corrupt (GError **error, const char *what)
{
  g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_CORRUPT, "%s", what);
  return FALSE;
}

static gboolean
read_synonyms (SchalterFinder *self, SchalterDb *db, GError **error)
{
  gboolean has_row = FALSE;
  gboolean is_read = FALSE;
  g_autoptr (SchalterStatement) rows =
      schalter_db_prepare (db, "SELECT language, tables FROM synonyms", error);
  if (rows == NULL)
    return FALSE;
  while ((is_read = schalter_statement_step (rows, &has_row, error)) && has_row) {
    SchalterLanguage language;
    g_autoptr (JsonNode) node = json_from_string (schalter_statement_get_text (rows, 1), NULL);
    if (node == NULL)
      return set_corrupt (error, "the synonyms are damaged");
    if (!schalter_language_from_tag (schalter_statement_get_text (rows, 0), &language) ||
        self->synonyms[language] != NULL)
      return set_corrupt (error, "the synonyms are of an unknown language");
    self->synonyms[language] = schalter_synonyms_parse (node, error);
    if (self->synonyms[language] == NULL)
      return FALSE;
  }
  return is_read;
}

static SchalterSearchEngine *
read_engine (SchalterFinder *self,
             SchalterStatement *rows,
             const char *subject,
             SchalterLanguage language,
             GError **error)
{
  gboolean has_row = FALSE;
  schalter_statement_reset (rows);
  schalter_statement_bind_text (rows, 1, subject);
  schalter_statement_bind_text (rows, 2, schalter_language_to_tag (language));
  if (!schalter_statement_step (rows, &has_row, error))
    return NULL;
  if (!has_row) {
    (void)set_corrupt (error, "there is no search index");
    return NULL;
  }
  g_autoptr (GBytes) bytes = schalter_statement_dup_bytes (rows, 0);
  SchalterSearchIndex *index = schalter_search_index_open (bytes, error);
  return index != NULL ? schalter_search_engine_new (index, self->synonyms[language]) : NULL;
}

static gboolean
is_for (const SchalterSearchEngine *engine, SchalterLanguage language)
{
  const SchalterSearchIndex *index = schalter_search_engine_get_index (engine);
  return schalter_search_index_get_language (index) == language;
}

static gboolean
read_engines (SchalterFinder *self, SchalterDb *db, GError **error)
{
  g_autoptr (SchalterStatement) rows = schalter_db_prepare (
      db, "SELECT bytes FROM search_index WHERE subject = ?1 AND language = ?2", error);
  if (rows == NULL)
    return FALSE;
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++) {
    SchalterLanguage language = (SchalterLanguage)i;
    self->services[i] = read_engine (self, rows, "service", language, error);
    if (self->services[i] == NULL)
      return FALSE;
    self->offices[i] = read_engine (self, rows, "office", language, error);
    if (self->offices[i] == NULL)
      return FALSE;
    const SchalterSearchIndex *index = schalter_search_engine_get_index (self->services[i]);
    if (schalter_search_index_get_n_documents (index) != self->n_services ||
        !is_for (self->services[i], language) || !is_for (self->offices[i], language))
      return set_corrupt (error, "the search index is of another catalogue");
  }
  return TRUE;
}

static gboolean
read_places (SchalterFinder *self, SchalterDb *db, GError **error)
{
  gboolean has_row = FALSE;
  gboolean is_read = FALSE;
  g_autoptr (SchalterStatement) rows =
      schalter_db_prepare (db,
                           "SELECT folded, bfs, is_municipality FROM place_name UNION ALL"
                           /* A postcode means the municipality named like its place. */
                           " SELECT CAST (postcode AS TEXT), p.bfs, max (coalesce"
                           " (n.is_municipality, 0)) FROM place p LEFT JOIN place_name n"
                           " ON n.folded = p.folded AND n.bfs = p.bfs GROUP BY postcode, p.bfs",
                           error);
  if (rows == NULL)
    return FALSE;
  while ((is_read = schalter_statement_step (rows, &has_row, error)) && has_row)
    schalter_place_names_add (self->places,
                              schalter_statement_get_text (rows, 0),
                              (guint)schalter_statement_get_int64 (rows, 1),
                              schalter_statement_get_int64 (rows, 2) != 0);
  schalter_place_names_sort (self->places);
  return is_read;
}

static gboolean
read_roles (SchalterFinder *self, SchalterDb *db, GError **error)
{
  gboolean has_row = FALSE;
  gboolean is_read = FALSE;
  g_autoptr (SchalterStatement) rows =
      schalter_db_prepare (db, "SELECT position, office_role FROM service", error);
  if (rows == NULL)
    return FALSE;
  while ((is_read = schalter_statement_step (rows, &has_row, error)) && has_row) {
    gint64 position = schalter_statement_get_int64 (rows, 0);
    const char *role = schalter_statement_get_text (rows, 1);
    if (position < 0 || position >= self->n_services)
      return set_corrupt (error, "the services are not numbered from 0");
    GArray *services = g_hash_table_lookup (self->services_of_role, role);
    if (services == NULL) {
      services = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (self->services_of_role, g_strdup (role), services);
    }
    guint number = (guint)position;
    g_array_append_val (services, number);
  }
  return is_read;
}

static gboolean
read_titles (SchalterFinder *self, SchalterDb *db, GError **error)
{
  gboolean has_row = FALSE;
  gboolean is_read = FALSE;
  g_autoptr (SchalterStatement) rows =
      schalter_db_prepare (db,
                           "SELECT s.position, language, value FROM text JOIN service s USING (id)"
                           " WHERE text.kind = 'service' AND field = 'title'",
                           error);
  if (rows == NULL)
    return FALSE;
  self->titles = g_new0 (SchalterText, self->n_services + 1);
  while ((is_read = schalter_statement_step (rows, &has_row, error)) && has_row) {
    gint64 position = schalter_statement_get_int64 (rows, 0);
    SchalterLanguage language;
    if (position < 0 || position >= self->n_services ||
        !schalter_language_from_tag (schalter_statement_get_text (rows, 1), &language))
      return set_corrupt (error, "the services are not numbered from 0");
    g_free (self->titles[position].by_language[language]);
    self->titles[position].by_language[language] = g_strdup (schalter_statement_get_text (rows, 2));
  }
  return is_read;
}

SchalterFinder *
schalter_finder_open (SchalterDb *db, guint n_services, GError **error)
{
  g_return_val_if_fail (db != NULL, NULL);
  g_autoptr (SchalterFinder) self = g_new0 (SchalterFinder, 1);
  self->n_services = n_services;
  self->places = schalter_place_names_new ();
  self->services_of_role =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  self->sought = g_string_new (NULL);
  self->ranked = g_array_new (FALSE, FALSE, sizeof (SchalterRanked));
  self->touched = g_array_new (FALSE, FALSE, sizeof (guint));
  self->retried = g_array_new (FALSE, FALSE, sizeof (SchalterFound));
  if (!read_synonyms (self, db, error) || !read_engines (self, db, error) ||
      !read_places (self, db, error) || !read_roles (self, db, error) ||
      !read_titles (self, db, error))
    return NULL;
  self->scores = g_new0 (SchalterFinderScore, n_services + 1);
  return g_steal_pointer (&self);
}

void
schalter_finder_free (SchalterFinder *self)
{
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++) {
    g_clear_pointer (&self->services[i], schalter_search_engine_free);
    g_clear_pointer (&self->offices[i], schalter_search_engine_free);
    g_clear_pointer (&self->synonyms[i], schalter_synonyms_free);
  }
  for (guint i = 0; self->titles != NULL && i < self->n_services; i++)
    schalter_text_clear (&self->titles[i]);
  g_free (self->titles);
  schalter_place_names_free (self->places);
  g_hash_table_unref (self->services_of_role);
  g_string_free (self->sought, TRUE);
  g_array_unref (self->ranked);
  g_array_unref (self->touched);
  g_array_unref (self->retried);
  g_free (self->scores);
  g_free (self);
}

const char *
schalter_finder_get_id (const SchalterFinder *self, guint position)
{
  const SchalterSearchEngine *engine = self->services[SCHALTER_LANGUAGE_DE];
  return schalter_search_index_get_key (schalter_search_engine_get_index (engine), position);
}

const char *
schalter_finder_get_title (const SchalterFinder *self, guint position, SchalterLanguage language)
{
  return schalter_text_get (&self->titles[position], language);
}

const char *
schalter_finder_get_sought (const SchalterFinder *self)
{
  return self->sought->str;
}

const SchalterSearchEngine *
schalter_finder_get_engine (const SchalterFinder *self, SchalterLanguage language)
{
  return self->services[language];
}
