/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A portal that says what a test wants, truths and lies, through a real sealed exchange. */
#include "config.h"

#include "portal-double.h"

#include "test-wait.h"

typedef struct {
  PortalLie lie;
  char *text;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;
  g_free (answer->text);
  g_free (answer);
}

static JsonObject *
open_request (PortalDouble *portal, GBytes *sealed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) plain = schalter_box_open (sealed, portal->canton->exchange, &error);
  g_assert_no_error (error);
  g_autofree char *text = g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
  g_autoptr (JsonNode) root = json_from_string (text, &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (root));
}

static GBytes *
seal_answer (const Answer *answer, JsonObject *request)
{
  g_autoptr (GError) error = NULL;
  guint8 key[SCHALTER_BOX_KEY_BYTES];
  g_autoptr (SchalterBoxKeyPair) stranger = schalter_box_key_pair_new ();
  g_assert_true (
      schalter_key_from_hex (json_object_get_string_member (request, "reply_key"), key, &error));
  g_autoptr (GBytes) plain = g_bytes_new (answer->text, strlen (answer->text));
  if (answer->lie == PORTAL_NOT_SEALED)
    return g_steal_pointer (&plain);
  return schalter_box_seal (plain, answer->lie == PORTAL_OTHER_KEY ? stranger->public_key : key);
}

static GBytes *
on_exchange (GBytes *sealed, gpointer user_data)
{
  PortalDouble *portal = user_data;
  JsonObject *request = open_request (portal, sealed);
  g_ptr_array_add (portal->requests, request);
  Answer *answer = g_queue_pop_head (portal->answers);
  GBytes *response =
      answer != NULL && answer->lie != PORTAL_DOWN ? seal_answer (answer, request) : NULL;
  g_clear_pointer (&answer, answer_free);
  return response;
}

PortalDouble *
portal_double_new (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = g_new0 (PortalDouble, 1);
  portal->canton = test_canton_new ();
  portal->catalogue = test_canton_open (portal->canton);
  portal->agent = agent_double_new ();
  portal->agent->exchange = on_exchange;
  portal->agent->exchange_data = portal;
  portal->answers = g_queue_new ();
  portal->requests = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;
  schalter_agent_link_new_async (portal->agent->client, NULL, portal_on_result, &pending);
  result = portal_wait_for_result (&pending);
  portal->link = schalter_agent_link_new_finish (result, &error);
  g_assert_no_error (error);
  portal->exchange = schalter_exchange_new (portal->link, portal->catalogue);
  return portal;
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *)user_data == NULL;
}

/* Calls that nobody waits for, such as giving a token back, may still hold it. */
static void
let_go (gpointer object)
{
  gpointer weak = object;
  g_object_add_weak_pointer (object, &weak);
  g_object_unref (object);
  test_wait_until (is_gone, &weak, 60000);
}

void
portal_double_free (PortalDouble *portal)
{
  let_go (portal->exchange);
  let_go (portal->link);
  agent_double_free (portal->agent);
  schalter_catalogue_unref (portal->catalogue);
  test_canton_free (portal->canton);
  g_queue_free_full (portal->answers, answer_free);
  g_ptr_array_unref (portal->requests);
  g_free (portal);
}

void
portal_double_lie (PortalDouble *portal, PortalLie lie, const char *text)
{
  Answer *answer = g_new0 (Answer, 1);
  answer->lie = lie;
  answer->text = g_strdup (text);
  g_queue_push_tail (portal->answers, answer);
}

void
portal_double_answer (PortalDouble *portal, guint status, const char *body)
{
  g_autofree char *text = g_strdup_printf ("{\"status\":%u,\"body\":%s}", status, body);
  portal_double_lie (portal, PORTAL_HONEST, text);
}

const char *
portal_double_get_call (PortalDouble *portal, guint index)
{
  g_assert_cmpuint (index, <, portal->requests->len);
  return json_object_get_string_member (portal->requests->pdata[index], "call");
}

const char *
portal_double_get_string (PortalDouble *portal, guint index, const char *member)
{
  g_assert_cmpuint (index, <, portal->requests->len);
  JsonObject *body = json_object_get_object_member (portal->requests->pdata[index], "body");
  return json_object_get_string_member_with_default (body, member, NULL);
}

void
portal_on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;
  g_assert_null (*kept); /* a callback is called once */
  *kept = g_object_ref (result);
}

static gboolean
has_result (gpointer user_data)
{
  return *(GAsyncResult **)user_data != NULL;
}

GAsyncResult *
portal_wait_for_result (GAsyncResult **result)
{
  test_wait_until (has_result, result, 60000);
  return g_steal_pointer (result);
}
