/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hand-in.h"
#include "session.h"

G_BEGIN_DECLS

/* The session's inside, for the two files it is written in. */
struct _SchalterSession {
  GObject parent_instance;

  /* borrowed */
  const SchalterSettings *settings;

  /* owned: the world */
  SchalterCatalogue *catalogue;
  SchalterAgentLink *link;
  GCancellable *cancellable;

  /* owned: the citizen's */
  SchalterLanguage language;
  SchalterComfort comfort;
  GPtrArray *history;
  char *query;
  char *life_event;
  SchalterService *service;
  guint bfs;
  SchalterForm *form_definition;
  SchalterFormHost form_host; /* borrowed by form */
  SchalterFormSession *form;
  char *html_classes;
  SchalterHandIn *hand_in;
  GBytes *handed_in; /* the answers that hand_in sends */
  char *reference;
  gint64 handed_in_us;
  SchalterExchange *exchange;
  SchalterPhoneLogin *login;
  SchalterPrintPaper *paper;
  SchalterPrintJob *print_job;
  char *certificate_id;

  guint n_holds;
  gboolean is_starting; /* the municipality is asked for on the way to a form */
  gboolean is_handing_in;
  gboolean is_over;
};

void schalter_session_drop_paper (SchalterSession *self);
/* @reference: (transfer full): it has been handed in: the form is forgotten, the receipt is shown.
 */
void schalter_session_take_reference (SchalterSession *self, char *reference);

G_END_DECLS
