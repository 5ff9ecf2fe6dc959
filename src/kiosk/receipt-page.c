/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was handed in has a number now. */
#include "config.h"

#include "receipt-page.h"

#include "document.h"
#include "paper.h"
#include "qr-code.h"

#include <glib/gi18n.h>

struct _SchalterReceiptPage {
  SchalterPage parent_instance;

  /* template children */
  GtkLabel *service;
  GtkLabel *reference;
  GtkLabel *next;
  GtkLabel *sending;
  SchalterQrCode *qr_code;
  GtkWidget *print_button;
  GtkWidget *no_printer;
};

G_DEFINE_FINAL_TYPE (SchalterReceiptPage, schalter_receipt_page, SCHALTER_TYPE_PAGE)

static SchalterSession *
get_session (SchalterReceiptPage *self)
{
  return schalter_page_get_model (SCHALTER_PAGE (self));
}

static void
on_print_clicked (SchalterReceiptPage *self)
{
  SchalterSession *session = get_session (self);
  g_autoptr (GError) error = NULL;
  if (schalter_paper_make_receipt (session, &error)) {
    schalter_session_go (session, "print");
    return;
  }
  g_warning ("A receipt cannot be made: %s", error->message);
  schalter_session_notice (session, _ ("This cannot be printed now. Note down the number."));
}

static void
on_end_clicked (SchalterReceiptPage *self)
{
  schalter_session_end (get_session (self));
}

static void
show_state (SchalterReceiptPage *self)
{
  SchalterSession *session = get_session (self);
  gboolean can_print = schalter_session_can_print (session);
  gtk_widget_set_sensitive (self->print_button, can_print);
  gtk_widget_set_visible (self->no_printer, !can_print);
  gtk_label_set_text (
      self->sending,
      schalter_session_is_online (session)
          ? _ ("Your details are on their way.")
          : _ ("Your details are sent as soon as the connection is back. Your number is valid "
               "already."));
}

static void
show_receipt (SchalterReceiptPage *self, const SchalterService *service, const char *reference)
{
  SchalterSession *session = get_session (self);
  guint n_modules = 0;
  g_autofree guint8 *modules = schalter_qr_encode (reference, &n_modules);
  g_autoptr (SchalterOffice) office = schalter_session_resolve_office (session, service);
  /* Translators: %s is the name of an office. */
  g_autofree char *next = office != NULL
                              ? g_strdup_printf (_ ("%s contacts you when it needs something."),
                                                 schalter_session_get_text (session, &office->name))
                              : g_strdup (_ ("The office contacts you when it needs something."));
  gtk_label_set_text (self->service, schalter_session_get_text (session, &service->title));
  gtk_label_set_text (self->reference, reference);
  gtk_label_set_text (self->next, next);
  schalter_qr_code_set_modules (self->qr_code, modules, n_modules);
}

static void
schalter_receipt_page_enter (SchalterPage *page)
{
  SchalterReceiptPage *self = SCHALTER_RECEIPT_PAGE (page);
  SchalterSession *session = get_session (self);
  const SchalterService *service = schalter_session_get_service (session);
  const char *reference = schalter_session_get_reference (session);
  schalter_page_set_title (page, _ ("Handed in"));
  if (service == NULL || reference == NULL)
    return;
  show_receipt (self, service, reference);
  show_state (self);
  g_signal_connect_object (
      session, "state-changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  schalter_page_set_first_focus (page, self->print_button);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, SchalterReceiptPage, name)

static void
schalter_receipt_page_class_init (SchalterReceiptPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  SCHALTER_PAGE_CLASS (class)->enter = schalter_receipt_page_enter;
  g_type_ensure (SCHALTER_TYPE_QR_CODE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/schalter/kiosk/receipt-page.ui");
  BIND (service);
  BIND (reference);
  BIND (next);
  BIND (sending);
  BIND (qr_code);
  BIND (print_button);
  BIND (no_printer);
  gtk_widget_class_bind_template_callback (widget_class, on_print_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_end_clicked);
}

static void
schalter_receipt_page_init (SchalterReceiptPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
