/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The phone's page of a login (RFC 8628 §3.3): which kiosk asks, the same code as on its screen,
 * and who one is. The reference portal offers test persons where a real one would log in. */
#include "config.h"

#include "site-page.h"
#include "portal.h"
#include "register.h"
#include "reply.h"
#include "request.h"
#include "translation.h"

#include <glib/gi18n.h>

#define STATUS_TOO_MANY_REQUESTS 429 /* RFC 6585; libsoup has no name for it */
#define RETRY_SECONDS "60"

/* One request to the page and what it needs to answer. */
typedef struct {
  SchalterPortal *portal;
  SoupServerMessage *message;
  SchalterLanguage language;
  gboolean is_post;
} Visit;

static const char *
get_client (const Visit *visit)
{
  return soup_server_message_get_remote_host (visit->message);
}

static SchalterHtml *
begin_page (const Visit *visit, const char *title, const char *query)
{
  SchalterPageHead head = {
    .language = visit->language,
    .title = title,
    .query = visit->is_post ? NULL : query,
  };
  SchalterHtml *html = schalter_page_begin (visit->portal, &head);
  schalter_html_element (html, "h1", title, NULL);
  return html;
}

static void
finish_page (const Visit *visit, SchalterHtml *html, guint status)
{
  schalter_page_finish (html, visit->message, visit->language, status);
}

static void
show_code_form (const Visit *visit, guint status, const char *trouble)
{
  SchalterHtml *html = begin_page (visit, _ ("Log in at a kiosk"), "");
  if (trouble != NULL)
    schalter_html_element (html, "p", trouble, "class", "trouble", "role", "alert", NULL);
  schalter_html_open (html, "form", "method", "get", "action", "/device", NULL);
  schalter_html_open (html, "div", "class", "field", NULL);
  schalter_html_element (html, "label", _ ("Code on the kiosk’s screen"), "for", "code", NULL);
  schalter_html_element (
      html, "p", _ ("Eight letters, for example WDJB-MJHT"), "class", "help", "id", "help", NULL);
  schalter_html_void (html,
                      "input",
                      "type",
                      "text",
                      "id",
                      "code",
                      "name",
                      "code",
                      "class",
                      "code",
                      "aria-describedby",
                      "help",
                      "autocomplete",
                      "off",
                      "autocapitalize",
                      "characters",
                      "spellcheck",
                      "false",
                      "maxlength",
                      "16",
                      "required",
                      "",
                      "autofocus",
                      "",
                      NULL);
  schalter_html_close (html, "div");
  schalter_html_open (html, "div", "class", "buttons", NULL);
  schalter_html_element (html, "button", _ ("Continue"), "class", "primary", NULL);
  schalter_html_close (html, "div");
  schalter_html_close (html, "form");
  finish_page (visit, html, status);
}

static void
write_person (SchalterHtml *html, const SchalterRegisterEntry *entry, gboolean is_first)
{
  g_autofree char *name = g_strdup_printf ("%s %s", entry->given_names, entry->surname);
  schalter_html_open (html, "label", "class", "option", NULL);
  schalter_html_void (html,
                      "input",
                      "type",
                      "radio",
                      "name",
                      "person",
                      "value",
                      entry->id,
                      "checked",
                      is_first ? "" : NULL,
                      NULL);
  schalter_html_open (html, "span", NULL);
  schalter_html_text (html, name);
  schalter_html_element (html, "small", entry->address, NULL);
  schalter_html_close (html, "span");
  schalter_html_close (html, "label");
}

static void
write_persons (SchalterHtml *html)
{
  schalter_html_open (html, "fieldset", "class", "field", NULL);
  schalter_html_element (html, "legend", _ ("Who are you?"), NULL);
  schalter_html_element (html,
                         "p",
                         _ ("A portal in service asks for your login here. This one is for trying "
                            "out: these people do not exist."),
                         "class",
                         "help",
                         NULL);
  for (guint i = 0; i < schalter_register_get_n (); i++)
    write_person (html, schalter_register_get (i), i == 0);
  schalter_html_close (html, "fieldset");
}

static void
write_answer_button (SchalterHtml *html, const char *value, const char *label, const char *class)
{
  schalter_html_element (
      html, "button", label, "name", "answer", "value", value, "class", class, NULL);
}

static void
write_kiosk (SchalterHtml *html, const SchalterDeviceGrant *grant)
{
  schalter_html_open (html, "section", "class", "panel kiosk", NULL);
  schalter_html_element (html, "p", _ ("This kiosk asks who you are:"), NULL);
  schalter_html_open (html, "p", "class", "place", NULL);
  schalter_page_icon (html, "place");
  schalter_html_element (html, "strong", grant->kiosk_name, NULL);
  schalter_html_close (html, "p");
  schalter_html_element (html, "p", _ ("Its screen shows this code:"), NULL);
  schalter_html_element (html, "p", grant->user_code, "class", "code", NULL);
  schalter_html_close (html, "section");
}

