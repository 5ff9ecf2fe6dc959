/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "language.h"

G_BEGIN_DECLS

/**
 * SchalterHtml:
 *
 * Writes HTML that is well formed and escaped by construction: text and attribute values can only
 * be added through it, and elements are closed in the order they were opened. It may hold personal
 * data: its memory is wiped when it is freed.
 *
 * Attributes follow as pairs of name and value, ended by %NULL. Name with value %NULL leaves the
 * attribute out; the value "" makes a boolean attribute. Names of elements and attributes are
 * constants of the program, never from outside.
 */
typedef struct _SchalterHtml SchalterHtml;

/**
 * SchalterHtmlPage:
 * @classes: (nullable): of <html>: "text-130", "text-170", "contrast", "dark"
 * @title: of the window, text
 * @stylesheets: (array zero-terminated=1): URIs
 */
typedef struct {
  SchalterLanguage language;
  const char *classes;
  const char *title;
  const char *const *stylesheets;
} SchalterHtmlPage;

/* Begins a document: doctype, head, and <body>; what follows is its content. */
SchalterHtml *schalter_html_new (const SchalterHtmlPage *page);
void schalter_html_free (SchalterHtml *html);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterHtml, schalter_html_free)

/* Opens an element; close it with schalter_html_close(). */
void schalter_html_open (SchalterHtml *html, const char *element, ...) G_GNUC_NULL_TERMINATED;
/* Closes the element opened last, which must be @element. */
void schalter_html_close (SchalterHtml *html, const char *element);
/* An element without content: input, br, hr, img. */
void schalter_html_void (SchalterHtml *html, const char *element, ...) G_GNUC_NULL_TERMINATED;
/* An element with nothing but text in it. */
void schalter_html_element (SchalterHtml *html, const char *element, const char *text, ...)
    G_GNUC_NULL_TERMINATED;
void schalter_html_text (SchalterHtml *html, const char *text);
/* Text in which each line break becomes <br>. */
void schalter_html_lines (SchalterHtml *html, const char *text);

/* Ends the document, which must have every element closed. Returns: (transfer full) */
char *schalter_html_finish (SchalterHtml *html);

G_END_DECLS
