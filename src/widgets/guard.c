/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What keeps a citizen inside the application. GTK and WebKit bind many keys of their own (F7 in a
 * web view aborts the process, Ctrl+Shift+I opens the inspector, the menu key a menu that no signal
 * announces), so the guard stands in the capture phase of the toplevel and lets through a short
 * list instead of stopping a long one. */
#include "config.h"

#include "guard.h"

/* AltGr is Mod5 on every layout and stays free: Swiss keyboards need it for @ and #. */
#define CHORD_MASK                                                                                 \
  (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_HYPER_MASK | GDK_META_MASK)

static const guint allowed_keys[] = {
  GDK_KEY_BackSpace,    GDK_KEY_Delete,
  GDK_KEY_Tab,          GDK_KEY_ISO_Left_Tab,
  GDK_KEY_Return,       GDK_KEY_KP_Enter,
  GDK_KEY_Escape,       GDK_KEY_Left,
  GDK_KEY_Right,        GDK_KEY_Up,
  GDK_KEY_Down,         GDK_KEY_Home,
  GDK_KEY_End,          GDK_KEY_Page_Up,
  GDK_KEY_Page_Down,    GDK_KEY_KP_Left,
  GDK_KEY_KP_Right,     GDK_KEY_KP_Up,
  GDK_KEY_KP_Down,      GDK_KEY_KP_Home,
  GDK_KEY_KP_End,       GDK_KEY_KP_Page_Up,
  GDK_KEY_KP_Page_Down, GDK_KEY_KP_Delete,
  GDK_KEY_Shift_L,      GDK_KEY_Shift_R,
  GDK_KEY_Caps_Lock,    GDK_KEY_Num_Lock,
  GDK_KEY_Shift_Lock,   GDK_KEY_ISO_Level3_Shift,
  GDK_KEY_Mode_switch,  GDK_KEY_ISO_Level3_Lock,
};

gboolean
schalter_guard_is_key_allowed (guint keyval, GdkModifierType state)
{
  if (state & CHORD_MASK)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (allowed_keys); i++) {
    if (keyval == allowed_keys[i])
      /* Shift+Delete would cut to the clipboard. */
      return !(keyval == GDK_KEY_Delete && (state & GDK_SHIFT_MASK));
  }
  if (keyval >= GDK_KEY_dead_grave && keyval <= GDK_KEY_dead_currency)
    return TRUE;
  return g_unichar_isprint (gdk_keyval_to_unicode (keyval));
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                gpointer user_data)
{
  return schalter_guard_is_key_allowed (keyval, state) ? GDK_EVENT_PROPAGATE : GDK_EVENT_STOP;
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) != GDK_BUTTON_PRIMARY)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, gpointer user_data)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  return (state & CHORD_MASK) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static void
on_gesture_begin (GtkGesture *gesture, GdkEventSequence *sequence, gpointer user_data)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_long_press (GtkGestureLongPress *gesture, double x, double y, gpointer user_data)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
add_capturing (GtkWidget *widget, GtkEventController *controller)
{
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (widget, controller);
}

void
schalter_guard_window (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));
  GtkWidget *widget = GTK_WIDGET (window);

  GtkEventController *keys = gtk_event_controller_key_new ();
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), NULL);
  add_capturing (widget, keys);

  GtkGesture *click = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), NULL);
  add_capturing (widget, GTK_EVENT_CONTROLLER (click));

  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), NULL);
  add_capturing (widget, scroll);

  GtkGesture *zoom = gtk_gesture_zoom_new ();
  g_signal_connect (zoom, "begin", G_CALLBACK (on_gesture_begin), NULL);
  add_capturing (widget, GTK_EVENT_CONTROLLER (zoom));

  GtkGesture *long_press = gtk_gesture_long_press_new ();
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (long_press), TRUE);
  g_signal_connect (long_press, "pressed", G_CALLBACK (on_long_press), NULL);
  add_capturing (widget, GTK_EVENT_CONTROLLER (long_press));
}

void
schalter_guard_text (GtkEditable *editable, int max_characters)
{
  g_return_if_fail (GTK_IS_EDITABLE (editable));
  GtkEditable *inner = gtk_editable_get_delegate (editable);
  GtkText *text = GTK_TEXT (inner != NULL ? inner : editable);
  gtk_editable_set_enable_undo (GTK_EDITABLE (text), FALSE);
  gtk_text_set_input_hints (
      text, GTK_INPUT_HINT_NO_EMOJI | GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_PRIVATE);
  gtk_text_set_max_length (text, max_characters);
  gtk_widget_action_set_enabled (GTK_WIDGET (text), "menu.popup", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (text), "misc.insert-emoji", FALSE);
}
