/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One HTTP call with a time limit over all of it and a size limit on the answer. libsoup's own
 * time-out only bounds silence: a server that sends a byte now and then would hold a call for ever.
 */
#include "config.h"

#include "portal-call.h"

#include "json-record.h"
#include "schalter-error.h"

#define CHUNK_BYTES (64 * 1024)
#define PROBLEM_MAX_BYTES (16 * 1024)
#define DETAIL_MAX_CHARACTERS 200
#define STATUS_TOO_MANY_REQUESTS 429 /* RFC 6585; libsoup has no name for it */

typedef struct {
  /* owned */
  SoupMessage *message;
  GCancellable *caller;
  GCancellable *own;
  GInputStream *stream;
  GByteArray *body;
  /* handles */
  gulong caller_handler;
  guint deadline;

  SchalterPortalLimits limits;
  gboolean is_late;
} Call;

static void
call_free (Call *call)
{
  if (call->caller_handler != 0)
    g_cancellable_disconnect (call->caller, call->caller_handler);
  g_clear_handle_id (&call->deadline, g_source_remove);
  g_clear_object (&call->message);
  g_clear_object (&call->caller);
  g_clear_object (&call->own);
  g_clear_object (&call->stream);
  g_byte_array_unref (call->body);
  g_free (call);
}

void
schalter_portal_answer_free (SchalterPortalAnswer *answer)
{
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_free (answer->etag);
  g_free (answer);
}

static gboolean
on_deadline (gpointer user_data)
{
  Call *call = user_data;
  call->deadline = 0;
  call->is_late = TRUE;
  g_cancellable_cancel (call->own);
  return G_SOURCE_REMOVE;
}

static void
on_caller_cancelled (GCancellable *caller, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* Maps libsoup's, GIO's and the TLS library's errors; takes @foreign. */
static GError *
map_error (const Call *call, GError *foreign)
{
  g_autoptr (GError) owned = foreign;
  if (call->is_late)
    return g_error_new (SCHALTER_ERROR,
                        SCHALTER_ERROR_UNAVAILABLE,
                        "the portal did not answer within %u ms",
                        call->limits.timeout_ms);
  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED) || owned->domain == SCHALTER_ERROR)
    return g_steal_pointer (&owned);
  if (g_error_matches (owned, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return g_error_new (SCHALTER_ERROR,
                        SCHALTER_ERROR_UNTRUSTED,
                        "the portal's certificate is not trusted: %s",
                        owned->message);
  return g_error_new (SCHALTER_ERROR,
                      SCHALTER_ERROR_UNAVAILABLE,
                      "the portal cannot be reached: %s",
                      owned->message);
}

static void
fail_call (GTask *task, GError *foreign)
{
  g_task_return_error (task, map_error (g_task_get_task_data (task), foreign));
}

static GError *
new_too_large_error (const Call *call)
{
  return g_error_new (SCHALTER_ERROR,
                      SCHALTER_ERROR_INVALID,
                      "the portal's answer is larger than %" G_GUINT64_FORMAT " bytes",
                      call->limits.max_bytes);
}

static void
return_answer (GTask *task, Call *call)
{
  SchalterPortalAnswer *answer = g_new0 (SchalterPortalAnswer, 1);
  SoupMessageHeaders *headers = soup_message_get_response_headers (call->message);
  answer->status = soup_message_get_status (call->message);
  answer->etag = g_strdup (soup_message_headers_get_one (headers, "ETag"));
  answer->body = g_bytes_new (call->body->data, call->body->len);
  g_task_return_pointer (task, answer, (GDestroyNotify)schalter_portal_answer_free);
}

static void on_chunk_read (GObject *source, GAsyncResult *result, gpointer user_data);

static void
read_on (GTask *task, Call *call)
{
  g_input_stream_read_bytes_async (
      call->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, call->own, on_chunk_read, g_object_ref (task));
}

static void
on_chunk_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  g_autoptr (GBytes) chunk =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (chunk == NULL) {
    fail_call (task, error);
    return;
  }
  gsize length;
  const guint8 *data = g_bytes_get_data (chunk, &length);
  if (length == 0) {
    return_answer (task, call);
    return;
  }
  if (call->body->len + length > call->limits.max_bytes) {
    /* The rest is never read: cancelling closes the connection. */
    g_task_return_error (task, new_too_large_error (call));
    g_cancellable_cancel (call->own);
    return;
  }
  g_byte_array_append (call->body, data, length);
  read_on (task, call);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (call->stream == NULL) {
    fail_call (task, error);
    return;
  }
  read_on (task, call);
}

void
schalter_portal_call_async (SoupSession *session,
                            SoupMessage *message,
                            SchalterPortalLimits limits,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  /* The task has no cancellable of its own: being late and being cancelled are told apart here. */
  g_autoptr (GTask) task = g_task_new (session, NULL, callback, user_data);
  g_task_set_source_tag (task, schalter_portal_call_async);
  Call *call = g_new0 (Call, 1);
  g_task_set_task_data (task, call, (GDestroyNotify)call_free);
  call->message = g_object_ref (message);
  call->own = g_cancellable_new ();
  call->body = g_byte_array_new ();
  call->limits = limits;
  call->deadline = g_timeout_add (limits.timeout_ms, on_deadline, call);
  if (cancellable != NULL) {
    call->caller = g_object_ref (cancellable);
    call->caller_handler =
        g_cancellable_connect (cancellable, G_CALLBACK (on_caller_cancelled), call->own, NULL);
  }
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_async (
      session, message, G_PRIORITY_DEFAULT, call->own, on_sent, g_steal_pointer (&task));
}

SchalterPortalAnswer *
schalter_portal_call_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, schalter_portal_call_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The words of a problem document (RFC 9457), cut short; "" for anything else. */
static char *
dup_problem (GBytes *body)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autoptr (JsonNode) root =
      length == 0 ? NULL : schalter_json_parse (data, (gssize)length, PROBLEM_MAX_BYTES, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return g_strdup ("");
  JsonNode *detail = json_object_get_member (json_node_get_object (root), "detail");
  const char *text = detail != NULL && json_node_get_value_type (detail) == G_TYPE_STRING
                         ? json_node_get_string (detail)
                         : NULL;
  if (text == NULL)
    return g_strdup ("");
  g_autofree char *shown =
      g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), DETAIL_MAX_CHARACTERS));
  return g_strconcat (": ", shown, NULL);
}

gboolean
schalter_portal_answer_check (const SchalterPortalAnswer *answer, GError **error)
{
  guint status = answer->status;
  if (status == SOUP_STATUS_OK || status == SOUP_STATUS_CREATED ||
      status == SOUP_STATUS_NOT_MODIFIED)
    return TRUE;

  SchalterError code = SCHALTER_ERROR_UNAVAILABLE;
  if (status == SOUP_STATUS_CONFLICT)
    code = SCHALTER_ERROR_CONFLICT;
  else if (status >= 400 && status < 500 && status != STATUS_TOO_MANY_REQUESTS &&
           status != SOUP_STATUS_REQUEST_TIMEOUT)
    code = SCHALTER_ERROR_REFUSED;
  g_autofree char *problem = dup_problem (answer->body);
  g_set_error (error, SCHALTER_ERROR, code, "the portal answered %u%s", status, problem);
  return FALSE;
}
