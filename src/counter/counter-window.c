/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desk's window: kiosks in a list; with none yet, the page that adds one. */
#include "config.h"

#include "counter-window.h"

#include "kiosk-row.h"
#include "kiosk-words.h"
#include "pairing-line.h"

#include <glib/gi18n.h>

struct _SchalterCounterWindow {
  GtkApplicationWindow parent_instance;
  /* owned */
  SchalterKioskList *kiosks; /* nullable */
  GCancellable *cancellable;
  /* children */
  GtkStack *pages;
  GtkListBox *list;
  GtkLabel *problem;
  GtkWidget *back;
  GtkWidget *add;
  GtkEditable *desk;
  GtkEditable *pairing_line;
  GtkLabel *pairing_problem;
  GtkWidget *pair;
  GtkSpinner *pairing_spinner;
};

G_DEFINE_FINAL_TYPE (SchalterCounterWindow, schalter_counter_window, GTK_TYPE_APPLICATION_WINDOW)

/* Which page. */

static gboolean
has_kiosks (SchalterCounterWindow *self)
{
  return self->kiosks != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->kiosks)) > 0;
}

static void
show_page (SchalterCounterWindow *self, const char *name)
{
  gboolean is_list = g_str_equal (name, "kiosks");
  gtk_window_set_focus (GTK_WINDOW (self), NULL); /* before what has it goes out of sight */
  gtk_stack_set_visible_child_name (self->pages, name);
  gtk_widget_set_visible (self->back, !is_list && has_kiosks (self));
  gtk_widget_set_visible (self->add, is_list);
}

static void
show_pairing (SchalterCounterWindow *self)
{
  if (self->kiosks != NULL)
    gtk_editable_set_text (self->desk, schalter_kiosk_list_get_desk (self->kiosks));
  gtk_editable_set_text (self->pairing_line, "");
  gtk_label_set_text (self->pairing_problem, "");
  show_page (self, "pair");
  gtk_widget_grab_focus (GTK_WIDGET (self->pairing_line));
}

static void
on_add_clicked (SchalterCounterWindow *self)
{
  show_pairing (self);
}

static void
on_back_clicked (SchalterCounterWindow *self)
{
  show_page (self, "kiosks");
}

static void
on_items_changed (SchalterCounterWindow *self)
{
  if (has_kiosks (self))
    show_page (self, "kiosks");
  else
    show_pairing (self);
}

/* The number of open calls is in the title, which the desktop's task list shows. */
static void
show_title (SchalterCounterWindow *self)
{
  GListModel *model = G_LIST_MODEL (self->kiosks);
  guint n_calls = 0;
  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (SchalterKioskLink) link = g_list_model_get_item (model, i);
    n_calls += schalter_kiosk_link_get_calls (link)->len;
  }
  g_autofree char *title =
      n_calls == 0
          ? g_strdup (_ ("Kiosks"))
          : g_strdup_printf (ngettext ("Kiosks: %u call", "Kiosks: %u calls", n_calls), n_calls);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

/* Pairing. */

static void
set_pairing_busy (SchalterCounterWindow *self, gboolean is_busy)
{
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_sensitive (self->pair, !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->pairing_line), !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->desk), !is_busy);
  gtk_spinner_set_spinning (self->pairing_spinner, is_busy);
}

