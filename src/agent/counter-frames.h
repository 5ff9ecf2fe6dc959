/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "counter-calls.h"

G_BEGIN_DECLS

#define SCHALTER_COUNTER_FRAME_MAX_BYTES (64 * 1024)

/**
 * SchalterCounterFrame: what a counter says. A record.
 * @type: "hello" or "answer"
 * @token: of a hello: the one-time token, or "" when it has a credential
 * @credential: of a hello: kept from before, or ""
 * @counter: of a hello: what the desk is called
 * @id: of an answer: the call
 */
typedef struct {
  char *type;
  char *token;
  char *credential;
  char *counter;
  char *id;
} SchalterCounterFrame;

/* Reads a text frame; unknown types and members are SCHALTER_ERROR_INVALID. */
SchalterCounterFrame *schalter_counter_frame_parse (const char *text,
                                                    gsize length,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_counter_frame_free (SchalterCounterFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterCounterFrame, schalter_counter_frame_free)

/**
 * SchalterCounterState: what a counter is told of this kiosk; borrowed.
 */
typedef struct {
  const char *network;
  const char *printer;
  const char *const *reasons;
  guint64 catalogue;
  guint n_waiting;
  guint n_attention;
  guint n_sessions;
} SchalterCounterState;

/* (transfer full): frames to send. @credential: (nullable) */
char *schalter_counter_frame_state (const SchalterCounterState *state);
char *schalter_counter_frame_call (const SchalterCounterCall *call);
char *schalter_counter_frame_answered (const char *call_id, const char *counter);
char *schalter_counter_frame_refused (const char *reason);

/**
 * SchalterCounterWelcome: borrowed.
 * @credential: (nullable): only after a token
 */
typedef struct {
  const char *credential;
  const char *kiosk;
  const char *name;
  guint municipality_bfs;
} SchalterCounterWelcome;

char *schalter_counter_frame_welcome (const SchalterCounterWelcome *welcome);

G_END_DECLS
