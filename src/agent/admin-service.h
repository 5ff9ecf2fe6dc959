/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "agent-parts.h"
#include "counter-link.h"
#include "session-service.h"

G_BEGIN_DECLS

/**
 * SchalterAdminService: org.schalter.Admin1 on the bus: what IT asks of the agent.
 */
#define SCHALTER_TYPE_ADMIN_SERVICE (schalter_admin_service_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterAdminService, schalter_admin_service, SCHALTER, ADMIN_SERVICE, GObject)

/**
 * SchalterAdminNeighbours: what it also reports on; borrowed.
 * @link: (nullable): without one no counter can be paired
 */
typedef struct {
  SchalterSessionService *sessions;
  SchalterCounterLink *link;
} SchalterAdminNeighbours;

SchalterAdminService *schalter_admin_service_new (const SchalterAgentParts *parts,
                                                  const SchalterAdminNeighbours *neighbours,
                                                  GDBusConnection *connection,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
