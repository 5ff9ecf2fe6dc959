/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bars around the pages, and the one page in the middle. */
#include "config.h"

#include "frame.h"

#include "comfort-bar.h"
#include "page-table.h"

#include <glib/gi18n.h>

#define NOTICE_MS 8000
#define CLOCK_S 5

struct _SchalterFrame {
  GtkWidget parent_instance;

  /* template children */
  GtkWidget *overlay;
  GtkWidget *top_bar;
  GtkWidget *bottom_bar;
  GtkWidget *comfort_revealer;
  GtkLabel *municipality;
  GtkLabel *canton;
  GtkWidget *offline;
  GtkBox *languages;
  GtkLabel *clock;
  GtkStack *stack;
  GtkWidget *back_button;
  GtkWidget *comfort_button;
  GtkRevealer *notice_revealer;
  GtkLabel *notice;
  GtkWidget *question;
  GtkLabel *countdown;
  GtkWidget *stay_button;

  /* owned */
  SchalterSession *session;

  /* borrowed */
  SchalterPage *page;

  /* handles */
  guint clock_source;
  guint notice_source;
};

G_DEFINE_FINAL_TYPE (SchalterFrame, schalter_frame, GTK_TYPE_WIDGET)

/* The bars. */

static gboolean
on_clock (gpointer user_data)
{
  SchalterFrame *self = user_data;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *text = g_date_time_format (now, "%H:%M");
  gtk_label_set_text (self->clock, text);
  return G_SOURCE_CONTINUE;
}

static void
on_back_clicked (SchalterFrame *self)
{
  if (self->page == NULL || !schalter_page_go_back (self->page))
    schalter_session_go_back (self->session);
}

static void
on_home_clicked (SchalterFrame *self)
{
  schalter_session_go_home (self->session);
}

static void
on_staff_clicked (SchalterFrame *self)
{
  schalter_session_call_staff (self->session, "help");
}

static void
on_end_clicked (SchalterFrame *self)
{
  schalter_session_end (self->session);
}

static void
on_stay_clicked (SchalterFrame *self)
{
  schalter_frame_ask (self, 0);
}

static void
on_comfort_toggled (SchalterFrame *self)
{
  gboolean is_open = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->comfort_button));
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->comfort_revealer), is_open);
}

static void
on_language_toggled (GtkToggleButton *button, SchalterSession *session)
{
  SchalterLanguage language;
  if (gtk_toggle_button_get_active (button) &&
      schalter_language_from_tag (gtk_widget_get_name (GTK_WIDGET (button)), &language))
    schalter_session_set_language (session, language);
}

static void
add_languages (SchalterFrame *self)
{
  GtkToggleButton *first = NULL;
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++) {
    const char *tag = schalter_language_to_tag ((SchalterLanguage)i);
    g_autofree char *label = g_ascii_strup (tag, -1);
    GtkWidget *button = gtk_toggle_button_new_with_label (label);
    gtk_widget_set_name (button, tag);
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), first);
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                  (SchalterLanguage)i ==
                                      schalter_session_get_language (self->session));
    gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    schalter_language_to_name ((SchalterLanguage)i),
                                    -1);
    gtk_widget_add_css_class (button, "plain");
    g_signal_connect_object (
        button, "toggled", G_CALLBACK (on_language_toggled), self->session, G_CONNECT_AFTER);
    gtk_box_append (self->languages, button);
    if (first == NULL)
      first = GTK_TOGGLE_BUTTON (button);
  }
}

static void
show_state (SchalterFrame *self)
{
  gtk_widget_set_visible (self->offline, !schalter_session_is_online (self->session));
  gtk_widget_set_sensitive (self->back_button, schalter_session_can_go_back (self->session));
}

static void
show_names (SchalterFrame *self)
{
  SchalterCatalogue *catalogue = schalter_session_get_catalogue (self->session);
  guint bfs = schalter_session_get_settings (self->session)->municipality_bfs;
  g_autoptr (SchalterMunicipality) municipality =
      catalogue != NULL && bfs != 0 ? schalter_catalogue_get_municipality (catalogue, bfs) : NULL;
  const char *canton =
      catalogue != NULL ? schalter_session_get_text (self->session,
                                                     schalter_catalogue_get_canton_name (catalogue))
                        : "";
  gtk_label_set_text (self->municipality, municipality != NULL ? municipality->name : canton);
  gtk_label_set_text (self->canton, municipality != NULL ? canton : "");
}

/* Notices and the question. */

