/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "agent-db.h"
#include "network-state.h"

G_BEGIN_DECLS

/**
 * SchalterOutboxSender:
 *
 * Brings what lies in the outbox to the portal: oldest first, a few at a time, again with back-off
 * until the portal has it. A refused item goes to "attention", where a person decides; nothing is
 * ever dropped, and one bad item holds up no other.
 *
 * Signal "changed": the counts have changed.
 */
#define SCHALTER_TYPE_OUTBOX_SENDER (schalter_outbox_sender_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterOutboxSender, schalter_outbox_sender, SCHALTER, OUTBOX_SENDER, GObject)

/* @db: borrowed, must outlive the sender. @portal: (nullable): without one everything waits. */
SchalterOutboxSender *schalter_outbox_sender_new (SchalterAgentDb *db,
                                                  SchalterPortalClient *portal,
                                                  SchalterNetworkState *network);
/* Takes up again what was under way when the agent died, and begins to send. */
void schalter_outbox_sender_start (SchalterOutboxSender *self);
/* Something has been put into the outbox. */
void schalter_outbox_sender_wake (SchalterOutboxSender *self);

guint schalter_outbox_sender_get_n_waiting (SchalterOutboxSender *self);
guint schalter_outbox_sender_get_n_attention (SchalterOutboxSender *self);

G_END_DECLS
