/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The service page. What must be known before starting stands above the button. */
#include "config.h"

#include "service-page.h"

#include "badges.h"
#include "paper.h"

#include <glib/gi18n.h>

struct _SchalterServicePage {
  SchalterPage parent_instance;

  /* template children */
  GtkLabel *title;
  GtkLabel *lead;
  GtkBox *badges;
  GtkWidget *not_here_box;
  GtkLabel *not_here;
  GtkWidget *obstacle_box;
  GtkLabel *obstacle;
  GtkLabel *requirements;
  GtkLabel *fee;
  GtkLabel *deadline;
  GtkBox *documents;
  GtkBox *steps;
  GtkLabel *office_name;
  GtkLabel *office_address;
  GtkLabel *office_hours;
  GtkWidget *demonstration;
  GtkButton *municipality;
  GtkWidget *slip_button;
  GtkButton *start_button;
  GtkWidget *form_button;
};

G_DEFINE_FINAL_TYPE (SchalterServicePage, schalter_service_page, SCHALTER_TYPE_PAGE)

static SchalterSession *
get_session (SchalterServicePage *self)
{
  return schalter_page_get_model (SCHALTER_PAGE (self));
}

static void
on_start_clicked (SchalterServicePage *self)
{
  schalter_session_start_service (get_session (self));
}

static void
on_form_clicked (SchalterServicePage *self)
{
  schalter_session_start_form (get_session (self));
}

static void
on_municipality_clicked (SchalterServicePage *self)
{
  schalter_session_ask_municipality (get_session (self));
}

static void
on_slip_clicked (SchalterServicePage *self)
{
  SchalterSession *session = get_session (self);
  g_autoptr (GError) error = NULL;
  if (schalter_paper_make_slip (session, &error)) {
    schalter_session_go (session, "print");
    return;
  }
  g_warning ("A slip cannot be made: %s", error->message);
  schalter_session_notice (session, _ ("This cannot be printed now."));
}

/* The blocks. A block without text is not shown. */

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (label)), *text != '\0');
}

static void
fill_list (SchalterServicePage *self, GtkBox *box, GPtrArray *texts, gboolean is_numbered)
{
  for (guint i = 0; i < texts->len; i++) {
    const char *text = schalter_session_get_text (get_session (self), texts->pdata[i]);
    g_autofree char *mark = is_numbered ? g_strdup_printf ("%u.", i + 1) : g_strdup ("•");
    g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource ("/org/schalter/kiosk/list-line.ui");
    gtk_label_set_text (GTK_LABEL (gtk_builder_get_object (builder, "mark")), mark);
    gtk_label_set_text (GTK_LABEL (gtk_builder_get_object (builder, "text")), text);
    gtk_box_append (box, GTK_WIDGET (gtk_builder_get_object (builder, "line")));
  }
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (box)), texts->len > 0);
}

static void
show_office (SchalterServicePage *self, const SchalterService *service)
{
  SchalterSession *session = get_session (self);
  g_autoptr (SchalterOffice) office = schalter_session_resolve_office (session, service);
  g_autoptr (SchalterMunicipality) municipality = schalter_session_dup_municipality (session);
  g_autofree char *address =
      office != NULL ? schalter_paper_dup_office_address (office) : g_strdup ("");
  show_text (self->office_name,
             office != NULL ? schalter_session_get_text (session, &office->name) : "");
  gtk_label_set_text (self->office_address, address);
  gtk_label_set_text (self->office_hours,
                      office != NULL ? schalter_session_get_text (session, &office->hours) : "");
  gtk_widget_set_visible (self->demonstration, office != NULL && office->is_demonstration);
  /* Translators: %s is the name of a municipality. */
  g_autofree char *label =
      municipality != NULL
          ? g_strdup_printf (_ ("For people who live in %s – change"), municipality->name)
          : g_strdup (_ ("Choose your municipality"));
  gtk_button_set_label (self->municipality, label);
  gtk_widget_set_visible (GTK_WIDGET (self->municipality),
                          service->level == SCHALTER_LEVEL_MUNICIPALITY ||
                              service->level == SCHALTER_LEVEL_REGION);
}

