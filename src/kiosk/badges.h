/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Fills @box with the badges that say how @service is done: online, printed here, in person. Each
 * has a picture and a word. */
void schalter_badges_fill (GtkBox *box, const SchalterService *service);

G_END_DECLS
