/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "agent-link.h"
#include "catalogue.h"

G_BEGIN_DECLS

/**
 * SchalterHandInRequest: which form was filled in, and for whom; borrowed by the call.
 * @bfs: the citizen's municipality
 */
typedef struct {
  const SchalterService *service;
  const char *form_id;
  guint form_version;
  guint bfs;
  const char *kiosk_id;
} SchalterHandInRequest;

/**
 * SchalterHandIn:
 *
 * One handing in: the answers are sealed to the responsible authority's key here, in the session,
 * and given to the agent under one submission id, however often it takes. What is acknowledged is
 * durable.
 */
#define SCHALTER_TYPE_HAND_IN (schalter_hand_in_get_type ())
G_DECLARE_FINAL_TYPE (SchalterHandIn, schalter_hand_in, SCHALTER, HAND_IN, GObject)

/**
 * schalter_hand_in_new:
 * @answers: canonical JSON
 *
 * Returns: (transfer full): or %NULL with SCHALTER_ERROR_UNAVAILABLE when the catalogue has no
 * valid key of the authority.
 */
SchalterHandIn *schalter_hand_in_new (SchalterAgentLink *link,
                                      SchalterCatalogue *catalogue,
                                      const SchalterHandInRequest *request,
                                      GBytes *answers,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Tries for some seconds when the agent is away. Calling it again is safe. */
void schalter_hand_in_send_async (SchalterHandIn *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* The reference number, valid at once. */
char *schalter_hand_in_send_finish (SchalterHandIn *self,
                                    GAsyncResult *result,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