static const char *
get_obstacle (SchalterStart start)
{
  switch (start) {
  case SCHALTER_START_IN_PERSON:
    return _ ("This is done at the counter. Take the slip with address and hours with you.");
  case SCHALTER_START_NOT_JOINED:
    return _ ("Your municipality does this at its own counter. Take the slip with address and "
              "hours with you.");
  case SCHALTER_START_CLOSED:
    return _ ("Forms are closed for the moment. Please ask at the counter.");
  case SCHALTER_START_NEEDS_NETWORK:
    return _ ("This needs a connection to the canton, and there is none just now. Please come "
              "back later, or ask at the counter.");
  case SCHALTER_START_FORM:
  case SCHALTER_START_CERTIFICATE:
    break;
  }
  return "";
}

/* Changes with network and printer, too. */
static void
show_start (SchalterServicePage *self)
{
  SchalterSession *session = get_session (self);
  const SchalterService *service = schalter_session_get_service (session);
  if (service == NULL)
    return;
  SchalterStart start = schalter_session_can_start (session);
  const char *obstacle = get_obstacle (start);
  if (start == SCHALTER_START_FORM && service->certificate_id != NULL)
    obstacle = _ ("There is no connection just now, so the certificate cannot be printed at once. "
                  "Order it with the form: it comes by post.");
  else if (start == SCHALTER_START_CERTIFICATE && !schalter_session_can_print (session))
    obstacle = _ ("The printer is not ready just now. You can order with the form.");
  gtk_label_set_text (self->obstacle, obstacle);
  gtk_widget_set_visible (self->obstacle_box, *obstacle != '\0');
  gboolean can_start = start == SCHALTER_START_FORM || start == SCHALTER_START_CERTIFICATE;
  gtk_widget_set_visible (GTK_WIDGET (self->start_button), can_start);
  gtk_widget_set_visible (self->form_button,
                          start == SCHALTER_START_CERTIFICATE && service->form_id != NULL);
  gtk_widget_set_sensitive (self->slip_button, schalter_session_can_print (session));
}

static void
show_service (SchalterServicePage *self, const SchalterService *service)
{
  SchalterSession *session = get_session (self);
  const char *title = schalter_session_get_text (session, &service->title);
  schalter_page_set_title (SCHALTER_PAGE (self), title);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->lead, schalter_session_get_text (session, &service->lead));
  schalter_badges_fill (self->badges, service);
  show_text (self->not_here, schalter_session_get_text (session, &service->not_here));
  show_text (self->requirements, schalter_session_get_text (session, &service->requirements));
  show_text (self->fee, schalter_session_get_text (session, &service->fee));
  show_text (self->deadline, schalter_session_get_text (session, &service->deadline));
  fill_list (self, self->documents, service->documents, FALSE);
  fill_list (self, self->steps, service->steps, TRUE);
  show_office (self, service);
  gtk_button_set_label (self->start_button, schalter_session_get_text (session, &service->verb));
}

static void
schalter_service_page_enter (SchalterPage *page)
{
  SchalterServicePage *self = SCHALTER_SERVICE_PAGE (page);
  SchalterSession *session = get_session (self);
  const SchalterService *service = schalter_session_get_service (session);
  if (service == NULL)
    return;
  show_service (self, service);
  show_start (self);
  g_signal_connect_object (
      session, "state-changed", G_CALLBACK (show_start), self, G_CONNECT_SWAPPED);
  schalter_page_set_first_focus (page,
                                 gtk_widget_get_visible (GTK_WIDGET (self->start_button))
                                     ? GTK_WIDGET (self->start_button)
                                     : self->slip_button);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, SchalterServicePage, name)

static void
schalter_service_page_class_init (SchalterServicePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  SCHALTER_PAGE_CLASS (class)->enter = schalter_service_page_enter;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/schalter/kiosk/service-page.ui");
  BIND (title);
  BIND (lead);
  BIND (badges);
  BIND (not_here_box);
  BIND (not_here);
  BIND (obstacle_box);
  BIND (obstacle);
  BIND (requirements);
  BIND (fee);
  BIND (deadline);
  BIND (documents);
  BIND (steps);
  BIND (office_name);
  BIND (office_address);
  BIND (office_hours);
  BIND (demonstration);
  BIND (municipality);
  BIND (slip_button);
  BIND (start_button);
  BIND (form_button);
  gtk_widget_class_bind_template_callback (widget_class, on_start_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_form_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_municipality_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_slip_clicked);
}

static void
schalter_service_page_init (SchalterServicePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
