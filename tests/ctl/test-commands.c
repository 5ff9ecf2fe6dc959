/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What schalterctl asks of the agent and how it tells it, on a private bus with an agent that says
 * what a test wants. */
#include "config.h"

#include "bus-connection.h"
#include "bus-errors.h"
#include "bus-generated.h"
#include "bus-names.h"
#include "ctl-run.h"
#include "schalter-error.h"
#include "test-canton.h"
#include "test-wait.h"

typedef struct {
  GTestDBus *bus;
  GDBusConnection *connection;
  SchalterBusAdmin1 *skeleton;
  GVariant *outbox;
  int refusal; /* of Sync, ListOutbox and Pair; -1 for none */
  guint owner_id;
  gboolean is_owned;
} Fixture;

static gboolean
refuse (Fixture *fixture, GDBusMethodInvocation *invocation)
{
  if (fixture->refusal < 0)
    return FALSE;
  g_dbus_method_invocation_return_error_literal (
      invocation, SCHALTER_ERROR, fixture->refusal, "because of the test");
  return TRUE;
}

static gboolean
on_list_outbox (SchalterBusAdmin1 *skeleton, GDBusMethodInvocation *invocation, Fixture *fixture)
{
  if (!refuse (fixture, invocation))
    schalter_bus_admin1_complete_list_outbox (skeleton, invocation, fixture->outbox);
  return TRUE;
}

static gboolean
on_sync (SchalterBusAdmin1 *skeleton, GDBusMethodInvocation *invocation, Fixture *fixture)
{
  if (!refuse (fixture, invocation))
    schalter_bus_admin1_complete_sync (skeleton, invocation, 43);
  return TRUE;
}

static gboolean
on_pair (SchalterBusAdmin1 *skeleton, GDBusMethodInvocation *invocation, Fixture *fixture)
{
  if (!refuse (fixture, invocation))
    schalter_bus_admin1_complete_pair (skeleton, invocation, "schalter-pair:1:host:1:00:00");
  return TRUE;
}

static void
on_name_acquired (GDBusConnection *connection, const char *name, gpointer user_data)
{
  ((Fixture *)user_data)->is_owned = TRUE;
}

static gboolean
is_owned (gpointer user_data)
{
  return ((Fixture *)user_data)->is_owned;
}

static SchalterBusAdmin1 *
make_skeleton (Fixture *fixture)
{
  static const char *const reasons[] = { "media-low-warning", "toner-low-warning", NULL };
  SchalterBusAdmin1 *skeleton = schalter_bus_admin1_skeleton_new ();
  schalter_bus_admin1_set_version (skeleton, "1.0");
  schalter_bus_admin1_set_kiosk_id (skeleton, "wettingen-1");
  schalter_bus_admin1_set_catalogue_version (skeleton, 42);
  schalter_bus_admin1_set_catalogue_created (skeleton, 1767225600000000);
  schalter_bus_admin1_set_last_sync (skeleton, 1767229200000000);
  schalter_bus_admin1_set_last_sync_error (skeleton, "");
  schalter_bus_admin1_set_network_state (skeleton, "online");
  schalter_bus_admin1_set_printer_state (skeleton, "ready");
  schalter_bus_admin1_set_printer_reasons (skeleton, reasons);
  schalter_bus_admin1_set_outbox_waiting (skeleton, 3);
  schalter_bus_admin1_set_outbox_attention (skeleton, 1);
  schalter_bus_admin1_set_open_sessions (skeleton, 1);
  schalter_bus_admin1_set_counters (skeleton, 2);
  g_signal_connect (skeleton, "handle-list-outbox", G_CALLBACK (on_list_outbox), fixture);
  g_signal_connect (skeleton, "handle-sync", G_CALLBACK (on_sync), fixture);
  g_signal_connect (skeleton, "handle-pair", G_CALLBACK (on_pair), fixture);
  return skeleton;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  schalter_bus_errors_register ();
  fixture->refusal = -1;
  fixture->outbox = g_variant_ref_sink (g_variant_new ("a(ssssxus)", NULL));
  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  fixture->connection =
      schalter_bus_connect_sync (g_test_dbus_get_bus_address (fixture->bus), &error);
  g_assert_no_error (error);
  fixture->skeleton = make_skeleton (fixture);
  g_assert_true (g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (fixture->skeleton),
                                                   fixture->connection,
                                                   SCHALTER_BUS_PATH,
                                                   &error));
  fixture->owner_id = g_bus_own_name_on_connection (fixture->connection,
                                                    SCHALTER_BUS_NAME,
                                                    G_BUS_NAME_OWNER_FLAGS_NONE,
                                                    on_name_acquired,
                                                    NULL,
                                                    fixture,
                                                    NULL);
  test_wait_until (is_owned, fixture, 30000);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_bus_unown_name (fixture->owner_id);
  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (fixture->skeleton));
  g_clear_object (&fixture->skeleton);
  (void)g_dbus_connection_close_sync (fixture->connection, NULL, NULL); /* may be closed */
  g_clear_object (&fixture->connection);
  g_test_dbus_down (fixture->bus);
  g_clear_object (&fixture->bus);
  g_variant_unref (fixture->outbox);
}

