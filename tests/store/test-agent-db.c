/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The state database against the world: killed while writing, a full disk, a damaged file, a file
 * of an older release, a file of a newer one. */
#include "config.h"

#include "agent-db.h"
#include "outbox.h"
#include "random.h"
#include "schalter-error.h"
#include "store-fixture.h"
#include "test-wait.h"

#include <stdio.h>

#define N_KILLS 8

static gboolean
add_one (SchalterDb *db, guint n, gsize size, GError **error)
{
  g_autoptr (SchalterEnvelope) envelope = store_envelope_new (n);
  g_autofree char *content = g_strnfill (size, 'x');
  g_autoptr (GBytes) sealed = g_bytes_new (content, size);
  SchalterOutboxSubmission submission = { envelope, sealed, n, schalter_random_fill };
  g_autofree char *reference = NULL;
  return schalter_outbox_add (db, &submission, &reference, error);
}

/* A child that hands in from number @first on and tells each that was acknowledged, until killed.
 */
static int
hand_in_for_ever (const char *path, guint first)
{
  g_autoptr (SchalterDb) db = store_fixture_open (path);
  for (guint n = first; add_one (db, n, 20000, NULL); n++) {
    if (printf ("%u\n", n) < 0 || fflush (stdout) != 0)
      break;
  }
  return 1;
}

/* Kills a child of this program when it has told @n_before_kill numbers; returns the last one. */
static guint
hand_in_and_kill (const char *path, guint first, guint n_before_kill)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *self = g_file_read_link ("/proc/self/exe", &error);
  g_autofree char *number = g_strdup_printf ("%u", first);
  g_autoptr (GSubprocess) child = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, self, "--hand-in", path, number, NULL);
  g_assert_no_error (error);
  g_autoptr (GDataInputStream) numbers =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  guint last = 0;
  for (guint n_told = 0;; n_told++) {
    g_autofree char *line = g_data_input_stream_read_line (numbers, NULL, NULL, &error);
    g_assert_no_error (error);
    if (line == NULL)
      break;
    last = (guint)g_ascii_strtoull (line, NULL, 10);
    if (n_told + 1 == n_before_kill)
      g_subprocess_force_exit (child);
  }
  g_assert_true (g_subprocess_wait (child, NULL, &error));
  g_assert_true (g_subprocess_get_if_signaled (child));
  return last;
}

static void
keeps_what_was_acknowledged_when_killed (void)
{
  char *directory = test_temp_dir_new ();
  g_autofree char *path = g_build_filename (directory, "agent.db", NULL);
  guint n_acknowledged = 0;
  for (guint i = 0; i < N_KILLS; i++) {
    guint last = hand_in_and_kill (path, n_acknowledged + 1, 1 + i);
    g_autoptr (SchalterDb) db = store_fixture_open (path);
    gint64 n_kept = store_query_int64 (db, "SELECT count(*) FROM outbox");
    /* One more may be there: written, and killed before it was told. */
    g_assert_cmpint (n_kept, >=, last);
    g_assert_cmpint (n_kept, <=, last + 1);
    n_acknowledged = (guint)n_kept;
  }
  test_temp_dir_free (directory);
}

static void
keeps_what_was_acknowledged_when_the_disk_is_full (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  guint n = 1;
  g_assert_true (schalter_db_execute (fixture->db, "PRAGMA max_page_count = 40", &error));
  while (n < 100 && add_one (fixture->db, n, 20000, &error))
    n++;
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NO_SPACE);
  g_clear_error (&error);
  g_assert_cmpuint (n, >, 1);
  g_assert_cmpint (store_query_int64 (fixture->db, "SELECT count(*) FROM outbox"), ==, n - 1);

  /* What is there can still be sent and let go of, which makes room again. */
  SchalterOutboxParcel *parcel = NULL;
  g_assert_true (schalter_outbox_take_due (fixture->db, 1000, &parcel, &error));
  g_assert_no_error (error);
  g_assert_true (schalter_outbox_mark_delivered (
      fixture->db, parcel->envelope->submission_id, "{}", 1000, &error));
  g_assert_no_error (error);
  schalter_outbox_parcel_free (parcel);
  g_assert_true (add_one (fixture->db, n, 10000, &error));
  g_assert_no_error (error);
}

static char *
read_file (const char *path, gsize *length_out)
{
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  g_assert_true (g_file_get_contents (path, &data, length_out, &error));
  g_assert_no_error (error);
  return data;
}

static void
keeps_a_damaged_file_as_it_is (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  for (guint n = 1; n < 30; n++)
    g_assert_true (add_one (fixture->db, n, 5000, &error));
  g_clear_pointer (&fixture->db, schalter_db_free);
  gsize length = 0;
  g_autofree char *data = read_file (fixture->path, &length);
  memset (data + length / 3, 0xa5, length / 3);
  g_assert_true (g_file_set_contents (fixture->path, data, (gssize)length, &error));

  g_autoptr (SchalterAgentDb) agent_db = schalter_agent_db_open (fixture->path, &error);
  g_assert_null (agent_db);
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_CORRUPT);
  gsize length_after = 0;
  g_autofree char *after = read_file (fixture->path, &length_after);
  g_assert_cmpmem (data, length, after, length_after);
}

static void
keeps_a_file_that_is_no_database (void)
{
  char *directory = test_temp_dir_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (directory, "agent.db", NULL);
  g_autofree char *garbage = g_strnfill (10000, 'g');
  g_assert_true (g_file_set_contents (path, garbage, -1, &error));
  g_autoptr (SchalterAgentDb) agent_db = schalter_agent_db_open (path, &error);
  g_assert_null (agent_db);
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_CORRUPT);
  gsize length = 0;
  g_autofree char *after = read_file (path, &length);
  g_assert_cmpstr (after, ==, garbage);
  test_temp_dir_free (directory);
}

