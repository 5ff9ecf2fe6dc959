/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the citizen lives. A postcode may lie in several municipalities, so a row names postcode,
 * place and municipality. */
#include "config.h"

#include "municipality-page.h"

#include "guard.h"
#include "session.h"

#include <glib/gi18n.h>

#define N_PLACES 8
#define MAX_TYPED_CHARACTERS 60

struct _SchalterMunicipalityPage {
  SchalterPage parent_instance;

  /* template children */
  GtkButton *own;
  GtkEditable *entry;
  GtkBox *rows;
  GtkWidget *nothing;
};

G_DEFINE_FINAL_TYPE (SchalterMunicipalityPage, schalter_municipality_page, SCHALTER_TYPE_PAGE)

static SchalterSession *
get_session (SchalterMunicipalityPage *self)
{
  return schalter_page_get_model (SCHALTER_PAGE (self));
}

/* The widget's name carries the BFS number. */
static void
on_place_clicked (SchalterMunicipalityPage *self, GtkButton *button)
{
  guint64 bfs = 0;
  if (g_ascii_string_to_unsigned (
          gtk_widget_get_name (GTK_WIDGET (button)), 10, 1, G_MAXUINT16, &bfs, NULL))
    schalter_session_choose_municipality (get_session (self), (guint)bfs);
}

static void
on_own_clicked (SchalterMunicipalityPage *self)
{
  SchalterSession *session = get_session (self);
  schalter_session_choose_municipality (session, schalter_session_get_bfs (session));
}

static GtkWidget *
make_row (SchalterMunicipalityPage *self, const SchalterPlace *place)
{
  g_autofree char *town = g_strdup_printf ("%04u %s", place->postcode, place->locality);
  g_autofree char *name = g_strdup_printf ("%u", place->bfs);
  /* Translators: %s is the name of a municipality. */
  g_autofree char *municipality =
      g_strdup_printf (_ ("Municipality of %s"), place->municipality_name);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", town, municipality);
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/org/schalter/kiosk/place-row.ui");
  GtkWidget *row = GTK_WIDGET (g_object_ref (gtk_builder_get_object (builder, "row")));
  gtk_label_set_text (GTK_LABEL (gtk_builder_get_object (builder, "town")), town);
  gtk_label_set_text (GTK_LABEL (gtk_builder_get_object (builder, "municipality")), municipality);
  gtk_widget_set_name (row, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_signal_connect_object (row, "clicked", G_CALLBACK (on_place_clicked), self, G_CONNECT_SWAPPED);
  return row;
}

static void
on_changed (SchalterMunicipalityPage *self)
{
  SchalterCatalogue *catalogue = schalter_session_get_catalogue (get_session (self));
  const char *typed = gtk_editable_get_text (self->entry);
  GtkWidget *child = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, child);
  if (catalogue == NULL || *typed == '\0') {
    gtk_widget_set_visible (self->nothing, FALSE);
    return;
  }
  g_autoptr (GPtrArray) places = schalter_catalogue_find_places (catalogue, typed, N_PLACES);
  for (guint i = 0; i < places->len; i++) {
    g_autoptr (GtkWidget) row = make_row (self, places->pdata[i]);
    gtk_box_append (self->rows, row);
  }
  gtk_widget_set_visible (self->nothing, places->len == 0);
}

/* Enter takes the only or the first place. */
static void
on_activated (SchalterMunicipalityPage *self)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));
  if (row != NULL)
    on_place_clicked (self, GTK_BUTTON (row));
  else if (*gtk_editable_get_text (self->entry) == '\0' &&
           gtk_widget_get_visible (GTK_WIDGET (self->own)))
    on_own_clicked (self);
}

static gboolean
schalter_municipality_page_take_key (SchalterPage *page, GtkEventControllerKey *controller)
{
  return schalter_page_forward_key (SCHALTER_MUNICIPALITY_PAGE (page)->entry, controller);
}

static void
schalter_municipality_page_enter (SchalterPage *page)
{
  SchalterMunicipalityPage *self = SCHALTER_MUNICIPALITY_PAGE (page);
  g_autoptr (SchalterMunicipality) own =
      schalter_session_dup_municipality (schalter_page_get_model (page));
  schalter_page_set_title (page, _ ("Where do you live?"));
  gtk_widget_set_visible (GTK_WIDGET (self->own), own != NULL);
  if (own != NULL) {
    /* Translators: %s is the name of a municipality. */
    g_autofree char *label = g_strdup_printf (_ ("I live in %s"), own->name);
    gtk_button_set_label (self->own, label);
  }
  g_signal_connect_object (
      self->entry, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  schalter_page_set_first_focus (page,
                                 own != NULL ? GTK_WIDGET (self->own) : GTK_WIDGET (self->entry));
}

#define BIND(name)                                                                                 \
  gtk_widget_class_bind_template_child (widget_class, SchalterMunicipalityPage, name)

static void
schalter_municipality_page_class_init (SchalterMunicipalityPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  SCHALTER_PAGE_CLASS (class)->enter = schalter_municipality_page_enter;
  SCHALTER_PAGE_CLASS (class)->take_key = schalter_municipality_page_take_key;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/schalter/kiosk/municipality-page.ui");
  BIND (own);
  BIND (entry);
  BIND (rows);
  BIND (nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_own_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
}

static void
schalter_municipality_page_init (SchalterMunicipalityPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  schalter_guard_text (self->entry, MAX_TYPED_CHARACTERS);
}
