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

/* Exchange: a sealed request at most, in bytes. */
#define SCHALTER_BUS_MAX_EXCHANGE_BYTES (256 * 1024)
