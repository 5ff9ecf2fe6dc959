/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* BLAKE2b-256 as 64 lower-case hexadecimal digits. */
char *schalter_digest_bytes (GBytes *bytes);
char *schalter_digest_file (const char *path,
                            GCancellable *cancellable,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
