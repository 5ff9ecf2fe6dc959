/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading municipalities.json and places.json. */
#include "config.h"

#include "source.h"

#include <string.h>

static const char *const MUNICIPALITIES_MEMBERS[] = {
  "municipalities", "merged", "participation_is_demonstration", "note", NULL
};
static const char *const MUNICIPALITY_MEMBERS[] = {
  "bfs", "name", "district", "participates", NULL
};
static const char *const MERGED_MEMBERS[] = { "bfs", "name", "merged_on", "successor", NULL };
static const char *const PLACES_MEMBERS[] = { "places", "note", NULL };
static const char *const PLACE_MEMBERS[] = { "postcode", "locality", "bfs", NULL };

/* eCH-0007 municipalityName */
#define MAX_NAME_LETTERS 40

static char *
read_name (const SchalterSourceNode *node, const char *member)
{
  char *name = schalter_source_read_string (node, member, SCHALTER_SOURCE_REQUIRED);
  if (g_utf8_strlen (name, -1) > MAX_NAME_LETTERS)
    schalter_source_node_add_problem (node, member, "a name has at most 40 letters (eCH-0007)");
  return name;
}

static void
read_merged (SchalterSource *source, const SchalterSourceNode *root)
{
  guint n = schalter_source_count (root, "merged");
  for (guint i = 0; i < n; i++) {
    g_auto (SchalterSourceNode) node = schalter_source_element (root, "merged", i, MERGED_MEMBERS);
    SchalterSourceMerged *merged = g_new0 (SchalterSourceMerged, 1);
    g_ptr_array_add (source->merged, merged);
    merged->bfs = schalter_source_read_number (&node, "bfs", 1, 9999);
    merged->successor_bfs = schalter_source_read_number (&node, "successor", 1, 9999);
    merged->name = read_name (&node, "name");
    merged->merged_on = schalter_source_read_string (&node, "merged_on", SCHALTER_SOURCE_REQUIRED);
    g_autoptr (GDateTime) day = NULL;
    g_autofree char *instant = g_strconcat (merged->merged_on, "T00:00:00Z", NULL);
    day = g_date_time_new_from_iso8601 (instant, NULL);
    if (day == NULL || strlen (merged->merged_on) != strlen ("2022-01-01"))
      schalter_source_node_add_problem (&node, "merged_on", "a day like 2022-01-01 is expected");
  }
}

void
schalter_source_read_municipalities (SchalterSource *source)
{
  source->municipalities_file = schalter_source_load (source, "municipalities.json");
  if (source->municipalities_file == NULL)
    return;
  g_auto (SchalterSourceNode) root =
      schalter_source_root (source->municipalities_file, source->problems, MUNICIPALITIES_MEMBERS);
  guint n = schalter_source_count (&root, "municipalities");
  if (n == 0)
    schalter_source_node_add_problem (&root, "municipalities", "there is no municipality");
  for (guint i = 0; i < n; i++) {
    g_auto (SchalterSourceNode) node =
        schalter_source_element (&root, "municipalities", i, MUNICIPALITY_MEMBERS);
    SchalterMunicipality *municipality = g_new0 (SchalterMunicipality, 1);
    g_ptr_array_add (source->municipalities, municipality);
    municipality->bfs = schalter_source_read_number (&node, "bfs", 1, 9999);
    municipality->name = read_name (&node, "name");
    municipality->district = read_name (&node, "district");
    municipality->participates = schalter_source_read_flag (&node, "participates");
  }
  read_merged (source, &root);
}

void
schalter_source_read_places (SchalterSource *source)
{
  source->places_file = schalter_source_load (source, "places.json");
  if (source->places_file == NULL)
    return;
  g_auto (SchalterSourceNode) root =
      schalter_source_root (source->places_file, source->problems, PLACES_MEMBERS);
  guint n = schalter_source_count (&root, "places");
  for (guint i = 0; i < n; i++) {
    g_auto (SchalterSourceNode) node = schalter_source_element (&root, "places", i, PLACE_MEMBERS);
    SchalterPlace *place = g_new0 (SchalterPlace, 1);
    g_ptr_array_add (source->places, place);
    place->postcode = schalter_source_read_number (&node, "postcode", 1000, 9999);
    place->locality = read_name (&node, "locality");
    place->bfs = schalter_source_read_number (&node, "bfs", 1, 9999);
  }
}