static CtlRun *
run (Fixture *fixture, const char *first, const char *second, const char *third)
{
  return ctl_run (NULL,
                  "--bus",
                  g_test_dbus_get_bus_address (fixture->bus),
                  first,
                  second,
                  second != NULL ? third : NULL,
                  NULL);
}

static void
status_says_how_the_kiosk_is_doing (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (CtlRun) ran = run (fixture, "status", NULL, NULL);
  g_assert_cmpint (ran->exit_code, ==, 0);
  g_assert_cmpstr (ran->output,
                   ==,
                   "Kiosk        wettingen-1 (schalter-agent 1.0)\n"
                   "Catalogue    version 42 of 2026-01-01 00:00\n"
                   "Last sync    2026-01-01 01:00\n"
                   "Network      online\n"
                   "Printer      ready: media-low-warning, toner-low-warning\n"
                   "Outbox       3 waiting, 1 need attention\n"
                   "Sessions     1\n"
                   "Counters     2\n");
}

static void
status_says_what_is_missing (Fixture *fixture, gconstpointer unused)
{
  static const char *const none[] = { NULL };
  schalter_bus_admin1_set_catalogue_version (fixture->skeleton, 0);
  schalter_bus_admin1_set_catalogue_created (fixture->skeleton, 0);
  schalter_bus_admin1_set_last_sync (fixture->skeleton, 0);
  schalter_bus_admin1_set_last_sync_error (fixture->skeleton, "portal.example does not answer");
  schalter_bus_admin1_set_network_state (fixture->skeleton, "offline");
  schalter_bus_admin1_set_printer_state (fixture->skeleton, "gone");
  schalter_bus_admin1_set_printer_reasons (fixture->skeleton, none);
  g_autoptr (CtlRun) ran = run (fixture, "status", NULL, NULL);
  g_assert_nonnull (strstr (ran->output, "Catalogue    none yet\n"));
  g_assert_nonnull (
      strstr (ran->output, "Last sync    never; since then: portal.example does not answer\n"));
  g_assert_nonnull (strstr (ran->output, "Network      offline\n"));
  g_assert_nonnull (strstr (ran->output, "Printer      gone\n"));
}

static void
status_as_json_has_every_property (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CtlRun) ran = run (fixture, "--json", "status", NULL);
  g_assert_cmpint (ran->exit_code, ==, 0);
  g_autoptr (JsonNode) node = json_from_string (ran->output, &error);
  g_assert_no_error (error);
  JsonObject *status = json_node_get_object (node);
  g_assert_cmpuint (json_object_get_size (status), ==, 13);
  g_assert_cmpint (json_object_get_int_member (status, "CatalogueVersion"), ==, 42);
  g_assert_cmpstr (json_object_get_string_member (status, "KioskId"), ==, "wettingen-1");
}

static void
set_outbox (Fixture *fixture)
{
  g_variant_unref (fixture->outbox);
  fixture->outbox = g_variant_ref_sink (
      g_variant_new_parsed ("[('id-1', '4045-7F3K-92QX', 'hund', 'attention',"
                            "  int64 1767225600000000, uint32 7, 'the portal refused it: 422'),"
                            " ('id-2', '4045-AAAA-BBBB', 'umzug', 'waiting',"
                            "  int64 1767229200000000, uint32 0, '')]"));
}

static void
outbox_list_shows_what_waits_and_why (Fixture *fixture, gconstpointer unused)
{
  set_outbox (fixture);
  g_autoptr (CtlRun) ran = run (fixture, "outbox", "list", NULL);
  g_assert_cmpint (ran->exit_code, ==, 0);
  g_assert_cmpstr (ran->output,
                   ==,
                   "4045-7F3K-92QX  attention  2026-01-01 00:00  hund\n"
                   "    7 attempts: the portal refused it: 422\n"
                   "4045-AAAA-BBBB  waiting    2026-01-01 01:00  umzug\n");
}

