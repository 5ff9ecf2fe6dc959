/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The portal's configuration: what it takes, and how it refuses. */
#include "config.h"

#include "portal-settings.h"

#include "schalter-error.h"

#include <string.h>

#define NEEDED                                                                                     \
  "[storage]\ndatabase-file=/d\n[catalogue]\nweb-directory=/w\nfile=/c\n"                          \
  "[secrets]\nexchange-file=/e\nseal-file=/s\n"

static void
has_defaults (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterPortalSettings) settings = schalter_portal_settings_parse (NEEDED, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (settings->listen, ==, "127.0.0.1");
  g_assert_cmpuint (settings->port, ==, 8443);
  g_assert_cmpuint (settings->idle_seconds, ==, 30);
  g_assert_cmpstr (settings->public_uri, ==, "");
  g_assert_cmpstr (settings->seal_secrets_file, ==, "/s");
}

static const struct {
  const char *text;
  const char *named;
} mistakes[] = {
  { "", "storage:database-file" },
  { NEEDED "[portal]\nport=65536\n", "portal:port" },
  { NEEDED "[portal]\nport=-1\n", "portal:port" },
  { NEEDED "[portal]\nidle-seconds=0\n", "portal:idle-seconds" },
  { NEEDED "[portal]\nlisten=localhost\n", "portal:listen" },
  { NEEDED "[portal]\npublic-uri=http://portal.example\n", "portal:public-uri" },
  { NEEDED "[portal]\npublic-uri=https://portal.example/\n", "portal:public-uri" },
  { NEEDED "[tls]\nca-file=here\n", "tls:ca-file" },
  { NEEDED "[portal]\nprot=1\n", "portal:prot" },
  { NEEDED "[unheard]\nof=1\n", "unheard:of" },
  { "no key file", "" },
};

static void
names_what_is_wrong (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", mistakes[i].named);
    g_assert_null (schalter_portal_settings_parse (mistakes[i].text, -1, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
    g_assert_nonnull (strstr (error->message, mistakes[i].named));
  }
}

static void
names_the_file_that_is_not_there (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (schalter_portal_settings_load ("/nowhere/portal.conf", &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "/nowhere/portal.conf"));
}

static void
takes_the_example (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
      g_build_filename (g_getenv ("SCHALTER_SOURCE_ROOT"), "data", "portal.conf.example", NULL);
  g_autoptr (SchalterPortalSettings) settings = schalter_portal_settings_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (settings->public_uri, ==, "https://portal.example.org");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portal/settings/has-defaults", has_defaults);
  g_test_add_func ("/portal/settings/names-what-is-wrong", names_what_is_wrong);
  g_test_add_func ("/portal/settings/names-the-file-that-is-not-there",
                   names_the_file_that_is_not_there);
  g_test_add_func ("/portal/settings/takes-the-example", takes_the_example);
  return g_test_run ();
}
