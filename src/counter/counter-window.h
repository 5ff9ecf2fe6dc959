/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiosk-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SchalterCounterWindow: the list of kiosks, and the page that adds one. Closing hides it: calls
 * still come as notifications.
 */
#define SCHALTER_TYPE_COUNTER_WINDOW (schalter_counter_window_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterCounterWindow, schalter_counter_window, SCHALTER, COUNTER_WINDOW, GtkApplicationWindow)

/* @kiosks: (nullable): %NULL when they could not be read; then show the problem. */
SchalterCounterWindow *schalter_counter_window_new (GtkApplication *application,
                                                    SchalterKioskList *kiosks);
/* A sentence that stays above everything. */
void schalter_counter_window_show_problem (SchalterCounterWindow *self, const char *sentence);
/* Brings a kiosk's row into view, and the button that answers it under the keyboard. */
void schalter_counter_window_show_kiosk (SchalterCounterWindow *self, SchalterKioskLink *link);

G_END_DECLS
