/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Jobs at cupsd's queue. Every function copies what it was given, and works on a thread of its own.
 */
#include "config.h"

#include "print-queue.h"

#include "ipp-link.h"
#include "schalter-error.h"

#define A4_WIDTH 21000 /* hundredths of a millimetre, PWG 5100.7 */
#define A4_HEIGHT 29700

typedef struct {
  char *cups_socket;
  char *queue;
  char *job_name;
  GBytes *pdf; /* (nullable) */
} Call;

static Call *
call_new (const char *cups_socket, const char *queue, const char *job_name, GBytes *pdf)
{
  Call *call = g_new0 (Call, 1);
  call->cups_socket = g_strdup (cups_socket);
  call->queue = g_strdup (queue);
  call->job_name = g_strdup (job_name);
  call->pdf = pdf != NULL ? g_bytes_ref (pdf) : NULL;
  return call;
}

static void
call_free (Call *call)
{
  g_free (call->cups_socket);
  g_free (call->queue);
  g_free (call->job_name);
  g_clear_pointer (&call->pdf, g_bytes_unref);
  g_free (call);
}

static void
start (Call *call,
       GTaskThreadFunc work,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, (gpointer)work);
  g_task_set_task_data (task, call, (GDestroyNotify)call_free);
  g_task_run_in_thread (task, work);
}

/* The printer's default may be Letter, and a page cropped to it is silent. */
static void
add_job_attributes (ipp_t *request)
{
  ipp_t *size = ippNew ();
  ipp_t *media = ippNew ();
  ippAddInteger (size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", A4_WIDTH);
  ippAddInteger (size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", A4_HEIGHT);
  ippAddCollection (media, IPP_TAG_ZERO, "media-size", size);
  ippAddCollection (request, IPP_TAG_JOB, "media-col", media);
  ippDelete (size);
  ippDelete (media);
  ippAddInteger (request, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 1);
  ippAddString (request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", NULL, "one-sided");
  ippAddString (request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "print-scaling", NULL, "none");
  ippAddString (request, IPP_TAG_JOB, IPP_TAG_NAME, "job-sheets", NULL, "none");
}

static int
create_job (SchalterIppLink *link, const char *job_name, GError **error)
{
  ipp_t *request = schalter_ipp_link_new_request (link, IPP_OP_CREATE_JOB);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, job_name);
  add_job_attributes (request);
  g_autoptr (ipp_t) answer = schalter_ipp_link_send (link, request, error);
  if (answer == NULL)
    return 0;
  ipp_attribute_t *id = ippFindAttribute (answer, "job-id", IPP_TAG_INTEGER);
  if (id == NULL || ippGetInteger (id, 0) <= 0) {
    g_set_error_literal (
        error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE, "the queue gave the job no number");
    return 0;
  }
  return ippGetInteger (id, 0);
}

static gboolean
send_document (SchalterIppLink *link, int job_id, GBytes *pdf, GError **error)
{
  ipp_t *request = schalter_ipp_link_new_request (link, IPP_OP_SEND_DOCUMENT);
  ippAddInteger (request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job_id);
  ippAddString (
      request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL, "application/pdf");
  ippAddBoolean (request, IPP_TAG_OPERATION, "last-document", 1);
  g_autoptr (ipp_t) answer = schalter_ipp_link_send_document (link, request, pdf, error);
  return answer != NULL;
}

/* A job that has no document would wait at the queue for ever: it is taken back. */
static void
take_back (const Call *call)
{
  g_autoptr (SchalterIppLink) link =
      schalter_ipp_link_new_queue (call->cups_socket, call->queue, NULL);
  /* If this fails too, cupsd gives up waiting by itself (MultipleOperationTimeout). */
  if (link != NULL)
    (void)!schalter_ipp_link_cancel_job (link, call->job_name, NULL);
}

static void
submit (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Call *call = data;
  GError *error = NULL;
  g_autoptr (SchalterIppLink) link =
      schalter_ipp_link_new_queue (call->cups_socket, call->queue, &error);
  if (g_task_return_error_if_cancelled (task)) {
    g_clear_error (&error);
    return;
  }
  int job_id = link != NULL ? create_job (link, call->job_name, &error) : 0;
  if (job_id > 0 && !send_document (link, job_id, call->pdf, &error))
    take_back (call);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, job_id);
}

void
schalter_print_queue_submit_async (const SchalterPrintRequest *request,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (request != NULL && request->pdf != NULL);
  start (call_new (request->cups_socket, request->queue, request->job_name, request->pdf),
         submit,
         cancellable,
         callback,
         user_data);
}

int
schalter_print_queue_submit_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, (gpointer)submit), 0);
  gssize job_id = g_task_propagate_int (G_TASK (result), error);
  return MAX ((int)job_id, 0);
}

static void
cancel (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Call *call = data;
  GError *error = NULL;
  g_autoptr (SchalterIppLink) link =
      schalter_ipp_link_new_queue (call->cups_socket, call->queue, &error);
  if (link == NULL || !schalter_ipp_link_cancel_job (link, call->job_name, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
schalter_print_queue_cancel_async (const char *cups_socket,
                                   const char *queue,
                                   const char *job_name,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  start (call_new (cups_socket, queue, job_name, NULL), cancel, cancellable, callback, user_data);
}

gboolean
schalter_print_queue_cancel_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, (gpointer)cancel), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
poll_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Call *call = data;
  GError *error = NULL;
  SchalterIppJob job = { 0 };
  g_autoptr (SchalterIppLink) link =
      schalter_ipp_link_new_queue (call->cups_socket, call->queue, &error);
  if (link == NULL || !schalter_ipp_link_find_job (link, call->job_name, &job, &error))
    g_task_return_error (task, error);
  else
    g_task_return_int (task, job.state);
}

void
schalter_print_queue_poll_async (const char *cups_socket,
                                 const char *queue,
                                 const char *job_name,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  start (call_new (cups_socket, queue, job_name, NULL), poll_job, cancellable, callback, user_data);
}

int
schalter_print_queue_poll_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, (gpointer)poll_job), 0);
  gssize state = g_task_propagate_int (G_TASK (result), error);
  return MAX ((int)state, 0);
}
