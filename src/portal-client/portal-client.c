/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The portal's contract seen from a kiosk: files, submissions and the sealed exchange. */
#include "config.h"

#include "portal-client.h"

#include "json-record.h"
#include "portal-call.h"
#include "schalter-error.h"

#include <libsoup/soup.h>
#include <string.h>

#define DEFAULT_TIMEOUT_MS 20000
#define RECEIPT_MAX_BYTES (64 * 1024)
#define EXCHANGE_MAX_BYTES (1024 * 1024)

struct _SchalterPortalClient {
  GObject parent_instance;

  /* owned */
  SoupSession *session;
  GUri *base;

  guint timeout_ms;
};

G_DEFINE_FINAL_TYPE (SchalterPortalClient, schalter_portal_client, G_TYPE_OBJECT)

static void
schalter_portal_client_finalize (GObject *object)
{
  SchalterPortalClient *self = SCHALTER_PORTAL_CLIENT (object);
  g_clear_object (&self->session);
  g_clear_pointer (&self->base, g_uri_unref);
  G_OBJECT_CLASS (schalter_portal_client_parent_class)->finalize (object);
}

static void
schalter_portal_client_class_init (SchalterPortalClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = schalter_portal_client_finalize;
}

static void
schalter_portal_client_init (SchalterPortalClient *self)
{
  self->timeout_ms = DEFAULT_TIMEOUT_MS;
  self->session = soup_session_new_with_options ("user-agent", "schalter/" SCHALTER_VERSION, NULL);
  /* A packed answer could be small on the wire and endless unpacked. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
}

/* The base always ends in a slash, so that a relative path is resolved below it. */
static GUri *
parse_base (const char *base_uri, GError **error)
{
  g_autofree char *folder =
      g_str_has_suffix (base_uri, "/") ? g_strdup (base_uri) : g_strconcat (base_uri, "/", NULL);
  g_autoptr (GUri) base = g_uri_parse (folder, SOUP_HTTP_URI_FLAGS, NULL);
  if (base == NULL || g_strcmp0 (g_uri_get_scheme (base), "https") != 0 ||
      g_uri_get_host (base) == NULL || *g_uri_get_host (base) == '\0') {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "“%s” is not the address of a portal; it must start with https://",
                 base_uri);
    return NULL;
  }
  return g_steal_pointer (&base);
}

static GTlsDatabase *
load_anchors (const char *ca_file, GError **error)
{
  GError *foreign = NULL;
  GTlsDatabase *anchors = g_tls_file_database_new (ca_file, &foreign);
  if (anchors == NULL) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "%s has no certificates to trust: %s",
                 ca_file,
                 foreign->message);
    g_error_free (foreign);
  }
  return anchors;
}

SchalterPortalClient *
schalter_portal_client_new (const char *base_uri, const char *ca_file, GError **error)
{
  g_return_val_if_fail (base_uri != NULL && ca_file != NULL, NULL);
  g_autoptr (SchalterPortalClient) self = g_object_new (SCHALTER_TYPE_PORTAL_CLIENT, NULL);
  self->base = parse_base (base_uri, error);
  if (self->base == NULL)
    return NULL;
  if (*ca_file != '\0') {
    g_autoptr (GTlsDatabase) anchors = load_anchors (ca_file, error);
    if (anchors == NULL)
      return NULL;
    soup_session_set_tls_database (self->session, anchors);
  }
  return g_steal_pointer (&self);
}

void
schalter_portal_client_set_timeout_ms (SchalterPortalClient *self, guint timeout_ms)
{
  g_return_if_fail (SCHALTER_IS_PORTAL_CLIENT (self));
  self->timeout_ms = timeout_ms;
}

/* NULL with SCHALTER_ERROR_INVALID if @path leads out of the portal. */
static SoupMessage *
new_message (SchalterPortalClient *self, const char *method, const char *path, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse_relative (self->base, path, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri == NULL || g_strcmp0 (g_uri_get_host (uri), g_uri_get_host (self->base)) != 0 ||
      g_uri_get_port (uri) != g_uri_get_port (self->base) ||
      !g_str_has_prefix (g_uri_get_path (uri), g_uri_get_path (self->base))) {
    g_set_error (
        error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "“%s” is no path of the portal", path);
    return NULL;
  }
  return soup_message_new_from_uri (method, uri);
}

/* Hands the answer of one call on to the task of the method, once its status is good. */
static void
on_called (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (SchalterPortalAnswer) answer = schalter_portal_call_finish (result, &error);
  if (answer == NULL || !schalter_portal_answer_check (answer, &error)) {
    g_task_return_error (task, error);
    return;
  }
  g_task_return_pointer (
      task, g_steal_pointer (&answer), (GDestroyNotify)schalter_portal_answer_free);
}

static void
start_call (GTask *task, SoupMessage *message, guint64 max_bytes)
{
  SchalterPortalClient *self = g_task_get_source_object (task);
  SchalterPortalLimits limits = { .max_bytes = max_bytes, .timeout_ms = self->timeout_ms };
  schalter_portal_call_async (self->session,
                              message,
                              limits,
                              g_task_get_cancellable (task),
                              on_called,
                              g_object_ref (task));
}

static GTask *
new_task (SchalterPortalClient *self,
          gpointer source_tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, source_tag);
  return task;
}

