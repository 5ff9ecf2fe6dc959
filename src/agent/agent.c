/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All parts of the agent, made in the order in which they need each other. */
#include "config.h"

#include "agent.h"

#include "admin-service.h"
#include "agent-log.h"
#include "agent-parts.h"
#include "bus-connection.h"
#include "bus-names.h"
#include "counter-link.h"
#include "schalter-error.h"
#include "session-service.h"

#include <glib/gstdio.h>

#define PROBE_S 15
#define PRINTER_S 4
#define STORAGE_RETRY_S 15

struct _SchalterAgent {
  GObject parent_instance;
  /* owned */
  SchalterAgentParts parts;
  SchalterCounterLink *link; /* nullable */
  SchalterSessionService *sessions;
  SchalterAdminService *admin;
  GDBusConnection *connection;
  GCancellable *cancellable;
  /* handles */
  guint name_id;
};

enum {
  SIGNAL_READY,
  SIGNAL_LOST,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterAgent, schalter_agent, G_TYPE_OBJECT)

static char *
get_path (SchalterAgent *self, const char *name)
{
  return g_build_filename (self->parts.settings->state_directory, name, NULL);
}

/* Making the parts. */

static gboolean
make_state (SchalterAgent *self, GError **error)
{
  const char *directory = self->parts.settings->state_directory;
  g_autofree char *path = get_path (self, "agent.db");
  if (g_mkdir_with_parents (directory, 0755) != 0) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INTERNAL,
                 "agent:state-directory “%s” cannot be made",
                 directory);
    return FALSE;
  }
  self->parts.db = schalter_agent_db_open (path, error);
  if (self->parts.db == NULL) {
    schalter_log (G_LOG_LEVEL_WARNING,
                  SCHALTER_MSG_STATE_UNUSABLE,
                  "PATH",
                  path,
                  "REASON",
                  error != NULL ? (*error)->message : "",
                  "MESSAGE",
                  "The state in %s cannot be used; it is left as it is",
                  path);
    return FALSE;
  }
  self->parts.storage = schalter_storage_health_new (self->parts.db, STORAGE_RETRY_S);
  return TRUE;
}

static GPtrArray *
load_keys (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  SchalterVerifyingKey *key = schalter_verifying_key_parse (text, error);
  if (key == NULL) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  GPtrArray *keys = g_ptr_array_new_with_free_func ((GDestroyNotify)schalter_verifying_key_free);
  g_ptr_array_add (keys, key);
  return keys;
}

static gboolean
make_catalogue (SchalterAgent *self, GError **error)
{
  const SchalterSettings *settings = self->parts.settings;
  g_autofree char *folder = get_path (self, "catalogue");
  g_autofree char *problem = NULL;
  g_autoptr (GPtrArray) keys = load_keys (settings->catalogue_key_file, error);
  if (keys == NULL)
    return FALSE;
  self->parts.generations = schalter_generations_new (folder, settings->canton, keys);
  (void)schalter_generations_load (self->parts.generations, &problem); /* none yet is no error */
  if (problem != NULL)
    schalter_log (G_LOG_LEVEL_WARNING,
                  SCHALTER_MSG_CATALOGUE_DAMAGED,
                  "REASON",
                  problem,
                  "MESSAGE",
                  "The newest catalogue cannot be used: %s, continuing with another",
                  problem);
  return TRUE;
}

static gboolean
make_portal (SchalterAgent *self, GError **error)
{
  const SchalterSettings *settings = self->parts.settings;
  if (settings->portal_uri[0] != '\0') {
    self->parts.portal =
        schalter_portal_client_new (settings->portal_uri, settings->portal_ca_file, error);
    if (self->parts.portal == NULL)
      return FALSE;
  }
  g_autofree char *download_path = get_path (self, "download.zst");
  self->parts.network = schalter_network_state_new (self->parts.portal, PROBE_S);
  SchalterCatalogueSyncOptions options = {
    .generations = self->parts.generations,
    .portal = self->parts.portal,
    .network = self->parts.network,
    .download_path = download_path,
    .interval_seconds = settings->sync_seconds,
  };
  self->parts.sync = schalter_catalogue_sync_new (&options);
  self->parts.sender =
      schalter_outbox_sender_new (self->parts.db, self->parts.portal, self->parts.network);
  return TRUE;
}

static void
make_printer (SchalterAgent *self)
{
  const SchalterSettings *settings = self->parts.settings;
  SchalterPrinterAddress address = {
    .cups_socket = settings->printer_cups_socket,
    .queue = settings->printer_queue,
    .device_uri = settings->printer_device_uri,
  };
  self->parts.follower = schalter_print_follower_new (self->parts.db, &address);
  self->parts.printer = schalter_printer_health_new (settings->printer_device_uri, PRINTER_S);
}

