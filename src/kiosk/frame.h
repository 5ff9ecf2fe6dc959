/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SchalterFrame:
 *
 * What is around every page: municipality, languages and clock above; back, home, accessibility,
 * staff and end below; notices and the question "are you still there?" in front.
 */
#define SCHALTER_TYPE_FRAME (schalter_frame_get_type ())
G_DECLARE_FINAL_TYPE (SchalterFrame, schalter_frame, SCHALTER, FRAME, GtkWidget)

SchalterFrame *schalter_frame_new (SchalterSession *session);
/* Makes and shows the page that the session is at. */
void schalter_frame_show_page (SchalterFrame *self, gboolean is_back);
/* Counts down in front of everything; 0 takes it away. */
void schalter_frame_ask (SchalterFrame *self, guint seconds_left);
/* Whether the key was for the page, which has its own use for a first key. */
gboolean
schalter_frame_forward_key (SchalterFrame *self, GtkEventControllerKey *controller, guint keyval);

G_END_DECLS
