/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SchalterCounterApp: the staff's program: its kiosks, one window, the notifications.
 */
#define SCHALTER_TYPE_COUNTER_APP (schalter_counter_app_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterCounterApp, schalter_counter_app, SCHALTER, COUNTER_APP, GtkApplication)

SchalterCounterApp *schalter_counter_app_new (void);

G_END_DECLS
