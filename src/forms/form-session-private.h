/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form-answers.h"
#include "form-session.h"
#include "html.h"

G_BEGIN_DECLS

/* What form-session.c (where the citizen stands) shares with form-pages.c and form-summary.c (what
 * they see); nobody else includes it. */

#define SCHALTER_FORM_SUMMARY_PAGE "summary"

/**
 * SchalterFormPosition:
 * @step: index of the step; the number of steps for the summary
 * @entry: 0, or which entry of a repeated step
 */
typedef struct {
  guint step;
  guint entry;
} SchalterFormPosition;

struct _SchalterFormSession {
  /* owned */
  SchalterForm *form;
  SchalterFormAnswers *answers;
  GHashTable *accepted; /* set of ids of the steps whose "next" was right */
  char *html_classes;
  char *page_name;

  /* borrowed */
  const SchalterFormHost *host;

  SchalterLanguage language;
  SchalterFormPosition position;
  gboolean shows_errors;
  gboolean has_reviewed;
  gboolean is_handed_in;
  char secret[33];
  guint sequence;
};

const SchalterFormStep *schalter_form_session_get_step (const SchalterFormSession *session);
/* (transfer full): name of a page in links and actions. */
char *schalter_form_session_make_page_name (const SchalterFormSession *session,
                                            SchalterFormPosition position);
/* (transfer full): what a post must carry to count. */
char *schalter_form_session_make_token (const SchalterFormSession *session);
/* Which of how many pages it is; the summary is the last one. */
void schalter_form_session_get_progress (SchalterFormSession *session,
                                         guint *number_out,
                                         guint *total_out);

/* The parts of a page that every page has. */
SchalterHtml *schalter_form_page_begin (SchalterFormSession *session, const char *heading);
void schalter_form_page_open_form (SchalterFormSession *session, SchalterHtml *html);
char *schalter_form_page_finish (SchalterHtml *html);

char *schalter_form_render_step (SchalterFormSession *session);
char *schalter_form_render_entries (SchalterFormSession *session);
char *schalter_form_render_summary (SchalterFormSession *session);
char *schalter_form_render_handed_in (SchalterFormSession *session);

G_END_DECLS
