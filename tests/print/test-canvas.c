/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages: how much room things take, and that nothing untrue is ever drawn. */
#include "config.h"

#include "canvas.h"

#include "document.h"
#include "schalter-error.h"

#include <string.h>

static const SchalterFont body = { 11.0, 1.4, SCHALTER_WEIGHT_REGULAR, SCHALTER_INK_BLACK, FALSE };
static const SchalterFont large = { 22.0, 1.4, SCHALTER_WEIGHT_BOLD, SCHALTER_INK_ACCENT, FALSE };

static SchalterCanvas *
make_canvas (void)
{
  g_autoptr (GError) error = NULL;
  SchalterCanvas *canvas =
      schalter_canvas_new ("Titel", "Gemeinde", "2026-11-24", "#00587c", &error);
  g_assert_no_error (error);
  return canvas;
}

static void
counts_its_pages (void)
{
  for (guint n_pages = 1; n_pages <= 3; n_pages++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SchalterCanvas) canvas = make_canvas ();
    guint n_drawn = 0;
    for (guint i = 1; i < n_pages; i++)
      schalter_canvas_add_page (canvas);
    g_autoptr (GBytes) pdf = schalter_canvas_finish (canvas, &n_drawn, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (n_drawn, ==, n_pages);
    g_assert_true (g_str_has_prefix (g_bytes_get_data (pdf, NULL), "%PDF-"));
  }
}

static void
text_takes_the_room_it_was_measured_for (void)
{
  static const SchalterBox box = { 20.0, 30.0, 60.0 };
  static const char text[] = "Ein Satz, der so lang ist, dass er mehr als eine Zeile braucht.";
  g_autoptr (SchalterCanvas) canvas = make_canvas ();
  double one_line = schalter_canvas_measure_text (canvas, &body, 60.0, "Ein Wort");
  double lines = schalter_canvas_measure_text (canvas, &body, 60.0, text);
  g_assert_cmpfloat (one_line, >, 11.0 * 25.4 / 72.0);
  g_assert_cmpfloat (lines, >, 1.9 * one_line);
  g_assert_cmpfloat_with_epsilon (
      schalter_canvas_draw_text (canvas, &body, &box, text), lines, 0.01);
  g_assert_cmpfloat (
      schalter_canvas_measure_text (canvas, &large, 60.0, "Ein Wort"), >, 1.9 * one_line);
  g_assert_cmpfloat (schalter_canvas_measure_text (canvas, &body, 180.0, text), <, lines);
  g_assert_cmpfloat_with_epsilon (
      schalter_canvas_measure_text (canvas, &body, 60.0, "a\nb\nc"), 3 * one_line, 0.2);
}

/* A canvas goes on harmlessly after its first fault, and gives no paper. */
static void
draws_no_sign_that_the_font_lacks (void)
{
  static const char *const texts[] = { "张伟", "🐕", "a\x07", "a\u202e-b", "\x1b[31m" };
  static const SchalterBox box = { 20.0, 30.0, 100.0 };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SchalterCanvas) canvas = make_canvas ();
    (void)schalter_canvas_draw_text (canvas, &body, &box, texts[i]);
    (void)schalter_canvas_draw_text (canvas, &body, &box, "und weiter");
    schalter_canvas_add_page (canvas);
    schalter_canvas_draw_shield (canvas, &box);
    g_assert_null (schalter_canvas_finish (canvas, NULL, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  }
}

static void
a_code_is_as_wide_as_its_modules (void)
{
  static const char text[] = "HTTPS://V.AG.EXAMPLE/#AAAA";
  g_autoptr (SchalterCanvas) canvas = make_canvas ();
  guint n_modules = 0;
  g_autofree guint8 *modules = schalter_qr_encode (text, &n_modules);
  g_assert_nonnull (modules);
  g_assert_cmpfloat_with_epsilon (
      schalter_canvas_measure_qr (canvas, text, 0.5), n_modules * 0.5, 0.001);
  /* The three corners that a scanner looks for (ISO/IEC 18004 §6.3.3). */
  g_assert_cmpuint (modules[0] & 1, ==, 1);
  g_assert_cmpuint (modules[n_modules - 1] & 1, ==, 1);
  g_assert_cmpuint (modules[n_modules * (n_modules - 1)] & 1, ==, 1);
  g_assert_cmpuint (modules[7] & 1, ==, 0);
}

static void
a_code_that_is_too_long_is_no_paper (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterCanvas) canvas = make_canvas ();
  g_autofree char *endless = g_strnfill (5000, 'A');
  guint n_modules = 0;
  g_assert_null (schalter_qr_encode (endless, &n_modules));
  g_assert_cmpfloat (schalter_canvas_measure_qr (canvas, endless, 0.5), ==, 0.0);
  g_assert_null (schalter_canvas_finish (canvas, NULL, &error));
  g_assert_cmpuint (error->domain, ==, SCHALTER_ERROR);
}

static void
the_same_drawing_is_the_same_bytes (void)
{
  static const SchalterBox box = { 20.0, 30.0, 100.0 };
  g_autoptr (GBytes) first = NULL;
  for (guint i = 0; i < 2; i++) {
    g_autoptr (SchalterCanvas) canvas = make_canvas ();
    schalter_canvas_begin_tag (canvas, "Document");
    schalter_canvas_begin_tag (canvas, "P");
    (void)schalter_canvas_draw_text (canvas, &body, &box, "Guten Tag");
    schalter_canvas_end_tag (canvas, "P");
    schalter_canvas_draw_rule (canvas, &box, 0.3, SCHALTER_INK_FAINT);
    schalter_canvas_draw_frame (canvas, &box, 40.0, SCHALTER_INK_ACCENT);
    schalter_canvas_draw_qr (canvas, 20.0, 100.0, "HTTPS://V.AG.EXAMPLE/#AAAA", 0.5);
    schalter_canvas_end_tag (canvas, "Document");
    g_autoptr (GBytes) pdf = schalter_canvas_finish (canvas, NULL, NULL);
    g_assert_nonnull (pdf);
    if (first != NULL)
      g_assert_true (g_bytes_equal (first, pdf));
    else
      first = g_bytes_ref (pdf);
  }
}

static void
a_colour_that_is_none_is_refused (void)
{
  static const char *const colours[] = { "", "red", "#12345", "#1234567", "#12345g", "00587c" };
  for (guint i = 0; i < G_N_ELEMENTS (colours); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (schalter_canvas_new ("Titel", "Gemeinde", NULL, colours[i], &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/print/canvas/counts-its-pages", counts_its_pages);
  g_test_add_func ("/print/canvas/text-takes-the-room-it-was-measured-for",
                   text_takes_the_room_it_was_measured_for);
  g_test_add_func ("/print/canvas/draws-no-sign-that-the-font-lacks",
                   draws_no_sign_that_the_font_lacks);
  g_test_add_func ("/print/canvas/a-code-is-as-wide-as-its-modules",
                   a_code_is_as_wide_as_its_modules);
  g_test_add_func ("/print/canvas/a-code-that-is-too-long-is-no-paper",
                   a_code_that_is_too_long_is_no_paper);
  g_test_add_func ("/print/canvas/the-same-drawing-is-the-same-bytes",
                   the_same_drawing_is_the_same_bytes);
  g_test_add_func ("/print/canvas/a-colour-that-is-none-is-refused",
                   a_colour_that_is_none_is_refused);
  return g_test_run ();
}
