/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Connections to the bus: the system's on a kiosk, a private one in demo and tests. */
#include "config.h"

#include "bus-connection.h"
#include "bus-errors.h"

static const GDBusConnectionFlags connection_flags =
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION;

/* Not g_bus_get(): that connection is shared, and its loss would end the program. */
static char *
dup_address (const char *address, GError **error)
{
  if (*address != '\0')
    return g_strdup (address);
  return g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SYSTEM, NULL, error);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GDBusConnection *connection = g_dbus_connection_new_for_address_finish (result, &error);
  if (connection == NULL)
    g_task_return_error (task, schalter_bus_error_adopt (error));
  else
    g_task_return_pointer (task, connection, g_object_unref);
}

void
schalter_bus_connect_async (const char *address,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (address != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, schalter_bus_connect_async);
  GError *error = NULL;
  g_autofree char *real_address = dup_address (address, &error);
  if (real_address == NULL) {
    g_task_return_error (task, schalter_bus_error_adopt (error));
    return;
  }
  g_dbus_connection_new_for_address (
      real_address, connection_flags, NULL, cancellable, on_connected, g_steal_pointer (&task));
}

GDBusConnection *
schalter_bus_connect_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

GDBusConnection *
schalter_bus_connect_sync (const char *address, GError **error)
{
  g_return_val_if_fail (address != NULL, NULL);

  GError *local_error = NULL;
  g_autofree char *real_address = dup_address (address, &local_error);
  GDBusConnection *connection = NULL;
  if (real_address != NULL)
    connection = g_dbus_connection_new_for_address_sync (
        real_address, connection_flags, NULL, NULL, &local_error);
  if (connection == NULL)
    g_propagate_error (error, schalter_bus_error_adopt (local_error));
  return connection;
}
