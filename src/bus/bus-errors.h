/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * schalter_bus_errors_register:
 *
 * Ties the codes of SCHALTER_ERROR to the names org.schalter.Error.*, so that a GError crosses the
 * bus with its code. Call it once at the start of a program, before the first connection; a repeat
 * is harmless.
 */
void schalter_bus_errors_register (void);

/* The name a code has on the bus, "org.schalter.Error.Invalid". */
const char *schalter_bus_error_get_name (int code);

/**
 * schalter_bus_error_adopt:
 * @error: (nullable) (transfer full): what a call over the bus ended with
 *
 * Makes every failure of a call one of SCHALTER_ERROR: the agent's own errors lose GDBus' prefix;
 * an agent that is absent, silent or gone is SCHALTER_ERROR_UNAVAILABLE; a caller without the right
 * is SCHALTER_ERROR_REFUSED. A cancelled call stays G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (nullable):
 */
GError *schalter_bus_error_adopt (GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
