/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A desktop of a test's own. */
#include "config.h"

#include "desktop.h"

#include "test-wait.h"

#include <unistd.h>

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"
#define DEADLINE_MS 60000
#define CALL_MS 20000

static const char double_xml[] =
    "<node><interface name='" NAME "'>"
    "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/>"
    "<arg type='i' direction='in'/><arg type='u' direction='out'/></method>"
    "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
    "<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>"
    "</interface></node>";

/* The ear. Runs on GDBus' own thread. */
static GDBusMessage *
on_overheard (GDBusConnection *connection,
              GDBusMessage *message,
              gboolean is_incoming,
              gpointer user_data)
{
  Desktop *desktop = user_data;
  if (is_incoming && g_strcmp0 (g_dbus_message_get_member (message), "Notify") == 0) {
    g_mutex_lock (&desktop->lock);
    g_ptr_array_add (desktop->asked, g_variant_ref (g_dbus_message_get_body (message)));
    g_mutex_unlock (&desktop->lock);
  }
  if (!is_incoming)
    return message;
  g_object_unref (message);
  return NULL;
}

static GDBusConnection *
open_connection (Desktop *desktop)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (desktop->bus),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL,
                                              NULL,
                                              &error);
  g_assert_no_error (error);
  return connection;
}

static void
start_listening (Desktop *desktop)
{
  static const char *const rules[] = { "type='method_call',interface='" NAME "'", NULL };
  g_autoptr (GError) error = NULL;
  desktop->ear = open_connection (desktop);
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (desktop->ear,
                                                             "org.freedesktop.DBus",
                                                             "/org/freedesktop/DBus",
                                                             "org.freedesktop.DBus.Monitoring",
                                                             "BecomeMonitor",
                                                             g_variant_new ("(^asu)", rules, 0),
                                                             NULL,
                                                             G_DBUS_CALL_FLAGS_NONE,
                                                             CALL_MS,
                                                             NULL,
                                                             &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
  g_dbus_connection_add_filter (desktop->ear, on_overheard, desktop, NULL);
}

/* The display. */

static void
start_x_server (Desktop *desktop)
{
  g_autoptr (GError) error = NULL;
  int ends[2] = { -1, -1 };
  char answer[16] = { 0 };
  g_assert_cmpint (pipe (ends), ==, 0);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_take_fd (launcher, ends[1], 3);
  desktop->x_server = g_subprocess_launcher_spawn (launcher,
                                                   &error,
                                                   "Xvfb",
                                                   "-displayfd",
                                                   "3",
                                                   "-screen",
                                                   "0",
                                                   "1280x900x24",
                                                   "-nolisten",
                                                   "tcp",
                                                   NULL);
  g_assert_no_error (error);
  g_object_unref (g_steal_pointer (&launcher)); /* closes our copy of the pipe's end */
  /* To the end of the line: the server writes it piecemeal, and dies when nobody listens. */
  for (gsize n = 0; strchr (answer, '\n') == NULL; n++) {
    g_assert_cmpuint (n, <, sizeof answer - 1);
    g_assert_cmpint (read (ends[0], answer + n, 1), ==, 1);
  }
  close (ends[0]);
  desktop->display = g_strconcat (":", g_strstrip (answer), NULL);
}

static void
end_process (GSubprocess **process)
{
  if (*process == NULL)
    return;
  g_subprocess_force_exit (*process);
  (void)g_subprocess_wait (*process, NULL, NULL); /* however it ended */
  g_clear_object (process);
}

Desktop *
desktop_new (void)
{
  Desktop *desktop = g_new0 (Desktop, 1);
  g_mutex_init (&desktop->lock);
  desktop->asked = g_ptr_array_new_with_free_func ((GDestroyNotify)g_variant_unref);
  desktop->withheld = g_ptr_array_new_with_free_func (g_object_unref);
  desktop->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (desktop->bus);
  desktop->connection = open_connection (desktop);
  start_listening (desktop);
  start_x_server (desktop);
  return desktop;
}

void
desktop_free (Desktop *desktop)
{
  desktop_stop_double (desktop);
  desktop_stop_daemon (desktop);
  g_object_unref (desktop->ear);
  g_object_unref (desktop->connection);
  end_process (&desktop->x_server);
  g_test_dbus_down (desktop->bus);
  g_object_unref (desktop->bus);
  g_ptr_array_unref (desktop->asked);
  g_ptr_array_unref (desktop->withheld);
  g_mutex_clear (&desktop->lock);
  g_free (desktop->display);
  g_free (desktop);
}

/* The real daemon. */

static GVariant *
call (Desktop *desktop, const char *name, const char *interface, const char *method, GVariant *in)
{
  g_autoptr (GError) error = NULL;
  const char *path = g_str_equal (name, NAME) ? PATH : "/org/freedesktop/DBus";
  GVariant *out = g_dbus_connection_call_sync (desktop->connection,
                                               name,
                                               path,
                                               interface,
                                               method,
                                               in,
                                               NULL,
                                               G_DBUS_CALL_FLAGS_NONE,
                                               CALL_MS,
                                               NULL,
                                               &error);
  g_assert_no_error (error);
  return out;
}

static gboolean
has_daemon (gpointer user_data)
{
  gboolean has_owner = FALSE;
  g_autoptr (GVariant) answer = call (user_data,
                                      "org.freedesktop.DBus",
                                      "org.freedesktop.DBus",
                                      "NameHasOwner",
                                      g_variant_new ("(s)", NAME));
  g_variant_get (answer, "(b)", &has_owner);
  return has_owner;
}

static gboolean
has_no_daemon (gpointer user_data)
{
  return !has_daemon (user_data);
}

void
desktop_start_daemon (Desktop *desktop)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_subprocess_launcher_setenv (launcher, "DISPLAY", desktop->display, TRUE);
  g_subprocess_launcher_setenv (
      launcher, "DBUS_SESSION_BUS_ADDRESS", g_test_dbus_get_bus_address (desktop->bus), TRUE);
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  desktop->daemon = g_subprocess_launcher_spawn (launcher, &error, "dunst", NULL);
  g_assert_no_error (error);
  test_wait_until (has_daemon, desktop, DEADLINE_MS);
}

