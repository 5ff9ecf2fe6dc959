/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The frames of the counter link as a desk reads and writes them. */
#include "config.h"

#include "counter-message.h"

#include "json-record.h"
#include "schalter-error.h"

#include <string.h>

#define MAX_ID_BYTES 128
#define MAX_LINE_BYTES 255
#define MAX_REASONS 64
#define MAX_BFS 9999
/* The end of the year 9999. */
#define MAX_TIME_US (G_GINT64_CONSTANT (253402300799) * G_USEC_PER_SEC)

static gboolean
is_network (const char *text)
{
  static const char *const known[] = { "online", "offline", NULL };
  return g_strv_contains (known, text);
}

static gboolean
is_printer (const char *text)
{
  static const char *const known[] = { "ready", "attention", "stopped", "gone", "none", NULL };
  return g_strv_contains (known, text);
}

static gboolean
is_call_reason (const char *text)
{
  static const char *const known[] = { "help", "identity", "printer", NULL };
  return g_strv_contains (known, text);
}

#define TEXT(name, member, low, high, rule, words)                                                 \
  {                                                                                                \
    name, SCHALTER_JSON_STRING, G_STRUCT_OFFSET (SchalterCounterMessage, member), low, high, rule, \
        words,                                                                                     \
  }
#define NUMBER(name, type, member, high)                                                           \
  {                                                                                                \
    name, type, G_STRUCT_OFFSET (SchalterCounterMessage, member), 0, high,                         \
  }
#define LINE(name, member, low, high)                                                              \
  TEXT (name, member, low, high, schalter_json_is_line, "one line")
#define TYPE LINE ("type", type_name, 1, 20)
#define WHO                                                                                        \
  LINE ("kiosk", kiosk, 1, MAX_LINE_BYTES), LINE ("name", name, 0, MAX_LINE_BYTES),                \
      NUMBER ("municipality", SCHALTER_JSON_UINT, municipality_bfs, MAX_BFS)

static const SchalterJsonMember welcome_after_token[] = {
  TYPE,
  LINE ("credential", credential, 1, MAX_ID_BYTES),
  WHO,
  { NULL },
};

static const SchalterJsonMember welcome[] = {
  TYPE,
  WHO,
  { NULL },
};

static const SchalterJsonMember state[] = {
  TYPE,
  TEXT ("network", network, 1, 20, is_network, "“online” and “offline”"),
  TEXT ("printer", printer, 1, 20, is_printer, "the states of docs/protocols.md"),
  { "reasons", SCHALTER_JSON_ARRAY, 0, 0, MAX_REASONS },
  NUMBER ("catalogue", SCHALTER_JSON_UINT64, catalogue, G_MAXINT64),
  NUMBER ("outbox", SCHALTER_JSON_UINT, n_waiting, G_MAXINT),
  NUMBER ("attention", SCHALTER_JSON_UINT, n_attention, G_MAXINT),
  NUMBER ("sessions", SCHALTER_JSON_UINT, n_sessions, G_MAXINT),
  { NULL },
};

static const SchalterJsonMember call[] = {
  TYPE,
  LINE ("id", id, 1, MAX_ID_BYTES),
  TEXT ("reason", reason, 1, 20, is_call_reason, "“help”, “identity” and “printer”"),
  NUMBER ("since_us", SCHALTER_JSON_INT64, since_us, MAX_TIME_US),
  { NULL },
};

static const SchalterJsonMember answered[] = {
  TYPE,
  LINE ("id", id, 1, MAX_ID_BYTES),
  LINE ("counter", counter, 0, MAX_LINE_BYTES),
  { NULL },
};

static const SchalterJsonMember refused[] = {
  TYPE,
  LINE ("reason", reason, 0, MAX_LINE_BYTES),
  { NULL },
};