static void
on_paired (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean is_paired =
      schalter_kiosk_list_pair_finish (SCHALTER_KIOSK_LIST (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  SchalterCounterWindow *self = user_data;
  set_pairing_busy (self, FALSE);
  if (is_paired)
    show_page (self, "kiosks");
  else
    gtk_label_set_text (self->pairing_problem, schalter_words_for_pairing (error));
}

static void
on_pair_clicked (SchalterCounterWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *desk = g_strstrip (g_strdup (gtk_editable_get_text (self->desk)));
  g_autoptr (SchalterKnownKiosk) kiosk =
      schalter_pairing_line_parse (gtk_editable_get_text (self->pairing_line), &error);
  if (kiosk == NULL) {
    gtk_label_set_text (self->pairing_problem, error->message);
    gtk_widget_grab_focus (GTK_WIDGET (self->pairing_line));
    return;
  }
  if (!schalter_desk_is_name (desk)) {
    gtk_label_set_text (self->pairing_problem, _ ("Please give this desk a short name."));
    gtk_widget_grab_focus (GTK_WIDGET (self->desk));
    return;
  }
  gtk_label_set_text (self->pairing_problem, "");
  schalter_kiosk_list_set_desk (self->kiosks, desk);
  set_pairing_busy (self, TRUE);
  schalter_kiosk_list_pair_async (self->kiosks, kiosk, self->cancellable, on_paired, self);
}

/* The list. */

static void
on_forget (SchalterCounterWindow *self, SchalterKioskRow *row)
{
  g_autoptr (GError) error = NULL;
  if (!schalter_kiosk_list_forget (self->kiosks, schalter_kiosk_row_get_link (row), &error))
    schalter_counter_window_show_problem (self, error->message);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  SchalterKioskRow *row = schalter_kiosk_row_new (item);
  g_signal_connect_object (row, "forget", G_CALLBACK (on_forget), user_data, G_CONNECT_SWAPPED);
  return GTK_WIDGET (row);
}

static void
on_problem (SchalterCounterWindow *self, const char *sentence)
{
  schalter_counter_window_show_problem (self, sentence);
}

static void
schalter_counter_window_dispose (GObject *object)
{
  SchalterCounterWindow *self = SCHALTER_COUNTER_WINDOW (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->kiosks);
  G_OBJECT_CLASS (schalter_counter_window_parent_class)->dispose (object);
}

static void
schalter_counter_window_class_init (SchalterCounterWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = schalter_counter_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/schalter/Counter/counter-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SchalterCounterWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, SchalterCounterWindow, list);
  gtk_widget_class_bind_template_child (widget_class, SchalterCounterWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, SchalterCounterWindow, back);
  gtk_widget_class_bind_template_child (widget_class, SchalterCounterWindow, add);
  gtk_widget_class_bind_template_child (widget_class, SchalterCounterWindow, desk);
  gtk_widget_class_bind_template_child (widget_class, SchalterCounterWindow, pairing_line);
  gtk_widget_class_bind_template_child (widget_class, SchalterCounterWindow, pairing_problem);
  gtk_widget_class_bind_template_child (widget_class, SchalterCounterWindow, pair);
  gtk_widget_class_bind_template_child (widget_class, SchalterCounterWindow, pairing_spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_pair_clicked);
}

static void
schalter_counter_window_init (SchalterCounterWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
follow_kiosks (SchalterCounterWindow *self)
{
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->kiosks), make_row, self, NULL);
  g_signal_connect_object (
      self->kiosks, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->kiosks, "items-changed", G_CALLBACK (show_title), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->kiosks, "kiosk-changed", G_CALLBACK (show_title), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->kiosks, "problem", G_CALLBACK (on_problem), self, G_CONNECT_SWAPPED);
  on_items_changed (self);
  show_title (self);
}

SchalterCounterWindow *
schalter_counter_window_new (GtkApplication *application, SchalterKioskList *kiosks)
{
  SchalterCounterWindow *self =
      g_object_new (SCHALTER_TYPE_COUNTER_WINDOW, "application", application, NULL);
  if (kiosks == NULL) {
    show_page (self, "nothing");
    return self;
  }
  self->kiosks = g_object_ref (kiosks);
  follow_kiosks (self);
  return self;
}

void
schalter_counter_window_show_problem (SchalterCounterWindow *self, const char *sentence)
{
  g_return_if_fail (SCHALTER_IS_COUNTER_WINDOW (self) && sentence != NULL);
  gtk_label_set_text (self->problem, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
}

void
schalter_counter_window_show_kiosk (SchalterCounterWindow *self, SchalterKioskLink *link)
{
  g_return_if_fail (SCHALTER_IS_COUNTER_WINDOW (self) && SCHALTER_IS_KIOSK_LINK (link));
  GtkListBoxRow *row = NULL;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    if (schalter_kiosk_row_get_link (SCHALTER_KIOSK_ROW (row)) != link)
      continue;
    show_page (self, "kiosks");
    schalter_kiosk_row_take_focus (SCHALTER_KIOSK_ROW (row));
    return;
  }
}
