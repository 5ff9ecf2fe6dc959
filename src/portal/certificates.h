/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "claims.h"
#include "db.h"
#include "portal-secrets.h"
#include "register.h"

G_BEGIN_DECLS

/**
 * SchalterIssueRequest: what is to be issued; borrowed by the call.
 * @request_id: a UUID of the session: a repeat gets the same certificate
 */
typedef struct {
  const SchalterRegisterEntry *person;
  const char *type;
  const char *request_id;
  gint64 now_us;
} SchalterIssueRequest;

/**
 * SchalterIssued: a certificate: what it says and what vouches for it.
 */
typedef struct {
  JsonNode *claims;
  char *seal_code;
} SchalterIssued;

void schalter_issued_clear (SchalterIssued *issued);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SchalterIssued, schalter_issued_clear)

/**
 * schalter_certificates_issue:
 * @seal_secrets: the signing keys of the municipalities
 * @verify_base: see schalter_seal_code_sign()
 *
 * Issues a certificate of what the register says, under a number of its own, durably.
 *
 * Returns: %FALSE with SCHALTER_ERROR_REFUSED (a minor, a type that is not issued here) or
 *     SCHALTER_ERROR_CONFLICT (the request id belongs to somebody else's certificate).
 */
gboolean schalter_certificates_issue (SchalterDb *db,
                                      const SchalterSecrets *seal_secrets,
                                      const char *verify_base,
                                      const SchalterIssueRequest *request,
                                      SchalterIssued *issued,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