static void
show_confirmation (const Visit *visit, const SchalterDeviceGrant *grant)
{
  g_autofree char *query = g_strconcat ("code=", grant->user_code, NULL);
  const char *title = _ ("Are you standing at this kiosk?");
  SchalterHtml *html = begin_page (visit, title, query);
  write_kiosk (html, grant);
  schalter_html_open (html, "form", "method", "post", "action", "/device", NULL);
  schalter_html_void (
      html, "input", "type", "hidden", "name", "code", "value", grant->user_code, NULL);
  write_persons (html);
  schalter_html_element (
      html,
      "p",
      _ ("The kiosk learns your name, date of birth and address, and forgets them when you leave."),
      NULL);
  schalter_html_element (html,
                         "p",
                         _ ("Confirm only what you have started yourself. Nobody asks you for this "
                            "code by telephone or e-mail."),
                         "class",
                         "notice",
                         NULL);
  schalter_html_open (html, "div", "class", "buttons", NULL);
  write_answer_button (html, "yes", _ ("Yes, that is me"), "primary");
  write_answer_button (html, "no", _ ("No, refuse"), NULL);
  schalter_html_close (html, "div");
  schalter_html_close (html, "form");
  finish_page (visit, html, SOUP_STATUS_OK);
}

static void
show_wrong_code (const Visit *visit)
{
  schalter_guess_guard_note_wrong (visit->portal->guesses, get_client (visit), g_get_real_time ());
  show_code_form (
      visit,
      SOUP_STATUS_NOT_FOUND,
      _ ("This code is not right, or it has expired. Look at the kiosk’s screen again."));
}

/* Answers, and returns TRUE, when too many codes were wrong. */
static gboolean
is_stopped (const Visit *visit)
{
  if (!schalter_guess_guard_is_closed (
          visit->portal->guesses, get_client (visit), g_get_real_time ()))
    return FALSE;
  soup_message_headers_replace (
      soup_server_message_get_response_headers (visit->message), "Retry-After", RETRY_SECONDS);
  show_code_form (
      visit, STATUS_TOO_MANY_REQUESTS, _ ("Too many wrong codes. Wait a minute, then try again."));
  return TRUE;
}

static Visit
begin_visit (SchalterPortal *portal, SoupServerMessage *message, gboolean is_post)
{
  Visit visit = { portal, message, schalter_request_get_language (message), is_post };
  schalter_translation_use (visit.language);
  return visit;
}

void
schalter_handle_device (SchalterPortal *portal,
                        SoupServerMessage *message,
                        const char *rest,
                        GBytes *body)
{
  Visit visit = begin_visit (portal, message, FALSE);
  g_autoptr (SchalterFormBody) fields = schalter_request_parse_query (message);
  const char *code = schalter_form_body_get (fields, "code");
  if (code == NULL) {
    show_code_form (&visit, SOUP_STATUS_OK, NULL);
    return;
  }
  if (is_stopped (&visit))
    return;
  SchalterDeviceGrant grant;
  if (schalter_device_grants_find (portal->grants, code, g_get_real_time (), &grant, NULL))
    show_confirmation (&visit, &grant);
  else
    show_wrong_code (&visit);
}

static void
show_done (const Visit *visit, gboolean is_confirmed)
{
  SchalterHtml *html =
      begin_page (visit, is_confirmed ? _ ("Confirmed") : C_ ("login", "Refused"), NULL);
  schalter_html_open (html, "div", "class", is_confirmed ? "done" : "done refused", NULL);
  schalter_page_icon (html, is_confirmed ? "check" : "warning");
  schalter_html_close (html, "div");
  schalter_html_element (
      html,
      "p",
      is_confirmed ? _ ("Look at the kiosk again: it goes on there. You can close this page.")
                   : _ ("The kiosk learns nothing about you. If you did not start this, "
                        "tell the staff at the counter."),
      "class",
      "lead",
      NULL);
  finish_page (visit, html, SOUP_STATUS_OK);
}

void
schalter_handle_device_answer (SchalterPortal *portal,
                               SoupServerMessage *message,
                               const char *rest,
                               GBytes *body)
{
  Visit visit = begin_visit (portal, message, TRUE);
  g_autoptr (SchalterFormBody) fields = schalter_request_parse_body (body);
  const char *code = schalter_form_body_get (fields, "code");
  const char *person = schalter_form_body_get (fields, "person");
  gboolean is_confirmed = g_strcmp0 (schalter_form_body_get (fields, "answer"), "yes") == 0;
  if (!schalter_request_is_own_post (message))
    show_code_form (
        &visit, SOUP_STATUS_FORBIDDEN, _ ("This came from another website and was refused."));
  else if (code == NULL || (is_confirmed && schalter_register_find (person) == NULL))
    show_code_form (
        &visit, SOUP_STATUS_BAD_REQUEST, _ ("That did not work. Type in the code again."));
  else if (is_stopped (&visit))
    return;
  else if (schalter_device_grants_answer (
               portal->grants, code, is_confirmed ? person : NULL, g_get_real_time (), NULL))
    show_done (&visit, is_confirmed);
  else
    show_wrong_code (&visit);
}
