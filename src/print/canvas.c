/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A PDF of A4 pages by cairo and pango: one font family without fall-back, no hinting, nothing in
 * it that depends on the machine or the hour, so that the same input gives the same bytes. */
#include "config.h"

#include "canvas.h"

#include "document.h"
#include "schalter-error.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define FONT_FAMILY "Inter"
#define POINTS_PER_MM (72.0 / 25.4)

typedef struct {
  double red;
  double green;
  double blue;
} Colour;

struct _SchalterCanvas {
  /* owned */
  cairo_surface_t *surface;
  cairo_t *cairo;
  PangoFontMap *font_map;
  PangoContext *context;
  GByteArray *bytes;
  GError *error;
  /* values */
  Colour inks[SCHALTER_INK_ACCENT + 1];
  guint n_pages;
};

static void
fail (SchalterCanvas *canvas, SchalterError code, const char *message)
{
  if (canvas->error == NULL)
    canvas->error = g_error_new_literal (SCHALTER_ERROR, code, message);
}

static cairo_status_t
on_write (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
parse_colour (const char *text, Colour *colour_out)
{
  guint value = 0;
  if (text == NULL || strlen (text) != 7 || text[0] != '#')
    return FALSE;
  for (guint i = 1; i < 7; i++) {
    if (!g_ascii_isxdigit (text[i]))
      return FALSE;
    value = value << 4 | (guint)g_ascii_xdigit_value (text[i]);
  }
  *colour_out = (Colour){
    .red = (value >> 16 & 0xff) / 255.0,
    .green = (value >> 8 & 0xff) / 255.0,
    .blue = (value & 0xff) / 255.0,
  };
  return TRUE;
}

static gboolean
has_font_family (PangoFontMap *font_map)
{
  g_autofree PangoFontFamily **families = NULL;
  int n_families = 0;
  pango_font_map_list_families (font_map, &families, &n_families);
  for (int i = 0; i < n_families; i++) {
    if (g_str_equal (pango_font_family_get_name (families[i]), FONT_FAMILY))
      return TRUE;
  }
  return FALSE;
}

static void
set_up_context (SchalterCanvas *canvas)
{
  cairo_font_options_t *options = cairo_font_options_create ();
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  canvas->context = pango_font_map_create_context (canvas->font_map);
  pango_cairo_context_set_font_options (canvas->context, options);
  pango_cairo_context_set_resolution (canvas->context, 72.0);
  pango_context_set_round_glyph_positions (canvas->context, FALSE);
  cairo_font_options_destroy (options);
}

static void
set_metadata (cairo_surface_t *surface, const char *title, const char *author, const char *created)
{
  g_autofree char *time =
      created != NULL ? g_strconcat (created, "T00:00:00Z", NULL) : g_strdup ("");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, author);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Schalter");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, time);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_MOD_DATE, time);
}

SchalterCanvas *
schalter_canvas_new (
    const char *title, const char *author, const char *created, const char *accent, GError **error)
{
  g_autoptr (SchalterCanvas) canvas = g_new0 (SchalterCanvas, 1);
  canvas->inks[SCHALTER_INK_BLACK] = (Colour){ 0.09, 0.10, 0.12 };
  canvas->inks[SCHALTER_INK_MUTED] = (Colour){ 0.34, 0.36, 0.40 };
  canvas->inks[SCHALTER_INK_FAINT] = (Colour){ 0.80, 0.82, 0.84 };
  if (!parse_colour (accent, &canvas->inks[SCHALTER_INK_ACCENT])) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "“%s” is not a colour", accent);
    return NULL;
  }
  canvas->font_map = pango_cairo_font_map_new ();
  if (!has_font_family (canvas->font_map)) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INTERNAL,
                 "the font family %s is not installed (package fonts-inter)",
                 FONT_FAMILY);
    return NULL;
  }
  canvas->bytes = g_byte_array_new ();
  canvas->surface = cairo_pdf_surface_create_for_stream (on_write,
                                                         canvas->bytes,
                                                         SCHALTER_A4_WIDTH_MM * POINTS_PER_MM,
                                                         SCHALTER_A4_HEIGHT_MM * POINTS_PER_MM);
  set_metadata (canvas->surface, title, author, created);
  canvas->cairo = cairo_create (canvas->surface);
  canvas->n_pages = 1;
  set_up_context (canvas);
  return g_steal_pointer (&canvas);
}

