/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document.h"
#include "paper-template.h"
#include "paper-values.h"

G_BEGIN_DECLS

/**
 * SchalterPaper: everything that goes on one paper; all borrowed.
 * @mark: (nullable): across the head
 * @lines: (nullable) NULL-terminated: what a "lines" block shows
 * @qr_text: (nullable): what a "seal" or "reference" block shows as a code
 * @may_grow: whether it may go on on a second page; else what does not fit is refused
 */
typedef struct {
  const SchalterDocumentHeader *header;
  const SchalterPaperTemplate *paper_template;
  const SchalterPaperValues *values;
  SchalterLanguage language;
  const char *title;
  const char *mark;
  const char *const *lines;
  const char *qr_text;
  gboolean may_grow;
} SchalterPaper;

/* Draws all blocks; SCHALTER_ERROR_INVALID when a value is missing or something does not fit. */
gboolean schalter_paper_draw (SchalterCanvas *canvas,
                              const SchalterPaper *paper,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
