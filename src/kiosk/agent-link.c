/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The session's typed client of the agent. One proxy, which GDBus keeps in step with the name's
 * owner; when the owner changes, the session is opened again. */
#include "config.h"

#include "agent-link.h"

#include "bus-errors.h"
#include "bus-generated.h"
#include "bus-names.h"
#include "schalter-error.h"

/* The portal may take its 20 s; the agent answers by itself after that. */
#define CALL_TIMEOUT_MS 30000

struct _SchalterAgentLink {
  GObject parent_instance;

  /* owned */
  SchalterBusSession1 *proxy;
  GCancellable *cancellable;
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_PRINT_CHANGED,
  SIGNAL_STAFF_ANSWERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterAgentLink, schalter_agent_link, G_TYPE_OBJECT)

/* An agent that went away meanwhile is opened anew when it is back. */
static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *failure = NULL;
  (void)schalter_bus_session1_call_open_finish (
      SCHALTER_BUS_SESSION1 (source), NULL, result, &failure);
  g_autoptr (GError) error = schalter_bus_error_adopt (failure);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      !g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE))
    g_warning ("The agent did not open the session: %s; continuing without it", error->message);
}

static void
open_session (SchalterAgentLink *self)
{
  if (schalter_agent_link_is_there (self))
    schalter_bus_session1_call_open (self->proxy, self->cancellable, on_opened, NULL);
}

