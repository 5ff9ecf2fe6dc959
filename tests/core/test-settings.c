/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The configuration file: defaults, and a refusal that says where. */
#include "config.h"

#include "schalter-error.h"
#include "settings.h"

#include <string.h>

static void
an_empty_file_gives_defaults (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterSettings) settings = schalter_settings_parse ("", -1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (settings->state_directory, ==, "/var/lib/schalter");
  g_assert_cmpstr (settings->portal_uri, ==, "");
  g_assert_cmpuint (settings->idle_seconds, ==, 90);
  g_assert_false (settings->is_windowed);
}

static void
reads_every_group (void)
{
  const char text[] = "# Baden, ground floor\n"
                      "[kiosk]\nid=baden-1\nname=Baden, Stadthaus\ncanton=AG\n"
                      "municipality = 4021\nidle-seconds=120\ncountdown-seconds=45\n"
                      "windowed=true\n"
                      "[agent]\nstate-directory=/srv/schalter\nbus-address=unix:path=/run/bus\n"
                      "[catalogue]\nkey-file=/etc/schalter/catalogue.pub\nsync-seconds=60\n"
                      "[portal]\nuri=https://localhost:8443\nca-file=/etc/schalter/ca.pem\n"
                      "[printer]\nqueue=kiosk\ncups-socket=/run/cups.sock\n"
                      "device-uri=ipp://localhost:8631/ipp/print\n"
                      "[counter]\nport=8470\nlisten=0.0.0.0\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterSettings) settings = schalter_settings_parse (text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (settings->kiosk_id, ==, "baden-1");
  g_assert_cmpstr (settings->kiosk_name, ==, "Baden, Stadthaus");
  g_assert_cmpuint (settings->municipality_bfs, ==, 4021);
  g_assert_true (settings->is_windowed);
  g_assert_cmpstr (settings->bus_address, ==, "unix:path=/run/bus");
  g_assert_cmpuint (settings->sync_seconds, ==, 60);
  g_assert_cmpstr (settings->portal_uri, ==, "https://localhost:8443");
  g_assert_cmpstr (settings->printer_device_uri, ==, "ipp://localhost:8631/ipp/print");
  g_assert_cmpuint (settings->counter_port, ==, 8470);
  g_assert_cmpstr (settings->counter_listen, ==, "0.0.0.0");
}

static void
says_where_it_refuses (void)
{
  const struct {
    const char *text;
    const char *named;
  } cases[] = {
    { "[kiosk]\nidle-seconds=9\n", "kiosk:idle-seconds" },
    { "[kiosk]\nidle-seconds=1e3\n", "kiosk:idle-seconds" },
    { "[kiosk]\nidle-seconds=\n", "10 to 3600" },
    { "[kiosk]\nmunicipality=-1\n", "kiosk:municipality" },
    { "[kiosk]\nwindowed=yes\n", "kiosk:windowed" },
    { "[kiosk]\ncanton=Aargau\n", "kiosk:canton" },
    { "[kiosk]\ncolour=red\n", "kiosk:colour" },
    { "[agent]\nstate-directory=var\n", "agent:state-directory" },
    { "[portal]\nuri=http://portal.example\n", "portal:uri" },
    { "[portal]\nuri=https://[bad\n", "portal:uri" },
    { "[printer]\ndevice-uri=file:///etc/passwd\n", "printer:device-uri" },
    { "[counter]\nport=65536\n", "counter:port" },
    { "[kisok]\nid=x\n", "kisok" },
    { "id=x\n", "" },
    { "[kiosk\n", "" },
    { "\xff", "" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (schalter_settings_parse (cases[i].text, -1, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
    g_assert_nonnull (strstr (error->message, cases[i].named));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/settings/an-empty-file-gives-defaults", an_empty_file_gives_defaults);
  g_test_add_func ("/core/settings/reads-every-group", reads_every_group);
  g_test_add_func ("/core/settings/says-where-it-refuses", says_where_it_refuses);
  return g_test_run ();
}
