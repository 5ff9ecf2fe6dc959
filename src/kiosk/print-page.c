/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Printing: the certificate is asked for when there is no paper yet; then what it is, "print", and
 * how it goes. While paper moves the session does not end by itself. */
#include "config.h"

#include "print-page.h"

#include "paper.h"
#include "print-trouble.h"
#include "schalter-error.h"
#include "uuid.h"

#include <glib/gi18n.h>

struct _SchalterPrintPage {
  SchalterPage parent_instance;

  gboolean is_holding;

  /* template children */
  GtkImage *picture;
  GtkLabel *headline;
  GtkLabel *text;
  GtkSpinner *spinner;
  GtkWidget *print_button;
  GtkWidget *again_button;
  GtkWidget *cancel_button;
  GtkWidget *done_button;
  GtkWidget *staff_button;

  /* owned */
  GCancellable *cancellable;
  SchalterPrintJob *job;
};

G_DEFINE_FINAL_TYPE (SchalterPrintPage, schalter_print_page, SCHALTER_TYPE_PAGE)

/**
 * Scene: what the page shows.
 * @text: "" for none
 */
typedef struct {
  const char *icon_name;
  const char *headline;
  const char *text;
  gboolean is_busy;
  gboolean can_print;
  gboolean can_retry;
  gboolean can_cancel;
  gboolean can_leave;
  gboolean needs_staff;
} Scene;

static SchalterSession *
get_session (SchalterPrintPage *self)
{
  return schalter_page_get_model (SCHALTER_PAGE (self));
}

static void
set_holding (SchalterPrintPage *self, gboolean is_holding)
{
  if (is_holding == self->is_holding)
    return;
  self->is_holding = is_holding;
  if (is_holding)
    schalter_session_hold (get_session (self));
  else
    schalter_session_release (get_session (self));
}

static void
show_scene (SchalterPrintPage *self, const Scene *scene)
{
  gtk_image_set_from_icon_name (self->picture, scene->icon_name);
  gtk_label_set_text (self->headline, scene->headline);
  gtk_label_set_text (self->text, scene->text);
  gtk_widget_set_visible (GTK_WIDGET (self->text), *scene->text != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), scene->is_busy);
  gtk_spinner_set_spinning (self->spinner, scene->is_busy);
  gtk_widget_set_visible (self->print_button, scene->can_print);
  gtk_widget_set_visible (self->again_button, scene->can_retry);
  gtk_widget_set_visible (self->cancel_button, scene->can_cancel);
  gtk_widget_set_visible (self->done_button, scene->can_leave);
  gtk_widget_set_visible (self->staff_button, scene->needs_staff);
  set_holding (self, scene->is_busy || scene->can_cancel);
  GtkWidget *first = scene->can_print   ? self->print_button
                     : scene->can_leave ? self->done_button
                                        : self->cancel_button;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && gtk_widget_get_visible (first))
    gtk_widget_grab_focus (first);
  schalter_page_set_title (SCHALTER_PAGE (self), scene->headline);
}

/* The job. */

static char *
dup_progress (SchalterPrintJob *job)
{
  guint n_pages = schalter_print_job_get_n_pages (job);
  guint page = MIN (schalter_print_job_get_pages_out (job) + 1, n_pages);
  return g_strdup_printf (_ ("Printing page %1$u of %2$u"), page, n_pages);
}

static void
show_printing (SchalterPrintPage *self, SchalterPrintJob *job)
{
  SchalterPrintTrouble trouble = schalter_print_trouble_find (schalter_print_job_get_reasons (job));
  g_autofree char *progress = dup_progress (job);
  Scene scene = {
    .icon_name = trouble.icon_name,
    .headline = trouble.text != NULL ? _ ("The printer needs help") : progress,
    .text = trouble.text != NULL ? trouble.text
                                 : _ ("Your paper comes out of the slot below the screen."),
    .is_busy = trouble.text == NULL,
    .can_cancel = TRUE,
    .needs_staff = trouble.text != NULL,
  };
  show_scene (self, &scene);
}

