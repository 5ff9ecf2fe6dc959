/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one cookie that something personal stands behind. */
#include "config.h"

#include "visit-cookie.h"

#include "request.h"

#define COOKIE "__Host-form"

char *
schalter_visit_cookie_dup (SoupServerMessage *message)
{
  return schalter_request_dup_cookie (message, COOKIE);
}

void
schalter_visit_cookie_set (SoupServerMessage *message, const char *token)
{
  g_autofree char *cookie =
      g_strdup_printf (COOKIE "=%s; Path=/; Secure; HttpOnly; SameSite=Strict", token);
  soup_message_headers_append (
      soup_server_message_get_response_headers (message), "Set-Cookie", cookie);
}
