/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the printer itself says. Each call works on a thread of its own. */
#include "config.h"

#include "print-device.h"

#include "ipp-link.h"

#define A4_NAME "iso_a4_210x297mm" /* PWG 5101.1 */
#define A4_WIDTH 21000
#define A4_HEIGHT 29700

typedef struct {
  char *device_uri;
  char *job_name; /* (nullable) */
} Call;

static void
call_free (Call *call)
{
  g_free (call->device_uri);
  g_free (call->job_name);
  g_free (call);
}

static void
start (const Call *given,
       GTaskThreadFunc work,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);
  call->device_uri = g_strdup (given->device_uri);
  call->job_name = g_strdup (given->job_name);
  g_task_set_source_tag (task, (gpointer)work);
  g_task_set_task_data (task, call, (GDestroyNotify)call_free);
  g_task_run_in_thread (task, work);
}

void
schalter_device_state_free (SchalterDeviceState *state)
{
  g_strfreev (state->reasons);
  g_free (state);
}

/* printer-state-reasons (RFC 8011 §5.4.12, PWG 5100.9) with which no sheet comes out, whatever
 * severity the printer gives them: one that waits for paper calls it a report while it is idle. */
static const char *const blocking_reasons[] = {
  "connecting-to-device",
  "cover-open",
  "door-open",
  "fuser-over-temp",
  "fuser-under-temp",
  "input-tray-missing",
  "interlock-open",
  "marker-supply-empty",
  "marker-waste-full",
  "media-empty",
  "media-jam",
  "media-needed",
  "moving-to-paused",
  "opc-life-over",
  "output-area-full",
  "output-tray-missing",
  "paused",
  "shutdown",
  "spool-area-full",
  "stopped-partly",
  "stopping",
  "timed-out",
  "toner-empty",
  NULL,
};

static gboolean
is_blocking (const char *reason)
{
  static const char *const suffixes[] = { "-report", "-warning", "-error" };
  g_autofree char *plain = g_strdup (reason);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    if (g_str_has_suffix (plain, suffixes[i]))
      plain[strlen (plain) - strlen (suffixes[i])] = '\0';
  }
  return g_strv_contains (blocking_reasons, plain);
}

static char **
copy_reasons (ipp_t *answer)
{
  g_autoptr (GStrvBuilder) reasons = g_strv_builder_new ();
  ipp_attribute_t *attribute = ippFindAttribute (answer, "printer-state-reasons", IPP_TAG_KEYWORD);
  for (int i = 0; i < ippGetCount (attribute); i++) {
    const char *reason = ippGetString (attribute, i, NULL);
    if (reason != NULL && !g_str_equal (reason, "none"))
      g_strv_builder_add (reasons, reason);
  }
  return g_strv_builder_end (reasons);
}

static gboolean
is_a4 (ipp_t *media)
{
  ipp_attribute_t *size = ippFindAttribute (media, "media-size", IPP_TAG_BEGIN_COLLECTION);
  ipp_t *sides = size != NULL ? ippGetCollection (size, 0) : NULL;
  if (sides == NULL)
    return FALSE;
  return ippGetInteger (ippFindAttribute (sides, "x-dimension", IPP_TAG_INTEGER), 0) == A4_WIDTH &&
         ippGetInteger (ippFindAttribute (sides, "y-dimension", IPP_TAG_INTEGER), 0) == A4_HEIGHT;
}

/* A printer that does not say what is in its trays is believed to have A4. */
static gboolean
has_a4 (ipp_t *answer)
{
  ipp_attribute_t *names = ippFindAttribute (answer, "media-ready", IPP_TAG_ZERO);
  ipp_attribute_t *media = ippFindAttribute (answer, "media-col-ready", IPP_TAG_BEGIN_COLLECTION);
  for (int i = 0; i < ippGetCount (names); i++) {
    if (g_strcmp0 (ippGetString (names, i, NULL), A4_NAME) == 0)
      return TRUE;
  }
  for (int i = 0; i < ippGetCount (media); i++) {
    if (is_a4 (ippGetCollection (media, i)))
      return TRUE;
  }
  return names == NULL && media == NULL;
}

