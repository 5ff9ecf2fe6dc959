/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "canvas.h"
#include "text.h"

G_BEGIN_DECLS

/**
 * SchalterBlockKind: what a part of a paper is; docs/certificates.md describes each.
 */
typedef enum {
  SCHALTER_BLOCK_HEADER,
  SCHALTER_BLOCK_TITLE,
  SCHALTER_BLOCK_PARAGRAPH,
  SCHALTER_BLOCK_FACTS,
  SCHALTER_BLOCK_REFERENCE,
  SCHALTER_BLOCK_LINES,
  SCHALTER_BLOCK_SEAL,
  SCHALTER_BLOCK_FOOTER,
} SchalterBlockKind;

/**
 * SchalterFontRole: the fonts a template may set.
 */
typedef enum {
  SCHALTER_FONT_TITLE,
  SCHALTER_FONT_LEAD,
  SCHALTER_FONT_BODY,
  SCHALTER_FONT_LABEL,
  SCHALTER_FONT_VALUE,
  SCHALTER_FONT_STRONG,
  SCHALTER_FONT_SMALL,
  SCHALTER_FONT_CODE,
} SchalterFontRole;

#define SCHALTER_N_FONT_ROLES 8

/**
 * SchalterFactRow:
 * @value: a text with placeholders
 * @is_optional: left out when a placeholder has no value
 */
typedef struct {
  SchalterText label;
  SchalterText value;
  SchalterFontRole font;
  gboolean is_optional;
} SchalterFactRow;

/**
 * SchalterBlock:
 * @top_mm: from the upper edge of the page, or negative to follow the block before
 * @space_mm: free above it
 * @rows: (element-type SchalterFactRow)
 */
typedef struct {
  SchalterBlockKind kind;
  SchalterFontRole font;
  double top_mm;
  double space_mm;
  double label_width_mm;
  double module_mm;
  SchalterText heading;
  SchalterText text;
  GPtrArray *rows;
} SchalterBlock;

/**
 * SchalterPaperTemplate:
 * @blocks: (element-type SchalterBlock), in reading order
 *
 * The layout of a paper. A record: read only after it is parsed.
 */
typedef struct {
  char *id;
  SchalterText title;
  double left_mm;
  double right_mm;
  double top_mm;
  double bottom_mm;
  SchalterFont fonts[SCHALTER_N_FONT_ROLES];
  GPtrArray *blocks;
} SchalterPaperTemplate;

/**
 * schalter_paper_template_parse:
 *
 * Returns: (transfer full): or %NULL with SCHALTER_ERROR_INVALID and a message that says which
 *     block and member is wrong; unknown members are refused.
 */
SchalterPaperTemplate *schalter_paper_template_parse (const char *json,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_paper_template_free (SchalterPaperTemplate *paper_template);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterPaperTemplate, schalter_paper_template_free)

G_END_DECLS