static gboolean
on_notice_over (gpointer user_data)
{
  SchalterFrame *self = user_data;
  self->notice_source = 0;
  gtk_revealer_set_reveal_child (self->notice_revealer, FALSE);
  return G_SOURCE_REMOVE;
}

static void
on_notice (SchalterFrame *self, const char *text)
{
  gtk_label_set_text (self->notice, text);
  gtk_revealer_set_reveal_child (self->notice_revealer, TRUE);
  g_clear_handle_id (&self->notice_source, g_source_remove);
  self->notice_source = g_timeout_add (NOTICE_MS, on_notice_over, self);
}

void
schalter_frame_ask (SchalterFrame *self, guint seconds_left)
{
  g_return_if_fail (SCHALTER_IS_FRAME (self));
  gboolean was_asked = gtk_widget_get_visible (self->question);
  gtk_widget_set_visible (self->question, seconds_left > 0);
  if (seconds_left > 0) {
    g_autofree char *text = g_strdup_printf (ngettext ("This session ends in %u second.",
                                                       "This session ends in %u seconds.",
                                                       seconds_left),
                                             seconds_left);
    gtk_label_set_text (self->countdown, text);
    if (!was_asked)
      gtk_widget_grab_focus (self->stay_button);
  } else if (was_asked && self->page != NULL) {
    gtk_widget_child_focus (GTK_WIDGET (self->page), GTK_DIR_TAB_FORWARD);
  }
}

/* The page. */

void
schalter_frame_show_page (SchalterFrame *self, gboolean is_back)
{
  g_return_if_fail (SCHALTER_IS_FRAME (self));
  const char *name = schalter_session_get_page (self->session);
  const SchalterPageEntry *entry = schalter_page_table_find (name);
  if (entry == NULL) {
    g_critical ("There is no page “%s”", name);
    return;
  }
  SchalterPage *old = self->page;
  if (old != NULL)
    schalter_page_leave (old);
  self->page = schalter_page_table_make (name, self->session);
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->page));
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->page));
  if (old != NULL)
    gtk_stack_remove (self->stack, GTK_WIDGET (old));
  gtk_widget_set_visible (self->top_bar, entry->has_bars);
  gtk_widget_set_visible (self->bottom_bar, entry->has_bars);
  gtk_widget_set_visible (self->back_button, !entry->has_own_back);
  show_state (self);
  g_autofree char *title = g_strconcat ("Schalter – ", name, NULL);
  gtk_window_set_title (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), title);
  schalter_page_enter (self->page);
}

gboolean
schalter_frame_forward_key (SchalterFrame *self, GtkEventControllerKey *controller, guint keyval)
{
  g_return_val_if_fail (SCHALTER_IS_FRAME (self), FALSE);
  /* On the attract page the first key begins to search. */
  if (g_str_equal (schalter_session_get_page (self->session), "attract") &&
      (gdk_keyval_to_unicode (keyval) != 0 || keyval == GDK_KEY_Return))
    schalter_session_go_home (self->session);
  return self->page != NULL && schalter_page_take_key (self->page, controller);
}

SchalterFrame *
schalter_frame_new (SchalterSession *session)
{
  SchalterFrame *self = g_object_new (SCHALTER_TYPE_FRAME, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notice", G_CALLBACK (on_notice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      session, "state-changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  gtk_revealer_set_child (GTK_REVEALER (self->comfort_revealer),
                          schalter_comfort_bar_new (session));
  add_languages (self);
  show_names (self);
  show_state (self);
  on_clock (self);
  self->clock_source = g_timeout_add_seconds (CLOCK_S, on_clock, self);
  return self;
}

static void
schalter_frame_dispose (GObject *object)
{
  SchalterFrame *self = SCHALTER_FRAME (object);
  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_clear_handle_id (&self->notice_source, g_source_remove);
  if (self->page != NULL)
    schalter_page_leave (g_steal_pointer (&self->page));
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (schalter_frame_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, SchalterFrame, name)

static void
schalter_frame_class_init (SchalterFrameClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = schalter_frame_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/schalter/kiosk/frame.ui");
  BIND (overlay);
  BIND (top_bar);
  BIND (bottom_bar);
  BIND (comfort_revealer);
  BIND (municipality);
  BIND (canton);
  BIND (offline);
  BIND (languages);
  BIND (clock);
  BIND (stack);
  BIND (back_button);
  BIND (comfort_button);
  BIND (notice_revealer);
  BIND (notice);
  BIND (question);
  BIND (countdown);
  BIND (stay_button);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_home_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_staff_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_end_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_stay_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_comfort_toggled);
}

static void
schalter_frame_init (SchalterFrame *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
