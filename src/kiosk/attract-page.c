/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The question in four languages; touching one of them begins in that language. */
#include "config.h"

#include "attract-page.h"

#include "session.h"

#include <glib/gi18n.h>

struct _SchalterAttractPage {
  SchalterPage parent_instance;

  /* template children */
  GtkLabel *place;
  GtkLabel *canton;
};

G_DEFINE_FINAL_TYPE (SchalterAttractPage, schalter_attract_page, SCHALTER_TYPE_PAGE)

static void
on_language_clicked (SchalterAttractPage *self, GtkButton *button)
{
  SchalterSession *session = schalter_page_get_model (SCHALTER_PAGE (self));
  SchalterLanguage language;
  if (schalter_language_from_tag (gtk_widget_get_name (GTK_WIDGET (button)), &language))
    schalter_session_set_language (session, language);
  schalter_session_go_home (session);
}

static void
on_pressed (SchalterAttractPage *self)
{
  schalter_session_go_home (schalter_page_get_model (SCHALTER_PAGE (self)));
}

static void
schalter_attract_page_enter (SchalterPage *page)
{
  SchalterAttractPage *self = SCHALTER_ATTRACT_PAGE (page);
  SchalterSession *session = schalter_page_get_model (page);
  SchalterCatalogue *catalogue = schalter_session_get_catalogue (session);
  g_autoptr (SchalterMunicipality) municipality = schalter_session_dup_municipality (session);
  const char *canton =
      catalogue != NULL
          ? schalter_session_get_text (session, schalter_catalogue_get_canton_name (catalogue))
          : "";
  schalter_page_set_title (page, _ ("What would you like to get done?"));
  gtk_label_set_text (self->place, municipality != NULL ? municipality->name : canton);
  gtk_label_set_text (self->canton, municipality != NULL ? canton : "");
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, SchalterAttractPage, name)

static void
schalter_attract_page_class_init (SchalterAttractPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  SCHALTER_PAGE_CLASS (class)->enter = schalter_attract_page_enter;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/schalter/kiosk/attract-page.ui");
  BIND (place);
  BIND (canton);
  gtk_widget_class_bind_template_callback (widget_class, on_language_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_pressed);
}

static void
schalter_attract_page_init (SchalterAttractPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
