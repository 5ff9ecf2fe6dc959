/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The session's side of the agent. */
#include "config.h"

#include "session-service.h"

#include "bus-generated.h"
#include "bus-names.h"
#include "caller.h"
#include "outbox.h"
#include "random.h"
#include "schalter-error.h"
#include "session-owners.h"

#include <string.h>

#define KIOSK_USER "kiosk"
#define MAX_NUMBER_BYTES 64
#define SHA256_DIGITS 64
#define MAX_PAGES 20

struct _SchalterSessionService {
  GObject parent_instance;
  /* owned */
  SchalterBusSession1 *skeleton;
  SchalterSessionOwners *owners;
  GCancellable *cancellable;
  /* borrowed */
  SchalterAgentParts parts;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterSessionService, schalter_session_service, G_TYPE_OBJECT)

static void
refuse (GDBusMethodInvocation *invocation, SchalterError code, const char *message)
{
  g_dbus_method_invocation_return_error_literal (invocation, SCHALTER_ERROR, (int)code, message);
}

static const char *
open_session (SchalterSessionService *self, const char *owner)
{
  gboolean is_new = !schalter_session_owners_has (self->owners, owner);
  const char *id = schalter_session_owners_open (self->owners, owner);
  if (is_new)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return id;
}

/* Opens the caller's session if it has none, because an agent that was started anew knows none. */
static const char *
ensure_owner (SchalterSessionService *self, GDBusMethodInvocation *invocation)
{
  const char *sender = g_dbus_method_invocation_get_sender (invocation);
  (void)open_session (self, sender); /* only its id is not needed here */
  return sender;
}

static void
on_owner_gone (const char *owner, gpointer user_data)
{
  SchalterSessionService *self = user_data;
  schalter_print_follower_drop_owner (self->parts.follower, owner);
  schalter_counter_calls_drop_owner (self->parts.calls, owner);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Open and Close. */

static gboolean
on_open (SchalterSessionService *self, GDBusMethodInvocation *invocation)
{
  const char *sender = g_dbus_method_invocation_get_sender (invocation);
  schalter_bus_session1_complete_open (self->skeleton, invocation, open_session (self, sender));
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_close (SchalterSessionService *self, GDBusMethodInvocation *invocation)
{
  schalter_session_owners_close (self->owners, g_dbus_method_invocation_get_sender (invocation));
  schalter_bus_session1_complete_close (self->skeleton, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* Submit. */

typedef struct {
  SchalterSessionService *service;   /* owned */
  GDBusMethodInvocation *invocation; /* owned until answered */
  SchalterEnvelope *envelope;        /* owned */
  GBytes *sealed;                    /* owned */
  char *reference;                   /* answer */
} Submission;

static void
submission_free (gpointer data)
{
  Submission *submission = data;
  g_clear_object (&submission->service);
  g_clear_object (&submission->invocation);
  g_clear_pointer (&submission->envelope, schalter_envelope_free);
  g_clear_pointer (&submission->sealed, g_bytes_unref);
  g_free (submission->reference);
  g_free (submission);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Submission, submission_free)

static gboolean
run_submission (SchalterDb *db, gpointer request, GError **error)
{
  Submission *submission = request;
  SchalterOutboxSubmission row = {
    .envelope = submission->envelope,
    .sealed = submission->sealed,
    .now_us = g_get_real_time (),
    .fill_random = schalter_random_fill,
  };
  return schalter_outbox_add (db, &row, &submission->reference, error);
}

/* The submission is freed where the answer is given, on the main thread. */
static const SchalterAgentDbJob submission_job = { run_submission, NULL };

static void
on_submitted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Submission) submission = user_data;
  g_autoptr (GError) error = NULL;
  SchalterSessionService *self = submission->service;
  GDBusMethodInvocation *invocation = g_steal_pointer (&submission->invocation);
  gboolean is_kept = schalter_agent_db_run_finish (result, &error) != NULL;
  schalter_storage_health_report (self->parts.storage, error);
  if (!is_kept) {
    g_dbus_method_invocation_return_gerror (invocation, error);
    return;
  }
  schalter_bus_session1_complete_submit (self->skeleton, invocation, submission->reference);
  schalter_outbox_sender_wake (self->parts.sender);
}

static SchalterEnvelope *
read_envelope (const char *text, GBytes *sealed, GError **error)
{
  gsize size = strlen (text);
  if (size > SCHALTER_ENVELOPE_MAX_BYTES || g_bytes_get_size (sealed) > SCHALTER_SEALED_MAX_BYTES) {
    g_set_error_literal (
        error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "the submission is too large");
    return NULL;
  }
  g_autoptr (SchalterEnvelope) envelope = schalter_envelope_from_data (text, (gssize)size, error);
  if (envelope == NULL)
    return NULL;
  if (envelope->reference[0] != '\0' || envelope->size != g_bytes_get_size (sealed)) {
    g_set_error_literal (error,
                         SCHALTER_ERROR,
                         SCHALTER_ERROR_INVALID,
                         "the envelope's reference must be empty, and its size be the content's");
    return NULL;
  }
  return g_steal_pointer (&envelope);
}

static gboolean
on_submit (SchalterSessionService *self,
           GDBusMethodInvocation *invocation,
           const char *envelope,
           GVariant *sealed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Submission) submission = g_new0 (Submission, 1);
  (void)ensure_owner (self, invocation); /* a submission outlives its session */
  submission->sealed = g_variant_get_data_as_bytes (sealed);
  submission->envelope = read_envelope (envelope, submission->sealed, &error);
  if (submission->envelope == NULL) {
    g_dbus_method_invocation_return_gerror (invocation, error);
    return G_DBUS_METHOD_INVOCATION_HANDLED;
  }
  submission->service = g_object_ref (self);
  submission->invocation = g_object_ref (invocation);
  Submission *request = g_steal_pointer (&submission);
  schalter_agent_db_run_async (
      self->parts.db, &submission_job, request, NULL, on_submitted, request);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* Exchange. */

typedef struct {
  SchalterSessionService *service;   /* owned */
  GDBusMethodInvocation *invocation; /* given away with the answer */
} Waiting;

static Waiting *
waiting_new (SchalterSessionService *self, GDBusMethodInvocation *invocation)
{
  Waiting *waiting = g_new0 (Waiting, 1);
  waiting->service = g_object_ref (self);
  waiting->invocation = invocation;
  return waiting;
}

static void
waiting_free (Waiting *waiting)
{
  g_object_unref (waiting->service);
  g_free (waiting);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Waiting, waiting_free)

static void
on_exchanged (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Waiting) waiting = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) response =
      schalter_portal_client_exchange_finish (SCHALTER_PORTAL_CLIENT (source), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    schalter_network_state_report (waiting->service->parts.network, error);
  if (response == NULL)
    g_dbus_method_invocation_return_gerror (waiting->invocation, error);
  else
    schalter_bus_session1_complete_exchange (
        waiting->service->skeleton,
        waiting->invocation,
        g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, response, TRUE));
}

