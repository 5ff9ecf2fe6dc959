/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "html.h"
#include "portal.h"

G_BEGIN_DECLS

/* The frame of every page for people: the canton's name, the languages, and the look. */

/**
 * SchalterPageHead:
 * @title: of the window
 * @query: (nullable): the part of the address that a change of language keeps, "q=hund" or "";
 *     NULL for a page that answers a post and cannot be asked for again
 */
typedef struct {
  SchalterLanguage language;
  const char *title;
  const char *query;
} SchalterPageHead;

/* Style sheets of all pages, NULL-terminated. */
const char *const *schalter_page_get_stylesheets (void);

/* Begins a page and its <main>; sets gettext's language (translation.h). */
SchalterHtml *schalter_page_begin (SchalterPortal *portal, const SchalterPageHead *head);
/* Takes @html; ends the page and answers with it. */
void schalter_page_finish (SchalterHtml *html,
                           SoupServerMessage *message,
                           SchalterLanguage language,
                           guint status);

/**
 * SchalterPageNote: a page that only says something, and leads to the search.
 */
typedef struct {
  SchalterLanguage language;
  guint status;
  const char *title;
  const char *text;
} SchalterPageNote;

void schalter_page_show_note (SchalterPortal *portal,
                              SoupServerMessage *message,
                              const SchalterPageNote *note);

/* The button of a search: its icon, and its word where there is room. */
void schalter_page_search_button (SchalterHtml *html, const char *class);

/* An icon of @name (assets/<name>.svg); decoration only: hidden from screen readers. */
void schalter_page_icon (SchalterHtml *html, const char *name);

G_END_DECLS
