/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a scanned or saved certificate to the text of its code: pages by poppler, codes by zbar. */
#include "config.h"

#include "code-reader.h"

#include "schalter-error.h"

#include <cairo.h>
#include <glib/gi18n.h>
#include <poppler.h>
#include <string.h>
#include <zbar.h>

/* Poppler's GLib binding declares these for its plain structures only. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerDocument, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerPage, g_object_unref)

#define MAX_BYTES (32 * 1024 * 1024)
#define MAX_TEXT_BYTES 8192
#define MAX_PAGES 20
#define MAX_SIDE_PIXELS 8000
#define MAX_SIDE_POINTS 2000.0

/* A code with modules of half a millimetre is sure at 200; finer or faint ones want more. */
static const double resolutions_dpi[] = { 200.0, 300.0, 150.0 };

static void
set_invalid (GError **error, const char *message)
{
  g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, message);
}

/* The luminance of an RGB24 picture, as zbar wants it. */
static guint8 *
make_grey (cairo_surface_t *surface, int width, int height)
{
  const guint8 *pixels = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  guint8 *grey = g_malloc ((gsize)width * (gsize)height);
  for (int y = 0; y < height; y++) {
    const guint32 *row = (const guint32 *)(gconstpointer)(pixels + (gsize)y * (gsize)stride);
    for (int x = 0; x < width; x++) {
      guint32 pixel = row[x];
      guint red = pixel >> 16 & 0xff;
      guint green = pixel >> 8 & 0xff;
      guint blue = pixel & 0xff;
      grey[(gsize)y * (gsize)width + (gsize)x] =
          (guint8)((red * 77 + green * 150 + blue * 29) >> 8);
    }
  }
  return grey;
}

static void
add_code (GPtrArray *codes, const char *text)
{
  if (strchr (text, '#') != NULL &&
      !g_ptr_array_find_with_equal_func (codes, text, g_str_equal, NULL))
    g_ptr_array_add (codes, g_strdup (text));
}

/* Adds the codes of a picture that can be seals, each once. */
static void
scan_surface (cairo_surface_t *surface, GPtrArray *codes)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  cairo_surface_flush (surface);
  g_autofree guint8 *grey = make_grey (surface, width, height);
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();
  zbar_image_t *image = zbar_image_create ();
  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
  zbar_image_set_format (image, zbar_fourcc ('Y', '8', '0', '0'));
  zbar_image_set_size (image, (unsigned)width, (unsigned)height);
  zbar_image_set_data (image, grey, (unsigned long)width * (unsigned long)height, NULL);
  if (zbar_scan_image (scanner, image) > 0) {
    const zbar_symbol_t *symbol = zbar_image_first_symbol (image);
    for (; symbol != NULL; symbol = zbar_symbol_next (symbol))
      add_code (codes, zbar_symbol_get_data (symbol));
  }
  zbar_image_destroy (image);
  zbar_image_scanner_destroy (scanner);
}

/* A picture of a page on white, or NULL when its size is absurd. */
static cairo_surface_t *
render_page (PopplerPage *page, double resolution_dpi)
{
  double width = 0;
  double height = 0;
  poppler_page_get_size (page, &width, &height);
  if (!(width > 0 && width <= MAX_SIDE_POINTS && height > 0 && height <= MAX_SIDE_POINTS))
    return NULL;
  double scale = resolution_dpi / 72.0;
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int)(width * scale), (int)(height * scale));
  cairo_t *cairo = cairo_create (surface);
  cairo_set_source_rgb (cairo, 1.0, 1.0, 1.0);
  cairo_paint (cairo);
  cairo_scale (cairo, scale, scale);
  poppler_page_render (page, cairo);
  cairo_destroy (cairo);
  return surface;
}

static gboolean
read_page (PopplerPage *page, GPtrArray *codes, GError **error)
{
  guint n_before = codes->len;
  for (guint i = 0; i < G_N_ELEMENTS (resolutions_dpi) && codes->len == n_before; i++) {
    cairo_surface_t *surface = render_page (page, resolutions_dpi[i]);
    if (surface == NULL) {
      set_invalid (error, _ ("a page of the document is too large"));
      return FALSE;
    }
    scan_surface (surface, codes);
    cairo_surface_destroy (surface);
  }
  return TRUE;
}

