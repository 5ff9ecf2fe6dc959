/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A kiosk in the list. Everything stands in it from the start, so that nothing moves but calls. */
#include "config.h"

#include "kiosk-row.h"

#include "call-banner.h"
#include "kiosk-words.h"

#include <glib/gi18n.h>

struct _SchalterKioskRow {
  GtkListBoxRow parent_instance;
  /* owned */
  SchalterKioskLink *link;
  /* children */
  GtkLabel *name;
  GtkLabel *municipality;
  GtkBox *calls;
  GtkLabel *answerer;
  GtkWidget *report;
  GtkImage *line_icon;
  GtkLabel *line;
  GtkImage *network_icon;
  GtkLabel *network;
  GtkImage *printer_icon;
  GtkLabel *printer;
  GtkImage *outbox_icon;
  GtkLabel *outbox;
  GtkPopover *menu;
};

enum {
  SIGNAL_FORGET,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterKioskRow, schalter_kiosk_row, GTK_TYPE_LIST_BOX_ROW)

static void
set_class (gpointer widget, const char *name, gboolean is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
show_words (GtkImage *icon, GtkLabel *label, SchalterWords words)
{
  g_auto (SchalterWords) owned = words;
  gtk_image_set_from_icon_name (icon, owned.icon_name);
  gtk_label_set_text (label, owned.text);
  set_class (icon, "care", owned.needs_care);
  set_class (label, "care", owned.needs_care);
}

static void
show_name (SchalterKioskRow *self)
{
  guint bfs = schalter_kiosk_link_get_kiosk (self->link)->municipality_bfs;
  /* Translators: the official number of a Swiss municipality (Federal Statistical Office). */
  g_autofree char *municipality =
      bfs != 0 ? g_strdup_printf (_ ("Municipality no. %u"), bfs) : g_strdup (_ ("Canton"));
  gtk_label_set_text (self->name, schalter_kiosk_link_get_name (self->link));
  gtk_label_set_text (self->municipality, municipality);
  gtk_widget_set_visible (GTK_WIDGET (self->municipality),
                          schalter_kiosk_link_get_kiosk (self->link)->name[0] != '\0');
}

static void
show_report (SchalterKioskRow *self)
{
  const SchalterCounterMessage *report = schalter_kiosk_link_get_report (self->link);
  SchalterKioskLinkState state = schalter_kiosk_link_get_state (self->link);
  show_words (self->line_icon,
              self->line,
              schalter_words_for_link (state, schalter_kiosk_link_get_problem (self->link)));
  gtk_widget_set_visible (self->report, report != NULL);
  if (report == NULL)
    return;
  show_words (self->network_icon, self->network, schalter_words_for_network (report));
  show_words (self->printer_icon, self->printer, schalter_words_for_printer (report));
  show_words (self->outbox_icon, self->outbox, schalter_words_for_outbox (report));
}

/* Calls. */

static const SchalterKioskCall *
find_call (SchalterKioskRow *self, const char *id)
{
  GPtrArray *calls = schalter_kiosk_link_get_calls (self->link);
  for (guint i = 0; i < calls->len; i++) {
    if (g_str_equal (((SchalterKioskCall *)calls->pdata[i])->id, id))
      return calls->pdata[i];
  }
  return NULL;
}

/* (nullable) */
static SchalterCallBanner *
find_banner (SchalterKioskRow *self, const char *id)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->calls));
  for (; child != NULL; child = gtk_widget_get_next_sibling (child)) {
    if (g_str_equal (schalter_call_banner_get_call_id (SCHALTER_CALL_BANNER (child)), id))
      return SCHALTER_CALL_BANNER (child);
  }
  return NULL;
}

static void
remove_old_banners (SchalterKioskRow *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->calls));
  while (child != NULL) {
    GtkWidget *next = gtk_widget_get_next_sibling (child);
    if (find_call (self, schalter_call_banner_get_call_id (SCHALTER_CALL_BANNER (child))) == NULL)
      gtk_box_remove (self->calls, child);
    child = next;
  }
}

