/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The code on the screen: every module where it belongs, black on white, with room around it. */
#include "config.h"

#include "qr-code.h"

#include "test-display.h"
#include "test-wait.h"

#define N_MODULES 21
#define QUIET 4 /* modules, ISO/IEC 18004 §6.3.8 */

typedef struct {
  GtkWidget *window;
  GtkWidget *code;
  guint8 modules[N_MODULES * N_MODULES];
} Fixture;

static gboolean
is_shown (gpointer user_data)
{
  Fixture *fixture = user_data;
  return gtk_widget_get_mapped (fixture->code) && gtk_widget_get_width (fixture->code) > 0;
}

static void
set_up (Fixture *fixture, gconstpointer dark)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4045);
  for (guint i = 0; i < N_MODULES * N_MODULES; i++)
    fixture->modules[i] = (guint8)g_rand_int_range (random, 0, 2);
  fixture->code = schalter_qr_code_new ();
  schalter_qr_code_set_modules (SCHALTER_QR_CODE (fixture->code), fixture->modules, N_MODULES);
  fixture->window = gtk_window_new ();
  g_object_set (gtk_settings_get_default (),
                "gtk-application-prefer-dark-theme",
                GPOINTER_TO_INT (dark),
                NULL);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 500, 400);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->code);
  gtk_window_present (GTK_WINDOW (fixture->window));
  test_wait_until (is_shown, fixture, 60000);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

/* What the widget draws, as a picture; NULL when it draws nothing. */
static cairo_surface_t *
draw (Fixture *fixture)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (fixture->code);
  int width = gtk_widget_get_width (fixture->code);
  int height = gtk_widget_get_height (fixture->code);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cairo = cairo_create (surface);
  cairo_set_source_rgb (cairo, 0.5, 0.5, 0.5);
  cairo_paint (cairo);
  gsk_render_node_draw (node, cairo);
  cairo_destroy (cairo);
  gsk_render_node_unref (node);
  cairo_surface_flush (surface);
  return surface;
}

static guint
get_pixel (cairo_surface_t *surface, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  const guint32 *row =
      (const guint32 *)(gconstpointer)(data + y * cairo_image_surface_get_stride (surface));
  return row[x] & 0xffffff;
}

static void
shows_each_module_black_on_white (Fixture *fixture, gconstpointer unused)
{
  cairo_surface_t *surface = draw (fixture);
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  int module = MIN (width, height) / (N_MODULES + 2 * QUIET);
  int left = (width - module * (N_MODULES + 2 * QUIET)) / 2;
  int top = (height - module * (N_MODULES + 2 * QUIET)) / 2;
  for (int row = -QUIET; row < N_MODULES + QUIET; row++) {
    for (int column = -QUIET; column < N_MODULES + QUIET; column++) {
      gboolean is_inside = row >= 0 && row < N_MODULES && column >= 0 && column < N_MODULES;
      gboolean is_dark = is_inside && fixture->modules[row * N_MODULES + column] != 0;
      guint pixel = get_pixel (surface,
                               left + (column + QUIET) * module + module / 2,
                               top + (row + QUIET) * module + module / 2);
      g_assert_cmphex (pixel, ==, is_dark ? 0x000000 : 0xffffff);
    }
  }
  cairo_surface_destroy (surface);
}

static gboolean
is_drawn (gpointer user_data)
{
  cairo_surface_t *surface = draw (user_data);
  if (surface == NULL)
    return FALSE;
  cairo_surface_destroy (surface);
  return TRUE;
}

static gboolean
is_empty (gpointer user_data)
{
  return !is_drawn (user_data);
}

static void
shows_nothing_when_there_is_nothing (Fixture *fixture, gconstpointer unused)
{
  schalter_qr_code_set_modules (SCHALTER_QR_CODE (fixture->code), NULL, 0);
  test_wait_until (is_empty, fixture, 60000);
  /* And again something: what it was given is its own copy. */
  schalter_qr_code_set_modules (SCHALTER_QR_CODE (fixture->code), fixture->modules, N_MODULES);
  test_wait_until (is_drawn, fixture, 60000);
}

static void
is_large_enough_for_a_phone (Fixture *fixture, gconstpointer unused)
{
  int minimum = 0;
  int natural = 0;
  gtk_widget_measure (
      fixture->code, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  /* Four pixels for each module of the longest code that is shown (version 10, 57 modules). */
  g_assert_cmpint (natural, >=, 4 * (57 + 2 * QUIET));
  g_assert_cmpint (minimum, <=, natural);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  GSubprocess *display = test_display_start ();
  gtk_init ();
  g_test_add ("/widgets/qr-code/shows-each-module-black-on-white",
              Fixture,
              GINT_TO_POINTER (FALSE),
              set_up,
              shows_each_module_black_on_white,
              tear_down);
  g_test_add ("/widgets/qr-code/shows-each-module-black-on-white-in-the-dark-too",
              Fixture,
              GINT_TO_POINTER (TRUE),
              set_up,
              shows_each_module_black_on_white,
              tear_down);
  g_test_add ("/widgets/qr-code/shows-nothing-when-there-is-nothing",
              Fixture,
              NULL,
              set_up,
              shows_nothing_when_there_is_nothing,
              tear_down);
  g_test_add ("/widgets/qr-code/is-large-enough-for-a-phone",
              Fixture,
              NULL,
              set_up,
              is_large_enough_for_a_phone,
              tear_down);
  int status = g_test_run ();
  test_display_stop (display);
  return status;
}