static void
show_impossible (SchalterPrintPage *self, SchalterPrintJob *job)
{
  SchalterPrintTrouble trouble = schalter_print_trouble_find (schalter_print_job_get_reasons (job));
  Scene scene = {
    .icon_name = "warning-symbolic",
    .headline = _ ("Printing is not possible just now"),
    .text = trouble.text != NULL
                ? trouble.text
                : _ ("The printer does not answer. Nothing is lost: try again, or call staff."),
    .can_print = TRUE,
    .can_leave = TRUE,
    .needs_staff = TRUE,
  };
  show_scene (self, &scene);
}

static void
show_end (SchalterPrintPage *self, SchalterPrintJobState state)
{
  gboolean is_done = state == SCHALTER_PRINT_JOB_DONE;
  gboolean is_cancelled = state == SCHALTER_PRINT_JOB_CANCELLED;
  Scene scene = {
    .icon_name = is_done ? "check-symbolic" : "warning-symbolic",
    .headline = is_done        ? _ ("Please take your paper")
                : is_cancelled ? _ ("Printing has been stopped")
                               : _ ("The paper did not come out as it should"),
    .text = is_done        ? _ ("It lies in the slot below the screen.")
            : is_cancelled ? ""
                           : _ ("Staff look after it. Your details are safe."),
    .can_leave = TRUE,
    .needs_staff = !is_done && !is_cancelled,
  };
  show_scene (self, &scene);
}

static void
show_job (SchalterPrintPage *self)
{
  SchalterPrintJobState state = schalter_print_job_get_state (self->job);
  Scene scene = { .icon_name = "printer-symbolic", .text = "", .is_busy = TRUE };
  switch (state) {
  case SCHALTER_PRINT_JOB_PREPARING:
    scene.headline = _ ("The printer gets ready");
    show_scene (self, &scene);
    break;
  case SCHALTER_PRINT_JOB_CANCELLING:
    scene.headline = _ ("Printing is being stopped");
    show_scene (self, &scene);
    break;
  case SCHALTER_PRINT_JOB_IMPOSSIBLE:
    show_impossible (self, self->job);
    break;
  case SCHALTER_PRINT_JOB_PRINTING:
    show_printing (self, self->job);
    break;
  case SCHALTER_PRINT_JOB_CANCELLED:
  case SCHALTER_PRINT_JOB_DONE:
  case SCHALTER_PRINT_JOB_FAILED:
  case SCHALTER_PRINT_JOB_UNKNOWN:
    show_end (self, state);
    break;
  }
}

static void
watch_job (SchalterPrintPage *self, SchalterPrintJob *job)
{
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_set_object (&self->job, job);
  if (job != NULL)
    g_signal_connect_object (self->job, "changed", G_CALLBACK (show_job), self, G_CONNECT_SWAPPED);
}

/* Before printing. */

static void
show_ready (SchalterPrintPage *self)
{
  gboolean is_certificate =
      g_str_equal (schalter_session_get_paper (get_session (self))->kind, "certificate");
  Scene scene = {
    .icon_name = "paper-symbolic",
    .headline = is_certificate ? _ ("Your certificate is ready") : _ ("Your paper is ready"),
    .text = is_certificate ? _ ("It is printed once. Make sure that you are alone at the machine.")
                           : "",
    .can_print = TRUE,
  };
  show_scene (self, &scene);
}

static void
show_failure (SchalterPrintPage *self, const GError *error)
{
  gboolean is_refused = g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_REFUSED);
  Scene scene = {
    .icon_name = "warning-symbolic",
    .headline = _ ("The certificate cannot be issued here"),
    .text = is_refused
                ? _ ("The register needs a person to look at it. Please ask at the counter: they "
                     "can issue it.")
                : _ ("The canton cannot be reached just now. Nothing has been charged or lost."),
    .can_retry = !is_refused,
    .can_leave = TRUE,
    .needs_staff = TRUE,
  };
  show_scene (self, &scene);
}

