/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * schalter_guard_window:
 * @window: a window of ours, before it is shown
 *
 * Swallows, before any widget or web view sees them, every key that is not for writing or moving
 * about, every button but the first, zooming, and long presses on text. Put it on every toplevel.
 */
void schalter_guard_window (GtkWindow *window);

/**
 * schalter_guard_text:
 * @editable: an entry a citizen writes in
 *
 * No undo (Ctrl+Z would bring back what the last one wrote), no context menu, no emoji, and at most
 * @max_characters.
 */
void schalter_guard_text (GtkEditable *editable, int max_characters);

/* Whether a key may reach the widgets: letters, digits, signs, moving, deleting, nothing else. */
gboolean schalter_guard_is_key_allowed (guint keyval, GdkModifierType state);

G_END_DECLS
