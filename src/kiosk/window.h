/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session.h"
#include "web-view.h"

G_BEGIN_DECLS

/**
 * SchalterKioskWindow:
 *
 * The one toplevel of a session: guarded, without decoration, as large as the screen. Holds the
 * frame, which is built anew when the language changes, and the web view, which is warm before it
 * is needed. Signals: "warm" (once: everything that takes time is done), "painted" (the first
 * frame is on the screen).
 */
#define SCHALTER_TYPE_KIOSK_WINDOW (schalter_kiosk_window_get_type ())
G_DECLARE_FINAL_TYPE (SchalterKioskWindow, schalter_kiosk_window, SCHALTER, KIOSK_WINDOW, GtkWindow)

SchalterKioskWindow *schalter_kiosk_window_new (SchalterSession *session);
/* Does, unseen, what takes time. */
void schalter_kiosk_window_warm_up (SchalterKioskWindow *self);
void schalter_kiosk_window_show (SchalterKioskWindow *self);

/**
 * schalter_kiosk_window_take_web_view: the session's web view, for the page that shows it.
 *
 * Returns: (transfer full): without a parent; the window keeps it for the next page.
 */
SchalterWebView *schalter_kiosk_window_take_web_view (SchalterKioskWindow *self);

G_END_DECLS
