/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * SchalterEnvelope:
 * @submission_id: UUIDv7 (RFC 9562); also the Idempotency-Key on the wire
 * @reference: what the citizen gets ("4045-7F3K-92QX"); empty until the agent has made it
 * @authority_bfs: BFS number of the municipality, or 0 when the canton itself is responsible
 * @authority_office: id of the office
 * @key_id: which of the authority's public keys the content is sealed to
 * @created_us: microseconds since 1970, UTC
 * @kiosk: id of the kiosk, or "web"
 * @size: bytes of the sealed content
 *
 * The plain outside of a submission: enough to route it, nothing personal in it.
 */
typedef struct {
  char *submission_id;
  char *reference;
  char *service_id;
  char *form_id;
  guint form_version;
  guint authority_bfs;
  char *authority_office;
  char *key_id;
  gint64 created_us;
  char *kiosk;
  guint64 size;
} SchalterEnvelope;

#define SCHALTER_ENVELOPE_MAX_BYTES 4096
#define SCHALTER_SEALED_MAX_BYTES (8 * 1024 * 1024)

/* Ids are of lower-case letters, digits, '-' and '_', at most 64 bytes. */
SchalterEnvelope *schalter_envelope_from_json (JsonNode *node,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
SchalterEnvelope *schalter_envelope_from_data (const char *json,
                                               gssize length,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *schalter_envelope_to_json (const SchalterEnvelope *envelope);
/* Canonical bytes: members in the order of the struct, no white space. */
char *schalter_envelope_to_data (const SchalterEnvelope *envelope);
void schalter_envelope_free (SchalterEnvelope *envelope);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterEnvelope, schalter_envelope_free)

G_END_DECLS
