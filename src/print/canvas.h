/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterCanvas:
 *
 * A4 pages of one PDF: text in the one font family, rules, codes, and the tags that tell a screen
 * reader what is what. All lengths are millimetres from the upper left corner. The first thing that
 * cannot be drawn truthfully (a glyph the font lacks, a control character, a font that is not
 * installed) makes schalter_canvas_finish() fail; drawing goes on harmlessly until then.
 */
typedef struct _SchalterCanvas SchalterCanvas;

#define SCHALTER_A4_WIDTH_MM 210.0
#define SCHALTER_A4_HEIGHT_MM 297.0

/**
 * SchalterInk: what a colour is for; the canton's own one is the accent.
 */
typedef enum {
  SCHALTER_INK_BLACK,
  SCHALTER_INK_MUTED,
  SCHALTER_INK_FAINT,
  SCHALTER_INK_ACCENT,
} SchalterInk;

typedef enum {
  SCHALTER_WEIGHT_REGULAR,
  SCHALTER_WEIGHT_MEDIUM,
  SCHALTER_WEIGHT_SEMIBOLD,
  SCHALTER_WEIGHT_BOLD,
} SchalterFontWeight;

/**
 * SchalterFont:
 * @line_height: distance of base lines, in parts of the size
 * @is_code: letters that are easily mixed up are drawn apart (0 and O, I and l), figures of one
 * width
 */
typedef struct {
  double size_pt;
  double line_height;
  SchalterFontWeight weight;
  SchalterInk ink;
  gboolean is_code;
} SchalterFont;

/**
 * schalter_canvas_new:
 * @title: of the document; with @author all the metadata there is: nothing personal
 * @created: (nullable): ISO 8601 date, for the metadata
 * @accent: "#rrggbb"
 */
SchalterCanvas *schalter_canvas_new (const char *title,
                                     const char *author,
                                     const char *created,
                                     const char *accent,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_canvas_free (SchalterCanvas *canvas);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterCanvas, schalter_canvas_free)

/* Ends the page and begins the next. */
void schalter_canvas_add_page (SchalterCanvas *canvas);

/* (transfer full): the PDF, or %NULL with the first thing that went wrong. */
GBytes *schalter_canvas_finish (SchalterCanvas *canvas,
                                guint *n_pages_out,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Structure of PDF 1.7 §14.8.4: "Document", "H1", "P", "Table", "TR", "TH", "TD", "Figure". */
void schalter_canvas_begin_tag (SchalterCanvas *canvas, const char *tag);
void schalter_canvas_end_tag (SchalterCanvas *canvas, const char *tag);

/**
 * SchalterBox: where a text stands; it is broken into lines at @width_mm.
 */
typedef struct {
  double x_mm;
  double y_mm;
  double width_mm;
} SchalterBox;

/* Both return the height in millimetres. */
double schalter_canvas_measure_text (SchalterCanvas *canvas,
                                     const SchalterFont *font,
                                     double width_mm,
                                     const char *text);
double schalter_canvas_draw_text (SchalterCanvas *canvas,
                                  const SchalterFont *font,
                                  const SchalterBox *box,
                                  const char *text);

void schalter_canvas_draw_rule (SchalterCanvas *canvas,
                                const SchalterBox *box,
                                double thickness_mm,
                                SchalterInk ink);
void schalter_canvas_draw_frame (SchalterCanvas *canvas,
                                 const SchalterBox *box,
                                 double height_mm,
                                 SchalterInk ink);

/* Placeholder arms, a plain shield in the accent colour, @box->width_mm wide and 1.2 times as high.
 */
void schalter_canvas_draw_shield (SchalterCanvas *canvas, const SchalterBox *box);

/* The side of the code for @text without its quiet zone, or 0 with the canvas failed: too long. */
double schalter_canvas_measure_qr (SchalterCanvas *canvas, const char *text, double module_mm);
/* Draws the code with its upper left dark module at x, y; the caller keeps four modules free. */
void schalter_canvas_draw_qr (
    SchalterCanvas *canvas, double x_mm, double y_mm, const char *text, double module_mm);

G_END_DECLS
