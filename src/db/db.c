/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Connections to SQLite: the three ways to open a file, transactions and migrations. */
#include "config.h"

#include "db.h"

#include "db-private.h"
#include "manifest.h"
#include "schalter-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>

#define BUSY_TIMEOUT_MS 10000

static SchalterError
map_code (int code)
{
  switch (code & 0xff) {
  case SQLITE_FULL:
    return SCHALTER_ERROR_NO_SPACE;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return SCHALTER_ERROR_CORRUPT;
  case SQLITE_CONSTRAINT:
    return SCHALTER_ERROR_CONFLICT;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return SCHALTER_ERROR_UNAVAILABLE;
  case SQLITE_CANTOPEN:
    return SCHALTER_ERROR_NOT_FOUND;
  case SQLITE_TOOBIG:
    return SCHALTER_ERROR_INVALID;
  default:
    return SCHALTER_ERROR_INTERNAL;
  }
}

GError *
schalter_db_new_error (SchalterDb *db, const char *doing)
{
  return g_error_new (SCHALTER_ERROR,
                      map_code (sqlite3_extended_errcode (db->handle)),
                      "%s: %s",
                      doing,
                      sqlite3_errmsg (db->handle));
}

/* TRUE if a whole-file check says "ok". A damaged file may also fail in the middle of the check. */
static gboolean
check_integrity (SchalterDb *db, GError **error)
{
  gboolean has_row = FALSE;
  g_autoptr (SchalterStatement) check =
      schalter_db_prepare (db, "PRAGMA integrity_check(1)", error);
  if (check == NULL || !schalter_statement_step (check, &has_row, error))
    return FALSE;
  const char *verdict = has_row ? schalter_statement_get_text (check, 0) : NULL;
  if (g_strcmp0 (verdict, "ok") == 0)
    return TRUE;
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_CORRUPT,
               "the database is damaged: %s",
               verdict != NULL ? verdict : "no answer");
  return FALSE;
}

