/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "settings.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SchalterAgent:
 *
 * The durable half of a kiosk: keeps the catalogue in step, the outbox, the print ledger, the link
 * to the counters, and answers on the bus. Signals: "ready" once it answers; "lost" when the bus or
 * its name there is gone: then there is nothing to do but to start anew.
 */
#define SCHALTER_TYPE_AGENT (schalter_agent_get_type ())
G_DECLARE_FINAL_TYPE (SchalterAgent, schalter_agent, SCHALTER, AGENT, GObject)

/**
 * schalter_agent_new:
 * @settings: borrowed, must outlive the agent
 *
 * Opens the state and makes all parts; nothing moves before it has its name on the bus. Errors are
 * of a kind that IT has to mend: a database that cannot be used, a key that is missing, an address
 * that cannot be listened on.
 */
SchalterAgent *schalter_agent_new (const SchalterSettings *settings,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_agent_start (SchalterAgent *self);

G_END_DECLS
