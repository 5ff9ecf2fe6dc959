/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * org.schalter.Admin1 of the real agent: what IT sees of an outbox, of a catalogue, of nothing. */
#include "config.h"

#include "agent-fixture.h"
#include "bus-errors.h"
#include "catalogue-release.h"
#include "portal-double.h"
#include "schalter-error.h"
#include "test-wait.h"

#include <string.h>

typedef struct {
  CatalogueRelease *release;
  PortalDouble *portal;
  TestAgent *agent;
  TestSession *session;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->release = catalogue_release_new ();
  f->portal = portal_double_new (f->release->web);
  const TestAgentWorld world = {
    .portal_uri = portal_double_get_uri (f->portal),
    .portal_ca_file = portal_double_get_ca_file (f->portal),
    .key_file = f->release->key_file,
  };
  f->agent = test_agent_new (&world);
  test_agent_start (f->agent);
  f->session = test_session_new (f->agent);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  test_session_free (f->session);
  test_agent_free (f->agent);
  portal_double_free (f->portal);
  catalogue_release_free (f->release);
}

static gboolean
sync_now (Fixture *f, guint64 *version_out, GError **error)
{
  return schalter_bus_admin1_call_sync_sync (f->session->admin, version_out, NULL, error);
}

static gboolean
has_last_sync (gpointer user_data)
{
  Fixture *f = user_data;
  return schalter_bus_admin1_get_catalogue_version (f->session->admin) == 7 &&
         schalter_bus_admin1_get_last_sync (f->session->admin) > 0 &&
         g_str_equal (schalter_bus_admin1_get_last_sync_error (f->session->admin), "");
}

static gboolean
has_sync_error (gpointer user_data)
{
  Fixture *f = user_data;
  return strstr (schalter_bus_admin1_get_last_sync_error (f->session->admin), "500") != NULL;
}

static void
tells_of_the_catalogue_and_its_troubles (Fixture *f, gconstpointer data)
{
  GError *error = NULL;
  guint64 version = 0;
  catalogue_release_publish (f->release, 7);
  g_assert_true (sync_now (f, &version, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (version, ==, 7);
  test_wait_until (has_last_sync, f, TEST_DEADLINE_MS);
  gint64 created_us = schalter_bus_admin1_get_catalogue_created (f->session->admin);
  g_assert_cmpint (created_us, >, g_get_real_time () - G_TIME_SPAN_HOUR);
  g_assert_cmpint (created_us, <, g_get_real_time ());
  portal_double_set_mood (f->portal, PORTAL_FAILS);
  g_assert_false (sync_now (f, &version, &error));
  test_assert_refused (error, SCHALTER_ERROR_UNAVAILABLE);
  test_wait_until (has_sync_error, f, TEST_DEADLINE_MS);
  g_assert_cmpuint (schalter_bus_admin1_get_catalogue_version (f->session->admin), ==, 7);
}

static gboolean
has_one_refused (gpointer user_data)
{
  Fixture *f = user_data;
  return schalter_bus_admin1_get_outbox_attention (f->session->admin) == 1;
}

static void
lists_what_needs_a_person (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) items = NULL;
  const char *id = NULL, *reference = NULL, *service = NULL, *state = NULL, *problem = NULL;
  gint64 created_us = 0;
  portal_double_set_mood (f->portal, PORTAL_REFUSES);
  g_autofree char *expected = test_session_hand_in (f->session, 1);
  test_wait_until (has_one_refused, f, TEST_DEADLINE_MS);
  schalter_bus_admin1_call_list_outbox_sync (f->session->admin, &items, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_variant_n_children (items), ==, 1);
  g_variant_get_child (
      items, 0, "(&s&s&s&sxu&s)", &id, &reference, &service, &state, &created_us, NULL, &problem);
  g_assert_cmpstr (id, ==, "01890a5d-ac96-774b-bcce-000000000001");
  g_assert_cmpstr (reference, ==, expected);
  g_assert_cmpstr (service, ==, "umzug");
  g_assert_cmpstr (state, ==, "attention");
  g_assert_cmpint (created_us, >, 0);
  g_assert_nonnull (strstr (problem, "the form is closed"));
  g_assert_cmpuint (schalter_bus_admin1_get_outbox_waiting (f->session->admin), ==, 0);
}

static void
says_who_it_is (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) prints = NULL;
  SchalterBusAdmin1 *admin = f->session->admin;
  g_assert_cmpstr (schalter_bus_admin1_get_version (admin), ==, SCHALTER_VERSION);
  g_assert_cmpstr (schalter_bus_admin1_get_kiosk_id (admin), ==, "test-1");
  g_assert_cmpstr (schalter_bus_admin1_get_printer_state (admin), ==, "none");
  g_assert_cmpuint (schalter_bus_admin1_get_counters (admin), ==, 0);
  schalter_bus_admin1_call_list_prints_sync (admin, G_MAXUINT, &prints, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_variant_n_children (prints), ==, 0);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/agent/admin-service/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("tells-of-the-catalogue-and-its-troubles", tells_of_the_catalogue_and_its_troubles);
  ADD ("lists-what-needs-a-person", lists_what_needs_a_person);
  ADD ("says-who-it-is", says_who_it_is);
  return g_test_run ();
}