static void
refuses_the_file_of_a_newer_release (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (schalter_db_execute (fixture->db, "PRAGMA user_version = 9999", &error));
  g_autoptr (SchalterAgentDb) agent_db = schalter_agent_db_open (fixture->path, &error);
  g_assert_null (agent_db);
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_OUTDATED);
  g_assert_cmpint (store_query_int64 (fixture->db, "PRAGMA user_version"), ==, 9999);
}

/* tests/data/v1.db: what the first release left behind: one waiting, one delivered, one print. */
static void
goes_on_with_the_file_of_the_first_release (void)
{
  char *directory = test_temp_dir_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (directory, "agent.db", NULL);
  g_autofree char *released =
      g_build_filename (g_getenv ("SCHALTER_SOURCE_ROOT"), "tests", "data", "v1.db", NULL);
  gsize length = 0;
  g_autofree char *data = read_file (released, &length);
  g_assert_true (g_file_set_contents (path, data, (gssize)length, &error));

  g_autoptr (SchalterDb) db = store_fixture_open (path);
  g_autoptr (SchalterOutboxParcel) parcel = NULL;
  g_assert_true (schalter_outbox_take_due (db, 10, &parcel, &error));
  g_assert_no_error (error);
  g_assert_nonnull (parcel);
  g_assert_cmpstr (parcel->envelope->service_id, ==, "umzug-melden");
  g_assert_cmpuint (g_bytes_get_size (parcel->sealed), ==, 6);
  g_assert_cmpint (store_query_int64 (db, "SELECT count(*) FROM outbox"), ==, 2);
  g_assert_cmpint (store_query_int64 (db, "SELECT count(*) FROM prints"), ==, 1);
  g_assert_cmpint (store_query_int64 (db, "SELECT count(*) FROM counters"), ==, 1);
  g_assert_true (add_one (db, 77, 10, &error));
  g_assert_no_error (error);
  test_temp_dir_free (directory);
}

typedef struct {
  int number;
  int result;
} Doubling;

static gboolean
run_doubling (SchalterDb *db, gpointer request, GError **error)
{
  Doubling *doubling = request;
  if (doubling->number < 0) {
    g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "negative");
    return FALSE;
  }
  doubling->result = 2 * doubling->number;
  return TRUE;
}

static const SchalterAgentDbJob doubling_job = { run_doubling, g_free };

typedef struct {
  GString *results;
  guint n_answers;
} Answers;

static void
on_doubled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answers *answers = user_data;
  g_autoptr (GError) error = NULL;
  const Doubling *doubling = schalter_agent_db_run_finish (result, &error);
  g_string_append_printf (answers->results, "%s ", doubling == NULL ? error->message : "");
  if (doubling != NULL)
    g_string_append_printf (answers->results, "%d ", doubling->result);
  answers->n_answers++;
}

static gboolean
has_three_answers (gpointer user_data)
{
  return ((Answers *)user_data)->n_answers == 3;
}

static void
answers_in_order_without_blocking (void)
{
  char *directory = test_temp_dir_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (directory, "agent.db", NULL);
  g_autoptr (SchalterAgentDb) agent_db = schalter_agent_db_open (path, &error);
  g_assert_no_error (error);
  g_autoptr (GString) results = g_string_new (NULL);
  Answers answers = { results, 0 };
  const int numbers[] = { 4, -1, 21 };
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    Doubling *doubling = g_new0 (Doubling, 1);
    doubling->number = numbers[i];
    schalter_agent_db_run_async (agent_db, &doubling_job, doubling, NULL, on_doubled, &answers);
  }
  g_assert_cmpuint (answers.n_answers, ==, 0);
  test_wait_until (has_three_answers, &answers, 30000);
  g_assert_cmpstr (results->str, ==, " 8 negative  42 ");
  test_temp_dir_free (directory);
}

int
main (int argc, char **argv)
{
  schalter_crypto_init ();
  if (argc == 4 && g_str_equal (argv[1], "--hand-in"))
    return hand_in_for_ever (argv[2], (guint)g_ascii_strtoull (argv[3], NULL, 10));
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test)                                                                            \
  g_test_add ("/store/agent-db/" path,                                                             \
              StoreFixture,                                                                        \
              NULL,                                                                                \
              store_fixture_set_up,                                                                \
              test,                                                                                \
              store_fixture_tear_down)
  g_test_add_func ("/store/agent-db/keeps-what-was-acknowledged-when-killed",
                   keeps_what_was_acknowledged_when_killed);
  ADD ("keeps-what-was-acknowledged-when-the-disk-is-full",
       keeps_what_was_acknowledged_when_the_disk_is_full);
  ADD ("keeps-a-damaged-file-as-it-is", keeps_a_damaged_file_as_it_is);
  g_test_add_func ("/store/agent-db/keeps-a-file-that-is-no-database",
                   keeps_a_file_that_is_no_database);
  ADD ("refuses-the-file-of-a-newer-release", refuses_the_file_of_a_newer_release);
  g_test_add_func ("/store/agent-db/goes-on-with-the-file-of-the-first-release",
                   goes_on_with_the_file_of_the_first_release);
  g_test_add_func ("/store/agent-db/answers-in-order-without-blocking",
                   answers_in_order_without_blocking);
#undef ADD
  return g_test_run ();
}
