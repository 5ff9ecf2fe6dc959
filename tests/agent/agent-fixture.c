/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A real agent on a private bus, and callers of it. */
#include "config.h"

#include "agent-fixture.h"

#include "bus-connection.h"
#include "bus-errors.h"
#include "bus-names.h"
#include "envelope.h"
#include "minisign.h"
#include "random.h"
#include "test-wait.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/prctl.h>

struct _TestAgent {
  /* owned */
  char *directory;
  char *state_directory;
  char *settings_path;
  char *log_path;
  char *bus_socket;
  char *bus_address;
  GSubprocess *bus;
  GSubprocess *process; /* nullable */
};

static void
write_file (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* A test that is killed must not leave programs behind. */
static void
on_child_setup (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GSubprocess *
launch (const char *const *arguments, const char *log_path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_subprocess_launcher_set_stdout_file_path (launcher, log_path);
  g_subprocess_launcher_set_child_setup (launcher, on_child_setup, NULL, NULL);
  GSubprocess *process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  return process;
}

/* The socket's file is there before anybody listens on it. */
static gboolean
is_bus_up (gpointer user_data)
{
  const TestAgent *agent = user_data;
  g_autoptr (GDBusConnection) connection = schalter_bus_connect_sync (agent->bus_address, NULL);
  return connection != NULL;
}

static void
start_bus (TestAgent *agent)
{
  g_autofree char *config = g_build_filename (agent->directory, "bus.conf", NULL);
  g_autofree char *log = g_build_filename (agent->directory, "bus.log", NULL);
  g_autofree char *option = g_strconcat ("--config-file=", config, NULL);
  g_autofree char *text = g_strdup_printf (
      "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\"\n"
      " \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
      "<busconfig><type>session</type><listen>unix:path=%s</listen><auth>EXTERNAL</auth>\n"
      "<policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\n"
      "<allow eavesdrop=\"true\"/><allow own=\"*\"/>\n"
      "<allow user=\"*\"/></policy></busconfig>\n",
      agent->bus_socket);
  write_file (config, text);
  const char *arguments[] = { "dbus-daemon", option, "--nofork", "--nopidfile", NULL };
  agent->bus = launch (arguments, log);
  test_wait_until (is_bus_up, agent, TEST_DEADLINE_MS);
}

static char *
make_key (TestAgent *agent)
{
  g_autoptr (SchalterSigningKey) key = schalter_signing_key_new ();
  g_autofree char *text = schalter_signing_key_to_public_text (key);
  char *path = g_build_filename (agent->directory, "publisher.pub", NULL);
  write_file (path, text);
  return path;
}

static void
write_settings (TestAgent *agent, const TestAgentWorld *world)
{
  g_autofree char *own_key = world->key_file == NULL ? make_key (agent) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text,
                          "[kiosk]\nid=test-1\nname=Test\ncanton=AG\nmunicipality=4021\n"
                          "[agent]\nstate-directory=%s\nbus-address=%s\n"
                          "[catalogue]\nkey-file=%s\nsync-seconds=3600\n"
                          "[counter]\nlisten=127.0.0.1\nport=0\n",
                          agent->state_directory,
                          agent->bus_address,
                          own_key != NULL ? own_key : world->key_file);
  if (world->portal_uri != NULL)
    g_string_append_printf (
        text, "[portal]\nuri=%s\nca-file=%s\n", world->portal_uri, world->portal_ca_file);
  if (world->device_uri != NULL)
    g_string_append_printf (text,
                            "[printer]\nqueue=%s\ncups-socket=%s\ndevice-uri=%s\n",
                            world->queue,
                            world->cups_socket,
                            world->device_uri);
  write_file (agent->settings_path, text->str);
}

TestAgent *
test_agent_new (const TestAgentWorld *world)
{
  TestAgent *agent = g_new0 (TestAgent, 1);
  schalter_crypto_init ();
  schalter_bus_errors_register ();
  agent->directory = test_temp_dir_new ();
  g_assert_cmpint (g_chmod (agent->directory, 0711), ==, 0);
  agent->state_directory = g_build_filename (agent->directory, "state", NULL);
  agent->settings_path = g_build_filename (agent->directory, "schalter.conf", NULL);
  agent->log_path = g_build_filename (agent->directory, "agent.log", NULL);
  agent->bus_socket = g_build_filename (agent->directory, "bus.sock", NULL);
  agent->bus_address = g_strconcat ("unix:path=", agent->bus_socket, NULL);
  start_bus (agent);
  write_settings (agent, world);
  return agent;
}

void
test_agent_free (TestAgent *agent)
{
  if (agent->process != NULL)
    test_agent_stop (agent);
  g_subprocess_send_signal (agent->bus, SIGTERM);
  g_assert_true (g_subprocess_wait (agent->bus, NULL, NULL));
  g_object_unref (agent->bus);
  test_temp_dir_free (agent->directory);
  g_free (agent->state_directory);
  g_free (agent->settings_path);
  g_free (agent->log_path);
  g_free (agent->bus_socket);
  g_free (agent->bus_address);
  g_free (agent);
}

GStrv
test_agent_dup_command (TestAgent *agent)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *program =
      g_build_filename (g_getenv ("SCHALTER_BUILD_ROOT"), "src", "agent", "schalter-agent", NULL);
  g_strv_builder_add_many (builder, program, "--config", agent->settings_path, NULL);
  return g_strv_builder_end (builder);
}

