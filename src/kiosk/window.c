/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The toplevel: guards, size, look, idle clock, first keys, and the warm web view. */
#include "config.h"

#include "window.h"

#include "frame.h"
#include "guard.h"
#include "idle-clock.h"
#include "page-table.h"
#include "style.h"

#define DEFAULT_WIDTH 1080
#define DEFAULT_HEIGHT 1920
/* A window on a desktop, in the kiosk's proportions. */
#define WINDOWED_WIDTH 720
#define WINDOWED_HEIGHT 1000
#define BASE_PX 22
#define SMALLEST_BASE_PX 18
/* The session's longest time; twice that with "more time". */
#define LONGEST_MS (45 * 60 * 1000)
#define WARM_PAGE "/warm"

struct _SchalterKioskWindow {
  GtkWindow parent_instance;

  gboolean is_warm;
  gboolean has_painted;

  /* owned */
  SchalterSession *session;
  SchalterStyle *style;
  SchalterIdleClock *idle;
  SchalterWebView *web_view;

  /* borrowed */
  SchalterFrame *frame;

  /* handles */
  guint rebuild_source;
};

enum {
  WARM,
  PAINTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterKioskWindow, schalter_kiosk_window, GTK_TYPE_WINDOW)

/* Size and look. */

static void
get_screen_size (SchalterKioskWindow *self, int *width, int *height)
{
  *width = DEFAULT_WIDTH;
  *height = DEFAULT_HEIGHT;
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, 0);
  if (monitor != NULL) {
    GdkRectangle area;
    gdk_monitor_get_geometry (monitor, &area);
    *width = area.width;
    *height = area.height;
  }
  if (schalter_session_get_settings (self->session)->is_windowed) {
    *width = MIN (*width, WINDOWED_WIDTH);
    *height = MIN (*height, WINDOWED_HEIGHT);
  }
}

static guint
get_base_px (SchalterKioskWindow *self)
{
  int width = 0;
  int height = 0;
  get_screen_size (self, &width, &height);
  int side = MIN (width, height);
  return (guint)CLAMP (side * BASE_PX / DEFAULT_WIDTH, SMALLEST_BASE_PX, BASE_PX);
}

static void
apply_look (SchalterKioskWindow *self)
{
  const SchalterComfort *comfort = schalter_session_get_comfort (self->session);
  SchalterCatalogue *catalogue = schalter_session_get_catalogue (self->session);
  SchalterLook look = {
    .colour = catalogue != NULL ? schalter_catalogue_get_colour (catalogue) : NULL,
    .base_px = get_base_px (self),
    .text_percent = comfort->text_percent,
    .is_dark = comfort->is_dark,
    .has_contrast = comfort->has_contrast,
    .is_calm = comfort->is_calm,
  };
  schalter_style_apply (self->style, &look);
  g_autofree char *classes = schalter_look_dup_html_classes (&look);
  schalter_session_set_html_classes (self->session, classes);
}

/* The idle clock. */

static void
start_idle_clock (SchalterKioskWindow *self)
{
  const SchalterSettings *settings = schalter_session_get_settings (self->session);
  guint factor = schalter_session_get_comfort (self->session)->has_more_time ? 2 : 1;
  const SchalterPageEntry *entry =
      schalter_page_table_find (schalter_session_get_page (self->session));
  if (entry != NULL && entry->is_personal)
    schalter_idle_clock_start (self->idle,
                               &(SchalterIdleLimits){
                                   .quiet_ms = settings->idle_seconds * 1000 * factor,
                                   .countdown_ms = settings->countdown_seconds * 1000 * factor,
                                   .longest_ms = LONGEST_MS * factor,
                               });
}

static void
on_idle_ask (guint seconds_left, gpointer user_data)
{
  SchalterKioskWindow *self = user_data;
  schalter_frame_ask (self->frame, seconds_left);
}

static void
on_idle_end (gpointer user_data)
{
  SchalterKioskWindow *self = user_data;
  schalter_session_end (self->session);
}