static gboolean
read_pdf (GBytes *content, GPtrArray *codes, GError **error)
{
  g_autoptr (GError) pdf_error = NULL;
  g_autoptr (PopplerDocument) document =
      poppler_document_new_from_bytes (content, NULL, &pdf_error);
  if (document == NULL) {
    set_invalid (error, pdf_error->message);
    return FALSE;
  }
  int n_pages = poppler_document_get_n_pages (document);
  if (n_pages > MAX_PAGES) {
    set_invalid (error, _ ("the document has more than 20 pages"));
    return FALSE;
  }
  for (int i = 0; i < n_pages; i++) {
    g_autoptr (PopplerPage) page = poppler_document_get_page (document, i);
    if (page != NULL && !read_page (page, codes, error))
      return FALSE;
  }
  return TRUE;
}

typedef struct {
  const guint8 *data;
  gsize size;
  gsize at;
} Reader;

static cairo_status_t
on_read_png (void *closure, unsigned char *buffer, unsigned int length)
{
  Reader *reader = closure;
  if (reader->size - reader->at < length)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (buffer, reader->data + reader->at, length);
  reader->at += length;
  return CAIRO_STATUS_SUCCESS;
}

/* The sides stand in the first chunk (PNG §11.2.2): known before anything is unpacked. */
static gboolean
has_sane_png_size (const Reader *reader)
{
  guint32 sides[2];
  if (reader->size < 24)
    return FALSE;
  memcpy (sides, reader->data + 16, sizeof sides);
  return GUINT32_FROM_BE (sides[0]) - 1 < MAX_SIDE_PIXELS &&
         GUINT32_FROM_BE (sides[1]) - 1 < MAX_SIDE_PIXELS;
}

static gboolean
read_png (GBytes *content, GPtrArray *codes, GError **error)
{
  Reader reader = { .data = g_bytes_get_data (content, NULL), .size = g_bytes_get_size (content) };
  if (!has_sane_png_size (&reader)) {
    set_invalid (error, _ ("the picture is damaged or larger than 8000 pixels"));
    return FALSE;
  }
  cairo_surface_t *surface = cairo_image_surface_create_from_png_stream (on_read_png, &reader);
  cairo_status_t status = cairo_surface_status (surface);
  if (status == CAIRO_STATUS_SUCCESS) {
    int width = cairo_image_surface_get_width (surface);
    int height = cairo_image_surface_get_height (surface);
    /* Whatever its format, on white. */
    cairo_surface_t *flat = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cairo = cairo_create (flat);
    cairo_set_source_rgb (cairo, 1.0, 1.0, 1.0);
    cairo_paint (cairo);
    cairo_set_source_surface (cairo, surface, 0, 0);
    cairo_paint (cairo);
    cairo_destroy (cairo);
    scan_surface (flat, codes);
    cairo_surface_destroy (flat);
  } else {
    set_invalid (error, cairo_status_to_string (status));
  }
  cairo_surface_destroy (surface);
  return status == CAIRO_STATUS_SUCCESS;
}

static gboolean
read_text (GBytes *content, GPtrArray *codes, GError **error)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (content, &size);
  if (size == 0 || size > MAX_TEXT_BYTES || !g_utf8_validate (data, (gssize)size, NULL)) {
    set_invalid (error, _ ("this is neither a PDF, a PNG picture nor the text of a code"));
    return FALSE;
  }
  g_ptr_array_add (codes, g_strstrip (g_strndup (data, size)));
  return TRUE;
}

static gboolean
has_prefix (GBytes *content, const char *prefix)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (content, &size);
  return size >= strlen (prefix) && memcmp (data, prefix, strlen (prefix)) == 0;
}

static gboolean
read_codes (GBytes *content, GPtrArray *codes, GError **error)
{
  if (g_bytes_get_size (content) > MAX_BYTES) {
    set_invalid (error, _ ("the file is larger than 32 MiB"));
    return FALSE;
  }
  if (has_prefix (content, "%PDF-"))
    return read_pdf (content, codes, error);
  if (has_prefix (content, "\x89PNG\r\n\x1a\n"))
    return read_png (content, codes, error);
  return read_text (content, codes, error);
}

char *
schalter_code_reader_read (GBytes *content, GError **error)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_free);
  if (!read_codes (content, codes, error))
    return NULL;
  if (codes->len == 1)
    return g_strdup (codes->pdata[0]);
  g_set_error_literal (error,
                       SCHALTER_ERROR,
                       codes->len == 0 ? SCHALTER_ERROR_NOT_FOUND : SCHALTER_ERROR_CONFLICT,
                       codes->len == 0 ? _ ("there is no seal on it")
                                       : _ ("there are several different codes on it"));
  return NULL;
}
