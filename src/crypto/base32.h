/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Base 32 (RFC 4648 §6) without padding, upper case: for QR's alphanumeric mode. */
char *schalter_base32_encode (const guint8 *data, gsize length);
/* Refuses other symbols, impossible lengths and bits left over that are not zero (§3.5), so that
 * each sequence of bytes has one text only. NULL if refused. */
GBytes *schalter_base32_decode (const char *text);

G_END_DECLS
