/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the tests of the store share: a fresh database, an envelope. */
#include "config.h"

#include "store-fixture.h"

#include "agent-db.h"
#include "test-wait.h"

SchalterDb *
store_fixture_open (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterAgentDb) agent_db = schalter_agent_db_open (path, &error);
  g_assert_no_error (error);
  g_clear_pointer (&agent_db, schalter_agent_db_free);
  SchalterDb *db = schalter_db_open_durable (path, &error);
  g_assert_no_error (error);
  return db;
}

void
store_fixture_set_up (StoreFixture *fixture, gconstpointer unused)
{
  fixture->directory = test_temp_dir_new ();
  fixture->path = g_build_filename (fixture->directory, "agent.db", NULL);
  fixture->db = store_fixture_open (fixture->path);
}

void
store_fixture_tear_down (StoreFixture *fixture, gconstpointer unused)
{
  g_clear_pointer (&fixture->db, schalter_db_free);
  g_free (fixture->path);
  test_temp_dir_free (fixture->directory);
}

SchalterEnvelope *
store_envelope_new (guint n)
{
  SchalterEnvelope *envelope = g_new0 (SchalterEnvelope, 1);
  envelope->submission_id = g_strdup_printf ("01890a5d-ac96-774b-bcce-%012x", n);
  envelope->reference = g_strdup ("");
  envelope->service_id = g_strdup ("umzug-melden");
  envelope->form_id = g_strdup ("umzug");
  envelope->form_version = 1;
  envelope->authority_bfs = 4045;
  envelope->authority_office = g_strdup ("4045-einwohnerdienste");
  envelope->key_id = g_strdup ("4045-1");
  envelope->created_us = 1000;
  envelope->kiosk = g_strdup ("test");
  envelope->size = 6;
  return envelope;
}

gint64
store_query_int64 (SchalterDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterStatement) statement = schalter_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  gboolean has_row = FALSE;
  g_assert_true (schalter_statement_step (statement, &has_row, &error));
  g_assert_no_error (error);
  g_assert_true (has_row);
  return schalter_statement_get_int64 (statement, 0);
}
