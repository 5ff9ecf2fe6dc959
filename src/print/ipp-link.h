/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cups/cups.h>
#include <gio/gio.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (http_t, httpClose)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ipp_t, ippDelete)

/**
 * SchalterIppLink:
 *
 * One connection to something that speaks IPP (RFC 8010): cupsd behind its Unix socket, or a
 * printer behind an ipp:// or ipps:// address. Made, used and freed on one worker thread: libcups
 * keeps state for each thread. Every wait ends: 3 s for connecting, 4 s without an answer.
 */
typedef struct {
  http_t *http;
  char *uri;      /* printer-uri of each request */
  char *resource; /* HTTP path */
} SchalterIppLink;

SchalterIppLink *schalter_ipp_link_new_queue (const char *cups_socket,
                                              const char *queue,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
SchalterIppLink *schalter_ipp_link_new_device (const char *device_uri,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_ipp_link_free (SchalterIppLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterIppLink, schalter_ipp_link_free)

/* A request with the operation attributes that every one carries. */
ipp_t *schalter_ipp_link_new_request (const SchalterIppLink *link, ipp_op_t operation);

/**
 * schalter_ipp_link_send: sends @request (transfer full) and waits for the answer.
 *
 * Returns: (transfer full): or %NULL with SCHALTER_ERROR_UNAVAILABLE if nothing sensible came in
 *     time, SCHALTER_ERROR_NOT_FOUND if there is no such printer or job, SCHALTER_ERROR_REFUSED for
 *     other refusals.
 */
ipp_t *schalter_ipp_link_send (SchalterIppLink *link,
                               ipp_t *request,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same with a document behind the request. */
ipp_t *schalter_ipp_link_send_document (SchalterIppLink *link,
                                        ipp_t *request,
                                        GBytes *document,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SchalterIppJob:
 * @id: 0 when there is no such job
 * @state: IPP job-state
 * @impressions: job-impressions-completed, or -1
 */
typedef struct {
  int id;
  int state;
  int impressions;
} SchalterIppJob;

/* Looks for the newest job of this name, ended or not; FALSE on an error only. */
gboolean schalter_ipp_link_find_job (SchalterIppLink *link,
                                     const char *job_name,
                                     SchalterIppJob *job_out,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Cancels the job of this name; TRUE also when there is none, or it has ended. */
gboolean schalter_ipp_link_cancel_job (SchalterIppLink *link,
                                       const char *job_name,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
