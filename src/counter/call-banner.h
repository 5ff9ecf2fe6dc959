/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiosk-link.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SchalterCallBanner: one open call, and the button that answers it.
 */
#define SCHALTER_TYPE_CALL_BANNER (schalter_call_banner_get_type ())
G_DECLARE_FINAL_TYPE (SchalterCallBanner, schalter_call_banner, SCHALTER, CALL_BANNER, GtkBox)

SchalterCallBanner *schalter_call_banner_new (SchalterKioskLink *link, const char *call_id);
const char *schalter_call_banner_get_call_id (SchalterCallBanner *self);
void schalter_call_banner_update (SchalterCallBanner *self, const SchalterKioskCall *call);

G_END_DECLS
