/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalogue.h"
#include "form-session.h"
#include "intake.h"

G_BEGIN_DECLS

/**
 * SchalterFormVisits:
 *
 * Forms that people at home are filling in: in memory only, each behind a random token that their
 * browser keeps as a cookie. A visit ends thirty minutes after it was last looked at; what was
 * typed is wiped then, or as soon as it is sealed. Time is passed in.
 */
typedef struct _SchalterFormVisits SchalterFormVisits;

#define SCHALTER_FORM_VISIT_MINUTES 30

/**
 * SchalterFormVisit:
 * @bfs: where the person lives, or 0
 * @form: (nullable): NULL once it is sealed
 * @reference: (nullable): once it is taken in
 *
 * One form of one person. Borrowed from the visits.
 */
typedef struct {
  char *service_id;
  guint bfs;
  SchalterFormSession *form;
  char *reference;
  gint64 handed_in_us;
} SchalterFormVisit;

/* @stylesheets: of the forms' pages, NULL-terminated; must outlive the visits. */
SchalterFormVisits *schalter_form_visits_new (SchalterCatalogue *catalogue,
                                              const char *const *stylesheets);
void schalter_form_visits_free (SchalterFormVisits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterFormVisits, schalter_form_visits_free)

/**
 * schalter_form_visits_begin:
 * @token: (nullable): of the visit that the browser has already; it goes on when it is the same
 *     form for the same municipality and not handed in yet, and is dropped otherwise
 * @service: has a form
 *
 * Returns: (transfer full): the visit's token, 64 hexadecimal digits, or %NULL with
 *     SCHALTER_ERROR_UNAVAILABLE when too many forms are open. One in which nothing was typed yet
 *     is let go before.
 */
char *schalter_form_visits_begin (SchalterFormVisits *self,
                                  const char *token,
                                  const SchalterService *service,
                                  guint bfs,
                                  gint64 now_us,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * schalter_form_visits_find: (nullable): the visit, in this language from now on; NULL when it has
 * ended. @token may be NULL.
 */
SchalterFormVisit *schalter_form_visits_find (SchalterFormVisits *self,
                                              const char *token,
                                              SchalterLanguage language,
                                              gint64 now_us);

/* schalter_form_session_post() to a visit that has a form: from now on it is not let go early. */
SchalterFormOutcome schalter_form_visits_post (SchalterFormVisits *self,
                                               SchalterFormVisit *visit,
                                               const char *page,
                                               GBytes *body);

/**
 * schalter_form_visits_hand_in:
 *
 * Seals the answers of a form that is confirmed with the authority's key, wipes them, and takes
 * them in. After a failure it can be called again: nothing is lost, nothing is doubled.
 */
gboolean schalter_form_visits_hand_in (SchalterFormVisits *self,
                                       SchalterFormVisit *visit,
                                       const SchalterIntake *intake,
                                       gint64 now_us,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends what nobody has looked at for too long; call it once a minute. */
void schalter_form_visits_expire (SchalterFormVisits *self, gint64 now_us);

G_END_DECLS
