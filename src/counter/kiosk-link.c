/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The line to a kiosk: connecting, saying who this desk is, reading what comes, and doing it all
 * again when it breaks. */
#include "config.h"

#include "kiosk-link.h"

#include "pinned-socket.h"
#include "schalter-error.h"

#include <string.h>

#define MAX_OPEN_CALLS 64

static const SchalterKioskLinkTimes default_times = {
  .connect_ms = 15 * 1000,
  .ping_s = 10,
  .silence_ms = 35 * 1000,
  .settle_ms = 2 * 1000,
  .retry = { .floor_ms = 1000, .first_ms = 2 * 1000, .cap_ms = 60 * 1000 },
};

struct _SchalterKioskLink {
  GObject parent_instance;
  /* owned */
  SchalterKnownKiosk *kiosk;
  char *desk;
  GCancellable *attempt; /* nullable: of the connection that is being made */
  SoupWebsocketConnection *connection;
  GError *problem;
  SchalterCounterMessage *report;
  GPtrArray *calls; /* (element-type SchalterKioskCall) */
  char *answerer;

  SchalterKioskLinkTimes times;
  SchalterKioskLinkState state;
  guint n_failures;
  /* Rises with each welcome: a call of an earlier one may be long over. */
  guint epoch;
  gint64 heard_us; /* monotonic */
  /* handles */
  guint connect_timer;
  guint retry_timer;
  guint settle_timer;
  guint silence_timer;
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_RENAMED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterKioskLink, schalter_kiosk_link, G_TYPE_OBJECT)

static void connect_kiosk (SchalterKioskLink *self);

static void
call_free (gpointer data)
{
  SchalterKioskCall *call = data;
  g_free (call->id);
  g_free (call->reason);
  g_free (call);
}

