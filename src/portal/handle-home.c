/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search page for people at home: one box, the life situations, what is needed most. The same
 * search as at the kiosk, answered by the server: it works without any script. */
#include "config.h"

#include "catalogue-search.h"
#include "portal.h"
#include "request.h"
#include "service-words.h"
#include "site-page.h"
#include "translation.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_QUERY_BYTES 400
#define N_FIRST 8
#define N_MORE 50
#define N_MOST_USED 6

typedef struct {
  SchalterPortal *portal;
  SchalterLanguage language;
  const char *query; /* "" when nothing is searched for */
  gboolean wants_more;
} Search;

static void
write_box (SchalterHtml *html, const Search *search)
{
  schalter_html_open (
      html, "form", "class", "search", "role", "search", "method", "get", "action", "/", NULL);
  schalter_html_element (
      html, "label", _ ("What would you like to get done?"), "class", "unseen", "for", "q", NULL);
  schalter_html_void (html,
                      "input",
                      "type",
                      "search",
                      "id",
                      "q",
                      "name",
                      "q",
                      "value",
                      search->query,
                      "placeholder",
                      _ ("For example: move, tax, dog, certificate"),
                      "autocomplete",
                      "off",
                      "maxlength",
                      "200",
                      NULL);
  schalter_page_search_button (html, "primary");
  schalter_html_close (html, "form");
}

/* The text with what was found in it marked. */
static void
write_marked (SchalterHtml *html, const char *text, const GArray *marks)
{
  guint at = 0;
  guint length = (guint)strlen (text);
  for (guint i = 0; marks != NULL && i < marks->len; i++) {
    const SchalterTextSpan *mark = &g_array_index (marks, SchalterTextSpan, i);
    if (mark->start < at || mark->end > length)
      continue;
    g_autofree char *before = g_strndup (text + at, mark->start - at);
    g_autofree char *found = g_strndup (text + mark->start, mark->end - mark->start);
    schalter_html_text (html, before);
    schalter_html_element (html, "mark", found, NULL);
    at = mark->end;
  }
  schalter_html_text (html, text + at);
}

typedef struct {
  const SchalterService *service;
  const GArray *marks; /* nullable */
  guint bfs;
} Row;

static void
write_row (SchalterHtml *html, const Search *search, const Row *row)
{
  const SchalterService *service = row->service;
  g_autofree char *address = schalter_service_dup_address (service->id, row->bfs);
  g_autoptr (SchalterOffice) office =
      schalter_catalogue_resolve_office (search->portal->catalogue, service, row->bfs);
  schalter_html_open (html, "li", NULL);
  schalter_html_open (html, "a", "href", address, NULL);
  write_marked (html, schalter_text_get (&service->title, search->language), row->marks);
  schalter_html_close (html, "a");
  schalter_html_element (html, "p", schalter_text_get (&service->lead, search->language), NULL);
  schalter_html_open (html, "p", "class", "meta", NULL);
  schalter_service_write_badges (html, service);
  schalter_html_element (html,
                         "span",
                         office != NULL ? schalter_text_get (&office->name, search->language)
                                        : _ ("Your municipality"),
                         NULL);
  schalter_html_close (html, "p");
  schalter_html_close (html, "li");
}

static void
write_services (SchalterHtml *html, const Search *search, GPtrArray *services, guint limit)
{
  schalter_html_open (html, "ul", "class", "results", NULL);
  for (guint i = 0; i < MIN (services->len, limit); i++) {
    Row row = { services->pdata[i], NULL, 0 };
    write_row (html, search, &row);
  }
  schalter_html_close (html, "ul");
}

static char *
dup_search_address (const char *query, const char *more)
{
  g_autofree char *escaped = g_uri_escape_string (query, NULL, FALSE);
  return g_strconcat ("/?q=", escaped, more, NULL);
}

static void
write_count (SchalterHtml *html, const SchalterSearchAnswer *answer)
{
  if (answer->is_fallback || answer->hits->len == 0) {
    schalter_html_element (html,
                           "p",
                           _ ("Nothing fits exactly. Perhaps one of these helps:"),
                           "class",
                           "count",
                           "role",
                           "status",
                           NULL);
    return;
  }
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u service found", "%u services found", answer->n_found), answer->n_found);
  schalter_html_element (html, "p", text, "class", "count", "role", "status", NULL);
}

static void
write_suggestion (SchalterHtml *html, const char *suggestion)
{
  g_autofree char *address = dup_search_address (suggestion, "");
  g_autofree char *text = g_strdup_printf (_ ("Did you mean “%s”?"), suggestion);
  schalter_html_open (html, "p", NULL);
  schalter_html_element (html, "a", text, "class", "link", "href", address, NULL);
  schalter_html_close (html, "p");
}

