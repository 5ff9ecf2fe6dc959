/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Errors across a real bus: the code and the plain message arrive; whatever else can go wrong with
 * a call becomes one of our codes. */
#include "config.h"

#include "bus-connection.h"
#include "bus-errors.h"
#include "bus-generated.h"
#include "bus-names.h"
#include "schalter-error.h"
#include "test-wait.h"

#include <gio/gio.h>

typedef struct {
  GTestDBus *bus;
  GDBusConnection *server;
  GDBusConnection *client;
  SchalterBusSession1 *skeleton;
  guint owner_id;
  gboolean is_owned;
} Fixture;

static GDBusConnection *
connect_client (const char *address)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection = schalter_bus_connect_sync (address, &error);
  g_assert_no_error (error);
  g_assert_false (g_dbus_connection_get_exit_on_close (connection));
  return connection;
}

static gboolean
on_cancel_print (SchalterBusSession1 *skeleton,
                 GDBusMethodInvocation *invocation,
                 const char *job_name,
                 gpointer user_data)
{
  g_dbus_method_invocation_return_error (invocation,
                                         SCHALTER_ERROR,
                                         (int)g_ascii_strtoll (job_name, NULL, 10),
                                         "Nothing is called %s.",
                                         job_name);
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

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  const char *address = g_test_dbus_get_bus_address (fixture->bus);
  fixture->server = connect_client (address);
  fixture->client = connect_client (address);
  fixture->skeleton = schalter_bus_session1_skeleton_new ();
  g_signal_connect (fixture->skeleton, "handle-cancel-print", G_CALLBACK (on_cancel_print), NULL);
  g_assert_true (g_dbus_interface_skeleton_export (
      G_DBUS_INTERFACE_SKELETON (fixture->skeleton), fixture->server, SCHALTER_BUS_PATH, &error));
  g_assert_no_error (error);
}

static void
own_name (Fixture *fixture)
{
  fixture->owner_id = g_bus_own_name_on_connection (fixture->server,
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
  if (fixture->owner_id != 0)
    g_bus_unown_name (fixture->owner_id);
  g_clear_object (&fixture->skeleton);
  g_clear_object (&fixture->client);
  g_clear_object (&fixture->server);
  g_test_dbus_down (fixture->bus);
  g_clear_object (&fixture->bus);
}

typedef struct {
  GError *error;
  gboolean is_done;
} Call;

static void
on_called (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &call->error);
  g_assert_null (answer);
  call->is_done = TRUE;
}

static gboolean
is_done (gpointer user_data)
{
  return ((Call *)user_data)->is_done;
}

static GError *
call_and_fail (Fixture *fixture, const char *job_name)
{
  Call call = { 0 };
  g_dbus_connection_call (fixture->client,
                          SCHALTER_BUS_NAME,
                          SCHALTER_BUS_PATH,
                          SCHALTER_BUS_SESSION_INTERFACE,
                          "CancelPrint",
                          g_variant_new ("(s)", job_name),
                          NULL,
                          G_DBUS_CALL_FLAGS_NONE,
                          30000,
                          NULL,
                          on_called,
                          &call);
  test_wait_until (is_done, &call, 60000);
  return schalter_bus_error_adopt (call.error);
}

static void
keeps_code_and_message (Fixture *fixture, gconstpointer unused)
{
  own_name (fixture);
  for (int code = SCHALTER_ERROR_INVALID; code <= SCHALTER_ERROR_INTERNAL; code++) {
    g_autofree char *job_name = g_strdup_printf ("%d", code);
    g_autofree char *message = g_strdup_printf ("Nothing is called %d.", code);
    g_autoptr (GError) error = call_and_fail (fixture, job_name);
    g_assert_error (error, SCHALTER_ERROR, code);
    g_assert_cmpstr (error->message, ==, message);
    g_assert_true (
        g_str_has_prefix (schalter_bus_error_get_name (code), SCHALTER_BUS_ERROR_PREFIX));
  }
}

static void
is_unavailable_without_an_agent (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = call_and_fail (fixture, "1");
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
  g_assert_null (strstr (error->message, "GDBus.Error"));
}

static void
is_unavailable_without_a_bus (void)
{
  const char *addresses[] = { "unix:path=/nonexistent/bus", "tcp:host=", "no address at all" };
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GDBusConnection) connection = schalter_bus_connect_sync (addresses[i], &error);
    g_assert_null (connection);
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
  }
}

typedef struct {
  GDBusConnection *connection;
  GError *error;
  gboolean is_done;
} Connecting;

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Connecting *connecting = user_data;
  connecting->connection = schalter_bus_connect_finish (result, &connecting->error);
  connecting->is_done = TRUE;
}

static gboolean
is_connecting_done (gpointer user_data)
{
  return ((Connecting *)user_data)->is_done;
}

static void
connects_without_blocking (Fixture *fixture, gconstpointer unused)
{
  Connecting connecting = { 0 };
  schalter_bus_connect_async (
      g_test_dbus_get_bus_address (fixture->bus), NULL, on_connected, &connecting);
  g_assert_false (connecting.is_done);
  test_wait_until (is_connecting_done, &connecting, 30000);
  g_assert_no_error (connecting.error);
  g_assert_nonnull (g_dbus_connection_get_unique_name (connecting.connection));
  g_clear_object (&connecting.connection);
}

static void
leaves_a_cancelled_call_as_it_is (void)
{
  g_assert_null (schalter_bus_error_adopt (NULL));
  g_autoptr (GError) error =
      schalter_bus_error_adopt (g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "no"));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schalter_bus_errors_register ();
  schalter_bus_errors_register ();
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/bus/errors/keep-code-and-message", keeps_code_and_message);
  ADD ("/bus/errors/are-unavailable-without-an-agent", is_unavailable_without_an_agent);
  ADD ("/bus/connection/connects-without-blocking", connects_without_blocking);
#undef ADD
  g_test_add_func ("/bus/connection/is-unavailable-without-a-bus", is_unavailable_without_a_bus);
  g_test_add_func ("/bus/errors/leave-a-cancelled-call-as-it-is", leaves_a_cancelled_call_as_it_is);
  return g_test_run ();
}
