/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the durable parts stand on: nothing half done, nothing lost, errors told apart. */
#include "config.h"

#include "db.h"
#include "schalter-error.h"
#include "test-wait.h"

#include <glib/gstdio.h>

typedef struct {
  char *directory;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->directory = test_temp_dir_new ();
  fixture->path = g_build_filename (fixture->directory, "state.db", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_free (fixture->path);
  test_temp_dir_free (fixture->directory);
}

static SchalterDb *
open_durable (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  SchalterDb *db = schalter_db_open_durable (fixture->path, &error);
  g_assert_no_error (error);
  return db;
}

static void
execute (SchalterDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gboolean is_done = schalter_db_execute (db, sql, &error);
  g_assert_no_error (error);
  g_assert_true (is_done);
}

static gint64
query_int64 (SchalterDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gboolean has_row = FALSE;
  g_autoptr (SchalterStatement) statement = schalter_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  g_assert_true (schalter_statement_step (statement, &has_row, &error));
  g_assert_true (has_row);
  return schalter_statement_get_int64 (statement, 0);
}

static void
keeps_every_type (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean has_row = FALSE;
  g_autoptr (SchalterDb) db = open_durable (fixture);
  execute (db, "CREATE TABLE t (a TEXT, b INTEGER, c REAL, d BLOB, e BLOB, f TEXT) STRICT");
  g_autoptr (SchalterStatement) insert =
      schalter_db_prepare (db, "INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5, ?6)", &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) bytes = g_bytes_new ("a\0b", 3);
  schalter_statement_bind_text (insert, 1, "Zürich");
  schalter_statement_bind_int64 (insert, 2, G_MAXINT64);
  schalter_statement_bind_double (insert, 3, 0.5);
  schalter_statement_bind_bytes (insert, 4, bytes);
  schalter_statement_bind_bytes (insert, 5, empty);
  schalter_statement_bind_null (insert, 6);
  g_assert_true (schalter_statement_run (insert, &error));
  g_assert_cmpuint (schalter_db_get_n_changes (db), ==, 1);

  g_autoptr (SchalterStatement) select = schalter_db_prepare (db, "SELECT * FROM t", &error);
  g_assert_true (schalter_statement_step (select, &has_row, &error));
  g_assert_true (has_row);
  g_autoptr (GBytes) read = schalter_statement_dup_bytes (select, 3);
  g_autoptr (GBytes) read_empty = schalter_statement_dup_bytes (select, 4);
  g_assert_cmpstr (schalter_statement_get_text (select, 0), ==, "Zürich");
  g_assert_cmpint (schalter_statement_get_int64 (select, 1), ==, G_MAXINT64);
  g_assert_cmpfloat (schalter_statement_get_double (select, 2), ==, 0.5);
  g_assert_true (g_bytes_equal (read, bytes));
  g_assert_nonnull (read_empty);
  g_assert_cmpuint (g_bytes_get_size (read_empty), ==, 0);
  g_assert_true (schalter_statement_is_null (select, 5));
  g_assert_null (schalter_statement_get_text (select, 5));
  g_assert_null (schalter_statement_dup_bytes (select, 5));
  g_assert_true (schalter_statement_step (select, &has_row, &error));
  g_assert_false (has_row);
}

static void
run_clears_the_parameters (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterDb) db = open_durable (fixture);
  execute (db, "CREATE TABLE t (a TEXT) STRICT");
  g_autoptr (SchalterStatement) insert =
      schalter_db_prepare (db, "INSERT INTO t VALUES (?1)", &error);
  schalter_statement_bind_text (insert, 1, "once");
  g_assert_true (schalter_statement_run (insert, &error));
  g_assert_true (schalter_statement_run (insert, &error));
  g_assert_cmpint (query_int64 (db, "SELECT count(*) FROM t WHERE a IS NULL"), ==, 1);
}

