/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A form filled in at home: its pages, handing it in, and the receipt. The answers live in
 * form-visits.c; a post is always answered by a redirect, so that a reload never posts again. */
#include "config.h"

#include "portal.h"
#include "reply.h"
#include "request.h"
#include "service-words.h"
#include "site-page.h"
#include "translation.h"
#include "visit-cookie.h"

#include <glib/gi18n.h>

/* One request of somebody who fills in a form. */
typedef struct {
  SchalterPortal *portal;
  SoupServerMessage *message;
  SchalterLanguage language;
  SchalterFormVisit *visit; /* nullable: there is none, or it has ended */
} Step;

static Step
begin_step (SchalterPortal *portal, SoupServerMessage *message)
{
  Step step = { portal, message, schalter_request_get_language (message), NULL };
  g_autofree char *token = schalter_visit_cookie_dup (message);
  schalter_translation_use (step.language);
  step.visit = schalter_form_visits_find (portal->visits, token, step.language, g_get_real_time ());
  return step;
}

static void
show_ended (const Step *step)
{
  SchalterPageNote note = {
    .language = step->language,
    .status = SOUP_STATUS_NOT_FOUND,
    .title = _ ("There is no form here any more"),
    .text = _ ("Forms end thirty minutes after the last page, so that nobody else sees what "
               "was typed. What you had typed has been deleted. Please begin again."),
  };
  schalter_page_show_note (step->portal, step->message, &note);
}

static void
go_to_service (const Step *step)
{
  g_autofree char *address =
      schalter_service_dup_address (step->visit->service_id, step->visit->bfs);
  schalter_reply_see_other (step->message, address);
}

static void
go_to_page (const Step *step)
{
  g_autofree char *address =
      g_strconcat ("/form/", schalter_form_session_get_page (step->visit->form), NULL);
  schalter_reply_see_other (step->message, address);
}

static gboolean
is_filling_in (const SchalterFormVisit *visit)
{
  return visit->form != NULL && !schalter_form_session_is_handed_in (visit->form);
}

void
schalter_handle_form (SchalterPortal *portal,
                      SoupServerMessage *message,
                      const char *rest,
                      GBytes *body)
{
  Step step = begin_step (portal, message);
  if (step.visit == NULL) {
    show_ended (&step);
  } else if (is_filling_in (step.visit)) {
    schalter_reply_private_html (message, schalter_form_session_render (step.visit->form, rest));
    schalter_reply_set_language (message, schalter_language_to_tag (step.language));
  } else {
    schalter_reply_see_other (message, "/receipt");
  }
}

/* Whether it worked or not is said by the receipt's page, which tries again if it did not. */
static void
hand_in (const Step *step)
{
  SchalterIntake intake = schalter_portal_get_intake (step->portal);
  g_autoptr (GError) error = NULL;
  if (!schalter_form_visits_hand_in (
          step->portal->visits, step->visit, &intake, g_get_real_time (), &error))
    g_warning ("A form could not be taken in: %s, continuing", error->message);
  schalter_reply_see_other (step->message, "/receipt");
}

void
schalter_handle_form_post (SchalterPortal *portal,
                           SoupServerMessage *message,
                           const char *rest,
                           GBytes *body)
{
  Step step = begin_step (portal, message);
  if (!schalter_request_is_own_post (message)) {
    schalter_reply_problem (message, SOUP_STATUS_FORBIDDEN, "the post comes from another site");
    return;
  }
  if (step.visit == NULL) {
    show_ended (&step);
    return;
  }
  if (!is_filling_in (step.visit)) {
    schalter_reply_see_other (message, "/receipt");
    return;
  }
  switch (schalter_form_visits_post (portal->visits, step.visit, rest, body)) {
  case SCHALTER_FORM_SHOW:
    go_to_page (&step);
    break;
  case SCHALTER_FORM_LEAVE:
    go_to_service (&step);
    break;
  case SCHALTER_FORM_HAND_IN:
    hand_in (&step);
    break;
  }
}

static void
write_receipt (SchalterHtml *html, const Step *step)
{
  SchalterCatalogue *catalogue = step->portal->catalogue;
  g_autoptr (SchalterService) service =
      schalter_catalogue_get_service (catalogue, step->visit->service_id);
  g_autoptr (SchalterOffice) office =
      schalter_catalogue_resolve_office (catalogue, service, step->visit->bfs);
  schalter_html_element (
      html, "p", schalter_text_get (&service->title, step->language), "class", "lead", NULL);
  schalter_html_open (html, "section", "class", "panel number", NULL);
  schalter_html_element (html, "p", _ ("Your number"), NULL);
  schalter_html_element (html, "p", step->visit->reference, "class", "code", NULL);
  schalter_html_close (html, "section");
  schalter_html_element (html, "h2", _ ("What happens next"), NULL);
  g_autofree char *next = office != NULL
                              ? g_strdup_printf (_ ("%s contacts you when it needs something."),
                                                 schalter_text_get (&office->name, step->language))
                              : g_strdup (_ ("The office contacts you when it needs something."));
  schalter_html_element (html, "p", next, NULL);
  schalter_html_element (html,
                         "p",
                         _ ("Note down the number, or print this page: it is gone after thirty "
                            "minutes. What you typed is sealed; only the office can read it."),
                         NULL);
  if (office != NULL)
    schalter_service_write_office (html, office, step->language);
}

static void
show_receipt (const Step *step)
{
  SchalterPageHead head = { step->language, _ ("Handed in"), "" };
  SchalterHtml *html = schalter_page_begin (step->portal, &head);
  schalter_html_open (html, "h1", "class", "handed-in", NULL);
  schalter_html_text (html, head.title);
  schalter_html_close (html, "h1");
  write_receipt (html, step);
  schalter_page_finish (html, step->message, step->language, SOUP_STATUS_OK);
}

static void
show_not_yet (const Step *step)
{
  SchalterPageNote note = {
    .language = step->language,
    .status = SOUP_STATUS_SERVICE_UNAVAILABLE,
    .title = _ ("Not handed in yet"),
    .text = _ ("Your answers are kept. Please load this page again in a minute."),
  };
  schalter_page_show_note (step->portal, step->message, &note);
}

void
schalter_handle_receipt (SchalterPortal *portal,
                         SoupServerMessage *message,
                         const char *rest,
                         GBytes *body)
{
  Step step = begin_step (portal, message);
  SchalterIntake intake = schalter_portal_get_intake (portal);
  g_autoptr (GError) error = NULL;
  if (step.visit == NULL) {
    show_ended (&step);
  } else if (is_filling_in (step.visit)) {
    go_to_page (&step);
  } else if (schalter_form_visits_hand_in (
                 portal->visits, step.visit, &intake, g_get_real_time (), &error)) {
    show_receipt (&step);
  } else {
    g_warning ("A form could not be taken in: %s, continuing", error->message);
    show_not_yet (&step);
  }
}