static const struct {
  const char *name;
  SchalterCounterMessageType type;
  const SchalterJsonMember *members;
} types[] = {
  { "welcome", SCHALTER_COUNTER_WELCOME, welcome },
  { "state", SCHALTER_COUNTER_STATE, state },
  { "call", SCHALTER_COUNTER_CALL, call },
  { "answered", SCHALTER_COUNTER_ANSWERED, answered },
  { "refused", SCHALTER_COUNTER_REFUSED, refused },
};

/* (nullable): of anything but a text; @node may be %NULL. */
static const char *
get_string (JsonNode *node)
{
  gboolean is_string = node != NULL && json_node_get_value_type (node) == G_TYPE_STRING;
  return is_string ? json_node_get_string (node) : NULL;
}

/* (nullable): the table of a frame's type, and that type. */
static const SchalterJsonMember *
find_members (JsonNode *node, SchalterCounterMessageType *type_out)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  JsonObject *object = json_node_get_object (node);
  const char *name = get_string (json_object_get_member (object, "type"));
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    if (g_strcmp0 (name, types[i].name) != 0)
      continue;
    *type_out = types[i].type;
    gboolean is_pairing =
        types[i].members == welcome && json_object_has_member (object, "credential");
    return is_pairing ? welcome_after_token : types[i].members;
  }
  return NULL;
}

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, what);
  return FALSE;
}

static gboolean
read_reasons (JsonNode *node, SchalterCounterMessage *message, GError **error)
{
  JsonArray *array = json_object_get_array_member (json_node_get_object (node), "reasons");
  guint n_reasons = json_array_get_length (array);
  message->reasons = g_new0 (char *, n_reasons + 1);
  for (guint i = 0; i < n_reasons; i++) {
    const char *reason = get_string (json_array_get_element (array, i));
    if (reason == NULL || strlen (reason) > MAX_LINE_BYTES || !schalter_json_is_line (reason))
      return refuse (error, "“reasons”: allowed are keywords");
    message->reasons[i] = g_strdup (reason);
  }
  return TRUE;
}

SchalterCounterMessage *
schalter_counter_message_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) node =
      schalter_json_parse (text, (gssize)length, SCHALTER_COUNTER_MESSAGE_MAX_BYTES, error);
  if (node == NULL)
    return NULL;
  g_autoptr (SchalterCounterMessage) message = g_new0 (SchalterCounterMessage, 1);
  const SchalterJsonMember *members = find_members (node, &message->type);
  if (members == NULL) {
    (void)refuse (error, "the type of the frame is not known");
    return NULL;
  }
  if (!schalter_json_read (node, members, message, error))
    return NULL;
  if (message->type == SCHALTER_COUNTER_STATE && !read_reasons (node, message, error))
    return NULL;
  return g_steal_pointer (&message);
}

void
schalter_counter_message_free (SchalterCounterMessage *message)
{
  if (message == NULL)
    return;
  g_free (message->type_name);
  g_free (message->credential);
  g_free (message->kiosk);
  g_free (message->name);
  g_free (message->network);
  g_free (message->printer);
  g_strfreev (message->reasons);
  g_free (message->id);
  g_free (message->reason);
  g_free (message->counter);
  g_free (message);
}

static char *
write_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  return json_to_string (node, FALSE);
}

char *
schalter_counter_message_hello (const char *token, const char *credential, const char *desk)
{
  g_return_val_if_fail ((token == NULL) != (credential == NULL) && desk != NULL, NULL);
  JsonObject *object = json_object_new ();
  json_object_set_string_member (object, "type", "hello");
  if (token != NULL)
    json_object_set_string_member (object, "token", token);
  else
    json_object_set_string_member (object, "credential", credential);
  json_object_set_string_member (object, "counter", desk);
  return write_object (object);
}

char *
schalter_counter_message_answer (const char *call_id)
{
  g_return_val_if_fail (call_id != NULL, NULL);
  JsonObject *object = json_object_new ();
  json_object_set_string_member (object, "type", "answer");
  json_object_set_string_member (object, "id", call_id);
  return write_object (object);
}
