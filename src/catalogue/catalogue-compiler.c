/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing a canton's checked sources into one catalogue file, deterministically. */
#include "config.h"

#include "catalogue-compiler.h"

#include "catalogue-schema.h"
#include "schalter-error.h"
#include "search-words.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* One kind of row: its statement, run again and again. */
static SchalterStatement *
prepare (SchalterDb *db, const char *sql, GError **error)
{
  return schalter_db_prepare (db, sql, error);
}

/* Runs a statement with parameters: "t" is a text (or NULL), "i" an int64. */
static gboolean
run (SchalterStatement *statement, GError **error, const char *types, ...)
{
  va_list values;
  va_start (values, types);
  for (int i = 0; types[i] != '\0'; i++) {
    if (types[i] == 't')
      schalter_statement_bind_text (statement, i + 1, va_arg (values, const char *));
    else
      schalter_statement_bind_int64 (statement, i + 1, va_arg (values, gint64));
  }
  va_end (values);
  return schalter_statement_run (statement, error);
}

/**
 * TextTarget: what a text belongs to.
 */
typedef struct {
  SchalterStatement *statement; /* borrowed */
  const char *kind;
  const char *id;
} TextTarget;

static gboolean
write_text (const TextTarget *target,
            const char *field,
            guint position,
            const SchalterText *text,
            GError **error)
{
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++) {
    if (text->by_language[i] == NULL)
      continue;
    if (!run (target->statement,
              error,
              "tttitt",
              target->kind,
              target->id,
              field,
              (gint64)position,
              schalter_language_to_tag ((SchalterLanguage)i),
              text->by_language[i]))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_texts (const TextTarget *target, const char *field, GPtrArray *texts, GError **error)
{
  for (guint i = 0; i < texts->len; i++) {
    if (!write_text (target, field, i, texts->pdata[i], error))
      return FALSE;
  }
  return TRUE;
}

static SchalterStatement *
prepare_text (SchalterDb *db, GError **error)
{
  return prepare (db, "INSERT INTO text VALUES (?1, ?2, ?3, ?4, ?5, ?6)", error);
}

static gboolean
write_canton (SchalterDb *db, const SchalterSource *source, guint64 version, GError **error)
{
  const SchalterSourceCanton *canton = &source->canton;
  g_autofree char *version_text = g_strdup_printf ("%" G_GUINT64_FORMAT, version);
  g_autoptr (SchalterStatement) text = prepare_text (db, error);
  g_autoptr (SchalterStatement) meta = prepare (db, "INSERT INTO meta VALUES (?1, ?2)", error);
  TextTarget target = { text, "canton", canton->code };
  return text != NULL && meta != NULL && run (meta, error, "tt", "version", version_text) &&
         run (meta, error, "tt", "canton", canton->code) &&
         run (meta, error, "tt", "colour", canton->colour) &&
         run (meta, error, "tt", "verify_base", canton->verify_base) &&
         write_text (&target, "name", 0, &canton->name, error);
}

static gboolean
write_life_events (SchalterDb *db, const SchalterSource *source, GError **error)
{
  g_autoptr (SchalterStatement) text = prepare_text (db, error);
  g_autoptr (SchalterStatement) row =
      prepare (db, "INSERT INTO life_event VALUES (?1, ?2, ?3)", error);
  if (text == NULL || row == NULL)
    return FALSE;
  for (guint i = 0; i < source->life_events->len; i++) {
    const SchalterSourceLifeEvent *event = source->life_events->pdata[i];
    TextTarget target = { text, "life-event", event->id };
    if (!run (row, error, "tit", event->id, (gint64)i, event->icon_name) ||
        !write_text (&target, "title", 0, &event->title, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_documents (SchalterDb *db, const SchalterSource *source, GError **error)
{
  g_autoptr (SchalterStatement) form = prepare (db, "INSERT INTO form VALUES (?1, ?2, ?3)", error);
  g_autoptr (SchalterStatement) certificate =
      prepare (db, "INSERT INTO certificate VALUES (?1, ?2)", error);
  if (form == NULL || certificate == NULL)
    return FALSE;
  for (guint i = 0; i < source->forms->len; i++) {
    const SchalterSourceDocument *document = source->forms->pdata[i];
    if (!run (form, error, "tit", document->id, (gint64)document->version, document->content))
      return FALSE;
  }
  for (guint i = 0; i < source->certificates->len; i++) {
    const SchalterSourceDocument *document = source->certificates->pdata[i];
    if (!run (certificate, error, "tt", document->id, document->content))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_service_texts (SchalterStatement *text, const SchalterService *service, GError **error)
{
  TextTarget target = { text, "service", service->id };
  return write_text (&target, "title", 0, &service->title, error) &&
         write_text (&target, "lead", 0, &service->lead, error) &&
         write_text (&target, "verb", 0, &service->verb, error) &&
         write_text (&target, "requirements", 0, &service->requirements, error) &&
         write_text (&target, "deadline", 0, &service->deadline, error) &&
         write_text (&target, "fee", 0, &service->fee, error) &&
         write_text (&target, "not_here", 0, &service->not_here, error) &&
         write_texts (&target, "steps", service->steps, error) &&
         write_texts (&target, "documents", service->documents, error);
}

static gboolean
write_services (SchalterDb *db, const SchalterSource *source, GError **error)
{
  g_autoptr (SchalterStatement) text = prepare_text (db, error);
  g_autoptr (SchalterStatement) row = prepare (
      db, "INSERT INTO service VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)", error);
  if (text == NULL || row == NULL)
    return FALSE;
  for (guint i = 0; i < source->services->len; i++) {
    const SchalterSourceService *from = source->services->pdata[i];
    const SchalterService *service = from->service;
    if (!run (row,
              error,
              "ittttiittttt",
              (gint64)i,
              service->id,
              schalter_service_kind_to_string (service->kind),
              schalter_service_level_to_string (service->level),
              schalter_service_printing_to_string (service->printing),
              (gint64)service->is_online,
              (gint64)service->needs_adult,
              service->life_event_id,
              service->office_role,
              service->form_id,
              service->certificate_id,
              from->ech0070_id) ||
        !write_service_texts (text, service, error))
      return FALSE;
  }
  return TRUE;
}

/* After all services are there: links lead to later ones too. */
static gboolean
write_service_links (SchalterDb *db, const SchalterSource *source, GError **error)
{
  g_autoptr (SchalterStatement) event =
      prepare (db, "INSERT INTO service_life_event VALUES (?1, ?2)", error);
  g_autoptr (SchalterStatement) link =
      prepare (db, "INSERT INTO service_link VALUES (?1, ?2, ?3)", error);
  if (event == NULL || link == NULL)
    return FALSE;
  for (guint i = 0; i < source->services->len; i++) {
    const SchalterSourceService *from = source->services->pdata[i];
    for (guint j = 0; j < from->life_events->len; j++) {
      if (!run (event, error, "ti", from->life_events->pdata[j], (gint64)i))
        return FALSE;
    }
    for (guint j = 0; j < from->see_also->len; j++) {
      if (!run (link, error, "tit", from->service->id, (gint64)j, from->see_also->pdata[j]))
        return FALSE;
    }
  }
  return TRUE;
}

/* "Buchs (AG)" is typed as "buchs": the suffix that tells cantons apart is no part of the name. */
static char *
fold_place_name (const char *name)
{
  const char *suffix = strstr (name, " (");
  g_autofree char *bare = suffix != NULL ? g_strndup (name, (gsize)(suffix - name)) : NULL;
  return schalter_words_fold_text (bare != NULL ? bare : name);
}

static gboolean
write_place_name (SchalterStatement *statement,
                  const char *name,
                  guint bfs,
                  gboolean is_municipality,
                  GError **error)
{
  g_autofree char *folded = fold_place_name (name);
  return run (statement, error, "tii", folded, (gint64)bfs, (gint64)is_municipality);
}

static gboolean
write_municipalities (SchalterDb *db, const SchalterSource *source, GError **error)
{
  g_autoptr (SchalterStatement) row =
      prepare (db, "INSERT INTO municipality VALUES (?1, ?2, ?3, ?4)", error);
  g_autoptr (SchalterStatement) merged_row =
      prepare (db, "INSERT INTO merged_municipality VALUES (?1, ?2, ?3, ?4)", error);
  g_autoptr (SchalterStatement) name =
      prepare (db, "INSERT OR IGNORE INTO place_name VALUES (?1, ?2, ?3)", error);
  if (row == NULL || merged_row == NULL || name == NULL)
    return FALSE;
  for (guint i = 0; i < source->municipalities->len; i++) {
    const SchalterMunicipality *from = source->municipalities->pdata[i];
    if (!run (row,
              error,
              "itti",
              (gint64)from->bfs,
              from->name,
              from->district,
              (gint64)from->participates) ||
        !write_place_name (name, from->name, from->bfs, TRUE, error))
      return FALSE;
  }
  for (guint i = 0; i < source->merged->len; i++) {
    const SchalterSourceMerged *from = source->merged->pdata[i];
    gint64 successor = from->successor_bfs;
    if (!run (
            merged_row, error, "itti", (gint64)from->bfs, from->name, from->merged_on, successor) ||
        !write_place_name (name, from->name, from->successor_bfs, TRUE, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_places (SchalterDb *db, const SchalterSource *source, GError **error)
{
  g_autoptr (SchalterStatement) row =
      prepare (db, "INSERT INTO place VALUES (?1, ?2, ?3, ?4)", error);
  g_autoptr (SchalterStatement) name =
      prepare (db, "INSERT OR IGNORE INTO place_name VALUES (?1, ?2, ?3)", error);
  if (row == NULL || name == NULL)
    return FALSE;
  for (guint i = 0; i < source->places->len; i++) {
    const SchalterPlace *from = source->places->pdata[i];
    g_autofree char *folded = fold_place_name (from->locality);
    gint64 bfs = from->bfs;
    if (!run (row, error, "itti", (gint64)from->postcode, from->locality, folded, bfs) ||
        !write_place_name (name, from->locality, from->bfs, FALSE, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_office_rules (SchalterDb *db, const SchalterSource *source, GError **error)
{
  g_autoptr (SchalterStatement) text = prepare_text (db, error);
  g_autoptr (SchalterStatement) row =
      prepare (db, "INSERT INTO office_rule VALUES (?1, ?2, ?3, ?4, ?5, ?6)", error);
  if (text == NULL || row == NULL)
    return FALSE;
  for (guint i = 0; i < source->office_rules->len; i++) {
    const SchalterSourceOffice *from = source->office_rules->pdata[i];
    const SchalterOffice *office = from->office;
    TextTarget target = { text, "rule", from->role };
    if (!run (row,
              error,
              "ttttti",
              from->role,
              office->street,
              office->phone,
              office->email,
              office->website,
              (gint64)office->is_demonstration) ||
        !write_text (&target, "name", 0, &office->name, error) ||
        !write_text (&target, "hours", 0, &office->hours, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_areas (SchalterStatement *statement, const SchalterSourceOffice *from, GError **error)
{
  for (guint i = 0; i < from->areas->len; i++) {
    gint64 bfs = g_array_index (from->areas, guint, i);
    if (!run (statement, error, "tit", from->role, bfs, from->office->id))
      return FALSE;
  }
  return from->areas->len > 0 ||
         run (statement, error, "tit", from->role, G_GINT64_CONSTANT (0), from->office->id);
}

static gboolean
write_offices (SchalterDb *db, const SchalterSource *source, GError **error)
{
  g_autoptr (SchalterStatement) text = prepare_text (db, error);
  g_autoptr (SchalterStatement) row =
      prepare (db, "INSERT INTO office VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", error);
  g_autoptr (SchalterStatement) area =
      prepare (db, "INSERT INTO office_area VALUES (?1, ?2, ?3)", error);
  if (text == NULL || row == NULL || area == NULL)
    return FALSE;
  for (guint i = 0; i < source->offices->len; i++) {
    const SchalterSourceOffice *from = source->offices->pdata[i];
    const SchalterOffice *office = from->office;
    TextTarget target = { text, "office", office->id };
    if (!run (row,
              error,
              "tittttti",
              office->id,
              (gint64)office->bfs,
              office->street,
              office->postcode_and_place,
              office->phone,
              office->email,
              office->website,
              (gint64)office->is_demonstration) ||
        !write_text (&target, "name", 0, &office->name, error) ||
        !write_text (&target, "hours", 0, &office->hours, error) ||
        !write_areas (area, from, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_keys (SchalterDb *db, const SchalterSource *source, GError **error)
{
  g_autoptr (SchalterStatement) row =
      prepare (db, "INSERT INTO public_key VALUES (?1, ?2, ?3, ?4, ?5, ?6)", error);
  if (row == NULL)
    return FALSE;
  for (guint i = 0; i < source->keys->len; i++) {
    const SchalterSourceKey *key = source->keys->pdata[i];
    if (!run (row,
              error,
              "ttitii",
              key->id,
              key->purpose,
              (gint64)key->bfs,
              key->key,
              key->valid_from_us,
              key->valid_until_us))
      return FALSE;
  }
  return TRUE;
}

typedef struct {
  const SchalterSource *source;
  guint64 version;
} Job;

static gboolean
write_all (SchalterDb *db, gpointer user_data, GError **error)
{
  const Job *job = user_data;
  return write_canton (db, job->source, job->version, error) &&
         write_life_events (db, job->source, error) && write_documents (db, job->source, error) &&
         write_services (db, job->source, error) && write_service_links (db, job->source, error) &&
         write_municipalities (db, job->source, error) && write_places (db, job->source, error) &&
         write_office_rules (db, job->source, error) && write_offices (db, job->source, error) &&
         write_keys (db, job->source, error) &&
         schalter_catalogue_write_index (db, job->source, error);
}

static gboolean
write_file (const SchalterSource *source, guint64 version, const char *path, GError **error)
{
  Job job = { source, version };
  g_autofree char *identity =
      g_strdup_printf ("PRAGMA foreign_keys=ON; PRAGMA application_id=%d; PRAGMA user_version=%d;",
                       SCHALTER_CATALOGUE_APPLICATION_ID,
                       SCHALTER_CATALOGUE_FORMAT);
  g_autoptr (SchalterDb) db = schalter_db_open_scratch (path, error);
  return db != NULL && schalter_db_execute (db, identity, error) &&
         schalter_db_execute (db, schalter_catalogue_schema_get_sql (), error) &&
         schalter_db_transaction (db, write_all, &job, error) &&
         /* Packed tightly, and with nothing in it that tells how it was made. */
         schalter_db_execute (db, "VACUUM", error);
}

gboolean
schalter_catalogue_compile (const SchalterSource *source,
                            guint64 version,
                            const char *path,
                            GError **error)
{
  g_return_val_if_fail (source != NULL && path != NULL, FALSE);
  g_return_val_if_fail (schalter_source_problems_get_n (source->problems) == 0, FALSE);
  g_autofree char *unfinished = g_strconcat (path, ".unfinished", NULL);
  (void)g_unlink (unfinished); /* left by a build that was killed, if any */
  if (!write_file (source, version, unfinished, error)) {
    (void)g_unlink (unfinished); /* the error that matters is the one above */
    return FALSE;
  }
  if (g_rename (unfinished, path) == 0)
    return TRUE;
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_INTERNAL,
               "cannot rename to %s: %s",
               path,
               g_strerror (errno));
  (void)g_unlink (unfinished); /* the error that matters is the one above */
  return FALSE;
}
