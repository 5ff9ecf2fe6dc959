/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The agent's end of the counter link. */
#include "config.h"

#include "counter-link.h"

#include "counter-frames.h"
#include "devices.h"
#include "random.h"
#include "schalter-error.h"
#include "tls-identity.h"

#include <libsoup/soup.h>

#define WEBSOCKET_PATH "/counter"
#define SUBPROTOCOL "schalter-counter-1"
#define IDENTITY_DAYS 3650
#define MAX_PEERS 32
#define HELLO_LIMIT_S 10
#define KEEPALIVE_S 20
#define TOKEN_LIFE_US (G_GINT64_CONSTANT (900) * G_USEC_PER_SEC)
#define TOKEN_BYTES 16
#define CREDENTIAL_BYTES 32

struct _SchalterCounterLink {
  GObject parent_instance;
  /* owned */
  SoupServer *server;
  GPtrArray *peers; /* (element-type Peer) */
  char *fingerprint;
  guint n_sessions;
  /* borrowed */
  SchalterAgentParts parts;
};

/* A counter that is connected, or wants to be. Counted, because answers of the database may come
 * after it has gone. */
typedef struct {
  gatomicrefcount n_refs;
  SchalterCounterLink *link; /* borrowed; NULL once it has gone */
  SoupWebsocketConnection *connection;
  char *name; /* nullable: not known yet */
  gboolean is_asking;
  guint hello_timer;
} Peer;

G_DEFINE_FINAL_TYPE (SchalterCounterLink, schalter_counter_link, G_TYPE_OBJECT)

static void
peer_unref (Peer *peer)
{
  if (!g_atomic_ref_count_dec (&peer->n_refs))
    return;
  g_object_unref (peer->connection);
  g_free (peer->name);
  g_free (peer);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Peer, peer_unref)

static Peer *
peer_ref (Peer *peer)
{
  g_atomic_ref_count_inc (&peer->n_refs);
  return peer;
}

/* Leaves the list of peers. */
static void
peer_leave (gpointer data)
{
  Peer *peer = data;
  g_clear_handle_id (&peer->hello_timer, g_source_remove);
  g_signal_handlers_disconnect_by_data (peer->connection, peer);
  peer->link = NULL;
  peer_unref (peer);
}

/* Sending. */

