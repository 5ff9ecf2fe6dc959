/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form-session.h"

G_BEGIN_DECLS

/**
 * A form with a step of each kind, and what a browser does with its pages: it reads the token out
 * of the page it was given and posts it with the fields.
 */
typedef struct {
  SchalterForm *form;
  SchalterFormHost host;
  SchalterFormSession *session;
  char *html; /* of the page rendered last */
} FormFixture;

void form_fixture_set_up (FormFixture *fixture, gconstpointer is_at_home);
void form_fixture_tear_down (FormFixture *fixture, gconstpointer is_at_home);

/* Renders the page where the citizen stands. Borrowed. */
const char *form_fixture_render (FormFixture *fixture);
/* Posts @fields ("name=value&…", already escaped) from the page where the citizen stands, with its
 * token, and renders the page that follows. */
SchalterFormOutcome form_fixture_post (FormFixture *fixture, const char *fields);
/* (transfer full): the token in the page rendered last. */
char *form_fixture_dup_token (const FormFixture *fixture);
/* Fills in every page rightly, up to the summary. */
void form_fixture_fill_in (FormFixture *fixture);

#define assert_has(text, part)                                                                     \
  do {                                                                                             \
    if (strstr (text, part) == NULL)                                                               \
      g_error ("“%s” is not in:\n%s", part, text);                                                 \
  } while (0)
#define assert_lacks(text, part)                                                                   \
  do {                                                                                             \
    if (strstr (text, part) != NULL)                                                               \
      g_error ("“%s” is in:\n%s", part, text);                                                     \
  } while (0)

G_END_DECLS
