/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Services and offices in words, for several pages. */
#include "config.h"

#include "service-words.h"

#include <glib/gi18n.h>

char *
schalter_service_dup_address (const char *service_id, guint bfs)
{
  return bfs != 0 ? g_strdup_printf ("/service/%s?bfs=%u", service_id, bfs)
                  : g_strdup_printf ("/service/%s", service_id);
}

void
schalter_service_write_badges (SchalterHtml *html, const SchalterService *service)
{
  schalter_html_element (html,
                         "span",
                         service->form_id != NULL ? C_ ("badge", "Online form")
                                                  : C_ ("badge", "At the counter"),
                         "class",
                         service->form_id != NULL ? "badge online" : "badge",
                         NULL);
}

static void
write_line (SchalterHtml *html, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  schalter_html_lines (html, text);
  schalter_html_void (html, "br", NULL);
}

static void
write_link (SchalterHtml *html, const char *scheme, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  g_autofree char *address = g_strconcat (scheme, text, NULL);
  schalter_html_element (html, "a", text, "href", address, NULL);
  schalter_html_void (html, "br", NULL);
}

void
schalter_service_write_office (SchalterHtml *html,
                               const SchalterOffice *office,
                               SchalterLanguage language)
{
  schalter_html_open (html, "section", "class", "panel office", NULL);
  schalter_html_element (html, "h2", C_ ("service", "Who is responsible"), NULL);
  schalter_html_open (html, "p", NULL);
  schalter_html_element (html, "strong", schalter_text_get (&office->name, language), NULL);
  schalter_html_void (html, "br", NULL);
  write_line (html, office->street);
  write_line (html, office->postcode_and_place);
  write_link (html, "tel:", office->phone);
  write_link (html, "mailto:", office->email);
  schalter_html_close (html, "p");
  schalter_html_open (html, "p", NULL);
  write_line (html, schalter_text_get (&office->hours, language));
  schalter_html_close (html, "p");
  if (office->is_demonstration)
    schalter_html_element (html,
                           "p",
                           _ ("Address and hours are examples for this demonstration."),
                           "class",
                           "help",
                           NULL);
  schalter_html_close (html, "section");
}
