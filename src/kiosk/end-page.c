/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The farewell. It is the next session that shows it: the citizen's own is gone already. */
#include "config.h"

#include "end-page.h"

#include "session.h"

#include <glib/gi18n.h>

#define SHOWN_S 8

struct _SchalterEndPage {
  SchalterPage parent_instance;

  /* handles */
  guint over_source;
};

G_DEFINE_FINAL_TYPE (SchalterEndPage, schalter_end_page, SCHALTER_TYPE_PAGE)

static void
leave_for_attract (SchalterEndPage *self)
{
  g_clear_handle_id (&self->over_source, g_source_remove);
  schalter_session_go_back (schalter_page_get_model (SCHALTER_PAGE (self)));
}

static gboolean
on_over (gpointer user_data)
{
  SchalterEndPage *self = user_data;
  self->over_source = 0;
  leave_for_attract (self);
  return G_SOURCE_REMOVE;
}

static void
on_pressed (SchalterEndPage *self)
{
  leave_for_attract (self);
}

static void
schalter_end_page_enter (SchalterPage *page)
{
  SchalterEndPage *self = SCHALTER_END_PAGE (page);
  schalter_page_set_title (page, _ ("Everything of yours has been removed from this machine."));
  if (self->over_source == 0)
    self->over_source = g_timeout_add_seconds (SHOWN_S, on_over, self);
}

static void
schalter_end_page_leave (SchalterPage *page)
{
  g_clear_handle_id (&SCHALTER_END_PAGE (page)->over_source, g_source_remove);
}

static void
schalter_end_page_dispose (GObject *object)
{
  g_clear_handle_id (&SCHALTER_END_PAGE (object)->over_source, g_source_remove);
  G_OBJECT_CLASS (schalter_end_page_parent_class)->dispose (object);
}

static void
schalter_end_page_class_init (SchalterEndPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = schalter_end_page_dispose;
  SCHALTER_PAGE_CLASS (class)->enter = schalter_end_page_enter;
  SCHALTER_PAGE_CLASS (class)->leave = schalter_end_page_leave;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/schalter/kiosk/end-page.ui");
  gtk_widget_class_bind_template_callback (widget_class, on_pressed);
}

static void
schalter_end_page_init (SchalterEndPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
