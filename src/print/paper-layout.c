/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sets the blocks of a template one below the other. The footer and the seal stand at the bottom of
 * their page; everything else flows from the top, unless the template gives it a place. */
#include "config.h"

#include "paper-layout.h"

#include "schalter-error.h"

#define QUIET_MODULES 4 /* ISO/IEC 18004 §6.3.8 */
#define SHIELD_WIDTH_MM 15.0
#define FOOTER_HEIGHT_MM 9.0
#define PANEL_PADDING_MM 4.0

typedef struct {
  SchalterCanvas *canvas;
  const SchalterPaper *paper;
  double left_mm;
  double width_mm;
  double y_mm;
  double floor_mm; /* nothing flows below this */
} Flow;

static const SchalterFont *
get_font (const Flow *flow, SchalterFontRole role)
{
  return &flow->paper->paper_template->fonts[role];
}

static char *
expand (const Flow *flow, const SchalterText *text, GError **error)
{
  return schalter_paper_values_expand (
      flow->paper->values, schalter_text_get (text, flow->paper->language), error);
}

static SchalterBox
get_line_box (const Flow *flow)
{
  return (SchalterBox){ flow->left_mm, flow->y_mm, flow->width_mm };
}

/* Draws one tagged text in the flow. */
static void
draw_flow_text (Flow *flow, const char *tag, const SchalterFont *font, const char *text)
{
  SchalterBox box = get_line_box (flow);
  schalter_canvas_begin_tag (flow->canvas, tag);
  flow->y_mm += schalter_canvas_draw_text (flow->canvas, font, &box, text);
  schalter_canvas_end_tag (flow->canvas, tag);
}

/* Makes sure that @height_mm fits above the floor. */
static gboolean
claim_space (Flow *flow, double height_mm, GError **error)
{
  if (flow->y_mm + height_mm <= flow->floor_mm)
    return TRUE;
  if (!flow->paper->may_grow) {
    g_set_error_literal (
        error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "the text does not fit on the page");
    return FALSE;
  }
  schalter_canvas_add_page (flow->canvas);
  flow->y_mm = flow->paper->paper_template->top_mm;
  flow->floor_mm = SCHALTER_A4_HEIGHT_MM - flow->paper->paper_template->bottom_mm;
  return TRUE;
}

static void
draw_issuer (Flow *flow, double x_mm, double width_mm)
{
  const SchalterDocumentHeader *header = flow->paper->header;
  const SchalterFont name_font = {
    16.0, 1.2, SCHALTER_WEIGHT_BOLD, SCHALTER_INK_BLACK, FALSE,
  };
  SchalterBox box = { x_mm, flow->y_mm + 3.1, width_mm };
  schalter_canvas_begin_tag (flow->canvas, "P");
  box.y_mm += schalter_canvas_draw_text (flow->canvas, &name_font, &box, header->municipality_name);
  schalter_canvas_draw_text (
      flow->canvas, get_font (flow, SCHALTER_FONT_LABEL), &box, header->canton_name);
  schalter_canvas_end_tag (flow->canvas, "P");
}

static double
draw_office (Flow *flow, double x_mm, double width_mm)
{
  const SchalterDocumentHeader *header = flow->paper->header;
  SchalterFont name_font = *get_font (flow, SCHALTER_FONT_SMALL);
  SchalterBox box = { x_mm, flow->y_mm, width_mm };
  name_font.weight = SCHALTER_WEIGHT_SEMIBOLD;
  name_font.ink = SCHALTER_INK_BLACK;
  schalter_canvas_begin_tag (flow->canvas, "P");
  box.y_mm += schalter_canvas_draw_text (flow->canvas, &name_font, &box, header->office_name);
  box.y_mm += schalter_canvas_draw_text (
      flow->canvas, get_font (flow, SCHALTER_FONT_SMALL), &box, header->office_address);
  schalter_canvas_end_tag (flow->canvas, "P");
  return box.y_mm;
}

