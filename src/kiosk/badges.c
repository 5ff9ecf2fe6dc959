/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a service is done, in a word and a picture each. */
#include "config.h"

#include "badges.h"

#include <glib/gi18n.h>

static void
add_badge (GtkBox *box, const char *icon_name, const char *label)
{
  GtkWidget *badge = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *image = gtk_image_new_from_icon_name (icon_name);
  gtk_widget_add_css_class (badge, "badge");
  gtk_box_append (GTK_BOX (badge), image);
  gtk_box_append (GTK_BOX (badge), gtk_label_new (label));
  gtk_box_append (box, badge);
}

void
schalter_badges_fill (GtkBox *box, const SchalterService *service)
{
  g_return_if_fail (GTK_IS_BOX (box) && service != NULL);
  GtkWidget *child = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  if (service->form_id != NULL || service->certificate_id != NULL)
    add_badge (box, "check-symbolic", C_ ("badge", "Can be done here"));
  else
    add_badge (box, "person-symbolic", C_ ("badge", "At the counter"));
  if (service->certificate_id != NULL)
    add_badge (box, "printer-symbolic", C_ ("badge", "Printed here"));
}
