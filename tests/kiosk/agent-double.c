/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An agent that does what a test says, on a real private bus. */
#include "config.h"

#include "agent-double.h"

#include "bus-connection.h"
#include "bus-errors.h"
#include "bus-names.h"
#include "envelope.h"
#include "schalter-error.h"
#include "test-wait.h"

#define JOB_SUFFIX ".1"

static gboolean
on_open (SchalterBusSession1 *skeleton, GDBusMethodInvocation *invocation, AgentDouble *agent)
{
  agent->n_opens++;
  schalter_bus_session1_complete_open (skeleton, invocation, "session-1");
  return TRUE;
}

static void
refuse (GDBusMethodInvocation *invocation, SchalterError code, const char *message)
{
  g_dbus_method_invocation_return_error_literal (invocation, SCHALTER_ERROR, (int)code, message);
}

static char *
read_submission_id (const char *data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterEnvelope) envelope = schalter_envelope_from_data (data, -1, &error);
  g_assert_no_error (error);
  return g_strdup (envelope->submission_id);
}

static gboolean
on_submit (SchalterBusSession1 *skeleton,
           GDBusMethodInvocation *invocation,
           const char *envelope,
           GVariant *sealed,
           AgentDouble *agent)
{
  agent->n_submits++;
  g_autofree char *id = read_submission_id (envelope);
  if (!g_hash_table_contains (agent->references, id))
    g_hash_table_insert (agent->references,
                         g_strdup (id),
                         g_strdup_printf ("4045-%04u-0000", g_hash_table_size (agent->references)));
  g_free (agent->envelope);
  agent->envelope = g_strdup (envelope);
  g_clear_pointer (&agent->sealed, g_bytes_unref);
  agent->sealed = g_variant_get_data_as_bytes (sealed);
  /* The hardest refusal: it was written down, but the answer is lost. */
  if (agent->n_refusals > 0) {
    agent->n_refusals--;
    refuse (invocation, SCHALTER_ERROR_UNAVAILABLE, "not now");
    return TRUE;
  }
  schalter_bus_session1_complete_submit (
      skeleton, invocation, g_hash_table_lookup (agent->references, id));
  return TRUE;
}

static gboolean
on_exchange (SchalterBusSession1 *skeleton,
             GDBusMethodInvocation *invocation,
             GVariant *request,
             AgentDouble *agent)
{
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (request);
  g_autoptr (GBytes) response =
      agent->exchange != NULL ? agent->exchange (bytes, agent->exchange_data) : NULL;
  if (response == NULL) {
    refuse (invocation, SCHALTER_ERROR_UNAVAILABLE, "the portal is out of reach");
    return TRUE;
  }
  schalter_bus_session1_complete_exchange (
      skeleton, invocation, g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, response, TRUE));
  return TRUE;
}

static gboolean
on_permit_print (SchalterBusSession1 *skeleton,
                 GDBusMethodInvocation *invocation,
                 const char *kind,
                 const char *number,
                 const char *sha256,
                 guint n_pages,
                 AgentDouble *agent)
{
  if (agent->refusal != NULL) {
    refuse (invocation, SCHALTER_ERROR_UNAVAILABLE, agent->refusal);
    return TRUE;
  }
  g_autofree char *job_name = g_strconcat (number, JOB_SUFFIX, NULL);
  g_free (agent->permitted_sha256);
  agent->permitted_sha256 = g_strdup (sha256);
  agent->has_print = TRUE;
  agent->print_state = SCHALTER_PRINT_PREFLIGHT;
  schalter_bus_session1_complete_permit_print (skeleton, invocation, job_name);
  return TRUE;
}

static gboolean
on_report_submitted (SchalterBusSession1 *skeleton,
                     GDBusMethodInvocation *invocation,
                     const char *job_name,
                     int job_id,
                     AgentDouble *agent)
{
  agent->queue_job_id = job_id;
  if (agent->print_state == SCHALTER_PRINT_PREFLIGHT)
    agent->print_state = job_id != 0 ? SCHALTER_PRINT_SUBMITTED : SCHALTER_PRINT_FAILED;
  schalter_bus_session1_complete_report_submitted (skeleton, invocation);
  return TRUE;
}

static gboolean
on_get_print (SchalterBusSession1 *skeleton,
              GDBusMethodInvocation *invocation,
              const char *job_name,
              AgentDouble *agent)
{
  const char *reasons[] = { "media-jam-warning", NULL };
  const char *none[] = { NULL };
  gboolean is_moving = agent->print_state == SCHALTER_PRINT_PRINTING;
  if (!agent->has_print) {
    refuse (invocation, SCHALTER_ERROR_NOT_FOUND, "no such print");
    return TRUE;
  }
  schalter_bus_session1_complete_get_print (skeleton,
                                            invocation,
                                            schalter_print_state_to_string (agent->print_state),
                                            agent->pages_out,
                                            is_moving ? reasons : none);
  return TRUE;
}

