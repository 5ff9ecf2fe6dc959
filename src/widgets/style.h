/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SchalterLook: how everything is drawn, as the citizen has set it.
 * @colour: "#rrggbb", the canton's; borrowed
 * @base_px: size of body text at 100 %
 * @text_percent: 100, 130 or 170
 */
typedef struct {
  const char *colour;
  guint base_px;
  guint text_percent;
  gboolean is_dark;
  gboolean has_contrast;
  gboolean is_calm; /* no motion */
} SchalterLook;

/* WCAG 2.2: 7:1 is the enhanced level for text. */
#define SCHALTER_STYLE_TEXT_CONTRAST 7.0

/**
 * SchalterStyle:
 *
 * The style of a display: our sheet and our icons, and a palette made from a look.
 */
typedef struct _SchalterStyle SchalterStyle;

SchalterStyle *schalter_style_new (GdkDisplay *display);
void schalter_style_free (SchalterStyle *style);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterStyle, schalter_style_free)

void schalter_style_apply (SchalterStyle *style, const SchalterLook *look);

/* The classes that say the same look to a page of forms: "text-130 dark". */
char *schalter_look_dup_html_classes (const SchalterLook *look);

/**
 * schalter_colour_for_contrast:
 * @colour: moved towards black or white, whichever is away from @background, as little as needed
 * @ratio: contrast of WCAG 2.2 that it then has at least, if black or white has it
 */
GdkRGBA
schalter_colour_for_contrast (const GdkRGBA *colour, const GdkRGBA *background, double ratio);
/* Contrast ratio of WCAG 2.2, 1–21. */
double schalter_colour_get_contrast (const GdkRGBA *one, const GdkRGBA *other);

G_END_DECLS
