/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Building the search indexes of a catalogue: one of the services' texts and one of the offices'
 * names for each language, and the editors' tables of synonyms beside them. */
#include "config.h"

#include "catalogue-compiler.h"
#include "search-builder.h"

#include <string.h>

static void
append_text (GString *out, const SchalterText *text, SchalterLanguage language)
{
  if (text->by_language[language] != NULL)
    g_string_append_printf (out, "%s\n", text->by_language[language]);
}

static void
append_texts (GString *out, GPtrArray *texts, SchalterLanguage language)
{
  for (guint i = 0; i < texts->len; i++)
    append_text (out, texts->pdata[i], language);
}

static void
append_names (GPtrArray *names, GPtrArray *strings)
{
  for (guint i = 0; i < strings->len; i++)
    g_ptr_array_add (names, strings->pdata[i]);
}

static void
add_service (SchalterSearchBuilder *builder,
             const SchalterSourceService *from,
             SchalterLanguage language)
{
  const SchalterService *service = from->service;
  const char *title = service->title.by_language[language];
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GString) body = g_string_new (NULL);
  append_names (names, from->keywords[language]);
  if (language == SCHALTER_LANGUAGE_DE)
    append_names (names, from->dialect);
  g_ptr_array_add (names, NULL);
  append_text (body, &service->lead, language);
  append_text (body, &service->requirements, language);
  append_text (body, &service->deadline, language);
  append_texts (body, service->steps, language);
  append_texts (body, service->documents, language);
  SchalterSearchDocument document = {
    .key = service->id,
    .title = title != NULL ? title : "",
    .names = (const char *const *)names->pdata,
    .body = body->str,
  };
  schalter_search_builder_add (builder, &document);
}

/* The names of all offices in a role: of the rule, and of single offices. */
typedef struct {
  char *role;
  GPtrArray *names; /* (element-type utf8), owned strings */
} Role;

static void
role_free (gpointer data)
{
  Role *role = data;
  g_free (role->role);
  g_ptr_array_unref (role->names);
  g_free (role);
}

static Role *
ensure_role (GPtrArray *roles, const char *name)
{
  for (guint i = 0; i < roles->len; i++) {
    Role *role = roles->pdata[i];
    if (g_str_equal (role->role, name))
      return role;
  }
  Role *role = g_new0 (Role, 1);
  role->role = g_strdup (name);
  role->names = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (roles, role);
  return role;
}

static void
add_office_names (GPtrArray *roles, GPtrArray *offices, SchalterLanguage language)
{
  for (guint i = 0; i < offices->len; i++) {
    const SchalterSourceOffice *from = offices->pdata[i];
    const char *name = from->office->name.by_language[language];
    if (name == NULL)
      continue;
    Role *role = ensure_role (roles, from->role);
    g_autoptr (GString) bare = g_string_new (name);
    g_string_replace (bare, "{municipality}", "", 0);
    if (!g_ptr_array_find_with_equal_func (role->names, bare->str, g_str_equal, NULL))
      g_ptr_array_add (role->names, g_strdup (bare->str));
  }
}

static GBytes *
build_office_index (const SchalterSource *source, SchalterLanguage language)
{
  g_autoptr (SchalterSearchBuilder) builder = schalter_search_builder_new (language);
  g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func (role_free);
  add_office_names (roles, source->office_rules, language);
  add_office_names (roles, source->offices, language);
  for (guint i = 0; i < roles->len; i++) {
    Role *role = roles->pdata[i];
    g_ptr_array_add (role->names, NULL);
    SchalterSearchDocument document = {
      .key = role->role,
      .title = role->names->pdata[0],
      .names = (const char *const *)role->names->pdata + 1,
      .body = "",
    };
    schalter_search_builder_add (builder, &document);
  }
  return schalter_search_builder_finish (builder);
}

static GBytes *
build_service_index (const SchalterSource *source, SchalterLanguage language)
{
  g_autoptr (SchalterSearchBuilder) builder = schalter_search_builder_new (language);
  for (guint i = 0; i < source->services->len; i++)
    add_service (builder, source->services->pdata[i], language);
  return schalter_search_builder_finish (builder);
}

static gboolean
write_index (SchalterStatement *row,
             const char *subject,
             SchalterLanguage language,
             GBytes *bytes,
             GError **error)
{
  schalter_statement_bind_text (row, 1, subject);
  schalter_statement_bind_text (row, 2, schalter_language_to_tag (language));
  schalter_statement_bind_bytes (row, 3, bytes);
  return schalter_statement_run (row, error);
}

static gboolean
write_synonyms (SchalterDb *db, const SchalterSource *source, GError **error)
{
  g_autoptr (SchalterStatement) row =
      schalter_db_prepare (db, "INSERT INTO synonyms VALUES (?1, ?2)", error);
  if (row == NULL)
    return FALSE;
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++) {
    if (source->synonyms[i] == NULL)
      continue;
    schalter_statement_bind_text (row, 1, schalter_language_to_tag ((SchalterLanguage)i));
    schalter_statement_bind_text (row, 2, source->synonyms[i]);
    if (!schalter_statement_run (row, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
schalter_catalogue_write_index (SchalterDb *db, const SchalterSource *source, GError **error)
{
  g_autoptr (SchalterStatement) row =
      schalter_db_prepare (db, "INSERT INTO search_index VALUES (?1, ?2, ?3)", error);
  if (row == NULL)
    return FALSE;
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++) {
    SchalterLanguage language = (SchalterLanguage)i;
    g_autoptr (GBytes) services = build_service_index (source, language);
    g_autoptr (GBytes) offices = build_office_index (source, language);
    if (!write_index (row, "service", language, services, error) ||
        !write_index (row, "office", language, offices, error))
      return FALSE;
  }
  return write_synonyms (db, source, error);
}