static gboolean
on_cancel_print (SchalterBusSession1 *skeleton,
                 GDBusMethodInvocation *invocation,
                 const char *job_name,
                 AgentDouble *agent)
{
  agent->n_cancels++;
  schalter_bus_session1_complete_cancel_print (skeleton, invocation);
  return TRUE;
}

static gboolean
on_call_staff (SchalterBusSession1 *skeleton,
               GDBusMethodInvocation *invocation,
               const char *reason,
               AgentDouble *agent)
{
  schalter_bus_session1_complete_call_staff (skeleton, invocation, g_str_equal (reason, "help"));
  return TRUE;
}

static GDBusConnection *
connect_to (GTestDBus *bus)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection =
      schalter_bus_connect_sync (g_test_dbus_get_bus_address (bus), &error);
  g_assert_no_error (error);
  return connection;
}

static void
make_skeleton (AgentDouble *agent)
{
  const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-open", G_CALLBACK (on_open) },
    { "handle-submit", G_CALLBACK (on_submit) },
    { "handle-exchange", G_CALLBACK (on_exchange) },
    { "handle-permit-print", G_CALLBACK (on_permit_print) },
    { "handle-report-submitted", G_CALLBACK (on_report_submitted) },
    { "handle-get-print", G_CALLBACK (on_get_print) },
    { "handle-cancel-print", G_CALLBACK (on_cancel_print) },
    { "handle-call-staff", G_CALLBACK (on_call_staff) },
  };
  agent->skeleton = schalter_bus_session1_skeleton_new ();
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect (agent->skeleton, handlers[i].signal, handlers[i].callback, agent);
  schalter_bus_session1_set_catalogue_path (agent->skeleton, "/nowhere/catalogue.sqlite");
  schalter_bus_session1_set_network_state (agent->skeleton, "online");
  schalter_bus_session1_set_printer_state (agent->skeleton, "ready");
  schalter_bus_session1_set_forms_open (agent->skeleton, TRUE);
}

AgentDouble *
agent_double_new (void)
{
  AgentDouble *agent = g_new0 (AgentDouble, 1);
  schalter_bus_errors_register ();
  agent->references = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  agent->queue_job_id = -1;
  agent->pages_out = -1;
  agent->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (agent->bus);
  agent->client = connect_to (agent->bus);
  make_skeleton (agent);
  agent_double_start (agent);
  return agent;
}

static void
on_name_acquired (GDBusConnection *connection, const char *name, gpointer user_data)
{
  ((AgentDouble *)user_data)->is_owned = TRUE;
}

static gboolean
is_owned (gpointer user_data)
{
  return ((AgentDouble *)user_data)->is_owned;
}

void
agent_double_start (AgentDouble *agent)
{
  g_autoptr (GError) error = NULL;
  agent->server = connect_to (agent->bus);
  g_assert_true (g_dbus_interface_skeleton_export (
      G_DBUS_INTERFACE_SKELETON (agent->skeleton), agent->server, SCHALTER_BUS_PATH, &error));
  agent->owner_id = g_bus_own_name_on_connection (agent->server,
                                                  SCHALTER_BUS_NAME,
                                                  G_BUS_NAME_OWNER_FLAGS_NONE,
                                                  on_name_acquired,
                                                  NULL,
                                                  agent,
                                                  NULL);
  test_wait_until (is_owned, agent, 30000);
}

void
agent_double_stop (AgentDouble *agent)
{
  g_autoptr (GError) error = NULL;
  g_bus_unown_name (agent->owner_id);
  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (agent->skeleton));
  g_assert_true (g_dbus_connection_close_sync (agent->server, NULL, &error));
  g_clear_object (&agent->server);
  agent->owner_id = 0;
  agent->is_owned = FALSE;
}

void
agent_double_set_print (AgentDouble *agent, SchalterPrintState state, int pages_out)
{
  agent->print_state = state;
  agent->pages_out = pages_out;
  schalter_bus_session1_emit_print_changed (agent->skeleton, "R-1" JOB_SUFFIX);
}

void
agent_double_free (AgentDouble *agent)
{
  if (agent->server != NULL)
    agent_double_stop (agent);
  g_clear_object (&agent->skeleton);
  g_clear_object (&agent->client);
  g_test_dbus_down (agent->bus);
  g_clear_object (&agent->bus);
  g_hash_table_unref (agent->references);
  g_free (agent->envelope);
  g_clear_pointer (&agent->sealed, g_bytes_unref);
  g_free (agent->refusal);
  g_free (agent->permitted_sha256);
  g_free (agent);
}
