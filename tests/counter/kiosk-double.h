/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "known-kiosk.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define KIOSK_DOUBLE_CREDENTIAL "5f1d0c4b"
#define KIOSK_DOUBLE_TOKEN "00112233445566778899aabbccddeeff"

/**
 * KioskDouble: a kiosk's end of the counter link that says what a test wants, to meet what a real
 * kiosk says only when something is wrong with it. Real TLS, on a port of its own on loopback.
 * @name: what it calls itself
 * @state: the frame it sends after its welcome
 * @calls: (element-type utf8): frames it sends after that
 * @welcome: (nullable): a frame in place of its welcome; "" for none at all
 * @hellos: (element-type utf8): the first frame of each connection
 * @frames: (element-type utf8): all others
 */
typedef struct {
  SoupServer *server;
  SoupWebsocketConnection *peer;
  GTlsCertificate *identity;
  char *fingerprint;
  guint port;

  char *name;
  char *state;
  GPtrArray *calls;
  char *welcome;

  GPtrArray *hellos;
  GPtrArray *frames;
  guint n_closed;
} KioskDouble;

#define KIOSK_DOUBLE_READY                                                                         \
  "{\"type\":\"state\",\"network\":\"online\",\"printer\":\"ready\",\"reasons\":[],"               \
  "\"catalogue\":42,\"outbox\":0,\"attention\":0,\"sessions\":1}"
#define KIOSK_DOUBLE_NO_PAPER                                                                      \
  "{\"type\":\"state\",\"network\":\"offline\",\"printer\":\"attention\","                         \
  "\"reasons\":[\"media-empty-error\"],\"catalogue\":42,\"outbox\":3,\"attention\":0,"             \
  "\"sessions\":1}"

KioskDouble *kiosk_double_new (void);
void kiosk_double_free (KioskDouble *kiosk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KioskDouble, kiosk_double_free)

/* As somebody who pairs knows it: with a token; or from before: with a credential. */
SchalterKnownKiosk *kiosk_double_dup_unpaired (KioskDouble *kiosk);
SchalterKnownKiosk *kiosk_double_dup_paired (KioskDouble *kiosk);
char *kiosk_double_dup_pairing_line (KioskDouble *kiosk);

void kiosk_double_send (KioskDouble *kiosk, const char *frame);
/* A call's frame: (transfer full). */
char *kiosk_double_make_call (const char *id, const char *reason);
/* Takes the machine off the network, and puts it back at the same address. */
void kiosk_double_stop (KioskDouble *kiosk);
void kiosk_double_start (KioskDouble *kiosk);

G_END_DECLS
