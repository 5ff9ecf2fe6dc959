/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "agent-link.h"
#include "catalogue.h"

G_BEGIN_DECLS

/**
 * SchalterExchangeAnswer:
 * @status: an HTTP status code
 * @body: what was asked for, or an error (RFC 9457, RFC 6749)
 */
typedef struct {
  guint status;
  JsonObject *body;
} SchalterExchangeAnswer;

void schalter_exchange_answer_free (SchalterExchangeAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterExchangeAnswer, schalter_exchange_answer_free)

/* The string member @name, or NULL: answers come from outside. */
const char *schalter_exchange_answer_get_string (const SchalterExchangeAnswer *answer,
                                                 const char *name);

/**
 * SchalterExchange:
 *
 * The sealed exchange with the portal (docs/protocols.md): requests are sealed to the portal's key
 * of the signed catalogue, answers to a key pair that lives as long as this object.
 */
#define SCHALTER_TYPE_EXCHANGE (schalter_exchange_get_type ())
G_DECLARE_FINAL_TYPE (SchalterExchange, schalter_exchange, SCHALTER, EXCHANGE, GObject)

SchalterExchange *schalter_exchange_new (SchalterAgentLink *link, SchalterCatalogue *catalogue);

/**
 * schalter_exchange_call_async:
 * @call: "device_authorization", "token", …
 * @body: (transfer full)
 *
 * Finish fails with SCHALTER_ERROR_UNAVAILABLE when the portal cannot be reached and
 * SCHALTER_ERROR_UNTRUSTED when the answer is not sealed to us or is no answer; an answer with an
 * error status is an answer.
 */
void schalter_exchange_call_async (SchalterExchange *self,
                                   const char *call,
                                   JsonObject *body,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
SchalterExchangeAnswer *schalter_exchange_call_finish (SchalterExchange *self,
                                                       GAsyncResult *result,
                                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