static gboolean
on_idle_is_held (gpointer user_data)
{
  SchalterKioskWindow *self = user_data;
  return schalter_session_is_held (self->session);
}

static gboolean
on_any_event (GtkEventControllerLegacy *controller, GdkEvent *event, SchalterKioskWindow *self)
{
  switch ((int)gdk_event_get_event_type (event)) {
  case GDK_BUTTON_PRESS:
  case GDK_TOUCH_BEGIN:
  case GDK_KEY_PRESS:
  case GDK_SCROLL:
    schalter_idle_clock_touch (self->idle);
    break;
  default:
    break;
  }
  return GDK_EVENT_PROPAGATE;
}

/* Keys that no widget wanted. */

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                SchalterKioskWindow *self)
{
  if (schalter_session_is_over (self->session))
    return GDK_EVENT_STOP;
  return schalter_frame_forward_key (self->frame, controller, keyval);
}

/* The session's signals. */

static void
on_page_changed (SchalterKioskWindow *self, const char *page, gboolean is_back)
{
  start_idle_clock (self);
  schalter_frame_show_page (self->frame, is_back);
}

static gboolean
on_rebuild_due (gpointer user_data)
{
  SchalterKioskWindow *self = user_data;
  self->rebuild_source = 0;
  if (schalter_session_is_over (self->session))
    return G_SOURCE_REMOVE;
  apply_look (self);
  self->frame = schalter_frame_new (self->session);
  gtk_window_set_child (GTK_WINDOW (self), GTK_WIDGET (self->frame));
  schalter_frame_show_page (self->frame, FALSE);
  return G_SOURCE_REMOVE;
}

/* Later, because it is often a button of the old frame that asked for it. */
static void
on_rebuild (SchalterKioskWindow *self)
{
  if (self->rebuild_source == 0)
    self->rebuild_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_rebuild_due, self, NULL);
}

static void
on_look_changed (SchalterKioskWindow *self)
{
  apply_look (self);
  start_idle_clock (self);
}

static void
clear_clipboards (SchalterKioskWindow *self)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));
  gdk_clipboard_set_content (gdk_display_get_clipboard (display), NULL);
  gdk_clipboard_set_content (gdk_display_get_primary_clipboard (display), NULL);
}

static void
on_over (SchalterKioskWindow *self)
{
  schalter_idle_clock_stop (self->idle);
  g_clear_handle_id (&self->rebuild_source, g_source_remove);
  gtk_window_set_child (GTK_WINDOW (self), NULL);
  self->frame = NULL;
  g_clear_object (&self->web_view);
  clear_clipboards (self);
}

/* The web view. */

static SchalterWebAnswer
answer_warm_page (const char *method, const char *path, GBytes *body, gpointer user_data)
{
  static const char page[] = "<!doctype html><title>Schalter</title>";
  return (SchalterWebAnswer){
    .status = 200,
    .content_type = "text/html; charset=utf-8",
    .body = g_bytes_new_static (page, sizeof page - 1),
  };
}

static void
on_warm (SchalterKioskWindow *self)
{
  if (self->is_warm)
    return;
  self->is_warm = TRUE;
  g_signal_emit (self, signals[WARM], 0);
}

static void
make_web_view (SchalterKioskWindow *self)
{
  GtkWidget *view = schalter_web_view_new (answer_warm_page, NULL);
  self->web_view = SCHALTER_WEB_VIEW (g_object_ref_sink (view));
  g_signal_connect_object (view, "loaded", G_CALLBACK (on_warm), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "broken", G_CALLBACK (on_warm), self, G_CONNECT_SWAPPED);
}

SchalterWebView *
schalter_kiosk_window_take_web_view (SchalterKioskWindow *self)
{
  g_return_val_if_fail (SCHALTER_IS_KIOSK_WINDOW (self), NULL);
  if (self->web_view == NULL)
    make_web_view (self);
  if (gtk_widget_get_parent (GTK_WIDGET (self->web_view)) != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->web_view));
  return g_object_ref (self->web_view);
}

