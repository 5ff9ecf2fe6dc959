/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "agent-double.h"
#include "exchange.h"
#include "test-canton.h"

G_BEGIN_DECLS

/**
 * PortalLie: what is wrong with an answer of the portal.
 * @PORTAL_HONEST: nothing
 * @PORTAL_RAW: the text is sealed as it is: no envelope of status and body around it
 * @PORTAL_OTHER_KEY: it is sealed to somebody else
 * @PORTAL_NOT_SEALED: it is not sealed at all
 * @PORTAL_DOWN: there is none
 */
typedef enum {
  PORTAL_HONEST,
  PORTAL_RAW,
  PORTAL_OTHER_KEY,
  PORTAL_NOT_SEALED,
  PORTAL_DOWN,
} PortalLie;

/**
 * PortalDouble: the portal behind an AgentDouble, which answers what a test has put into its mouth,
 * and a link and an exchange that talk to it.
 * @requests: (element-type JsonObject): what was asked, opened with the portal's key
 */
typedef struct {
  TestCanton *canton;
  SchalterCatalogue *catalogue;
  AgentDouble *agent;
  SchalterAgentLink *link;
  SchalterExchange *exchange;
  GQueue *answers;
  GPtrArray *requests;
} PortalDouble;

PortalDouble *portal_double_new (void);
void portal_double_free (PortalDouble *portal);

/* The next answer: an HTTP status and a body as JSON text. When there is none the portal is down.
 */
void portal_double_answer (PortalDouble *portal, guint status, const char *body);
void portal_double_lie (PortalDouble *portal, PortalLie lie, const char *text);

/* The @index-th request's call, and a string of its body. */
const char *portal_double_get_call (PortalDouble *portal, guint index);
const char *portal_double_get_string (PortalDouble *portal, guint index, const char *member);

/* A callback that keeps the result where portal_wait_for_result() finds it. */
void portal_on_result (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *portal_wait_for_result (GAsyncResult **result);

G_END_DECLS
