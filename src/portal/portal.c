/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a running portal has open. */
#include "config.h"

#include "portal.h"

#include "catalogue.h"

static gboolean
open_all (SchalterPortal *portal, GError **error)
{
  const SchalterPortalSettings *settings = portal->settings;
  portal->db = schalter_portal_db_open (settings->database_file, error);
  if (portal->db == NULL)
    return FALSE;
  portal->exchange_secrets = schalter_secrets_load (settings->exchange_secrets_file, error);
  if (portal->exchange_secrets == NULL)
    return FALSE;
  portal->seal_secrets = schalter_secrets_load (settings->seal_secrets_file, error);
  if (portal->seal_secrets == NULL)
    return FALSE;
  g_autoptr (SchalterCatalogue) catalogue =
      schalter_catalogue_open (settings->catalogue_file, error);
  if (catalogue == NULL)
    return FALSE;
  portal->verify_base = g_strdup (schalter_catalogue_get_verify_base (catalogue));
  return TRUE;
}

SchalterPortal *
schalter_portal_new (SchalterPortalSettings *settings, GError **error)
{
  g_autoptr (SchalterPortal) portal = g_new0 (SchalterPortal, 1);
  portal->settings = settings;
  portal->grants = schalter_device_grants_new ();
  return open_all (portal, error) ? g_steal_pointer (&portal) : NULL;
}

void
schalter_portal_free (SchalterPortal *portal)
{
  g_clear_pointer (&portal->settings, schalter_portal_settings_free);
  g_clear_pointer (&portal->db, schalter_db_free);
  g_clear_pointer (&portal->exchange_secrets, schalter_secrets_free);
  g_clear_pointer (&portal->seal_secrets, schalter_secrets_free);
  g_clear_pointer (&portal->grants, schalter_device_grants_free);
  g_free (portal->verify_base);
  g_free (portal->uri);
  g_free (portal);
}
