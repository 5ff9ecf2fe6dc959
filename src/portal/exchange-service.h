/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db.h"
#include "device-grants.h"
#include "portal-secrets.h"

G_BEGIN_DECLS

/**
 * SchalterExchangeService: answers the sealed exchange of docs/protocols.md. A record of what it
 * works with; all borrowed.
 * @device_uri: the address of the phone's page, "https://…/device"
 */
typedef struct {
  SchalterDb *db;
  SchalterDeviceGrants *grants;
  const SchalterSecrets *exchange_secrets;
  const SchalterSecrets *seal_secrets;
  const char *verify_base;
  const char *device_uri;
} SchalterExchangeService;

/**
 * schalter_exchange_service_answer:
 *
 * Opens a sealed request, does what it asks, and seals the answer to the session's key.
 *
 * Returns: (transfer full): or %NULL with SCHALTER_ERROR_UNTRUSTED or SCHALTER_ERROR_INVALID when
 * the request cannot be opened or names no key to answer to.
 */
GBytes *schalter_exchange_service_answer (const SchalterExchangeService *service,
                                          GBytes *sealed_request,
                                          gint64 now_us,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