static void
refuses_a_wrong_parameter (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterDb) db = open_durable (fixture);
  execute (db, "CREATE TABLE t (a TEXT) STRICT");
  g_autoptr (SchalterStatement) insert =
      schalter_db_prepare (db, "INSERT INTO t VALUES (?1)", &error);
  schalter_statement_bind_text (insert, 2, "nowhere");
  g_assert_false (schalter_statement_run (insert, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
}

static void
refuses_two_statements_at_once (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterDb) db = open_durable (fixture);
  g_assert_null (schalter_db_prepare (db, "SELECT 1; SELECT 2", &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
}

static void
names_a_broken_rule_a_conflict (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterDb) db = open_durable (fixture);
  execute (db, "CREATE TABLE t (a TEXT PRIMARY KEY) STRICT; INSERT INTO t VALUES ('x')");
  g_assert_false (schalter_db_execute (db, "INSERT INTO t VALUES ('x')", &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_CONFLICT);
}

static gboolean
insert_and_fail (SchalterDb *db, gpointer user_data, GError **error)
{
  execute (db, "INSERT INTO t VALUES ('half')");
  g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_REFUSED, "enough");
  return FALSE;
}

static gboolean
insert_whole (SchalterDb *db, gpointer user_data, GError **error)
{
  return schalter_db_execute (db, "INSERT INTO t VALUES ('whole')", error);
}

static void
rolls_back_a_failed_transaction (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterDb) db = open_durable (fixture);
  execute (db, "CREATE TABLE t (a TEXT) STRICT");
  g_assert_false (schalter_db_transaction (db, insert_and_fail, NULL, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_REFUSED);
  g_assert_cmpint (query_int64 (db, "SELECT count(*) FROM t"), ==, 0);
  g_clear_error (&error);
  g_assert_true (schalter_db_transaction (db, insert_whole, NULL, &error));
  g_assert_cmpint (query_int64 (db, "SELECT count(*) FROM t"), ==, 1);
}

static void
a_second_connection_sees_only_what_is_committed (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (SchalterDb) db = open_durable (fixture);
  execute (db, "CREATE TABLE t (a TEXT) STRICT");
  execute (db, "BEGIN IMMEDIATE; INSERT INTO t VALUES ('mine')");
  g_autoptr (SchalterDb) other = open_durable (fixture);
  g_assert_cmpint (query_int64 (other, "SELECT count(*) FROM t"), ==, 0);
  execute (db, "COMMIT");
  g_assert_cmpint (query_int64 (other, "SELECT count(*) FROM t"), ==, 1);
}

static gboolean
insert_a_lot (SchalterDb *db, gpointer user_data, GError **error)
{
  return schalter_db_execute (db,
                              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                              "LIMIT 1000) INSERT INTO t SELECT hex(randomblob(1000)) FROM n",
                              error);
}

static void
names_a_full_disk_and_keeps_what_was_there (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterDb) db = open_durable (fixture);
  execute (db, "CREATE TABLE t (a TEXT) STRICT; INSERT INTO t VALUES ('kept')");
  execute (db, "PRAGMA max_page_count=20");
  g_assert_false (schalter_db_transaction (db, insert_a_lot, NULL, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NO_SPACE);
  g_assert_cmpint (query_int64 (db, "SELECT count(*) FROM t"), ==, 1);
}

static void
migrates_once_and_in_order (Fixture *fixture, gconstpointer user_data)
{
  const char *migrations[] = { "CREATE TABLE t (a TEXT) STRICT",
                               "ALTER TABLE t ADD COLUMN b TEXT; INSERT INTO t VALUES ('x', 'y')",
                               NULL };
  g_autoptr (GError) error = NULL;
  for (int i = 0; i < 2; i++) {
    g_autoptr (SchalterDb) db = open_durable (fixture);
    g_assert_true (schalter_db_migrate (db, migrations, &error));
    g_assert_cmpint (query_int64 (db, "SELECT count(*) FROM t"), ==, 1);
    g_assert_cmpint (query_int64 (db, "PRAGMA user_version"), ==, 2);
  }
}

static void
a_failed_migration_leaves_the_version_before (Fixture *fixture, gconstpointer user_data)
{
  const char *migrations[] = { "CREATE TABLE t (a TEXT) STRICT",
                               "CREATE TABLE half (a TEXT) STRICT; INSERT INTO nowhere VALUES (1)",
                               NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterDb) db = open_durable (fixture);
  g_assert_false (schalter_db_migrate (db, migrations, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INTERNAL);
  g_assert_nonnull (strstr (error->message, "migration 2"));
  g_assert_cmpint (query_int64 (db, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (
      query_int64 (db, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'"), ==, 0);
}

static void
refuses_a_database_of_a_newer_program (Fixture *fixture, gconstpointer user_data)
{
  const char *migrations[] = { "CREATE TABLE t (a TEXT) STRICT", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterDb) db = open_durable (fixture);
  execute (db, "PRAGMA user_version=2");
  g_assert_false (schalter_db_migrate (db, migrations, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_OUTDATED);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
write_file (const char *path, const char *content, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (g_file_set_contents (path, content, (gssize)length, &error));
}

static void
fill_with_rows (SchalterDb *db, gsize n_rows)
{
  g_autofree char *sql = g_strdup_printf (
      "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT) STRICT; CREATE INDEX i ON t (b);"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT %" G_GSIZE_FORMAT
      ") INSERT INTO t SELECT i, hex(randomblob(100)) FROM n",
      n_rows);
  execute (db, sql);
}

static void
keeps_a_damaged_file_as_it_is (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  SchalterDb *db = open_durable (fixture);
  fill_with_rows (db, 1000);
  schalter_db_free (db);

  g_autofree char *content = NULL;
  gsize length = 0;
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, &error));
  memset (content + length / 2, 0x5a, 8192);
  write_file (fixture->path, content, length);

  g_assert_null (schalter_db_open_durable (fixture->path, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_CORRUPT);
  g_autofree char *after = NULL;
  gsize after_length = 0;
  g_assert_true (g_file_get_contents (fixture->path, &after, &after_length, NULL));
  g_assert_cmpmem (after, after_length, content, length);
}

static void
refuses_what_is_no_database (Fixture *fixture, gconstpointer user_data)
{
  const char *garbage = "This is not a database; it only looks like a text of some length, so that "
                        "SQLite reads a whole header of one hundred bytes.";
  write_file (fixture->path, garbage, strlen (garbage));
  g_autoptr (GError) error = NULL;
  g_assert_null (schalter_db_open_durable (fixture->path, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_null (schalter_db_open_immutable (fixture->path, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_CORRUPT);
}

static void
its_file_is_not_for_others (Fixture *fixture, gconstpointer user_data)
{
  GStatBuf status;
  g_autoptr (SchalterDb) db = open_durable (fixture);
  execute (db, "CREATE TABLE t (a TEXT) STRICT");
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

static void
an_immutable_file_is_only_read (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *odd = g_build_filename (fixture->directory, "a?b #1%20.db", NULL);
  SchalterDb *scratch = schalter_db_open_scratch (odd, &error);
  g_assert_no_error (error);
  execute (scratch, "CREATE TABLE t (a TEXT) STRICT; INSERT INTO t VALUES ('x')");
  schalter_db_free (scratch);

  g_autoptr (SchalterDb) db = schalter_db_open_immutable (odd, &error);
  g_assert_no_error (error);
  g_assert_cmpint (query_int64 (db, "SELECT count(*) FROM t"), ==, 1);
  g_assert_false (schalter_db_execute (db, "INSERT INTO t VALUES ('y')", &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INTERNAL);
}

static void
a_missing_file_is_not_found (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (schalter_db_open_immutable (fixture->path, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND);
}

static void
a_scratch_transaction_rolls_back_too (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterDb) db = schalter_db_open_scratch (fixture->path, &error);
  execute (db, "CREATE TABLE t (a TEXT) STRICT");
  g_assert_false (schalter_db_transaction (db, insert_and_fail, NULL, &error));
  g_assert_cmpint (query_int64 (db, "SELECT count(*) FROM t"), ==, 0);
}

#define ADD(path, function) g_test_add ("/db/db/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("keeps-every-type", keeps_every_type);
  ADD ("run-clears-the-parameters", run_clears_the_parameters);
  ADD ("refuses-a-wrong-parameter", refuses_a_wrong_parameter);
  ADD ("refuses-two-statements-at-once", refuses_two_statements_at_once);
  ADD ("names-a-broken-rule-a-conflict", names_a_broken_rule_a_conflict);
  ADD ("rolls-back-a-failed-transaction", rolls_back_a_failed_transaction);
  ADD ("a-second-connection-sees-only-what-is-committed",
       a_second_connection_sees_only_what_is_committed);
  ADD ("names-a-full-disk-and-keeps-what-was-there", names_a_full_disk_and_keeps_what_was_there);
  ADD ("migrates-once-and-in-order", migrates_once_and_in_order);
  ADD ("a-failed-migration-leaves-the-version-before",
       a_failed_migration_leaves_the_version_before);
  ADD ("refuses-a-database-of-a-newer-program", refuses_a_database_of_a_newer_program);
  ADD ("keeps-a-damaged-file-as-it-is", keeps_a_damaged_file_as_it_is);
  ADD ("refuses-what-is-no-database", refuses_what_is_no_database);
  ADD ("its-file-is-not-for-others", its_file_is_not_for_others);
  ADD ("an-immutable-file-is-only-read", an_immutable_file_is_only_read);
  ADD ("a-missing-file-is-not-found", a_missing_file_is_not_found);
  ADD ("a-scratch-transaction-rolls-back-too", a_scratch_transaction_rolls_back_too);
  return g_test_run ();
}
