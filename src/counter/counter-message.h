/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* docs/protocols.md: one text frame is at most this long. */
#define SCHALTER_COUNTER_MESSAGE_MAX_BYTES (64 * 1024)

typedef enum {
  SCHALTER_COUNTER_WELCOME,
  SCHALTER_COUNTER_STATE,
  SCHALTER_COUNTER_CALL,
  SCHALTER_COUNTER_ANSWERED,
  SCHALTER_COUNTER_REFUSED,
} SchalterCounterMessageType;

/**
 * SchalterCounterMessage: what a kiosk says. A record; only the members of its type are set.
 * @credential: (nullable): of a welcome that answers a token
 * @network: "online" or "offline"
 * @printer: "ready", "attention", "stopped", "gone" or "none"
 * @reasons: NULL-terminated IPP printer-state-reasons (RFC 8011 §5.4.12)
 * @n_waiting: submissions in the outbox
 * @n_attention: submissions that a person must look at
 * @reason: of a call "help", "identity" or "printer"; of a refusal any one line
 * @counter: who answered; "" when the call was withdrawn
 */
typedef struct {
  SchalterCounterMessageType type;
  char *type_name;

  char *credential;
  char *kiosk;
  char *name;
  guint municipality_bfs;

  char *network;
  char *printer;
  char **reasons;
  guint64 catalogue;
  guint n_waiting;
  guint n_attention;
  guint n_sessions;

  char *id;
  char *reason;
  gint64 since_us;
  char *counter;
} SchalterCounterMessage;

/* Strict: unknown types, members and values are SCHALTER_ERROR_INVALID. */
SchalterCounterMessage *schalter_counter_message_parse (const char *text,
                                                        gsize length,
                                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_counter_message_free (SchalterCounterMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterCounterMessage, schalter_counter_message_free)

/* (transfer full): frames to send. One of @token and @credential is %NULL. */
char *schalter_counter_message_hello (const char *token, const char *credential, const char *desk);
char *schalter_counter_message_answer (const char *call_id);

G_END_DECLS
