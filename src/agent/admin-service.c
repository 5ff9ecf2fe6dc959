/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * IT's side of the agent. */
#include "config.h"

#include "admin-service.h"

#include "bus-generated.h"
#include "bus-names.h"
#include "caller.h"
#include "outbox.h"
#include "schalter-error.h"

#define ADMIN_GROUP "schalter-admin"
#define MAX_PRINTS 1000

struct _SchalterAdminService {
  GObject parent_instance;
  /* owned */
  SchalterBusAdmin1 *skeleton;
  GCancellable *cancellable;
  /* borrowed */
  SchalterAgentParts parts;
  SchalterAdminNeighbours neighbours;
};

G_DEFINE_FINAL_TYPE (SchalterAdminService, schalter_admin_service, G_TYPE_OBJECT)

/* A question under way. */
typedef struct {
  SchalterAdminService *service;     /* owned */
  GDBusMethodInvocation *invocation; /* given away with the answer */
  guint limit;
  GPtrArray *rows; /* answer */
} Question;

static Question *
question_new (SchalterAdminService *self, GDBusMethodInvocation *invocation)
{
  Question *question = g_new0 (Question, 1);
  question->service = g_object_ref (self);
  question->invocation = invocation;
  return question;
}

static void
question_free (Question *question)
{
  g_object_unref (question->service);
  g_clear_pointer (&question->rows, g_ptr_array_unref);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* Sync. */

static void
on_synced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (GError) error = NULL;
  SchalterAdminService *self = question->service;
  if (!schalter_catalogue_sync_run_finish (SCHALTER_CATALOGUE_SYNC (source), result, &error))
    g_dbus_method_invocation_return_gerror (question->invocation, error);
  else
    schalter_bus_admin1_complete_sync (self->skeleton,
                                       question->invocation,
                                       schalter_generations_get_version (self->parts.generations));
}

static gboolean
on_sync (SchalterAdminService *self, GDBusMethodInvocation *invocation)
{
  schalter_catalogue_sync_run_async (
      self->parts.sync, self->cancellable, on_synced, question_new (self, invocation));
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* Lists. */

static gboolean
run_list_outbox (SchalterDb *db, gpointer request, GError **error)
{
  Question *question = request;
  question->rows = schalter_outbox_list (db, error);
  return question->rows != NULL;
}

static gboolean
run_list_prints (SchalterDb *db, gpointer request, GError **error)
{
  Question *question = request;
  question->rows = schalter_print_ledger_list (db, question->limit, error);
  return question->rows != NULL;
}

/* The question is freed where the answer is given, on the main thread. */
static const SchalterAgentDbJob list_outbox_job = { run_list_outbox, NULL };
static const SchalterAgentDbJob list_prints_job = { run_list_prints, NULL };

static void
on_outbox_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (GError) error = NULL;
  GVariantBuilder builder;
  if (schalter_agent_db_run_finish (result, &error) == NULL) {
    g_dbus_method_invocation_return_gerror (question->invocation, error);
    return;
  }
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ssssxus)"));
  for (guint i = 0; i < question->rows->len; i++) {
    const SchalterOutboxItem *item = question->rows->pdata[i];
    g_variant_builder_add (&builder,
                           "(ssssxus)",
                           item->submission_id,
                           item->reference,
                           item->service_id,
                           schalter_outbox_state_to_string (item->state),
                           item->created_us,
                           item->n_attempts,
                           item->problem != NULL ? item->problem : "");
  }
  schalter_bus_admin1_complete_list_outbox (
      question->service->skeleton, question->invocation, g_variant_builder_end (&builder));
}

static gboolean
on_list_outbox (SchalterAdminService *self, GDBusMethodInvocation *invocation)
{
  Question *question = question_new (self, invocation);
  schalter_agent_db_run_async (
      self->parts.db, &list_outbox_job, question, NULL, on_outbox_listed, question);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
on_prints_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (GError) error = NULL;
  GVariantBuilder builder;
  if (schalter_agent_db_run_finish (result, &error) == NULL) {
    g_dbus_method_invocation_return_gerror (question->invocation, error);
    return;
  }
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ssssux)"));
  for (guint i = 0; i < question->rows->len; i++) {
    const SchalterPrint *print = question->rows->pdata[i];
    g_variant_builder_add (&builder,
                           "(ssssux)",
                           print->job_name,
                           print->kind,
                           print->number,
                           schalter_print_state_to_string (print->state),
                           print->n_pages,
                           print->created_us);
  }
  schalter_bus_admin1_complete_list_prints (
      question->service->skeleton, question->invocation, g_variant_builder_end (&builder));
}

