/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Knowing a full disk from other trouble. The database is real, and refuses to grow. */
#include "config.h"

#include "storage-health.h"

#include "schalter-error.h"
#include "test-wait.h"

#define DEADLINE_MS 60000

typedef struct {
  char *directory;
  SchalterAgentDb *db;
  SchalterStorageHealth *health;
  guint n_changes;
  gboolean is_expected_well;
  gboolean is_done;
  GError *error;
} Fixture;

static void
on_changed (Fixture *f)
{
  f->n_changes++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  f->directory = test_temp_dir_new ();
  g_autofree char *path = g_build_filename (f->directory, "agent.db", NULL);
  f->db = schalter_agent_db_open (path, &error);
  g_assert_no_error (error);
  f->health = schalter_storage_health_new (f->db, 1);
  g_signal_connect_swapped (f->health, "changed", G_CALLBACK (on_changed), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_run_dispose (G_OBJECT (f->health));
  g_object_unref (f->health);
  schalter_agent_db_free (f->db);
  test_temp_dir_free (f->directory);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;
  g_assert_null (schalter_agent_db_run_finish (result, &f->error)); /* no request, no answer */
  f->is_done = TRUE;
}

static gboolean
is_done (gpointer user_data)
{
  return ((Fixture *)user_data)->is_done;
}

/* As a disk with no room for one more page; and as one with room again. */
static gboolean
run_fill (SchalterDb *db, gpointer request, GError **error)
{
  return schalter_db_execute (db, "PRAGMA max_page_count = 1", error);
}

static gboolean
run_make_room (SchalterDb *db, gpointer request, GError **error)
{
  return schalter_db_execute (db, "PRAGMA max_page_count = 1000000", error);
}

static gboolean
run_write (SchalterDb *db, gpointer request, GError **error)
{
  return schalter_db_execute (
      db, "CREATE TABLE IF NOT EXISTS big AS SELECT zeroblob (100000) AS content", error);
}

static const SchalterAgentDbJob fill_job = { run_fill, NULL };
static const SchalterAgentDbJob make_room_job = { run_make_room, NULL };
static const SchalterAgentDbJob write_job = { run_write, NULL };

static void
run (Fixture *f, const SchalterAgentDbJob *job)
{
  f->is_done = FALSE;
  g_clear_error (&f->error);
  schalter_agent_db_run_async (f->db, job, NULL, NULL, on_done, f);
  test_wait_until (is_done, f, DEADLINE_MS);
}

static gboolean
is_as_expected (gpointer user_data)
{
  Fixture *f = user_data;
  return schalter_storage_health_is_well (f->health) == f->is_expected_well;
}

static void
closes_on_a_full_disk_and_opens_by_itself (Fixture *f, gconstpointer data)
{
  run (f, &fill_job);
  run (f, &write_job);
  g_assert_error (f->error, SCHALTER_ERROR, SCHALTER_ERROR_NO_SPACE);
  schalter_storage_health_report (f->health, f->error);
  schalter_storage_health_report (f->health, f->error);
  g_assert_false (schalter_storage_health_is_well (f->health));
  g_assert_cmpuint (f->n_changes, ==, 1);
  run (f, &make_room_job);
  f->is_expected_well = TRUE;
  test_wait_until (is_as_expected, f, DEADLINE_MS);
  g_assert_cmpuint (f->n_changes, ==, 2);
  g_clear_error (&f->error);
}

static void
stays_closed_while_the_disk_is_full (Fixture *f, gconstpointer data)
{
  run (f, &fill_job);
  run (f, &write_job);
  schalter_storage_health_report (f->health, f->error);
  gint64 begin_us = g_get_monotonic_time ();
  while (g_get_monotonic_time () - begin_us < 5 * G_USEC_PER_SEC / 2)
    g_main_context_iteration (NULL, TRUE); /* its own second ticks wake it */
  g_assert_false (schalter_storage_health_is_well (f->health));
  g_assert_cmpuint (f->n_changes, ==, 1);
  g_clear_error (&f->error);
}

static void
stays_open_for_trouble_of_another_kind (Fixture *f, gconstpointer data)
{
  static const SchalterError codes[] = {
    SCHALTER_ERROR_INVALID,
    SCHALTER_ERROR_CONFLICT,
    SCHALTER_ERROR_UNAVAILABLE,
  };
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_autoptr (GError) error = g_error_new_literal (SCHALTER_ERROR, (int)codes[i], "no");
    schalter_storage_health_report (f->health, error);
  }
  schalter_storage_health_report (f->health, NULL);
  g_assert_true (schalter_storage_health_is_well (f->health));
  g_assert_cmpuint (f->n_changes, ==, 0);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/agent/storage-health/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* What an operator is warned of is what is tested here. */
  g_log_set_always_fatal ((GLogLevelFlags)(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL));
  ADD ("closes-on-a-full-disk-and-opens-by-itself", closes_on_a_full_disk_and_opens_by_itself);
  ADD ("stays-closed-while-the-disk-is-full", stays_closed_while_the_disk_is_full);
  ADD ("stays-open-for-trouble-of-another-kind", stays_open_for_trouble_of_another_kind);
  return g_test_run ();
}
