/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the portal answers: types, problem documents, and the headers that keep browsers strict. */
#include "config.h"

#include "reply.h"

#include "random.h"
#include "schalter-error.h"

#include <string.h>

/* No script, no frame, nothing from elsewhere, and forms only to ourselves. */
#define CONTENT_SECURITY_POLICY                                                                    \
  "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; "                    \
  "form-action 'self'; frame-ancestors 'none'"

static const struct {
  const char *name;
  const char *value;
} security_headers[] = {
  { "Content-Security-Policy", CONTENT_SECURITY_POLICY },
  { "X-Content-Type-Options", "nosniff" },
  { "X-Frame-Options", "DENY" },
  { "Referrer-Policy", "same-origin" }, /* "no-referrer" would hide where our own posts come from */
  { "Permissions-Policy", "camera=(), geolocation=(), microphone=()" },
  { "Cross-Origin-Opener-Policy", "same-origin" },
  { "Cross-Origin-Resource-Policy", "same-origin" },
  { "Strict-Transport-Security", "max-age=31536000" },
};

static const struct {
  int code;
  guint status;
} statuses[] = {
  { SCHALTER_ERROR_INVALID, SOUP_STATUS_UNPROCESSABLE_ENTITY },
  { SCHALTER_ERROR_UNTRUSTED, SOUP_STATUS_BAD_REQUEST },
  { SCHALTER_ERROR_OUTDATED, SOUP_STATUS_GONE },
  { SCHALTER_ERROR_NOT_FOUND, SOUP_STATUS_NOT_FOUND },
  { SCHALTER_ERROR_CONFLICT, SOUP_STATUS_CONFLICT },
  { SCHALTER_ERROR_REFUSED, SOUP_STATUS_FORBIDDEN },
  { SCHALTER_ERROR_UNAVAILABLE, SOUP_STATUS_SERVICE_UNAVAILABLE },
  { SCHALTER_ERROR_NO_SPACE, SOUP_STATUS_INSUFFICIENT_STORAGE },
};

static void
set_header (SoupServerMessage *message, const char *name, const char *value)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message), name, value);
}

void
schalter_reply_add_security_headers (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  for (guint i = 0; i < G_N_ELEMENTS (security_headers); i++)
    soup_message_headers_replace (headers, security_headers[i].name, security_headers[i].value);
  if (soup_message_headers_get_one (headers, "Cache-Control") == NULL)
    soup_message_headers_replace (headers, "Cache-Control", "no-store");
}

void
schalter_reply_allow_caching (SoupServerMessage *message, guint seconds)
{
  g_autofree char *value =
      seconds == 0 ? g_strdup ("no-cache") : g_strdup_printf ("public, max-age=%u", seconds);
  set_header (message, "Cache-Control", value);
}

void
schalter_reply_json_text (SoupServerMessage *message, guint status, const char *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (
      message, "application/json", SOUP_MEMORY_COPY, text, strlen (text));
}

void
schalter_reply_json (SoupServerMessage *message, guint status, JsonNode *body)
{
  g_autofree char *text = json_to_string (body, FALSE);
  schalter_reply_json_text (message, status, text);
}

void
schalter_reply_html (SoupServerMessage *message, guint status, const char *html)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (
      message, "text/html; charset=utf-8", SOUP_MEMORY_COPY, html, strlen (html));
}

typedef struct {
  char *text;
  gsize length;
} PrivateText;

static void
free_private (gpointer data)
{
  PrivateText *private = data;
  schalter_wipe (private->text, private->length);
  g_free (private->text);
  g_free (private);
}

void
schalter_reply_private_html (SoupServerMessage *message, char *html)
{
  PrivateText *private = g_new (PrivateText, 1);
  *private = (PrivateText){ html, strlen (html) };
  g_autoptr (GBytes) bytes =
      g_bytes_new_with_free_func (html, private->length, free_private, private);
  schalter_reply_bytes (message, "text/html; charset=utf-8", bytes);
}

void
schalter_reply_set_language (SoupServerMessage *message, const char *tag)
{
  set_header (message, "Content-Language", tag);
}

void
schalter_reply_bytes (SoupServerMessage *message, const char *type, GBytes *bytes)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  set_header (message, "Content-Type", type);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), bytes);
}

void
schalter_reply_see_other (SoupServerMessage *message, const char *location)
{
  soup_server_message_set_status (message, SOUP_STATUS_SEE_OTHER, NULL);
  set_header (message, "Location", location);
}

void
schalter_reply_problem (SoupServerMessage *message, guint status, const char *detail)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *problem = json_object_new ();
  json_object_set_string_member (problem, "type", "about:blank");
  json_object_set_string_member (problem, "title", soup_status_get_phrase (status));
  json_object_set_int_member (problem, "status", status);
  if (detail != NULL)
    json_object_set_string_member (problem, "detail", detail);
  json_node_take_object (node, problem);
  schalter_reply_json (message, status, node);
  set_header (message, "Content-Type", "application/problem+json");
}

void
schalter_reply_not_allowed (SoupServerMessage *message, const char *methods)
{
  schalter_reply_problem (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
  set_header (message, "Allow", methods);
}

guint
schalter_reply_get_status (const GError *error)
{
  for (guint i = 0; error->domain == SCHALTER_ERROR && i < G_N_ELEMENTS (statuses); i++) {
    if (statuses[i].code == error->code)
      return statuses[i].status;
  }
  return SOUP_STATUS_INTERNAL_SERVER_ERROR;
}

void
schalter_reply_error (SoupServerMessage *message, const GError *error)
{
  guint status = schalter_reply_get_status (error);
  schalter_reply_problem (message, status, status < 500 ? error->message : NULL);
}
