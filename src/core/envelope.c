/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plain outside of a submission, read strictly and written in one canonical form. */
#include "config.h"

#include "envelope.h"

#include "json-record.h"
#include "reference.h"
#include "schalter-error.h"
#include "uuid.h"

/* Whole numbers that every JSON reader keeps exactly (RFC 8259 §6). */
#define MAX_EXACT ((gint64)9007199254740991)

static gboolean
is_reference_or_empty (const char *text)
{
  if (text[0] == '\0')
    return TRUE;
  g_autofree char *canonical = schalter_reference_parse (text, NULL);
  return g_strcmp0 (canonical, text) == 0;
}

#define OFFSET(name) G_STRUCT_OFFSET (SchalterEnvelope, name)
#define ID(name, max)                                                                              \
  {                                                                                                \
#name, SCHALTER_JSON_STRING, OFFSET(name), 1, max, schalter_json_is_id,                        \
        SCHALTER_JSON_ID_ALLOWED                                                                   \
  }

static const SchalterJsonMember members[] = {
  { "submission_id",
    SCHALTER_JSON_STRING,
    OFFSET (submission_id),
    36,
    36,
    schalter_uuid_is_valid,
    "a UUIDv7 in lower case" },
  { "reference",
    SCHALTER_JSON_STRING,
    OFFSET (reference),
    0,
    14,
    is_reference_or_empty,
    "a reference number, or empty" },
  ID (service_id, 64),
  ID (form_id, 64),
  { "form_version", SCHALTER_JSON_UINT, OFFSET (form_version), 1, 1000000 },
  { "authority_bfs", SCHALTER_JSON_UINT, OFFSET (authority_bfs), 0, 9999 },
  ID (authority_office, 64),
  ID (key_id, 64),
  { "created_us", SCHALTER_JSON_INT64, OFFSET (created_us), 0, MAX_EXACT },
  ID (kiosk, 64),
  { "size", SCHALTER_JSON_UINT64, OFFSET (size), 1, SCHALTER_SEALED_MAX_BYTES },
  { NULL },
};

SchalterEnvelope *
schalter_envelope_from_json (JsonNode *node, GError **error)
{
  g_autoptr (SchalterEnvelope) envelope = g_new0 (SchalterEnvelope, 1);
  if (!schalter_json_read (node, members, envelope, error))
    return NULL;
  return g_steal_pointer (&envelope);
}

SchalterEnvelope *
schalter_envelope_from_data (const char *json, gssize length, GError **error)
{
  g_autoptr (JsonNode) node =
      schalter_json_parse (json, length, SCHALTER_ENVELOPE_MAX_BYTES, error);
  return node != NULL ? schalter_envelope_from_json (node, error) : NULL;
}

JsonNode *
schalter_envelope_to_json (const SchalterEnvelope *envelope)
{
  g_return_val_if_fail (envelope != NULL, NULL);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, schalter_json_write (members, envelope));
  return node;
}

char *
schalter_envelope_to_data (const SchalterEnvelope *envelope)
{
  g_autoptr (JsonNode) node = schalter_envelope_to_json (envelope);
  return node != NULL ? json_to_string (node, FALSE) : NULL;
}

void
schalter_envelope_free (SchalterEnvelope *envelope)
{
  if (envelope == NULL)
    return;
  g_free (envelope->submission_id);
  g_free (envelope->reference);
  g_free (envelope->service_id);
  g_free (envelope->form_id);
  g_free (envelope->authority_office);
  g_free (envelope->key_id);
  g_free (envelope->kiosk);
  g_free (envelope);
}
