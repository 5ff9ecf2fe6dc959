/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bus-generated.h"
#include "print-state.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AgentDouble: an agent on a private bus that does what a test says, to meet what a real agent does
 * only when things go wrong: it vanishes, stays silent, forgets.
 * @sealed: the last bytes that were handed in
 * @references: (element-type utf8 utf8): reference by submission id: what was handed in
 * @n_refusals: so many calls of Submit end in Unavailable first
 * @exchange: (nullable): answers Exchange; without it, or when it returns %NULL, the call ends in
 *     Unavailable
 * @refusal: (nullable): with what PermitPrint fails, "media-empty-error,cover-open-error"
 * @queue_job_id: what was reported as submitted, or -1
 */
typedef struct {
  GTestDBus *bus;
  GDBusConnection *server;
  GDBusConnection *client;
  SchalterBusSession1 *skeleton;
  guint owner_id;
  gboolean is_owned;

  guint n_opens;
  guint n_submits;
  guint n_refusals;
  GHashTable *references;
  char *envelope;
  GBytes *sealed;

  GBytes *(*exchange) (GBytes *request, gpointer user_data);
  gpointer exchange_data;

  char *refusal;
  char *permitted_sha256;
  guint n_cancels;
  int queue_job_id;
  gboolean has_print;
  SchalterPrintState print_state;
  int pages_out;
} AgentDouble;

AgentDouble *agent_double_new (void);
void agent_double_free (AgentDouble *agent);
/* Appears on the bus, and vanishes from it, as a restart does. */
void agent_double_start (AgentDouble *agent);
void agent_double_stop (AgentDouble *agent);
/* The printer says something new. */
void agent_double_set_print (AgentDouble *agent, SchalterPrintState state, int pages_out);

G_END_DECLS
