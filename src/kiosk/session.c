/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The model of one citizen's session. What is personal is kept in as few places as possible, and
 * wiped when it goes. */
#include "config.h"

#include "session.h"

#include "random.h"
#include "schalter-error.h"
#include "session-private.h"
#include "translation.h"

#include <glib/gi18n.h>
#include <string.h>

#define PAGE_ATTRACT "attract"
#define PAGE_HOME "home"

enum {
  PAGE_CHANGED,
  REBUILD,
  LOOK_CHANGED,
  STATE_CHANGED,
  NOTICE,
  OVER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterSession, schalter_session, G_TYPE_OBJECT)

/* Wiping. */

static void
wipe_string (char **text)
{
  if (*text != NULL)
    schalter_wipe (*text, strlen (*text));
  g_clear_pointer (text, g_free);
}

static void
paper_free (SchalterPrintPaper *paper)
{
  g_free ((char *)paper->kind);
  g_free ((char *)paper->number);
  g_bytes_unref (paper->pdf);
  g_free (paper);
}

static void
drop_form (SchalterSession *self)
{
  g_clear_object (&self->hand_in);
  g_clear_pointer (&self->handed_in, g_bytes_unref);
  g_clear_pointer (&self->form, schalter_form_session_free);
  g_clear_pointer (&self->form_definition, schalter_form_unref);
}

void
schalter_session_drop_paper (SchalterSession *self)
{
  if (self->print_job != NULL)
    schalter_print_job_cancel (self->print_job);
  g_clear_object (&self->print_job);
  g_clear_pointer (&self->paper, paper_free);
}

static void
drop_service (SchalterSession *self)
{
  drop_form (self);
  schalter_session_drop_paper (self);
  wipe_string (&self->reference);
  wipe_string (&self->certificate_id);
  self->is_starting = FALSE;
  g_clear_pointer (&self->service, schalter_service_free);
}

static void
drop_login (SchalterSession *self)
{
  if (self->login != NULL)
    schalter_phone_login_end (self->login);
  g_clear_object (&self->login);
  g_clear_object (&self->exchange);
}

static void
forget (SchalterSession *self)
{
  drop_service (self);
  drop_login (self);
  wipe_string (&self->query);
  wipe_string (&self->life_event);
  self->bfs = 0;
}

/* The world. */

SchalterSession *
schalter_session_new (const SchalterSettings *settings)
{
  g_return_val_if_fail (settings != NULL, NULL);
  SchalterSession *self = g_object_new (SCHALTER_TYPE_SESSION, NULL);
  self->settings = settings;
  return self;
}

void
schalter_session_set_catalogue (SchalterSession *self, SchalterCatalogue *catalogue)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self));
  if (catalogue == self->catalogue)
    return;
  g_clear_pointer (&self->catalogue, schalter_catalogue_unref);
  if (catalogue != NULL)
    self->catalogue = schalter_catalogue_ref (catalogue);
  g_signal_emit (self, signals[REBUILD], 0);
}

static void
on_link_changed (SchalterSession *self)
{
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
on_staff_answered (SchalterSession *self)
{
  schalter_session_notice (self, _ ("Someone is on the way to you."));
}

void
schalter_session_set_link (SchalterSession *self, SchalterAgentLink *link)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self));
  if (self->link != NULL)
    g_signal_handlers_disconnect_by_data (self->link, self);
  g_set_object (&self->link, link);
  if (link != NULL) {
    g_signal_connect_object (
        link, "changed", G_CALLBACK (on_link_changed), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (
        link, "staff-answered", G_CALLBACK (on_staff_answered), self, G_CONNECT_SWAPPED);
  }
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

SchalterCatalogue *
schalter_session_get_catalogue (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), NULL);
  return self->catalogue;
}

SchalterAgentLink *
schalter_session_get_link (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), NULL);
  return self->link;
}

const SchalterSettings *
schalter_session_get_settings (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), NULL);
  return self->settings;
}

gboolean
schalter_session_is_online (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), FALSE);
  return self->link != NULL && schalter_agent_link_is_online (self->link);
}

gboolean
schalter_session_can_print (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), FALSE);
  return self->link != NULL && schalter_agent_link_can_print (self->link);
}

gboolean
schalter_session_are_forms_open (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), FALSE);
  return self->link != NULL && schalter_agent_link_are_forms_open (self->link);
}

/* Going about. */

const char *
schalter_session_get_page (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), NULL);
  return g_ptr_array_index (self->history, self->history->len - 1);
}

static void
announce_page (SchalterSession *self, gboolean is_back)
{
  g_signal_emit (self, signals[PAGE_CHANGED], 0, schalter_session_get_page (self), is_back);
}

