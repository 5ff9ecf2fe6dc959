/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db.h"
#include "source.h"

G_BEGIN_DECLS

/**
 * schalter_catalogue_compile:
 * @source: without problems
 * @version: of the catalogue; written into it
 * @path: the file to make; replaced only when all is done
 *
 * Writes a catalogue. The same sources and version give the same bytes.
 */
gboolean schalter_catalogue_compile (const SchalterSource *source,
                                     guint64 version,
                                     const char *path,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Fills the search table (catalogue-index.c). */
gboolean schalter_catalogue_write_index (SchalterDb *db,
                                         const SchalterSource *source,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
