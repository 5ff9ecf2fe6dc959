/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A QR code drawn in whole pixels, so that its edges stay sharp at every size. */
#include "config.h"

#include "qr-code.h"

/* ISO/IEC 18004 asks for a margin of four modules. */
#define QUIET_MODULES 4
#define MINIMUM_PX 200
#define NATURAL_PX 320

struct _SchalterQrCode {
  GtkWidget parent_instance;

  /* owned */
  guint8 *modules;
  guint n_modules;
};

G_DEFINE_FINAL_TYPE (SchalterQrCode, schalter_qr_code, GTK_TYPE_WIDGET)

GtkWidget *
schalter_qr_code_new (void)
{
  return g_object_new (SCHALTER_TYPE_QR_CODE, NULL);
}

void
schalter_qr_code_set_modules (SchalterQrCode *self, const guint8 *modules, guint n_modules)
{
  g_return_if_fail (SCHALTER_IS_QR_CODE (self));
  g_clear_pointer (&self->modules, g_free);
  self->n_modules = modules != NULL ? n_modules : 0;
  if (modules != NULL)
    self->modules = g_memdup2 (modules, (gsize)n_modules * n_modules);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
append_row (SchalterQrCode *self, GtkSnapshot *snapshot, guint row, graphene_rect_t *cell)
{
  static const GdkRGBA black = { 0, 0, 0, 1 };
  const guint8 *line = self->modules + (gsize)row * self->n_modules;
  float left = cell->origin.x;
  for (guint column = 0; column < self->n_modules; column++) {
    if (line[column] & 1) {
      graphene_rect_t dark = *cell;
      dark.origin.x = left + column * cell->size.width;
      gtk_snapshot_append_color (snapshot, &black, &dark);
    }
  }
}

static void
schalter_qr_code_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  static const GdkRGBA white = { 1, 1, 1, 1 };
  SchalterQrCode *self = SCHALTER_QR_CODE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  int module = MIN (width, height) / (int)(self->n_modules + 2 * QUIET_MODULES);
  if (self->modules == NULL || module < 1)
    return;

  int side = module * (int)(self->n_modules + 2 * QUIET_MODULES);
  int x = (width - side) / 2;
  int y = (height - side) / 2;
  gtk_snapshot_append_color (snapshot, &white, &GRAPHENE_RECT_INIT (x, y, side, side));
  for (guint row = 0; row < self->n_modules; row++) {
    int top = y + (int)(QUIET_MODULES + row) * module;
    append_row (
        self, snapshot, row, &GRAPHENE_RECT_INIT (x + QUIET_MODULES * module, top, module, module));
  }
}

static void
schalter_qr_code_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = MINIMUM_PX;
  *natural = NATURAL_PX;
}

static void
schalter_qr_code_finalize (GObject *object)
{
  g_free (SCHALTER_QR_CODE (object)->modules);
  G_OBJECT_CLASS (schalter_qr_code_parent_class)->finalize (object);
}

static void
schalter_qr_code_class_init (SchalterQrCodeClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->finalize = schalter_qr_code_finalize;
  widget_class->snapshot = schalter_qr_code_snapshot;
  widget_class->measure = schalter_qr_code_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
schalter_qr_code_init (SchalterQrCode *self)
{
}
