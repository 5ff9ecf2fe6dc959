/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "text.h"

G_BEGIN_DECLS

/**
 * SchalterServiceKind: the portal's four kinds, and notifications.
 */
typedef enum {
  SCHALTER_SERVICE_CERTIFICATE,
  SCHALTER_SERVICE_PERMIT,
  SCHALTER_SERVICE_EXTENSION,
  SCHALTER_SERVICE_APPLICATION,
  SCHALTER_SERVICE_NOTIFICATION,
} SchalterServiceKind;

/**
 * SchalterServiceLevel: who decides: municipality, region or district, canton, federation, other.
 */
typedef enum {
  SCHALTER_LEVEL_MUNICIPALITY,
  SCHALTER_LEVEL_REGION,
  SCHALTER_LEVEL_CANTON,
  SCHALTER_LEVEL_FEDERATION,
  SCHALTER_LEVEL_OTHER,
} SchalterServiceLevel;

/**
 * SchalterServicePrinting: a certificate once released, only a receipt, or the person must come.
 */
typedef enum {
  SCHALTER_PRINTING_CERTIFICATE,
  SCHALTER_PRINTING_RECEIPT,
  SCHALTER_PRINTING_IN_PERSON,
} SchalterServicePrinting;

/**
 * SchalterService:
 * @verb: label of the button that starts it ("Bestellen")
 * @steps: (element-type SchalterText): how it goes, in order
 * @documents: (element-type SchalterText): what to bring
 * @fee: in words; says that the office tells when it is not known
 * @form_id: (nullable): the form to fill in
 * @certificate_id: (nullable): the certificate template this kiosk can print
 * @not_here: (nullable): text of the wrong-office trap: who does this instead
 * @office_role: which office of the responsible level answers ("einwohnerdienste")
 *
 * A public service in the seven blocks of the portal's service page. A record: read only after it
 * is made.
 */
typedef struct {
  char *id;
  SchalterServiceKind kind;
  SchalterServiceLevel level;
  SchalterServicePrinting printing;
  gboolean is_online;
  gboolean needs_adult;
  char *life_event_id;
  char *office_role;
  char *form_id;
  char *certificate_id;
  SchalterText title;
  SchalterText lead;
  SchalterText verb;
  SchalterText requirements;
  SchalterText deadline;
  SchalterText fee;
  SchalterText not_here;
  GPtrArray *steps;
  GPtrArray *documents;
} SchalterService;

void schalter_service_free (SchalterService *service);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterService, schalter_service_free)

/* Names in data: "certificate", "permit", "extension", "application", "notification";
 * "municipality", "region", "canton", "federation", "other"; "certificate", "receipt", "in-person".
 */
gboolean schalter_service_kind_from_string (const char *text, SchalterServiceKind *kind_out);
gboolean schalter_service_level_from_string (const char *text, SchalterServiceLevel *level_out);
gboolean schalter_service_printing_from_string (const char *text,
                                                SchalterServicePrinting *printing_out);
const char *schalter_service_kind_to_string (SchalterServiceKind kind);
const char *schalter_service_level_to_string (SchalterServiceLevel level);
const char *schalter_service_printing_to_string (SchalterServicePrinting printing);

G_END_DECLS
