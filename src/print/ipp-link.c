/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * IPP over libcups, for worker threads. cupsConnectDest() is not used: it ignores which server it
 * was told, and gives a connection that is none when it fails. */
#include "config.h"

#include "ipp-link.h"

#include "schalter-error.h"

#define CONNECT_TIMEOUT_MS 3000
#define ANSWER_TIMEOUT_SECONDS 4.0
#define USER_NAME "schalter"

/* Giving up is the answer to every time-out. */
static int
on_http_timeout (http_t *http, void *user_data)
{
  return 0;
}

static http_t *
connect_to (const char *host, int port, gboolean is_encrypted, GError **error)
{
  g_autoptr (http_t) http = httpConnect2 (
      host, port, NULL, AF_UNSPEC, HTTP_ENCRYPTION_IF_REQUESTED, 1, CONNECT_TIMEOUT_MS, NULL);
  if (http != NULL)
    httpSetTimeout (http, ANSWER_TIMEOUT_SECONDS, on_http_timeout, NULL);
  /* Encryption starts after the time limit is set, so that the handshake has one too. */
  if (http != NULL && (!is_encrypted || httpEncryption (http, HTTP_ENCRYPTION_ALWAYS) == 0))
    return g_steal_pointer (&http);
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_UNAVAILABLE,
               "%s does not answer: %s",
               host,
               cupsLastErrorString ());
  return NULL;
}

SchalterIppLink *
schalter_ipp_link_new_queue (const char *cups_socket, const char *queue, GError **error)
{
  http_t *http = connect_to (cups_socket, 0, FALSE, error);
  if (http == NULL)
    return NULL;
  SchalterIppLink *link = g_new0 (SchalterIppLink, 1);
  link->http = http;
  link->resource = g_strconcat ("/printers/", queue, NULL);
  link->uri = g_strconcat ("ipp://localhost", link->resource, NULL);
  return link;
}

SchalterIppLink *
schalter_ipp_link_new_device (const char *device_uri, GError **error)
{
  char scheme[16];
  char user[64];
  char host[256];
  char resource[1024];
  int port = 0;
  /* What follows '?' is for CUPS' backend (contimeout), not for the printer. */
  g_autofree char *plain_uri = g_strndup (device_uri, strcspn (device_uri, "?"));
  http_uri_status_t status = httpSeparateURI (HTTP_URI_CODING_ALL,
                                              plain_uri,
                                              scheme,
                                              sizeof scheme,
                                              user,
                                              sizeof user,
                                              host,
                                              sizeof host,
                                              &port,
                                              resource,
                                              sizeof resource);
  gboolean is_encrypted = g_str_equal (scheme, "ipps");
  if (status < HTTP_URI_STATUS_OK || host[0] == '\0' ||
      (!is_encrypted && !g_str_equal (scheme, "ipp"))) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "“%s” is not an ipp:// or ipps:// address",
                 device_uri);
    return NULL;
  }
  http_t *http = connect_to (host, port, is_encrypted, error);
  if (http == NULL)
    return NULL;
  SchalterIppLink *link = g_new0 (SchalterIppLink, 1);
  link->http = http;
  link->resource = g_strdup (resource);
  link->uri = g_steal_pointer (&plain_uri);
  return link;
}

void
schalter_ipp_link_free (SchalterIppLink *link)
{
  httpClose (link->http);
  g_free (link->uri);
  g_free (link->resource);
  g_free (link);
}

ipp_t *
schalter_ipp_link_new_request (const SchalterIppLink *link, ipp_op_t operation)
{
  ipp_t *request = ippNewRequest (operation);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, link->uri);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, USER_NAME);
  return request;
}

/* The one place where IPP's status codes become ours. */
static ipp_t *
check_answer (ipp_t *answer, GError **error)
{
  g_autoptr (ipp_t) checked = answer;
  SchalterError code = SCHALTER_ERROR_REFUSED;
  ipp_status_t status = checked != NULL ? ippGetStatusCode (checked) : cupsLastError ();
  if (checked != NULL && status < IPP_STATUS_REDIRECTION_OTHER_SITE)
    return g_steal_pointer (&checked);
  if (checked == NULL || status >= IPP_STATUS_ERROR_INTERNAL)
    code = SCHALTER_ERROR_UNAVAILABLE;
  if (status == IPP_STATUS_ERROR_NOT_FOUND || status == IPP_STATUS_ERROR_GONE)
    code = SCHALTER_ERROR_NOT_FOUND;
  g_set_error (
      error, SCHALTER_ERROR, code, "%s (%s)", ippErrorString (status), cupsLastErrorString ());
  return NULL;
}

ipp_t *
schalter_ipp_link_send (SchalterIppLink *link, ipp_t *request, GError **error)
{
  return check_answer (cupsDoRequest (link->http, request, link->resource), error);
}

