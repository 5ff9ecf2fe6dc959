/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "counter-message.h"
#include "known-kiosk.h"
#include "retry.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SchalterKioskLink:
 *
 * The line from this desk to one kiosk: WebSocket (RFC 6455) over TLS 1.3, as docs/protocols.md
 * has it. The kiosk is known by the fingerprint of its certificate and by nothing else; what it
 * says is read strictly. A line that breaks is made again by itself; open calls stay, and those
 * that the kiosk does not repeat are dropped.
 *
 * Signals: "changed": something that can be asked here is another; "renamed": the kiosk calls
 * itself by another name than it was known by.
 */
#define SCHALTER_TYPE_KIOSK_LINK (schalter_kiosk_link_get_type ())
G_DECLARE_FINAL_TYPE (SchalterKioskLink, schalter_kiosk_link, SCHALTER, KIOSK_LINK, GObject)

/**
 * SchalterKioskLinkState:
 * @SCHALTER_KIOSK_LINK_CONNECTING: on the way, the first time
 * @SCHALTER_KIOSK_LINK_CONNECTED: the kiosk has bid this desk welcome
 * @SCHALTER_KIOSK_LINK_LOST: it did not work; tried again by itself
 */
typedef enum {
  SCHALTER_KIOSK_LINK_CONNECTING,
  SCHALTER_KIOSK_LINK_CONNECTED,
  SCHALTER_KIOSK_LINK_LOST,
} SchalterKioskLinkState;

/**
 * SchalterKioskCall: somebody is wanted. A record, borrowed from the link.
 * @reason: "help", "identity" or "printer"
 * @is_answering: this desk has said that it comes, and the kiosk has not confirmed it yet
 */
typedef struct {
  char *id;
  char *reason;
  gint64 since_us;
  gboolean is_answering;
  guint epoch;
} SchalterKioskCall;

/**
 * SchalterKioskLinkTimes:
 * @connect_ms: for the way from the first packet to the welcome
 * @ping_s: between two pings
 * @silence_ms: without a pong the line counts as dead
 * @settle_ms: after a welcome all open calls have been told
 * @retry: the wait after the n-th failure
 */
typedef struct {
  guint connect_ms;
  guint ping_s;
  guint silence_ms;
  guint settle_ms;
  SchalterRetryPolicy retry;
} SchalterKioskLinkTimes;

/* @kiosk: has a token or a credential; copied. @desk: what this desk is called. */
SchalterKioskLink *schalter_kiosk_link_new (const SchalterKnownKiosk *kiosk, const char *desk);
/* For tests and slow networks; before it starts. */
void schalter_kiosk_link_set_times (SchalterKioskLink *self, const SchalterKioskLinkTimes *times);
void schalter_kiosk_link_start (SchalterKioskLink *self);
/* Holds from the next connection on. */
void schalter_kiosk_link_set_desk (SchalterKioskLink *self, const char *desk);

/* With the name and credential the kiosk gave last. */
const SchalterKnownKiosk *schalter_kiosk_link_get_kiosk (SchalterKioskLink *self);
/* As the kiosk calls itself, or else its host. */
const char *schalter_kiosk_link_get_name (SchalterKioskLink *self);
SchalterKioskLinkState schalter_kiosk_link_get_state (SchalterKioskLink *self);
/* (nullable): why it is lost. UNTRUSTED, REFUSED, INVALID, OUTDATED or UNAVAILABLE. */
const GError *schalter_kiosk_link_get_problem (SchalterKioskLink *self);
/* (nullable): what it last said of itself; %NULL while it is not connected. */
const SchalterCounterMessage *schalter_kiosk_link_get_report (SchalterKioskLink *self);
/* (element-type SchalterKioskCall): the open ones, oldest first. */
GPtrArray *schalter_kiosk_link_get_calls (SchalterKioskLink *self);
/* (nullable): the desk that answered last, while no call has come since. */
const char *schalter_kiosk_link_get_answerer (SchalterKioskLink *self);

/* Tells the kiosk that somebody comes; FALSE if there is no such call, or no connection. */
gboolean schalter_kiosk_link_answer (SchalterKioskLink *self, const char *call_id);

G_END_DECLS
