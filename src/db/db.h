/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SchalterDb: one SQLite connection, used by one thread.
 */
typedef struct _SchalterDb SchalterDb;
/**
 * SchalterStatement: a prepared statement; borrows its connection, which must outlive it.
 */
typedef struct _SchalterStatement SchalterStatement;

/* A file that others only read: immutable, memory-mapped, untrusted schema. */
SchalterDb *schalter_db_open_immutable (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A file of our own state: WAL, synchronous=FULL, foreign keys on, integrity checked at open. */
SchalterDb *schalter_db_open_durable (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A new file that is being built in one go and renamed when done: no journal, no syncs. */
SchalterDb *schalter_db_open_scratch (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_db_free (SchalterDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterDb, schalter_db_free)

/* Runs SQL without parameters or rows; several statements may follow each other. */
gboolean
schalter_db_execute (SchalterDb *db, const char *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * schalter_db_transaction:
 * @body: returns %FALSE with an error to roll back
 *
 * Runs @body between BEGIN IMMEDIATE and COMMIT, and rolls back for it.
 */
typedef gboolean (*SchalterDbBody) (SchalterDb *db, gpointer user_data, GError **error);
gboolean schalter_db_transaction (SchalterDb *db,
                                  SchalterDbBody body,
                                  gpointer user_data,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * schalter_db_migrate:
 * @migrations: %NULL-terminated array of SQL texts; the n-th brings user_version from n-1 to n
 *
 * Each migration is one transaction that ends with PRAGMA user_version. A database newer than the
 * program is SCHALTER_ERROR_OUTDATED; the file is never deleted.
 */
gboolean schalter_db_migrate (SchalterDb *db,
                              const char *const *migrations,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

SchalterStatement *
schalter_db_prepare (SchalterDb *db, const char *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_statement_free (SchalterStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterStatement, schalter_statement_free)

/* Parameters count from 1. A NULL text or bytes binds NULL. */
void schalter_statement_bind_text (SchalterStatement *statement, int index, const char *text);
void schalter_statement_bind_int64 (SchalterStatement *statement, int index, gint64 value);
void schalter_statement_bind_double (SchalterStatement *statement, int index, double value);
void schalter_statement_bind_bytes (SchalterStatement *statement, int index, GBytes *bytes);
void schalter_statement_bind_null (SchalterStatement *statement, int index);

/* Steps to the next row: sets *has_row_out; FALSE only on an error (which also resets it). */
gboolean schalter_statement_step (SchalterStatement *statement,
                                  gboolean *has_row_out,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* For INSERT, UPDATE, DELETE: steps once, resets, and clears the parameters. */
gboolean schalter_statement_run (SchalterStatement *statement,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_statement_reset (SchalterStatement *statement);

/* Columns count from 0. The text is valid until the next step or reset; NULL for NULL. */
const char *schalter_statement_get_text (SchalterStatement *statement, int column);
gint64 schalter_statement_get_int64 (SchalterStatement *statement, int column);
double schalter_statement_get_double (SchalterStatement *statement, int column);
GBytes *schalter_statement_dup_bytes (SchalterStatement *statement, int column);
gboolean schalter_statement_is_null (SchalterStatement *statement, int column);

guint schalter_db_get_n_changes (SchalterDb *db);

G_END_DECLS
