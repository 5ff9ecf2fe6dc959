/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * The session's side of printing: hands a PDF to cupsd's Unix socket with libcups, in a worker
 * thread with its own connection and time limits.
 */

/**
 * SchalterPrintRequest: copied by the call that takes it.
 * @cups_socket: path of cupsd's Unix socket
 * @job_name: certificate number and attempt; nothing personal
 */
typedef struct {
  const char *cups_socket;
  const char *queue;
  const char *job_name;
  GBytes *pdf;
} SchalterPrintRequest;

/* A4, one-sided, no scaling, one copy are always sent with the job (media-col). */
void schalter_print_queue_submit_async (const SchalterPrintRequest *request,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/* The queue's job id, or 0 with SCHALTER_ERROR_UNAVAILABLE or SCHALTER_ERROR_REFUSED. */
int schalter_print_queue_submit_finish (GAsyncResult *result,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The agent's: cancels a job at the queue by its name. */
void schalter_print_queue_cancel_async (const char *cups_socket,
                                        const char *queue,
                                        const char *job_name,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean schalter_print_queue_cancel_finish (GAsyncResult *result,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * schalter_print_queue_poll_async: (the agent's) what the queue says of a job, by its name.
 *
 * finish returns the IPP job-state, or 0 when the queue has no such job (any more).
 */
void schalter_print_queue_poll_async (const char *cups_socket,
                                      const char *queue,
                                      const char *job_name,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
int schalter_print_queue_poll_finish (GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