static void
write_life_events (SchalterHtml *html, const Search *search)
{
  g_autoptr (GPtrArray) events = schalter_catalogue_list_life_events (search->portal->catalogue);
  schalter_html_element (html, "h2", _ ("Or choose a situation"), NULL);
  schalter_html_open (html, "ul", "class", "tiles", NULL);
  for (guint i = 0; i < events->len; i++) {
    const SchalterLifeEvent *event = events->pdata[i];
    g_autofree char *address = g_strconcat ("/?life=", event->id, NULL);
    schalter_html_open (html, "li", NULL);
    schalter_html_open (html, "a", "href", address, NULL);
    schalter_page_icon (html, event->icon_name);
    schalter_html_element (html, "span", schalter_text_get (&event->title, search->language), NULL);
    schalter_html_close (html, "a");
    schalter_html_close (html, "li");
  }
  schalter_html_close (html, "ul");
}

static void
write_answer (SchalterHtml *html, const Search *search)
{
  SchalterCatalogue *catalogue = search->portal->catalogue;
  guint limit = search->wants_more ? N_MORE : N_FIRST;
  g_autoptr (SchalterSearchAnswer) answer =
      schalter_catalogue_search (catalogue, search->query, search->language, limit);
  write_count (html, answer);
  if (answer->suggestion != NULL)
    write_suggestion (html, answer->suggestion);
  schalter_html_open (html, "ul", "class", "results", NULL);
  for (guint i = 0; i < answer->hits->len; i++) {
    const SchalterSearchHit *hit = answer->hits->pdata[i];
    g_autoptr (SchalterService) service =
        schalter_catalogue_get_service (catalogue, hit->service_id);
    Row row = { service, hit->title_marks, answer->bfs };
    if (service != NULL)
      write_row (html, search, &row);
  }
  schalter_html_close (html, "ul");
  if (!search->wants_more && answer->n_found > answer->hits->len) {
    g_autofree char *address = dup_search_address (search->query, "&more=1");
    schalter_html_element (html, "a", _ ("Show more"), "class", "link", "href", address, NULL);
  }
  if (answer->hits->len == 0)
    write_life_events (html, search);
}

static void
write_most_used (SchalterHtml *html, const Search *search)
{
  schalter_html_element (html, "h2", _ ("Often needed"), NULL);
  write_services (html, search, search->portal->services, N_MOST_USED);
}

/* Whether there is such a life event; writes its services. */
static gboolean
write_life_event (SchalterHtml *html, const Search *search, const char *id)
{
  g_autoptr (GPtrArray) events = schalter_catalogue_list_life_events (search->portal->catalogue);
  for (guint i = 0; i < events->len; i++) {
    const SchalterLifeEvent *event = events->pdata[i];
    if (!g_str_equal (event->id, id))
      continue;
    g_autoptr (GPtrArray) services =
        schalter_catalogue_list_services (search->portal->catalogue, id);
    schalter_html_element (html, "h2", schalter_text_get (&event->title, search->language), NULL);
    write_services (html, search, services, services->len);
    return TRUE;
  }
  return FALSE;
}

static char *
dup_query_to_keep (const Search *search, const char *life)
{
  g_autofree char *escaped = g_uri_escape_string (life != NULL ? life : search->query, NULL, FALSE);
  if (life != NULL)
    return g_strconcat ("life=", escaped, NULL);
  return search->query[0] != '\0' ? g_strconcat ("q=", escaped, NULL) : g_strdup ("");
}

void
schalter_handle_home (SchalterPortal *portal,
                      SoupServerMessage *message,
                      const char *rest,
                      GBytes *body)
{
  g_autoptr (SchalterFormBody) fields = schalter_request_parse_query (message);
  const char *typed = schalter_form_body_get (fields, "q");
  const char *life = schalter_form_body_get (fields, "life");
  gboolean is_usable = typed != NULL && strlen (typed) <= MAX_QUERY_BYTES;
  g_autofree char *query = g_strstrip (g_strdup (is_usable ? typed : ""));
  Search search = { portal,
                    schalter_request_get_language (message),
                    query,
                    schalter_form_body_get (fields, "more") != NULL };
  schalter_translation_use (search.language);
  g_autofree char *kept = dup_query_to_keep (&search, life);
  SchalterPageHead head = { search.language, _ ("What would you like to get done?"), kept };
  SchalterHtml *html = schalter_page_begin (portal, &head);
  schalter_html_element (html, "h1", head.title, NULL);
  write_box (html, &search);
  if (query[0] != '\0') {
    write_answer (html, &search);
  } else if (life == NULL || !write_life_event (html, &search, life)) {
    write_life_events (html, &search);
    write_most_used (html, &search);
  }
  schalter_page_finish (html, message, search.language, SOUP_STATUS_OK);
}
