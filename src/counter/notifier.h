/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiosk-list.h"

G_BEGIN_DECLS

/**
 * SchalterNotifier:
 *
 * Desktop notifications: one for each open call and one for a printer without paper, there as long
 * as the reason is, and no longer. A notification is seen by whoever passes the desk: it has the
 * kiosk's name and a sentence of ours, never anything that a citizen or a kiosk has written.
 *
 * Signal "opened" (SchalterKioskLink): somebody has clicked on one.
 */
#define SCHALTER_TYPE_NOTIFIER (schalter_notifier_get_type ())
G_DECLARE_FINAL_TYPE (SchalterNotifier, schalter_notifier, SCHALTER, NOTIFIER, GObject)

/* Begins at once; what is shown is withdrawn when it is disposed of. */
SchalterNotifier *schalter_notifier_new (SchalterKioskList *kiosks);

G_END_DECLS
