/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A service's page for people at home: what must be known before starting, where one lives, who is
 * responsible, and the button that opens the form. */
#include "config.h"

#include "portal.h"
#include "reply.h"
#include "request.h"
#include "service-words.h"
#include "site-page.h"
#include "translation.h"
#include "visit-cookie.h"

#include <glib/gi18n.h>

#define MAX_PLACES 12

/* A service as somebody looks at it. */
typedef struct {
  SchalterPortal *portal;
  SoupServerMessage *message;
  SchalterLanguage language;
  SchalterService *service;
  SchalterMunicipality *municipality; /* nullable: not chosen yet */
  const char *typed;                  /* nullable: a place, as typed */
} Look;

static const char *
get_text (const Look *look, const SchalterText *text)
{
  return schalter_text_get (text, look->language);
}

static gboolean
depends_on_place (const SchalterService *service)
{
  return service->level == SCHALTER_LEVEL_MUNICIPALITY || service->level == SCHALTER_LEVEL_REGION;
}

static gboolean
has_joined (const Look *look)
{
  return look->service->level != SCHALTER_LEVEL_MUNICIPALITY ||
         (look->municipality != NULL && look->municipality->participates);
}

/* Where do you live? */

/* Writes a link for each municipality, with its places in it. */
static void
write_places (SchalterHtml *html, const Look *look)
{
  g_autoptr (GPtrArray) places =
      schalter_catalogue_find_places (look->portal->catalogue, look->typed, MAX_PLACES);
  if (places->len == 0) {
    schalter_html_element (
        html,
        "p",
        _ ("No place of the canton begins like this. Check the spelling, or ask at the counter."),
        "class",
        "trouble",
        "role",
        "alert",
        NULL);
    return;
  }
  schalter_html_open (html, "ul", "class", "places-found", NULL);
  for (guint i = 0; i < places->len; i++) {
    const SchalterPlace *place = places->pdata[i];
    g_autofree char *address = schalter_service_dup_address (look->service->id, place->bfs);
    g_autofree char *name = g_strdup_printf ("%u %s", place->postcode, place->locality);
    g_autofree char *municipality =
        g_strdup_printf (_ ("Municipality of %s"), place->municipality_name);
    schalter_html_open (html, "li", NULL);
    schalter_html_open (html, "a", "href", address, NULL);
    schalter_html_element (html, "strong", name, NULL);
    schalter_html_element (html, "small", municipality, NULL);
    schalter_html_close (html, "a");
    schalter_html_close (html, "li");
  }
  schalter_html_close (html, "ul");
}

static void
write_place_question (SchalterHtml *html, const Look *look)
{
  g_autofree char *action = schalter_service_dup_address (look->service->id, 0);
  schalter_html_open (html, "section", "class", "panel", "id", "place", NULL);
  schalter_html_element (html, "h2", _ ("Where do you live?"), NULL);
  schalter_html_element (html,
                         "p",
                         _ ("So that we find the office that is responsible for you."),
                         "class",
                         "help",
                         NULL);
  schalter_html_open (html, "form", "class", "search", "method", "get", "action", action, NULL);
  schalter_html_element (
      html, "label", _ ("Postcode or place"), "class", "unseen", "for", "typed", NULL);
  schalter_html_void (html,
                      "input",
                      "type",
                      "search",
                      "id",
                      "typed",
                      "name",
                      "place",
                      "value",
                      look->typed != NULL ? look->typed : "",
                      "placeholder",
                      _ ("For example: 5430 or Wettingen"),
                      "maxlength",
                      "60",
                      NULL);
  schalter_page_search_button (html, NULL);
  schalter_html_close (html, "form");
  if (look->typed != NULL)
    write_places (html, look);
  schalter_html_close (html, "section");
}

static void
write_chosen_place (SchalterHtml *html, const Look *look)
{
  g_autofree char *address = schalter_service_dup_address (look->service->id, 0);
  /* Translators: %s is the name of a municipality. */
  g_autofree char *text =
      g_strdup_printf (_ ("For people who live in %s – change"), look->municipality->name);
  schalter_html_open (html, "p", NULL);
  schalter_html_element (html, "a", text, "class", "link", "href", address, NULL);
  schalter_html_close (html, "p");
}