static void
draw_mark (Flow *flow)
{
  SchalterFont font = *get_font (flow, SCHALTER_FONT_STRONG);
  SchalterBox frame = get_line_box (flow);
  double height_mm = schalter_canvas_measure_text (
      flow->canvas, &font, flow->width_mm - 2 * PANEL_PADDING_MM, flow->paper->mark);
  SchalterBox box = { flow->left_mm + PANEL_PADDING_MM,
                      flow->y_mm + 1.5,
                      flow->width_mm - 2 * PANEL_PADDING_MM };
  schalter_canvas_draw_frame (flow->canvas, &frame, height_mm + 3.0, SCHALTER_INK_BLACK);
  schalter_canvas_begin_tag (flow->canvas, "P");
  schalter_canvas_draw_text (flow->canvas, &font, &box, flow->paper->mark);
  schalter_canvas_end_tag (flow->canvas, "P");
  flow->y_mm += height_mm + 3.0;
}

static gboolean
draw_header (Flow *flow, const SchalterBlock *block, GError **error)
{
  const double office_width_mm = 58.0;
  const double gap_mm = 6.0;
  double text_x_mm = flow->left_mm + SHIELD_WIDTH_MM + gap_mm;
  double office_x_mm = flow->left_mm + flow->width_mm - office_width_mm;
  SchalterBox shield = { flow->left_mm, flow->y_mm, SHIELD_WIDTH_MM };
  schalter_canvas_draw_shield (flow->canvas, &shield);
  draw_issuer (flow, text_x_mm, office_x_mm - gap_mm - text_x_mm);
  double office_end_mm = draw_office (flow, office_x_mm, office_width_mm);
  flow->y_mm = MAX (flow->y_mm + SHIELD_WIDTH_MM * 1.2, office_end_mm) + 7.0;
  SchalterBox rule = get_line_box (flow);
  schalter_canvas_draw_rule (flow->canvas, &rule, 0.6, SCHALTER_INK_ACCENT);
  flow->y_mm += 0.6;
  if (flow->paper->mark != NULL) {
    flow->y_mm += 5.0;
    draw_mark (flow);
  }
  return TRUE;
}

static gboolean
draw_title (Flow *flow, const SchalterBlock *block, GError **error)
{
  draw_flow_text (flow, "H1", get_font (flow, block->font), flow->paper->title);
  return TRUE;
}

static gboolean
draw_paragraph (Flow *flow, const SchalterBlock *block, GError **error)
{
  g_autofree char *text = expand (flow, &block->text, error);
  if (text == NULL)
    return FALSE;
  const SchalterFont *font = get_font (flow, block->font);
  double height_mm = schalter_canvas_measure_text (flow->canvas, font, flow->width_mm, text);
  if (!claim_space (flow, height_mm, error))
    return FALSE;
  draw_flow_text (flow, "P", font, text);
  return TRUE;
}

static void
draw_cell (
    Flow *flow, const char *tag, const SchalterFont *font, const SchalterBox *box, const char *text)
{
  schalter_canvas_begin_tag (flow->canvas, tag);
  schalter_canvas_draw_text (flow->canvas, font, box, text);
  schalter_canvas_end_tag (flow->canvas, tag);
}

