/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Online is who was answered lately, whatever the cable says. */
#include "config.h"

#include "network-state.h"

#include "portal-double.h"
#include "schalter-error.h"
#include "test-wait.h"

#define DEADLINE_MS 60000
#define SHORT_TIMEOUT_MS 2000

typedef struct {
  char *directory;
  PortalDouble *portal;
  SchalterPortalClient *client;
  SchalterNetworkState *network;
  guint n_changes;
  gboolean is_expected_online;
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
  f->portal = portal_double_new (f->directory);
  f->client = schalter_portal_client_new (
      portal_double_get_uri (f->portal), portal_double_get_ca_file (f->portal), &error);
  g_assert_no_error (error);
  schalter_portal_client_set_timeout_ms (f->client, SHORT_TIMEOUT_MS);
  f->network = schalter_network_state_new (f->client, 1);
  g_signal_connect_swapped (f->network, "changed", G_CALLBACK (on_changed), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_run_dispose (G_OBJECT (f->network));
  g_object_unref (f->network);
  g_object_unref (f->client);
  portal_double_free (f->portal);
  test_temp_dir_free (f->directory);
}

static gboolean
is_as_expected (gpointer user_data)
{
  Fixture *f = user_data;
  return schalter_network_state_is_online (f->network) == f->is_expected_online;
}

static void
wait_for (Fixture *f, gboolean is_online)
{
  f->is_expected_online = is_online;
  test_wait_until (is_as_expected, f, DEADLINE_MS);
}

static void
begins_offline_and_believes_what_it_is_told (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) gone = g_error_new_literal (SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE, "-");
  g_autoptr (GError) refused = g_error_new_literal (SCHALTER_ERROR, SCHALTER_ERROR_REFUSED, "-");
  g_assert_false (schalter_network_state_is_online (f->network));
  schalter_network_state_report (f->network, NULL);
  g_assert_true (schalter_network_state_is_online (f->network));
  schalter_network_state_report (f->network, refused); /* a no is an answer */
  g_assert_true (schalter_network_state_is_online (f->network));
  schalter_network_state_report (f->network, gone);
  g_assert_false (schalter_network_state_is_online (f->network));
  g_assert_cmpuint (f->n_changes, ==, 2);
}

/* Nobody speaks to the portal: then it is asked, so that the citizen is told the truth. */
static void
notices_by_itself_when_the_portal_goes_and_comes (Fixture *f, gconstpointer data)
{
  schalter_network_state_report (f->network, NULL);
  portal_double_stop (f->portal);
  wait_for (f, FALSE);
  portal_double_start (f->portal);
  wait_for (f, TRUE);
  portal_double_set_mood (f->portal, PORTAL_HANGS);
  wait_for (f, FALSE);
  portal_double_set_mood (f->portal, PORTAL_WELL);
  wait_for (f, TRUE);
}

/* A portal that shows another certificate is not ours, however well it answers. */
static void
is_offline_at_a_portal_it_does_not_trust (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PortalDouble) other = portal_double_new (f->directory);
  g_autoptr (SchalterPortalClient) client = schalter_portal_client_new (
      portal_double_get_uri (f->portal), portal_double_get_ca_file (other), &error);
  g_assert_no_error (error);
  SchalterNetworkState *network = schalter_network_state_new (client, 1);
  schalter_network_state_report (network, NULL);
  SchalterNetworkState *own = f->network;
  f->network = network;
  wait_for (f, FALSE);
  f->network = own;
  g_object_run_dispose (G_OBJECT (network));
  g_object_unref (network);
}

static void
without_a_portal_it_is_offline (void)
{
  SchalterNetworkState *network = schalter_network_state_new (NULL, 1);
  g_assert_false (schalter_network_state_is_online (network));
  g_object_run_dispose (G_OBJECT (network));
  g_object_unref (network);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/agent/network-state/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("begins-offline-and-believes-what-it-is-told", begins_offline_and_believes_what_it_is_told);
  ADD ("notices-by-itself-when-the-portal-goes-and-comes",
       notices_by_itself_when_the_portal_goes_and_comes);
  ADD ("is-offline-at-a-portal-it-does-not-trust", is_offline_at_a_portal_it_does_not_trust);
  g_test_add_func ("/agent/network-state/without-a-portal-it-is-offline",
                   without_a_portal_it_is_offline);
  return g_test_run ();
}
