/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalter-counter as an application of the desktop: one instance, which goes on watching the
 * kiosks while its window is closed. */
#include "config.h"

#include "counter-app.h"

#include "counter-window.h"
#include "notifier.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

struct _SchalterCounterApp {
  GtkApplication parent_instance;
  /* owned */
  SchalterKioskList *kiosks; /* nullable: the file is damaged */
  SchalterNotifier *notifier;
  char *problem; /* nullable */
  /* borrowed */
  SchalterCounterWindow *window;
  /* handles */
  guint terminate_source;
};

G_DEFINE_FINAL_TYPE (SchalterCounterApp, schalter_counter_app, GTK_TYPE_APPLICATION)

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) sheet = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (sheet, "/org/schalter/Counter/counter.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (sheet),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_quit (user_data);
}

/* The end of the user's session: notifications are withdrawn as after any other end. */
static gboolean
on_terminate (gpointer user_data)
{
  g_application_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static void
on_opened (SchalterCounterApp *self, SchalterKioskLink *link)
{
  g_application_activate (G_APPLICATION (self));
  schalter_counter_window_show_kiosk (self->window, link);
}

static void
load_kiosks (SchalterCounterApp *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
      g_build_filename (g_get_user_data_dir (), "schalter", "counter.conf", NULL);
  self->kiosks = schalter_kiosk_list_new (path, &error);
  if (self->kiosks == NULL) {
    g_warning ("%s; continuing without kiosks", error->message);
    self->problem = g_strdup_printf (_ ("The list of kiosks cannot be read: %s. Please tell IT."),
                                     error->message);
    return;
  }
  self->notifier = schalter_notifier_new (self->kiosks);
  g_signal_connect_object (
      self->notifier, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
}

static void
schalter_counter_app_startup (GApplication *application)
{
  static const GActionEntry actions[] = { { .name = "quit", .activate = on_quit } };
  static const char *const quit_keys[] = { "<Control>q", NULL };
  G_APPLICATION_CLASS (schalter_counter_app_parent_class)->startup (application);
  g_action_map_add_action_entries (
      G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit", quit_keys);
  SCHALTER_COUNTER_APP (application)->terminate_source =
      g_unix_signal_add (SIGTERM, on_terminate, application);
  load_style ();
  load_kiosks (SCHALTER_COUNTER_APP (application));
}

static void
schalter_counter_app_activate (GApplication *application)
{
  SchalterCounterApp *self = SCHALTER_COUNTER_APP (application);
  if (self->window == NULL) {
    self->window = schalter_counter_window_new (GTK_APPLICATION (application), self->kiosks);
    g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *)&self->window);
    if (self->problem != NULL)
      schalter_counter_window_show_problem (self->window, self->problem);
  }
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
schalter_counter_app_shutdown (GApplication *application)
{
  SchalterCounterApp *self = SCHALTER_COUNTER_APP (application);
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_handle_id (&self->terminate_source, g_source_remove);
  g_clear_object (&self->notifier);
  g_clear_object (&self->kiosks);
  G_APPLICATION_CLASS (schalter_counter_app_parent_class)->shutdown (application);
}

static void
schalter_counter_app_finalize (GObject *object)
{
  SchalterCounterApp *self = SCHALTER_COUNTER_APP (object);
  g_clear_weak_pointer (&self->window);
  g_free (self->problem);
  G_OBJECT_CLASS (schalter_counter_app_parent_class)->finalize (object);
}

static void
schalter_counter_app_class_init (SchalterCounterAppClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);
  G_OBJECT_CLASS (class)->finalize = schalter_counter_app_finalize;
  application_class->startup = schalter_counter_app_startup;
  application_class->activate = schalter_counter_app_activate;
  application_class->shutdown = schalter_counter_app_shutdown;
}

static void
schalter_counter_app_init (SchalterCounterApp *self)
{
}

SchalterCounterApp *
schalter_counter_app_new (void)
{
  return g_object_new (SCHALTER_TYPE_COUNTER_APP,
                       "application-id",
                       "org.schalter.Counter",
                       "resource-base-path",
                       "/org/schalter/Counter",
                       NULL);
}
