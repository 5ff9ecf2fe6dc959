/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/**
 * What the agent is called on the bus. The one object carries both interfaces; data/dbus describes
 * them.
 */
#define SCHALTER_BUS_NAME "org.schalter.Agent"
#define SCHALTER_BUS_PATH "/org/schalter/Agent"
#define SCHALTER_BUS_SESSION_INTERFACE "org.schalter.Session1"
#define SCHALTER_BUS_ADMIN_INTERFACE "org.schalter.Admin1"
#define SCHALTER_BUS_ERROR_PREFIX "org.schalter.Error."

/* Submit: what the agent takes at most, in bytes; beyond it is SCHALTER_ERROR_INVALID. */
#define SCHALTER_BUS_MAX_ENVELOPE_BYTES (4 * 1024)
#define SCHALTER_BUS_MAX_SEALED_BYTES (8 * 1024 * 1024)
/* Exchange: a sealed request at most, in bytes. */
#define SCHALTER_BUS_MAX_EXCHANGE_BYTES (256 * 1024)