static gboolean
on_list_prints (SchalterAdminService *self, GDBusMethodInvocation *invocation, guint limit)
{
  Question *question = question_new (self, invocation);
  question->limit = MIN (limit, MAX_PRINTS);
  schalter_agent_db_run_async (
      self->parts.db, &list_prints_job, question, NULL, on_prints_listed, question);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* Pairing. */

static void
on_paired (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line =
      schalter_counter_link_pair_finish (SCHALTER_COUNTER_LINK (source), result, &error);
  if (line == NULL)
    g_dbus_method_invocation_return_gerror (question->invocation, error);
  else
    schalter_bus_admin1_complete_pair (question->service->skeleton, question->invocation, line);
}

static gboolean
on_pair (SchalterAdminService *self, GDBusMethodInvocation *invocation)
{
  if (self->neighbours.link == NULL)
    g_dbus_method_invocation_return_error_literal (invocation,
                                                   SCHALTER_ERROR,
                                                   SCHALTER_ERROR_UNAVAILABLE,
                                                   "counter:listen is not set in the settings");
  else
    schalter_counter_link_pair_async (
        self->neighbours.link, self->cancellable, on_paired, question_new (self, invocation));
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* Properties. */

/* When the catalogue in use was published: its signed manifest lies beside it. */
static gint64
get_catalogue_created_us (const SchalterAgentParts *parts)
{
  g_autofree char *path = schalter_generations_dup_path (parts->generations);
  g_autofree char *folder = path != NULL ? g_path_get_dirname (path) : NULL;
  g_autofree char *name = folder != NULL ? g_build_filename (folder, "manifest.json", NULL) : NULL;
  g_autofree char *text = NULL;
  gsize length = 0;
  if (name == NULL || !g_file_get_contents (name, &text, &length, NULL))
    return 0;
  g_autoptr (SchalterManifest) manifest = schalter_manifest_parse (text, (gssize)length, NULL);
  return manifest != NULL ? manifest->created_us : 0;
}

static void
update_properties (SchalterAdminService *self)
{
  const SchalterAgentParts *parts = &self->parts;
  g_object_set (self->skeleton,
                "catalogue-version",
                schalter_generations_get_version (parts->generations),
                "catalogue-created",
                get_catalogue_created_us (parts),
                "last-sync",
                schalter_catalogue_sync_get_last_us (parts->sync),
                "last-sync-error",
                schalter_catalogue_sync_get_problem (parts->sync),
                "network-state",
                schalter_network_state_is_online (parts->network) ? "online" : "offline",
                "printer-state",
                schalter_printer_health_get_state (parts->printer),
                "printer-reasons",
                schalter_printer_health_get_reasons (parts->printer),
                "outbox-waiting",
                schalter_outbox_sender_get_n_waiting (parts->sender),
                "outbox-attention",
                schalter_outbox_sender_get_n_attention (parts->sender),
                "open-sessions",
                schalter_session_service_get_n_sessions (self->neighbours.sessions),
                "counters",
                schalter_counter_calls_get_n_counters (parts->calls),
                NULL);
}

static void
watch (SchalterAdminService *self, gpointer part, const char *signal)
{
  g_signal_connect_object (part, signal, G_CALLBACK (update_properties), self, G_CONNECT_SWAPPED);
}

static void
connect_all (SchalterAdminService *self)
{
  static const struct {
    const char *signal;
    GCallback handler;
  } methods[] = {
    { "handle-sync", G_CALLBACK (on_sync) },
    { "handle-list-outbox", G_CALLBACK (on_list_outbox) },
    { "handle-list-prints", G_CALLBACK (on_list_prints) },
    { "handle-pair", G_CALLBACK (on_pair) },
  };
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    g_signal_connect_object (
        self->skeleton, methods[i].signal, methods[i].handler, self, G_CONNECT_SWAPPED);
  watch (self, self->parts.sync, "changed");
  watch (self, self->parts.network, "changed");
  watch (self, self->parts.printer, "changed");
  watch (self, self->parts.sender, "changed");
  watch (self, self->neighbours.sessions, "changed");
  watch (self, self->parts.calls, "counters-changed");
}

static void
schalter_admin_service_dispose (GObject *object)
{
  SchalterAdminService *self = SCHALTER_ADMIN_SERVICE (object);
  g_cancellable_cancel (self->cancellable);
  if (self->skeleton != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
  g_clear_object (&self->skeleton);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (schalter_admin_service_parent_class)->dispose (object);
}

static void
schalter_admin_service_class_init (SchalterAdminServiceClass *class)
{
  G_OBJECT_CLASS (class)->dispose = schalter_admin_service_dispose;
}

static void
schalter_admin_service_init (SchalterAdminService *self)
{
  self->cancellable = g_cancellable_new ();
  self->skeleton = schalter_bus_admin1_skeleton_new ();
}

SchalterAdminService *
schalter_admin_service_new (const SchalterAgentParts *parts,
                            const SchalterAdminNeighbours *neighbours,
                            GDBusConnection *connection,
                            GError **error)
{
  g_autoptr (SchalterAdminService) self = g_object_new (SCHALTER_TYPE_ADMIN_SERVICE, NULL);
  GDBusInterfaceSkeleton *skeleton = G_DBUS_INTERFACE_SKELETON (self->skeleton);
  self->parts = *parts;
  self->neighbours = *neighbours;
  connect_all (self);
  schalter_bus_admin1_set_version (self->skeleton, SCHALTER_VERSION);
  schalter_bus_admin1_set_kiosk_id (self->skeleton, parts->settings->kiosk_id);
  update_properties (self);
  schalter_caller_guard (skeleton, NULL, ADMIN_GROUP);
  if (!g_dbus_interface_skeleton_export (skeleton, connection, SCHALTER_BUS_PATH, error))
    return NULL;
  return g_steal_pointer (&self);
}
