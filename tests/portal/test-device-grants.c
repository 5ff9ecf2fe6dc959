/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Logins by phone: what a kiosk is told while the phone decides, and what stops guessing. */
#include "config.h"

#include "device-grants.h"

#include "random.h"
#include "schalter-error.h"

#define SECOND G_USEC_PER_SEC
#define NOW (G_GINT64_CONSTANT (1700000000) * SECOND)

static void
gives_one_token_after_the_phone_has_confirmed (void)
{
  g_autoptr (SchalterDeviceGrants) grants = schalter_device_grants_new ();
  SchalterDeviceGrant grant = schalter_device_grants_begin (grants, "k1", "Stadthaus", NOW);
  const char *code = NULL;
  g_assert_null (schalter_device_grants_poll (grants, grant.device_code, NOW + SECOND, &code));
  g_assert_cmpstr (code, ==, "authorization_pending");
  g_autoptr (GError) error = NULL;
  g_autofree char *typed = g_ascii_strdown (grant.user_code, -1);
  g_assert_true (schalter_device_grants_answer (grants, typed, "anna", NOW + 2 * SECOND, &error));
  g_assert_no_error (error);
  const char *token =
      schalter_device_grants_poll (grants, grant.device_code, NOW + 4 * SECOND, &code);
  g_assert_nonnull (token);
  g_assert_cmpstr (schalter_device_grants_get_person (grants, token, NOW + 5 * SECOND), ==, "anna");
  g_assert_null (schalter_device_grants_poll (grants, grant.device_code, NOW + 9 * SECOND, &code));
  g_assert_cmpstr (code, ==, "expired_token");
}

static void
tells_a_hasty_kiosk_to_slow_down (void)
{
  g_autoptr (SchalterDeviceGrants) grants = schalter_device_grants_new ();
  SchalterDeviceGrant grant = schalter_device_grants_begin (grants, "k1", "Stadthaus", NOW);
  const char *code = NULL;
  (void)schalter_device_grants_poll (grants, grant.device_code, NOW, &code);
  (void)schalter_device_grants_poll (grants, grant.device_code, NOW + SECOND / 2, &code);
  g_assert_cmpstr (code, ==, "slow_down");
}

static void
tells_when_it_was_refused_or_took_too_long (void)
{
  g_autoptr (SchalterDeviceGrants) grants = schalter_device_grants_new ();
  SchalterDeviceGrant refused = schalter_device_grants_begin (grants, "k1", "Stadthaus", NOW);
  g_autoptr (GError) error = NULL;
  const char *code = NULL;
  g_assert_true (schalter_device_grants_answer (grants, refused.user_code, NULL, NOW, &error));
  (void)schalter_device_grants_poll (grants, refused.device_code, NOW, &code);
  g_assert_cmpstr (code, ==, "access_denied");
  SchalterDeviceGrant late = schalter_device_grants_begin (grants, "k1", "Stadthaus", NOW);
  gint64 then = NOW + (SCHALTER_GRANT_LIFETIME_S + 1) * SECOND;
  g_assert_false (schalter_device_grants_answer (grants, late.user_code, "anna", then, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND);
  (void)schalter_device_grants_poll (grants, late.device_code, then, &code);
  g_assert_cmpstr (code, ==, "expired_token");
}

static void
finds_a_code_as_people_type_it (void)
{
  g_autoptr (SchalterDeviceGrants) grants = schalter_device_grants_new ();
  SchalterDeviceGrant grant = schalter_device_grants_begin (grants, "k1", "Stadthaus", NOW);
  SchalterDeviceGrant found;
  g_autoptr (GError) error = NULL;
  g_autofree char *typed =
      g_strdup_printf (" %.2s %.2s%s", grant.user_code, grant.user_code + 2, grant.user_code + 5);
  g_assert_true (schalter_device_grants_find (grants, typed, NOW, &found, &error));
  g_assert_cmpstr (found.kiosk_name, ==, "Stadthaus");
  g_assert_false (schalter_device_grants_find (grants, "", NOW, &found, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND);
}

static void
forgets_a_revoked_token (void)
{
  g_autoptr (SchalterDeviceGrants) grants = schalter_device_grants_new ();
  SchalterDeviceGrant grant = schalter_device_grants_begin (grants, "k1", "Stadthaus", NOW);
  g_autoptr (GError) error = NULL;
  const char *code = NULL;
  g_assert_true (schalter_device_grants_answer (grants, grant.user_code, "anna", NOW, &error));
  g_autofree char *token =
      g_strdup (schalter_device_grants_poll (grants, grant.device_code, NOW, &code));
  schalter_device_grants_revoke (grants, token);
  g_assert_null (schalter_device_grants_get_person (grants, token, NOW));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schalter_crypto_init ();
  g_test_add_func ("/portal/device-grants/gives-one-token-after-the-phone-has-confirmed",
                   gives_one_token_after_the_phone_has_confirmed);
  g_test_add_func ("/portal/device-grants/tells-a-hasty-kiosk-to-slow-down",
                   tells_a_hasty_kiosk_to_slow_down);
  g_test_add_func ("/portal/device-grants/tells-when-it-was-refused-or-took-too-long",
                   tells_when_it_was_refused_or_took_too_long);
  g_test_add_func ("/portal/device-grants/finds-a-code-as-people-type-it",
                   finds_a_code_as_people_type_it);
  g_test_add_func ("/portal/device-grants/forgets-a-revoked-token", forgets_a_revoked_token);
  return g_test_run ();
}
