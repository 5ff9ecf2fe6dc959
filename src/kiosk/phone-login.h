/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange.h"

G_BEGIN_DECLS

/**
 * SchalterPhoneLoginState:
 * @SCHALTER_PHONE_LOGIN_STARTING: the portal is being asked for a code
 * @SCHALTER_PHONE_LOGIN_WAITING: the code is on the screen, the phone's turn
 * @SCHALTER_PHONE_LOGIN_DONE: the portal knows who it is
 * @SCHALTER_PHONE_LOGIN_DENIED: refused on the phone
 * @SCHALTER_PHONE_LOGIN_EXPIRED: the code is too old; a new one can be had
 * @SCHALTER_PHONE_LOGIN_FAILED: the portal cannot be reached or makes no sense
 */
typedef enum {
  SCHALTER_PHONE_LOGIN_STARTING,
  SCHALTER_PHONE_LOGIN_WAITING,
  SCHALTER_PHONE_LOGIN_DONE,
  SCHALTER_PHONE_LOGIN_DENIED,
  SCHALTER_PHONE_LOGIN_EXPIRED,
  SCHALTER_PHONE_LOGIN_FAILED,
} SchalterPhoneLoginState;

/**
 * SchalterPerson: who the portal says it is; wiped when freed.
 * @bfs: municipality of residence
 */
typedef struct {
  char *surname;
  char *given_names;
  char *birth_date;
  char *address;
  guint bfs;
} SchalterPerson;

void schalter_person_free (SchalterPerson *person);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterPerson, schalter_person_free)

/**
 * SchalterPhoneLogin:
 *
 * Login for input-constrained devices (RFC 8628) through the sealed exchange: the kiosk shows a
 * code, the phone does the rest. The token is revoked when the object goes. Signal: "changed".
 */
#define SCHALTER_TYPE_PHONE_LOGIN (schalter_phone_login_get_type ())
G_DECLARE_FINAL_TYPE (SchalterPhoneLogin, schalter_phone_login, SCHALTER, PHONE_LOGIN, GObject)

SchalterPhoneLogin *
schalter_phone_login_new (SchalterExchange *exchange, const char *kiosk_id, const char *kiosk_name);
/* For tests: how long a second of the polling interval lasts. */
void schalter_phone_login_set_second_ms (SchalterPhoneLogin *self, guint second_ms);
/* Asks for a code; also for a new one after it expired, was denied or failed. */
void schalter_phone_login_start (SchalterPhoneLogin *self);
/* Stops asking and gives the token back. */
void schalter_phone_login_end (SchalterPhoneLogin *self);

SchalterPhoneLoginState schalter_phone_login_get_state (SchalterPhoneLogin *self);
/* While WAITING; "" otherwise. */
const char *schalter_phone_login_get_user_code (SchalterPhoneLogin *self);
const char *schalter_phone_login_get_verification_uri (SchalterPhoneLogin *self);
const char *schalter_phone_login_get_complete_uri (SchalterPhoneLogin *self);
/* Whole seconds until the code expires, 0 when it has. */
guint schalter_phone_login_get_seconds_left (SchalterPhoneLogin *self);
/* When DONE; NULL otherwise. */
const SchalterPerson *schalter_phone_login_get_person (SchalterPhoneLogin *self);
const char *schalter_phone_login_get_access_token (SchalterPhoneLogin *self);

G_END_DECLS
