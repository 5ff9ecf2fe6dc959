/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing HTML that cannot be malformed and cannot be injected into. */
#include "config.h"

#include "html.h"

#include <stdarg.h>
#include <string.h>

struct _SchalterHtml {
  GString *text;
  GPtrArray *open_elements; /* constants */
};

static void
append_escaped (GString *text, const char *raw)
{
  for (const char *p = raw; *p != '\0'; p++) {
    switch (*p) {
    case '&':
      g_string_append (text, "&amp;");
      break;
    case '<':
      g_string_append (text, "&lt;");
      break;
    case '>':
      g_string_append (text, "&gt;");
      break;
    case '"':
      g_string_append (text, "&quot;");
      break;
    case '\'':
      g_string_append (text, "&#39;");
      break;
    default:
      g_string_append_c (text, *p);
    }
  }
}

static void
append_tag (SchalterHtml *html, const char *element, va_list attributes)
{
  g_string_append_printf (html->text, "<%s", element);
  for (const char *name = va_arg (attributes, const char *); name != NULL;
       name = va_arg (attributes, const char *)) {
    const char *value = va_arg (attributes, const char *);
    if (value == NULL)
      continue;
    g_string_append_printf (html->text, " %s", name);
    if (*value == '\0' && !g_str_equal (name, "value"))
      continue;
    g_string_append (html->text, "=\"");
    append_escaped (html->text, value);
    g_string_append_c (html->text, '"');
  }
  g_string_append_c (html->text, '>');
}

void
schalter_html_open (SchalterHtml *html, const char *element, ...)
{
  va_list attributes;
  va_start (attributes, element);
  append_tag (html, element, attributes);
  va_end (attributes);
  g_ptr_array_add (html->open_elements, (gpointer)element);
}

void
schalter_html_close (SchalterHtml *html, const char *element)
{
  g_return_if_fail (html->open_elements->len > 0);
  const char *open = g_ptr_array_steal_index (html->open_elements, html->open_elements->len - 1);
  g_return_if_fail (g_str_equal (open, element));
  g_string_append_printf (html->text, "</%s>\n", element);
}

void
schalter_html_void (SchalterHtml *html, const char *element, ...)
{
  va_list attributes;
  va_start (attributes, element);
  append_tag (html, element, attributes);
  va_end (attributes);
  g_string_append_c (html->text, '\n');
}

void
schalter_html_element (SchalterHtml *html, const char *element, const char *text, ...)
{
  va_list attributes;
  va_start (attributes, text);
  append_tag (html, element, attributes);
  va_end (attributes);
  append_escaped (html->text, text);
  g_string_append_printf (html->text, "</%s>\n", element);
}

void
schalter_html_text (SchalterHtml *html, const char *text)
{
  append_escaped (html->text, text);
}

void
schalter_html_lines (SchalterHtml *html, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (i > 0)
      g_string_append (html->text, "<br>\n");
    append_escaped (html->text, lines[i]);
    explicit_bzero (lines[i], strlen (lines[i]));
  }
}

SchalterHtml *
schalter_html_new (const SchalterHtmlPage *page)
{
  SchalterHtml *html = g_new0 (SchalterHtml, 1);
  html->text = g_string_new ("<!DOCTYPE html>\n");
  html->open_elements = g_ptr_array_new ();
  const char *classes = page->classes != NULL && *page->classes != '\0' ? page->classes : NULL;
  const char *tag = schalter_language_to_tag (page->language);
  schalter_html_open (html, "html", "lang", tag, "class", classes, NULL);
  schalter_html_open (html, "head", NULL);
  schalter_html_void (html, "meta", "charset", "utf-8", NULL);
  schalter_html_element (html, "title", page->title, NULL);
  schalter_html_void (
      html, "meta", "name", "viewport", "content", "width=device-width, initial-scale=1", NULL);
  schalter_html_void (html, "meta", "name", "format-detection", "content", "telephone=no", NULL);
  for (guint i = 0; page->stylesheets != NULL && page->stylesheets[i] != NULL; i++)
    schalter_html_void (html, "link", "rel", "stylesheet", "href", page->stylesheets[i], NULL);
  schalter_html_close (html, "head");
  schalter_html_open (html, "body", NULL);
  return html;
}

void
schalter_html_free (SchalterHtml *html)
{
  if (html == NULL)
    return;
  explicit_bzero (html->text->str, html->text->len);
  g_string_free (html->text, TRUE);
  g_ptr_array_unref (html->open_elements);
  g_free (html);
}

char *
schalter_html_finish (SchalterHtml *html)
{
  schalter_html_close (html, "body");
  schalter_html_close (html, "html");
  g_warn_if_fail (html->open_elements->len == 0);
  return g_strndup (html->text->str, html->text->len);
}
