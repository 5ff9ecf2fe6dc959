/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The portal's side of the sealed exchange: one table of calls. */
#include "config.h"

#include "exchange-service.h"

#include "certificates.h"
#include "json-record.h"
#include "schalter-error.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Longest string in a request. */
#define MAX_STRING_BYTES 512
#define MAX_REQUEST_BYTES (64 * 1024)

typedef struct {
  guint status;
  JsonObject *body; /* owned */
} Answer;

typedef struct {
  const SchalterExchangeService *service;
  JsonObject *body;
  gint64 now_us;
} Request;

static const char *
get_string (const Request *request, const char *name)
{
  JsonNode *member = json_object_get_member (request->body, name);
  if (member == NULL || !JSON_NODE_HOLDS_VALUE (member) ||
      json_node_get_value_type (member) != G_TYPE_STRING)
    return "";
  const char *text = json_node_get_string (member);
  return strlen (text) <= MAX_STRING_BYTES ? text : "";
}

static Answer
make_problem (guint status, const char *title, const char *detail)
{
  JsonObject *body = json_object_new (); /* RFC 9457 */
  json_object_set_string_member (body, "type", "about:blank");
  json_object_set_string_member (body, "title", title);
  json_object_set_int_member (body, "status", status);
  json_object_set_string_member (body, "detail", detail);
  return (Answer){ status, body };
}

static Answer
make_oauth_error (const char *code)
{
  JsonObject *body = json_object_new (); /* RFC 6749 §5.2 */
  json_object_set_string_member (body, "error", code);
  return (Answer){ 400, body };
}

static Answer
authorize_device (const Request *request)
{
  const SchalterExchangeService *service = request->service;
  if (g_strcmp0 (get_string (request, "client_id"), "schalter-kiosk") != 0)
    return make_oauth_error ("invalid_client");
  SchalterDeviceGrant grant = schalter_device_grants_begin (service->grants,
                                                            get_string (request, "kiosk"),
                                                            get_string (request, "kiosk_name"),
                                                            request->now_us);
  g_autofree char *complete = g_strdup_printf ("%s?code=%s", service->device_uri, grant.user_code);
  JsonObject *body = json_object_new (); /* RFC 8628 §3.2 */
  json_object_set_string_member (body, "device_code", grant.device_code);
  json_object_set_string_member (body, "user_code", grant.user_code);
  json_object_set_string_member (body, "verification_uri", service->device_uri);
  json_object_set_string_member (body, "verification_uri_complete", complete);
  json_object_set_int_member (body, "expires_in", SCHALTER_GRANT_LIFETIME_S);
  json_object_set_int_member (body, "interval", SCHALTER_GRANT_INTERVAL_S);
  return (Answer){ 200, body };
}

static Answer
give_token (const Request *request)
{
  const char *error_code = NULL;
  if (g_strcmp0 (get_string (request, "grant_type"),
                 "urn:ietf:params:oauth:grant-type:device_code") != 0)
    return make_oauth_error ("unsupported_grant_type");
  const char *token = schalter_device_grants_poll (
      request->service->grants, get_string (request, "device_code"), request->now_us, &error_code);
  if (token == NULL)
    return make_oauth_error (error_code);
  JsonObject *body = json_object_new ();
  json_object_set_string_member (body, "access_token", token);
  json_object_set_string_member (body, "token_type", "Bearer");
  json_object_set_int_member (body, "expires_in", SCHALTER_TOKEN_LIFETIME_S);
  return (Answer){ 200, body };
}

static const SchalterRegisterEntry *
find_person (const Request *request)
{
  return schalter_register_find (schalter_device_grants_get_person (
      request->service->grants, get_string (request, "access_token"), request->now_us));
}

static Answer
tell_person (const Request *request)
{
  const SchalterRegisterEntry *person = find_person (request);
  if (person == NULL)
    return make_problem (401, "Unauthorized", "the token is not valid");
  JsonObject *body = json_object_new ();
  json_object_set_string_member (body, "surname", person->surname);
  json_object_set_string_member (body, "given_names", person->given_names);
  json_object_set_string_member (body, "birth_date", person->birth_date);
  json_object_set_string_member (body, "address", person->address);
  json_object_set_int_member (body, "municipality", person->bfs);
  return (Answer){ 200, body };
}

