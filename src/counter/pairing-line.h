/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "known-kiosk.h"

G_BEGIN_DECLS

/**
 * schalter_pairing_line_parse:
 * @text: what somebody has pasted: "schalter-pair:1:host:port:fingerprint:token", see
 *     docs/protocols.md; white space around it is none of it
 *
 * Returns: (transfer full): a kiosk with a token and no credential, or %NULL with
 *     SCHALTER_ERROR_INVALID and a translated sentence for the person who pasted it.
 */
SchalterKnownKiosk *schalter_pairing_line_parse (const char *text,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