void
schalter_canvas_free (SchalterCanvas *canvas)
{
  g_clear_pointer (&canvas->cairo, cairo_destroy);
  g_clear_pointer (&canvas->surface, cairo_surface_destroy);
  g_clear_object (&canvas->context);
  g_clear_object (&canvas->font_map);
  g_clear_pointer (&canvas->bytes, g_byte_array_unref);
  g_clear_error (&canvas->error);
  g_free (canvas);
}

void
schalter_canvas_add_page (SchalterCanvas *canvas)
{
  cairo_show_page (canvas->cairo);
  canvas->n_pages++;
}

GBytes *
schalter_canvas_finish (SchalterCanvas *canvas, guint *n_pages_out, GError **error)
{
  cairo_show_page (canvas->cairo);
  cairo_surface_finish (canvas->surface);
  cairo_status_t status = cairo_status (canvas->cairo);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (canvas->surface);
  if (status != CAIRO_STATUS_SUCCESS)
    fail (canvas, SCHALTER_ERROR_INTERNAL, cairo_status_to_string (status));
  if (canvas->error != NULL) {
    g_propagate_error (error, g_steal_pointer (&canvas->error));
    return NULL;
  }
  if (n_pages_out != NULL)
    *n_pages_out = canvas->n_pages;
  return g_byte_array_free_to_bytes (g_steal_pointer (&canvas->bytes));
}

void
schalter_canvas_begin_tag (SchalterCanvas *canvas, const char *tag)
{
  cairo_tag_begin (canvas->cairo, tag, NULL);
}

void
schalter_canvas_end_tag (SchalterCanvas *canvas, const char *tag)
{
  cairo_tag_end (canvas->cairo, tag);
}

/* Direction overrides and other invisible characters would let paper show what the bytes do not
 * say. */
static gboolean
is_honest (gunichar character)
{
  if (character == '\n')
    return TRUE;
  switch ((int)g_unichar_type (character)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT:
  case G_UNICODE_PRIVATE_USE:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_UNASSIGNED:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
    return FALSE;
  default:
    return TRUE;
  }
}

static void
refuse_character (SchalterCanvas *canvas, gunichar character)
{
  g_autofree char *message =
      g_strdup_printf ("U+%04X cannot be printed: the font has no glyph for it", character);
  fail (canvas, SCHALTER_ERROR_INVALID, message);
}

static gboolean
check_text (SchalterCanvas *canvas, const char *text)
{
  if (!g_utf8_validate (text, -1, NULL)) {
    fail (canvas, SCHALTER_ERROR_INVALID, "a text to print is not UTF-8");
    return FALSE;
  }
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar character = g_utf8_get_char (at);
    if (!is_honest (character)) {
      refuse_character (canvas, character);
      return FALSE;
    }
  }
  return TRUE;
}

static PangoFontDescription *
describe_font (const SchalterFont *font)
{
  static const PangoWeight weights[] = {
    [SCHALTER_WEIGHT_REGULAR] = PANGO_WEIGHT_NORMAL,
    [SCHALTER_WEIGHT_MEDIUM] = PANGO_WEIGHT_MEDIUM,
    [SCHALTER_WEIGHT_SEMIBOLD] = PANGO_WEIGHT_SEMIBOLD,
    [SCHALTER_WEIGHT_BOLD] = PANGO_WEIGHT_BOLD,
  };
  PangoFontDescription *description = pango_font_description_new ();
  pango_font_description_set_family_static (description, FONT_FAMILY);
  pango_font_description_set_weight (description, weights[font->weight]);
  pango_font_description_set_absolute_size (description, font->size_pt * PANGO_SCALE);
  return description;
}

