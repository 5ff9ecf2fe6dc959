/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A virtual screen of the test's own, which GTK then opens its windows on. Call it before
 * gtk_init(), and end it last. */
GSubprocess *test_display_start (void);
void test_display_stop (GSubprocess *display);

/* Presses keys as a keyboard does, "Tab" or "shift+F10". The window that was shown last has them.
 */
void test_display_press (const char *key);

G_END_DECLS
