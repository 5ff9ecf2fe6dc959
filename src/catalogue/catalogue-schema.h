/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PRAGMA application_id of a catalogue: "SCHK". */
#define SCHALTER_CATALOGUE_APPLICATION_ID 0x5343484b
/* PRAGMA user_version: readers refuse every other number. */
#define SCHALTER_CATALOGUE_FORMAT 1

/* Weights of the columns of the search table, in their order. */
#define SCHALTER_SEARCH_WEIGHTS "10.0, 8.0, 3.0, 1.0"

/* The SQL that makes an empty catalogue. */
const char *schalter_catalogue_schema_get_sql (void);

G_END_DECLS
