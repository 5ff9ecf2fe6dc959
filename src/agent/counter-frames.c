/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The frames of the counter link, as JSON. */
#include "config.h"

#include "counter-frames.h"

#include "json-record.h"
#include "schalter-error.h"

#define MAX_SECRET_BYTES 128
#define MAX_NAME_BYTES 100

#define MEMBER(name, low, high, rule, words)                                                       \
  {                                                                                                \
#name, SCHALTER_JSON_STRING, G_STRUCT_OFFSET(SchalterCounterFrame, name), low, high, rule,     \
        words                                                                                      \
  }

static const SchalterJsonMember hello_with_token[] = {
  MEMBER (type, 1, 20, schalter_json_is_id, SCHALTER_JSON_ID_ALLOWED),
  MEMBER (token, 1, MAX_SECRET_BYTES, schalter_json_is_line, "one line"),
  MEMBER (counter, 1, MAX_NAME_BYTES, schalter_json_is_line, "one line"),
  { NULL },
};

static const SchalterJsonMember hello_with_credential[] = {
  MEMBER (type, 1, 20, schalter_json_is_id, SCHALTER_JSON_ID_ALLOWED),
  MEMBER (credential, 1, MAX_SECRET_BYTES, schalter_json_is_line, "one line"),
  MEMBER (counter, 1, MAX_NAME_BYTES, schalter_json_is_line, "one line"),
  { NULL },
};

static const SchalterJsonMember answer[] = {
  MEMBER (type, 1, 20, schalter_json_is_id, SCHALTER_JSON_ID_ALLOWED),
  MEMBER (id, 1, MAX_SECRET_BYTES, schalter_json_is_line, "one line"),
  { NULL },
};

/* (nullable): the members of a frame of this type. */
static const SchalterJsonMember *
find_members (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  JsonObject *object = json_node_get_object (node);
  const char *type = schalter_json_get_string (object, "type");
  if (g_strcmp0 (type, "hello") == 0)
    return json_object_has_member (object, "token") ? hello_with_token : hello_with_credential;
  return g_strcmp0 (type, "answer") == 0 ? answer : NULL;
}

SchalterCounterFrame *
schalter_counter_frame_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) node =
      schalter_json_parse (text, (gssize)length, SCHALTER_COUNTER_FRAME_MAX_BYTES, error);
  if (node == NULL)
    return NULL;
  const SchalterJsonMember *members = find_members (node);
  if (members == NULL) {
    g_set_error_literal (
        error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "the type of the frame is not known");
    return NULL;
  }
  g_autoptr (SchalterCounterFrame) frame = g_new0 (SchalterCounterFrame, 1);
  return schalter_json_read (node, members, frame, error) ? g_steal_pointer (&frame) : NULL;
}

void
schalter_counter_frame_free (SchalterCounterFrame *frame)
{
  if (frame == NULL)
    return;
  g_free (frame->type);
  g_free (frame->token);
  g_free (frame->credential);
  g_free (frame->counter);
  g_free (frame->id);
  g_free (frame);
}

static JsonObject *
begin (const char *type)
{
  JsonObject *object = json_object_new ();
  json_object_set_string_member (object, "type", type);
  return object;
}

static char *
finish (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  return json_to_string (node, FALSE);
}

char *
schalter_counter_frame_state (const SchalterCounterState *state)
{
  JsonObject *object = begin ("state");
  JsonArray *reasons = json_array_new ();
  for (guint i = 0; state->reasons != NULL && state->reasons[i] != NULL; i++)
    json_array_add_string_element (reasons, state->reasons[i]);
  json_object_set_string_member (object, "network", state->network);
  json_object_set_string_member (object, "printer", state->printer);
  json_object_set_array_member (object, "reasons", reasons);
  json_object_set_int_member (object, "catalogue", (gint64)state->catalogue);
  json_object_set_int_member (object, "outbox", state->n_waiting);
  json_object_set_int_member (object, "attention", state->n_attention);
  json_object_set_int_member (object, "sessions", state->n_sessions);
  return finish (object);
}

char *
schalter_counter_frame_call (const SchalterCounterCall *call)
{
  JsonObject *object = begin ("call");
  json_object_set_string_member (object, "id", call->id);
  json_object_set_string_member (object, "reason", call->reason);
  json_object_set_int_member (object, "since_us", call->since_us);
  return finish (object);
}

char *
schalter_counter_frame_answered (const char *call_id, const char *counter)
{
  JsonObject *object = begin ("answered");
  json_object_set_string_member (object, "id", call_id);
  json_object_set_string_member (object, "counter", counter);
  return finish (object);
}

char *
schalter_counter_frame_refused (const char *reason)
{
  JsonObject *object = begin ("refused");
  json_object_set_string_member (object, "reason", reason);
  return finish (object);
}

char *
schalter_counter_frame_welcome (const SchalterCounterWelcome *welcome)
{
  JsonObject *object = begin ("welcome");
  if (welcome->credential != NULL)
    json_object_set_string_member (object, "credential", welcome->credential);
  json_object_set_string_member (object, "kiosk", welcome->kiosk);
  json_object_set_string_member (object, "name", welcome->name);
  json_object_set_int_member (object, "municipality", welcome->municipality_bfs);
  return finish (object);
}
