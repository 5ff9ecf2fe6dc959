/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The frame of the portal's pages. They need no script, and fetch nothing from elsewhere. */
#include "config.h"

#include "site-page.h"

#include "reply.h"
#include "translation.h"

#include <glib/gi18n.h>

static const char *const stylesheets[] = {
  "/assets/pages.css", "/assets/portal.css", "/assets/canton.css", NULL
};

const char *const *
schalter_page_get_stylesheets (void)
{
  return stylesheets;
}

static void
write_languages (SchalterHtml *html, const SchalterPageHead *head)
{
  schalter_html_open (html, "nav", "class", "languages", "aria-label", _ ("Language"), NULL);
  for (guint i = 0; i < SCHALTER_N_LANGUAGES; i++) {
    const char *tag = schalter_language_to_tag (i);
    g_autofree char *address =
        g_strconcat ("?", head->query, head->query[0] != '\0' ? "&" : "", "ui_locales=", tag, NULL);
    schalter_html_open (html,
                        "a",
                        "href",
                        address,
                        "lang",
                        tag,
                        "hreflang",
                        tag,
                        "title",
                        schalter_language_to_name (i),
                        "aria-current",
                        i == head->language ? "true" : NULL,
                        NULL);
    schalter_html_text (html, tag);
    schalter_html_close (html, "a");
  }
  schalter_html_close (html, "nav");
}

SchalterHtml *
schalter_page_begin (SchalterPortal *portal, const SchalterPageHead *head)
{
  schalter_translation_use (head->language);
  const SchalterText *canton = schalter_catalogue_get_canton_name (portal->catalogue);
  const char *name = schalter_text_get (canton, head->language);
  g_autofree char *title = g_strdup_printf ("%s – %s", head->title, name);
  SchalterHtmlPage page = {
    .language = head->language,
    .title = title,
    .stylesheets = stylesheets,
  };
  SchalterHtml *html = schalter_html_new (&page);
  schalter_html_element (html, "a", _ ("To the content"), "class", "skip", "href", "#main", NULL);
  schalter_html_open (html, "header", "class", "site", NULL);
  schalter_html_element (html, "a", name, "href", "/", NULL);
  if (head->query != NULL)
    write_languages (html, head);
  schalter_html_close (html, "header");
  schalter_html_open (html, "main", "id", "main", NULL);
  return html;
}

void
schalter_page_finish (SchalterHtml *html,
                      SoupServerMessage *message,
                      SchalterLanguage language,
                      guint status)
{
  schalter_html_close (html, "main");
  g_autofree char *text = schalter_html_finish (html);
  schalter_html_free (html);
  schalter_reply_html (message, status, text);
  schalter_reply_set_language (message, schalter_language_to_tag (language));
}

void
schalter_page_icon (SchalterHtml *html, const char *name)
{
  g_autofree char *address = g_strdup_printf ("/assets/%s.svg", name);
  schalter_html_void (
      html, "img", "class", "icon", "src", address, "alt", NULL, "aria-hidden", "true", NULL);
}

void
schalter_page_search_button (SchalterHtml *html, const char *class)
{
  schalter_html_open (html, "button", "class", class, NULL);
  schalter_page_icon (html, "search");
  schalter_html_element (html, "span", _ ("Search"), NULL);
  schalter_html_close (html, "button");
}

void
schalter_page_show_note (SchalterPortal *portal,
                         SoupServerMessage *message,
                         const SchalterPageNote *note)
{
  SchalterPageHead head = { note->language, note->title, NULL };
  SchalterHtml *html = schalter_page_begin (portal, &head);
  schalter_html_element (html, "h1", note->title, NULL);
  schalter_html_element (html, "p", note->text, "class", "lead", NULL);
  schalter_html_open (html, "p", NULL);
  schalter_html_element (html, "a", _ ("To the search"), "class", "link", "href", "/", NULL);
  schalter_html_close (html, "p");
  schalter_page_finish (html, message, note->language, note->status);
}
