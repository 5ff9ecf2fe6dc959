/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PRAGMA application_id of a catalogue: "SCHK". */
#define SCHALTER_CATALOGUE_APPLICATION_ID 0x5343484b
/* PRAGMA user_version: readers refuse every other number. */
#define SCHALTER_CATALOGUE_FORMAT 2

/* The SQL that makes an empty catalogue. */
const char *schalter_catalogue_schema_get_sql (void);

G_END_DECLS