static void
send_frame (Peer *peer, const char *frame)
{
  if (soup_websocket_connection_get_state (peer->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_text (peer->connection, frame);
}

static void
broadcast (SchalterCounterLink *self, const char *frame)
{
  for (guint i = 0; i < self->peers->len; i++) {
    Peer *peer = self->peers->pdata[i];
    if (peer->name != NULL)
      send_frame (peer, frame);
  }
}

static char *
make_state (SchalterCounterLink *self)
{
  const SchalterAgentParts *parts = &self->parts;
  SchalterCounterState state = {
    .network = schalter_network_state_is_online (parts->network) ? "online" : "offline",
    .printer = schalter_printer_health_get_state (parts->printer),
    .reasons = schalter_printer_health_get_reasons (parts->printer),
    .catalogue = schalter_generations_get_version (parts->generations),
    .n_waiting = schalter_outbox_sender_get_n_waiting (parts->sender),
    .n_attention = schalter_outbox_sender_get_n_attention (parts->sender),
    .n_sessions = self->n_sessions,
  };
  return schalter_counter_frame_state (&state);
}

static void
refuse (Peer *peer, const char *reason)
{
  g_autofree char *frame = schalter_counter_frame_refused (reason);
  send_frame (peer, frame);
  if (soup_websocket_connection_get_state (peer->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (peer->connection, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, NULL);
}

/* Who is it? */

typedef struct {
  Peer *peer; /* owned */
  char *token;
  char *credential; /* shown, or made anew for a token */
  char *name;
} Hello;

static void
hello_free (Hello *hello)
{
  peer_unref (hello->peer);
  g_free (hello->token);
  g_free (hello->credential);
  g_free (hello->name);
  g_free (hello);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Hello, hello_free)

static gboolean
run_hello (SchalterDb *db, gpointer request, GError **error)
{
  Hello *hello = request;
  gint64 now_us = g_get_real_time ();
  if (hello->token != NULL) {
    SchalterDevicesPairing pairing = { hello->token, hello->name, hello->credential, now_us };
    return schalter_devices_pair (db, &pairing, error);
  }
  char *name = schalter_devices_recognise (db, hello->credential, now_us, error);
  if (name == NULL)
    return FALSE;
  g_free (hello->name);
  hello->name = name;
  return TRUE;
}

/* The hello is freed where it is answered, on the main thread. */
static const SchalterAgentDbJob hello_job = { run_hello, NULL };

static void
count_peers (SchalterCounterLink *self)
{
  guint n_known = 0;
  for (guint i = 0; i < self->peers->len; i++)
    n_known += ((Peer *)self->peers->pdata[i])->name != NULL;
  schalter_counter_calls_set_n_counters (self->parts.calls, n_known);
}

static void
welcome (Peer *peer, const char *credential)
{
  SchalterCounterLink *self = peer->link;
  const SchalterSettings *settings = self->parts.settings;
  SchalterCounterWelcome text = {
    .credential = credential,
    .kiosk = settings->kiosk_id,
    .name = settings->kiosk_name,
    .municipality_bfs = settings->municipality_bfs,
  };
  g_autofree char *frame = schalter_counter_frame_welcome (&text);
  g_autofree char *state = make_state (self);
  GPtrArray *calls = schalter_counter_calls_list (self->parts.calls);
  send_frame (peer, frame);
  send_frame (peer, state);
  for (guint i = 0; i < calls->len; i++) {
    g_autofree char *call = schalter_counter_frame_call (calls->pdata[i]);
    send_frame (peer, call);
  }
  count_peers (self);
}

static void
on_hello_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Hello) hello = user_data;
  g_autoptr (GError) error = NULL;
  Peer *peer = hello->peer;
  gboolean is_known = schalter_agent_db_run_finish (result, &error) != NULL;
  peer->is_asking = FALSE;
  if (peer->link == NULL)
    return;
  if (!is_known) {
    g_message ("A counter was refused: %s", error->message);
    refuse (peer, "unknown");
    return;
  }
  g_clear_handle_id (&peer->hello_timer, g_source_remove);
  peer->name = g_steal_pointer (&hello->name);
  welcome (peer, hello->token != NULL ? hello->credential : NULL);
}

static char *
make_secret (gsize n_bytes)
{
  g_autofree guint8 *bytes = g_malloc (n_bytes);
  GString *text = g_string_new (NULL);
  schalter_random_fill (bytes, n_bytes);
  for (gsize i = 0; i < n_bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

static void
take_hello (Peer *peer, SchalterCounterFrame *frame)
{
  if (peer->name != NULL || peer->is_asking) {
    refuse (peer, "invalid");
    return;
  }
  peer->is_asking = TRUE;
  Hello *hello = g_new0 (Hello, 1);
  hello->peer = peer_ref (peer);
  hello->token = g_steal_pointer (&frame->token);
  hello->credential =
      hello->token != NULL ? make_secret (CREDENTIAL_BYTES) : g_steal_pointer (&frame->credential);
  hello->name = g_steal_pointer (&frame->counter);
  schalter_agent_db_run_async (
      peer->link->parts.db, &hello_job, hello, NULL, on_hello_checked, hello);
}

/* Frames that come in. */

static void
take_answer (Peer *peer, const SchalterCounterFrame *frame)
{
  SchalterCounterLink *self = peer->link;
  if (peer->name == NULL) {
    refuse (peer, "invalid");
    return;
  }
  g_autofree char *text = schalter_counter_frame_answered (frame->id, peer->name);
  /* FALSE when another counter was quicker: then all have been told already. */
  if (schalter_counter_calls_answer (self->parts.calls, frame->id))
    broadcast (self, text);
}

static void
on_message (SoupWebsocketConnection *connection, int type, GBytes *message, Peer *peer)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (message, &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterCounterFrame) frame =
      type == SOUP_WEBSOCKET_DATA_TEXT ? schalter_counter_frame_parse (data, size, &error) : NULL;
  if (frame == NULL)
    refuse (peer, "invalid");
  else if (g_str_equal (frame->type, "hello"))
    take_hello (peer, frame);
  else
    take_answer (peer, frame);
}

static void
on_closed (SoupWebsocketConnection *connection, Peer *peer)
{
  SchalterCounterLink *self = peer->link;
  g_ptr_array_remove (self->peers, peer);
  count_peers (self);
}

static gboolean
on_no_hello (gpointer user_data)
{
  Peer *peer = user_data;
  peer->hello_timer = 0;
  refuse (peer, "timeout");
  return G_SOURCE_REMOVE;
}

static void
on_connected (SoupServer *server,
              SoupServerMessage *message,
              const char *path,
              SoupWebsocketConnection *connection,
              gpointer user_data)
{
  SchalterCounterLink *self = user_data;
  if (self->peers->len >= MAX_PEERS) {
    soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
    return;
  }
  Peer *peer = g_new0 (Peer, 1);
  g_atomic_ref_count_init (&peer->n_refs);
  peer->link = self;
  peer->connection = g_object_ref (connection);
  soup_websocket_connection_set_max_incoming_payload_size (connection,
                                                           SCHALTER_COUNTER_FRAME_MAX_BYTES);
  soup_websocket_connection_set_keepalive_interval (connection, KEEPALIVE_S);
  g_ptr_array_add (self->peers, peer);
  g_signal_connect (connection, "message", G_CALLBACK (on_message), peer);
  g_signal_connect (connection, "closed", G_CALLBACK (on_closed), peer);
  peer->hello_timer = g_timeout_add_seconds (HELLO_LIMIT_S, on_no_hello, peer);
}

/* What the agent has to tell. */

static void
on_state_changed (SchalterCounterLink *self)
{
  g_autofree char *state = make_state (self);
  broadcast (self, state);
}

void
schalter_counter_link_set_n_sessions (SchalterCounterLink *self, guint n_sessions)
{
  g_return_if_fail (SCHALTER_IS_COUNTER_LINK (self));
  self->n_sessions = n_sessions;
  on_state_changed (self);
}

static void
on_called (SchalterCounterLink *self, const char *call_id)
{
  const SchalterCounterCall *call = schalter_counter_calls_find (self->parts.calls, call_id);
  g_autofree char *frame = schalter_counter_frame_call (call);
  broadcast (self, frame);
}

static void
on_withdrawn (SchalterCounterLink *self, const char *call_id)
{
  g_autofree char *frame = schalter_counter_frame_answered (call_id, "");
  broadcast (self, frame);
}

static void
connect_parts (SchalterCounterLink *self)
{
  gpointer parts[] = {
    self->parts.sync, self->parts.network, self->parts.printer, self->parts.sender
  };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_signal_connect_object (
        parts[i], "changed", G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->parts.calls, "called", G_CALLBACK (on_called), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->parts.calls, "withdrawn", G_CALLBACK (on_withdrawn), self, G_CONNECT_SWAPPED);
}

/* Pairing. */

typedef struct {
  char *token;
} Token;

static void
token_free (gpointer data)
{
  Token *token = data;
  g_free (token->token);
  g_free (token);
}

static gboolean
run_token (SchalterDb *db, gpointer request, GError **error)
{
  const Token *token = request;
  return schalter_devices_add_token (db, token->token, g_get_real_time () + TOKEN_LIFE_US, error);
}

static const SchalterAgentDbJob token_job = { run_token, token_free };

static char *
make_line (SchalterCounterLink *self, const char *token)
{
  GSList *uris = soup_server_get_uris (self->server);
  int port = g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  /* Every address is no address to type: then this machine's name stands for it. */
  const char *listen = self->parts.settings->counter_listen;
  gboolean is_any = g_str_equal (listen, "0.0.0.0") || g_str_equal (listen, "::");
  return g_strdup_printf ("schalter-pair:1:%s:%d:%s:%s",
                          is_any ? g_get_host_name () : listen,
                          port,
                          self->fingerprint,
                          token);
}

static void
on_token_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  const Token *token = schalter_agent_db_run_finish (result, &error);
  if (token == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, make_line (g_task_get_source_object (task), token->token), g_free);
}

void
schalter_counter_link_pair_async (SchalterCounterLink *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (SCHALTER_IS_COUNTER_LINK (self));
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, schalter_counter_link_pair_async);
  Token *token = g_new0 (Token, 1);
  token->token = make_secret (TOKEN_BYTES);
  schalter_agent_db_run_async (self->parts.db, &token_job, token, NULL, on_token_kept, task);
}

char *
schalter_counter_link_pair_finish (SchalterCounterLink *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Listening. */

/* No request of the link has a body: nobody on the LAN fills our memory. */
static void
on_got_chunk (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  (void)g_socket_close (soup_server_message_get_socket (message), NULL); /* it is gone either way */
}

static void
on_request_started (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  g_signal_connect (message, "got-chunk", G_CALLBACK (on_got_chunk), NULL);
}

/* The key is this machine's own: readable by the agent alone. */
static GTlsCertificate *
load_identity (const char *path, GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_autofree char *pem = schalter_tls_identity_new_pem (g_get_host_name (), IDENTITY_DAYS, error);
    if (pem == NULL ||
        !g_file_set_contents_full (path, pem, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
      return NULL;
  }
  return g_tls_certificate_new_from_file (path, error);
}

static gboolean
listen_on (SchalterCounterLink *self, GError **error)
{
  const SchalterSettings *settings = self->parts.settings;
  g_autoptr (GSocketAddress) address =
      g_inet_socket_address_new_from_string (settings->counter_listen, settings->counter_port);
  g_autoptr (GError) problem = NULL;
  if (address != NULL &&
      soup_server_listen (self->server, address, SOUP_SERVER_LISTEN_HTTPS, &problem))
    return TRUE;
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_UNAVAILABLE,
               "counter:listen “%s”: %s",
               settings->counter_listen,
               problem != NULL ? problem->message : "this is no address");
  return FALSE;
}

static void
schalter_counter_link_dispose (GObject *object)
{
  SchalterCounterLink *self = SCHALTER_COUNTER_LINK (object);
  g_ptr_array_set_size (self->peers, 0);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  G_OBJECT_CLASS (schalter_counter_link_parent_class)->dispose (object);
}

static void
schalter_counter_link_finalize (GObject *object)
{
  SchalterCounterLink *self = SCHALTER_COUNTER_LINK (object);
  g_ptr_array_unref (self->peers);
  g_free (self->fingerprint);
  G_OBJECT_CLASS (schalter_counter_link_parent_class)->finalize (object);
}

static void
schalter_counter_link_class_init (SchalterCounterLinkClass *class)
{
  G_OBJECT_CLASS (class)->dispose = schalter_counter_link_dispose;
  G_OBJECT_CLASS (class)->finalize = schalter_counter_link_finalize;
}

static void
schalter_counter_link_init (SchalterCounterLink *self)
{
  self->peers = g_ptr_array_new_with_free_func (peer_leave);
}

SchalterCounterLink *
schalter_counter_link_new (const SchalterAgentParts *parts,
                           const char *identity_path,
                           GError **error)
{
  static const char *const protocols[] = { SUBPROTOCOL, NULL };
  g_autoptr (GTlsCertificate) identity = load_identity (identity_path, error);
  if (identity == NULL)
    return NULL;
  g_autoptr (SchalterCounterLink) self = g_object_new (SCHALTER_TYPE_COUNTER_LINK, NULL);
  self->parts = *parts;
  self->fingerprint = schalter_tls_certificate_get_fingerprint (identity);
  self->server = soup_server_new ("tls-certificate", identity, NULL);
  g_signal_connect (self->server, "request-started", G_CALLBACK (on_request_started), NULL);
  /* A small frame must not unfold into a large one. */
  soup_server_remove_websocket_extension (self->server, SOUP_TYPE_WEBSOCKET_EXTENSION_DEFLATE);
  soup_server_add_websocket_handler (
      self->server, WEBSOCKET_PATH, NULL, (char **)protocols, on_connected, self, NULL);
  if (!listen_on (self, error))
    return NULL;
  connect_parts (self);
  return g_steal_pointer (&self);
}