static gboolean
make_counter_link (SchalterAgent *self, GError **error)
{
  g_autofree char *identity_path = get_path (self, "counter-identity.pem");
  if (self->parts.settings->counter_listen[0] == '\0')
    return TRUE;
  self->link = schalter_counter_link_new (&self->parts, identity_path, error);
  return self->link != NULL;
}

/* A printer that stands still calls for staff by itself. */
static void
on_printer_changed (SchalterAgent *self)
{
  const char *state = schalter_printer_health_get_state (self->parts.printer);
  if (g_str_equal (state, "stopped") || g_str_equal (state, "gone"))
    schalter_counter_calls_add (self->parts.calls, "", "printer");
  else
    schalter_counter_calls_drop_owner (self->parts.calls, "");
}

static void
on_sessions_changed (SchalterAgent *self)
{
  schalter_counter_link_set_n_sessions (self->link,
                                        schalter_session_service_get_n_sessions (self->sessions));
}

/* The bus. */

/* Only now: whoever has the name is the one agent that may cancel prints and send what waits. */
static void
on_name_acquired (GDBusConnection *connection, const char *name, gpointer user_data)
{
  SchalterAgent *self = user_data;
  schalter_print_follower_recover (self->parts.follower);
  schalter_printer_health_start (self->parts.printer);
  schalter_outbox_sender_start (self->parts.sender);
  schalter_catalogue_sync_start (self->parts.sync);
  g_signal_emit (self, signals[SIGNAL_READY], 0);
}

static void
on_name_lost (GDBusConnection *connection, const char *name, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_LOST], 0);
}

static gboolean
export_services (SchalterAgent *self, GError **error)
{
  self->sessions = schalter_session_service_new (&self->parts, self->connection, error);
  if (self->sessions == NULL)
    return FALSE;
  SchalterAdminNeighbours neighbours = { self->sessions, self->link };
  self->admin = schalter_admin_service_new (&self->parts, &neighbours, self->connection, error);
  if (self->link != NULL)
    g_signal_connect_object (
        self->sessions, "changed", G_CALLBACK (on_sessions_changed), self, G_CONNECT_SWAPPED);
  return self->admin != NULL;
}

static void
on_bus_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = schalter_bus_connect_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  SchalterAgent *self = user_data;
  g_set_object (&self->connection, connection);
  if (connection == NULL || !export_services (self, &error)) {
    g_warning ("The bus cannot be used: %s", error->message);
    g_signal_emit (self, signals[SIGNAL_LOST], 0);
    return;
  }
  self->name_id = g_bus_own_name_on_connection (connection,
                                                SCHALTER_BUS_NAME,
                                                G_BUS_NAME_OWNER_FLAGS_DO_NOT_QUEUE,
                                                on_name_acquired,
                                                on_name_lost,
                                                self,
                                                NULL);
}

void
schalter_agent_start (SchalterAgent *self)
{
  g_return_if_fail (SCHALTER_IS_AGENT (self));
  schalter_bus_connect_async (
      self->parts.settings->bus_address, self->cancellable, on_bus_connected, self);
}

SchalterAgent *
schalter_agent_new (const SchalterSettings *settings, GError **error)
{
  g_return_val_if_fail (settings != NULL, NULL);
  g_autoptr (SchalterAgent) self = g_object_new (SCHALTER_TYPE_AGENT, NULL);
  self->parts.settings = settings;
  self->parts.calls = schalter_counter_calls_new ();
  if (!make_state (self, error) || !make_catalogue (self, error) || !make_portal (self, error))
    return NULL;
  make_printer (self);
  if (!make_counter_link (self, error))
    return NULL;
  g_signal_connect_object (
      self->parts.printer, "changed", G_CALLBACK (on_printer_changed), self, G_CONNECT_SWAPPED);
  return g_steal_pointer (&self);
}

/* Services first, then the parts they were lent, the database last: it finishes what was begun. */
static void
schalter_agent_dispose (GObject *object)
{
  SchalterAgent *self = SCHALTER_AGENT (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->name_id, g_bus_unown_name);
  g_clear_object (&self->admin);
  g_clear_object (&self->sessions);
  g_clear_object (&self->link);
  g_clear_object (&self->parts.follower);
  g_clear_object (&self->parts.printer);
  g_clear_object (&self->parts.sender);
  g_clear_object (&self->parts.sync);
  g_clear_object (&self->parts.storage);
  g_clear_object (&self->parts.calls);
  g_clear_object (&self->parts.network);
  g_clear_object (&self->parts.portal);
  g_clear_pointer (&self->parts.generations, schalter_generations_unref);
  g_clear_pointer (&self->parts.db, schalter_agent_db_free);
  g_clear_object (&self->connection);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (schalter_agent_parent_class)->dispose (object);
}

static void
schalter_agent_class_init (SchalterAgentClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = schalter_agent_dispose;
  signals[SIGNAL_READY] =
      g_signal_new ("ready", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LOST] =
      g_signal_new ("lost", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
schalter_agent_init (SchalterAgent *self)
{
  self->cancellable = g_cancellable_new ();
}
