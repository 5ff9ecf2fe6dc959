/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "catalogue.h"
#include "device-login.h"
#include "portal-store.h"
#include "portal-settings.h"
#include "secrets.h"

G_BEGIN_DECLS

/**
 * SchalterPortal: what one running portal has, and every handler may use. A record.
 * @uri: "https://127.0.0.1:8443", where people reach it
 * @web_sessions: forms that people at home are filling in
 */
typedef struct {
  SchalterPortalSettings *settings;
  SchalterPortalStore *store;
  SchalterCatalogue *catalogue;
  GPtrArray *exchange_secrets;
  GPtrArray *seal_secrets;
  SchalterSigningKey *receipt_key;
  SchalterDeviceLogin *login;
  char *uri;
} SchalterPortal;

/* Takes @settings. Opens database, catalogue and secrets: fails before anything is served. */
SchalterPortal *schalter_portal_new (SchalterPortalSettings *settings,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_portal_free (SchalterPortal *portal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterPortal, schalter_portal_free)

G_END_DECLS
