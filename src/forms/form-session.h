/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form.h"
#include "municipality.h"

G_BEGIN_DECLS

/**
 * SchalterFormSession:
 *
 * One citizen filling in one form: renders its pages to accessible HTML without JavaScript, takes
 * the posted answers, checks them, and knows where to go next. Used alike by the kiosk (schalter:
 * scheme) and by the portal (HTTPS). Holds personal data: lives in memory only and is wiped when
 * freed.
 */
typedef struct _SchalterFormSession SchalterFormSession;

/**
 * SchalterFormHost:
 * @base: prefix of every link and action in a page ("schalter:/form/" or "/form/<session>/")
 * @stylesheets: URIs of the style sheets, NULL-terminated
 * @site_name: (nullable): name in a header above the page, for people at home; the kiosk has its
 * own
 * @site_uri: (nullable): where the header leads
 * @is_kiosk: autocomplete off, no links away
 * @find_places: (nullable): (transfer full) (element-type SchalterPlace): places for a typed text
 *
 * What the program that hosts the pages lends the form. Borrowed: must outlive the session.
 */
typedef struct {
  const char *base;
  const char *const *stylesheets;
  const char *site_name;
  const char *site_uri;
  gboolean is_kiosk;
  GPtrArray *(*find_places) (const char *typed, gpointer user_data);
  gpointer user_data;
} SchalterFormHost;

SchalterFormSession *schalter_form_session_new (SchalterForm *form,
                                                const SchalterFormHost *host,
                                                SchalterLanguage language,
                                                gint64 now_us);
void schalter_form_session_free (SchalterFormSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterFormSession, schalter_form_session_free)

/* The pages are in this language from now on; the answers stay. */
void schalter_form_session_set_language (SchalterFormSession *session, SchalterLanguage language);
/* "100", "130" or "170" per cent text, and themes: put as classes on <html>. */
void schalter_form_session_set_appearance (SchalterFormSession *session, const char *html_classes);

/**
 * SchalterFormOutcome:
 * @SCHALTER_FORM_SHOW: render the page named in next
 * @SCHALTER_FORM_HAND_IN: the declaration is confirmed: take the answers and hand them in, once
 * @SCHALTER_FORM_LEAVE: the citizen went back from the first page
 */
typedef enum {
  SCHALTER_FORM_SHOW,
  SCHALTER_FORM_HAND_IN,
  SCHALTER_FORM_LEAVE,
} SchalterFormOutcome;

/* The page's name to begin with, or to go on with. Borrowed until the session changes. */
const char *schalter_form_session_get_page (SchalterFormSession *session);
/* From the page rendered last to the one before it, for a back button outside the page. */
SchalterFormOutcome schalter_form_session_go_back (SchalterFormSession *session);

/**
 * schalter_form_session_render:
 * @page: a step's id, or that and an entry ("person.2"), or "summary"; an unreachable page renders
 *     the first unanswered one instead
 *
 * Sets gettext's language for the process, see translation.h.
 *
 * Returns: (transfer full): a whole HTML document, UTF-8. It holds what was typed: wipe it.
 */
char *schalter_form_session_render (SchalterFormSession *session, const char *page);

/**
 * schalter_form_session_post:
 * @body: application/x-www-form-urlencoded, as the page posts it
 *
 * Takes the answers of @page. With errors in them the next page is the same one again, and its next
 * rendering shows them. A repeated, stale, forged or malformed post changes nothing: the page where
 * the citizen stands is shown. HAND_IN is given once in the life of a session.
 */
SchalterFormOutcome
schalter_form_session_post (SchalterFormSession *session, const char *page, GBytes *body);

gboolean schalter_form_session_is_handed_in (const SchalterFormSession *session);
/* Only after HAND_IN: form id, version, language, and the answers that apply, as canonical JSON. */
GBytes *schalter_form_session_dup_answers (SchalterFormSession *session);

G_END_DECLS
