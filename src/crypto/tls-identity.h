/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * schalter_tls_identity_new_pem:
 * @common_name: also a DNS subject alternative name; 127.0.0.1 and ::1 are added for loopback
 * @valid_days: from now
 *
 * Makes a self-signed X.509 certificate with an ECDSA P-256 key.
 *
 * Returns: (transfer full): certificate and private key, PEM, one after the other.
 */
char *schalter_tls_identity_new_pem (const char *common_name,
                                     guint valid_days,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* SHA-256 of a certificate's DER form, 64 lower-case hexadecimal digits: what pairing pins. */
char *schalter_tls_certificate_get_fingerprint (GTlsCertificate *certificate);

G_END_DECLS
