/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading municipalities and places from a catalogue. */
#include "config.h"

#include "catalogue-private.h"
#include "search-words.h"

#include <string.h>

static void
on_free_municipality (gpointer data)
{
  schalter_municipality_free (data);
}

static void
on_free_place (gpointer data)
{
  schalter_place_free (data);
}

static SchalterMunicipality *
read_municipality (SchalterStatement *row)
{
  SchalterMunicipality *municipality = g_new0 (SchalterMunicipality, 1);
  municipality->bfs = (guint)schalter_statement_get_int64 (row, 0);
  municipality->name = g_strdup (schalter_statement_get_text (row, 1));
  municipality->district = g_strdup (schalter_statement_get_text (row, 2));
  municipality->participates = schalter_statement_get_int64 (row, 3) != 0;
  return municipality;
}

GPtrArray *
schalter_catalogue_list_municipalities (SchalterCatalogue *catalogue)
{
  g_return_val_if_fail (catalogue != NULL, NULL);
  GPtrArray *municipalities = g_ptr_array_new_with_free_func (on_free_municipality);
  g_autoptr (SchalterStatement) rows = schalter_catalogue_prepare (
      catalogue, "SELECT bfs, name, district, participates FROM municipality ORDER BY bfs");
  while (schalter_catalogue_step (catalogue, rows))
    g_ptr_array_add (municipalities, read_municipality (rows));
  return municipalities;
}

SchalterMunicipality *
schalter_catalogue_get_municipality (SchalterCatalogue *catalogue, guint bfs)
{
  g_return_val_if_fail (catalogue != NULL, NULL);
  g_autoptr (SchalterStatement) row = schalter_catalogue_prepare (
      catalogue,
      "SELECT bfs, name, district, participates FROM municipality WHERE bfs ="
      " coalesce ((SELECT successor_bfs FROM merged_municipality WHERE bfs = ?1), ?1)");
  if (row != NULL)
    schalter_statement_bind_int64 (row, 1, bfs);
  return schalter_catalogue_step (catalogue, row) ? read_municipality (row) : NULL;
}

#define N_POSTCODE_DIGITS 4

/* What was typed: the start of a postcode, or of a name, or one behind the other. */
typedef struct {
  gint64 first_postcode;
  gint64 last_postcode;
  char *name; /* folded, may be empty */
} PlaceQuery;

static void
place_query_clear (PlaceQuery *query)
{
  g_clear_pointer (&query->name, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlaceQuery, place_query_clear)

/* The postcodes that begin with the digits typed: "54" is 5400 to 5499. */
static void
set_postcodes (PlaceQuery *query, const char *digits)
{
  gint64 width = 1;
  for (gsize length = strlen (digits); length < N_POSTCODE_DIGITS; length++)
    width *= 10;
  query->first_postcode = g_ascii_strtoll (digits, NULL, 10) * width;
  query->last_postcode = query->first_postcode + width - 1;
}

static PlaceQuery
parse_query (const char *typed)
{
  PlaceQuery query = { .first_postcode = 0, .last_postcode = 9999 };
  g_autofree char *clean = schalter_search_clean_typed (typed);
  g_autofree char *folded = schalter_words_fold_text (clean);
  gsize n_digits = strspn (folded, "0123456789");
  if (n_digits > 0) {
    /* One digit too many is enough to find nothing. */
    g_autofree char *digits = g_strndup (folded, MIN (n_digits, N_POSTCODE_DIGITS + 1));
    set_postcodes (&query, digits);
  }
  query.name = g_strdup (g_strchug (folded + n_digits));
  return query;
}

#define PLACES                                                                                     \
  "SELECT postcode, locality, place.bfs, name FROM place JOIN municipality USING (bfs) "           \
  "WHERE postcode BETWEEN ?1 AND ?2 "

static const char BY_POSTCODE[] = PLACES "ORDER BY postcode, locality <> name, locality, name"
                                         " LIMIT ?3";

/* A municipality's name finds all its places; the place of just that name comes first. */
static const char BY_NAME[] =
    PLACES "AND (folded BETWEEN ?4 AND ?5 OR place.bfs IN (SELECT bfs FROM place_name"
           "     WHERE is_municipality = 1 AND folded BETWEEN ?4 AND ?5))"
           " ORDER BY folded <> ?4, NOT folded BETWEEN ?4 AND ?5, locality <> name, locality,"
           " postcode, name LIMIT ?3";

static SchalterPlace *
read_place (SchalterStatement *row)
{
  SchalterPlace *place = g_new0 (SchalterPlace, 1);
  place->postcode = (guint)schalter_statement_get_int64 (row, 0);
  place->locality = g_strdup (schalter_statement_get_text (row, 1));
  place->bfs = (guint)schalter_statement_get_int64 (row, 2);
  place->municipality_name = g_strdup (schalter_statement_get_text (row, 3));
  return place;
}

GPtrArray *
schalter_catalogue_find_places (SchalterCatalogue *catalogue, const char *typed, guint limit)
{
  g_return_val_if_fail (catalogue != NULL, NULL);
  GPtrArray *places = g_ptr_array_new_with_free_func (on_free_place);
  g_auto (PlaceQuery) query = parse_query (typed);
  gboolean has_name = query.name[0] != '\0';
  if (!has_name && query.first_postcode == 0)
    return places;
  g_autoptr (SchalterStatement) rows =
      schalter_catalogue_prepare (catalogue, has_name ? BY_NAME : BY_POSTCODE);
  if (rows == NULL)
    return places;
  schalter_statement_bind_int64 (rows, 1, query.first_postcode);
  schalter_statement_bind_int64 (rows, 2, query.last_postcode);
  schalter_statement_bind_int64 (rows, 3, limit);
  if (has_name) {
    /* Names begin with the text typed if they sort from it to it and the highest letter. */
    g_autofree char *end = g_strconcat (query.name, "\xf4\x8f\xbf\xbf", NULL);
    schalter_statement_bind_text (rows, 4, query.name);
    schalter_statement_bind_text (rows, 5, end);
  }
  while (schalter_catalogue_step (catalogue, rows))
    g_ptr_array_add (places, read_place (rows));
  return places;
}
