/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One row of a list of services. */
#include "config.h"

#include "result-row.h"

#include "badges.h"

struct _SchalterResultRow {
  GtkWidget parent_instance;

  /* template children */
  GtkWidget *button;
  GtkLabel *title;
  GtkLabel *lead;
  GtkLabel *office;
  GtkBox *badges;

  /* owned */
  char *service_id;
};

G_DEFINE_FINAL_TYPE (SchalterResultRow, schalter_result_row, GTK_TYPE_WIDGET)

enum {
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_clicked (SchalterResultRow *self)
{
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
show_title (SchalterResultRow *self, const char *title, GArray *marks)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  for (guint i = 0; marks != NULL && i < marks->len; i++) {
    const SchalterTextSpan *span = &g_array_index (marks, SchalterTextSpan, i);
    PangoAttribute *line = pango_attr_underline_new (PANGO_UNDERLINE_SINGLE);
    line->start_index = span->start;
    line->end_index = span->end;
    pango_attr_list_insert (attributes, line);
  }
  gtk_label_set_text (self->title, title);
  gtk_label_set_attributes (self->title, attributes);
}

static char *
dup_office_line (SchalterSession *session, const SchalterService *service)
{
  g_autoptr (SchalterOffice) office = schalter_session_resolve_office (session, service);
  return g_strdup (office != NULL ? schalter_session_get_text (session, &office->name) : "");
}

void
schalter_result_row_show (SchalterResultRow *self,
                          SchalterSession *session,
                          const SchalterService *service,
                          GArray *marks)
{
  g_return_if_fail (SCHALTER_IS_RESULT_ROW (self) && service != NULL);
  const char *title = schalter_session_get_text (session, &service->title);
  const char *lead = schalter_session_get_text (session, &service->lead);
  g_autofree char *office = dup_office_line (session, service);
  g_autofree char *spoken = g_strdup_printf ("%s. %s", title, office);
  g_free (self->service_id);
  self->service_id = g_strdup (service->id);
  show_title (self, title, marks);
  gtk_label_set_text (self->lead, lead);
  gtk_label_set_text (self->office, office);
  schalter_badges_fill (self->badges, service);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

const char *
schalter_result_row_get_service_id (SchalterResultRow *self)
{
  g_return_val_if_fail (SCHALTER_IS_RESULT_ROW (self), "");
  return self->service_id != NULL ? self->service_id : "";
}

GtkWidget *
schalter_result_row_new (void)
{
  return g_object_new (SCHALTER_TYPE_RESULT_ROW, NULL);
}

static void
schalter_result_row_dispose (GObject *object)
{
  SchalterResultRow *self = SCHALTER_RESULT_ROW (object);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->service_id, g_free);
  G_OBJECT_CLASS (schalter_result_row_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, SchalterResultRow, name)

static void
schalter_result_row_class_init (SchalterResultRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = schalter_result_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/schalter/kiosk/result-row.ui");
  BIND (button);
  BIND (title);
  BIND (lead);
  BIND (office);
  BIND (badges);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
  signals[CHOSEN] = g_signal_new (
      "chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
schalter_result_row_init (SchalterResultRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
