/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SchalterComfortBar:
 *
 * The accessibility bar: text size, contrast, dark colours, no motion, more time. What is set here
 * goes with the session.
 */
#define SCHALTER_TYPE_COMFORT_BAR (schalter_comfort_bar_get_type ())
G_DECLARE_FINAL_TYPE (SchalterComfortBar, schalter_comfort_bar, SCHALTER, COMFORT_BAR, GtkWidget)

GtkWidget *schalter_comfort_bar_new (SchalterSession *session);

G_END_DECLS
