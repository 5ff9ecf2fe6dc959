/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "form.h"
#include "municipality.h"
#include "office.h"
#include "service.h"

G_BEGIN_DECLS

/**
 * SchalterCatalogue:
 *
 * One opened version of a canton's catalogue: immutable, memory-mapped. Reference counted; used on
 * the main thread. Lookups that cannot fail but for a damaged file log once and return nothing.
 */
typedef struct _SchalterCatalogue SchalterCatalogue;

SchalterCatalogue *schalter_catalogue_open (const char *path,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
SchalterCatalogue *schalter_catalogue_ref (SchalterCatalogue *catalogue);
void schalter_catalogue_unref (SchalterCatalogue *catalogue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterCatalogue, schalter_catalogue_unref)

guint64 schalter_catalogue_get_version (SchalterCatalogue *catalogue);
/* "AG" */
const char *schalter_catalogue_get_canton (SchalterCatalogue *catalogue);
const SchalterText *schalter_catalogue_get_canton_name (SchalterCatalogue *catalogue);
/* The one strong colour of the canton, "#rrggbb". */
const char *schalter_catalogue_get_colour (SchalterCatalogue *catalogue);
/* Upper case, ends in "/#": what the seal's QR code starts with. */
const char *schalter_catalogue_get_verify_base (SchalterCatalogue *catalogue);

/**
 * SchalterLifeEvent: a tile on the home page.
 */
typedef struct {
  char *id;
  char *icon_name;
  SchalterText title;
} SchalterLifeEvent;
void schalter_life_event_free (SchalterLifeEvent *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterLifeEvent, schalter_life_event_free)

/* (element-type SchalterLifeEvent), in the editors' order. */
GPtrArray *schalter_catalogue_list_life_events (SchalterCatalogue *catalogue);
/* (element-type SchalterService): all, or those of one life event (nullable), in the editors'
 * order. */
GPtrArray *schalter_catalogue_list_services (SchalterCatalogue *catalogue,
                                             const char *life_event_id);
SchalterService *schalter_catalogue_get_service (SchalterCatalogue *catalogue, const char *id);

GPtrArray *schalter_catalogue_list_municipalities (SchalterCatalogue *catalogue);
/* The municipality of today for a BFS number; a merged one leads to its successor. */
SchalterMunicipality *schalter_catalogue_get_municipality (SchalterCatalogue *catalogue, guint bfs);
/* (element-type SchalterPlace): by the start of a postcode, or of a place's or municipality's name.
 */
GPtrArray *
schalter_catalogue_find_places (SchalterCatalogue *catalogue, const char *typed, guint limit);

/* The office that answers for @service for people who live in @bfs. */
SchalterOffice *schalter_catalogue_resolve_office (SchalterCatalogue *catalogue,
                                                   const SchalterService *service,
                                                   guint bfs);

SchalterForm *schalter_catalogue_load_form (SchalterCatalogue *catalogue,
                                            const char *form_id,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The JSON text of a certificate template (print/ reads it). */
char *schalter_catalogue_dup_template (SchalterCatalogue *catalogue, const char *template_id);

/**
 * SchalterCatalogueKey:
 * @id: names the key in envelopes
 *
 * A public key of the signed catalogue.
 */
typedef struct {
  char *id;
  guint8 key[32];
} SchalterCatalogueKey;
void schalter_catalogue_key_free (SchalterCatalogueKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterCatalogueKey, schalter_catalogue_key_free)

/* The newest valid sealing key of an authority: a municipality (BFS number) or the canton (0). */
SchalterCatalogueKey *
schalter_catalogue_get_authority_key (SchalterCatalogue *catalogue, guint bfs, gint64 now_us);
/* The portal's key for the sealed exchange. */
SchalterCatalogueKey *schalter_catalogue_get_exchange_key (SchalterCatalogue *catalogue,
                                                           gint64 now_us);
/* (element-type SchalterSealPublicKey): see seal-code.h; for schalter_seal_code_verify(). */
GPtrArray *schalter_catalogue_list_seal_keys (SchalterCatalogue *catalogue);

G_END_DECLS
