/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalterctl status: the agent's properties, for people or as JSON. */
#include "config.h"

#include "commands.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

static void
print_row (const char *label, const char *value)
{
  g_print ("%-12s %s\n", label, value);
}

static void
print_catalogue (SchalterBusAdmin1 *admin)
{
  g_autofree char *created =
      schalter_command_format_time (schalter_bus_admin1_get_catalogue_created (admin));
  guint64 version = schalter_bus_admin1_get_catalogue_version (admin);
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, version);
  /* Translators: a version and the time it was made. */
  g_autofree char *catalogue = version == 0
                                   ? g_strdup (_ ("none yet"))
                                   : g_strdup_printf (_ ("version %s of %s"), number, created);
  print_row (_ ("Catalogue"), catalogue);

  g_autofree char *last = schalter_command_format_time (schalter_bus_admin1_get_last_sync (admin));
  const char *problem = schalter_bus_admin1_get_last_sync_error (admin);
  g_autofree char *sync = *problem == '\0'
                              ? g_strdup (last)
                              : g_strdup_printf (_ ("%s; since then: %s"), last, problem);
  print_row (_ ("Last sync"), sync);
}

static void
print_for_people (SchalterBusAdmin1 *admin)
{
  g_autofree char *kiosk = g_strdup_printf (_ ("%s (schalter-agent %s)"),
                                            schalter_bus_admin1_get_kiosk_id (admin),
                                            schalter_bus_admin1_get_version (admin));
  print_row (_ ("Kiosk"), kiosk);
  print_catalogue (admin);
  print_row (_ ("Network"), schalter_bus_admin1_get_network_state (admin));

  g_autofree char *reasons =
      g_strjoinv (", ", (char **)schalter_bus_admin1_get_printer_reasons (admin));
  g_autofree char *printer = g_strjoin (
      *reasons == '\0' ? "" : ": ", schalter_bus_admin1_get_printer_state (admin), reasons, NULL);
  print_row (_ ("Printer"), printer);

  g_autofree char *outbox = g_strdup_printf (_ ("%u waiting, %u need attention"),
                                             schalter_bus_admin1_get_outbox_waiting (admin),
                                             schalter_bus_admin1_get_outbox_attention (admin));
  print_row (_ ("Outbox"), outbox);
  g_autofree char *sessions = g_strdup_printf ("%u", schalter_bus_admin1_get_open_sessions (admin));
  print_row (_ ("Sessions"), sessions);
  g_autofree char *counters = g_strdup_printf ("%u", schalter_bus_admin1_get_counters (admin));
  print_row (_ ("Counters"), counters);
}

/* Every property, under its name on the bus. */
static void
print_json (SchalterBusAdmin1 *admin)
{
  g_autoptr (GVariantDict) dict = g_variant_dict_new (NULL);
  g_auto (GStrv) names = g_dbus_proxy_get_cached_property_names (G_DBUS_PROXY (admin));
  for (char **name = names; name != NULL && *name != NULL; name++) {
    g_autoptr (GVariant) value = g_dbus_proxy_get_cached_property (G_DBUS_PROXY (admin), *name);
    g_variant_dict_insert_value (dict, *name, value);
  }
  g_autoptr (GVariant) properties = g_variant_ref_sink (g_variant_dict_end (dict));
  g_autofree char *json = json_gvariant_serialize_data (properties, NULL);
  g_print ("%s\n", json);
}

gboolean
schalter_command_status (SchalterCtl *ctl, int argc, char **argv, GError **error)
{
  if (!schalter_command_expect_nothing (argc, argv, error))
    return FALSE;
  SchalterBusAdmin1 *admin = schalter_ctl_get_admin (ctl, error);
  if (admin == NULL)
    return FALSE;
  if (schalter_ctl_wants_json (ctl))
    print_json (admin);
  else
    print_for_people (admin);
  return TRUE;
}