static SchalterDb *
open_file (const char *name, int flags, const char *pragmas, GError **error)
{
  g_autoptr (SchalterDb) db = g_new0 (SchalterDb, 1);
  int result = sqlite3_open_v2 (
      name, &db->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (result != SQLITE_OK) {
    g_propagate_error (error, schalter_db_new_error (db, name));
    return NULL;
  }
  (void)sqlite3_busy_timeout (db->handle, BUSY_TIMEOUT_MS); /* fails for a NULL handle only */
  if (!schalter_db_execute (db, pragmas, error)) {
    g_prefix_error (error, "%s: ", name);
    return NULL;
  }
  return g_steal_pointer (&db);
}

SchalterDb *
schalter_db_open_immutable (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *file_uri = g_filename_to_uri (absolute, NULL, error);
  if (file_uri == NULL)
    return NULL;
  g_autofree char *uri = g_strconcat (file_uri, "?mode=ro&immutable=1", NULL);
  /* Reading the schema finds out at once what is no database. */
  g_autofree char *pragmas = g_strdup_printf ("PRAGMA trusted_schema=OFF;"
                                              "PRAGMA cell_size_check=ON;"
                                              "PRAGMA temp_store=MEMORY;"
                                              "PRAGMA mmap_size=%d;"
                                              "SELECT count(*) FROM sqlite_schema",
                                              SCHALTER_CATALOGUE_MAX_BYTES);
  return open_file (uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, pragmas, error);
}

/* SQLite makes files readable for everyone; ours are not. Closing a descriptor of a file drops all
 * of the process' locks on it, hence only when the file is new. */
static void
create_private (const char *path)
{
  int descriptor = g_open (path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0)
    (void)g_close (descriptor, NULL); /* nothing was written; SQLite reports what is wrong */
}

SchalterDb *
schalter_db_open_durable (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  create_private (path);
  g_autoptr (SchalterDb) db = open_file (path,
                                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                         "PRAGMA trusted_schema=OFF;"
                                         "PRAGMA cell_size_check=ON;"
                                         "PRAGMA journal_mode=WAL;"
                                         "PRAGMA synchronous=FULL;"
                                         "PRAGMA foreign_keys=ON;"
                                         "PRAGMA secure_delete=ON",
                                         error);
  if (db == NULL)
    return NULL;
  if (!check_integrity (db, error)) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  return g_steal_pointer (&db);
}

SchalterDb *
schalter_db_open_scratch (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  /* The journal stays in memory, so that a transaction can still be rolled back. */
  return open_file (path,
                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                    "PRAGMA trusted_schema=OFF;"
                    "PRAGMA journal_mode=MEMORY;"
                    "PRAGMA synchronous=OFF;"
                    "PRAGMA locking_mode=EXCLUSIVE;"
                    "PRAGMA foreign_keys=ON",
                    error);
}

void
schalter_db_free (SchalterDb *db)
{
  if (db == NULL)
    return;
  /* close_v2 waits for statements that were leaked instead of refusing. */
  (void)sqlite3_close_v2 (db->handle);
  g_free (db);
}

gboolean
schalter_db_execute (SchalterDb *db, const char *sql, GError **error)
{
  g_return_val_if_fail (db != NULL && sql != NULL, FALSE);
  if (sqlite3_exec (db->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  g_propagate_error (error, schalter_db_new_error (db, "the database refused"));
  return FALSE;
}

/* SQLite has rolled back by itself after some errors, such as a full disk. */
static void
roll_back (SchalterDb *db)
{
  g_autoptr (GError) error = NULL;
  if (sqlite3_get_autocommit (db->handle))
    return;
  if (!schalter_db_execute (db, "ROLLBACK", &error))
    g_warning ("rolling back failed: %s, continuing", error->message);
}

gboolean
schalter_db_transaction (SchalterDb *db, SchalterDbBody body, gpointer user_data, GError **error)
{
  g_return_val_if_fail (db != NULL && body != NULL, FALSE);
  g_return_val_if_fail (sqlite3_get_autocommit (db->handle), FALSE);
  if (!schalter_db_execute (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (body (db, user_data, error) && schalter_db_execute (db, "COMMIT", error))
    return TRUE;
  roll_back (db);
  return FALSE;
}

static gboolean
read_user_version (SchalterDb *db, guint *version_out, GError **error)
{
  gboolean has_row = FALSE;
  g_autoptr (SchalterStatement) statement = schalter_db_prepare (db, "PRAGMA user_version", error);
  if (statement == NULL || !schalter_statement_step (statement, &has_row, error))
    return FALSE;
  *version_out = has_row ? (guint)schalter_statement_get_int64 (statement, 0) : 0;
  return TRUE;
}

typedef struct {
  const char *const *migrations;
  guint n_migrations;
  gboolean is_done;
} Migration;

/* The version is read inside the transaction: two programs may open the file at the same time. */
static gboolean
migrate_once (SchalterDb *db, gpointer user_data, GError **error)
{
  Migration *migration = user_data;
  guint version = 0;
  if (!read_user_version (db, &version, error))
    return FALSE;
  if (version > migration->n_migrations) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_OUTDATED,
                 "the database is of version %u, this program knows up to version %u: use the "
                 "newer program",
                 version,
                 migration->n_migrations);
    return FALSE;
  }
  migration->is_done = version == migration->n_migrations;
  if (migration->is_done)
    return TRUE;
  /* A pragma takes no parameters. */
  g_autofree char *mark = g_strdup_printf ("PRAGMA user_version=%u", version + 1);
  if (schalter_db_execute (db, migration->migrations[version], error) &&
      schalter_db_execute (db, mark, error))
    return TRUE;
  g_prefix_error (error, "migration %u: ", version + 1);
  return FALSE;
}

gboolean
schalter_db_migrate (SchalterDb *db, const char *const *migrations, GError **error)
{
  g_return_val_if_fail (db != NULL && migrations != NULL, FALSE);
  Migration migration = { migrations, g_strv_length ((char **)migrations), FALSE };
  while (!migration.is_done) {
    if (!schalter_db_transaction (db, migrate_once, &migration, error))
      return FALSE;
  }
  return TRUE;
}

guint
schalter_db_get_n_changes (SchalterDb *db)
{
  g_return_val_if_fail (db != NULL, 0);
  return (guint)sqlite3_changes (db->handle);
}
