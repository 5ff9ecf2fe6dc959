/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Building the search indexes of a catalogue: one of the services' texts and one of the offices'
 * names for each language, and the editors' tables of synonyms beside them. */
#include "config.h"

#include "catalogue-compiler.h"
#include "search-builder.h"

#include <string.h>

/* A sentence that more services than this share ("You get a receipt with a number") says nothing
 * about any of them, and would make common what is rare. */
#define MAX_SHARERS 4

/* What is being built: the texts of one language. */
typedef struct {
  SchalterSearchBuilder *builder; /* owned */
  SchalterLanguage language;
  GHashTable *n_sharers; /* owned: sentence (borrowed) → number of services with it */
} Builder;

typedef void (*UseSentence) (Builder *self, const char *sentence, gpointer data);

static void
use_text (Builder *self, const SchalterText *text, UseSentence use, gpointer data)
{
  if (text->by_language[self->language] != NULL)
    use (self, text->by_language[self->language], data);
}

static void
use_texts (Builder *self, GPtrArray *texts, UseSentence use, gpointer data)
{
  for (guint i = 0; i < texts->len; i++)
    use_text (self, texts->pdata[i], use, data);
}

static void
use_sentences (Builder *self, const SchalterService *service, UseSentence use, gpointer data)
{
  use_text (self, &service->lead, use, data);
  use_text (self, &service->requirements, use, data);
  use_text (self, &service->deadline, use, data);
  use_texts (self, service->steps, use, data);
  use_texts (self, service->documents, use, data);
}

static void
count_sharer (Builder *self, const char *sentence, gpointer data)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->n_sharers, sentence));
  g_hash_table_insert (self->n_sharers, (gpointer)sentence, GUINT_TO_POINTER (n + 1));
}

static void
append_sentence (Builder *self, const char *sentence, gpointer data)
{
  GString *body = data;
  if (GPOINTER_TO_UINT (g_hash_table_lookup (self->n_sharers, sentence)) <= MAX_SHARERS)
    g_string_append_printf (body, "%s\n", sentence);
}

static void
append_names (GPtrArray *names, GPtrArray *strings)
{
  for (guint i = 0; i < strings->len; i++)
    g_ptr_array_add (names, strings->pdata[i]);
}

static void
add_service (Builder *self, const SchalterSourceService *from)
{
  SchalterLanguage language = self->language;
  const SchalterService *service = from->service;
  const char *title = service->title.by_language[language];
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GString) body = g_string_new (NULL);
  append_names (names, from->keywords[language]);
  if (language == SCHALTER_LANGUAGE_DE)
    append_names (names, from->dialect);
  g_ptr_array_add (names, NULL);
  use_sentences (self, service, append_sentence, body);
  SchalterSearchDocument document = {
    .key = service->id,
    .title = title != NULL ? title : "",
    .names = (const char *const *)names->pdata,
    .body = body->str,
  };
  schalter_search_builder_add (self->builder, &document);
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
  Builder self = {
    .builder = schalter_search_builder_new (language),
    .language = language,
    .n_sharers = g_hash_table_new (g_str_hash, g_str_equal),
  };
  for (guint i = 0; i < source->services->len; i++) {
    const SchalterSourceService *from = source->services->pdata[i];
    use_sentences (&self, from->service, count_sharer, NULL);
  }
  for (guint i = 0; i < source->services->len; i++)
    add_service (&self, source->services->pdata[i]);
  GBytes *index = schalter_search_builder_finish (self.builder);
  schalter_search_builder_free (self.builder);
  g_hash_table_unref (self.n_sharers);
  return index;
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
