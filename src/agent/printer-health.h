/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SchalterPrinterHealth:
 *
 * What the printer says of itself, asked again and again: the queue's word is stale when nothing
 * is printed. Signal "changed": state or reasons are others.
 */
#define SCHALTER_TYPE_PRINTER_HEALTH (schalter_printer_health_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterPrinterHealth, schalter_printer_health, SCHALTER, PRINTER_HEALTH, GObject)

/* @device_uri: "" for a kiosk without a printer. */
SchalterPrinterHealth *schalter_printer_health_new (const char *device_uri, guint interval_seconds);
void schalter_printer_health_start (SchalterPrinterHealth *self);

/* "ready", "attention", "stopped", "gone" or "none", as in org.schalter.Session1. */
const char *schalter_printer_health_get_state (SchalterPrinterHealth *self);
/* NULL-terminated IPP printer-state-reasons. */
const char *const *schalter_printer_health_get_reasons (SchalterPrinterHealth *self);

G_END_DECLS
