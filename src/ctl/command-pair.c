/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalterctl pair: one line that a counter takes to know this kiosk by its certificate. */
#include "config.h"

#include "bus-errors.h"
#include "commands.h"

#include <glib/gi18n.h>

gboolean
schalter_command_pair (SchalterCtl *ctl, int argc, char **argv, GError **error)
{
  if (!schalter_command_expect_nothing (argc, argv, error))
    return FALSE;
  SchalterBusAdmin1 *admin = schalter_ctl_get_admin (ctl, error);
  if (admin == NULL)
    return FALSE;
  GError *local_error = NULL;
  g_autofree char *line = NULL;
  if (!schalter_bus_admin1_call_pair_sync (admin, &line, NULL, &local_error)) {
    g_propagate_error (error, schalter_bus_error_adopt (local_error));
    return FALSE;
  }
  g_print ("%s\n", line);
  return TRUE;
}
