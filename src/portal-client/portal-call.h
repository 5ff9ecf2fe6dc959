/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * SchalterPortalLimits: what bounds one call from outside.
 * @max_bytes: of the answer's body
 * @timeout_ms: from the first byte sent to the last byte read
 */
typedef struct {
  guint64 max_bytes;
  guint timeout_ms;
} SchalterPortalLimits;

/**
 * SchalterPortalAnswer: a complete answer, of any status. A record.
 * @etag: (nullable)
 */
typedef struct {
  guint status;
  GBytes *body;
  char *etag;
} SchalterPortalAnswer;

void schalter_portal_answer_free (SchalterPortalAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterPortalAnswer, schalter_portal_answer_free)

/**
 * schalter_portal_call_async:
 *
 * Sends one message and reads the whole answer. Errors as in portal-client.h, but for those that
 * an answer's status stands for.
 */
void schalter_portal_call_async (SoupSession *session,
                                 SoupMessage *message,
                                 SchalterPortalLimits limits,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
SchalterPortalAnswer *schalter_portal_call_finish (GAsyncResult *result,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* FALSE with the error a status other than 200, 201 and 304 stands for. */
gboolean schalter_portal_answer_check (const SchalterPortalAnswer *answer,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
