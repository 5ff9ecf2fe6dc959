/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading offices.json: the offices every municipality has, as rules, and all others one by one. */
#include "config.h"

#include "source.h"

#include <string.h>

static const char *const OFFICES_MEMBERS[] = { "municipal", "offices", "note", NULL };
static const char *const RULE_MEMBERS[] = { "role",    "name",  "street",        "phone", "email",
                                            "website", "hours", "demonstration", NULL };
static const char *const OFFICE_MEMBERS[] = {
  "id",    "role",    "belongs_to", "name",          "street",    "postcode_and_place", "phone",
  "email", "website", "hours",      "demonstration", "districts", "municipalities",     NULL
};

static char *
read_or_empty (const SchalterSourceNode *node, const char *name)
{
  char *value = schalter_source_read_string (node, name, SCHALTER_SOURCE_OPTIONAL);
  return value != NULL ? value : g_strdup ("");
}

static SchalterSourceOffice *
read_office (const SchalterSourceNode *node)
{
  SchalterSourceOffice *source_office = g_new0 (SchalterSourceOffice, 1);
  SchalterOffice *office = g_new0 (SchalterOffice, 1);
  source_office->office = office;
  source_office->role = schalter_source_read_id (node, "role", SCHALTER_SOURCE_REQUIRED);
  source_office->areas = g_array_new (FALSE, FALSE, sizeof (guint));
  schalter_source_read_text (node, "name", SCHALTER_SOURCE_REQUIRED, &office->name);
  schalter_source_read_text (node, "hours", SCHALTER_SOURCE_OPTIONAL, &office->hours);
  office->street = read_or_empty (node, "street");
  office->phone = read_or_empty (node, "phone");
  office->email = read_or_empty (node, "email");
  office->website = read_or_empty (node, "website");
  office->is_demonstration = schalter_source_read_flag (node, "demonstration");
  return source_office;
}

static void
add_district (SchalterSource *source,
              const SchalterSourceNode *node,
              const char *field,
              const char *district,
              GArray *areas)
{
  guint before = areas->len;
  for (guint i = 0; i < source->municipalities->len; i++) {
    const SchalterMunicipality *municipality = source->municipalities->pdata[i];
    if (strcmp (municipality->district, district) == 0)
      g_array_append_val (areas, municipality->bfs);
  }
  if (areas->len == before)
    schalter_source_node_add_problem (
        node, field, "there is no district “%s” in municipalities.json", district);
}

static void
read_areas (SchalterSource *source, const SchalterSourceNode *node, GArray *areas)
{
  g_autoptr (GPtrArray) districts = schalter_source_read_strings (node, "districts");
  for (guint i = 0; i < districts->len; i++) {
    g_autofree char *field = g_strdup_printf ("districts/%u", i);
    add_district (source, node, field, districts->pdata[i], areas);
  }
  g_autoptr (GArray) numbers = schalter_source_read_numbers (node, "municipalities", 1, 9999);
  g_array_append_vals (areas, numbers->data, numbers->len);
}

void
schalter_source_read_offices (SchalterSource *source)
{
  source->offices_file = schalter_source_load (source, "offices.json");
  if (source->offices_file == NULL)
    return;
  g_auto (SchalterSourceNode) root =
      schalter_source_root (source->offices_file, source->problems, OFFICES_MEMBERS);
  guint n_rules = schalter_source_count (&root, "municipal");
  for (guint i = 0; i < n_rules; i++) {
    g_auto (SchalterSourceNode) node =
        schalter_source_element (&root, "municipal", i, RULE_MEMBERS);
    g_ptr_array_add (source->office_rules, read_office (&node));
  }
  guint n = schalter_source_count (&root, "offices");
  for (guint i = 0; i < n; i++) {
    g_auto (SchalterSourceNode) node =
        schalter_source_element (&root, "offices", i, OFFICE_MEMBERS);
    SchalterSourceOffice *office = read_office (&node);
    g_ptr_array_add (source->offices, office);
    office->office->id = schalter_source_read_id (&node, "id", SCHALTER_SOURCE_REQUIRED);
    office->office->postcode_and_place = read_or_empty (&node, "postcode_and_place");
    if (schalter_source_has (&node, "belongs_to"))
      office->office->bfs = schalter_source_read_number (&node, "belongs_to", 1, 9999);
    read_areas (source, &node, office->areas);
  }
}
