/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "publish.h"
#include "source.h"

G_BEGIN_DECLS

/**
 * schalter_checked_source_load: reads and checks a catalogue's sources.
 * @keys: (nullable): the file of public keys
 *
 * Returns: (transfer full): or %NULL with SCHALTER_ERROR_INVALID, whose message is every mistake
 * found, a line each.
 */
SchalterSource *schalter_checked_source_load (const char *folder,
                                              const char *keys,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
