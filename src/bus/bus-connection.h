/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * schalter_bus_connect_async:
 * @address: "" for the system bus, else a D-Bus address ("unix:path=…") of a private one
 *
 * Opens a connection of the caller's own: it is not shared, and losing it does not end the program.
 * Errors: SCHALTER_ERROR_UNAVAILABLE, SCHALTER_ERROR_REFUSED.
 */
void schalter_bus_connect_async (const char *address,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GDBusConnection *schalter_bus_connect_finish (GAsyncResult *result,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same, waiting: for command lines only, never where a main loop runs. */
GDBusConnection *schalter_bus_connect_sync (const char *address,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
