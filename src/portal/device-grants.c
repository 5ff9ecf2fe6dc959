/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Logins by phone, RFC 8628. */
#include "config.h"

#include "device-grants.h"

#include "random.h"
#include "schalter-error.h"

#include <string.h>

#define N_CODE_LETTERS 8
#define MAX_GRANTS 10000 /* the oldest are let go before memory is */
#define SLOW_DOWN_US (5 * G_USEC_PER_SEC)

typedef enum {
  GRANT_WAITING,
  GRANT_CONFIRMED,
  GRANT_DENIED,
  GRANT_USED,
} GrantState;

typedef struct {
  GrantState state;
  gint64 expires_us;
  gint64 polled_us;
  gint64 interval_us;
  char *device_code;
  char *user_code;
  char *kiosk;
  char *kiosk_name;
  char *person_id;
  char *access_token;
} Grant;

struct _SchalterDeviceGrants {
  GQueue grants; /* of Grant, oldest first */
};

static void
free_grant (Grant *grant)
{
  g_free (grant->device_code);
  g_free (grant->user_code);
  g_free (grant->kiosk);
  g_free (grant->kiosk_name);
  g_free (grant->person_id);
  g_free (grant->access_token);
  g_free (grant);
}

SchalterDeviceGrants *
schalter_device_grants_new (void)
{
  SchalterDeviceGrants *self = g_new0 (SchalterDeviceGrants, 1);
  g_queue_init (&self->grants);
  return self;
}

void
schalter_device_grants_free (SchalterDeviceGrants *self)
{
  g_queue_clear_full (&self->grants, (GDestroyNotify)free_grant);
  g_free (self);
}

static char *
make_secret (void)
{
  guint8 bytes[32];
  schalter_random_fill (bytes, sizeof bytes);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

/* RFC 8628 §6.1: twenty consonants, so that no word comes about; 20⁸ is about 34 bits. */
static char *
make_user_code (void)
{
  static const char letters[] = "BCDFGHJKLMNPQRSTVWXZ";
  GString *code = g_string_new (NULL);
  for (guint n = 0; n < N_CODE_LETTERS;) {
    guint8 byte;
    schalter_random_fill (&byte, 1);
    if (byte >= 240) /* the largest multiple of twenty in a byte: no letter is likelier */
      continue;
    if (n == N_CODE_LETTERS / 2)
      g_string_append_c (code, '-');
    g_string_append_c (code, letters[byte % 20]);
    n++;
  }
  return g_string_free (code, FALSE);
}

static void
drop_expired (SchalterDeviceGrants *self, gint64 now_us)
{
  while (!g_queue_is_empty (&self->grants)) {
    Grant *oldest = g_queue_peek_head (&self->grants);
    gint64 over_us = oldest->expires_us + SCHALTER_TOKEN_LIFETIME_S * G_USEC_PER_SEC;
    if (now_us < over_us && g_queue_get_length (&self->grants) < MAX_GRANTS)
      return;
    free_grant (g_queue_pop_head (&self->grants));
  }
}

static SchalterDeviceGrant
show_grant (const Grant *grant)
{
  return (
      SchalterDeviceGrant){ grant->device_code, grant->user_code, grant->kiosk, grant->kiosk_name };
}

SchalterDeviceGrant
schalter_device_grants_begin (SchalterDeviceGrants *self,
                              const char *kiosk,
                              const char *kiosk_name,
                              gint64 now_us)
{
  drop_expired (self, now_us);
  Grant *grant = g_new0 (Grant, 1);
  grant->expires_us = now_us + SCHALTER_GRANT_LIFETIME_S * G_USEC_PER_SEC;
  grant->interval_us = SCHALTER_GRANT_INTERVAL_S * G_USEC_PER_SEC;
  grant->device_code = make_secret ();
  grant->user_code = make_user_code ();
  grant->kiosk = g_strdup (kiosk);
  grant->kiosk_name = g_strdup (kiosk_name);
  g_queue_push_tail (&self->grants, grant);
  return show_grant (grant);
}

/* What a person types: lower case and blanks are forgiven, the dash may be missing. */
static gboolean
is_typed_code (const char *typed, const char *code)
{
  const char *letter = code;
  for (const char *c = typed; *c != '\0'; c++) {
    if (*c == ' ' || *c == '-')
      continue;
    if (*letter == '-')
      letter++;
    if (*letter == '\0' || g_ascii_toupper (*c) != *letter)
      return FALSE;
    letter++;
  }
  return *letter == '\0';
}

static Grant *
find_waiting (SchalterDeviceGrants *self, const char *typed_code, gint64 now_us, GError **error)
{
  for (GList *link = self->grants.head; link != NULL; link = link->next) {
    Grant *grant = link->data;
    if (grant->state == GRANT_WAITING && now_us < grant->expires_us &&
        is_typed_code (typed_code, grant->user_code))
      return grant;
  }
  g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND, "no login waits for this code");
  return NULL;
}

