/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pages of a form: one question, its fields, what is wrong with them, and the buttons. Pages
 * need no JavaScript. */
#include "config.h"

#include "form-pieces.h"
#include "form-problem.h"

#include <glib/gi18n.h>
#include <string.h>

char *
schalter_form_dup_link (const SchalterFormSession *session, SchalterFormPosition position)
{
  g_autofree char *name = schalter_form_session_make_page_name (session, position);
  return g_strconcat (session->host->base, name, NULL);
}

static void
write_site_header (SchalterHtml *html, const SchalterFormHost *host)
{
  if (host->site_name == NULL)
    return;
  schalter_html_open (html, "header", NULL);
  schalter_html_element (
      html, "a", host->site_name, "href", host->site_uri != NULL ? host->site_uri : "/", NULL);
  schalter_html_close (html, "header");
}

static void
write_progress (SchalterFormSession *session, SchalterHtml *html)
{
  guint number = 0;
  guint total = 0;
  schalter_form_session_get_progress (session, &number, &total);
  g_autofree char *value = g_strdup_printf ("%u", number);
  g_autofree char *max = g_strdup_printf ("%u", total);
  /* Translators: progress through the pages of a form. */
  g_autofree char *text = g_strdup_printf (_ ("Page %1$u of %2$u"), number, total);
  const char *title =
      schalter_text_get (schalter_form_get_title (session->form), session->language);
  schalter_html_open (html, "p", "class", "progress", NULL);
  schalter_html_element (html, "span", title, NULL);
  schalter_html_element (html, "strong", text, NULL);
  schalter_html_close (html, "p");
  schalter_html_element (
      html, "progress", "", "value", value, "max", max, "aria-hidden", "true", NULL);
}

SchalterHtml *
schalter_form_page_begin (SchalterFormSession *session, const char *heading)
{
  g_autofree char *title =
      session->shows_errors ? g_strdup_printf (_ ("Error: %s"), heading) : g_strdup (heading);
  SchalterHtmlPage page = {
    .language = session->language,
    .classes = session->html_classes,
    .title = title,
    .stylesheets = session->host->stylesheets,
  };
  SchalterHtml *html = schalter_html_new (&page);
  write_site_header (html, session->host);
  schalter_html_open (html, "main", NULL);
  if (!session->is_handed_in)
    write_progress (session, html);
  schalter_html_element (html, "h1", heading, NULL);
  return html;
}

void
schalter_form_page_open_form (SchalterFormSession *session, SchalterHtml *html)
{
  g_autofree char *action = schalter_form_dup_link (session, session->position);
  g_autofree char *token = schalter_form_session_make_token (session);
  schalter_html_open (html,
                      "form",
                      "method",
                      "post",
                      "action",
                      action,
                      "novalidate",
                      "",
                      "accept-charset",
                      "utf-8",
                      "autocomplete",
                      session->host->is_kiosk ? "off" : "on",
                      NULL);
  schalter_html_void (html, "input", "type", "hidden", "name", "token", "value", token, NULL);
}

char *
schalter_form_page_finish (SchalterHtml *html)
{
  schalter_html_close (html, "main");
  char *text = schalter_html_finish (html);
  schalter_html_free (html);
  return text;
}

static void
write_button (SchalterHtml *html, const char *action, const char *label, const char *class)
{
  schalter_html_element (html,
                         "button",
                         label,
                         "type",
                         "submit",
                         "name",
                         "action",
                         "value",
                         action,
                         "class",
                         class,
                         NULL);
}

/* The first button of a form is the one that Enter presses: it must lead on. */
void
schalter_form_write_buttons (SchalterHtml *html, const char *next_label)
{
  schalter_html_open (html, "div", "class", "buttons", NULL);
  write_button (html, "next", next_label, "primary");
  write_button (html, "back", C_ ("form", "Back"), NULL);
  schalter_html_close (html, "div");
}

/* What is wrong, above the fields, each sentence leading to its input. */
static void
write_error_list (SchalterFormSession *session, SchalterHtml *html, const SchalterFormStep *step)
{
  const GDate *today = schalter_form_answers_get_today (session->answers);
  schalter_html_open (html, "div", "class", "errors", "role", "alert", NULL);
  schalter_html_element (html, "h2", _ ("Something has to be mended"), NULL);
  schalter_html_open (html, "ul", NULL);
  for (guint i = 0; i < schalter_form_step_get_n_fields (step); i++) {
    const SchalterFormField *field = schalter_form_step_get_field (step, i);
    g_autoptr (JsonNode) value = NULL;
    if (!schalter_form_answers_field_applies (session->answers, field))
      continue;
    SchalterFinding finding =
        schalter_form_answers_check (session->answers, session->position.entry, field, &value);
    if (finding.problem == SCHALTER_PROBLEM_NONE)
      continue;
    g_autofree char *id = schalter_form_dup_input_id (field, finding.part);
    g_autofree char *link = g_strconcat ("#", id, NULL);
    g_autofree char *sentence = schalter_form_problem_dup_sentence (field, finding, today);
    g_autofree char *text =
        g_strconcat (schalter_text_get (&field->label, session->language), ": ", sentence, NULL);
    schalter_html_open (html, "li", NULL);
    schalter_html_element (html, "a", text, "href", link, NULL);
    schalter_html_close (html, "li");
  }
  schalter_html_close (html, "ul");
  schalter_html_close (html, "div");
}