/* Starting it. */

static void
write_start_button (SchalterHtml *html, const Look *look)
{
  g_autofree char *action = schalter_service_dup_address (look->service->id, 0);
  g_autofree char *bfs =
      g_strdup_printf ("%u", look->municipality != NULL ? look->municipality->bfs : 0);
  schalter_html_open (html, "form", "method", "post", "action", action, NULL);
  schalter_html_void (html, "input", "type", "hidden", "name", "bfs", "value", bfs, NULL);
  schalter_html_open (html, "div", "class", "buttons", NULL);
  schalter_html_element (
      html, "button", get_text (look, &look->service->verb), "class", "primary", NULL);
  schalter_html_close (html, "div");
  schalter_html_element (html,
                         "p",
                         _ ("What you type is kept until thirty minutes after the last page, then "
                            "it is deleted."),
                         "class",
                         "help",
                         NULL);
  schalter_html_close (html, "form");
}

static void
write_start (SchalterHtml *html, const Look *look)
{
  if (look->service->form_id == NULL)
    schalter_html_element (html, "p", _ ("This is done at the counter."), "class", "notice", NULL);
  if (depends_on_place (look->service) && look->municipality == NULL) {
    write_place_question (html, look);
    return;
  }
  if (depends_on_place (look->service))
    write_chosen_place (html, look);
  if (look->service->form_id == NULL)
    return;
  if (has_joined (look))
    write_start_button (html, look);
  else
    schalter_html_element (
        html, "p", _ ("Your municipality does this at its own counter."), "class", "notice", NULL);
}

/* The blocks. One without text is not shown. */

static void
write_block (SchalterHtml *html, const char *heading, const char *text)
{
  if (*text == '\0')
    return;
  schalter_html_element (html, "h2", heading, NULL);
  schalter_html_open (html, "p", NULL);
  schalter_html_lines (html, text);
  schalter_html_close (html, "p");
}

static void
write_list (SchalterHtml *html, const Look *look, const char *heading, GPtrArray *texts)
{
  const char *element = texts == look->service->steps ? "ol" : "ul";
  if (texts->len == 0)
    return;
  schalter_html_element (html, "h2", heading, NULL);
  schalter_html_open (html, element, NULL);
  for (guint i = 0; i < texts->len; i++)
    schalter_html_element (html, "li", get_text (look, texts->pdata[i]), NULL);
  schalter_html_close (html, element);
}

static void
write_blocks (SchalterHtml *html, const Look *look)
{
  const SchalterService *service = look->service;
  write_block (html, C_ ("service", "Who may"), get_text (look, &service->requirements));
  write_list (html, look, C_ ("service", "What you need"), service->documents);
  /* A certificate's steps are those of a kiosk, which prints it. */
  if (service->certificate_id == NULL)
    write_list (html, look, C_ ("service", "How it goes"), service->steps);
  write_block (html, C_ ("service", "What it costs"), get_text (look, &service->fee));
  write_block (html, C_ ("service", "By when"), get_text (look, &service->deadline));
  g_autoptr (SchalterOffice) office = schalter_catalogue_resolve_office (
      look->portal->catalogue, service, look->municipality != NULL ? look->municipality->bfs : 0);
  if (office != NULL)
    schalter_service_write_office (html, office, look->language);
}

static char *
dup_query_to_keep (const Look *look)
{
  if (look->municipality != NULL)
    return g_strdup_printf ("bfs=%u", look->municipality->bfs);
  g_autofree char *escaped =
      g_uri_escape_string (look->typed != NULL ? look->typed : "", NULL, FALSE);
  return look->typed != NULL ? g_strconcat ("place=", escaped, NULL) : g_strdup ("");
}

