/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading services and life events from a catalogue. */
#include "config.h"

#include "catalogue-private.h"

#define SERVICE_COLUMNS                                                                            \
  "SELECT id, kind, level, printing, is_online, needs_adult, life_event_id, office_role, form_id," \
  " certificate_id FROM service "

void
schalter_life_event_free (SchalterLifeEvent *event)
{
  if (event == NULL)
    return;
  g_free (event->id);
  g_free (event->icon_name);
  schalter_text_clear (&event->title);
  g_free (event);
}

static void
on_free_life_event (gpointer data)
{
  schalter_life_event_free (data);
}

static void
on_free_service (gpointer data)
{
  schalter_service_free (data);
}

GPtrArray *
schalter_catalogue_list_life_events (SchalterCatalogue *catalogue)
{
  g_return_val_if_fail (catalogue != NULL, NULL);
  GPtrArray *events = g_ptr_array_new_with_free_func (on_free_life_event);
  g_autoptr (SchalterStatement) rows = schalter_catalogue_prepare (
      catalogue, "SELECT id, icon_name FROM life_event ORDER BY position");
  while (schalter_catalogue_step (catalogue, rows)) {
    SchalterLifeEvent *event = g_new0 (SchalterLifeEvent, 1);
    event->id = g_strdup (schalter_statement_get_text (rows, 0));
    event->icon_name = g_strdup (schalter_statement_get_text (rows, 1));
    SchalterTextSlot slots[] = { { "title", &event->title, NULL }, { NULL } };
    schalter_catalogue_read_texts (catalogue, "life-event", event->id, slots);
    g_ptr_array_add (events, event);
  }
  return events;
}

static void
read_service_texts (SchalterCatalogue *catalogue, SchalterService *service)
{
  service->steps = schalter_text_array_new ();
  service->documents = schalter_text_array_new ();
  SchalterTextSlot slots[] = {
    { "title", &service->title, NULL },        { "lead", &service->lead, NULL },
    { "verb", &service->verb, NULL },          { "requirements", &service->requirements, NULL },
    { "deadline", &service->deadline, NULL },  { "fee", &service->fee, NULL },
    { "not_here", &service->not_here, NULL },  { "steps", NULL, service->steps },
    { "documents", NULL, service->documents }, { NULL },
  };
  schalter_catalogue_read_texts (catalogue, "service", service->id, slots);
}

/* NULL if a name in the row is none that this program knows. */
static SchalterService *
read_service (SchalterCatalogue *catalogue, SchalterStatement *row)
{
  g_autoptr (SchalterService) service = g_new0 (SchalterService, 1);
  service->id = g_strdup (schalter_statement_get_text (row, 0));
  service->is_online = schalter_statement_get_int64 (row, 4) != 0;
  service->needs_adult = schalter_statement_get_int64 (row, 5) != 0;
  service->life_event_id = g_strdup (schalter_statement_get_text (row, 6));
  service->office_role = g_strdup (schalter_statement_get_text (row, 7));
  service->form_id = g_strdup (schalter_statement_get_text (row, 8));
  service->certificate_id = g_strdup (schalter_statement_get_text (row, 9));
  read_service_texts (catalogue, service);
  if (schalter_service_kind_from_string (schalter_statement_get_text (row, 1), &service->kind) &&
      schalter_service_level_from_string (schalter_statement_get_text (row, 2), &service->level) &&
      schalter_service_printing_from_string (schalter_statement_get_text (row, 3),
                                             &service->printing))
    return g_steal_pointer (&service);
  return NULL;
}

static SchalterService *
read_one_service (SchalterCatalogue *catalogue, SchalterStatement *row)
{
  return schalter_catalogue_step (catalogue, row) ? read_service (catalogue, row) : NULL;
}

GPtrArray *
schalter_catalogue_list_services (SchalterCatalogue *catalogue, const char *life_event_id)
{
  g_return_val_if_fail (catalogue != NULL, NULL);
  GPtrArray *services = g_ptr_array_new_with_free_func (on_free_service);
  const char *sql = life_event_id == NULL ? SERVICE_COLUMNS "ORDER BY position"
                                          : SERVICE_COLUMNS
                        "WHERE position IN"
                        " (SELECT position FROM service_life_event WHERE life_event_id = ?1)"
                        " ORDER BY position";
  g_autoptr (SchalterStatement) rows = schalter_catalogue_prepare (catalogue, sql);
  if (rows != NULL && life_event_id != NULL)
    schalter_statement_bind_text (rows, 1, life_event_id);
  while (schalter_catalogue_step (catalogue, rows)) {
    SchalterService *service = read_service (catalogue, rows);
    if (service != NULL)
      g_ptr_array_add (services, service);
  }
  return services;
}

SchalterService *
schalter_catalogue_get_service (SchalterCatalogue *catalogue, const char *id)
{
  g_return_val_if_fail (catalogue != NULL && id != NULL, NULL);
  g_autoptr (SchalterStatement) row =
      schalter_catalogue_prepare (catalogue, SERVICE_COLUMNS "WHERE id = ?1");
  if (row != NULL)
    schalter_statement_bind_text (row, 1, id);
  return read_one_service (catalogue, row);
}
