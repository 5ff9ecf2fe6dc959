/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading services/<id>.json. */
#include "config.h"

#include "source.h"

#include <string.h>

static const char *const MEMBERS[] = {
  "id",          "kind",        "level",      "printing", "online",   "adult",        "life_events",
  "office",      "form",        "title",      "lead",     "verb",     "requirements", "steps",
  "documents",   "deadline",    "fee",        "not_here", "see_also", "keywords",     "dialect",
  "legal_basis", "certificate", "ech0070_id", "note",     NULL,
};
static const char *const LANGUAGE_MEMBERS[] = { "de", "fr", "it", "en", NULL };

typedef const char *(*NameOf) (guint value);

static const char *
name_of_kind (guint value)
{
  return schalter_service_kind_to_string ((SchalterServiceKind)value);
}

static const char *
name_of_level (guint value)
{
  return schalter_service_level_to_string ((SchalterServiceLevel)value);
}

static const char *
name_of_printing (guint value)
{
  return schalter_service_printing_to_string ((SchalterServicePrinting)value);
}

/* A choice whose names stand in core, in the order of its enumeration, @last included. */
static guint
read_enumeration (const SchalterSourceNode *node, const char *member, NameOf name_of, guint last)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i <= last; i++)
    g_ptr_array_add (names, (gpointer)name_of (i));
  g_ptr_array_add (names, NULL);
  return schalter_source_read_choice (node, member, (const char *const *)names->pdata);
}

static void
read_keywords (const SchalterSourceNode *node, SchalterSourceService *target)
{
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++)
    target->keywords[i] = g_ptr_array_new_with_free_func (g_free);
  if (!schalter_source_has (node, "keywords"))
    return;
  g_auto (SchalterSourceNode) keywords =
      schalter_source_member (node, "keywords", LANGUAGE_MEMBERS);
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++) {
    g_ptr_array_unref (target->keywords[i]);
    target->keywords[i] =
        schalter_source_read_strings (&keywords, schalter_language_to_tag ((SchalterLanguage)i));
  }
}

static void
read_texts (const SchalterSourceNode *node, const SchalterText *fee_unknown, SchalterService *out)
{
  schalter_source_read_text (node, "title", SCHALTER_SOURCE_REQUIRED, &out->title);
  schalter_source_read_text (node, "lead", SCHALTER_SOURCE_REQUIRED, &out->lead);
  schalter_source_read_text (node, "verb", SCHALTER_SOURCE_REQUIRED, &out->verb);
  schalter_source_read_text (node, "requirements", SCHALTER_SOURCE_OPTIONAL, &out->requirements);
  schalter_source_read_text (node, "deadline", SCHALTER_SOURCE_OPTIONAL, &out->deadline);
  schalter_source_read_text (node, "not_here", SCHALTER_SOURCE_OPTIONAL, &out->not_here);
  if (schalter_source_has (node, "fee"))
    schalter_source_read_text (node, "fee", SCHALTER_SOURCE_REQUIRED, &out->fee);
  else
    schalter_text_copy (fee_unknown, &out->fee);
  out->steps = schalter_source_read_texts (node, "steps");
  out->documents = schalter_source_read_texts (node, "documents");
}

static SchalterService *
read_service (const SchalterSourceNode *node, const SchalterText *fee_unknown)
{
  SchalterService *service = g_new0 (SchalterService, 1);
  service->id = schalter_source_read_id (node, "id", SCHALTER_SOURCE_REQUIRED);
  service->kind = (SchalterServiceKind)read_enumeration (
      node, "kind", name_of_kind, SCHALTER_SERVICE_NOTIFICATION);
  service->level =
      (SchalterServiceLevel)read_enumeration (node, "level", name_of_level, SCHALTER_LEVEL_OTHER);
  service->printing = (SchalterServicePrinting)read_enumeration (
      node, "printing", name_of_printing, SCHALTER_PRINTING_IN_PERSON);
  service->is_online = schalter_source_read_flag (node, "online");
  service->needs_adult = schalter_source_read_flag (node, "adult");
  service->office_role = schalter_source_read_id (node, "office", SCHALTER_SOURCE_REQUIRED);
  service->form_id = schalter_source_read_id (node, "form", SCHALTER_SOURCE_OPTIONAL);
  service->certificate_id = schalter_source_read_id (node, "certificate", SCHALTER_SOURCE_OPTIONAL);
  read_texts (node, fee_unknown, service);
  return service;
}

/* "services/hund.json" must hold the service "hund": people find files by their names. */
static void
check_file_name (const SchalterSourceNode *node, const char *id)
{
  g_autofree char *expected = g_strdup_printf ("services/%s.json", id);
  if (id[0] != '\0' && strcmp (expected, schalter_source_file_get_name (node->file)) != 0)
    schalter_source_node_add_problem (
        node, "id", "the id is “%s”, so the file must be named %s", id, expected);
}

void
schalter_source_read_services (SchalterSource *source)
{
  g_autoptr (GPtrArray) names = schalter_source_list_files (source, "services");
  if (names->len == 0)
    schalter_source_problems_add (
        source->problems, "services", 1, NULL, "there is no service; add services/<id>.json");
  for (guint i = 0; i < names->len; i++) {
    SchalterSourceFile *file = schalter_source_load (source, names->pdata[i]);
    if (file == NULL)
      continue;
    g_auto (SchalterSourceNode) node = schalter_source_root (file, source->problems, MEMBERS);
    SchalterSourceService *service = g_new0 (SchalterSourceService, 1);
    g_ptr_array_add (source->services, service);
    service->file = file;
    service->service = read_service (&node, &source->canton.fee_unknown);
    service->life_events = schalter_source_read_strings (&node, "life_events");
    service->dialect = schalter_source_read_strings (&node, "dialect");
    service->see_also = schalter_source_read_strings (&node, "see_also");
    service->ech0070_id =
        schalter_source_read_string (&node, "ech0070_id", SCHALTER_SOURCE_OPTIONAL);
    read_keywords (&node, service);
    if (service->life_events->len > 0)
      service->service->life_event_id = g_strdup (service->life_events->pdata[0]);
    check_file_name (&node, service->service->id);
  }
}
