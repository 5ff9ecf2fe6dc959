/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a browser says with a request: fields, cookies, its language, and where a post comes from.
 */
#include "config.h"

#include "request.h"

#include "page-language.h"

#include <string.h>

#define LANGUAGE_COOKIE "__Host-language"
#define LANGUAGE_SECONDS "31536000"

static const char *
get_header (SoupServerMessage *message, const char *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (message), name);
}

static SchalterFormBody *
parse_fields (GBytes *bytes)
{
  SchalterFormBody *fields = schalter_form_body_parse (bytes, NULL);
  if (fields != NULL)
    return fields;
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  return schalter_form_body_parse (nothing, NULL);
}

SchalterFormBody *
schalter_request_parse_query (SoupServerMessage *message)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  g_autoptr (GBytes) bytes = g_bytes_new (query, query != NULL ? strlen (query) : 0);
  return parse_fields (bytes);
}

SchalterFormBody *
schalter_request_parse_body (GBytes *body)
{
  return parse_fields (body);
}

/* RFC 6265 §4.2.1: pairs, parted by "; ". */
char *
schalter_request_dup_cookie (SoupServerMessage *message, const char *name)
{
  const char *header =
      soup_message_headers_get_list (soup_server_message_get_request_headers (message), "Cookie");
  g_auto (GStrv) pairs = g_strsplit_set (header != NULL ? header : "", ";,", -1);
  gsize length = strlen (name);
  for (char **pair = pairs; *pair != NULL; pair++) {
    const char *text = g_strstrip (*pair);
    if (strncmp (text, name, length) == 0 && text[length] == '=')
      return g_strdup (text + length + 1);
  }
  return NULL;
}

static void
remember_language (SoupServerMessage *message, SchalterLanguage language)
{
  g_autofree char *cookie = g_strdup_printf (
      LANGUAGE_COOKIE "=%s; Path=/; Max-Age=" LANGUAGE_SECONDS "; Secure; HttpOnly; SameSite=Lax",
      schalter_language_to_tag (language));
  soup_message_headers_append (
      soup_server_message_get_response_headers (message), "Set-Cookie", cookie);
}

SchalterLanguage
schalter_request_get_language (SoupServerMessage *message)
{
  SchalterLanguage language = SCHALTER_LANGUAGE_DE;
  g_autoptr (SchalterFormBody) query = schalter_request_parse_query (message);
  const char *asked = schalter_form_body_get (query, "ui_locales");
  if (asked != NULL && schalter_page_language_from_locales (asked, &language)) {
    remember_language (message, language);
    return language;
  }
  g_autofree char *chosen = schalter_request_dup_cookie (message, LANGUAGE_COOKIE);
  if (schalter_language_from_tag (chosen, &language))
    return language;
  return schalter_page_language_from_accept (get_header (message, "Accept-Language"));
}

gboolean
schalter_request_wants_page (SoupServerMessage *message)
{
  const char *accept = get_header (message, "Accept");
  return accept != NULL && strstr (accept, "text/html") != NULL;
}

static gboolean
has_same_origin (const char *origin, GUri *uri)
{
  g_autoptr (GUri) other = g_uri_parse (origin, SOUP_HTTP_URI_FLAGS, NULL);
  return other != NULL && g_strcmp0 (g_uri_get_scheme (other), "https") == 0 &&
         g_strcmp0 (g_uri_get_host (other), g_uri_get_host (uri)) == 0 &&
         g_uri_get_port (other) == g_uri_get_port (uri);
}

gboolean
schalter_request_is_own_post (SoupServerMessage *message)
{
  const char *origin = get_header (message, "Origin");
  const char *site = get_header (message, "Sec-Fetch-Site");
  return (origin == NULL || has_same_origin (origin, soup_server_message_get_uri (message))) &&
         (site == NULL || g_str_equal (site, "same-origin"));
}
