/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SchalterPage:
 *
 * One page of a program: a widget that shows what its model holds. It keeps no state of its own, so
 * that it can be built anew at any time, for a change of language or of the text size.
 */
#define SCHALTER_TYPE_PAGE (schalter_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (SchalterPage, schalter_page, SCHALTER, PAGE, GtkWidget)

/**
 * SchalterPageClass:
 * @enter: the page has just come to the front: read the model and show it
 * @leave: the page goes; stop what it had under way
 * @go_back: (nullable): %TRUE if the page went back inside itself
 * @take_key: (nullable): gives a key that no widget wanted to the page's entry; %TRUE if it took it
 */
struct _SchalterPageClass {
  GtkWidgetClass parent_class;
  void (*enter) (SchalterPage *page);
  void (*leave) (SchalterPage *page);
  gboolean (*go_back) (SchalterPage *page);
  gboolean (*take_key) (SchalterPage *page, GtkEventControllerKey *controller);
};

/* The model behind the page, set when it was made (property "model"). */
gpointer schalter_page_get_model (SchalterPage *page);

/* What the page is called: spoken when it comes, and its accessible label. */
void schalter_page_set_title (SchalterPage *page, const char *title);
const char *schalter_page_get_title (SchalterPage *page);

/* The widget that has the focus when the page comes. Borrowed; a child of the page. */
void schalter_page_set_first_focus (SchalterPage *page, GtkWidget *widget);

void schalter_page_enter (SchalterPage *page);
void schalter_page_leave (SchalterPage *page);
gboolean schalter_page_go_back (SchalterPage *page);
gboolean schalter_page_take_key (SchalterPage *page, GtkEventControllerKey *controller);

/* For take_key: the key goes to @entry, which has the focus from then on. */
gboolean schalter_page_forward_key (GtkEditable *entry, GtkEventControllerKey *controller);

G_END_DECLS
