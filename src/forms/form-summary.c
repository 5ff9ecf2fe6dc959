/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The last page: all answers, each with a way to change it, the declaration, and the button that
 * hands in. */
#include "config.h"

#include "form-pieces.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * Row: where the answer of a row is changed.
 */
typedef struct {
  SchalterFormSession *session;
  const SchalterFormStep *step;
  SchalterFormPosition position;
} Row;

static void
write_change_link (SchalterHtml *html, const Row *row, const char *label)
{
  g_autofree char *link = schalter_form_dup_link (row->session, row->position);
  g_autofree char *what = g_strconcat (": ", label, NULL);
  schalter_html_open (html, "dd", "class", "change", NULL);
  schalter_html_open (html, "a", "href", link, "class", "link", NULL);
  schalter_html_text (html, C_ ("form", "Change"));
  schalter_html_element (html, "span", what, "class", "unseen", NULL);
  schalter_html_close (html, "a");
  schalter_html_close (html, "dd");
}

static void
write_row (SchalterHtml *html, const Row *row, const SchalterFormField *field)
{
  SchalterFormSession *session = row->session;
  SchalterFormPiece piece = {
    .session = session,
    .field = field,
    .entry = row->position.entry,
  };
  const char *label = schalter_text_get (&field->label, session->language);
  g_autofree char *readable = schalter_form_dup_readable (&piece);
  schalter_html_open (html, "div", NULL);
  schalter_html_element (html, "dt", label, NULL);
  schalter_html_open (html, "dd", NULL);
  schalter_html_lines (html, *readable != '\0' ? readable : C_ ("form", "no answer"));
  if (schalter_form_answers_is_late (session->answers, piece.entry, field))
    schalter_html_element (html,
                           "p",
                           schalter_text_get (&field->deadline_text, session->language),
                           "class",
                           "notice",
                           NULL);
  schalter_html_close (html, "dd");
  write_change_link (html, row, label);
  schalter_html_close (html, "div");
  explicit_bzero (readable, strlen (readable));
}

static void
write_rows (SchalterHtml *html, const Row *row)
{
  for (guint i = 0; i < schalter_form_step_get_n_fields (row->step); i++) {
    const SchalterFormField *field = schalter_form_step_get_field (row->step, i);
    if (schalter_form_answers_field_applies (row->session->answers, field))
      write_row (html, row, field);
  }
}

static void
write_step (SchalterHtml *html, Row *row)
{
  guint n_entries = schalter_form_answers_get_n_entries (row->session->answers, row->step);
  if (row->step->max_entries == 0) {
    write_rows (html, row);
    return;
  }
  for (guint entry = 1; entry <= n_entries; entry++) {
    const char *name = schalter_text_get (&row->step->entry, row->session->language);
    g_autofree char *heading = g_strdup_printf ("%s %u", name, entry);
    schalter_html_element (html, "div", heading, "class", "group", NULL);
    row->position.entry = entry;
    write_rows (html, row);
  }
}

static void
write_declaration (SchalterFormSession *session, SchalterHtml *html)
{
  schalter_html_open (html, "div", "class", session->shows_errors ? "field wrong" : "field", NULL);
  if (session->shows_errors)
    schalter_html_element (html,
                           "p",
                           _ ("Confirm this before you hand in."),
                           "class",
                           "error",
                           "id",
                           "declaration-error",
                           "role",
                           "alert",
                           NULL);
  schalter_html_open (html, "label", "class", "option", NULL);
  schalter_html_void (html,
                      "input",
                      "type",
                      "checkbox",
                      "name",
                      "declaration",
                      "value",
                      "yes",
                      "id",
                      "declaration",
                      "aria-invalid",
                      session->shows_errors ? "true" : NULL,
                      "aria-describedby",
                      session->shows_errors ? "declaration-error" : NULL,
                      "autofocus",
                      session->shows_errors && session->host->is_kiosk ? "" : NULL,
                      NULL);
  schalter_html_element (
      html,
      "span",
      schalter_text_get (schalter_form_get_declaration (session->form), session->language),
      NULL);
  schalter_html_close (html, "label");
  schalter_html_close (html, "div");
}

char *
schalter_form_render_summary (SchalterFormSession *session)
{
  SchalterHtml *html = schalter_form_page_begin (session, _ ("Is everything right?"));
  schalter_html_open (html, "dl", NULL);
  for (guint i = 0; i < schalter_form_get_n_steps (session->form); i++) {
    Row row = {
      .session = session,
      .step = schalter_form_get_step (session->form, i),
      .position = { i, 0 },
    };
    if (schalter_form_answers_step_applies (session->answers, row.step))
      write_step (html, &row);
  }
  schalter_html_close (html, "dl");
  schalter_form_page_open_form (session, html);
  write_declaration (session, html);
  schalter_form_write_buttons (
      html, schalter_text_get (schalter_form_get_verb (session->form), session->language));
  schalter_html_close (html, "form");
  return schalter_form_page_finish (html);
}

char *
schalter_form_render_handed_in (SchalterFormSession *session)
{
  SchalterHtml *html = schalter_form_page_begin (session, _ ("Your answers are being handed in"));
  schalter_html_element (html, "p", _ ("One moment, please."), "class", "lead", NULL);
  return schalter_form_page_finish (html);
}
