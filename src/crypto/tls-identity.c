/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Self-signed TLS certificates, made with GnuTLS because GLib can read but not make them. */
#include "config.h"

#include "tls-identity.h"

#include "schalter-error.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <sodium.h>
#include <string.h>

#define DAY_SECONDS (24 * 60 * 60)
/* A peer's clock may be behind ours. */
#define CLOCK_SLACK_SECONDS (5 * 60)
#define SERIAL_BYTES 16

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_privkey_t, gnutls_x509_privkey_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_crt_t, gnutls_x509_crt_deinit, NULL)

static gboolean
is_host_name (const char *name)
{
  gsize length = strlen (name);
  return length >= 1 && length <= 64 && g_ascii_isalnum (name[0]) &&
         name[strspn (name,
                      "abcdefghijklmnopqrstuvwxyz"
                      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")] == '\0';
}

/* Keeps the first failure of a row of GnuTLS calls. */
static void
keep (int *first, int result)
{
  if (*first >= 0)
    *first = result;
}

static int
set_names (gnutls_x509_crt_t certificate, const char *common_name)
{
  const guint8 loopback4[] = { 127, 0, 0, 1 };
  const guint8 loopback6[16] = { [15] = 1 };
  int result = 0;
  keep (&result,
        gnutls_x509_crt_set_dn_by_oid (certificate,
                                       GNUTLS_OID_X520_COMMON_NAME,
                                       0,
                                       common_name,
                                       (unsigned int)strlen (common_name)));
  keep (&result,
        gnutls_x509_crt_set_subject_alt_name (certificate,
                                              GNUTLS_SAN_DNSNAME,
                                              common_name,
                                              (unsigned int)strlen (common_name),
                                              GNUTLS_FSAN_SET));
  keep (&result,
        gnutls_x509_crt_set_subject_alt_name (
            certificate, GNUTLS_SAN_IPADDRESS, loopback4, sizeof loopback4, GNUTLS_FSAN_APPEND));
  keep (&result,
        gnutls_x509_crt_set_subject_alt_name (
            certificate, GNUTLS_SAN_IPADDRESS, loopback6, sizeof loopback6, GNUTLS_FSAN_APPEND));
  return result;
}

static int
set_terms (gnutls_x509_crt_t certificate, guint valid_days)
{
  guint8 serial[SERIAL_BYTES];
  time_t now = (time_t)(g_get_real_time () / G_USEC_PER_SEC);
  int result = 0;
  randombytes_buf (serial, sizeof serial);
  serial[0] &= 0x7f; /* a positive number, RFC 5280 §4.1.2.2 */
  serial[0] |= 0x40; /* and not zero */
  keep (&result, gnutls_x509_crt_set_version (certificate, 3));
  keep (&result, gnutls_x509_crt_set_serial (certificate, serial, sizeof serial));
  keep (&result, gnutls_x509_crt_set_activation_time (certificate, now - CLOCK_SLACK_SECONDS));
  keep (&result,
        gnutls_x509_crt_set_expiration_time (certificate, now + (time_t)valid_days * DAY_SECONDS));
  keep (&result, gnutls_x509_crt_set_basic_constraints (certificate, 0, -1));
  keep (&result, gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_DIGITAL_SIGNATURE));
  keep (&result, gnutls_x509_crt_set_key_purpose_oid (certificate, GNUTLS_KP_TLS_WWW_SERVER, 0));
  return result;
}

/* Certificate and key, PEM, one after the other; what GnuTLS allocated is wiped. */
static int
export_pem (gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key, char **pem_out)
{
  gnutls_datum_t certificate_pem = { NULL, 0 };
  gnutls_datum_t key_pem = { NULL, 0 };
  int result = gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &certificate_pem);
  if (result >= 0)
    result = gnutls_x509_privkey_export2_pkcs8 (
        key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &key_pem);
  if (result >= 0)
    *pem_out = g_strdup_printf ("%.*s%.*s",
                                (int)certificate_pem.size,
                                (const char *)certificate_pem.data,
                                (int)key_pem.size,
                                (const char *)key_pem.data);
  if (key_pem.data != NULL)
    sodium_memzero (key_pem.data, key_pem.size);
  gnutls_free (certificate_pem.data);
  gnutls_free (key_pem.data);
  return result;
}

char *
schalter_tls_identity_new_pem (const char *common_name, guint valid_days, GError **error)
{
  g_return_val_if_fail (common_name != NULL && valid_days > 0, NULL);
  g_auto (gnutls_x509_privkey_t) key = NULL;
  g_auto (gnutls_x509_crt_t) certificate = NULL;
  char *pem = NULL;
  int result = 0;
  if (!is_host_name (common_name)) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "“%s” is not a host name of at most 64 characters",
                 common_name);
    return NULL;
  }
  keep (&result, gnutls_x509_privkey_init (&key));
  keep (&result, gnutls_x509_crt_init (&certificate));
  if (result >= 0)
    result = gnutls_x509_privkey_generate2 (
        key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0, NULL, 0);
  if (result >= 0)
    result = set_names (certificate, common_name);
  if (result >= 0)
    result = set_terms (certificate, valid_days);
  if (result >= 0)
    result = gnutls_x509_crt_set_key (certificate, key);
  if (result >= 0)
    result = gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0);
  if (result >= 0)
    result = export_pem (certificate, key, &pem);
  if (result < 0)
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INTERNAL,
                 "making a certificate failed: %s",
                 gnutls_strerror (result));
  return pem;
}

char *
schalter_tls_certificate_get_fingerprint (GTlsCertificate *certificate)
{
  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);
  g_autoptr (GByteArray) der = NULL;
  g_object_get (certificate, "certificate", &der, NULL);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
}