static void
on_owner_changed (SchalterAgentLink *self)
{
  open_session (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_properties_changed (SchalterAgentLink *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_print_changed (SchalterAgentLink *self, const char *job_name)
{
  g_signal_emit (self, signals[SIGNAL_PRINT_CHANGED], 0, job_name);
}

static void
on_staff_answered (SchalterAgentLink *self)
{
  g_signal_emit (self, signals[SIGNAL_STAFF_ANSWERED], 0);
}

static void
schalter_agent_link_dispose (GObject *object)
{
  SchalterAgentLink *self = SCHALTER_AGENT_LINK (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->proxy);
  G_OBJECT_CLASS (schalter_agent_link_parent_class)->dispose (object);
}

static void
schalter_agent_link_finalize (GObject *object)
{
  g_object_unref (SCHALTER_AGENT_LINK (object)->cancellable);
  G_OBJECT_CLASS (schalter_agent_link_parent_class)->finalize (object);
}

static void
schalter_agent_link_class_init (SchalterAgentLinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->dispose = schalter_agent_link_dispose;
  object_class->finalize = schalter_agent_link_finalize;
  GType type = SCHALTER_TYPE_AGENT_LINK;
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PRINT_CHANGED] = g_signal_new (
      "print-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_STAFF_ANSWERED] =
      g_signal_new ("staff-answered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
schalter_agent_link_init (SchalterAgentLink *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
take_proxy (SchalterAgentLink *self, SchalterBusSession1 *proxy)
{
  self->proxy = proxy;
  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (proxy), CALL_TIMEOUT_MS);
  GConnectFlags swapped = G_CONNECT_SWAPPED;
  g_signal_connect_object (
      proxy, "notify::g-name-owner", G_CALLBACK (on_owner_changed), self, swapped);
  g_signal_connect_object (
      proxy, "g-properties-changed", G_CALLBACK (on_properties_changed), self, swapped);
  g_signal_connect_object (proxy, "print-changed", G_CALLBACK (on_print_changed), self, swapped);
  g_signal_connect_object (proxy, "staff-answered", G_CALLBACK (on_staff_answered), self, swapped);
  open_session (self);
}

static void
on_proxy_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SchalterBusSession1 *proxy = schalter_bus_session1_proxy_new_finish (result, &error);
  if (proxy == NULL) {
    g_task_return_error (task, schalter_bus_error_adopt (error));
    return;
  }
  SchalterAgentLink *self = g_object_new (SCHALTER_TYPE_AGENT_LINK, NULL);
  take_proxy (self, proxy);
  g_task_return_pointer (task, self, g_object_unref);
}

void
schalter_agent_link_new_async (GDBusConnection *connection,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (G_IS_DBUS_CONNECTION (connection));
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, schalter_agent_link_new_async);
  schalter_bus_session1_proxy_new (connection,
                                   G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START,
                                   SCHALTER_BUS_NAME,
                                   SCHALTER_BUS_PATH,
                                   cancellable,
                                   on_proxy_ready,
                                   task);
}

SchalterAgentLink *
schalter_agent_link_new_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
schalter_agent_link_is_there (SchalterAgentLink *self)
{
  g_return_val_if_fail (SCHALTER_IS_AGENT_LINK (self), FALSE);
  g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (self->proxy));
  return owner != NULL;
}

const char *
schalter_agent_link_get_catalogue_path (SchalterAgentLink *self)
{
  const char *path = schalter_bus_session1_get_catalogue_path (self->proxy);
  return path != NULL ? path : "";
}

gboolean
schalter_agent_link_is_online (SchalterAgentLink *self)
{
  return g_strcmp0 (schalter_bus_session1_get_network_state (self->proxy), "online") == 0;
}

const char *
schalter_agent_link_get_printer_state (SchalterAgentLink *self)
{
  const char *state = schalter_bus_session1_get_printer_state (self->proxy);
  return state != NULL ? state : "gone";
}

const char *const *
schalter_agent_link_get_printer_reasons (SchalterAgentLink *self)
{
  static const char *const none[] = { NULL };
  const char *const *reasons = schalter_bus_session1_get_printer_reasons (self->proxy);
  return reasons != NULL ? reasons : none;
}

gboolean
schalter_agent_link_can_print (SchalterAgentLink *self)
{
  const char *state = schalter_agent_link_get_printer_state (self);
  return g_str_equal (state, "ready") || g_str_equal (state, "attention");
}

gboolean
schalter_agent_link_are_forms_open (SchalterAgentLink *self)
{
  return schalter_agent_link_is_there (self) && schalter_bus_session1_get_forms_open (self->proxy);
}

void
schalter_agent_link_close (SchalterAgentLink *self)
{
  g_return_if_fail (SCHALTER_IS_AGENT_LINK (self));
  /* No answer is awaited: the agent also sees the connection go. */
  schalter_bus_session1_call_close (self->proxy, NULL, NULL, NULL);
}

/* Every call ends here: its results are read by @read, or its error is made ours. */
typedef gpointer (*ReadResult) (SchalterBusSession1 *proxy, GAsyncResult *result, GError **error);

typedef struct {
  ReadResult read;
  GDestroyNotify free_value;
} Call;

static void
on_called (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value = call->read (SCHALTER_BUS_SESSION1 (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, schalter_bus_error_adopt (error));
  else
    g_task_return_pointer (task, value, call->free_value);
}

static GTask *
begin_call (SchalterAgentLink *self,
            const Call *call,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_task_data (task, (gpointer)call, NULL);
  return task;
}

static gpointer
read_reference (SchalterBusSession1 *proxy, GAsyncResult *result, GError **error)
{
  char *reference = NULL;
  (void)schalter_bus_session1_call_submit_finish (proxy, &reference, result, error);
  return reference;
}

void
schalter_agent_link_submit_async (SchalterAgentLink *self,
                                  const char *envelope,
                                  GBytes *sealed,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  static const Call call = { read_reference, g_free };
  g_return_if_fail (SCHALTER_IS_AGENT_LINK (self));
  schalter_bus_session1_call_submit (
      self->proxy,
      envelope,
      g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, sealed, TRUE),
      cancellable,
      on_called,
      begin_call (self, &call, cancellable, callback, user_data));
}

char *
schalter_agent_link_submit_finish (SchalterAgentLink *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_bytes (SchalterBusSession1 *proxy, GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) response = NULL;
  if (!schalter_bus_session1_call_exchange_finish (proxy, &response, result, error))
    return NULL;
  return g_variant_get_data_as_bytes (response);
}

void
schalter_agent_link_exchange_async (SchalterAgentLink *self,
                                    GBytes *sealed_request,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  static const Call call = { read_bytes, (GDestroyNotify)g_bytes_unref };
  g_return_if_fail (SCHALTER_IS_AGENT_LINK (self));
  schalter_bus_session1_call_exchange (
      self->proxy,
      g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, sealed_request, TRUE),
      cancellable,
      on_called,
      begin_call (self, &call, cancellable, callback, user_data));
}

GBytes *
schalter_agent_link_exchange_finish (SchalterAgentLink *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_job_name (SchalterBusSession1 *proxy, GAsyncResult *result, GError **error)
{
  char *job_name = NULL;
  (void)schalter_bus_session1_call_permit_print_finish (proxy, &job_name, result, error);
  return job_name;
}

void
schalter_agent_link_permit_print_async (SchalterAgentLink *self,
                                        const SchalterPrintPermit *permit,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  static const Call call = { read_job_name, g_free };
  g_return_if_fail (SCHALTER_IS_AGENT_LINK (self));
  schalter_bus_session1_call_permit_print (
      self->proxy,
      permit->kind,
      permit->number,
      permit->sha256,
      permit->n_pages,
      cancellable,
      on_called,
      begin_call (self, &call, cancellable, callback, user_data));
}

char *
schalter_agent_link_permit_print_finish (SchalterAgentLink *self,
                                         GAsyncResult *result,
                                         GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
schalter_agent_link_report_submitted (SchalterAgentLink *self, const char *job_name, int job_id)
{
  g_return_if_fail (SCHALTER_IS_AGENT_LINK (self));
  schalter_bus_session1_call_report_submitted (self->proxy, job_name, job_id, NULL, NULL, NULL);
}

void
schalter_agent_link_cancel_print (SchalterAgentLink *self, const char *job_name)
{
  g_return_if_fail (SCHALTER_IS_AGENT_LINK (self));
  schalter_bus_session1_call_cancel_print (self->proxy, job_name, NULL, NULL, NULL);
}

void
schalter_print_status_free (SchalterPrintStatus *status)
{
  g_strfreev (status->reasons);
  g_free (status);
}

static gpointer
read_print_status (SchalterBusSession1 *proxy, GAsyncResult *result, GError **error)
{
  g_autofree char *state = NULL;
  g_auto (GStrv) reasons = NULL;
  int pages_out = -1;
  if (!schalter_bus_session1_call_get_print_finish (
          proxy, &state, &pages_out, &reasons, result, error))
    return NULL;
  SchalterPrintStatus *status = g_new0 (SchalterPrintStatus, 1);
  if (!schalter_print_state_from_string (state, &status->state))
    status->state = SCHALTER_PRINT_UNKNOWN;
  status->pages_out = pages_out;
  status->reasons = g_steal_pointer (&reasons);
  return status;
}

void
schalter_agent_link_get_print_async (SchalterAgentLink *self,
                                     const char *job_name,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  static const Call call = { read_print_status, (GDestroyNotify)schalter_print_status_free };
  g_return_if_fail (SCHALTER_IS_AGENT_LINK (self));
  schalter_bus_session1_call_get_print (self->proxy,
                                        job_name,
                                        cancellable,
                                        on_called,
                                        begin_call (self, &call, cancellable, callback, user_data));
}

SchalterPrintStatus *
schalter_agent_link_get_print_finish (SchalterAgentLink *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_reached (SchalterBusSession1 *proxy, GAsyncResult *result, GError **error)
{
  gboolean is_reached = FALSE;
  (void)schalter_bus_session1_call_call_staff_finish (proxy, &is_reached, result, error);
  return GINT_TO_POINTER (is_reached);
}

void
schalter_agent_link_call_staff_async (SchalterAgentLink *self,
                                      const char *reason,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  static const Call call = { read_reached, NULL };
  g_return_if_fail (SCHALTER_IS_AGENT_LINK (self));
  schalter_bus_session1_call_call_staff (
      self->proxy,
      reason,
      cancellable,
      on_called,
      begin_call (self, &call, cancellable, callback, user_data));
}

gboolean
schalter_agent_link_call_staff_finish (SchalterAgentLink *self,
                                       GAsyncResult *result,
                                       gboolean *reached_out,
                                       GError **error)
{
  GError *failure = NULL;
  gpointer reached = g_task_propagate_pointer (G_TASK (result), &failure);
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  *reached_out = GPOINTER_TO_INT (reached);
  return TRUE;
}