static gboolean
on_exchange (SchalterSessionService *self, GDBusMethodInvocation *invocation, GVariant *request)
{
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (request);
  (void)ensure_owner (self, invocation); /* the answer goes to the caller alone */
  if (g_bytes_get_size (bytes) > SCHALTER_BUS_MAX_EXCHANGE_BYTES)
    refuse (invocation, SCHALTER_ERROR_INVALID, "the request is too large");
  else if (self->parts.portal == NULL)
    refuse (invocation, SCHALTER_ERROR_UNAVAILABLE, "no portal is configured");
  else
    schalter_portal_client_exchange_async (
        self->parts.portal, bytes, self->cancellable, on_exchanged, waiting_new (self, invocation));
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* Prints. */

static void
on_permitted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Waiting) waiting = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *job_name =
      schalter_print_follower_permit_finish (SCHALTER_PRINT_FOLLOWER (source), result, &error);
  schalter_storage_health_report (waiting->service->parts.storage, error);
  if (job_name == NULL) {
    g_dbus_method_invocation_return_gerror (waiting->invocation, error);
    return;
  }
  /* Gone while the printer was asked: then nobody is there whose end would cancel it. */
  const char *owner = g_dbus_method_invocation_get_sender (waiting->invocation);
  if (!schalter_session_owners_has (waiting->service->owners, owner))
    schalter_print_follower_drop_owner (SCHALTER_PRINT_FOLLOWER (source), owner);
  schalter_bus_session1_complete_permit_print (
      waiting->service->skeleton, waiting->invocation, job_name);
}

