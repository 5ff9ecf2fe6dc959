/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a session gets done for the citizen: handing in, logging in by phone, printing. */
#include "config.h"

#include "session.h"

#include "random.h"
#include "schalter-error.h"
#include "session-private.h"
#include "uuid.h"

#include <glib/gi18n.h>

/* Handing in. */

static void
on_handed_in (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SchalterSession) self = user_data;
  g_autoptr (GError) error = NULL;
  char *reference = schalter_hand_in_send_finish (SCHALTER_HAND_IN (source), result, &error);
  self->is_handing_in = FALSE;
  if (reference != NULL) {
    schalter_session_take_reference (self, reference);
    return;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_warning ("Handing in failed: %s", error->message);
  schalter_session_notice (
      self, _ ("This could not be handed in yet. Nothing is lost: please try again."));
  g_signal_emit_by_name (self, "rebuild");
}

/* The same answers go out under the same id, so that a second try is not a second submission. */
static gboolean
ensure_hand_in (SchalterSession *self, GBytes *answers, GError **error)
{
  if (self->hand_in != NULL && g_bytes_equal (answers, self->handed_in))
    return TRUE;
  if (self->link == NULL) {
    g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE, "no agent");
    return FALSE;
  }
  SchalterHandInRequest request = {
    .service = self->service,
    .form_id = schalter_form_get_id (self->form_definition),
    .form_version = schalter_form_get_version (self->form_definition),
    .bfs = schalter_session_get_bfs (self),
    .kiosk_id = self->settings->kiosk_id,
  };
  g_clear_object (&self->hand_in);
  g_clear_pointer (&self->handed_in, g_bytes_unref);
  self->hand_in = schalter_hand_in_new (self->link, self->catalogue, &request, answers, error);
  self->handed_in = g_bytes_ref (answers);
  return self->hand_in != NULL;
}

void
schalter_session_hand_in (SchalterSession *self)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self) && self->form != NULL);
  if (self->is_handing_in || self->is_over)
    return;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answers = schalter_form_session_dup_answers (self->form);
  if (!ensure_hand_in (self, answers, &error)) {
    g_warning ("Handing in is not possible: %s", error->message);
    schalter_session_notice (self,
                             _ ("This cannot be handed in here now. Please ask at the counter."));
    g_signal_emit_by_name (self, "rebuild");
    return;
  }
  self->is_handing_in = TRUE;
  schalter_hand_in_send_async (self->hand_in, self->cancellable, on_handed_in, g_object_ref (self));
}

gboolean
schalter_session_is_handing_in (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), FALSE);
  return self->is_handing_in;
}

/* Login and paper. */

SchalterExchange *
schalter_session_ensure_exchange (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), NULL);
  if (self->exchange == NULL && self->link != NULL && self->catalogue != NULL)
    self->exchange = schalter_exchange_new (self->link, self->catalogue);
  return self->exchange;
}

SchalterPhoneLogin *
schalter_session_ensure_login (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), NULL);
  SchalterExchange *exchange = schalter_session_ensure_exchange (self);
  if (self->login == NULL && exchange != NULL)
    self->login =
        schalter_phone_login_new (exchange, self->settings->kiosk_id, self->settings->kiosk_name);
  return self->login;
}

void
schalter_session_set_paper (SchalterSession *self, const SchalterPrintPaper *paper)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self) && paper != NULL);
  schalter_session_drop_paper (self);
  self->paper = g_new0 (SchalterPrintPaper, 1);
  *self->paper = (SchalterPrintPaper){
    .kind = g_strdup (paper->kind),
    .number = g_strdup (paper->number),
    .pdf = g_bytes_ref (paper->pdf),
    .n_pages = paper->n_pages,
  };
}

const SchalterPrintPaper *
schalter_session_get_paper (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), NULL);
  return self->paper;
}

SchalterPrintJob *
schalter_session_ensure_print_job (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), NULL);
  if (self->print_job != NULL &&
      schalter_print_job_get_state (self->print_job) == SCHALTER_PRINT_JOB_IMPOSSIBLE)
    g_clear_object (&self->print_job);
  if (self->print_job == NULL && self->paper != NULL && self->link != NULL)
    self->print_job = schalter_print_job_new (self->link,
                                              self->settings->printer_cups_socket,
                                              self->settings->printer_queue,
                                              self->paper);
  return self->print_job;
}

SchalterPrintJob *
schalter_session_get_print_job (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), NULL);
  return self->print_job;
}

const char *
schalter_session_ensure_certificate_id (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), NULL);
  guint8 random[SCHALTER_UUID_RANDOM_BYTES];
  if (self->certificate_id == NULL) {
    schalter_random_fill (random, sizeof random);
    self->certificate_id = schalter_uuid_new (g_get_real_time (), random);
  }
  return self->certificate_id;
}