static void
an_empty_outbox_is_said_to_be_empty (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (CtlRun) ran = run (fixture, "outbox", "list", NULL);
  g_assert_cmpint (ran->exit_code, ==, 0);
  g_assert_cmpstr (ran->output, ==, "The outbox is empty.\n");
}

static void
outbox_list_as_json_is_an_array (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  set_outbox (fixture);
  g_autoptr (CtlRun) ran = run (fixture, "outbox", "list", "--json");
  g_autoptr (JsonNode) node = json_from_string (ran->output, &error);
  g_assert_no_error (error);
  JsonArray *items = json_node_get_array (node);
  g_assert_cmpuint (json_array_get_length (items), ==, 2);
  JsonObject *first = json_array_get_object_element (items, 0);
  g_assert_cmpstr (json_object_get_string_member (first, "id"), ==, "id-1");
  g_assert_cmpint (json_object_get_int_member (first, "attempts"), ==, 7);
  g_assert_cmpint (json_object_get_int_member (first, "created_us"), ==, 1767225600000000);
}

static void
sync_waits_and_tells_the_version (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (CtlRun) ran = run (fixture, "sync", NULL, NULL);
  g_assert_cmpint (ran->exit_code, ==, 0);
  g_assert_cmpstr (ran->output, ==, "The catalogue is at version 43.\n");
  g_autoptr (CtlRun) json = run (fixture, "--json", "sync", NULL);
  g_assert_cmpstr (json->output, ==, "{\"version\":43}\n");
}

static void
pair_prints_the_line_and_nothing_else (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (CtlRun) ran = run (fixture, "pair", NULL, NULL);
  g_assert_cmpint (ran->exit_code, ==, 0);
  g_assert_true (g_str_has_prefix (ran->output, "schalter-pair:1:host:1:00:00\n"));
}

