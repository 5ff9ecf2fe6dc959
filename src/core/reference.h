/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SCHALTER_REFERENCE_RANDOM_BYTES 4

/**
 * schalter_reference_new:
 * @bfs: municipality, 1–9999, or 0 for the canton
 * @random: SCHALTER_REFERENCE_RANDOM_BYTES bytes from a cryptographic source
 *
 * Makes a reference number like "4045-7F3K-92QX": municipality, six random symbols and two check
 * symbols in Crockford's base 32 (no I, L, O, U). The check finds each wrong symbol and each swap
 * of neighbours.
 */
char *schalter_reference_new (guint bfs, const guint8 *random);

/**
 * schalter_reference_parse:
 * @typed: as a person types it: lower case, blanks, O for 0, I and L for 1 are forgiven
 *
 * Returns: (transfer full): the canonical form, or %NULL with SCHALTER_ERROR_INVALID if it is not a
 *     reference number or its check symbols do not match.
 */
char *schalter_reference_parse (const char *typed, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
