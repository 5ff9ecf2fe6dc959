/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The look: one sheet for all (ui/style/schalter.css), whose colours and text size are named here
 * anew for each look. The canton gives one colour; the shades that text and controls need are
 * worked out from it, so that no canton can choose one that cannot be read. */
#include "config.h"

#include "style.h"

#include "widgets-resources.h"

#include <math.h>

#define RESOURCE_ROOT "/org/schalter/shared"

struct _SchalterStyle {
  /* owned */
  GdkDisplay *display;
  GtkCssProvider *sheet;
  GtkCssProvider *palette;
};

/**
 * Palette: what the sheet calls these colours.
 */
typedef struct {
  const char *page;    /* behind everything */
  const char *surface; /* cards, bars, entries */
  const char *text;
  const char *quiet; /* less important text, still 7:1 */
  const char *line;  /* edges of controls, 3:1 */
  const char *warn;
  const char *warn_surface;
} Palette;

static const Palette palettes[2][2] = {
  {
      { "#f4f5f6", "#ffffff", "#15191d", "#454d55", "#79828b", "#8f1d14", "#fdeceb" },
      { "#ffffff", "#ffffff", "#000000", "#000000", "#000000", "#8a0000", "#ffffff" },
  },
  {
      { "#14171a", "#1f2429", "#f3f5f6", "#bcc4cb", "#7f8992", "#ffb4ab", "#3c1a17" },
      { "#000000", "#000000", "#ffffff", "#ffffff", "#ffffff", "#ffc9c2", "#000000" },
  },
};

static double
get_linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
get_luminance (const GdkRGBA *colour)
{
  return 0.2126 * get_linear (colour->red) + 0.7152 * get_linear (colour->green) +
         0.0722 * get_linear (colour->blue);
}

double
schalter_colour_get_contrast (const GdkRGBA *one, const GdkRGBA *other)
{
  double first = get_luminance (one) + 0.05;
  double second = get_luminance (other) + 0.05;
  return first > second ? first / second : second / first;
}

static GdkRGBA
mix (const GdkRGBA *from, const GdkRGBA *to, double share)
{
  return (GdkRGBA){
    .red = (float)(from->red + (to->red - from->red) * share),
    .green = (float)(from->green + (to->green - from->green) * share),
    .blue = (float)(from->blue + (to->blue - from->blue) * share),
    .alpha = 1,
  };
}

GdkRGBA
schalter_colour_for_contrast (const GdkRGBA *colour, const GdkRGBA *background, double ratio)
{
  static const GdkRGBA black = { 0, 0, 0, 1 };
  static const GdkRGBA white = { 1, 1, 1, 1 };
  /* 0.18 is the luminance that black and white stand out from alike. */
  const GdkRGBA *goal = get_luminance (background) > 0.18 ? &black : &white;
  for (int step = 0; step < 100; step++) {
    GdkRGBA tried = mix (colour, goal, step / 100.0);
    if (schalter_colour_get_contrast (&tried, background) >= ratio)
      return tried;
  }
  return *goal;
}

static void
append_colour (GString *css, const char *name, const GdkRGBA *colour)
{
  g_autofree char *text = gdk_rgba_to_string (colour);
  g_string_append_printf (css, "@define-color %s %s;\n", name, text);
}

static void
append_accents (GString *css, const SchalterLook *look, const Palette *palette)
{
  GdkRGBA canton = { 0, 0.35f, 0.6f, 1 };
  if (look->colour != NULL)
    (void)gdk_rgba_parse (&canton, look->colour); /* a bad colour leaves ours */
  GdkRGBA page = { 0 };
  GdkRGBA surface = { 0 };
  gdk_rgba_parse (&page, palette->page);
  gdk_rgba_parse (&surface, palette->surface);
  GdkRGBA accent = schalter_colour_for_contrast (
      &canton, look->is_dark ? &surface : &page, SCHALTER_STYLE_TEXT_CONTRAST);
  GdkRGBA on_accent = look->is_dark ? page : (GdkRGBA){ 1, 1, 1, 1 };
  GdkRGBA strong = mix (&accent, &on_accent, -0.18);
  GdkRGBA soft = mix (&surface, &accent, look->has_contrast ? 0 : 0.1);

  append_colour (css, "accent", &accent);
  append_colour (css, "on_accent", &on_accent);
  strong = (GdkRGBA){
    CLAMP (strong.red, 0, 1), CLAMP (strong.green, 0, 1), CLAMP (strong.blue, 0, 1), 1
  };
  append_colour (css, "accent_strong", &strong);
  append_colour (css, "accent_soft", &soft);
}

