/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every page has: a model, a title, a place where the focus begins, and a beginning and an
 * end. */
#include "config.h"

#include "page.h"

typedef struct {
  /* owned */
  char *title;
  GObject *model;
  /* borrowed */
  GtkWidget *first_focus;
} SchalterPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SchalterPage, schalter_page, GTK_TYPE_WIDGET)

enum {
  PROP_MODEL = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static SchalterPagePrivate *
get_private (SchalterPage *page)
{
  return schalter_page_get_instance_private (page);
}

gpointer
schalter_page_get_model (SchalterPage *page)
{
  g_return_val_if_fail (SCHALTER_IS_PAGE (page), NULL);
  return get_private (page)->model;
}

void
schalter_page_set_title (SchalterPage *page, const char *title)
{
  g_return_if_fail (SCHALTER_IS_PAGE (page));
  SchalterPagePrivate *private = get_private (page);
  if (g_strcmp0 (private->title, title) == 0)
    return;
  g_free (private->title);
  private->title = g_strdup (title);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_PROPERTY_LABEL, title != NULL ? title : "", -1);
}

const char *
schalter_page_get_title (SchalterPage *page)
{
  g_return_val_if_fail (SCHALTER_IS_PAGE (page), NULL);
  return get_private (page)->title;
}

void
schalter_page_set_first_focus (SchalterPage *page, GtkWidget *widget)
{
  g_return_if_fail (SCHALTER_IS_PAGE (page));
  g_set_weak_pointer (&get_private (page)->first_focus, widget);
}

void
schalter_page_enter (SchalterPage *page)
{
  g_return_if_fail (SCHALTER_IS_PAGE (page));
  SchalterPageClass *class = SCHALTER_PAGE_GET_CLASS (page);
  if (class->enter != NULL)
    class->enter (page);
  if (get_private (page)->first_focus != NULL)
    gtk_widget_grab_focus (get_private (page)->first_focus);
}

void
schalter_page_leave (SchalterPage *page)
{
  g_return_if_fail (SCHALTER_IS_PAGE (page));
  SchalterPageClass *class = SCHALTER_PAGE_GET_CLASS (page);
  if (class->leave != NULL)
    class->leave (page);
}

gboolean
schalter_page_go_back (SchalterPage *page)
{
  g_return_val_if_fail (SCHALTER_IS_PAGE (page), FALSE);
  SchalterPageClass *class = SCHALTER_PAGE_GET_CLASS (page);
  return class->go_back != NULL && class->go_back (page);
}

gboolean
schalter_page_take_key (SchalterPage *page, GtkEventControllerKey *controller)
{
  g_return_val_if_fail (SCHALTER_IS_PAGE (page), FALSE);
  SchalterPageClass *class = SCHALTER_PAGE_GET_CLASS (page);
  return class->take_key != NULL && class->take_key (page, controller);
}

gboolean
schalter_page_forward_key (GtkEditable *entry, GtkEventControllerKey *controller)
{
  g_return_val_if_fail (GTK_IS_EDITABLE (entry), FALSE);
  GtkEditable *text = gtk_editable_get_delegate (entry);
  if (gtk_widget_has_focus (GTK_WIDGET (text)) ||
      !gtk_event_controller_key_forward (controller, GTK_WIDGET (text)))
    return FALSE;
  gtk_text_grab_focus_without_selecting (GTK_TEXT (text));
  return TRUE;
}

static void
schalter_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_MODEL)
    get_private (SCHALTER_PAGE (object))->model = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
schalter_page_dispose (GObject *object)
{
  SchalterPagePrivate *private = get_private (SCHALTER_PAGE (object));
  g_clear_weak_pointer (&private->first_focus);
  GtkWidget *child = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&private->model);
  G_OBJECT_CLASS (schalter_page_parent_class)->dispose (object);
}

static void
schalter_page_finalize (GObject *object)
{
  g_free (get_private (SCHALTER_PAGE (object))->title);
  G_OBJECT_CLASS (schalter_page_parent_class)->finalize (object);
}

static void
schalter_page_class_init (SchalterPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  object_class->set_property = schalter_page_set_property;
  object_class->dispose = schalter_page_dispose;
  object_class->finalize = schalter_page_finalize;
  properties[PROP_MODEL] =
      g_param_spec_object ("model",
                           NULL,
                           NULL,
                           G_TYPE_OBJECT,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "page");
}

static void
schalter_page_init (SchalterPage *page)
{
  gtk_widget_set_hexpand (GTK_WIDGET (page), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (page), TRUE);
}
