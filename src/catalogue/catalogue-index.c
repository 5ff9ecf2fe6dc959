/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Building the search table from the services' texts. */
#include "config.h"

#include "catalogue-compiler.h"

#include "search-words.h"

static void
append_folded (GString *out, const char *text)
{
  if (text == NULL)
    return;
  g_autofree char *folded = schalter_words_fold_text (text);
  g_string_append_printf (out, "%s ", folded);
}

static void
append_list (GString *out, GPtrArray *strings)
{
  for (guint i = 0; i < strings->len; i++)
    append_folded (out, strings->pdata[i]);
}

static void
append_texts (GString *out, GPtrArray *texts, SchalterLanguage language)
{
  for (guint i = 0; i < texts->len; i++)
    append_folded (out, ((const SchalterText *)texts->pdata[i])->by_language[language]);
}

static void
bind_words (SchalterStatement *row, int index, const char *text)
{
  g_autofree char *folded = text != NULL ? schalter_words_fold_text (text) : g_strdup ("");
  schalter_statement_bind_text (row, index, folded);
}

static gboolean
write_row (SchalterStatement *row,
           const SchalterSourceService *from,
           guint position,
           SchalterLanguage language,
           GError **error)
{
  const SchalterService *service = from->service;
  g_autoptr (GString) keywords = g_string_new (NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  append_list (keywords, from->keywords[language]);
  if (language == SCHALTER_LANGUAGE_DE)
    append_list (keywords, from->dialect);
  append_folded (body, service->requirements.by_language[language]);
  append_folded (body, service->deadline.by_language[language]);
  append_texts (body, service->steps, language);
  append_texts (body, service->documents, language);

  schalter_statement_bind_int64 (row, 1, (gint64)position * SCHALTER_N_LANGUAGES + language);
  bind_words (row, 2, service->title.by_language[language]);
  schalter_statement_bind_text (row, 3, keywords->str);
  bind_words (row, 4, service->lead.by_language[language]);
  schalter_statement_bind_text (row, 5, body->str);
  return schalter_statement_run (row, error);
}

gboolean
schalter_catalogue_write_index (SchalterDb *db, const SchalterSource *source, GError **error)
{
  g_autoptr (SchalterStatement) row = schalter_db_prepare (
      db,
      "INSERT INTO search (rowid, title, keywords, lead, body) VALUES (?1, ?2, ?3, ?4, ?5)",
      error);
  if (row == NULL)
    return FALSE;
  for (guint i = 0; i < source->services->len; i++) {
    for (int language = 0; language < SCHALTER_N_LANGUAGES; language++) {
      if (!write_row (row, source->services->pdata[i], i, (SchalterLanguage)language, error))
        return FALSE;
    }
  }
  return schalter_db_execute (db, "INSERT INTO search (search) VALUES ('optimize')", error);
}