/* Label and value share the base line of their first lines. */
static gboolean
draw_row (Flow *flow, const SchalterBlock *block, const SchalterFactRow *row, GError **error)
{
  const double padding_mm = 1.9;
  g_autoptr (GError) expand_error = NULL;
  g_autofree char *value = expand (flow, &row->value, &expand_error);
  if (value == NULL && row->is_optional &&
      g_error_matches (expand_error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND))
    return TRUE;
  if (value == NULL) {
    g_propagate_error (error, g_steal_pointer (&expand_error));
    return FALSE;
  }
  const SchalterFont *value_font = get_font (flow, row->font);
  SchalterFont label_font = *get_font (flow, SCHALTER_FONT_LABEL);
  label_font.line_height = value_font->size_pt * value_font->line_height / label_font.size_pt;
  double value_width_mm = flow->width_mm - block->label_width_mm;
  double height_mm = schalter_canvas_measure_text (flow->canvas, value_font, value_width_mm, value);
  if (!claim_space (flow, height_mm + 2 * padding_mm, error))
    return FALSE;
  SchalterBox label_box = { flow->left_mm, flow->y_mm + padding_mm, block->label_width_mm - 4.0 };
  SchalterBox value_box = { flow->left_mm + block->label_width_mm,
                            flow->y_mm + padding_mm,
                            value_width_mm };
  schalter_canvas_begin_tag (flow->canvas, "TR");
  draw_cell (
      flow, "TH", &label_font, &label_box, schalter_text_get (&row->label, flow->paper->language));
  draw_cell (flow, "TD", value_font, &value_box, value);
  schalter_canvas_end_tag (flow->canvas, "TR");
  flow->y_mm += height_mm + 2 * padding_mm;
  SchalterBox rule = get_line_box (flow);
  schalter_canvas_draw_rule (flow->canvas, &rule, 0.15, SCHALTER_INK_FAINT);
  return TRUE;
}

static gboolean
draw_facts (Flow *flow, const SchalterBlock *block, GError **error)
{
  SchalterBox rule = get_line_box (flow);
  schalter_canvas_draw_rule (flow->canvas, &rule, 0.15, SCHALTER_INK_FAINT);
  schalter_canvas_begin_tag (flow->canvas, "Table");
  for (guint i = 0; i < block->rows->len; i++) {
    if (!draw_row (flow, block, block->rows->pdata[i], error))
      return FALSE;
  }
  schalter_canvas_end_tag (flow->canvas, "Table");
  return TRUE;
}

/* A code with its quiet zone in the upper right or left corner of a panel. */
static void
draw_code (Flow *flow, const SchalterBlock *block, double x_mm, double y_mm)
{
  double quiet_mm = QUIET_MODULES * block->module_mm;
  schalter_canvas_begin_tag (flow->canvas, "Figure");
  schalter_canvas_draw_qr (
      flow->canvas, x_mm + quiet_mm, y_mm + quiet_mm, flow->paper->qr_text, block->module_mm);
  schalter_canvas_end_tag (flow->canvas, "Figure");
}

static double
measure_code (Flow *flow, const SchalterBlock *block)
{
  if (flow->paper->qr_text == NULL)
    return 0.0;
  return schalter_canvas_measure_qr (flow->canvas, flow->paper->qr_text, block->module_mm) +
         2 * QUIET_MODULES * block->module_mm;
}

/* The number the citizen keeps: large, in a frame, with its code on the right. */
static gboolean
draw_reference (Flow *flow, const SchalterBlock *block, GError **error)
{
  g_autofree char *heading = expand (flow, &block->heading, error);
  g_autofree char *number = heading != NULL ? expand (flow, &block->text, error) : NULL;
  if (number == NULL)
    return FALSE;
  const SchalterFont *label_font = get_font (flow, SCHALTER_FONT_LABEL);
  SchalterFont number_font = *get_font (flow, SCHALTER_FONT_CODE);
  number_font.size_pt = 26.0;
  double code_mm = measure_code (flow, block);
  double text_mm = schalter_canvas_measure_text (flow->canvas, label_font, 90.0, heading) +
                   schalter_canvas_measure_text (flow->canvas, &number_font, 120.0, number);
  double height_mm = MAX (code_mm, text_mm) + 2 * PANEL_PADDING_MM;
  if (!claim_space (flow, height_mm, error))
    return FALSE;
  SchalterBox frame = get_line_box (flow);
  schalter_canvas_draw_frame (flow->canvas, &frame, height_mm, SCHALTER_INK_ACCENT);
  SchalterBox box = { flow->left_mm + 7.0,
                      flow->y_mm + (height_mm - text_mm) / 2,
                      flow->width_mm - code_mm - 14.0 };
  schalter_canvas_begin_tag (flow->canvas, "P");
  box.y_mm += schalter_canvas_draw_text (flow->canvas, label_font, &box, heading);
  schalter_canvas_draw_text (flow->canvas, &number_font, &box, number);
  schalter_canvas_end_tag (flow->canvas, "P");
  if (code_mm > 0.0)
    draw_code (flow,
               block,
               flow->left_mm + flow->width_mm - code_mm - PANEL_PADDING_MM,
               flow->y_mm + (height_mm - code_mm) / 2);
  flow->y_mm += height_mm;
  return TRUE;
}