ipp_t *
schalter_ipp_link_send_document (SchalterIppLink *link,
                                 ipp_t *request,
                                 GBytes *document,
                                 GError **error)
{
  g_autoptr (ipp_t) owned = request;
  gsize size = 0;
  const char *data = g_bytes_get_data (document, &size);
  http_status_t status =
      cupsSendRequest (link->http, owned, link->resource, ippLength (owned) + size);
  if (status == HTTP_STATUS_CONTINUE)
    status = cupsWriteRequestData (link->http, data, size);
  if (status != HTTP_STATUS_CONTINUE) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_UNAVAILABLE,
                 "the document could not be sent: %s",
                 httpStatus (status));
    return NULL;
  }
  return check_answer (cupsGetResponse (link->http, link->resource), error);
}

static int
get_integer (ipp_attribute_t *attribute, int fallback)
{
  ipp_tag_t tag = attribute != NULL ? ippGetValueTag (attribute) : IPP_TAG_NOVALUE;
  return tag == IPP_TAG_INTEGER || tag == IPP_TAG_ENUM ? ippGetInteger (attribute, 0) : fallback;
}

/* Takes one attribute of the job being read; a job ends where its group does. */
static void
read_job_attribute (ipp_attribute_t *attribute, SchalterIppJob *job, const char **job_name)
{
  const char *name = ippGetName (attribute);
  if (g_strcmp0 (name, "job-id") == 0)
    job->id = get_integer (attribute, 0);
  else if (g_strcmp0 (name, "job-state") == 0)
    job->state = get_integer (attribute, 0);
  else if (g_strcmp0 (name, "job-impressions-completed") == 0)
    job->impressions = get_integer (attribute, -1);
  else if (g_strcmp0 (name, "job-name") == 0)
    *job_name = ippGetString (attribute, 0, NULL);
}

static void
find_in_answer (ipp_t *answer, const char *wanted_name, SchalterIppJob *found)
{
  ipp_attribute_t *attribute = ippFirstAttribute (answer);
  while (attribute != NULL) {
    SchalterIppJob job = { .impressions = -1 };
    const char *job_name = NULL;
    while (attribute != NULL && ippGetGroupTag (attribute) != IPP_TAG_JOB)
      attribute = ippNextAttribute (answer);
    while (attribute != NULL && ippGetGroupTag (attribute) == IPP_TAG_JOB) {
      read_job_attribute (attribute, &job, &job_name);
      attribute = ippNextAttribute (answer);
    }
    if (g_strcmp0 (job_name, wanted_name) == 0 && job.id >= found->id)
      *found = job;
  }
}

static gboolean
find_among (SchalterIppLink *link,
            const char *which_jobs,
            const char *job_name,
            SchalterIppJob *found,
            GError **error)
{
  static const char *const wanted[] = {
    "job-id",
    "job-name",
    "job-state",
    "job-impressions-completed",
  };
  ipp_t *request = schalter_ipp_link_new_request (link, IPP_OP_GET_JOBS);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", NULL, which_jobs);
  ippAddStrings (request,
                 IPP_TAG_OPERATION,
                 IPP_TAG_KEYWORD,
                 "requested-attributes",
                 G_N_ELEMENTS (wanted),
                 NULL,
                 wanted);
  g_autoptr (ipp_t) answer = schalter_ipp_link_send (link, request, error);
  if (answer == NULL)
    return FALSE;
  find_in_answer (answer, job_name, found);
  return TRUE;
}

/* Those not ended are asked first: a job that ends between the two questions is still found. */
gboolean
schalter_ipp_link_find_job (SchalterIppLink *link,
                            const char *job_name,
                            SchalterIppJob *job_out,
                            GError **error)
{
  SchalterIppJob found = { .impressions = -1 };
  if (!find_among (link, "not-completed", job_name, &found, error) ||
      !find_among (link, "completed", job_name, &found, error))
    return FALSE;
  *job_out = found;
  return TRUE;
}

gboolean
schalter_ipp_link_cancel_job (SchalterIppLink *link, const char *job_name, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  SchalterIppJob job = { 0 };
  if (!find_among (link, "not-completed", job_name, &job, error))
    return FALSE;
  if (job.id == 0)
    return TRUE;
  ipp_t *request = schalter_ipp_link_new_request (link, IPP_OP_CANCEL_JOB);
  ippAddInteger (request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job.id);
  g_autoptr (ipp_t) answer = schalter_ipp_link_send (link, request, &local_error);
  /* It ended between the two questions, or is already being cancelled. */
  if (answer != NULL || cupsLastError () == IPP_STATUS_ERROR_NOT_POSSIBLE ||
      g_error_matches (local_error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