void
schalter_session_go (SchalterSession *self, const char *page)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self) && page != NULL);
  if (self->is_over || g_str_equal (schalter_session_get_page (self), page))
    return;
  g_ptr_array_add (self->history, g_strdup (page));
  announce_page (self, FALSE);
}

static void
go_only_to (SchalterSession *self, const char *page, gboolean is_back)
{
  if (self->is_over)
    return;
  g_ptr_array_set_size (self->history, 0);
  if (!g_str_equal (page, PAGE_HOME))
    g_ptr_array_add (self->history, g_strdup (PAGE_HOME));
  g_ptr_array_add (self->history, g_strdup (page));
  announce_page (self, is_back);
}

void
schalter_session_go_for_good (SchalterSession *self, const char *page)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self) && page != NULL);
  go_only_to (self, page, FALSE);
}

gboolean
schalter_session_can_go_back (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), FALSE);
  return self->history->len > 1 || schalter_session_get_query (self)[0] != '\0' ||
         schalter_session_get_life_event (self)[0] != '\0';
}

void
schalter_session_go_back (SchalterSession *self)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self));
  if (self->is_over)
    return;
  if (self->history->len > 1)
    g_ptr_array_set_size (self->history, (int)self->history->len - 1);
  else
    schalter_session_set_query (self, "");
  announce_page (self, TRUE);
}

void
schalter_session_go_home (SchalterSession *self)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self));
  schalter_session_set_query (self, "");
  go_only_to (self, PAGE_HOME, TRUE);
}

void
schalter_session_end (SchalterSession *self)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self));
  if (self->is_over)
    return;
  self->is_over = TRUE;
  g_cancellable_cancel (self->cancellable);
  /* First the pages, which show it, then what they showed. */
  g_signal_emit (self, signals[OVER], 0);
  forget (self);
  if (self->link != NULL)
    schalter_agent_link_close (self->link);
}

gboolean
schalter_session_is_over (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), TRUE);
  return self->is_over;
}

void
schalter_session_hold (SchalterSession *self)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self));
  self->n_holds++;
}

void
schalter_session_release (SchalterSession *self)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self) && self->n_holds > 0);
  self->n_holds--;
}

gboolean
schalter_session_is_held (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), FALSE);
  return self->n_holds > 0;
}

/* People. */

void
schalter_session_notice (SchalterSession *self, const char *text)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self) && text != NULL);
  g_signal_emit (self, signals[NOTICE], 0, text);
}

static void
on_staff_called (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SchalterSession) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean reached = FALSE;
  gboolean called = schalter_agent_link_call_staff_finish (
      SCHALTER_AGENT_LINK (source), result, &reached, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (called && reached)
    schalter_session_notice (self, _ ("The staff have been called. Someone will come to you."));
  else
    schalter_session_notice (self,
                             _ ("Nobody can be called from here now. Please go to the counter."));
}

void
schalter_session_call_staff (SchalterSession *self, const char *reason)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self));
  if (self->link == NULL) {
    schalter_session_notice (self,
                             _ ("Nobody can be called from here now. Please go to the counter."));
    return;
  }
  schalter_agent_link_call_staff_async (
      self->link, reason, self->cancellable, on_staff_called, g_object_ref (self));
}

SchalterLanguage
schalter_session_get_language (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), SCHALTER_LANGUAGE_DE);
  return self->language;
}

void
schalter_session_set_language (SchalterSession *self, SchalterLanguage language)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self));
  schalter_translation_use (language);
  if (language == self->language)
    return;
  self->language = language;
  if (self->form != NULL)
    schalter_form_session_set_language (self->form, language);
  g_signal_emit (self, signals[REBUILD], 0);
}

const char *
schalter_session_get_text (SchalterSession *self, const SchalterText *text)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), "");
  return schalter_text_get (text, self->language);
}

const SchalterComfort *
schalter_session_get_comfort (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), NULL);
  return &self->comfort;
}

void
schalter_session_set_comfort (SchalterSession *self, const SchalterComfort *comfort)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self) && comfort != NULL);
  self->comfort = *comfort;
  g_signal_emit (self, signals[LOOK_CHANGED], 0);
}

/* What is looked for. */

const char *
schalter_session_get_query (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), "");
  return self->query != NULL ? self->query : "";
}

void
schalter_session_set_query (SchalterSession *self, const char *query)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self) && query != NULL);
  char *copy = g_strdup (query);
  wipe_string (&self->query);
  wipe_string (&self->life_event);
  self->query = copy;
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

const char *
schalter_session_get_life_event (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), "");
  return self->life_event != NULL ? self->life_event : "";
}

void
schalter_session_set_life_event (SchalterSession *self, const char *id)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self) && id != NULL);
  char *copy = g_strdup (id);
  wipe_string (&self->query);
  wipe_string (&self->life_event);
  self->life_event = copy;
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

SchalterService *
schalter_session_get_service (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), NULL);
  return self->service;
}

