/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SchalterQrCode:
 *
 * A QR code on the screen: always black on white with its quiet zone, whatever the theme, because
 * phones read nothing else well.
 */
#define SCHALTER_TYPE_QR_CODE (schalter_qr_code_get_type ())
G_DECLARE_FINAL_TYPE (SchalterQrCode, schalter_qr_code, SCHALTER, QR_CODE, GtkWidget)

GtkWidget *schalter_qr_code_new (void);

/**
 * schalter_qr_code_set_modules:
 * @modules: (nullable): @n_modules², row by row, 1 for dark; copied. %NULL shows nothing.
 */
void schalter_qr_code_set_modules (SchalterQrCode *self, const guint8 *modules, guint n_modules);

G_END_DECLS