void
schalter_portal_client_fetch_async (SchalterPortalClient *self,
                                    const SchalterFetch *fetch,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (SCHALTER_IS_PORTAL_CLIENT (self) && fetch != NULL);
  g_autoptr (GTask) task =
      new_task (self, schalter_portal_client_fetch_async, cancellable, callback, user_data);
  GError *error = NULL;
  g_autoptr (SoupMessage) message = new_message (self, SOUP_METHOD_GET, fetch->path, &error);
  if (message == NULL) {
    g_task_return_error (task, error);
    return;
  }
  if (fetch->etag != NULL)
    soup_message_headers_replace (
        soup_message_get_request_headers (message), "If-None-Match", fetch->etag);
  start_call (task, message, fetch->max_bytes);
}

GBytes *
schalter_portal_client_fetch_finish (SchalterPortalClient *self,
                                     GAsyncResult *result,
                                     gboolean *is_unchanged_out,
                                     char **etag_out,
                                     GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, schalter_portal_client_fetch_async),
                        NULL);
  g_autoptr (SchalterPortalAnswer) answer = g_task_propagate_pointer (G_TASK (result), error);
  if (answer == NULL)
    return NULL;
  gboolean is_unchanged = answer->status == SOUP_STATUS_NOT_MODIFIED;
  if (is_unchanged_out != NULL)
    *is_unchanged_out = is_unchanged;
  if (etag_out != NULL)
    *etag_out = g_steal_pointer (&answer->etag);
  return is_unchanged ? NULL : g_steal_pointer (&answer->body);
}

/* {"envelope": {…}, "sealed": "<base64>"} */
static GBytes *
build_submission (const SchalterEnvelope *envelope, GBytes *sealed)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (sealed, &length);
  g_autofree char *plain_envelope = schalter_envelope_to_data (envelope);
  g_autofree char *base64 = g_base64_encode (data, length);
  char *body = g_strdup_printf ("{\"envelope\":%s,\"sealed\":\"%s\"}", plain_envelope, base64);
  return g_bytes_new_take (body, strlen (body));
}

void
schalter_portal_client_submit_async (SchalterPortalClient *self,
                                     const SchalterEnvelope *envelope,
                                     GBytes *sealed,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (SCHALTER_IS_PORTAL_CLIENT (self) && envelope != NULL && sealed != NULL);
  g_autoptr (GTask) task =
      new_task (self, schalter_portal_client_submit_async, cancellable, callback, user_data);
  g_task_set_task_data (task, g_strdup (envelope->submission_id), g_free);
  GError *error = NULL;
  g_autoptr (SoupMessage) message = new_message (self, SOUP_METHOD_POST, "v1/submissions", &error);
  if (message == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_autoptr (GBytes) body = build_submission (envelope, sealed);
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  soup_message_headers_replace (
      soup_message_get_request_headers (message), "Idempotency-Key", envelope->submission_id);
  start_call (task, message, RECEIPT_MAX_BYTES);
}

/* Whatever a hotel's login page or a broken proxy answers with 200 is not a receipt. */
static gboolean
is_receipt_for (GBytes *body, const char *submission_id)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autoptr (JsonNode) root =
      length == 0 ? NULL : schalter_json_parse (data, (gssize)length, RECEIPT_MAX_BYTES, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  JsonNode *id = json_object_get_member (json_node_get_object (root), "submission_id");
  return id != NULL && json_node_get_value_type (id) == G_TYPE_STRING &&
         g_strcmp0 (json_node_get_string (id), submission_id) == 0;
}

char *
schalter_portal_client_submit_finish (SchalterPortalClient *self,
                                      GAsyncResult *result,
                                      GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, schalter_portal_client_submit_async),
                        NULL);
  const char *submission_id = g_task_get_task_data (G_TASK (result));
  g_autoptr (SchalterPortalAnswer) answer = g_task_propagate_pointer (G_TASK (result), error);
  if (answer == NULL)
    return NULL;
  if (answer->status == SOUP_STATUS_NOT_MODIFIED || !is_receipt_for (answer->body, submission_id)) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_UNAVAILABLE,
                 "the portal answered %u without a receipt for this submission",
                 answer->status);
    return NULL;
  }
  gsize length;
  const char *text = g_bytes_get_data (answer->body, &length);
  return g_strndup (text, length);
}

void
schalter_portal_client_exchange_async (SchalterPortalClient *self,
                                       GBytes *sealed_request,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (SCHALTER_IS_PORTAL_CLIENT (self) && sealed_request != NULL);
  g_autoptr (GTask) task =
      new_task (self, schalter_portal_client_exchange_async, cancellable, callback, user_data);
  GError *error = NULL;
  g_autoptr (SoupMessage) message = new_message (self, SOUP_METHOD_POST, "v1/exchange", &error);
  if (message == NULL) {
    g_task_return_error (task, error);
    return;
  }
  soup_message_set_request_body_from_bytes (message, "application/octet-stream", sealed_request);
  start_call (task, message, EXCHANGE_MAX_BYTES);
}

GBytes *
schalter_portal_client_exchange_finish (SchalterPortalClient *self,
                                        GAsyncResult *result,
                                        GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, schalter_portal_client_exchange_async),
                        NULL);
  g_autoptr (SchalterPortalAnswer) answer = g_task_propagate_pointer (G_TASK (result), error);
  if (answer == NULL)
    return NULL;
  if (answer->status != SOUP_STATUS_OK || g_bytes_get_size (answer->body) == 0) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_UNAVAILABLE,
                 "the portal answered %u without a sealed answer",
                 answer->status);
    return NULL;
  }
  return g_steal_pointer (&answer->body);
}