gboolean
schalter_session_set_service (SchalterSession *self, const char *id)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self) && id != NULL, FALSE);
  if (self->service != NULL && g_str_equal (self->service->id, id))
    return TRUE;
  if (self->catalogue == NULL)
    return FALSE;
  SchalterService *service = schalter_catalogue_get_service (self->catalogue, id);
  if (service == NULL)
    return FALSE;
  drop_service (self);
  self->service = service;
  return TRUE;
}

/* The form. */

static GPtrArray *
find_places (const char *typed, gpointer user_data)
{
  SchalterSession *self = user_data;
  if (self->catalogue == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify)schalter_place_free);
  return schalter_catalogue_find_places (self->catalogue, typed, 12);
}

SchalterFormSession *
schalter_session_ensure_form (SchalterSession *self, GError **error)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), NULL);
  static const char *const stylesheets[] = { "schalter:/style/form.css", NULL };
  if (self->form != NULL)
    return self->form;
  if (self->service == NULL || self->service->form_id == NULL || self->catalogue == NULL) {
    g_set_error_literal (
        error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND, "the service has no form");
    return NULL;
  }
  self->form_definition =
      schalter_catalogue_load_form (self->catalogue, self->service->form_id, error);
  if (self->form_definition == NULL)
    return NULL;
  self->form_host = (SchalterFormHost){
    .base = "schalter:/form/",
    .stylesheets = stylesheets,
    .is_kiosk = TRUE,
    .find_places = find_places,
    .user_data = self,
  };
  self->form = schalter_form_session_new (
      self->form_definition, &self->form_host, self->language, g_get_real_time ());
  if (self->html_classes != NULL)
    schalter_form_session_set_appearance (self->form, self->html_classes);
  return self->form;
}

void
schalter_session_set_html_classes (SchalterSession *self, const char *classes)
{
  g_return_if_fail (SCHALTER_IS_SESSION (self) && classes != NULL);
  g_free (self->html_classes);
  self->html_classes = g_strdup (classes);
  if (self->form != NULL)
    schalter_form_session_set_appearance (self->form, classes);
}

SchalterFormSession *
schalter_session_get_form (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), NULL);
  return self->form;
}

SchalterForm *
schalter_session_get_form_definition (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), NULL);
  return self->form_definition;
}

const char *
schalter_session_get_reference (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), NULL);
  return self->reference;
}

gint64
schalter_session_get_handed_in_us (SchalterSession *self)
{
  g_return_val_if_fail (SCHALTER_IS_SESSION (self), 0);
  return self->handed_in_us;
}

void
schalter_session_take_reference (SchalterSession *self, char *reference)
{
  wipe_string (&self->reference);
  self->reference = reference;
  self->handed_in_us = g_get_real_time ();
  drop_form (self);
  schalter_session_go_for_good (self, "receipt");
}

static void
schalter_session_dispose (GObject *object)
{
  SchalterSession *self = SCHALTER_SESSION (object);
  g_cancellable_cancel (self->cancellable);
  forget (self);
  g_clear_object (&self->link);
  g_clear_pointer (&self->catalogue, schalter_catalogue_unref);
  G_OBJECT_CLASS (schalter_session_parent_class)->dispose (object);
}

static void
schalter_session_finalize (GObject *object)
{
  SchalterSession *self = SCHALTER_SESSION (object);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_free (self->html_classes);
  G_OBJECT_CLASS (schalter_session_parent_class)->finalize (object);
}

static guint
add_signal (GType type, const char *name, guint n_parameters, GType first, GType second)
{
  return g_signal_new (
      name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, n_parameters, first, second);
}

static void
schalter_session_class_init (SchalterSessionClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);
  object_class->dispose = schalter_session_dispose;
  object_class->finalize = schalter_session_finalize;
  signals[PAGE_CHANGED] = add_signal (type, "page-changed", 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[REBUILD] = add_signal (type, "rebuild", 0, G_TYPE_NONE, G_TYPE_NONE);
  signals[LOOK_CHANGED] = add_signal (type, "look-changed", 0, G_TYPE_NONE, G_TYPE_NONE);
  signals[STATE_CHANGED] = add_signal (type, "state-changed", 0, G_TYPE_NONE, G_TYPE_NONE);
  signals[NOTICE] = add_signal (type, "notice", 1, G_TYPE_STRING, G_TYPE_NONE);
  signals[OVER] = add_signal (type, "over", 0, G_TYPE_NONE, G_TYPE_NONE);
}

static void
schalter_session_init (SchalterSession *self)
{
  self->cancellable = g_cancellable_new ();
  self->history = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->history, g_strdup (PAGE_ATTRACT));
  self->comfort.text_percent = 100;
  self->language = SCHALTER_LANGUAGE_DE;
}