static gboolean
draw_heading (Flow *flow, const SchalterBlock *block, GError **error)
{
  if (!schalter_text_has (&block->heading, SCHALTER_LANGUAGE_DE))
    return TRUE;
  g_autofree char *heading = expand (flow, &block->heading, error);
  if (heading == NULL)
    return FALSE;
  draw_flow_text (flow, "H2", get_font (flow, SCHALTER_FONT_STRONG), heading);
  flow->y_mm += 2.0;
  return TRUE;
}

static gboolean
draw_lines (Flow *flow, const SchalterBlock *block, GError **error)
{
  const SchalterFont *font = get_font (flow, block->font);
  if (flow->paper->lines == NULL || flow->paper->lines[0] == NULL)
    return TRUE;
  if (!claim_space (flow, 20.0, error) || !draw_heading (flow, block, error))
    return FALSE;
  for (guint i = 0; flow->paper->lines[i] != NULL; i++) {
    const char *line = flow->paper->lines[i];
    double height_mm = schalter_canvas_measure_text (flow->canvas, font, flow->width_mm, line);
    if (!claim_space (flow, height_mm, error))
      return FALSE;
    draw_flow_text (flow, "P", font, line);
    flow->y_mm += 1.8;
  }
  return TRUE;
}

/* The text beside the seal's code: heading, what to do, then number and check code to type. */
static gboolean
draw_seal_text (Flow *flow, const SchalterBlock *block, const SchalterBox *where, GError **error)
{
  g_autofree char *heading = expand (flow, &block->heading, error);
  g_autofree char *text = heading != NULL ? expand (flow, &block->text, error) : NULL;
  if (text == NULL)
    return FALSE;
  SchalterFont heading_font = *get_font (flow, SCHALTER_FONT_BODY);
  heading_font.weight = SCHALTER_WEIGHT_BOLD;
  SchalterBox box = *where;
  schalter_canvas_begin_tag (flow->canvas, "P");
  box.y_mm += schalter_canvas_draw_text (flow->canvas, &heading_font, &box, heading) + 0.8;
  schalter_canvas_end_tag (flow->canvas, "P");
  schalter_canvas_begin_tag (flow->canvas, "P");
  box.y_mm +=
      schalter_canvas_draw_text (flow->canvas, get_font (flow, SCHALTER_FONT_SMALL), &box, text);
  schalter_canvas_end_tag (flow->canvas, "P");
  box.y_mm += 2.4;
  for (guint i = 0; i < block->rows->len; i++) {
    const SchalterFactRow *row = block->rows->pdata[i];
    g_autofree char *value = expand (flow, &row->value, error);
    if (value == NULL)
      return FALSE;
    SchalterBox value_box = { box.x_mm + 26.0, box.y_mm, box.width_mm - 26.0 };
    SchalterFont label_font = *get_font (flow, SCHALTER_FONT_SMALL);
    const SchalterFont *value_font = get_font (flow, row->font);
    label_font.line_height = value_font->size_pt * value_font->line_height / label_font.size_pt;
    schalter_canvas_begin_tag (flow->canvas, "P");
    schalter_canvas_draw_text (
        flow->canvas, &label_font, &box, schalter_text_get (&row->label, flow->paper->language));
    box.y_mm += schalter_canvas_draw_text (flow->canvas, value_font, &value_box, value);
    schalter_canvas_end_tag (flow->canvas, "P");
  }
  return TRUE;
}