static void
show_service (const Look *look)
{
  const SchalterService *service = look->service;
  const char *not_here = get_text (look, &service->not_here);
  g_autofree char *kept = dup_query_to_keep (look);
  SchalterPageHead head = { look->language, get_text (look, &service->title), kept };
  SchalterHtml *html = schalter_page_begin (look->portal, &head);
  schalter_html_element (html, "h1", head.title, NULL);
  schalter_html_element (html, "p", get_text (look, &service->lead), "class", "lead", NULL);
  schalter_html_open (html, "p", "class", "meta", NULL);
  schalter_service_write_badges (html, service);
  schalter_html_close (html, "p");
  if (service->certificate_id != NULL && service->form_id != NULL)
    schalter_html_element (html,
                           "p",
                           _ ("Order it here with the form, and it comes by post. A kiosk in your "
                              "municipality prints it at once."),
                           "class",
                           "notice",
                           NULL);
  if (*not_here != '\0')
    schalter_html_element (html, "p", not_here, "class", "notice", NULL);
  write_start (html, look);
  write_blocks (html, look);
  schalter_page_finish (html, look->message, look->language, SOUP_STATUS_OK);
}

/* Requests. */

static void
show_note (const Look *look, guint status, const char *title, const char *text)
{
  SchalterPageNote note = { look->language, status, title, text };
  schalter_page_show_note (look->portal, look->message, &note);
}

static void
look_clear (Look *look)
{
  g_clear_pointer (&look->service, schalter_service_free);
  g_clear_pointer (&look->municipality, schalter_municipality_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

/* FALSE, and answered, when there is no such service. */
static gboolean
begin_look (Look *look, const char *id, const SchalterFormBody *fields)
{
  guint64 bfs = 0;
  const char *text = schalter_form_body_get (fields, "bfs");
  look->language = schalter_request_get_language (look->message);
  schalter_translation_use (look->language);
  look->service = schalter_catalogue_get_service (look->portal->catalogue, id);
  if (look->service == NULL) {
    show_note (look,
               SOUP_STATUS_NOT_FOUND,
               _ ("There is no such service"),
               _ ("It may have another name now. The search finds it."));
    return FALSE;
  }
  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 1, 9999, &bfs, NULL))
    look->municipality = schalter_catalogue_get_municipality (look->portal->catalogue, (guint)bfs);
  look->typed = schalter_form_body_get (fields, "place");
  return TRUE;
}

void
schalter_handle_service (SchalterPortal *portal,
                         SoupServerMessage *message,
                         const char *rest,
                         GBytes *body)
{
  g_autoptr (SchalterFormBody) fields = schalter_request_parse_query (message);
  g_auto (Look) look = { .portal = portal, .message = message };
  if (begin_look (&look, rest, fields))
    show_service (&look);
}

static void
start_form (const Look *look)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *earlier = schalter_visit_cookie_dup (look->message);
  gint64 now_us = g_get_real_time ();
  guint bfs = look->municipality != NULL ? look->municipality->bfs : 0;
  SchalterFormVisits *visits = look->portal->visits;
  g_autofree char *token =
      schalter_form_visits_begin (visits, earlier, look->service, bfs, now_us, &error);
  if (token == NULL) {
    g_warning ("A form could not be opened: %s, continuing", error->message);
    show_note (look,
               SOUP_STATUS_SERVICE_UNAVAILABLE,
               _ ("No form can be opened just now"),
               _ ("Please try again in a few minutes."));
    return;
  }
  const SchalterFormVisit *visit =
      schalter_form_visits_find (visits, token, look->language, now_us);
  g_autofree char *address =
      g_strconcat ("/form/", schalter_form_session_get_page (visit->form), NULL);
  schalter_visit_cookie_set (look->message, token);
  schalter_reply_see_other (look->message, address);
}

void
schalter_handle_service_start (SchalterPortal *portal,
                               SoupServerMessage *message,
                               const char *rest,
                               GBytes *body)
{
  g_autoptr (SchalterFormBody) fields = schalter_request_parse_body (body);
  g_auto (Look) look = { .portal = portal, .message = message };
  if (!begin_look (&look, rest, fields))
    return;
  gboolean needs_place = depends_on_place (look.service) && look.municipality == NULL;
  if (!schalter_request_is_own_post (message)) {
    schalter_reply_problem (message, SOUP_STATUS_FORBIDDEN, "the post comes from another site");
  } else if (look.service->form_id == NULL || needs_place || !has_joined (&look)) {
    g_autofree char *address = schalter_service_dup_address (
        look.service->id, look.municipality != NULL ? look.municipality->bfs : 0);
    schalter_reply_see_other (message, address);
  } else {
    start_form (&look);
  }
}
