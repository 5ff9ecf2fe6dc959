/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What must hold between the files of a catalogue: links lead somewhere, and every service has an
 * office for everybody. */
#include "config.h"

#include "source.h"

#include <string.h>

typedef struct {
  SchalterSource *source;
  GHashTable *services;       /* id → SchalterSourceService */
  GHashTable *life_events;    /* id set */
  GHashTable *forms;          /* id set */
  GHashTable *certificates;   /* id set */
  GHashTable *municipalities; /* bfs → SchalterMunicipality */
  GHashTable *rules;          /* role set */
  GHashTable *areas;          /* "role/bfs" set; bfs 0 is for all */
} Check;

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
check_clear (Check *check)
{
  g_hash_table_unref (check->services);
  g_hash_table_unref (check->life_events);
  g_hash_table_unref (check->forms);
  g_hash_table_unref (check->certificates);
  g_hash_table_unref (check->municipalities);
  g_hash_table_unref (check->rules);
  g_hash_table_unref (check->areas);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Check, check_clear)

static void
add_problem (const Check *check, SchalterSourceFile *file, const char *field, const char *message)
{
  if (file != NULL)
    schalter_source_file_add_problem (file, check->source->problems, field, "%s", message);
}

/* "…there is no form “humd”; did you mean “hund”?" */
static void
refuse_link (const Check *check,
             SchalterSourceFile *file,
             const char *field,
             const char *what,
             const char *id,
             GHashTable *known)
{
  g_autofree gpointer *names = g_hash_table_get_keys_as_array (known, NULL);
  const char *nearest = schalter_source_find_nearest (id, (const char *const *)names);
  g_autofree char *hint =
      nearest != NULL ? g_strdup_printf ("; did you mean “%s”?", nearest) : g_strdup ("");
  g_autofree char *message = g_strdup_printf ("there is no %s “%s”%s", what, id, hint);
  add_problem (check, file, field, message);
}

static void
check_link (const Check *check,
            SchalterSourceFile *file,
            const char *field,
            const char *what,
            const char *id,
            GHashTable *known)
{
  if (id != NULL && id[0] != '\0' && !g_hash_table_contains (known, id))
    refuse_link (check, file, field, what, id, known);
}

static void
check_links (const Check *check,
             SchalterSourceFile *file,
             const char *member,
             const char *what,
             GPtrArray *ids,
             GHashTable *known)
{
  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    g_autofree char *field = g_strdup_printf ("%s/%u", member, i);
    check_link (check, file, field, what, ids->pdata[i], known);
  }
}

static void
collect_ids (Check *check, SchalterSource *source)
{
  check->source = source;
  check->services = new_set ();
  check->life_events = new_set ();
  check->forms = new_set ();
  check->certificates = new_set ();
  check->rules = new_set ();
  check->areas = new_set ();
  check->municipalities = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < source->services->len; i++) {
    SchalterSourceService *service = source->services->pdata[i];
    g_hash_table_insert (check->services, g_strdup (service->service->id), service);
  }
  for (guint i = 0; i < source->forms->len; i++)
    g_hash_table_add (check->forms,
                      g_strdup (((SchalterSourceDocument *)source->forms->pdata[i])->id));
  for (guint i = 0; i < source->certificates->len; i++)
    g_hash_table_add (check->certificates,
                      g_strdup (((SchalterSourceDocument *)source->certificates->pdata[i])->id));
}

static void
check_life_events (Check *check)
{
  GPtrArray *events = check->source->life_events;
  for (guint i = 0; i < events->len; i++) {
    const SchalterSourceLifeEvent *event = events->pdata[i];
    g_autofree char *field = g_strdup_printf ("life_events/%u/id", i);
    if (!g_hash_table_add (check->life_events, g_strdup (event->id)))
      add_problem (
          check, check->source->life_events_file, field, "this id is used twice in this file");
  }
}

