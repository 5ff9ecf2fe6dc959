/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sending, against a portal with moods: nothing is lost, nothing arrives twice, and one bad item
 * holds up no other. */
#include "config.h"

#include "outbox-sender.h"

#include "outbox.h"
#include "portal-double.h"
#include "random.h"
#include "test-wait.h"

#define DEADLINE_MS 60000
/* Only who hangs is not waited for: an answer may be slow. */
#define SHORT_TIMEOUT_MS 300
#define LONG_TIMEOUT_MS 20000

typedef struct {
  char *directory;
  PortalDouble *portal;
  SchalterAgentDb *db;
  SchalterNetworkState *network;
  SchalterOutboxSender *sender;
  gpointer answer;
  gboolean is_answered;
  guint n_expected;
  guint timeout_ms;
} Fixture;

/* What is asked of the database, and its answer. */
typedef struct {
  guint n;
  GPtrArray *items;
} Request;

static char *
make_id (guint n)
{
  return g_strdup_printf ("01890a5d-ac96-774b-bcce-%012x", n);
}

static void
start_sender (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (f->directory, "agent.db", NULL);
  g_autoptr (SchalterPortalClient) client = schalter_portal_client_new (
      portal_double_get_uri (f->portal), portal_double_get_ca_file (f->portal), &error);
  g_assert_no_error (error);
  schalter_portal_client_set_timeout_ms (client, f->timeout_ms);
  f->db = schalter_agent_db_open (path, &error);
  g_assert_no_error (error);
  f->network = schalter_network_state_new (client, 1);
  f->sender = schalter_outbox_sender_new (f->db, client, f->network);
  schalter_outbox_sender_start (f->sender);
}