static Answer
make_issue_problem (const GError *error)
{
  if (g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_REFUSED))
    return make_problem (403, "Forbidden", error->message);
  if (g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_CONFLICT))
    return make_problem (409, "Conflict", error->message);
  g_warning ("A certificate could not be issued: %s", error->message);
  return make_problem (503, "Service Unavailable", "try again later");
}

static Answer
issue_certificate (const Request *request)
{
  const SchalterExchangeService *service = request->service;
  SchalterIssueRequest issue = {
    .person = find_person (request),
    .type = get_string (request, "type"),
    .request_id = get_string (request, "request_id"),
    .now_us = request->now_us,
  };
  if (issue.person == NULL)
    return make_problem (401, "Unauthorized", "the token is not valid");
  g_auto (SchalterIssued) issued = { 0 };
  g_autoptr (GError) error = NULL;
  if (!schalter_certificates_issue (
          service->db, service->seal_secrets, service->verify_base, &issue, &issued, &error))
    return make_issue_problem (error);
  JsonObject *body = json_object_new ();
  json_object_set_member (body, "claims", g_steal_pointer (&issued.claims));
  json_object_set_string_member (body, "seal_code", issued.seal_code);
  return (Answer){ 200, body };
}

static Answer
revoke_token (const Request *request)
{
  schalter_device_grants_revoke (request->service->grants, get_string (request, "access_token"));
  return (Answer){ 200, json_object_new () };
}

static const struct {
  const char *name;
  Answer (*answer) (const Request *request);
} calls[] = {
  { "device_authorization", authorize_device },
  { "token", give_token },
  { "person", tell_person },
  { "certificate", issue_certificate },
  { "revoke", revoke_token },
};

static Answer
dispatch (const Request *request, const char *call)
{
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++) {
    if (g_strcmp0 (calls[i].name, call) == 0)
      return calls[i].answer (request);
  }
  return make_problem (404, "Not Found", "there is no such call");
}

static GBytes *
seal_answer (const Answer *answer, const guint8 *reply_key)
{
  g_autoptr (JsonObject) object = json_object_new ();
  json_object_set_int_member (object, "status", answer->status);
  json_object_set_object_member (object, "body", answer->body);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, object);
  char *text = json_to_string (node, FALSE);
  g_autoptr (GBytes) plain = g_bytes_new_take (text, strlen (text));
  return schalter_box_seal (plain, reply_key);
}

static GBytes *
open_request (const SchalterExchangeService *service, GBytes *sealed, GError **error)
{
  const guint8 *secret = schalter_secrets_get (service->exchange_secrets, 0);
  if (secret == NULL) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INTERNAL, "there is no exchange key");
    return NULL;
  }
  g_autoptr (SchalterBoxKeyPair) pair = schalter_box_key_pair_from_secret (secret);
  return schalter_box_open (sealed, pair, error);
}

GBytes *
schalter_exchange_service_answer (const SchalterExchangeService *service,
                                  GBytes *sealed_request,
                                  gint64 now_us,
                                  GError **error)
{
  g_autoptr (GBytes) plain = open_request (service, sealed_request, error);
  if (plain == NULL)
    return NULL;
  gsize length = 0;
  const char *text = g_bytes_get_data (plain, &length);
  g_autoptr (JsonNode) root =
      schalter_json_parse (length > 0 ? text : "", (gssize)length, MAX_REQUEST_BYTES, error);
  if (root == NULL)
    return NULL;
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *body = object != NULL ? json_object_get_member (object, "body") : NULL;
  if (body == NULL || !JSON_NODE_HOLDS_OBJECT (body)) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "the sealed request is no call");
    return NULL;
  }
  Request outer = { service, object, now_us };
  Request request = { service, json_node_get_object (body), now_us };
  guint8 reply_key[SCHALTER_BOX_KEY_BYTES];
  if (!schalter_key_from_hex (get_string (&outer, "reply_key"), reply_key, error))
    return NULL;
  Answer answer = dispatch (&request, get_string (&outer, "call"));
  return seal_answer (&answer, reply_key);
}
