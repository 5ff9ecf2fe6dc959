/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bus-generated.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define TEST_DEADLINE_MS 90000

/**
 * TestAgentWorld: what the agent is configured with; borrowed, %NULL for none.
 */
typedef struct {
  const char *portal_uri;
  const char *portal_ca_file;
  const char *key_file; /* one is made when it is NULL */
  const char *cups_socket;
  const char *queue;
  const char *device_uri;
} TestAgentWorld;

/**
 * TestAgent: the real schalter-agent, as its unit starts it, on a private bus that lets in every
 * user, with its state in a directory of its own.
 */
typedef struct _TestAgent TestAgent;

/* Starts the bus, not yet the agent. */
TestAgent *test_agent_new (const TestAgentWorld *world);
/* Ends what runs: an agent that does not end cleanly fails the test. */
void test_agent_free (TestAgent *agent);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestAgent, test_agent_free)

/* Returns when it answers on the bus. */
void test_agent_start (TestAgent *agent);
/* The same in front of another program, which gets the agent's command line as its own end. */
void test_agent_start_under (TestAgent *agent, const char *const *wrapper);
/* SIGTERM, and an exit code of 0. */
void test_agent_stop (TestAgent *agent);
/* SIGKILL. */
void test_agent_kill (TestAgent *agent);

const char *test_agent_get_directory (TestAgent *agent);
const char *test_agent_get_state_directory (TestAgent *agent);
const char *test_agent_get_settings_path (TestAgent *agent);
/* While it runs. */
const char *test_agent_get_pid (TestAgent *agent);
const char *test_agent_get_bus_address (TestAgent *agent);
/* (transfer full): what it has said so far. */
char *test_agent_dup_log (TestAgent *agent);
/* (transfer full): argv of the agent. */
GStrv test_agent_dup_command (TestAgent *agent);

/**
 * TestSession: one caller with a bus name of its own, as each citizen's process has.
 */
typedef struct {
  GDBusConnection *connection;
  SchalterBusSession1 *proxy;
  SchalterBusAdmin1 *admin;
} TestSession;

TestSession *test_session_new (TestAgent *agent);
/* Its process dies: the name vanishes without a word. */
void test_session_free (TestSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestSession, test_session_free)

/* The envelope of submission @n for @size sealed bytes, as text. */
char *test_envelope_new (guint n, gsize size);
/* Hands in "sealed" as submission @n; gives the reference. */
char *test_session_hand_in (TestSession *session, guint n);
/* How many items are in the outbox that are not delivered. */
guint test_session_count_outbox (TestSession *session);

/* Fails unless @error is org.schalter.Error of this code; clears it. */
#define test_assert_refused(error, code)                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    error = schalter_bus_error_adopt (error);                                                      \
    g_assert_error (error, SCHALTER_ERROR, code);                                                  \
    g_clear_error (&error);                                                                        \
  }                                                                                                \
  G_STMT_END

G_END_DECLS
