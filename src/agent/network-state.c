/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Online means: the portal answered lately. A cable alone is not a network. */
#include "config.h"

#include "network-state.h"
#include "manifest.h"
#include "schalter-error.h"

#define MANIFEST_PATH "catalogue/manifest.json"

struct _SchalterNetworkState {
  GObject parent_instance;
  /* owned */
  SchalterPortalClient *portal; /* nullable */
  GCancellable *cancellable;
  char *etag; /* nullable: keeps the probes small */
  guint probe_seconds;
  gboolean is_online;
  gboolean is_probing;
  /* handles */
  guint timer;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterNetworkState, schalter_network_state, G_TYPE_OBJECT)

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SchalterNetworkState) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *etag = NULL;
  g_autoptr (GBytes) manifest = schalter_portal_client_fetch_finish (
      SCHALTER_PORTAL_CLIENT (source), result, NULL, &etag, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->is_probing = FALSE;
  if (manifest != NULL) {
    g_free (self->etag);
    self->etag = g_steal_pointer (&etag);
  }
  schalter_network_state_report (self, error);
}

static void
probe (SchalterNetworkState *self)
{
  if (self->is_probing || self->portal == NULL)
    return;
  self->is_probing = TRUE;
  SchalterFetch fetch = { MANIFEST_PATH, self->etag, SCHALTER_MANIFEST_MAX_BYTES };
  schalter_portal_client_fetch_async (
      self->portal, &fetch, self->cancellable, on_probed, g_object_ref (self));
}

static gboolean
on_quiet (gpointer user_data)
{
  SchalterNetworkState *self = user_data;
  self->timer = 0;
  probe (self);
  return G_SOURCE_REMOVE;
}

void
schalter_network_state_report (SchalterNetworkState *self, const GError *error)
{
  g_return_if_fail (SCHALTER_IS_NETWORK_STATE (self));

  gboolean is_silent = g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE) ||
                       g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add_seconds (self->probe_seconds, on_quiet, self);
  if (self->is_online == !is_silent)
    return;
  self->is_online = !is_silent;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gboolean
schalter_network_state_is_online (SchalterNetworkState *self)
{
  g_return_val_if_fail (SCHALTER_IS_NETWORK_STATE (self), FALSE);
  return self->is_online;
}

static void
on_network_changed (SchalterNetworkState *self)
{
  probe (self);
}

static void
schalter_network_state_dispose (GObject *object)
{
  SchalterNetworkState *self = SCHALTER_NETWORK_STATE (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->portal);
  G_OBJECT_CLASS (schalter_network_state_parent_class)->dispose (object);
}

static void
schalter_network_state_finalize (GObject *object)
{
  SchalterNetworkState *self = SCHALTER_NETWORK_STATE (object);
  g_clear_object (&self->cancellable);
  g_free (self->etag);
  G_OBJECT_CLASS (schalter_network_state_parent_class)->finalize (object);
}

static void
schalter_network_state_class_init (SchalterNetworkStateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->dispose = schalter_network_state_dispose;
  object_class->finalize = schalter_network_state_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SCHALTER_TYPE_NETWORK_STATE,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
schalter_network_state_init (SchalterNetworkState *self)
{
  self->cancellable = g_cancellable_new ();
}

SchalterNetworkState *
schalter_network_state_new (SchalterPortalClient *portal, guint probe_seconds)
{
  SchalterNetworkState *self = g_object_new (SCHALTER_TYPE_NETWORK_STATE, NULL);
  g_set_object (&self->portal, portal);
  self->probe_seconds = MAX (probe_seconds, 1);
  g_signal_connect_object (g_network_monitor_get_default (),
                           "network-changed",
                           G_CALLBACK (on_network_changed),
                           self,
                           G_CONNECT_SWAPPED);
  return self;
}