static SchalterDeviceState *
read_state (ipp_t *answer)
{
  SchalterDeviceState *state = g_new0 (SchalterDeviceState, 1);
  ipp_attribute_t *accepting =
      ippFindAttribute (answer, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
  ipp_attribute_t *printer_state = ippFindAttribute (answer, "printer-state", IPP_TAG_ENUM);
  ipp_attribute_t *queued = ippFindAttribute (answer, "queued-job-count", IPP_TAG_INTEGER);
  state->reasons = copy_reasons (answer);
  state->has_a4_ready = has_a4 (answer);
  state->n_queued = (guint)MAX (ippGetInteger (queued, 0), 0);
  state->is_able = state->has_a4_ready && ippGetInteger (printer_state, 0) != IPP_PSTATE_STOPPED &&
                   (accepting == NULL || ippGetBoolean (accepting, 0));
  for (guint i = 0; state->reasons[i] != NULL; i++)
    state->is_able = state->is_able && !is_blocking (state->reasons[i]);
  return state;
}

static void
query (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  static const char *const wanted[] = {
    "media-col-ready", "media-ready",           "printer-is-accepting-jobs",
    "printer-state",   "printer-state-reasons", "queued-job-count",
  };
  const Call *call = data;
  GError *error = NULL;
  g_autoptr (SchalterIppLink) link = schalter_ipp_link_new_device (call->device_uri, &error);
  if (link == NULL) {
    g_task_return_error (task, error);
    return;
  }
  ipp_t *request = schalter_ipp_link_new_request (link, IPP_OP_GET_PRINTER_ATTRIBUTES);
  ippAddStrings (request,
                 IPP_TAG_OPERATION,
                 IPP_TAG_KEYWORD,
                 "requested-attributes",
                 G_N_ELEMENTS (wanted),
                 NULL,
                 wanted);
  g_autoptr (ipp_t) answer = schalter_ipp_link_send (link, request, &error);
  if (answer == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, read_state (answer), (GDestroyNotify)schalter_device_state_free);
}

void
schalter_print_device_query_async (const char *device_uri,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  const Call call = { .device_uri = (char *)device_uri };
  start (&call, query, cancellable, callback, user_data);
}

SchalterDeviceState *
schalter_print_device_query_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, (gpointer)query), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
find_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Call *call = data;
  GError *error = NULL;
  SchalterIppJob job = { 0 };
  g_autoptr (SchalterIppLink) link = schalter_ipp_link_new_device (call->device_uri, &error);
  if (link == NULL || !schalter_ipp_link_find_job (link, call->job_name, &job, &error)) {
    g_task_return_error (task, error);
    return;
  }
  SchalterDeviceJob *found = g_new (SchalterDeviceJob, 1);
  *found = (SchalterDeviceJob){
    .is_known = job.id > 0,
    .ipp_state = job.state,
    .impressions = job.impressions,
  };
  g_task_return_pointer (task, found, g_free);
}

void
schalter_print_device_find_job_async (const char *device_uri,
                                      const char *job_name,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  const Call call = { .device_uri = (char *)device_uri, .job_name = (char *)job_name };
  start (&call, find_job, cancellable, callback, user_data);
}

gboolean
schalter_print_device_find_job_finish (GAsyncResult *result,
                                       SchalterDeviceJob *job_out,
                                       GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, (gpointer)find_job), FALSE);
  g_autofree SchalterDeviceJob *found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return FALSE;
  *job_out = *found;
  return TRUE;
}

static void
cancel (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Call *call = data;
  GError *error = NULL;
  g_autoptr (SchalterIppLink) link = schalter_ipp_link_new_device (call->device_uri, &error);
  if (link == NULL || !schalter_ipp_link_cancel_job (link, call->job_name, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
schalter_print_device_cancel_async (const char *device_uri,
                                    const char *job_name,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  const Call call = { .device_uri = (char *)device_uri, .job_name = (char *)job_name };
  start (&call, cancel, cancellable, callback, user_data);
}

gboolean
schalter_print_device_cancel_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, (gpointer)cancel), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