/* Contextual alternates are off: they would turn "3x4" into "3×4". */
static PangoAttrList *
make_attributes (const SchalterFont *font)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  const char *features = font->is_code ? "calt=0, tnum=1, zero=1, ss02=1, case=1" : "calt=0";
  pango_attr_list_insert (attributes, pango_attr_fallback_new (FALSE));
  pango_attr_list_insert (attributes, pango_attr_font_features_new (features));
  if (font->size_pt >= 18.0)
    pango_attr_list_insert (
        attributes, pango_attr_letter_spacing_new ((int)(-0.016 * font->size_pt * PANGO_SCALE)));
  return attributes;
}

static void
refuse_unknown_glyphs (SchalterCanvas *canvas, PangoLayoutIter *iter)
{
  PangoGlyphItem *run = pango_layout_iter_get_run_readonly (iter);
  for (int i = 0; run != NULL && i < run->glyphs->num_glyphs; i++) {
    PangoGlyph glyph = run->glyphs->glyphs[i].glyph;
    if (glyph != PANGO_GLYPH_EMPTY && (glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0)
      refuse_character (canvas, glyph & ~PANGO_GLYPH_UNKNOWN_FLAG);
  }
}

/* A layout of @text, or of nothing when it must not be printed. */
static PangoLayout *
make_layout (SchalterCanvas *canvas, const SchalterFont *font, double width_mm, const char *text)
{
  PangoLayout *layout = pango_layout_new (canvas->context);
  PangoFontDescription *description = describe_font (font);
  PangoAttrList *attributes = make_attributes (font);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_width (layout, (int)(width_mm * POINTS_PER_MM * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, check_text (canvas, text) ? text : "", -1);
  pango_attr_list_unref (attributes);
  pango_font_description_free (description);
  if (pango_layout_get_unknown_glyphs_count (layout) > 0) {
    PangoLayoutIter *iter = pango_layout_get_iter (layout);
    do {
      refuse_unknown_glyphs (canvas, iter);
    } while (pango_layout_iter_next_run (iter));
    pango_layout_iter_free (iter);
  }
  return layout;
}

static void
set_ink (SchalterCanvas *canvas, SchalterInk ink)
{
  const Colour *colour = &canvas->inks[ink];
  cairo_set_source_rgb (canvas->cairo, colour->red, colour->green, colour->blue);
}

static double
get_line_mm (const SchalterFont *font)
{
  return font->size_pt * font->line_height / POINTS_PER_MM;
}

double
schalter_canvas_measure_text (SchalterCanvas *canvas,
                              const SchalterFont *font,
                              double width_mm,
                              const char *text)
{
  g_autoptr (PangoLayout) layout = make_layout (canvas, font, width_mm, text);
  return pango_layout_get_line_count (layout) * get_line_mm (font);
}

/* Lines are set on our own base lines: those of the font file differ between versions. */
double
schalter_canvas_draw_text (SchalterCanvas *canvas,
                           const SchalterFont *font,
                           const SchalterBox *box,
                           const char *text)
{
  g_autoptr (PangoLayout) layout = make_layout (canvas, font, box->width_mm, text);
  int n_lines = pango_layout_get_line_count (layout);
  double line_mm = get_line_mm (font);
  /* The base line lies where capitals (0.727 of the size) stand in the middle of their line. */
  double base_mm = line_mm / 2 + 0.727 * font->size_pt / POINTS_PER_MM / 2;
  set_ink (canvas, font->ink);
  for (int i = 0; i < n_lines; i++) {
    cairo_move_to (canvas->cairo,
                   box->x_mm * POINTS_PER_MM,
                   (box->y_mm + i * line_mm + base_mm) * POINTS_PER_MM);
    pango_cairo_show_layout_line (canvas->cairo, pango_layout_get_line_readonly (layout, i));
  }
  return n_lines * line_mm;
}

void
schalter_canvas_draw_rule (SchalterCanvas *canvas,
                           const SchalterBox *box,
                           double thickness_mm,
                           SchalterInk ink)
{
  set_ink (canvas, ink);
  cairo_rectangle (canvas->cairo,
                   box->x_mm * POINTS_PER_MM,
                   box->y_mm * POINTS_PER_MM,
                   box->width_mm * POINTS_PER_MM,
                   thickness_mm * POINTS_PER_MM);
  cairo_fill (canvas->cairo);
}

void
schalter_canvas_draw_frame (SchalterCanvas *canvas,
                            const SchalterBox *box,
                            double height_mm,
                            SchalterInk ink)
{
  set_ink (canvas, ink);
  cairo_set_line_width (canvas->cairo, 0.25 * POINTS_PER_MM);
  cairo_rectangle (canvas->cairo,
                   box->x_mm * POINTS_PER_MM,
                   box->y_mm * POINTS_PER_MM,
                   box->width_mm * POINTS_PER_MM,
                   height_mm * POINTS_PER_MM);
  cairo_stroke (canvas->cairo);
}

/* The outline in a square of 1 by 1.2. */
static void
trace_shield (cairo_t *cairo)
{
  cairo_move_to (cairo, 0.0, 0.0);
  cairo_line_to (cairo, 1.0, 0.0);
  cairo_line_to (cairo, 1.0, 0.58);
  cairo_curve_to (cairo, 1.0, 0.88, 0.78, 1.06, 0.5, 1.2);
  cairo_curve_to (cairo, 0.22, 1.06, 0.0, 0.88, 0.0, 0.58);
  cairo_close_path (cairo);
}

void
schalter_canvas_draw_shield (SchalterCanvas *canvas, const SchalterBox *box)
{
  cairo_t *cairo = canvas->cairo;
  cairo_save (cairo);
  cairo_translate (cairo, box->x_mm * POINTS_PER_MM, box->y_mm * POINTS_PER_MM);
  cairo_scale (cairo, box->width_mm * POINTS_PER_MM, box->width_mm * POINTS_PER_MM);
  set_ink (canvas, SCHALTER_INK_ACCENT);
  trace_shield (cairo);
  cairo_fill (cairo);
  /* A white chevron: simple, and nobody's arms. */
  cairo_set_source_rgb (cairo, 1.0, 1.0, 1.0);
  cairo_move_to (cairo, 0.10, 0.74);
  cairo_line_to (cairo, 0.50, 0.38);
  cairo_line_to (cairo, 0.90, 0.74);
  cairo_set_line_width (cairo, 0.11);
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_MITER);
  cairo_stroke (cairo);
  cairo_restore (cairo);
}

static guint8 *
encode_qr (SchalterCanvas *canvas, const char *text, guint *n_modules_out)
{
  guint8 *modules = schalter_qr_encode (text, n_modules_out);
  if (modules == NULL)
    fail (canvas, SCHALTER_ERROR_INVALID, "the text is too long for a QR code");
  return modules;
}

double
schalter_canvas_measure_qr (SchalterCanvas *canvas, const char *text, double module_mm)
{
  guint n_modules = 0;
  g_autofree guint8 *modules = encode_qr (canvas, text, &n_modules);
  return modules != NULL ? n_modules * module_mm : 0.0;
}

/* Adds the dark runs of one row to the path. */
static void
trace_row (cairo_t *cairo, const guint8 *row, guint n_modules, guint y)
{
  for (guint x = 0; x < n_modules;) {
    guint end = x;
    while (end < n_modules && row[end] != 0)
      end++;
    if (end > x)
      cairo_rectangle (cairo, x, y, end - x, 1);
    x = MAX (end, x + 1);
  }
}

/* One path, filled once: rows filled one by one would show hairlines between them. */
void
schalter_canvas_draw_qr (
    SchalterCanvas *canvas, double x_mm, double y_mm, const char *text, double module_mm)
{
  guint n_modules = 0;
  g_autofree guint8 *modules = encode_qr (canvas, text, &n_modules);
  if (modules == NULL)
    return;
  cairo_save (canvas->cairo);
  cairo_translate (canvas->cairo, x_mm * POINTS_PER_MM, y_mm * POINTS_PER_MM);
  cairo_scale (canvas->cairo, module_mm * POINTS_PER_MM, module_mm * POINTS_PER_MM);
  cairo_set_antialias (canvas->cairo, CAIRO_ANTIALIAS_NONE);
  cairo_set_source_rgb (canvas->cairo, 0.0, 0.0, 0.0);
  for (guint y = 0; y < n_modules; y++)
    trace_row (canvas->cairo, modules + y * n_modules, n_modules, y);
  cairo_fill (canvas->cairo);
  cairo_restore (canvas->cairo);
}
