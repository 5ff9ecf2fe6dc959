/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "language.h"

G_BEGIN_DECLS

/**
 * SchalterPaperValues:
 *
 * What stands for the placeholders of a template: "{surname}" is the value as it is,
 * "{birth_date:date}" an ISO 8601 date in words. Values are never scanned for placeholders again.
 */
typedef struct _SchalterPaperValues SchalterPaperValues;

SchalterPaperValues *schalter_paper_values_new (SchalterLanguage language);
void schalter_paper_values_free (SchalterPaperValues *values);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterPaperValues, schalter_paper_values_free)

/* A %NULL or empty value is none. */
void schalter_paper_values_set (SchalterPaperValues *values, const char *name, const char *value);
/* (nullable) */
const char *schalter_paper_values_get (const SchalterPaperValues *values, const char *name);

/**
 * schalter_paper_values_expand:
 *
 * Returns: (transfer full): @text with its placeholders filled in, or %NULL with
 *     SCHALTER_ERROR_NOT_FOUND if one has no value, SCHALTER_ERROR_INVALID if one is malformed or a
 *     date is none.
 */
char *schalter_paper_values_expand (const SchalterPaperValues *values,
                                    const char *text,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "24. November 2026", "novembre 2026" or "2026", from a full or partly known ISO date. */
char *schalter_date_to_words (const char *iso_date,
                              SchalterLanguage language,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