static char *
make_palette_css (const SchalterLook *look)
{
  const Palette *palette = &palettes[look->is_dark ? 1 : 0][look->has_contrast ? 1 : 0];
  GString *css = g_string_new (NULL);
  g_string_append_printf (css,
                          "@define-color page %s;\n@define-color surface %s;\n"
                          "@define-color text %s;\n@define-color quiet %s;\n"
                          "@define-color line %s;\n@define-color warn %s;\n"
                          "@define-color warn_surface %s;\n",
                          palette->page,
                          palette->surface,
                          palette->text,
                          palette->quiet,
                          palette->line,
                          palette->warn,
                          palette->warn_surface);
  append_accents (css, look, palette);
  g_string_append_printf (
      css, "window { font-size: %upx; }\n", look->base_px * look->text_percent / 100);
  return g_string_free (css, FALSE);
}

void
schalter_style_apply (SchalterStyle *style, const SchalterLook *look)
{
  g_return_if_fail (style != NULL && look != NULL);
  g_autofree char *css = make_palette_css (look);
  gtk_css_provider_load_from_data (style->palette, css, -1);
  g_object_set (gtk_settings_get_for_display (style->display),
                "gtk-application-prefer-dark-theme",
                look->is_dark,
                "gtk-enable-animations",
                !look->is_calm,
                NULL);
}

char *
schalter_look_dup_html_classes (const SchalterLook *look)
{
  g_return_val_if_fail (look != NULL, NULL);
  return g_strdup_printf ("text-%u%s%s%s",
                          look->text_percent,
                          look->is_dark ? " dark" : "",
                          look->has_contrast ? " contrast" : "",
                          look->is_calm ? " calm" : "");
}

/* What GTK would do by itself on a desktop and no kiosk may do. */
static void
set_up_settings (GdkDisplay *display)
{
  g_object_set (gtk_settings_get_for_display (display),
                "gtk-theme-name",
                "Default",
                "gtk-icon-theme-name",
                "hicolor",
                "gtk-font-name",
                "Inter 11",
                "gtk-enable-primary-paste",
                FALSE,
                "gtk-error-bell",
                FALSE,
                "gtk-recent-files-enabled",
                FALSE,
                "gtk-cursor-blink",
                FALSE,
                NULL);
}

SchalterStyle *
schalter_style_new (GdkDisplay *display)
{
  g_return_val_if_fail (GDK_IS_DISPLAY (display), NULL);
  SchalterStyle *style = g_new0 (SchalterStyle, 1);
  /* Asked for by name, so that linking a static library does not lose it. */
  (void)schalter_widgets_get_resource ();
  style->display = g_object_ref (display);
  style->sheet = gtk_css_provider_new ();
  style->palette = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (style->sheet, RESOURCE_ROOT "/style/schalter.css");
  gtk_style_context_add_provider_for_display (
      display, GTK_STYLE_PROVIDER (style->palette), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_style_context_add_provider_for_display (
      display, GTK_STYLE_PROVIDER (style->sheet), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display),
                                    RESOURCE_ROOT "/icons");
  set_up_settings (display);
  return style;
}

void
schalter_style_free (SchalterStyle *style)
{
  if (style == NULL)
    return;
  gtk_style_context_remove_provider_for_display (style->display, GTK_STYLE_PROVIDER (style->sheet));
  gtk_style_context_remove_provider_for_display (style->display,
                                                 GTK_STYLE_PROVIDER (style->palette));
  g_object_unref (style->sheet);
  g_object_unref (style->palette);
  g_object_unref (style->display);
  g_free (style);
}