static char *
dup_step_heading (const SchalterFormSession *session, const SchalterFormStep *step)
{
  const char *title = schalter_text_get (&step->title, session->language);
  if (session->position.entry == 0)
    return g_strdup (title);
  return g_strdup_printf (
      "%s %u", schalter_text_get (&step->entry, session->language), session->position.entry);
}

static void
write_step_help (SchalterFormSession *session, SchalterHtml *html, const SchalterFormStep *step)
{
  const char *help = schalter_text_get (&step->help, session->language);
  if (*help == '\0')
    return;
  schalter_html_open (html, "p", "class", "lead", NULL);
  schalter_html_lines (html, help);
  schalter_html_close (html, "p");
}

static gboolean
has_problem (SchalterFormSession *session, const SchalterFormField *field)
{
  g_autoptr (JsonNode) value = NULL;
  return schalter_form_answers_check (session->answers, session->position.entry, field, &value)
             .problem != SCHALTER_PROBLEM_NONE;
}

/* Where to begin to write: in the first field, or in the first one that has to be mended. */
static const SchalterFormField *
find_first_field (SchalterFormSession *session, const SchalterFormStep *step)
{
  if (!session->host->is_kiosk)
    return NULL;
  for (guint i = 0; i < schalter_form_step_get_n_fields (step); i++) {
    const SchalterFormField *field = schalter_form_step_get_field (step, i);
    if (schalter_form_answers_field_applies (session->answers, field) &&
        (!session->shows_errors || has_problem (session, field)))
      return field;
  }
  return NULL;
}

char *
schalter_form_render_step (SchalterFormSession *session)
{
  const SchalterFormStep *step = schalter_form_session_get_step (session);
  g_autofree char *heading = dup_step_heading (session, step);
  SchalterHtml *html = schalter_form_page_begin (session, heading);
  write_step_help (session, html, step);
  if (session->shows_errors)
    write_error_list (session, html, step);
  schalter_form_page_open_form (session, html);
  guint n_fields = schalter_form_step_get_n_fields (step);
  const SchalterFormField *first = find_first_field (session, step);
  for (guint i = 0; i < n_fields; i++) {
    SchalterFormPiece piece = {
      .session = session,
      .field = schalter_form_step_get_field (step, i),
      .entry = session->position.entry,
      .hides_label = n_fields == 1 && session->position.entry == 0,
    };
    piece.has_focus = piece.field == first;
    if (schalter_form_answers_field_applies (session->answers, piece.field))
      schalter_form_write_field (html, &piece);
  }
  schalter_form_write_buttons (html, C_ ("form", "Continue"));
  schalter_html_close (html, "form");
  return schalter_form_page_finish (html);
}

static void
write_entry (SchalterFormSession *session, SchalterHtml *html, guint entry)
{
  const SchalterFormStep *step = schalter_form_session_get_step (session);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < schalter_form_step_get_n_fields (step); i++) {
    SchalterFormPiece piece = {
      .session = session,
      .field = schalter_form_step_get_field (step, i),
      .entry = entry,
    };
    g_autofree char *readable = schalter_form_dup_readable (&piece);
    if (text->len > 0 && *readable != '\0')
      g_string_append (text, ", ");
    g_string_append (text, readable);
    explicit_bzero (readable, strlen (readable));
  }
  g_autofree char *link =
      schalter_form_dup_link (session, (SchalterFormPosition){ session->position.step, entry });
  g_autofree char *action = g_strdup_printf ("remove-%u", entry);
  schalter_html_open (html, "li", NULL);
  schalter_html_element (html, "span", text->str, NULL);
  schalter_html_element (html, "a", C_ ("form", "Change"), "href", link, "class", "link", NULL);
  write_button (html, action, C_ ("form", "Remove"), "plain");
  schalter_html_close (html, "li");
  explicit_bzero (text->str, text->len);
  g_string_free (text, TRUE);
}

char *
schalter_form_render_entries (SchalterFormSession *session)
{
  const SchalterFormStep *step = schalter_form_session_get_step (session);
  guint n_entries = schalter_form_answers_get_n_entries (session->answers, step);
  SchalterHtml *html =
      schalter_form_page_begin (session, schalter_text_get (&step->title, session->language));
  write_step_help (session, html, step);
  schalter_form_page_open_form (session, html);
  /* Enter presses the first button: it must not be one that removes. */
  write_button (html, "next", C_ ("form", "Continue"), "unseen");
  schalter_html_open (html, "ol", "class", "entries", NULL);
  for (guint entry = 1; entry <= n_entries; entry++)
    write_entry (session, html, entry);
  schalter_html_close (html, "ol");
  if (n_entries < step->max_entries) {
    g_autofree char *label =
        g_strdup_printf (_ ("Add: %s"), schalter_text_get (&step->entry, session->language));
    write_button (html, "add", label, NULL);
  }
  schalter_form_write_buttons (html, C_ ("form", "Continue"));
  schalter_html_close (html, "form");
  return schalter_form_page_finish (html);
}
