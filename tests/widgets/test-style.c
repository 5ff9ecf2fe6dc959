/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whatever colour a canton chooses, it can be read. */
#include "config.h"

#include "style.h"

static GdkRGBA
parse (const char *text)
{
  GdkRGBA colour;
  g_assert_true (gdk_rgba_parse (&colour, text));
  return colour;
}

static void
every_colour_becomes_legible_on_every_ground (void)
{
  const char *colours[] = { "#ffff00", "#ffffff", "#000000", "#0063a8", "#e30613", "#808080" };
  const char *grounds[] = { "#ffffff", "#f4f5f6", "#1f2429", "#000000" };
  for (guint i = 0; i < G_N_ELEMENTS (colours); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (grounds); j++) {
      GdkRGBA colour = parse (colours[i]);
      GdkRGBA ground = parse (grounds[j]);
      GdkRGBA legible = schalter_colour_for_contrast (&colour, &ground, 7);
      g_assert_cmpfloat (schalter_colour_get_contrast (&legible, &ground), >=, 7);
    }
  }
}

static void
a_legible_colour_stays_as_it_is (void)
{
  GdkRGBA colour = parse ("#003a63");
  GdkRGBA white = parse ("#ffffff");
  GdkRGBA same = schalter_colour_for_contrast (&colour, &white, 7);
  g_assert_true (gdk_rgba_equal (&colour, &same));
}

static void
contrast_is_that_of_wcag (void)
{
  GdkRGBA black = parse ("#000000");
  GdkRGBA white = parse ("#ffffff");
  GdkRGBA grey = parse ("#767676");
  g_assert_cmpfloat_with_epsilon (schalter_colour_get_contrast (&black, &white), 21, 0.01);
  g_assert_cmpfloat_with_epsilon (schalter_colour_get_contrast (&white, &grey), 4.54, 0.01);
}

static void
forms_are_told_the_same_look (void)
{
  SchalterLook look = { .text_percent = 130, .is_dark = TRUE };
  g_autofree char *classes = schalter_look_dup_html_classes (&look);
  g_assert_cmpstr (classes, ==, "text-130 dark");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/widgets/style/every-colour-becomes-legible-on-every-ground",
                   every_colour_becomes_legible_on_every_ground);
  g_test_add_func ("/widgets/style/a-legible-colour-stays-as-it-is",
                   a_legible_colour_stays_as_it_is);
  g_test_add_func ("/widgets/style/contrast-is-that-of-wcag", contrast_is_that_of_wcag);
  g_test_add_func ("/widgets/style/forms-are-told-the-same-look", forms_are_told_the_same_look);
  return g_test_run ();
}
