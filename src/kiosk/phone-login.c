/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kiosk's side of RFC 8628: ask for a code, show it, ask again and again whether the phone has
 * answered, at the pace the portal wants. */
#include "config.h"

#include "phone-login.h"

#include "json-record.h"
#include "random.h"
#include "schalter-error.h"

#include <string.h>

#define GRANT_TYPE "urn:ietf:params:oauth:grant-type:device_code"
#define CLIENT_ID "schalter-kiosk"
#define DEFAULT_INTERVAL_S 5 /* RFC 8628 §3.2 */
#define SLOW_DOWN_S 5        /* RFC 8628 §3.5 */
#define MAX_INTERVAL_S 60
#define MAX_LIFETIME_S 1800

struct _SchalterPhoneLogin {
  GObject parent_instance;

  SchalterPhoneLoginState state;
  guint interval_s;
  guint second_ms;
  gint64 expires_us; /* monotonic */

  /* owned */
  SchalterExchange *exchange;
  GCancellable *cancellable;
  char *kiosk_id;
  char *kiosk_name;
  char *device_code;
  char *user_code;
  char *verification_uri;
  char *complete_uri;
  char *access_token;
  SchalterPerson *person;

  /* handles */
  guint poll_source;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterPhoneLogin, schalter_phone_login, G_TYPE_OBJECT)

static void
wipe (char **text)
{
  if (*text != NULL)
    schalter_wipe (*text, strlen (*text));
  g_clear_pointer (text, g_free);
}

void
schalter_person_free (SchalterPerson *person)
{
  wipe (&person->surname);
  wipe (&person->given_names);
  wipe (&person->birth_date);
  wipe (&person->address);
  g_free (person);
}

