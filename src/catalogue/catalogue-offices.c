/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which office answers: a municipality's own, a regional one, the canton's, or another. */
#include "config.h"

#include "catalogue-private.h"
#include "search-words.h"

#include <string.h>

/* An office of its own for the municipality comes before the one that answers for all. */
static SchalterOffice *
read_office (SchalterCatalogue *catalogue, const char *role, guint bfs)
{
  g_autoptr (SchalterStatement) row = schalter_catalogue_prepare (
      catalogue,
      "SELECT id, office.bfs, street, postcode_and_place, phone, email, website, is_demonstration"
      " FROM office_area JOIN office ON id = office_id"
      " WHERE role = ?1 AND office_area.bfs = ?2");
  if (row == NULL)
    return NULL;
  schalter_statement_bind_text (row, 1, role);
  schalter_statement_bind_int64 (row, 2, bfs);
  if (!schalter_catalogue_step (catalogue, row))
    return NULL;
  SchalterOffice *office = g_new0 (SchalterOffice, 1);
  office->id = g_strdup (schalter_statement_get_text (row, 0));
  office->bfs = (guint)schalter_statement_get_int64 (row, 1);
  office->street = g_strdup (schalter_statement_get_text (row, 2));
  office->postcode_and_place = g_strdup (schalter_statement_get_text (row, 3));
  office->phone = g_strdup (schalter_statement_get_text (row, 4));
  office->email = g_strdup (schalter_statement_get_text (row, 5));
  office->website = g_strdup (schalter_statement_get_text (row, 6));
  office->is_demonstration = schalter_statement_get_int64 (row, 7) != 0;
  SchalterTextSlot slots[] = { { "name", &office->name, NULL },
                               { "hours", &office->hours, NULL },
                               { NULL } };
  schalter_catalogue_read_texts (catalogue, "office", office->id, slots);
  return office;
}

/* What the placeholders of a rule stand for. */
typedef struct {
  const char *municipality;
  const char *slug;
  const char *number;
} RuleValues;

static char *
fill_in (const char *pattern, const RuleValues *values)
{
  g_autoptr (GString) text = g_string_new (pattern);
  g_string_replace (text, "{municipality}", values->municipality, 0);
  g_string_replace (text, "{slug}", values->slug, 0);
  g_string_replace (text, "{number}", values->number, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
fill_in_text (SchalterText *text, const RuleValues *values)
{
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++) {
    g_autofree char *pattern = text->by_language[i];
    text->by_language[i] = pattern != NULL ? fill_in (pattern, values) : NULL;
  }
}

/* "5430 Wettingen": the place named like the municipality, or else the first. */
static char *
dup_main_place (SchalterCatalogue *catalogue, guint bfs)
{
  g_autoptr (SchalterStatement) row = schalter_catalogue_prepare (
      catalogue,
      "SELECT postcode || ' ' || locality FROM place JOIN municipality USING (bfs)"
      " WHERE bfs = ?1 ORDER BY locality <> name, postcode, locality LIMIT 1");
  if (row != NULL)
    schalter_statement_bind_int64 (row, 1, bfs);
  gboolean has_row = schalter_catalogue_step (catalogue, row);
  return g_strdup (has_row ? schalter_statement_get_text (row, 0) : "");
}

static SchalterOffice *
make_by_rule (SchalterCatalogue *catalogue,
              SchalterStatement *rule,
              const char *role,
              const SchalterMunicipality *municipality)
{
  const char *suffix = strstr (municipality->name, " (");
  gsize length =
      suffix != NULL ? (gsize)(suffix - municipality->name) : strlen (municipality->name);
  g_autofree char *bare = g_strndup (municipality->name, length);
  g_autofree char *slug = g_strdelimit (schalter_words_fold_text (bare), " ", '-');
  g_autofree char *number =
      g_strdup_printf ("%02u %02u", municipality->bfs / 100, municipality->bfs % 100);
  RuleValues values = { municipality->name, slug, number };

  SchalterOffice *office = g_new0 (SchalterOffice, 1);
  office->id = g_strdup_printf ("%u-%s", municipality->bfs, role);
  office->bfs = municipality->bfs;
  office->street = fill_in (schalter_statement_get_text (rule, 0), &values);
  office->postcode_and_place = dup_main_place (catalogue, municipality->bfs);
  office->phone = fill_in (schalter_statement_get_text (rule, 1), &values);
  office->email = fill_in (schalter_statement_get_text (rule, 2), &values);
  office->website = fill_in (schalter_statement_get_text (rule, 3), &values);
  office->is_demonstration = schalter_statement_get_int64 (rule, 4) != 0;
  SchalterTextSlot slots[] = { { "name", &office->name, NULL },
                               { "hours", &office->hours, NULL },
                               { NULL } };
  schalter_catalogue_read_texts (catalogue, "rule", role, slots);
  fill_in_text (&office->name, &values);
  fill_in_text (&office->hours, &values);
  return office;
}

static SchalterOffice *
read_office_by_rule (SchalterCatalogue *catalogue,
                     const char *role,
                     const SchalterMunicipality *municipality)
{
  g_autoptr (SchalterStatement) rule = schalter_catalogue_prepare (
      catalogue,
      "SELECT street, phone, email, website, is_demonstration FROM office_rule WHERE role = ?1");
  if (rule != NULL)
    schalter_statement_bind_text (rule, 1, role);
  if (!schalter_catalogue_step (catalogue, rule))
    return NULL;
  return make_by_rule (catalogue, rule, role, municipality);
}

SchalterOffice *
schalter_catalogue_resolve_office (SchalterCatalogue *catalogue,
                                   const SchalterService *service,
                                   guint bfs)
{
  g_return_val_if_fail (catalogue != NULL && service != NULL, NULL);
  const char *role = service->office_role;
  g_autoptr (SchalterMunicipality) municipality =
      schalter_catalogue_get_municipality (catalogue, bfs);
  SchalterOffice *office = NULL;
  if (municipality != NULL)
    office = read_office (catalogue, role, municipality->bfs);
  if (office == NULL && municipality != NULL)
    office = read_office_by_rule (catalogue, role, municipality);
  if (office == NULL)
    office = read_office (catalogue, role, 0);
  return office;
}
