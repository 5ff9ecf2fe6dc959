/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Identifying by phone: the code on the screen is the one on the phone. The counter and the form
 * are always offered beside it. */
#include "config.h"

#include "identify-page.h"

#include "document.h"
#include "qr-code.h"
#include "session.h"

#include <glib/gi18n.h>

struct _SchalterIdentifyPage {
  SchalterPage parent_instance;

  /* template children */
  GtkStack *stack;
  SchalterQrCode *qr_code;
  GtkLabel *code;
  GtkLabel *address;
  GtkLabel *trouble;
  GtkWidget *form_button;

  /* owned */
  SchalterPhoneLogin *login;
};

G_DEFINE_FINAL_TYPE (SchalterIdentifyPage, schalter_identify_page, SCHALTER_TYPE_PAGE)

static SchalterSession *
get_session (SchalterIdentifyPage *self)
{
  return schalter_page_get_model (SCHALTER_PAGE (self));
}

static void
show_code (SchalterIdentifyPage *self)
{
  guint n_modules = 0;
  g_autofree guint8 *modules =
      schalter_qr_encode (schalter_phone_login_get_complete_uri (self->login), &n_modules);
  schalter_qr_code_set_modules (self->qr_code, modules, n_modules);
  gtk_label_set_text (self->code, schalter_phone_login_get_user_code (self->login));
  gtk_label_set_text (self->address, schalter_phone_login_get_verification_uri (self->login));
}

static const char *
get_trouble (SchalterPhoneLoginState state)
{
  if (state == SCHALTER_PHONE_LOGIN_DENIED)
    return _ ("On the phone, you have said no. You can try again, or ask at the counter.");
  if (state == SCHALTER_PHONE_LOGIN_EXPIRED)
    return _ ("The code has become too old. Take a new one.");
  return _ ("The canton cannot be reached just now. Try again, or ask at the counter.");
}

static void
show_state (SchalterIdentifyPage *self)
{
  SchalterPhoneLoginState state = self->login != NULL ? schalter_phone_login_get_state (self->login)
                                                      : SCHALTER_PHONE_LOGIN_FAILED;
  switch (state) {
  case SCHALTER_PHONE_LOGIN_STARTING:
    gtk_stack_set_visible_child_name (self->stack, "starting");
    break;
  case SCHALTER_PHONE_LOGIN_WAITING:
    show_code (self);
    gtk_stack_set_visible_child_name (self->stack, "waiting");
    break;
  case SCHALTER_PHONE_LOGIN_DONE:
    schalter_session_go_for_good (get_session (self), "print");
    break;
  case SCHALTER_PHONE_LOGIN_DENIED:
  case SCHALTER_PHONE_LOGIN_EXPIRED:
  case SCHALTER_PHONE_LOGIN_FAILED:
    gtk_label_set_text (self->trouble, get_trouble (state));
    gtk_stack_set_visible_child_name (self->stack, "trouble");
    break;
  }
}

static void
on_again_clicked (SchalterIdentifyPage *self)
{
  if (self->login != NULL)
    schalter_phone_login_start (self->login);
  show_state (self);
}

static void
on_staff_clicked (SchalterIdentifyPage *self)
{
  schalter_session_call_staff (get_session (self), "identity");
}

static void
on_form_clicked (SchalterIdentifyPage *self)
{
  schalter_session_start_form (get_session (self));
}

static void
schalter_identify_page_enter (SchalterPage *page)
{
  SchalterIdentifyPage *self = SCHALTER_IDENTIFY_PAGE (page);
  SchalterSession *session = get_session (self);
  const SchalterService *service = schalter_session_get_service (session);
  schalter_page_set_title (page, _ ("Who are you?"));
  gtk_widget_set_visible (self->form_button, service != NULL && service->form_id != NULL);
  g_set_object (&self->login, schalter_session_ensure_login (session));
  if (self->login != NULL) {
    g_signal_connect_object (
        self->login, "changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
    SchalterPhoneLoginState state = schalter_phone_login_get_state (self->login);
    /* A page built anew, for another language, goes on with the code that is there. */
    if (state != SCHALTER_PHONE_LOGIN_WAITING && state != SCHALTER_PHONE_LOGIN_DONE)
      schalter_phone_login_start (self->login);
  }
  show_state (self);
}

static void
schalter_identify_page_leave (SchalterPage *page)
{
  SchalterIdentifyPage *self = SCHALTER_IDENTIFY_PAGE (page);
  if (self->login != NULL)
    g_signal_handlers_disconnect_by_data (self->login, self);
  g_clear_object (&self->login);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, SchalterIdentifyPage, name)

static void
schalter_identify_page_class_init (SchalterIdentifyPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  SCHALTER_PAGE_CLASS (class)->enter = schalter_identify_page_enter;
  SCHALTER_PAGE_CLASS (class)->leave = schalter_identify_page_leave;
  g_type_ensure (SCHALTER_TYPE_QR_CODE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/schalter/kiosk/identify-page.ui");
  BIND (stack);
  BIND (qr_code);
  BIND (code);
  BIND (address);
  BIND (trouble);
  BIND (form_button);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_staff_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_form_clicked);
}

static void
schalter_identify_page_init (SchalterIdentifyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
