/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The phone's page of a login (RFC 8628 §3.3): which kiosk asks, the same code as on its screen,
 * and who one is. The reference portal offers test persons where a real one would log in. */
#include "config.h"

#include "portal.h"
#include "register.h"
#include "reply.h"
#include "schalter-error.h"

#include <string.h>

#define STYLE "/assets/phone.css"
#define STATUS_TOO_MANY_REQUESTS 429 /* RFC 6585; libsoup has no name for it */
#define RETRY_SECONDS "60"

static GString *
begin_page (const char *title)
{
  GString *page =
      g_string_new ("<!DOCTYPE html>\n<html lang=\"de\"><head><meta charset=\"utf-8\">");
  g_string_append_printf (
      page,
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>%s</title>"
      "<link rel=\"stylesheet\" href=\"" STYLE "\"></head><body><main><h1>%s</h1>",
      title,
      title);
  return page;
}

static void
end_page (SoupServerMessage *message, guint status, GString *page)
{
  g_string_append (page, "</main></body></html>\n");
  schalter_reply_html (message, status, page->str);
  g_string_free (page, TRUE);
}

static void
show_code_form (SoupServerMessage *message, guint status, const char *trouble)
{
  GString *page = begin_page ("Anmelden am Schalter");
  if (trouble != NULL)
    g_string_append_printf (page, "<p class=\"trouble\" role=\"alert\">%s</p>", trouble);
  g_string_append (page,
                   "<form method=\"get\" action=\"/device\"><label for=\"code\">Code, der auf dem "
                   "Schalter steht</label><input id=\"code\" name=\"code\" autocomplete=\"off\" "
                   "autocapitalize=\"characters\" maxlength=\"16\" required>"
                   "<button>Weiter</button></form>");
  end_page (message, status, page);
}

static void
append_persons (GString *page)
{
  for (guint i = 0; i < schalter_register_get_n (); i++) {
    const SchalterRegisterEntry *entry = schalter_register_get (i);
    g_string_append_printf (page,
                            "<label class=\"person\"><input type=\"radio\" name=\"person\" "
                            "value=\"%s\"%s> %s %s<span>%s</span></label>",
                            entry->id,
                            i == 0 ? " checked" : "",
                            entry->given_names,
                            entry->surname,
                            entry->address);
  }
}

static void
show_confirmation (SoupServerMessage *message, const SchalterDeviceGrant *grant)
{
  g_autofree char *kiosk = g_markup_escape_text (grant->kiosk_name, -1);
  GString *page = begin_page ("Sind Sie das am Schalter?");
  g_string_append_printf (
      page,
      "<p>Dieses Gerät möchte wissen, wer Sie sind:</p><p class=\"kiosk\">%s</p>"
      "<p>Auf seinem Bildschirm muss dieser Code stehen:</p>"
      "<p class=\"code\">%s</p><form method=\"post\" action=\"/device\">"
      "<input type=\"hidden\" name=\"code\" value=\"%s\">"
      "<fieldset><legend>Testperson</legend>",
      kiosk,
      grant->user_code,
      grant->user_code);
  append_persons (page);
  g_string_append (
      page,
      "</fieldset><button name=\"answer\" value=\"yes\">Ja, ich stehe davor</button>"
      "<button class=\"no\" name=\"answer\" value=\"no\">Nein, ablehnen</button></form>");
  end_page (message, SOUP_STATUS_OK, page);
}

static void
show_trouble (SoupServerMessage *message, const GError *error)
{
  if (g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE)) {
    soup_message_headers_replace (
        soup_server_message_get_response_headers (message), "Retry-After", RETRY_SECONDS);
    show_code_form (
        message, STATUS_TOO_MANY_REQUESTS, "Zu viele falsche Codes. Bitte warten Sie eine Minute.");
  } else
    show_code_form (message,
                    SOUP_STATUS_NOT_FOUND,
                    "Dieser Code stimmt nicht oder ist abgelaufen. Schauen Sie auf dem Schalter "
                    "nach.");
}

void
schalter_handle_device (SchalterPortal *portal,
                        SoupServerMessage *message,
                        const char *rest,
                        GBytes *body)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  g_autoptr (GHashTable) fields = query != NULL ? soup_form_decode (query) : NULL;
  const char *code = fields != NULL ? g_hash_table_lookup (fields, "code") : NULL;
  if (code == NULL) {
    show_code_form (message, SOUP_STATUS_OK, NULL);
    return;
  }
  g_autoptr (GError) error = NULL;
  SchalterDeviceGrant grant;
  if (schalter_device_grants_find (portal->grants, code, g_get_real_time (), &grant, &error))
    show_confirmation (message, &grant);
  else
    show_trouble (message, error);
}

static void
show_done (SoupServerMessage *message, gboolean is_confirmed)
{
  GString *page = begin_page (is_confirmed ? "Bestätigt" : "Abgelehnt");
  g_string_append (page,
                   is_confirmed ? "<p>Schauen Sie wieder auf den Schalter. Dieses Fenster können "
                                  "Sie schliessen.</p>"
                                : "<p>Der Schalter erfährt nichts von Ihnen.</p>");
  end_page (message, SOUP_STATUS_OK, page);
}

/* Posts from pages of other sites are refused: browsers say where a post comes from. */
static gboolean
is_own_post (SchalterPortal *portal, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *origin = soup_message_headers_get_one (headers, "Origin");
  const char *site = soup_message_headers_get_one (headers, "Sec-Fetch-Site");
  return (origin == NULL || g_str_equal (origin, portal->uri) || g_str_equal (origin, "null")) &&
         (site == NULL || g_str_equal (site, "same-origin"));
}

void
schalter_handle_device_answer (SchalterPortal *portal,
                               SoupServerMessage *message,
                               const char *rest,
                               GBytes *body)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (body, &length);
  g_autofree char *text = g_strndup (length > 0 ? data : "", length);
  g_autoptr (GHashTable) fields = soup_form_decode (text);
  const char *code = g_hash_table_lookup (fields, "code");
  const char *person = g_hash_table_lookup (fields, "person");
  gboolean is_confirmed = g_strcmp0 (g_hash_table_lookup (fields, "answer"), "yes") == 0;
  if (!is_own_post (portal, message) || code == NULL ||
      (is_confirmed && schalter_register_find (person) == NULL)) {
    show_code_form (message,
                    is_own_post (portal, message) ? SOUP_STATUS_BAD_REQUEST : SOUP_STATUS_FORBIDDEN,
                    "Das hat nicht geklappt. Geben Sie den Code noch einmal ein.");
    return;
  }
  g_autoptr (GError) error = NULL;
  if (schalter_device_grants_answer (
          portal->grants, code, is_confirmed ? person : NULL, g_get_real_time (), &error))
    show_done (message, is_confirmed);
  else
    show_trouble (message, error);
}