static void
set_state (SchalterPhoneLogin *self, SchalterPhoneLoginState state)
{
  self->state = state;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
stop_asking (SchalterPhoneLogin *self)
{
  g_clear_handle_id (&self->poll_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  wipe (&self->device_code);
  wipe (&self->user_code);
  wipe (&self->verification_uri);
  wipe (&self->complete_uri);
}

static void
revoke_token (SchalterPhoneLogin *self)
{
  if (self->access_token == NULL)
    return;
  JsonObject *body = json_object_new ();
  json_object_set_string_member (body, "access_token", self->access_token);
  /* Nobody waits for the answer: the portal lets the token expire anyway. */
  schalter_exchange_call_async (self->exchange, "revoke", body, NULL, NULL, NULL);
  wipe (&self->access_token);
}

void
schalter_phone_login_end (SchalterPhoneLogin *self)
{
  g_return_if_fail (SCHALTER_IS_PHONE_LOGIN (self));
  stop_asking (self);
  revoke_token (self);
  g_clear_pointer (&self->person, schalter_person_free);
}

static void
schalter_phone_login_dispose (GObject *object)
{
  SchalterPhoneLogin *self = SCHALTER_PHONE_LOGIN (object);
  schalter_phone_login_end (self);
  g_clear_object (&self->exchange);
  G_OBJECT_CLASS (schalter_phone_login_parent_class)->dispose (object);
}

static void
schalter_phone_login_finalize (GObject *object)
{
  SchalterPhoneLogin *self = SCHALTER_PHONE_LOGIN (object);
  g_free (self->kiosk_id);
  g_free (self->kiosk_name);
  G_OBJECT_CLASS (schalter_phone_login_parent_class)->finalize (object);
}

static void
schalter_phone_login_class_init (SchalterPhoneLoginClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = schalter_phone_login_dispose;
  G_OBJECT_CLASS (klass)->finalize = schalter_phone_login_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", SCHALTER_TYPE_PHONE_LOGIN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
schalter_phone_login_init (SchalterPhoneLogin *self)
{
  self->second_ms = 1000;
}

SchalterPhoneLogin *
schalter_phone_login_new (SchalterExchange *exchange, const char *kiosk_id, const char *kiosk_name)
{
  SchalterPhoneLogin *self = g_object_new (SCHALTER_TYPE_PHONE_LOGIN, NULL);
  self->exchange = g_object_ref (exchange);
  self->kiosk_id = g_strdup (kiosk_id);
  self->kiosk_name = g_strdup (kiosk_name);
  return self;
}

void
schalter_phone_login_set_second_ms (SchalterPhoneLogin *self, guint second_ms)
{
  g_return_if_fail (SCHALTER_IS_PHONE_LOGIN (self));
  self->second_ms = second_ms;
}

static void
end_with (SchalterPhoneLogin *self, SchalterPhoneLoginState state)
{
  stop_asking (self);
  if (state != SCHALTER_PHONE_LOGIN_DONE)
    revoke_token (self);
  set_state (self, state);
}

static void
fail_with (SchalterPhoneLogin *self, const GError *error)
{
  g_message ("Login by phone is not possible now: %s", error->message);
  end_with (self, SCHALTER_PHONE_LOGIN_FAILED);
}

/* NULL without more when the call was cancelled; @self may be gone then. */
static SchalterExchangeAnswer *
finish_call (SchalterPhoneLogin *self, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  SchalterExchangeAnswer *answer =
      schalter_exchange_call_finish (SCHALTER_EXCHANGE (source), result, &error);
  if (answer != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return answer;
  fail_with (self, error);
  return NULL;
}

static SchalterPerson *
parse_person (const SchalterExchangeAnswer *answer)
{
  const char *surname = schalter_exchange_answer_get_string (answer, "surname");
  const char *given_names = schalter_exchange_answer_get_string (answer, "given_names");
  const char *birth_date = schalter_exchange_answer_get_string (answer, "birth_date");
  const char *address = schalter_exchange_answer_get_string (answer, "address");
  gint64 bfs = schalter_json_get_int (answer->body, "municipality", 0);
  if (surname == NULL || given_names == NULL || birth_date == NULL || bfs < 1 || bfs > 9999)
    return NULL;
  SchalterPerson *person = g_new0 (SchalterPerson, 1);
  person->surname = g_strdup (surname);
  person->given_names = g_strdup (given_names);
  person->birth_date = g_strdup (birth_date);
  person->address = g_strdup (address != NULL ? address : "");
  person->bfs = (guint)bfs;
  return person;
}

static void
on_person (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SchalterPhoneLogin *self = user_data;
  g_autoptr (SchalterExchangeAnswer) answer = finish_call (self, source, result);
  if (answer == NULL)
    return;
  SchalterPerson *person = answer->status == 200 ? parse_person (answer) : NULL;
  if (person == NULL) {
    end_with (self, SCHALTER_PHONE_LOGIN_FAILED);
    return;
  }
  self->person = person;
  end_with (self, SCHALTER_PHONE_LOGIN_DONE);
}

static void
ask_person (SchalterPhoneLogin *self)
{
  JsonObject *body = json_object_new ();
  json_object_set_string_member (body, "access_token", self->access_token);
  schalter_exchange_call_async (self->exchange, "person", body, self->cancellable, on_person, self);
}

static void schedule_poll (SchalterPhoneLogin *self);

/* RFC 8628 §3.5: a portal that is out of reach for a moment is asked more slowly, until the code
 * expires; the phone may have answered meanwhile. */
static void
slow_down (SchalterPhoneLogin *self)
{
  self->interval_s = MIN (self->interval_s + SLOW_DOWN_S, MAX_INTERVAL_S);
  schedule_poll (self);
}

/* RFC 8628 §3.5: what each error of the token call means. */
static void
take_refusal (SchalterPhoneLogin *self, const char *code)
{
  if (g_strcmp0 (code, "access_denied") == 0) {
    end_with (self, SCHALTER_PHONE_LOGIN_DENIED);
  } else if (g_strcmp0 (code, "expired_token") == 0) {
    end_with (self, SCHALTER_PHONE_LOGIN_EXPIRED);
  } else if (g_strcmp0 (code, "slow_down") == 0) {
    slow_down (self);
  } else if (g_strcmp0 (code, "authorization_pending") == 0) {
    schedule_poll (self);
  } else {
    end_with (self, SCHALTER_PHONE_LOGIN_FAILED);
  }
}

static void
on_token (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SchalterPhoneLogin *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterExchangeAnswer) answer =
      schalter_exchange_call_finish (SCHALTER_EXCHANGE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* self may be gone */
  if (g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE) ||
      (answer != NULL && answer->status >= 500)) {
    slow_down (self);
    return;
  }
  if (answer == NULL) {
    fail_with (self, error);
    return;
  }
  const char *token = schalter_exchange_answer_get_string (answer, "access_token");
  if (answer->status != 200 || token == NULL) {
    take_refusal (self, schalter_exchange_answer_get_string (answer, "error"));
    return;
  }
  self->access_token = g_strdup (token);
  ask_person (self);
}

static gboolean
on_poll (gpointer user_data)
{
  SchalterPhoneLogin *self = user_data;
  self->poll_source = 0;
  if (schalter_phone_login_get_seconds_left (self) == 0) {
    end_with (self, SCHALTER_PHONE_LOGIN_EXPIRED);
    return G_SOURCE_REMOVE;
  }
  JsonObject *body = json_object_new ();
  json_object_set_string_member (body, "grant_type", GRANT_TYPE);
  json_object_set_string_member (body, "device_code", self->device_code);
  json_object_set_string_member (body, "client_id", CLIENT_ID);
  schalter_exchange_call_async (self->exchange, "token", body, self->cancellable, on_token, self);
  return G_SOURCE_REMOVE;
}

static void
schedule_poll (SchalterPhoneLogin *self)
{
  self->poll_source = g_timeout_add (self->interval_s * self->second_ms, on_poll, self);
}

static gboolean
take_code (SchalterPhoneLogin *self, const SchalterExchangeAnswer *answer)
{
  const char *device_code = schalter_exchange_answer_get_string (answer, "device_code");
  const char *user_code = schalter_exchange_answer_get_string (answer, "user_code");
  const char *uri = schalter_exchange_answer_get_string (answer, "verification_uri");
  const char *complete = schalter_exchange_answer_get_string (answer, "verification_uri_complete");
  gint64 expires_s = schalter_json_get_int (answer->body, "expires_in", 0);
  gint64 interval_s = schalter_json_get_int (answer->body, "interval", DEFAULT_INTERVAL_S);
  if (answer->status != 200 || device_code == NULL || user_code == NULL || uri == NULL ||
      expires_s < 1)
    return FALSE;
  self->device_code = g_strdup (device_code);
  self->user_code = g_strdup (user_code);
  self->verification_uri = g_strdup (uri);
  self->complete_uri = g_strdup (complete != NULL ? complete : uri);
  self->interval_s = (guint)CLAMP (interval_s, 1, MAX_INTERVAL_S);
  self->expires_us = g_get_monotonic_time () + MIN (expires_s, MAX_LIFETIME_S) * G_USEC_PER_SEC;
  return TRUE;
}

static void
on_code (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SchalterPhoneLogin *self = user_data;
  g_autoptr (SchalterExchangeAnswer) answer = finish_call (self, source, result);
  if (answer == NULL)
    return;
  if (!take_code (self, answer)) {
    end_with (self, SCHALTER_PHONE_LOGIN_FAILED);
    return;
  }
  set_state (self, SCHALTER_PHONE_LOGIN_WAITING);
  schedule_poll (self);
}

void
schalter_phone_login_start (SchalterPhoneLogin *self)
{
  g_return_if_fail (SCHALTER_IS_PHONE_LOGIN (self));
  schalter_phone_login_end (self);
  self->cancellable = g_cancellable_new ();
  set_state (self, SCHALTER_PHONE_LOGIN_STARTING);
  JsonObject *body = json_object_new ();
  json_object_set_string_member (body, "client_id", CLIENT_ID);
  json_object_set_string_member (body, "scope", "certificate");
  json_object_set_string_member (body, "kiosk", self->kiosk_id);
  json_object_set_string_member (body, "kiosk_name", self->kiosk_name);
  schalter_exchange_call_async (
      self->exchange, "device_authorization", body, self->cancellable, on_code, self);
}

SchalterPhoneLoginState
schalter_phone_login_get_state (SchalterPhoneLogin *self)
{
  return self->state;
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

const char *
schalter_phone_login_get_user_code (SchalterPhoneLogin *self)
{
  return or_empty (self->user_code);
}

const char *
schalter_phone_login_get_verification_uri (SchalterPhoneLogin *self)
{
  return or_empty (self->verification_uri);
}

const char *
schalter_phone_login_get_complete_uri (SchalterPhoneLogin *self)
{
  return or_empty (self->complete_uri);
}

guint
schalter_phone_login_get_seconds_left (SchalterPhoneLogin *self)
{
  gint64 left_us = self->expires_us - g_get_monotonic_time ();
  return left_us > 0 ? (guint)((left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

const SchalterPerson *
schalter_phone_login_get_person (SchalterPhoneLogin *self)
{
  return self->person;
}

const char *
schalter_phone_login_get_access_token (SchalterPhoneLogin *self)
{
  return self->access_token;
}
