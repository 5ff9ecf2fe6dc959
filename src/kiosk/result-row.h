/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalogue-search.h"
#include "session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SchalterResultRow:
 *
 * A service in a list: its title with the marks of the search, its lead, the office that answers
 * where the citizen lives, and badges. A row is used again for another service, so that a list that
 * changes with every key does not flicker. Signal "chosen": it has been touched.
 */
#define SCHALTER_TYPE_RESULT_ROW (schalter_result_row_get_type ())
G_DECLARE_FINAL_TYPE (SchalterResultRow, schalter_result_row, SCHALTER, RESULT_ROW, GtkWidget)

GtkWidget *schalter_result_row_new (void);

/* @marks: (nullable) (element-type SchalterTextSpan): parts of the title to mark */
void schalter_result_row_show (SchalterResultRow *self,
                               SchalterSession *session,
                               const SchalterService *service,
                               GArray *marks);
/* What it shows; "" before it shows any. */
const char *schalter_result_row_get_service_id (SchalterResultRow *self);

G_END_DECLS