static void
on_certificate (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterCertificate) certificate =
      schalter_certificate_request_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  SchalterPrintPage *self = user_data;
  if (certificate != NULL &&
      schalter_paper_make_certificate (get_session (self), certificate, &error)) {
    show_ready (self);
    return;
  }
  g_warning ("A certificate cannot be made: %s", error->message);
  show_failure (self, error);
}

static void
ask_for_certificate (SchalterPrintPage *self)
{
  SchalterSession *session = get_session (self);
  SchalterPhoneLogin *login = schalter_session_ensure_login (session);
  const SchalterService *service = schalter_session_get_service (session);
  const char *token = login != NULL ? schalter_phone_login_get_access_token (login) : NULL;
  Scene busy = {
    .icon_name = "paper-symbolic",
    .headline = _ ("Your certificate is being issued"),
    .text = "",
    .is_busy = TRUE,
  };
  show_scene (self, &busy);
  if (token == NULL || service == NULL || service->certificate_id == NULL) {
    show_failure (self, NULL);
    return;
  }
  SchalterCertificateOrder order = {
    .access_token = token,
    .type = service->certificate_id,
    .request_id = schalter_session_ensure_certificate_id (session),
    .language = schalter_session_get_language (session),
  };
  schalter_certificate_request_async (schalter_session_ensure_exchange (session),
                                      schalter_session_get_catalogue (session),
                                      &order,
                                      self->cancellable,
                                      on_certificate,
                                      self);
}

/* Buttons. */

static void
on_print_clicked (SchalterPrintPage *self)
{
  watch_job (self, schalter_session_ensure_print_job (get_session (self)));
  if (self->job == NULL) {
    schalter_session_notice (get_session (self), _ ("Printing is not possible just now."));
    return;
  }
  schalter_print_job_start (self->job);
  show_job (self);
}

static void
on_again_clicked (SchalterPrintPage *self)
{
  ask_for_certificate (self);
}

static void
on_cancel_clicked (SchalterPrintPage *self)
{
  if (self->job != NULL)
    schalter_print_job_cancel (self->job);
}

static void
on_done_clicked (SchalterPrintPage *self)
{
  schalter_session_end (get_session (self));
}

static void
on_staff_clicked (SchalterPrintPage *self)
{
  schalter_session_call_staff (get_session (self), "printer");
}

/* The page. */

static void
schalter_print_page_enter (SchalterPage *page)
{
  SchalterPrintPage *self = SCHALTER_PRINT_PAGE (page);
  SchalterSession *session = get_session (self);
  self->cancellable = g_cancellable_new ();
  if (schalter_session_get_paper (session) == NULL) {
    ask_for_certificate (self);
    return;
  }
  /* A page built anew goes on with the job that is under way. */
  watch_job (self, schalter_session_get_print_job (session));
  if (self->job == NULL)
    show_ready (self);
  else
    show_job (self);
  schalter_page_set_first_focus (page, self->print_button);
}

static void
schalter_print_page_leave (SchalterPage *page)
{
  SchalterPrintPage *self = SCHALTER_PRINT_PAGE (page);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  set_holding (self, FALSE);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, SchalterPrintPage, name)

static void
schalter_print_page_class_init (SchalterPrintPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  SCHALTER_PAGE_CLASS (class)->enter = schalter_print_page_enter;
  SCHALTER_PAGE_CLASS (class)->leave = schalter_print_page_leave;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/schalter/kiosk/print-page.ui");
  BIND (picture);
  BIND (headline);
  BIND (text);
  BIND (spinner);
  BIND (print_button);
  BIND (again_button);
  BIND (cancel_button);
  BIND (done_button);
  BIND (staff_button);
  gtk_widget_class_bind_template_callback (widget_class, on_print_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_done_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_staff_clicked);
}

static void
schalter_print_page_init (SchalterPrintPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
