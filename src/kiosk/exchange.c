/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sealed exchange: what the session says to the portal, the agent cannot read. */
#include "config.h"

#include "exchange.h"

#include "json-record.h"
#include "random.h"
#include "schalter-error.h"
#include "sealed-box.h"

#include <string.h>

#define MAX_ANSWER_BYTES (256 * 1024)

struct _SchalterExchange {
  GObject parent_instance;

  /* owned */
  SchalterAgentLink *link;
  SchalterCatalogue *catalogue;
  SchalterBoxKeyPair *key_pair;
};

G_DEFINE_FINAL_TYPE (SchalterExchange, schalter_exchange, G_TYPE_OBJECT)

void
schalter_exchange_answer_free (SchalterExchangeAnswer *answer)
{
  json_object_unref (answer->body);
  g_free (answer);
}

const char *
schalter_exchange_answer_get_string (const SchalterExchangeAnswer *answer, const char *name)
{
  return schalter_json_get_string (answer->body, name);
}

static void
schalter_exchange_finalize (GObject *object)
{
  SchalterExchange *self = SCHALTER_EXCHANGE (object);
  g_clear_object (&self->link);
  g_clear_pointer (&self->catalogue, schalter_catalogue_unref);
  g_clear_pointer (&self->key_pair, schalter_box_key_pair_free);
  G_OBJECT_CLASS (schalter_exchange_parent_class)->finalize (object);
}

static void
schalter_exchange_class_init (SchalterExchangeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = schalter_exchange_finalize;
}

static void
schalter_exchange_init (SchalterExchange *self)
{
  self->key_pair = schalter_box_key_pair_new ();
}

SchalterExchange *
schalter_exchange_new (SchalterAgentLink *link, SchalterCatalogue *catalogue)
{
  SchalterExchange *self = g_object_new (SCHALTER_TYPE_EXCHANGE, NULL);
  self->link = g_object_ref (link);
  self->catalogue = schalter_catalogue_ref (catalogue);
  return self;
}

/* Text that may name the citizen: it is overwritten when the bytes are let go. */
static void
wipe_text (gpointer data)
{
  char *text = data;
  schalter_wipe (text, strlen (text));
  g_free (text);
}

static GBytes *
make_plain_request (SchalterExchange *self, const char *call, JsonObject *body)
{
  g_autoptr (JsonObject) request = json_object_new ();
  g_autofree char *reply_key = schalter_key_to_hex (self->key_pair->public_key);
  json_object_set_string_member (request, "call", call);
  json_object_set_string_member (request, "reply_key", reply_key);
  json_object_set_object_member (request, "body", json_object_ref (body));
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, request);
  char *text = json_to_string (node, FALSE);
  return g_bytes_new_with_free_func (text, strlen (text), wipe_text, text);
}

static SchalterExchangeAnswer *
parse_answer (GBytes *plain, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (plain, &length);
  g_autoptr (JsonNode) root =
      length > 0 ? schalter_json_parse (text, (gssize)length, MAX_ANSWER_BYTES, NULL) : NULL;
  JsonObject *object =
      root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *body = object != NULL ? json_object_get_member (object, "body") : NULL;
  gint64 status = object != NULL ? schalter_json_get_int (object, "status", 0) : 0;
  if (body == NULL || !JSON_NODE_HOLDS_OBJECT (body) || status < 100 || status > 599) {
    g_set_error (
        error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED, "the portal's sealed answer is no answer");
    return NULL;
  }
  SchalterExchangeAnswer *answer = g_new0 (SchalterExchangeAnswer, 1);
  answer->status = (guint)status;
  answer->body = json_object_ref (json_node_get_object (body));
  return answer;
}

static void
on_exchanged (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SchalterExchange *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GBytes) sealed =
      schalter_agent_link_exchange_finish (SCHALTER_AGENT_LINK (source), result, &error);
  g_autoptr (GBytes) plain =
      sealed != NULL ? schalter_box_open (sealed, self->key_pair, &error) : NULL;
  SchalterExchangeAnswer *answer = plain != NULL ? parse_answer (plain, &error) : NULL;
  if (answer == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, (GDestroyNotify)schalter_exchange_answer_free);
}

void
schalter_exchange_call_async (SchalterExchange *self,
                              const char *call,
                              JsonObject *body,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (SCHALTER_IS_EXCHANGE (self));
  g_autoptr (JsonObject) owned_body = body;
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, schalter_exchange_call_async);
  g_autoptr (SchalterCatalogueKey) key =
      schalter_catalogue_get_exchange_key (self->catalogue, g_get_real_time ());
  if (key == NULL) {
    g_task_return_new_error (task,
                             SCHALTER_ERROR,
                             SCHALTER_ERROR_UNAVAILABLE,
                             "the catalogue has no valid key of the portal");
    return;
  }
  g_autoptr (GBytes) plain = make_plain_request (self, call, owned_body);
  g_autoptr (GBytes) sealed = schalter_box_seal (plain, key->key);
  schalter_agent_link_exchange_async (
      self->link, sealed, cancellable, on_exchanged, g_steal_pointer (&task));
}

SchalterExchangeAnswer *
schalter_exchange_call_finish (SchalterExchange *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
