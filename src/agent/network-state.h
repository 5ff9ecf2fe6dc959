/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal-client.h"

G_BEGIN_DECLS

/**
 * SchalterNetworkState:
 *
 * Whether the portal answered lately. Whoever speaks to the portal tells it how that went; when
 * nobody has for a while, it asks for the manifest itself.
 *
 * Signal "changed": online has become offline, or the other way round.
 */
#define SCHALTER_TYPE_NETWORK_STATE (schalter_network_state_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterNetworkState, schalter_network_state, SCHALTER, NETWORK_STATE, GObject)

/* @portal: (nullable): without one it is always offline. */
SchalterNetworkState *schalter_network_state_new (SchalterPortalClient *portal,
                                                  guint probe_seconds);
gboolean schalter_network_state_is_online (SchalterNetworkState *self);
/* @error: (nullable): how a call to the portal ended; an answer of any kind means online. */
void schalter_network_state_report (SchalterNetworkState *self, const GError *error);

G_END_DECLS