static void
show_calls (SchalterKioskRow *self)
{
  GPtrArray *calls = schalter_kiosk_link_get_calls (self->link);
  remove_old_banners (self);
  for (guint i = 0; i < calls->len; i++) {
    const SchalterKioskCall *call = calls->pdata[i];
    SchalterCallBanner *banner = find_banner (self, call->id);
    if (banner == NULL) {
      banner = schalter_call_banner_new (self->link, call->id);
      gtk_box_append (self->calls, GTK_WIDGET (banner));
    }
    schalter_call_banner_update (banner, call);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->calls), calls->len > 0);
  set_class (self, "called", calls->len > 0);
}

static void
show_answerer (SchalterKioskRow *self)
{
  const char *answerer = schalter_kiosk_link_get_answerer (self->link);
  gtk_widget_set_visible (GTK_WIDGET (self->answerer), answerer != NULL);
  if (answerer == NULL)
    return;
  /* Translators: the name of a desk. */
  g_autofree char *text = g_strdup_printf (_ ("Answered by %s"), answerer);
  gtk_label_set_text (self->answerer, text);
}

static void
update (SchalterKioskRow *self)
{
  show_name (self);
  show_report (self);
  show_calls (self);
  show_answerer (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  schalter_kiosk_link_get_name (self->link),
                                  -1);
}

static void
on_forget_clicked (SchalterKioskRow *self)
{
  gtk_popover_popdown (self->menu);
  g_signal_emit (self, signals[SIGNAL_FORGET], 0);
}

static void
schalter_kiosk_row_dispose (GObject *object)
{
  g_clear_object (&SCHALTER_KIOSK_ROW (object)->link);
  G_OBJECT_CLASS (schalter_kiosk_row_parent_class)->dispose (object);
}

static void
schalter_kiosk_row_class_init (SchalterKioskRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = schalter_kiosk_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/schalter/Counter/kiosk-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SchalterKioskRow, name);
  gtk_widget_class_bind_template_child (widget_class, SchalterKioskRow, municipality);
  gtk_widget_class_bind_template_child (widget_class, SchalterKioskRow, calls);
  gtk_widget_class_bind_template_child (widget_class, SchalterKioskRow, answerer);
  gtk_widget_class_bind_template_child (widget_class, SchalterKioskRow, report);
  gtk_widget_class_bind_template_child (widget_class, SchalterKioskRow, line_icon);
  gtk_widget_class_bind_template_child (widget_class, SchalterKioskRow, line);
  gtk_widget_class_bind_template_child (widget_class, SchalterKioskRow, network_icon);
  gtk_widget_class_bind_template_child (widget_class, SchalterKioskRow, network);
  gtk_widget_class_bind_template_child (widget_class, SchalterKioskRow, printer_icon);
  gtk_widget_class_bind_template_child (widget_class, SchalterKioskRow, printer);
  gtk_widget_class_bind_template_child (widget_class, SchalterKioskRow, outbox_icon);
  gtk_widget_class_bind_template_child (widget_class, SchalterKioskRow, outbox);
  gtk_widget_class_bind_template_child (widget_class, SchalterKioskRow, menu);
  gtk_widget_class_bind_template_callback (widget_class, on_forget_clicked);
  signals[SIGNAL_FORGET] = g_signal_new (
      "forget", SCHALTER_TYPE_KIOSK_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
schalter_kiosk_row_init (SchalterKioskRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SchalterKioskRow *
schalter_kiosk_row_new (SchalterKioskLink *link)
{
  g_return_val_if_fail (SCHALTER_IS_KIOSK_LINK (link), NULL);
  SchalterKioskRow *self = g_object_new (SCHALTER_TYPE_KIOSK_ROW, NULL);
  self->link = g_object_ref (link);
  g_signal_connect_object (link, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

SchalterKioskLink *
schalter_kiosk_row_get_link (SchalterKioskRow *self)
{
  g_return_val_if_fail (SCHALTER_IS_KIOSK_ROW (self), NULL);
  return self->link;
}

void
schalter_kiosk_row_take_focus (SchalterKioskRow *self)
{
  g_return_if_fail (SCHALTER_IS_KIOSK_ROW (self));
  GtkWidget *call = gtk_widget_get_first_child (GTK_WIDGET (self->calls));
  gtk_widget_child_focus (call != NULL ? call : GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