static void
fail_with_log (TestAgent *agent)
{
  g_autofree char *log = test_agent_dup_log (agent);
  g_test_message ("%s", log);
  g_assert_true (FALSE && "the agent ended badly: see its log above");
}

static gboolean
is_on_bus (gpointer user_data)
{
  TestAgent *agent = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = schalter_bus_connect_sync (agent->bus_address, &error);
  g_assert_no_error (error);
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_sync (connection,
                                   "org.freedesktop.DBus",
                                   "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus",
                                   "NameHasOwner",
                                   g_variant_new ("(s)", SCHALTER_BUS_NAME),
                                   NULL,
                                   G_DBUS_CALL_FLAGS_NONE,
                                   -1,
                                   NULL,
                                   &error);
  gboolean has_owner = FALSE;
  g_assert_no_error (error);
  g_variant_get (answer, "(b)", &has_owner);
  if (!has_owner && g_subprocess_get_identifier (agent->process) == NULL)
    fail_with_log (agent);
  return has_owner;
}

void
test_agent_start_under (TestAgent *agent, const char *const *wrapper)
{
  g_assert_null (agent->process);
  g_auto (GStrv) command = test_agent_dup_command (agent);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_strv_builder_addv (builder, (const char **)wrapper);
  g_strv_builder_addv (builder, (const char **)command);
  g_auto (GStrv) arguments = g_strv_builder_end (builder);
  agent->process = launch ((const char *const *)arguments, agent->log_path);
  test_wait_until (is_on_bus, agent, TEST_DEADLINE_MS);
}

void
test_agent_start (TestAgent *agent)
{
  const char *none[] = { NULL };
  test_agent_start_under (agent, none);
}

void
test_agent_stop (TestAgent *agent)
{
  g_autoptr (GError) error = NULL;
  g_subprocess_send_signal (agent->process, SIGTERM);
  if (!g_subprocess_wait_check (agent->process, NULL, &error))
    fail_with_log (agent);
  g_clear_object (&agent->process);
}

void
test_agent_kill (TestAgent *agent)
{
  g_subprocess_send_signal (agent->process, SIGKILL);
  g_assert_true (g_subprocess_wait (agent->process, NULL, NULL));
  g_clear_object (&agent->process);
}

const char *
test_agent_get_directory (TestAgent *agent)
{
  return agent->directory;
}

const char *
test_agent_get_state_directory (TestAgent *agent)
{
  return agent->state_directory;
}

const char *
test_agent_get_settings_path (TestAgent *agent)
{
  return agent->settings_path;
}

const char *
test_agent_get_pid (TestAgent *agent)
{
  return g_subprocess_get_identifier (agent->process);
}

const char *
test_agent_get_bus_address (TestAgent *agent)
{
  return agent->bus_address;
}

char *
test_agent_dup_log (TestAgent *agent)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  g_assert_true (g_file_get_contents (agent->log_path, &text, NULL, &error));
  return text;
}

/* Callers. */

TestSession *
test_session_new (TestAgent *agent)
{
  g_autoptr (GError) error = NULL;
  TestSession *session = g_new0 (TestSession, 1);
  session->connection = schalter_bus_connect_sync (agent->bus_address, &error);
  g_assert_no_error (error);
  session->proxy = schalter_bus_session1_proxy_new_sync (session->connection,
                                                         G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START,
                                                         SCHALTER_BUS_NAME,
                                                         SCHALTER_BUS_PATH,
                                                         NULL,
                                                         &error);
  g_assert_no_error (error);
  session->admin = schalter_bus_admin1_proxy_new_sync (session->connection,
                                                       G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START,
                                                       SCHALTER_BUS_NAME,
                                                       SCHALTER_BUS_PATH,
                                                       NULL,
                                                       &error);
  g_assert_no_error (error);
  return session;
}

void
test_session_free (TestSession *session)
{
  g_object_unref (session->proxy);
  g_object_unref (session->admin);
  (void)g_dbus_connection_close_sync (session->connection, NULL, NULL); /* gone either way */
  g_object_unref (session->connection);
  g_free (session);
}

char *
test_envelope_new (guint n, gsize size)
{
  g_autofree char *id = g_strdup_printf ("01890a5d-ac96-774b-bcce-%012x", n);
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
    .size = size,
  };
  return schalter_envelope_to_data (&envelope);
}

char *
test_session_hand_in (TestSession *session, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *envelope = test_envelope_new (n, 6);
  GVariant *sealed = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "sealed", 6, 1);
  char *reference = NULL;
  schalter_bus_session1_call_submit_sync (
      session->proxy, envelope, sealed, &reference, NULL, &error);
  g_assert_no_error (error);
  return reference;
}

guint
test_session_count_outbox (TestSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) items = NULL;
  schalter_bus_admin1_call_list_outbox_sync (session->admin, &items, NULL, &error);
  g_assert_no_error (error);
  return (guint)g_variant_n_children (items);
}
