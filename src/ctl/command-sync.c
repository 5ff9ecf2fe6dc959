/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalterctl sync: the agent looks for a new catalogue now; waits until it has. */
#include "config.h"

#include "bus-errors.h"
#include "commands.h"

#include <glib/gi18n.h>

static void
print_version (guint64 version)
{
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, version);
  g_print (_ ("The catalogue is at version %s.\n"), number);
}

gboolean
schalter_command_sync (SchalterCtl *ctl, int argc, char **argv, GError **error)
{
  if (!schalter_command_expect_nothing (argc, argv, error))
    return FALSE;
  SchalterBusAdmin1 *admin = schalter_ctl_get_admin (ctl, error);
  if (admin == NULL)
    return FALSE;
  GError *local_error = NULL;
  guint64 version = 0;
  if (!schalter_bus_admin1_call_sync_sync (admin, &version, NULL, &local_error)) {
    g_propagate_error (error, schalter_bus_error_adopt (local_error));
    return FALSE;
  }
  if (schalter_ctl_wants_json (ctl))
    g_print ("{\"version\":%" G_GUINT64_FORMAT "}\n", version);
  else
    print_version (version);
  return TRUE;
}
