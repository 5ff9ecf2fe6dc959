/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "agent-parts.h"

G_BEGIN_DECLS

/**
 * SchalterSessionService:
 *
 * org.schalter.Session1 on the bus: what a citizen's session asks of the agent. What a caller opens
 * belongs to its unique bus name, and ends with it.
 *
 * Signal "changed": a session was opened or has ended.
 */
#define SCHALTER_TYPE_SESSION_SERVICE (schalter_session_service_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterSessionService, schalter_session_service, SCHALTER, SESSION_SERVICE, GObject)

SchalterSessionService *schalter_session_service_new (const SchalterAgentParts *parts,
                                                      GDBusConnection *connection,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
guint schalter_session_service_get_n_sessions (SchalterSessionService *self);

G_END_DECLS
