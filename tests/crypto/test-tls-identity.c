/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Certificates made here are taken by GLib's TLS, for the names they are for and no others. */
#include "config.h"

#include "random.h"
#include "schalter-error.h"
#include "tls-identity.h"

#include <string.h>

static GTlsCertificate *
make (const char *common_name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = schalter_tls_identity_new_pem (common_name, 30, &error);
  g_assert_no_error (error);
  GTlsCertificate *certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  return certificate;
}

static GTlsCertificateFlags
verify (GTlsCertificate *certificate, const char *host, GTlsCertificate *trusted)
{
  g_autoptr (GSocketConnectable) identity = g_network_address_new (host, 443);
  return g_tls_certificate_verify (certificate, identity, trusted);
}

static void
holds_for_its_names_only (void)
{
  g_autoptr (GTlsCertificate) certificate = make ("kiosk-1.example");
  g_assert_cmpuint (verify (certificate, "kiosk-1.example", certificate), ==, 0);
  g_assert_cmpuint (verify (certificate, "127.0.0.1", certificate), ==, 0);
  g_assert_cmpuint (verify (certificate, "::1", certificate), ==, 0);
  g_assert_cmpuint (
      verify (certificate, "kiosk-2.example", certificate), ==, G_TLS_CERTIFICATE_BAD_IDENTITY);
}

static void
is_trusted_by_itself_only (void)
{
  g_autoptr (GTlsCertificate) certificate = make ("localhost");
  g_autoptr (GTlsCertificate) other = make ("localhost");
  g_assert_cmpuint (verify (certificate, "localhost", other) & G_TLS_CERTIFICATE_UNKNOWN_CA, !=, 0);
}

static void
is_valid_now_and_for_the_days_asked_for (void)
{
  g_autoptr (GTlsCertificate) certificate = make ("localhost");
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) from = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr (GDateTime) until = g_tls_certificate_get_not_valid_after (certificate);
  GTimeSpan left = g_date_time_difference (until, now);
  g_assert_cmpint (g_date_time_compare (from, now), <, 0);
  g_assert_cmpint (left, <=, 30 * G_TIME_SPAN_DAY);
  g_assert_cmpint (left, >, 29 * G_TIME_SPAN_DAY);
}

static void
has_a_fingerprint_of_its_own (void)
{
  g_autoptr (GTlsCertificate) certificate = make ("localhost");
  g_autoptr (GTlsCertificate) other = make ("localhost");
  g_autofree char *fingerprint = schalter_tls_certificate_get_fingerprint (certificate);
  g_autofree char *others = schalter_tls_certificate_get_fingerprint (other);
  g_assert_cmpuint (strlen (fingerprint), ==, 64);
  g_assert_cmpuint (strspn (fingerprint, "0123456789abcdef"), ==, 64);
  g_assert_cmpstr (fingerprint, !=, others);
}

static void
refuses_what_is_no_host_name (void)
{
  const char *cases[] = { "", "a b", "a/b", "-a", "é", "a\nb" };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (schalter_tls_identity_new_pem (cases[i], 1, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schalter_crypto_init ();
  g_test_add_func ("/crypto/tls-identity/holds-for-its-names-only", holds_for_its_names_only);
  g_test_add_func ("/crypto/tls-identity/is-trusted-by-itself-only", is_trusted_by_itself_only);
  g_test_add_func ("/crypto/tls-identity/is-valid-now-and-for-the-days-asked-for",
                   is_valid_now_and_for_the_days_asked_for);
  g_test_add_func ("/crypto/tls-identity/has-a-fingerprint-of-its-own",
                   has_a_fingerprint_of_its_own);
  g_test_add_func ("/crypto/tls-identity/refuses-what-is-no-host-name",
                   refuses_what_is_no_host_name);
  return g_test_run ();
}
