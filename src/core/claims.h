/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * SchalterClaims:
 * @number: the certificate's number, unique in the canton ("W-4045-2026-000123")
 * @type: the template's id ("wohnsitzbestaetigung")
 * @bfs: BFS number of the municipality that issues it
 * @issued: ISO 8601 date
 * @expires: ISO 8601 date
 * @birth_date: ISO 8601, a full date, a year and month, or a year (eCH-0044)
 * @address: one line, street and number, postcode and place
 * @facts: (element-type utf8 utf8): further facts by key ("resident_since", "place_of_origin", …)
 *
 * What a certificate says. The portal issues it; paper and seal are made from this one object, so
 * that they cannot disagree. Personal: never logged, never stored outside a session or the portal.
 */
typedef struct {
  char *number;
  char *type;
  guint bfs;
  char *issued;
  char *expires;
  char *surname;
  char *given_names;
  char *birth_date;
  char *address;
  GHashTable *facts;
} SchalterClaims;

/**
 * schalter_claims_from_json: reads and checks claims; unknown keys are refused.
 */
SchalterClaims *schalter_claims_from_json (JsonNode *node,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *schalter_claims_to_json (const SchalterClaims *claims);
void schalter_claims_free (SchalterClaims *claims);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterClaims, schalter_claims_free)

G_END_DECLS
