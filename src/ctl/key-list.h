/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * schalter_key_list_parse:
 * @json: {"keys": [{"id", "purpose", "bfs", "key", "valid_from", "valid_until"}]}, the publisher's
 *     public-keys.json; only those of purpose "seal" are taken
 *
 * Returns: (transfer full) (element-type SchalterSealPublicKey): or %NULL with
 *     SCHALTER_ERROR_INVALID.
 */
GPtrArray *
schalter_key_list_parse (const char *json, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
