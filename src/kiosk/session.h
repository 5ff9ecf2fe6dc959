/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "agent-link.h"
#include "catalogue.h"
#include "form-session.h"
#include "phone-login.h"
#include "print-job.h"
#include "settings.h"

G_BEGIN_DECLS

/**
 * SchalterSession:
 *
 * One citizen's time at the kiosk: the model behind all pages. Everything personal is in here, and
 * goes with it: it is wiped when finalized, and its process ends then. Pages read it and are built
 * anew from it when the language changes; it knows no widget.
 *
 * Signals:
 * "page-changed" (name, is_back): another page is to be shown;
 * "rebuild": language or catalogue is another: build the page anew;
 * "look-changed": text size, colours, motion, or time;
 * "state-changed": network, printer or forms (the agent's link), or what is searched for;
 * "notice" (text): a sentence for the citizen, shown for some seconds;
 * "over": the session has ended; the model is empty.
 */
#define SCHALTER_TYPE_SESSION (schalter_session_get_type ())
G_DECLARE_FINAL_TYPE (SchalterSession, schalter_session, SCHALTER, SESSION, GObject)

/* @settings: must outlive the session. */
SchalterSession *schalter_session_new (const SchalterSettings *settings);

/* The world. Both are NULL at first, and may come later or never. */
void schalter_session_set_catalogue (SchalterSession *self, SchalterCatalogue *catalogue);
void schalter_session_set_link (SchalterSession *self, SchalterAgentLink *link);
SchalterCatalogue *schalter_session_get_catalogue (SchalterSession *self);
SchalterAgentLink *schalter_session_get_link (SchalterSession *self);
const SchalterSettings *schalter_session_get_settings (SchalterSession *self);
gboolean schalter_session_is_online (SchalterSession *self);
gboolean schalter_session_can_print (SchalterSession *self);
/* Whether something handed in could be kept now. */
gboolean schalter_session_are_forms_open (SchalterSession *self);

/* Going about. A page is named as in page-table.c. */
const char *schalter_session_get_page (SchalterSession *self);
void schalter_session_go (SchalterSession *self, const char *page);
/* Like go, but the page before cannot be gone back to: what was done there is done. */
void schalter_session_go_for_good (SchalterSession *self, const char *page);
gboolean schalter_session_can_go_back (SchalterSession *self);
void schalter_session_go_back (SchalterSession *self);
void schalter_session_go_home (SchalterSession *self);
/* Forgets everything, now. */
void schalter_session_end (SchalterSession *self);
gboolean schalter_session_is_over (SchalterSession *self);

/* Something is under way that must not be cut off by the idle clock, such as paper coming out.
 * Counted: as many releases as holds. */
void schalter_session_hold (SchalterSession *self);
void schalter_session_release (SchalterSession *self);
gboolean schalter_session_is_held (SchalterSession *self);

/* Shows a sentence; @text is translated already. */
void schalter_session_notice (SchalterSession *self, const char *text);
/* @reason: as in schalter_agent_link_call_staff_async(). Tells the citizen what came of it. */
void schalter_session_call_staff (SchalterSession *self, const char *reason);

SchalterLanguage schalter_session_get_language (SchalterSession *self);
void schalter_session_set_language (SchalterSession *self, SchalterLanguage language);
/* A text of the catalogue in the language of the session. */
const char *schalter_session_get_text (SchalterSession *self, const SchalterText *text);

/**
 * SchalterComfort: what the accessibility bar sets.
 * @text_percent: 100, 130 or 170
 * @is_calm: no motion
 * @has_more_time: all waiting times are twice as long
 */
typedef struct {
  guint text_percent;
  gboolean has_contrast;
  gboolean is_dark;
  gboolean is_calm;
  gboolean has_more_time;
} SchalterComfort;

const SchalterComfort *schalter_session_get_comfort (SchalterSession *self);
void schalter_session_set_comfort (SchalterSession *self, const SchalterComfort *comfort);

/* The look as classes of a page of forms; kept for forms made later. */
void schalter_session_set_html_classes (SchalterSession *self, const char *classes);

/* What is searched for; never NULL. Setting one of the two empties the other. */
const char *schalter_session_get_query (SchalterSession *self);
void schalter_session_set_query (SchalterSession *self, const char *query);
const char *schalter_session_get_life_event (SchalterSession *self); /* "" for none */
void schalter_session_set_life_event (SchalterSession *self, const char *id);