void
desktop_stop_daemon (Desktop *desktop)
{
  if (desktop->daemon == NULL)
    return;
  end_process (&desktop->daemon);
  test_wait_until (has_no_daemon, desktop, DEADLINE_MS);
}

guint
desktop_count_shown (Desktop *desktop)
{
  g_autoptr (GVariant) answer =
      call (desktop,
            NAME,
            "org.freedesktop.DBus.Properties",
            "Get",
            g_variant_new ("(ss)", "org.dunstproject.cmd0", "displayedLength"));
  g_autoptr (GVariant) value = NULL;
  g_variant_get (answer, "(v)", &value);
  return g_variant_get_uint32 (value);
}

/* The double. */

static void
on_double_called (GDBusConnection *connection,
                  const char *sender,
                  const char *path,
                  const char *interface,
                  const char *method,
                  GVariant *parameters,
                  GDBusMethodInvocation *invocation,
                  gpointer user_data)
{
  Desktop *desktop = user_data;
  if (desktop->is_mute)
    g_ptr_array_add (desktop->withheld, invocation);
  else if (g_str_equal (method, "Notify"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", ++desktop->double_id));
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

void
desktop_start_double (Desktop *desktop, gboolean is_mute)
{
  static const GDBusInterfaceVTable table = { .method_call = on_double_called };
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (double_xml, &error);
  g_assert_no_error (error);
  desktop->is_mute = is_mute;
  desktop->double_registration = g_dbus_connection_register_object (
      desktop->connection, PATH, node->interfaces[0], &table, desktop, NULL, &error);
  g_assert_no_error (error);
  desktop->double_owner = g_bus_own_name_on_connection (
      desktop->connection, NAME, G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL, NULL);
  test_wait_until (has_daemon, desktop, DEADLINE_MS);
}

void
desktop_stop_double (Desktop *desktop)
{
  if (desktop->double_owner == 0)
    return;
  for (guint i = 0; i < desktop->withheld->len; i++)
    g_dbus_method_invocation_return_dbus_error (
        g_object_ref (desktop->withheld->pdata[i]), "org.freedesktop.DBus.Error.NoReply", "gone");
  g_ptr_array_set_size (desktop->withheld, 0);
  g_clear_handle_id (&desktop->double_owner, g_bus_unown_name);
  g_dbus_connection_unregister_object (desktop->connection, desktop->double_registration);
  test_wait_until (has_no_daemon, desktop, DEADLINE_MS);
}

void
desktop_press (Desktop *desktop, const char *action)
{
  g_autoptr (GError) error = NULL;
  g_dbus_connection_emit_signal (desktop->connection,
                                 NULL,
                                 PATH,
                                 NAME,
                                 "ActionInvoked",
                                 g_variant_new ("(us)", desktop->double_id, action),
                                 &error);
  g_assert_no_error (error);
}

/* What was overheard. */

guint
desktop_count_asked (Desktop *desktop)
{
  g_mutex_lock (&desktop->lock);
  guint n_asked = desktop->asked->len;
  g_mutex_unlock (&desktop->lock);
  return n_asked;
}

GVariant *
desktop_get_asked (Desktop *desktop, guint position)
{
  g_mutex_lock (&desktop->lock);
  GVariant *body = g_variant_ref (desktop->asked->pdata[position]);
  g_mutex_unlock (&desktop->lock);
  return body;
}