/* Stands above the footer; what flows must end above it. */
static gboolean
draw_seal (Flow *flow, const SchalterBlock *block, GError **error)
{
  double code_mm = measure_code (flow, block);
  double height_mm = code_mm + 2 * PANEL_PADDING_MM - 2 * QUIET_MODULES * block->module_mm;
  double top_mm = block->top_mm >= 0 ? block->top_mm : flow->floor_mm - height_mm;
  if (flow->paper->qr_text == NULL || flow->y_mm + block->space_mm > top_mm) {
    g_set_error_literal (
        error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "there is no room for the seal");
    return FALSE;
  }
  double quiet_mm = QUIET_MODULES * block->module_mm;
  SchalterBox frame = { flow->left_mm, top_mm, flow->width_mm };
  schalter_canvas_draw_frame (flow->canvas, &frame, height_mm, SCHALTER_INK_ACCENT);
  draw_code (flow,
             block,
             flow->left_mm + PANEL_PADDING_MM - quiet_mm,
             top_mm + PANEL_PADDING_MM - quiet_mm);
  double text_x_mm = flow->left_mm + code_mm + PANEL_PADDING_MM + 2.0;
  SchalterBox box = { text_x_mm,
                      top_mm + PANEL_PADDING_MM - 1.2,
                      flow->left_mm + flow->width_mm - PANEL_PADDING_MM - text_x_mm };
  flow->floor_mm = top_mm;
  return draw_seal_text (flow, block, &box, error);
}

static gboolean
draw_footer (Flow *flow, const SchalterBlock *block, GError **error)
{
  g_autofree char *text = expand (flow, &block->text, error);
  if (text == NULL)
    return FALSE;
  double bottom_mm = SCHALTER_A4_HEIGHT_MM - flow->paper->paper_template->bottom_mm;
  const SchalterFont *font = get_font (flow, block->font);
  double height_mm = schalter_canvas_measure_text (flow->canvas, font, flow->width_mm, text);
  SchalterBox box = { flow->left_mm, bottom_mm - height_mm, flow->width_mm };
  schalter_canvas_begin_tag (flow->canvas, "P");
  schalter_canvas_draw_text (flow->canvas, font, &box, text);
  schalter_canvas_end_tag (flow->canvas, "P");
  return TRUE;
}

typedef gboolean (*DrawBlock) (Flow *flow, const SchalterBlock *block, GError **error);

static const DrawBlock draw_block[] = {
  [SCHALTER_BLOCK_HEADER] = draw_header,       [SCHALTER_BLOCK_TITLE] = draw_title,
  [SCHALTER_BLOCK_PARAGRAPH] = draw_paragraph, [SCHALTER_BLOCK_FACTS] = draw_facts,
  [SCHALTER_BLOCK_REFERENCE] = draw_reference, [SCHALTER_BLOCK_LINES] = draw_lines,
  [SCHALTER_BLOCK_SEAL] = draw_seal,           [SCHALTER_BLOCK_FOOTER] = draw_footer,
};

gboolean
schalter_paper_draw (SchalterCanvas *canvas, const SchalterPaper *paper, GError **error)
{
  const SchalterPaperTemplate *paper_template = paper->paper_template;
  Flow flow = {
    .canvas = canvas,
    .paper = paper,
    .left_mm = paper_template->left_mm,
    .width_mm = SCHALTER_A4_WIDTH_MM - paper_template->left_mm - paper_template->right_mm,
    .y_mm = paper_template->top_mm,
    .floor_mm = SCHALTER_A4_HEIGHT_MM - paper_template->bottom_mm - FOOTER_HEIGHT_MM,
  };
  schalter_canvas_begin_tag (canvas, "Document");
  for (guint i = 0; i < paper_template->blocks->len; i++) {
    const SchalterBlock *block = paper_template->blocks->pdata[i];
    flow.y_mm =
        block->top_mm >= 0 && block->kind != SCHALTER_BLOCK_SEAL ? block->top_mm : flow.y_mm;
    if (block->kind != SCHALTER_BLOCK_SEAL)
      flow.y_mm += block->space_mm;
    if (!draw_block[block->kind](&flow, block, error)) {
      g_prefix_error (error, "block %u: ", i + 1);
      return FALSE;
    }
  }
  schalter_canvas_end_tag (canvas, "Document");
  return TRUE;
}