static void
stop_sender (Fixture *f)
{
  g_object_run_dispose (G_OBJECT (f->sender));
  g_clear_object (&f->sender);
  g_object_run_dispose (G_OBJECT (f->network));
  g_clear_object (&f->network);
  g_clear_pointer (&f->db, schalter_agent_db_free);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  PortalMood mood = (PortalMood)GPOINTER_TO_INT (data);
  gboolean is_silent = mood == PORTAL_HANGS || mood == PORTAL_FORGETS;
  f->timeout_ms = is_silent ? SHORT_TIMEOUT_MS : LONG_TIMEOUT_MS;
  f->directory = test_temp_dir_new ();
  f->portal = portal_double_new (f->directory);
  start_sender (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  stop_sender (f);
  portal_double_free (f->portal);
  test_temp_dir_free (f->directory);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  Fixture *f = user_data;
  Request *request = schalter_agent_db_run_finish (result, &error);
  g_assert_no_error (error);
  f->answer = g_steal_pointer (&request->items);
  f->is_answered = TRUE;
}

static gboolean
is_answered (gpointer user_data)
{
  return ((Fixture *)user_data)->is_answered;
}

static gpointer
run (Fixture *f, const SchalterAgentDbJob *job, guint n)
{
  Request *request = g_new0 (Request, 1);
  request->n = n;
  f->is_answered = FALSE;
  schalter_agent_db_run_async (f->db, job, request, NULL, on_done, f);
  test_wait_until (is_answered, f, DEADLINE_MS);
  return g_steal_pointer (&f->answer);
}

static gboolean
run_add (SchalterDb *db, gpointer data, GError **error)
{
  const Request *request = data;
  g_autofree char *reference = NULL;
  g_autofree char *id = make_id (request->n);
  g_autoptr (GBytes) sealed = g_bytes_new_static ("sealed", 6);
  const SchalterEnvelope envelope = {
    .submission_id = id,
    .reference = (char *)"",
    .service_id = (char *)"umzug",
    .form_id = (char *)"umzug",
    .form_version = 1,
    .authority_bfs = 4021,
    .authority_office = (char *)"4021-einwohnerdienste",
    .key_id = (char *)"4021-1",
    .created_us = 1000,
    .kiosk = (char *)"test-1",
    .size = 6,
  };
  SchalterOutboxSubmission row = { &envelope, sealed, g_get_real_time (), schalter_random_fill };
  return schalter_outbox_add (db, &row, &reference, error);
}

static gboolean
run_list (SchalterDb *db, gpointer data, GError **error)
{
  Request *request = data;
  request->items = schalter_outbox_list (db, error);
  return request->items != NULL;
}

static const SchalterAgentDbJob add_job = { run_add, g_free };
static const SchalterAgentDbJob list_job = { run_list, g_free };

static void
hand_in (Fixture *f, guint n)
{
  g_assert_null (run (f, &add_job, n));
  schalter_outbox_sender_wake (f->sender);
}

static gboolean
has_enough_tries (gpointer user_data)
{
  Fixture *f = user_data;
  return portal_double_count_tries (f->portal) >= f->n_expected;
}

static void
wait_for_tries (Fixture *f, guint n)
{
  f->n_expected = n;
  test_wait_until (has_enough_tries, f, DEADLINE_MS);
}

static gboolean
is_all_delivered (gpointer user_data)
{
  Fixture *f = user_data;
  g_autoptr (GPtrArray) items = run (f, &list_job, 0);
  return items->len == 0;
}

static gboolean
has_attention (gpointer user_data)
{
  Fixture *f = user_data;
  return schalter_outbox_sender_get_n_attention (f->sender) == f->n_expected;
}

static void
sends_at_once (Fixture *f, gconstpointer data)
{
  hand_in (f, 1);
  test_wait_until (is_all_delivered, f, DEADLINE_MS);
  g_autofree char *id = make_id (1);
  g_autofree char *body = portal_double_dup_body (f->portal, id);
  g_assert_nonnull (strstr (body, "\"sealed\":\"c2VhbGVk\""));
  g_assert_cmpuint (portal_double_count_tries (f->portal), ==, 1);
  g_assert_true (schalter_network_state_is_online (f->network));
}

/* Whatever ails the portal: tried again, and there once when it is well. */
static void
outlasts_a_bad_portal (Fixture *f, gconstpointer data)
{
  portal_double_set_mood (f->portal, (PortalMood)GPOINTER_TO_INT (data));
  hand_in (f, 1);
  wait_for_tries (f, 2);
  g_autoptr (GPtrArray) items = run (f, &list_job, 0);
  g_assert_cmpuint (items->len, ==, 1);
  const SchalterOutboxItem *item = items->pdata[0];
  g_assert_cmpuint (item->n_attempts, >=, 1);
  g_assert_cmpstr (item->problem, !=, "");
  portal_double_set_mood (f->portal, PORTAL_WELL);
  test_wait_until (is_all_delivered, f, DEADLINE_MS);
  g_assert_cmpuint (portal_double_count_kept (f->portal), ==, 1);
}

static void
outlasts_a_portal_that_is_gone (Fixture *f, gconstpointer data)
{
  portal_double_stop (f->portal);
  for (guint n = 1; n <= 6; n++)
    hand_in (f, n);
  g_autoptr (GPtrArray) items = run (f, &list_job, 0);
  g_assert_cmpuint (items->len, ==, 6);
  portal_double_start (f->portal);
  test_wait_until (is_all_delivered, f, DEADLINE_MS);
  g_assert_cmpuint (portal_double_count_kept (f->portal), ==, 6);
}

/* Four may be on their way when the first answer comes; then it is one at a time, with half a
 * second at the least between two, however many wait. */
static void
spares_a_portal_that_fails (Fixture *f, gconstpointer data)
{
  portal_double_set_mood (f->portal, PORTAL_FAILS);
  gint64 begin_us = g_get_monotonic_time ();
  for (guint n = 1; n <= 8; n++)
    hand_in (f, n);
  wait_for_tries (f, 6);
  g_assert_cmpint (g_get_monotonic_time () - begin_us, >=, G_USEC_PER_SEC);
}

static void
keeps_what_was_refused_for_a_person (Fixture *f, gconstpointer data)
{
  portal_double_set_mood (f->portal, PORTAL_REFUSES);
  hand_in (f, 1);
  f->n_expected = 1;
  test_wait_until (has_attention, f, DEADLINE_MS);
  portal_double_set_mood (f->portal, PORTAL_WELL);
  hand_in (f, 2);
  wait_for_tries (f, 2);
  g_autoptr (GPtrArray) items = NULL;
  do {
    g_clear_pointer (&items, g_ptr_array_unref);
    items = run (f, &list_job, 0);
  } while (items->len > 1);
  const SchalterOutboxItem *item = items->pdata[0];
  g_autofree char *id = make_id (1);
  g_assert_cmpstr (item->submission_id, ==, id);
  g_assert_cmpint (item->state, ==, SCHALTER_OUTBOX_ATTENTION);
  g_assert_nonnull (strstr (item->problem, "the form is closed"));
  g_assert_cmpuint (portal_double_count_tries (f->portal), ==, 2);
}

/* The portal took it, the answer was lost with us: the repeat is the same one to the portal. */
static void
repeats_what_a_death_left_open (Fixture *f, gconstpointer data)
{
  portal_double_set_mood (f->portal, PORTAL_FORGETS);
  hand_in (f, 1);
  wait_for_tries (f, 1);
  stop_sender (f);
  portal_double_set_mood (f->portal, PORTAL_WELL);
  start_sender (f);
  test_wait_until (is_all_delivered, f, DEADLINE_MS);
  g_assert_cmpuint (portal_double_count_tries (f->portal), >=, 2);
  g_assert_cmpuint (portal_double_count_kept (f->portal), ==, 1);
}

#define ADD(name, data, function)                                                                  \
  g_test_add ("/agent/outbox-sender/" name, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* What an operator is warned of is what is tested here. */
  g_log_set_always_fatal ((GLogLevelFlags)(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL));
  ADD ("sends-at-once", NULL, sends_at_once);
  ADD ("outlasts-a-portal-that-hangs", GINT_TO_POINTER (PORTAL_HANGS), outlasts_a_bad_portal);
  ADD ("outlasts-a-portal-that-answers-500", GINT_TO_POINTER (PORTAL_FAILS), outlasts_a_bad_portal);
  ADD ("outlasts-a-portal-that-answers-garbage",
       GINT_TO_POINTER (PORTAL_GARBAGE),
       outlasts_a_bad_portal);
  ADD ("outlasts-a-portal-that-takes-it-and-stays-silent",
       GINT_TO_POINTER (PORTAL_FORGETS),
       outlasts_a_bad_portal);
  ADD ("outlasts-a-portal-that-is-gone", NULL, outlasts_a_portal_that_is_gone);
  ADD ("spares-a-portal-that-fails", NULL, spares_a_portal_that_fails);
  ADD ("keeps-what-was-refused-for-a-person", NULL, keeps_what_was_refused_for_a_person);
  ADD ("repeats-what-a-death-left-open", NULL, repeats_what_a_death_left_open);
  return g_test_run ();
}
