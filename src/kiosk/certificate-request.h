/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "claims.h"
#include "exchange.h"

G_BEGIN_DECLS

/**
 * SchalterCertificate: what the portal has issued.
 * @seal_code: vouches for @claims; it has been checked against the catalogue's keys
 */
typedef struct {
  SchalterClaims *claims;
  char *seal_code;
} SchalterCertificate;

void schalter_certificate_free (SchalterCertificate *certificate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterCertificate, schalter_certificate_free)

/**
 * schalter_certificate_request_async:
 * @type: the template's id
 * @request_id: UUIDv7; the same one again gets the same certificate
 *
 * Asks the portal for a certificate of the person behind @access_token, and checks that the seal
 * belongs to these claims. Errors: SCHALTER_ERROR_REFUSED with the portal's reason,
 * SCHALTER_ERROR_UNTRUSTED when claims and seal disagree, SCHALTER_ERROR_UNAVAILABLE.
 */
typedef struct {
  const char *access_token;
  const char *type;
  const char *request_id;
  SchalterLanguage language;
} SchalterCertificateOrder;

void schalter_certificate_request_async (SchalterExchange *exchange,
                                         SchalterCatalogue *catalogue,
                                         const SchalterCertificateOrder *order,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
SchalterCertificate *schalter_certificate_request_finish (GAsyncResult *result,
                                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
