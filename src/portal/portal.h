/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "catalogue.h"
#include "device-grants.h"
#include "exchange-service.h"
#include "form-visits.h"
#include "guess-guard.h"
#include "intake.h"
#include "portal-db.h"
#include "portal-secrets.h"
#include "portal-settings.h"

G_BEGIN_DECLS

/**
 * SchalterPortal: what one running portal has, and every handler may use.
 * @services: (element-type SchalterService): all, what is needed most first; read once, because a
 *     catalogue never changes
 * @receipt_key: the canton's sealing key; signs for what was handed in
 * @uri: "https://127.0.0.1:8443", where people reach it
 */
typedef struct {
  SchalterPortalSettings *settings;
  SchalterDb *db;
  SchalterCatalogue *catalogue;
  GPtrArray *services;
  SchalterSecrets *exchange_secrets;
  SchalterSecrets *seal_secrets;
  SchalterDeviceGrants *grants;
  SchalterGuessGuard *guesses;
  SchalterSealKey *receipt_key;
  SchalterFormVisits *visits;
  char *uri;
} SchalterPortal;

/* Takes @settings. Opens database, catalogue and secrets: fails before anything is served. */
SchalterPortal *schalter_portal_new (SchalterPortalSettings *settings,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_portal_free (SchalterPortal *portal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterPortal, schalter_portal_free)

/* (borrowed by the caller): what submissions are taken in by. */
SchalterIntake schalter_portal_get_intake (const SchalterPortal *portal);

/**
 * SchalterHandler: answers one request.
 * @rest: what stands behind the route's path, without the slash
 * @body: whole, within the route's limit
 */
typedef void (*SchalterHandler) (SchalterPortal *portal,
                                 SoupServerMessage *message,
                                 const char *rest,
                                 GBytes *body);

/* Static files of the released catalogue (handle-catalogue.c). */
void schalter_handle_catalogue (SchalterPortal *, SoupServerMessage *, const char *, GBytes *);
/* What pages are styled with (handle-asset.c). */
void schalter_handle_asset (SchalterPortal *, SoupServerMessage *, const char *, GBytes *);
/* POST /v1/submissions (handle-api.c). */
void schalter_handle_submission (SchalterPortal *, SoupServerMessage *, const char *, GBytes *);
/* POST /v1/exchange (handle-api.c). */
void schalter_handle_exchange (SchalterPortal *, SoupServerMessage *, const char *, GBytes *);
/* GET /v1/health (handle-api.c). */
void schalter_handle_health (SchalterPortal *, SoupServerMessage *, const char *, GBytes *);
/* The phone's page, GET and POST /device (handle-device.c). */
void schalter_handle_device (SchalterPortal *, SoupServerMessage *, const char *, GBytes *);
void schalter_handle_device_answer (SchalterPortal *, SoupServerMessage *, const char *, GBytes *);

/* Search, for people at home (handle-home.c). */
void schalter_handle_home (SchalterPortal *, SoupServerMessage *, const char *, GBytes *);
/* A service, and opening its form (handle-service.c). */
void schalter_handle_service (SchalterPortal *, SoupServerMessage *, const char *, GBytes *);
void schalter_handle_service_start (SchalterPortal *, SoupServerMessage *, const char *, GBytes *);
/* A form's pages and the receipt (handle-form.c). */
void schalter_handle_form (SchalterPortal *, SoupServerMessage *, const char *, GBytes *);
void schalter_handle_form_post (SchalterPortal *, SoupServerMessage *, const char *, GBytes *);
void schalter_handle_receipt (SchalterPortal *, SoupServerMessage *, const char *, GBytes *);

/* The commands of the program; each returns an exit code. */
int schalter_portal_serve (int argc, char **argv);
int schalter_portal_inbox (int argc, char **argv);
/* Prints the table of routes, a line each. */
int schalter_portal_routes (int argc, char **argv);

G_END_DECLS