static gboolean
is_number (const char *text)
{
  gsize length = strlen (text);
  for (const char *c = text; *c != '\0'; c++) {
    if (!g_ascii_isalnum (*c) && *c != '-')
      return FALSE;
  }
  return length > 0 && length <= MAX_NUMBER_BYTES;
}

static gboolean
is_print_order (const SchalterPrintOrder *order)
{
  static const char *const kinds[] = { "certificate", "receipt", NULL };
  return g_strv_contains (kinds, order->kind) && is_number (order->number) &&
         strlen (order->sha256) == SHA256_DIGITS &&
         strspn (order->sha256, "0123456789abcdef") == SHA256_DIGITS && order->n_pages >= 1 &&
         order->n_pages <= MAX_PAGES;
}

static gboolean
on_permit_print (SchalterSessionService *self,
                 GDBusMethodInvocation *invocation,
                 const char *kind,
                 const char *number,
                 const char *sha256,
                 guint n_pages)
{
  SchalterPrintOrder order = { kind, number, sha256, n_pages, g_get_real_time () };
  if (!is_print_order (&order)) {
    refuse (invocation, SCHALTER_ERROR_INVALID, "kind, number, hash or pages are none");
    return G_DBUS_METHOD_INVOCATION_HANDLED;
  }
  schalter_print_follower_permit_async (self->parts.follower,
                                        ensure_owner (self, invocation),
                                        &order,
                                        self->cancellable,
                                        on_permitted,
                                        waiting_new (self, invocation));
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_report_submitted (SchalterSessionService *self,
                     GDBusMethodInvocation *invocation,
                     const char *job_name,
                     int job_id)
{
  const char *sender = g_dbus_method_invocation_get_sender (invocation);
  if (schalter_print_follower_report_submitted (self->parts.follower, sender, job_name, job_id))
    schalter_bus_session1_complete_report_submitted (self->skeleton, invocation);
  else
    refuse (invocation, SCHALTER_ERROR_NOT_FOUND, "the caller has no such print");
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_get_print (SchalterSessionService *self, GDBusMethodInvocation *invocation, const char *job_name)
{
  SchalterFollowedPrint print;
  const char *sender = g_dbus_method_invocation_get_sender (invocation);
  if (schalter_print_follower_get (self->parts.follower, sender, job_name, &print))
    schalter_bus_session1_complete_get_print (self->skeleton,
                                              invocation,
                                              schalter_print_state_to_string (print.state),
                                              print.n_pages_out,
                                              print.reasons);
  else
    refuse (invocation, SCHALTER_ERROR_NOT_FOUND, "the caller has no such print");
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_cancel_print (SchalterSessionService *self,
                 GDBusMethodInvocation *invocation,
                 const char *job_name)
{
  const char *sender = g_dbus_method_invocation_get_sender (invocation);
  if (schalter_print_follower_cancel (self->parts.follower, sender, job_name))
    schalter_bus_session1_complete_cancel_print (self->skeleton, invocation);
  else
    refuse (invocation, SCHALTER_ERROR_NOT_FOUND, "the caller has no such print");
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
on_print_changed (SchalterSessionService *self, const char *job_name)
{
  schalter_bus_session1_emit_print_changed (self->skeleton, job_name);
}

/* Staff. */

static gboolean
on_call_staff (SchalterSessionService *self, GDBusMethodInvocation *invocation, const char *reason)
{
  if (!schalter_counter_calls_is_reason (reason)) {
    refuse (invocation, SCHALTER_ERROR_INVALID, "there is no such reason");
    return G_DBUS_METHOD_INVOCATION_HANDLED;
  }
  schalter_counter_calls_add (self->parts.calls, ensure_owner (self, invocation), reason);
  schalter_bus_session1_complete_call_staff (
      self->skeleton, invocation, schalter_counter_calls_get_n_counters (self->parts.calls) > 0);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* To the caller alone: others have not called. */
static void
on_call_answered (SchalterSessionService *self, const char *call_id, const char *owner)
{
  GDBusInterfaceSkeleton *skeleton = G_DBUS_INTERFACE_SKELETON (self->skeleton);
  GDBusConnection *connection = g_dbus_interface_skeleton_get_connection (skeleton);
  if (connection == NULL || *owner == '\0')
    return;
  (void)g_dbus_connection_emit_signal (connection,
                                       owner,
                                       SCHALTER_BUS_PATH,
                                       SCHALTER_BUS_SESSION_INTERFACE,
                                       "StaffAnswered",
                                       NULL,
                                       NULL); /* a caller that is gone need not know */
}

/* Properties. */

static void
update_properties (SchalterSessionService *self)
{
  const SchalterAgentParts *parts = &self->parts;
  g_autofree char *path = schalter_generations_dup_path (parts->generations);
  schalter_bus_session1_set_catalogue_path (self->skeleton, path != NULL ? path : "");
  schalter_bus_session1_set_catalogue_version (
      self->skeleton, schalter_generations_get_version (parts->generations));
  schalter_bus_session1_set_network_state (
      self->skeleton, schalter_network_state_is_online (parts->network) ? "online" : "offline");
  schalter_bus_session1_set_printer_state (self->skeleton,
                                           schalter_printer_health_get_state (parts->printer));
  schalter_bus_session1_set_printer_reasons (self->skeleton,
                                             schalter_printer_health_get_reasons (parts->printer));
  schalter_bus_session1_set_forms_open (self->skeleton,
                                        schalter_storage_health_is_well (parts->storage));
}

static void
watch (SchalterSessionService *self, gpointer part)
{
  g_signal_connect_object (
      part, "changed", G_CALLBACK (update_properties), self, G_CONNECT_SWAPPED);
}

static void
connect_parts (SchalterSessionService *self)
{
  watch (self, self->parts.sync);
  watch (self, self->parts.network);
  watch (self, self->parts.printer);
  watch (self, self->parts.storage);
  g_signal_connect_object (
      self->parts.follower, "changed", G_CALLBACK (on_print_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->parts.calls, "answered", G_CALLBACK (on_call_answered), self, G_CONNECT_SWAPPED);
}

static void
connect_methods (SchalterSessionService *self)
{
  static const struct {
    const char *signal;
    GCallback handler;
  } methods[] = {
    { "handle-open", G_CALLBACK (on_open) },
    { "handle-close", G_CALLBACK (on_close) },
    { "handle-submit", G_CALLBACK (on_submit) },
    { "handle-exchange", G_CALLBACK (on_exchange) },
    { "handle-permit-print", G_CALLBACK (on_permit_print) },
    { "handle-report-submitted", G_CALLBACK (on_report_submitted) },
    { "handle-get-print", G_CALLBACK (on_get_print) },
    { "handle-cancel-print", G_CALLBACK (on_cancel_print) },
    { "handle-call-staff", G_CALLBACK (on_call_staff) },
  };
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    g_signal_connect_object (
        self->skeleton, methods[i].signal, methods[i].handler, self, G_CONNECT_SWAPPED);
}

guint
schalter_session_service_get_n_sessions (SchalterSessionService *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION_SERVICE (self), 0);
  return schalter_session_owners_get_n (self->owners);
}

static void
schalter_session_service_dispose (GObject *object)
{
  SchalterSessionService *self = SCHALTER_SESSION_SERVICE (object);
  g_cancellable_cancel (self->cancellable);
  if (self->skeleton != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
  g_clear_object (&self->skeleton);
  g_clear_pointer (&self->owners, schalter_session_owners_free);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (schalter_session_service_parent_class)->dispose (object);
}

static void
schalter_session_service_class_init (SchalterSessionServiceClass *class)
{
  G_OBJECT_CLASS (class)->dispose = schalter_session_service_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
schalter_session_service_init (SchalterSessionService *self)
{
  self->cancellable = g_cancellable_new ();
  self->skeleton = schalter_bus_session1_skeleton_new ();
}

SchalterSessionService *
schalter_session_service_new (const SchalterAgentParts *parts,
                              GDBusConnection *connection,
                              GError **error)
{
  g_autoptr (SchalterSessionService) self = g_object_new (SCHALTER_TYPE_SESSION_SERVICE, NULL);
  GDBusInterfaceSkeleton *skeleton = G_DBUS_INTERFACE_SKELETON (self->skeleton);
  self->parts = *parts;
  self->owners = schalter_session_owners_new (connection, on_owner_gone, self);
  connect_methods (self);
  connect_parts (self);
  update_properties (self);
  schalter_caller_guard (skeleton, KIOSK_USER, NULL);
  if (!g_dbus_interface_skeleton_export (skeleton, connection, SCHALTER_BUS_PATH, error))
    return NULL;
  return g_steal_pointer (&self);
}
