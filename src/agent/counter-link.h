/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "agent-parts.h"

G_BEGIN_DECLS

/**
 * SchalterCounterLink:
 *
 * Where counters connect: WebSocket (RFC 6455) over TLS, as docs/protocols.md has it. A counter
 * that does not say a token or credential we know, in time and in form, is sent away. Tells
 * counters of this kiosk's state and of calls for staff.
 */
#define SCHALTER_TYPE_COUNTER_LINK (schalter_counter_link_get_type ())
G_DECLARE_FINAL_TYPE (SchalterCounterLink, schalter_counter_link, SCHALTER, COUNTER_LINK, GObject)

/**
 * schalter_counter_link_new: listens as the settings say.
 * @identity_path: certificate and key (PEM); made when it is not there
 *
 * Returns: %NULL with SCHALTER_ERROR_UNAVAILABLE when the address cannot be listened on.
 */
SchalterCounterLink *schalter_counter_link_new (const SchalterAgentParts *parts,
                                                const char *identity_path,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many sessions are open, for the counters to see. */
void schalter_counter_link_set_n_sessions (SchalterCounterLink *self, guint n_sessions);

/* Keeps a one-time token for a quarter of an hour. Finish: the pairing line (transfer full). */
void schalter_counter_link_pair_async (SchalterCounterLink *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
char *schalter_counter_link_pair_finish (SchalterCounterLink *self,
                                         GAsyncResult *result,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
