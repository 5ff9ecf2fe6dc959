/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An open call in the list of kiosks. */
#include "config.h"

#include "call-banner.h"

#include "kiosk-words.h"

struct _SchalterCallBanner {
  GtkBox parent_instance;
  /* owned */
  SchalterKioskLink *link;
  char *call_id;
  /* children */
  GtkLabel *text;
  GtkWidget *answer;
};

G_DEFINE_FINAL_TYPE (SchalterCallBanner, schalter_call_banner, GTK_TYPE_BOX)

static void
on_answer_clicked (SchalterCallBanner *self)
{
  /* It is shown insensitive when it could fail. */
  (void)schalter_kiosk_link_answer (self->link, self->call_id);
}

static void
schalter_call_banner_dispose (GObject *object)
{
  SchalterCallBanner *self = SCHALTER_CALL_BANNER (object);
  g_clear_object (&self->link);
  g_clear_pointer (&self->call_id, g_free);
  G_OBJECT_CLASS (schalter_call_banner_parent_class)->dispose (object);
}

static void
schalter_call_banner_class_init (SchalterCallBannerClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = schalter_call_banner_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/schalter/Counter/call-banner.ui");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_bind_template_child (widget_class, SchalterCallBanner, text);
  gtk_widget_class_bind_template_child (widget_class, SchalterCallBanner, answer);
  gtk_widget_class_bind_template_callback (widget_class, on_answer_clicked);
}

static void
schalter_call_banner_init (SchalterCallBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SchalterCallBanner *
schalter_call_banner_new (SchalterKioskLink *link, const char *call_id)
{
  g_return_val_if_fail (SCHALTER_IS_KIOSK_LINK (link) && call_id != NULL, NULL);
  SchalterCallBanner *self = g_object_new (SCHALTER_TYPE_CALL_BANNER, NULL);
  self->link = g_object_ref (link);
  self->call_id = g_strdup (call_id);
  return self;
}

const char *
schalter_call_banner_get_call_id (SchalterCallBanner *self)
{
  g_return_val_if_fail (SCHALTER_IS_CALL_BANNER (self), NULL);
  return self->call_id;
}

void
schalter_call_banner_update (SchalterCallBanner *self, const SchalterKioskCall *call)
{
  g_return_if_fail (SCHALTER_IS_CALL_BANNER (self) && call != NULL);
  g_autofree char *text = schalter_words_for_call (call);
  gboolean is_connected =
      schalter_kiosk_link_get_state (self->link) == SCHALTER_KIOSK_LINK_CONNECTED;
  gtk_label_set_text (self->text, text);
  gtk_widget_set_sensitive (self->answer, is_connected && !call->is_answering);
}
