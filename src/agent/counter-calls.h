/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SchalterCounterCalls:
 *
 * Calls for a person, and who has taken them. Nothing personal: a reason and a time.
 *
 * Signals: "called" (call id) when there is a new call; "answered" (call id, owner) when somebody
 * has taken it; "withdrawn" (call id) when whoever called is gone; "counters-changed" when more or
 * fewer counters listen.
 */
#define SCHALTER_TYPE_COUNTER_CALLS (schalter_counter_calls_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterCounterCalls, schalter_counter_calls, SCHALTER, COUNTER_CALLS, GObject)

/**
 * SchalterCounterCall: a record.
 * @reason: "help", "identity" or "printer"
 * @owner: unique bus name of the session that called; "" for the printer itself
 */
typedef struct {
  char *id;
  char *reason;
  char *owner;
  gint64 since_us;
} SchalterCounterCall;

SchalterCounterCalls *schalter_counter_calls_new (void);

gboolean schalter_counter_calls_is_reason (const char *reason);
/* The same owner with the same reason again is the same call. */
void schalter_counter_calls_add (SchalterCounterCalls *self, const char *owner, const char *reason);
/* Somebody at a counter takes it; FALSE if there is no such call (any more). */
gboolean schalter_counter_calls_answer (SchalterCounterCalls *self, const char *id);
void schalter_counter_calls_drop_owner (SchalterCounterCalls *self, const char *owner);
/* (element-type SchalterCounterCall): the open ones, oldest first. Borrowed. */
GPtrArray *schalter_counter_calls_list (SchalterCounterCalls *self);
/* (nullable) */
const SchalterCounterCall *schalter_counter_calls_find (SchalterCounterCalls *self, const char *id);

/* How many counters listen; set by the link to them. */
void schalter_counter_calls_set_n_counters (SchalterCounterCalls *self, guint n_counters);
guint schalter_counter_calls_get_n_counters (SchalterCounterCalls *self);

G_END_DECLS
