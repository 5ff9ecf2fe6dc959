/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The calls of agents: handing in, the sealed exchange, and whether the portal is there. */
#include "config.h"

#include "json-record.h"
#include "portal.h"
#include "reply.h"
#include "schalter-error.h"

void
schalter_handle_health (SchalterPortal *portal,
                        SoupServerMessage *message,
                        const char *rest,
                        GBytes *body)
{
  schalter_reply_json_text (message, SOUP_STATUS_OK, "{\"status\":\"ok\"}");
}

void
schalter_handle_exchange (SchalterPortal *portal,
                          SoupServerMessage *message,
                          const char *rest,
                          GBytes *body)
{
  g_autofree char *device_uri = g_strconcat (portal->uri, "/device", NULL);
  SchalterExchangeService service = {
    .db = portal->db,
    .grants = portal->grants,
    .exchange_secrets = portal->exchange_secrets,
    .seal_secrets = portal->seal_secrets,
    .verify_base = schalter_catalogue_get_verify_base (portal->catalogue),
    .device_uri = device_uri,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer =
      schalter_exchange_service_answer (&service, body, g_get_real_time (), &error);
  if (answer == NULL)
    schalter_reply_error (message, error);
  else
    schalter_reply_bytes (message, "application/octet-stream", answer);
}

static gboolean
set_invalid (GError **error, const char *what)
{
  g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, what);
  return FALSE;
}

/* (transfer full) (nullable) */
static GBytes *
decode_sealed (JsonNode *member)
{
  if (member == NULL || json_node_get_value_type (member) != G_TYPE_STRING)
    return NULL;
  gsize length = 0;
  g_autofree guint8 *sealed = g_base64_decode (json_node_get_string (member), &length);
  return length > 0 ? g_bytes_new_take (g_steal_pointer (&sealed), length) : NULL;
}

/* {"envelope": {…}, "sealed": "<base64>"} */
static gboolean
parse_submission (GBytes *body,
                  SchalterEnvelope **envelope_out,
                  GBytes **sealed_out,
                  GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (JsonNode) root =
      schalter_json_parse (length > 0 ? text : "", (gssize)length, length, error);
  if (root == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return set_invalid (error, "the body is not a JSON object");
  JsonObject *object = json_node_get_object (root);
  JsonNode *envelope = json_object_get_member (object, "envelope");
  g_autoptr (GBytes) sealed = decode_sealed (json_object_get_member (object, "sealed"));
  if (envelope == NULL || sealed == NULL)
    return set_invalid (error, "“envelope” and “sealed” (base64) are needed");
  *envelope_out = schalter_envelope_from_json (envelope, error);
  if (*envelope_out == NULL)
    return FALSE;
  *sealed_out = g_steal_pointer (&sealed);
  return TRUE;
}

static gboolean
has_key (SoupServerMessage *message, const char *submission_id)
{
  const char *key = soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                                  "Idempotency-Key");
  return g_strcmp0 (key, submission_id) == 0;
}

void
schalter_handle_submission (SchalterPortal *portal,
                            SoupServerMessage *message,
                            const char *rest,
                            GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterEnvelope) envelope = NULL;
  g_autoptr (GBytes) sealed = NULL;
  SchalterIntake intake = schalter_portal_get_intake (portal);
  SchalterIntakeResult result = { FALSE, NULL };
  if (!parse_submission (body, &envelope, &sealed, &error)) {
    schalter_reply_error (message, error);
    return;
  }
  if (!has_key (message, envelope->submission_id)) {
    schalter_reply_problem (
        message, SOUP_STATUS_BAD_REQUEST, "Idempotency-Key must be the submission's id");
    return;
  }
  if (!schalter_intake_accept (&intake, envelope, sealed, g_get_real_time (), &result, &error)) {
    schalter_reply_error (message, error);
    return;
  }
  g_autofree char *receipt = result.receipt;
  schalter_reply_json_text (message, result.is_new ? SOUP_STATUS_CREATED : SOUP_STATUS_OK, receipt);
}
