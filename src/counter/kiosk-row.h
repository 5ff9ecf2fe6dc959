/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiosk-link.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SchalterKioskRow: one kiosk in the list, with what it wants and how it is.
 *
 * Signal "forget": somebody wants it out of the list.
 */
#define SCHALTER_TYPE_KIOSK_ROW (schalter_kiosk_row_get_type ())
G_DECLARE_FINAL_TYPE (SchalterKioskRow, schalter_kiosk_row, SCHALTER, KIOSK_ROW, GtkListBoxRow)

SchalterKioskRow *schalter_kiosk_row_new (SchalterKioskLink *link);
SchalterKioskLink *schalter_kiosk_row_get_link (SchalterKioskRow *self);
/* Puts the keyboard on the button that answers the oldest call, or else somewhere in the row. */
void schalter_kiosk_row_take_focus (SchalterKioskRow *self);

G_END_DECLS
