/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalogue-finder.h"
#include "catalogue.h"
#include "db.h"

G_BEGIN_DECLS

/* Prepares a query; a failure can only be a damaged file: it is logged once, and NULL returned. */
SchalterStatement *schalter_catalogue_prepare (SchalterCatalogue *catalogue, const char *sql);
/* TRUE for a row; FALSE at the end or, after logging once, for a damaged file. */
gboolean schalter_catalogue_step (SchalterCatalogue *catalogue, SchalterStatement *statement);

/**
 * SchalterTextSlot:
 * @field: the name in the table of texts
 * @text: where it goes, or NULL if @texts
 * @texts: (element-type SchalterText): where the texts of a list go
 */
typedef struct {
  const char *field;
  SchalterText *text;
  GPtrArray *texts;
} SchalterTextSlot;

/* Reads all texts of a thing into the slots (ended by a NULL field). */
void schalter_catalogue_read_texts (SchalterCatalogue *catalogue,
                                    const char *kind,
                                    const char *id,
                                    const SchalterTextSlot *slots);
/* (element-type SchalterText) */
GPtrArray *schalter_text_array_new (void);

SchalterFinder *schalter_catalogue_get_finder (SchalterCatalogue *catalogue);
guint schalter_catalogue_get_n_services (SchalterCatalogue *catalogue);

G_END_DECLS