gboolean
schalter_device_grants_find (SchalterDeviceGrants *self,
                             const char *typed_code,
                             gint64 now_us,
                             SchalterDeviceGrant *grant_out,
                             GError **error)
{
  Grant *grant = find_waiting (self, typed_code, now_us, error);
  if (grant == NULL)
    return FALSE;
  *grant_out = show_grant (grant);
  return TRUE;
}

gboolean
schalter_device_grants_answer (SchalterDeviceGrants *self,
                               const char *typed_code,
                               const char *person_id,
                               gint64 now_us,
                               GError **error)
{
  Grant *grant = find_waiting (self, typed_code, now_us, error);
  if (grant == NULL)
    return FALSE;
  grant->state = person_id != NULL ? GRANT_CONFIRMED : GRANT_DENIED;
  grant->person_id = g_strdup (person_id);
  return TRUE;
}

static Grant *
find_by_device_code (SchalterDeviceGrants *self, const char *device_code)
{
  for (GList *link = self->grants.head; link != NULL; link = link->next) {
    Grant *grant = link->data;
    if (g_str_equal (grant->device_code, device_code))
      return grant;
  }
  return NULL;
}

/* RFC 8628 §3.5: asking faster than the interval makes it five seconds longer. */
static const char *
pace (Grant *grant, gint64 now_us)
{
  gboolean is_too_fast =
      grant->polled_us > 0 && now_us - grant->polled_us < grant->interval_us * 9 / 10;
  grant->polled_us = now_us;
  if (!is_too_fast)
    return "authorization_pending";
  grant->interval_us += SLOW_DOWN_US;
  return "slow_down";
}

const char *
schalter_device_grants_poll (SchalterDeviceGrants *self,
                             const char *device_code,
                             gint64 now_us,
                             const char **error_code_out)
{
  Grant *grant = find_by_device_code (self, device_code);
  *error_code_out = NULL;
  if (grant == NULL || grant->state == GRANT_USED || now_us >= grant->expires_us) {
    *error_code_out = "expired_token";
  } else if (grant->state == GRANT_DENIED) {
    *error_code_out = "access_denied";
  } else if (grant->state == GRANT_WAITING) {
    *error_code_out = pace (grant, now_us);
  } else {
    grant->state = GRANT_USED;
    grant->access_token = make_secret ();
    grant->expires_us = now_us + SCHALTER_TOKEN_LIFETIME_S * G_USEC_PER_SEC;
    return grant->access_token;
  }
  return NULL;
}

static Grant *
find_by_token (SchalterDeviceGrants *self, const char *access_token)
{
  for (GList *link = self->grants.head; link != NULL; link = link->next) {
    Grant *grant = link->data;
    if (grant->access_token != NULL && g_str_equal (grant->access_token, access_token))
      return grant;
  }
  return NULL;
}

const char *
schalter_device_grants_get_person (SchalterDeviceGrants *self,
                                   const char *access_token,
                                   gint64 now_us)
{
  Grant *grant = find_by_token (self, access_token);
  return grant != NULL && now_us < grant->expires_us ? grant->person_id : NULL;
}

void
schalter_device_grants_revoke (SchalterDeviceGrants *self, const char *access_token)
{
  Grant *grant = find_by_token (self, access_token);
  if (grant == NULL)
    return;
  g_queue_remove (&self->grants, grant);
  free_grant (grant);
}