/* Making and showing. */

SchalterKioskWindow *
schalter_kiosk_window_new (SchalterSession *session)
{
  SchalterKioskWindow *self = g_object_new (SCHALTER_TYPE_KIOSK_WINDOW, NULL);
  self->session = g_object_ref (session);
  self->style = schalter_style_new (gtk_widget_get_display (GTK_WIDGET (self)));
  g_signal_connect_object (
      session, "page-changed", G_CALLBACK (on_page_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "rebuild", G_CALLBACK (on_rebuild), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      session, "look-changed", G_CALLBACK (on_look_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "over", G_CALLBACK (on_over), self, G_CONNECT_SWAPPED);
  return self;
}

void
schalter_kiosk_window_warm_up (SchalterKioskWindow *self)
{
  g_return_if_fail (SCHALTER_IS_KIOSK_WINDOW (self));
  int width = 0;
  int height = 0;
  get_screen_size (self, &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (!schalter_session_get_settings (self->session)->is_windowed) {
    gtk_window_set_decorated (GTK_WINDOW (self), FALSE);
    gtk_window_fullscreen (GTK_WINDOW (self));
  }
  on_rebuild_due (self);
  gtk_widget_realize (GTK_WIDGET (self));
  make_web_view (self);
  schalter_web_view_load (self->web_view, WARM_PAGE);
}

static void
on_after_paint (GdkFrameClock *clock, SchalterKioskWindow *self)
{
  g_signal_handlers_disconnect_by_func (clock, on_after_paint, self);
  if (!self->has_painted) {
    self->has_painted = TRUE;
    g_signal_emit (self, signals[PAINTED], 0);
  }
}

void
schalter_kiosk_window_show (SchalterKioskWindow *self)
{
  g_return_if_fail (SCHALTER_IS_KIOSK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (self));
  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (self)),
                           "after-paint",
                           G_CALLBACK (on_after_paint),
                           self,
                           0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
schalter_kiosk_window_close_request (GtkWindow *window)
{
  /* A kiosk has no way to close its window; ending the session is a button. */
  SchalterKioskWindow *self = SCHALTER_KIOSK_WINDOW (window);
  if (!schalter_session_get_settings (self->session)->is_windowed)
    return TRUE;
  schalter_session_end (self->session);
  return TRUE;
}

static void
schalter_kiosk_window_dispose (GObject *object)
{
  SchalterKioskWindow *self = SCHALTER_KIOSK_WINDOW (object);
  g_clear_handle_id (&self->rebuild_source, g_source_remove);
  g_clear_pointer (&self->idle, schalter_idle_clock_free);
  g_clear_object (&self->web_view);
  G_OBJECT_CLASS (schalter_kiosk_window_parent_class)->dispose (object);
  g_clear_pointer (&self->style, schalter_style_free);
  g_clear_object (&self->session);
}

static void
schalter_kiosk_window_class_init (SchalterKioskWindowClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = schalter_kiosk_window_dispose;
  GTK_WINDOW_CLASS (class)->close_request = schalter_kiosk_window_close_request;
  signals[WARM] =
      g_signal_new ("warm", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PAINTED] =
      g_signal_new ("painted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
schalter_kiosk_window_init (SchalterKioskWindow *self)
{
  static const SchalterIdleEvents events = {
    .ask = on_idle_ask,
    .end = on_idle_end,
    .is_held = on_idle_is_held,
  };
  self->idle = schalter_idle_clock_new (&events, self);
  schalter_guard_window (GTK_WINDOW (self));

  GtkEventController *any = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (any, GTK_PHASE_CAPTURE);
  g_signal_connect (any, "event", G_CALLBACK (on_any_event), self);
  gtk_widget_add_controller (GTK_WIDGET (self), any);

  GtkEventController *keys = gtk_event_controller_key_new ();
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