static void
each_way_to_fail_has_its_exit_code (Fixture *fixture, gconstpointer unused)
{
  static const struct {
    SchalterError error;
    int exit_code;
  } cases[] = {
    { SCHALTER_ERROR_INVALID, 2 },   { SCHALTER_ERROR_UNAVAILABLE, 3 },
    { SCHALTER_ERROR_UNTRUSTED, 4 }, { SCHALTER_ERROR_OUTDATED, 5 },
    { SCHALTER_ERROR_REFUSED, 6 },   { SCHALTER_ERROR_NO_SPACE, 1 },
    { SCHALTER_ERROR_CORRUPT, 1 },   { SCHALTER_ERROR_INTERNAL, 1 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    fixture->refusal = (int)cases[i].error;
    g_autoptr (CtlRun) ran = run (fixture, "sync", NULL, NULL);
    g_assert_cmpint (ran->exit_code, ==, cases[i].exit_code);
    g_assert_cmpstr (ran->output, ==, "");
    g_assert_cmpstr (ran->complaint, ==, "schalterctl: because of the test\n");
  }
}

static void
without_an_agent_it_says_so (Fixture *fixture, gconstpointer unused)
{
  static const char *const commands[] = { "status", "sync", "pair" };
  g_assert_true (g_dbus_connection_close_sync (fixture->connection, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autoptr (CtlRun) ran = run (fixture, commands[i], NULL, NULL);
    g_assert_cmpint (ran->exit_code, ==, 3);
    g_assert_cmpstr (ran->complaint, ==, "schalterctl: schalter-agent is not running here\n");
  }
}

static void
without_a_bus_it_says_so (void)
{
  g_autoptr (CtlRun) ran = ctl_run (NULL, "--bus", "unix:path=/nowhere/bus", "status", NULL);
  g_assert_cmpint (ran->exit_code, ==, 3);
  g_assert_true (g_str_has_prefix (ran->complaint, "schalterctl: "));
}

static void
wrong_words_are_wrong_usage (Fixture *fixture, gconstpointer unused)
{
  static const char *const cases[][3] = {
    { "statuss", NULL, NULL },       { "outbox", NULL, NULL }, { "outbox", "lisst", NULL },
    { "status", "now", NULL },       { "sync", "now", NULL },  { "outbox", "list", "all" },
    { "status", "--verbose", NULL }, { "", NULL, NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CtlRun) ran = run (fixture, cases[i][0], cases[i][1], cases[i][2]);
    g_assert_cmpint (ran->exit_code, ==, 2);
    g_assert_cmpstr (ran->output, ==, "");
    g_assert_true (g_str_has_prefix (ran->complaint, "schalterctl: "));
  }
}

static void
a_broken_configuration_is_named (void)
{
  g_autofree char *directory = test_temp_dir_new ();
  g_autofree char *path = g_build_filename (directory, "schalter.conf", NULL);
  g_assert_true (g_file_set_contents (path, "[kiosk]\nidle-secnods=5\n", -1, NULL));
  g_autoptr (CtlRun) ran = ctl_run (NULL, "--config", path, "status", NULL);
  g_assert_cmpint (ran->exit_code, ==, 2);
  g_assert_nonnull (strstr (ran->complaint, "schalter.conf: "));
  g_assert_nonnull (strstr (ran->complaint, "idle-secnods"));
  g_autoptr (CtlRun) missing = ctl_run (NULL, "--config", "/nowhere/x.conf", "status", NULL);
  g_assert_cmpint (missing->exit_code, ==, 2);
  g_assert_nonnull (strstr (missing->complaint, "/nowhere/x.conf"));
  test_temp_dir_free (g_steal_pointer (&directory));
}

static void
help_names_every_command (void)
{
  static const char *const words[] = {
    "status", "sync", "outbox list", "pair", "search", "verify"
  };
  g_autoptr (CtlRun) help = ctl_run (NULL, "--help", NULL);
  g_assert_cmpint (help->exit_code, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_nonnull (strstr (help->output, words[i]));
  g_autoptr (CtlRun) version = ctl_run (NULL, "--version", NULL);
  g_assert_cmpint (version->exit_code, ==, 0);
  g_assert_cmpstr (version->output, ==, "schalterctl " SCHALTER_VERSION "\n");
  g_autoptr (CtlRun) nothing = ctl_run (NULL, "--json", NULL);
  g_assert_cmpint (nothing->exit_code, ==, 2);
}

static void
search_answers_as_a_kiosk_does (void)
{
  g_autoptr (TestCanton) canton = test_canton_new ();
  g_autoptr (CtlRun) found =
      ctl_run (NULL, "search", "--catalogue", canton->path, "hund anmelden", NULL);
  g_assert_cmpint (found->exit_code, ==, 0);
  g_assert_nonnull (strstr (found->output, "Hund anmelden\n"));
  g_assert_true (g_str_has_prefix (found->output, "hund "));
  g_autoptr (CtlRun) english =
      ctl_run (NULL, "search", "--language", "en", "--catalogue", canton->path, "dog", NULL);
  g_assert_nonnull (strstr (english->output, "Register a dog\n"));
  g_autoptr (CtlRun) wrong =
      ctl_run (NULL, "search", "--language", "xx", "--catalogue", canton->path, "dog", NULL);
  g_assert_cmpint (wrong->exit_code, ==, 2);
  g_autoptr (CtlRun) without = ctl_run (NULL, "search", "dog", NULL);
  g_assert_cmpint (without->exit_code, ==, 2);
}

#define ADD(path, function) g_test_add ("/ctl/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("status/says-how-the-kiosk-is-doing", status_says_how_the_kiosk_is_doing);
  ADD ("status/says-what-is-missing", status_says_what_is_missing);
  ADD ("status/as-json-has-every-property", status_as_json_has_every_property);
  ADD ("outbox-list/shows-what-waits-and-why", outbox_list_shows_what_waits_and_why);
  ADD ("outbox-list/an-empty-outbox-is-said-to-be-empty", an_empty_outbox_is_said_to_be_empty);
  ADD ("outbox-list/as-json-is-an-array", outbox_list_as_json_is_an_array);
  ADD ("sync/waits-and-tells-the-version", sync_waits_and_tells_the_version);
  ADD ("pair/prints-the-line-and-nothing-else", pair_prints_the_line_and_nothing_else);
  ADD ("exit-codes/each-way-to-fail-has-one", each_way_to_fail_has_its_exit_code);
  ADD ("exit-codes/without-an-agent-it-says-so", without_an_agent_it_says_so);
  g_test_add_func ("/ctl/exit-codes/without-a-bus-it-says-so", without_a_bus_it_says_so);
  ADD ("usage/wrong-words-are-wrong-usage", wrong_words_are_wrong_usage);
  g_test_add_func ("/ctl/usage/a-broken-configuration-is-named", a_broken_configuration_is_named);
  g_test_add_func ("/ctl/usage/help-names-every-command", help_names_every_command);
  g_test_add_func ("/ctl/search/answers-as-a-kiosk-does", search_answers_as_a_kiosk_does);
  return g_test_run ();
}