static void
emit_changed (SchalterKioskLink *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Breaking and making again. */

static void
drop_connection (SchalterKioskLink *self)
{
  g_cancellable_cancel (self->attempt);
  g_clear_object (&self->attempt);
  g_clear_handle_id (&self->connect_timer, g_source_remove);
  g_clear_handle_id (&self->settle_timer, g_source_remove);
  g_clear_handle_id (&self->silence_timer, g_source_remove);
  g_clear_pointer (&self->report, schalter_counter_message_free);
  if (self->connection == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->connection, self);
  if (soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  g_clear_object (&self->connection);
}

static gboolean
on_retry_due (gpointer user_data)
{
  SchalterKioskLink *self = user_data;
  self->retry_timer = 0;
  connect_kiosk (self);
  return G_SOURCE_REMOVE;
}

static void
fail (SchalterKioskLink *self, SchalterError code, const char *what)
{
  drop_connection (self);
  g_clear_error (&self->problem);
  self->problem = g_error_new_literal (SCHALTER_ERROR, (int)code, what);
  self->state = SCHALTER_KIOSK_LINK_LOST;
  self->n_failures++;
  for (guint i = 0; i < self->calls->len; i++)
    ((SchalterKioskCall *)self->calls->pdata[i])->is_answering = FALSE;
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  self->retry_timer = g_timeout_add (
      schalter_retry_get_wait_ms (&self->times.retry, self->n_failures, g_random_int ()),
      on_retry_due,
      self);
  emit_changed (self);
}

static gboolean
on_connect_late (gpointer user_data)
{
  SchalterKioskLink *self = user_data;
  self->connect_timer = 0;
  fail (self, SCHALTER_ERROR_UNAVAILABLE, "the kiosk does not answer");
  return G_SOURCE_REMOVE;
}

static gboolean
on_silence_checked (gpointer user_data)
{
  SchalterKioskLink *self = user_data;
  if (g_get_monotonic_time () - self->heard_us < (gint64)self->times.silence_ms * 1000)
    return G_SOURCE_CONTINUE;
  self->silence_timer = 0;
  fail (self, SCHALTER_ERROR_UNAVAILABLE, "the kiosk has fallen silent");
  return G_SOURCE_REMOVE;
}

/* Calls. */

static gboolean
find_call (SchalterKioskLink *self, const char *id, guint *index_out)
{
  for (guint i = 0; i < self->calls->len; i++) {
    if (g_str_equal (((SchalterKioskCall *)self->calls->pdata[i])->id, id)) {
      *index_out = i;
      return TRUE;
    }
  }
  return FALSE;
}

static int
compare_calls (gconstpointer a, gconstpointer b)
{
  const SchalterKioskCall *one = *(SchalterKioskCall *const *)a;
  const SchalterKioskCall *other = *(SchalterKioskCall *const *)b;
  return (one->since_us > other->since_us) - (one->since_us < other->since_us);
}

static void
take_call (SchalterKioskLink *self, SchalterCounterMessage *message)
{
  guint i = 0;
  if (find_call (self, message->id, &i)) {
    ((SchalterKioskCall *)self->calls->pdata[i])->epoch = self->epoch;
    return;
  }
  if (self->calls->len >= MAX_OPEN_CALLS) {
    fail (self, SCHALTER_ERROR_INVALID, "more open calls than there can be");
    return;
  }
  SchalterKioskCall *call = g_new0 (SchalterKioskCall, 1);
  call->id = g_steal_pointer (&message->id);
  call->reason = g_steal_pointer (&message->reason);
  call->since_us = message->since_us;
  call->epoch = self->epoch;
  g_ptr_array_add (self->calls, call);
  g_ptr_array_sort (self->calls, compare_calls);
  g_clear_pointer (&self->answerer, g_free);
  emit_changed (self);
}

static void
take_answered (SchalterKioskLink *self, SchalterCounterMessage *message)
{
  guint i = 0;
  if (!find_call (self, message->id, &i))
    return;
  g_ptr_array_remove_index (self->calls, i);
  g_clear_pointer (&self->answerer, g_free);
  if (message->counter[0] != '\0')
    self->answerer = g_steal_pointer (&message->counter);
  emit_changed (self);
}

/* All calls have been repeated by now; the others are over. */
static gboolean
on_settled (gpointer user_data)
{
  SchalterKioskLink *self = user_data;
  guint n_before = self->calls->len;
  self->settle_timer = 0;
  for (guint i = n_before; i-- > 0;) {
    if (((SchalterKioskCall *)self->calls->pdata[i])->epoch != self->epoch)
      g_ptr_array_remove_index (self->calls, i);
  }
  if (self->calls->len != n_before)
    emit_changed (self);
  return G_SOURCE_REMOVE;
}

/* Messages. */

/* The token is spent; TRUE unless the kiosk has given nothing for it, or something for nothing. */
static gboolean
take_credential (SchalterKioskLink *self, SchalterCounterMessage *message)
{
  if ((self->kiosk->token != NULL) != (message->credential != NULL))
    return FALSE;
  if (message->credential == NULL)
    return TRUE;
  g_clear_pointer (&self->kiosk->token, g_free);
  self->kiosk->credential = g_steal_pointer (&message->credential);
  return TRUE;
}

static void
take_welcome (SchalterKioskLink *self, SchalterCounterMessage *message)
{
  if (!take_credential (self, message)) {
    fail (self, SCHALTER_ERROR_INVALID, "the kiosk’s welcome does not fit");
    return;
  }
  gboolean is_renamed = !g_str_equal (self->kiosk->name, message->name) ||
                        self->kiosk->municipality_bfs != message->municipality_bfs;
  g_free (self->kiosk->name);
  self->kiosk->name = g_steal_pointer (&message->name);
  self->kiosk->municipality_bfs = message->municipality_bfs;
  g_clear_handle_id (&self->connect_timer, g_source_remove);
  g_clear_error (&self->problem);
  self->state = SCHALTER_KIOSK_LINK_CONNECTED;
  self->n_failures = 0;
  self->epoch++;
  self->settle_timer = g_timeout_add (self->times.settle_ms, on_settled, self);
  if (is_renamed)
    g_signal_emit (self, signals[SIGNAL_RENAMED], 0);
  emit_changed (self);
}

/* Takes @message. */
static void
take_message (SchalterKioskLink *self, SchalterCounterMessage *message)
{
  g_autoptr (SchalterCounterMessage) owned = message;
  gboolean is_first = self->state != SCHALTER_KIOSK_LINK_CONNECTED;
  if (message->type == SCHALTER_COUNTER_REFUSED) {
    fail (self, SCHALTER_ERROR_REFUSED, message->reason);
    return;
  }
  if (is_first != (message->type == SCHALTER_COUNTER_WELCOME)) {
    fail (self, SCHALTER_ERROR_INVALID, "a frame of the kiosk comes out of turn");
    return;
  }
  switch (message->type) {
  case SCHALTER_COUNTER_WELCOME:
    take_welcome (self, message);
    break;
  case SCHALTER_COUNTER_STATE:
    g_clear_pointer (&self->report, schalter_counter_message_free);
    self->report = g_steal_pointer (&owned);
    emit_changed (self);
    break;
  case SCHALTER_COUNTER_CALL:
    take_call (self, message);
    break;
  case SCHALTER_COUNTER_ANSWERED:
    take_answered (self, message);
    break;
  case SCHALTER_COUNTER_REFUSED:
    break;
  }
}

/* A signal's listener may let go of us: each handler holds on until it is done. */
static void
on_message (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer user_data)
{
  g_autoptr (SchalterKioskLink) self = g_object_ref (user_data);
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  self->heard_us = g_get_monotonic_time ();
  if (type != SOUP_WEBSOCKET_DATA_TEXT) {
    fail (self, SCHALTER_ERROR_INVALID, "a frame of the kiosk is not text");
    return;
  }
  SchalterCounterMessage *message =
      schalter_counter_message_parse (data != NULL ? data : "", size, &error);
  if (message == NULL)
    fail (self, SCHALTER_ERROR_INVALID, error->message);
  else
    take_message (self, message);
}

static void
on_pong (SoupWebsocketConnection *connection, GBytes *message, gpointer user_data)
{
  SCHALTER_KIOSK_LINK (user_data)->heard_us = g_get_monotonic_time ();
}

static void
on_broken (SoupWebsocketConnection *connection, GError *error, gpointer user_data)
{
  g_autoptr (SchalterKioskLink) self = g_object_ref (user_data);
  fail (self, SCHALTER_ERROR_INVALID, error->message);
}

static void
on_closed (SoupWebsocketConnection *connection, gpointer user_data)
{
  g_autoptr (SchalterKioskLink) self = g_object_ref (user_data);
  fail (self, SCHALTER_ERROR_UNAVAILABLE, "the kiosk has closed the line");
}

/* Connecting. */

static void
greet (SchalterKioskLink *self)
{
  SoupWebsocketConnection *connection = self->connection;
  g_autofree char *hello =
      schalter_counter_message_hello (self->kiosk->token, self->kiosk->credential, self->desk);
  soup_websocket_connection_set_max_incoming_payload_size (connection,
                                                           SCHALTER_COUNTER_MESSAGE_MAX_BYTES);
  soup_websocket_connection_set_keepalive_interval (connection, self->times.ping_s);
  g_signal_connect (connection, "message", G_CALLBACK (on_message), self);
  g_signal_connect (connection, "pong", G_CALLBACK (on_pong), self);
  g_signal_connect (connection, "error", G_CALLBACK (on_broken), self);
  g_signal_connect (connection, "closed", G_CALLBACK (on_closed), self);
  self->heard_us = g_get_monotonic_time ();
  self->silence_timer = g_timeout_add (self->times.silence_ms / 4, on_silence_checked, self);
  soup_websocket_connection_send_text (connection, hello);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupWebsocketConnection) connection =
      schalter_pinned_socket_connect_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_autoptr (SchalterKioskLink) self = g_object_ref (user_data);
  g_clear_object (&self->attempt);
  if (connection == NULL) {
    fail (self, error->code, error->message);
    return;
  }
  self->connection = g_steal_pointer (&connection);
  if (soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    greet (self);
  else
    fail (self, SCHALTER_ERROR_UNAVAILABLE, "the kiosk has closed the line");
}

static void
connect_kiosk (SchalterKioskLink *self)
{
  self->attempt = g_cancellable_new ();
  self->connect_timer = g_timeout_add (self->times.connect_ms, on_connect_late, self);
  schalter_pinned_socket_connect_async (
      self->kiosk, self->times.connect_ms / 1000 + 1, self->attempt, on_connected, self);
}

/* The object. */

static void
schalter_kiosk_link_dispose (GObject *object)
{
  SchalterKioskLink *self = SCHALTER_KIOSK_LINK (object);
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  drop_connection (self);
  G_OBJECT_CLASS (schalter_kiosk_link_parent_class)->dispose (object);
}

static void
schalter_kiosk_link_finalize (GObject *object)
{
  SchalterKioskLink *self = SCHALTER_KIOSK_LINK (object);
  schalter_known_kiosk_free (self->kiosk);
  g_clear_error (&self->problem);
  g_ptr_array_unref (self->calls);
  g_free (self->desk);
  g_free (self->answerer);
  G_OBJECT_CLASS (schalter_kiosk_link_parent_class)->finalize (object);
}

static void
schalter_kiosk_link_class_init (SchalterKioskLinkClass *class)
{
  G_OBJECT_CLASS (class)->dispose = schalter_kiosk_link_dispose;
  G_OBJECT_CLASS (class)->finalize = schalter_kiosk_link_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", SCHALTER_TYPE_KIOSK_LINK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RENAMED] = g_signal_new (
      "renamed", SCHALTER_TYPE_KIOSK_LINK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
schalter_kiosk_link_init (SchalterKioskLink *self)
{
  self->times = default_times;
  self->calls = g_ptr_array_new_with_free_func (call_free);
}

SchalterKioskLink *
schalter_kiosk_link_new (const SchalterKnownKiosk *kiosk, const char *desk)
{
  g_return_val_if_fail (kiosk != NULL && desk != NULL, NULL);
  SchalterKioskLink *self = g_object_new (SCHALTER_TYPE_KIOSK_LINK, NULL);
  self->kiosk = schalter_known_kiosk_copy (kiosk);
  self->desk = g_strdup (desk);
  return self;
}

void
schalter_kiosk_link_set_times (SchalterKioskLink *self, const SchalterKioskLinkTimes *times)
{
  g_return_if_fail (SCHALTER_IS_KIOSK_LINK (self) && times != NULL);
  self->times = *times;
}

void
schalter_kiosk_link_start (SchalterKioskLink *self)
{
  g_return_if_fail (SCHALTER_IS_KIOSK_LINK (self));
  g_return_if_fail (self->attempt == NULL && self->connection == NULL);
  connect_kiosk (self);
}

void
schalter_kiosk_link_set_desk (SchalterKioskLink *self, const char *desk)
{
  g_return_if_fail (SCHALTER_IS_KIOSK_LINK (self) && desk != NULL);
  g_free (self->desk);
  self->desk = g_strdup (desk);
}

const SchalterKnownKiosk *
schalter_kiosk_link_get_kiosk (SchalterKioskLink *self)
{
  g_return_val_if_fail (SCHALTER_IS_KIOSK_LINK (self), NULL);
  return self->kiosk;
}

const char *
schalter_kiosk_link_get_name (SchalterKioskLink *self)
{
  g_return_val_if_fail (SCHALTER_IS_KIOSK_LINK (self), NULL);
  return self->kiosk->name[0] != '\0' ? self->kiosk->name : self->kiosk->host;
}

SchalterKioskLinkState
schalter_kiosk_link_get_state (SchalterKioskLink *self)
{
  g_return_val_if_fail (SCHALTER_IS_KIOSK_LINK (self), SCHALTER_KIOSK_LINK_LOST);
  return self->state;
}

const GError *
schalter_kiosk_link_get_problem (SchalterKioskLink *self)
{
  g_return_val_if_fail (SCHALTER_IS_KIOSK_LINK (self), NULL);
  return self->problem;
}

const SchalterCounterMessage *
schalter_kiosk_link_get_report (SchalterKioskLink *self)
{
  g_return_val_if_fail (SCHALTER_IS_KIOSK_LINK (self), NULL);
  return self->report;
}

GPtrArray *
schalter_kiosk_link_get_calls (SchalterKioskLink *self)
{
  g_return_val_if_fail (SCHALTER_IS_KIOSK_LINK (self), NULL);
  return self->calls;
}

const char *
schalter_kiosk_link_get_answerer (SchalterKioskLink *self)
{
  g_return_val_if_fail (SCHALTER_IS_KIOSK_LINK (self), NULL);
  return self->answerer;
}

gboolean
schalter_kiosk_link_answer (SchalterKioskLink *self, const char *call_id)
{
  g_return_val_if_fail (SCHALTER_IS_KIOSK_LINK (self) && call_id != NULL, FALSE);
  guint i = 0;
  if (self->state != SCHALTER_KIOSK_LINK_CONNECTED || !find_call (self, call_id, &i))
    return FALSE;
  g_autofree char *answer = schalter_counter_message_answer (call_id);
  soup_websocket_connection_send_text (self->connection, answer);
  ((SchalterKioskCall *)self->calls->pdata[i])->is_answering = TRUE;
  emit_changed (self);
  return TRUE;
}