/* The service in hand, or NULL. Another service drops the form and all that came of the last. */
SchalterService *schalter_session_get_service (SchalterSession *self);
gboolean schalter_session_set_service (SchalterSession *self, const char *id);

/* Where the citizen lives: the kiosk's own municipality until it is chosen. */
guint schalter_session_get_bfs (SchalterSession *self);
/* (transfer full) (nullable): its record. */
SchalterMunicipality *schalter_session_dup_municipality (SchalterSession *self);
/* (transfer full) (nullable): the office that answers for @service where the citizen lives. */
SchalterOffice *schalter_session_resolve_office (SchalterSession *self,
                                                 const SchalterService *service);

/**
 * SchalterStart: whether the service in hand can be started here, or why not.
 * @SCHALTER_START_FORM: by its form; also what is left of a certificate without a network
 * @SCHALTER_START_CERTIFICATE: the portal issues it, and this kiosk prints it
 * @SCHALTER_START_IN_PERSON: it is done at the counter
 * @SCHALTER_START_NOT_JOINED: the municipality where the citizen lives is not on the portal
 * @SCHALTER_START_CLOSED: nothing can be kept just now
 * @SCHALTER_START_NEEDS_NETWORK: the portal is needed and cannot be reached
 */
typedef enum {
  SCHALTER_START_FORM,
  SCHALTER_START_CERTIFICATE,
  SCHALTER_START_IN_PERSON,
  SCHALTER_START_NOT_JOINED,
  SCHALTER_START_CLOSED,
  SCHALTER_START_NEEDS_NETWORK,
} SchalterStart;

SchalterStart schalter_session_can_start (SchalterSession *self);
/* The verb button of the service page: leads to municipality, identify or form. */
void schalter_session_start_service (SchalterSession *self);
/* Asks where the citizen lives, to show what holds there. */
void schalter_session_ask_municipality (SchalterSession *self);
/* The municipality page: goes on with what was started, or back to where it was asked for. */
void schalter_session_choose_municipality (SchalterSession *self, guint bfs);
/* Fills in the form in place of a certificate, where there is one. */
void schalter_session_start_form (SchalterSession *self);

/* The form in hand: made when first asked for; NULL with an error when there is none. Borrowed. */
SchalterFormSession *schalter_session_ensure_form (SchalterSession *self,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
SchalterFormSession *schalter_session_get_form (SchalterSession *self);     /* nullable */
SchalterForm *schalter_session_get_form_definition (SchalterSession *self); /* nullable */

/**
 * schalter_session_hand_in: hands the form's answers in, once, however often it is called.
 *
 * Goes to the receipt when the agent has acknowledged; else says so and builds the page anew.
 */
void schalter_session_hand_in (SchalterSession *self);

gboolean schalter_session_is_handing_in (SchalterSession *self);

/* What was handed in: the reference number, or NULL. */
const char *schalter_session_get_reference (SchalterSession *self);
gint64 schalter_session_get_handed_in_us (SchalterSession *self);

/* Login by phone: made when first asked for; NULL without an agent or a catalogue. Borrowed. */
SchalterExchange *schalter_session_ensure_exchange (SchalterSession *self);
SchalterPhoneLogin *schalter_session_ensure_login (SchalterSession *self);

/**
 * What is to be printed next, for the print page: kind "certificate" or "receipt", its number and
 * the one immutable PDF. The print page itself asks for the certificate of a service when no paper
 * has been set.
 */
void schalter_session_set_paper (SchalterSession *self, const SchalterPrintPaper *paper);
const SchalterPrintPaper *schalter_session_get_paper (SchalterSession *self); /* nullable */
/* A job that can print the paper: the one there is, or a new one when there is none or the printer
 * could not begin. Borrowed; NULL without paper or agent. */
SchalterPrintJob *schalter_session_ensure_print_job (SchalterSession *self);
SchalterPrintJob *schalter_session_get_print_job (SchalterSession *self); /* nullable */
/* The id under which the certificate of the service in hand is asked for, however often. */
const char *schalter_session_ensure_certificate_id (SchalterSession *self);

G_END_DECLS
