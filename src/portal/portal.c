/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a running portal has open. */
#include "config.h"

#include "portal.h"

#include "site-page.h"
#include "schalter-error.h"

/* The canton, whose portal this is, signs for what was handed in. */
static gboolean
load_receipt_key (SchalterPortal *portal, GError **error)
{
  const guint8 *seed = schalter_secrets_get (portal->seal_secrets, 0);
  if (seed == NULL) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "%s: there is no key of the canton (bfs 0) to sign receipts with",
                 portal->settings->seal_secrets_file);
    return FALSE;
  }
  portal->receipt_key = schalter_seal_key_from_seed (seed, SCHALTER_BOX_KEY_BYTES, error);
  return portal->receipt_key != NULL;
}

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
  if (portal->seal_secrets == NULL || !load_receipt_key (portal, error))
    return FALSE;
  portal->catalogue = schalter_catalogue_open (settings->catalogue_file, error);
  if (portal->catalogue == NULL)
    return FALSE;
  portal->services = schalter_catalogue_list_services (portal->catalogue, NULL);
  portal->visits = schalter_form_visits_new (portal->catalogue, schalter_page_get_stylesheets ());
  return TRUE;
}

SchalterPortal *
schalter_portal_new (SchalterPortalSettings *settings, GError **error)
{
  g_autoptr (SchalterPortal) portal = g_new0 (SchalterPortal, 1);
  portal->settings = settings;
  portal->grants = schalter_device_grants_new ();
  portal->guesses = schalter_guess_guard_new ();
  return open_all (portal, error) ? g_steal_pointer (&portal) : NULL;
}

SchalterIntake
schalter_portal_get_intake (const SchalterPortal *portal)
{
  return (SchalterIntake){ .db = portal->db,
                           .key = portal->receipt_key,
                           .key_id = schalter_secrets_get_id (portal->seal_secrets, 0) };
}

void
schalter_portal_free (SchalterPortal *portal)
{
  g_clear_pointer (&portal->settings, schalter_portal_settings_free);
  g_clear_pointer (&portal->db, schalter_db_free);
  g_clear_pointer (&portal->exchange_secrets, schalter_secrets_free);
  g_clear_pointer (&portal->receipt_key, schalter_seal_key_free);
  g_clear_pointer (&portal->seal_secrets, schalter_secrets_free);
  g_clear_pointer (&portal->guesses, schalter_guess_guard_free);
  g_clear_pointer (&portal->grants, schalter_device_grants_free);
  g_clear_pointer (&portal->visits, schalter_form_visits_free);
  g_clear_pointer (&portal->services, g_ptr_array_unref);
  g_clear_pointer (&portal->catalogue, schalter_catalogue_unref);
  g_free (portal->uri);
  g_free (portal);
}
