/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The accessibility bar: buttons that write the session's comfort. */
#include "config.h"

#include "comfort-bar.h"

struct _SchalterComfortBar {
  GtkWidget parent_instance;

  /* template children */
  GtkWidget *box;
  GtkToggleButton *text_100;
  GtkToggleButton *text_130;
  GtkToggleButton *text_170;
  GtkToggleButton *contrast;
  GtkToggleButton *dark;
  GtkToggleButton *calm;
  GtkToggleButton *time;

  /* owned */
  SchalterSession *session;
};

G_DEFINE_FINAL_TYPE (SchalterComfortBar, schalter_comfort_bar, GTK_TYPE_WIDGET)

static void
on_toggled (SchalterComfortBar *self)
{
  /* While the bar itself is being set up there is no session yet. */
  if (self->session == NULL)
    return;
  SchalterComfort comfort = {
    .text_percent = gtk_toggle_button_get_active (self->text_170)   ? 170
                    : gtk_toggle_button_get_active (self->text_130) ? 130
                                                                    : 100,
    .has_contrast = gtk_toggle_button_get_active (self->contrast),
    .is_dark = gtk_toggle_button_get_active (self->dark),
    .is_calm = gtk_toggle_button_get_active (self->calm),
    .has_more_time = gtk_toggle_button_get_active (self->time),
  };
  schalter_session_set_comfort (self->session, &comfort);
}

GtkWidget *
schalter_comfort_bar_new (SchalterSession *session)
{
  SchalterComfortBar *self = g_object_new (SCHALTER_TYPE_COMFORT_BAR, NULL);
  const SchalterComfort *comfort = schalter_session_get_comfort (session);
  gtk_toggle_button_set_active (self->text_130, comfort->text_percent == 130);
  gtk_toggle_button_set_active (self->text_170, comfort->text_percent == 170);
  gtk_toggle_button_set_active (self->contrast, comfort->has_contrast);
  gtk_toggle_button_set_active (self->dark, comfort->is_dark);
  gtk_toggle_button_set_active (self->calm, comfort->is_calm);
  gtk_toggle_button_set_active (self->time, comfort->has_more_time);
  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}

static void
schalter_comfort_bar_dispose (GObject *object)
{
  SchalterComfortBar *self = SCHALTER_COMFORT_BAR (object);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (schalter_comfort_bar_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, SchalterComfortBar, name)

static void
schalter_comfort_bar_class_init (SchalterComfortBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = schalter_comfort_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/schalter/kiosk/comfort-bar.ui");
  BIND (box);
  BIND (text_100);
  BIND (text_130);
  BIND (text_170);
  BIND (contrast);
  BIND (dark);
  BIND (calm);
  BIND (time);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
schalter_comfort_bar_init (SchalterComfortBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
