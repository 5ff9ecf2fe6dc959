/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SCHALTER_UUID_RANDOM_BYTES 10

/* UUIDv7 (RFC 9562 §5.7) as lower-case text, from a time and ten random bytes. */
char *schalter_uuid_new (gint64 now_us, const guint8 *random);
gboolean schalter_uuid_is_valid (const char *text);

G_END_DECLS