static void
check_municipalities (Check *check)
{
  SchalterSource *source = check->source;
  for (guint i = 0; i < source->municipalities->len; i++) {
    const SchalterMunicipality *municipality = source->municipalities->pdata[i];
    g_autofree char *field = g_strdup_printf ("municipalities/%u/bfs", i);
    if (!g_hash_table_insert (
            check->municipalities, GUINT_TO_POINTER (municipality->bfs), (gpointer)municipality))
      add_problem (check, source->municipalities_file, field, "this BFS number is used twice");
  }
  for (guint i = 0; i < source->merged->len; i++) {
    const SchalterSourceMerged *merged = source->merged->pdata[i];
    g_autofree char *field = g_strdup_printf ("merged/%u/successor", i);
    if (!g_hash_table_contains (check->municipalities, GUINT_TO_POINTER (merged->successor_bfs)))
      add_problem (
          check, source->municipalities_file, field, "there is no municipality of this number");
    if (g_hash_table_contains (check->municipalities, GUINT_TO_POINTER (merged->bfs)))
      add_problem (check,
                   source->municipalities_file,
                   field,
                   "this number is also one of today's municipalities");
  }
}

static void
check_places (Check *check)
{
  SchalterSource *source = check->source;
  g_autoptr (GHashTable) seen = new_set ();
  g_autoptr (GHashTable) reached = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < source->places->len; i++) {
    const SchalterPlace *place = source->places->pdata[i];
    g_autofree char *field = g_strdup_printf ("places/%u/bfs", i);
    g_hash_table_add (reached, GUINT_TO_POINTER (place->bfs));
    if (!g_hash_table_contains (check->municipalities, GUINT_TO_POINTER (place->bfs)))
      add_problem (check, source->places_file, field, "there is no municipality of this number");
    if (!g_hash_table_add (
            seen, g_strdup_printf ("%u/%s/%u", place->postcode, place->locality, place->bfs)))
      add_problem (check, source->places_file, field, "this place stands here twice");
  }
  for (guint i = 0; i < source->municipalities->len && source->places_file != NULL; i++) {
    const SchalterMunicipality *municipality = source->municipalities->pdata[i];
    g_autofree char *field = g_strdup_printf ("municipalities/%u", i);
    if (!g_hash_table_contains (reached, GUINT_TO_POINTER (municipality->bfs)))
      add_problem (check,
                   source->municipalities_file,
                   field,
                   "this municipality has no place in places.json");
  }
}

static void
check_office_areas (Check *check, const SchalterSourceOffice *office, guint position)
{
  SchalterSource *source = check->source;
  g_autofree char *field = g_strdup_printf ("offices/%u/role", position);
  if (office->areas->len == 0 &&
      !g_hash_table_add (check->areas, g_strdup_printf ("%s/0", office->role)))
    add_problem (check, source->offices_file, field, "another office has this role for all");
  for (guint i = 0; i < office->areas->len; i++) {
    guint bfs = g_array_index (office->areas, guint, i);
    g_autofree char *message = NULL;
    if (!g_hash_table_contains (check->municipalities, GUINT_TO_POINTER (bfs)))
      message = g_strdup_printf ("there is no municipality %u", bfs);
    else if (!g_hash_table_add (check->areas, g_strdup_printf ("%s/%u", office->role, bfs)))
      message = g_strdup_printf ("another office has this role for municipality %u", bfs);
    if (message != NULL)
      add_problem (check, source->offices_file, field, message);
  }
}

static void
check_offices (Check *check)
{
  SchalterSource *source = check->source;
  g_autoptr (GHashTable) ids = new_set ();
  for (guint i = 0; i < source->office_rules->len; i++) {
    const SchalterSourceOffice *rule = source->office_rules->pdata[i];
    g_autofree char *field = g_strdup_printf ("municipal/%u/role", i);
    if (!g_hash_table_add (check->rules, g_strdup (rule->role)))
      add_problem (check, source->offices_file, field, "this role has two rules");
  }
  for (guint i = 0; i < source->offices->len; i++) {
    const SchalterSourceOffice *office = source->offices->pdata[i];
    g_autofree char *field = g_strdup_printf ("offices/%u/id", i);
    if (!g_hash_table_add (ids, g_strdup (office->office->id)))
      add_problem (check, source->offices_file, field, "this id is used twice in this file");
    check_office_areas (check, office, i);
  }
}

