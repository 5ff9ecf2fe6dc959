/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A canton's sources: the folder as a whole, and the records that are read from it. */
#include "config.h"

#include "source.h"

#include <string.h>

static void
life_event_free (gpointer data)
{
  SchalterSourceLifeEvent *event = data;
  g_free (event->id);
  g_free (event->icon_name);
  schalter_text_clear (&event->title);
  g_free (event);
}

static void
service_free (gpointer data)
{
  SchalterSourceService *service = data;
  schalter_service_free (service->service);
  g_ptr_array_unref (service->life_events);
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++)
    g_ptr_array_unref (service->keywords[i]);
  g_ptr_array_unref (service->dialect);
  g_ptr_array_unref (service->see_also);
  g_free (service->ech0070_id);
  g_free (service);
}

static void
municipality_free (gpointer data)
{
  schalter_municipality_free (data);
}

static void
merged_free (gpointer data)
{
  SchalterSourceMerged *merged = data;
  g_free (merged->name);
  g_free (merged->merged_on);
  g_free (merged);
}

static void
place_free (gpointer data)
{
  schalter_place_free (data);
}

static void
office_free (gpointer data)
{
  SchalterSourceOffice *office = data;
  schalter_office_free (office->office);
  g_free (office->role);
  g_array_unref (office->areas);
  g_free (office);
}

static void
document_free (gpointer data)
{
  SchalterSourceDocument *document = data;
  g_free (document->id);
  g_free (document->content);
  g_free (document);
}

static void
key_free (gpointer data)
{
  SchalterSourceKey *key = data;
  g_free (key->id);
  g_free (key->purpose);
  g_free (key->key);
  g_free (key);
}

static void
file_free (gpointer data)
{
  schalter_source_file_free (data);
}

static void
canton_clear (SchalterSourceCanton *canton)
{
  g_free (canton->code);
  schalter_text_clear (&canton->name);
  g_free (canton->colour);
  g_free (canton->verify_base);
  schalter_text_clear (&canton->fee_unknown);
  g_clear_pointer (&canton->most_used, g_ptr_array_unref);
}

static SchalterSource *
make_empty (const char *folder)
{
  SchalterSource *source = g_new0 (SchalterSource, 1);
  source->folder = g_strdup (folder);
  source->problems = schalter_source_problems_new ();
  source->files = g_ptr_array_new_with_free_func (file_free);
  source->life_events = g_ptr_array_new_with_free_func (life_event_free);
  source->services = g_ptr_array_new_with_free_func (service_free);
  source->municipalities = g_ptr_array_new_with_free_func (municipality_free);
  source->merged = g_ptr_array_new_with_free_func (merged_free);
  source->places = g_ptr_array_new_with_free_func (place_free);
  source->offices = g_ptr_array_new_with_free_func (office_free);
  source->office_rules = g_ptr_array_new_with_free_func (office_free);
  source->forms = g_ptr_array_new_with_free_func (document_free);
  source->certificates = g_ptr_array_new_with_free_func (document_free);
  source->keys = g_ptr_array_new_with_free_func (key_free);
  return source;
}

SchalterSource *
schalter_source_new (const char *folder, const char *keys_path)
{
  g_return_val_if_fail (folder != NULL, NULL);
  SchalterSource *source = make_empty (folder);
  schalter_source_read_canton (source);
  schalter_source_read_life_events (source);
  schalter_source_read_municipalities (source);
  schalter_source_read_places (source);
  schalter_source_read_offices (source);
  schalter_source_read_forms (source);
  schalter_source_read_certificates (source);
  schalter_source_read_services (source);
  schalter_source_read_synonyms (source);
  if (keys_path != NULL)
    schalter_source_read_keys (source, keys_path);
  schalter_source_check (source);
  return source;
}

void
schalter_source_free (SchalterSource *source)
{
  if (source == NULL)
    return;
  canton_clear (&source->canton);
  g_ptr_array_unref (source->life_events);
  g_ptr_array_unref (source->services);
  g_ptr_array_unref (source->municipalities);
  g_ptr_array_unref (source->merged);
  g_ptr_array_unref (source->places);
  g_ptr_array_unref (source->offices);
  g_ptr_array_unref (source->office_rules);
  g_ptr_array_unref (source->forms);
  g_ptr_array_unref (source->certificates);
  g_ptr_array_unref (source->keys);
  g_ptr_array_unref (source->files);
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++)
    g_free (source->synonyms[i]);
  schalter_source_problems_free (source->problems);
  g_free (source->folder);
  g_free (source);
}

SchalterSourceFile *
schalter_source_load (SchalterSource *source, const char *name)
{
  SchalterSourceFile *file = schalter_source_file_load (source->folder, name, source->problems);
  if (file != NULL)
    g_ptr_array_add (source->files, file);
  return file;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
schalter_source_list_files (SchalterSource *source, const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = g_build_filename (source->folder, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  if (dir == NULL)
    return names;
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir)) {
    if (g_str_has_suffix (name, ".json") && name[0] != '.')
      g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  }
  /* The order of a directory is accidental; the compiled bytes must not be. */
  g_ptr_array_sort (names, compare_names);
  return names;
}