/* The first municipality that nobody answers for in a role; NULL if there is none. */
static const SchalterMunicipality *
find_unserved (const Check *check, const char *role)
{
  g_autofree char *for_all = g_strdup_printf ("%s/0", role);
  if (g_hash_table_contains (check->rules, role) || g_hash_table_contains (check->areas, for_all))
    return NULL;
  for (guint i = 0; i < check->source->municipalities->len; i++) {
    const SchalterMunicipality *municipality = check->source->municipalities->pdata[i];
    g_autofree char *area = g_strdup_printf ("%s/%u", role, municipality->bfs);
    if (!g_hash_table_contains (check->areas, area))
      return municipality;
  }
  return NULL;
}

static void
check_office_of (const Check *check, const SchalterSourceService *service)
{
  const char *role = service->service->office_role;
  const SchalterMunicipality *unserved = role[0] != '\0' ? find_unserved (check, role) : NULL;
  if (unserved == NULL)
    return;
  g_autofree char *message =
      g_strdup_printf ("no office in offices.json has the role “%s” for %s", role, unserved->name);
  add_problem (check, service->file, "office", message);
}

static void
check_service (const Check *check, const SchalterSourceService *source_service)
{
  SchalterSourceFile *file = source_service->file;
  const SchalterService *service = source_service->service;
  check_links (
      check, file, "life_events", "life event", source_service->life_events, check->life_events);
  check_links (check, file, "see_also", "service", source_service->see_also, check->services);
  check_link (check, file, "form", "form", service->form_id, check->forms);
  check_link (
      check, file, "certificate", "certificate", service->certificate_id, check->certificates);
  check_office_of (check, source_service);
  if (service->is_online && service->form_id == NULL)
    add_problem (check, file, "online", "an online service needs a form");
}

static void
check_keys (const Check *check)
{
  g_autoptr (GHashTable) ids = new_set ();
  SchalterSource *source = check->source;
  for (guint i = 0; i < source->keys->len; i++) {
    const SchalterSourceKey *key = source->keys->pdata[i];
    g_autofree char *field = g_strdup_printf ("keys/%u/bfs", i);
    SchalterSourceFile *file = source->files->pdata[source->files->len - 1];
    if (!g_hash_table_add (ids, g_strdup (key->id)))
      add_problem (check, file, field, "this key's id is used twice");
    if (key->bfs != 0 &&
        !g_hash_table_contains (check->municipalities, GUINT_TO_POINTER (key->bfs)))
      add_problem (check, file, field, "there is no municipality of this number");
  }
}

static guint
get_rank (const GPtrArray *most_used, const char *id)
{
  for (guint i = 0; i < most_used->len; i++) {
    if (strcmp (most_used->pdata[i], id) == 0)
      return i;
  }
  return most_used->len;
}

/* The editors' order: what is used most, then by id. */
static int
compare_services (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const GPtrArray *most_used = user_data;
  const char *left = (*(SchalterSourceService *const *)a)->service->id;
  const char *right = (*(SchalterSourceService *const *)b)->service->id;
  guint left_rank = get_rank (most_used, left);
  guint right_rank = get_rank (most_used, right);
  if (left_rank != right_rank)
    return left_rank < right_rank ? -1 : 1;
  return strcmp (left, right);
}

void
schalter_source_check (SchalterSource *source)
{
  g_auto (Check) check = { 0 };
  collect_ids (&check, source);
  check_life_events (&check);
  check_municipalities (&check);
  check_places (&check);
  check_offices (&check);
  for (guint i = 0; i < source->services->len; i++)
    check_service (&check, source->services->pdata[i]);
  check_links (&check,
               source->canton_file,
               "most_used",
               "service",
               source->canton.most_used,
               check.services);
  check_keys (&check);
  g_ptr_array_sort_with_data (source->services, compare_services, source->canton.most_used);
}
