/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the citizen stands in a form, and where a post leads. Each page carries a token of the
 * session's secret and a number that rises with each post that is taken: a forged, repeated or
 * stale post does not fit and changes nothing. */
#include "config.h"

#include "form-session.h"

#include "form-body.h"
#include "form-session-private.h"
#include "translation.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static void
fill_secret (char *secret)
{
  guint8 bytes[16];
  /* Fails only where the kernel has no such call, which is none that we run on. */
  g_assert (getentropy (bytes, sizeof bytes) == 0);
  for (guint i = 0; i < sizeof bytes; i++)
    g_snprintf (secret + 2 * i, 3, "%02x", bytes[i]);
}

/* The day in Switzerland: rules count in days of the authority, wherever the server stands. */
static void
set_day_in_switzerland (GDate *day, gint64 now_us)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Zurich");
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local =
      zone != NULL ? g_date_time_to_timezone (utc, zone) : g_date_time_ref (utc);
  g_date_set_dmy (day,
                  (GDateDay)g_date_time_get_day_of_month (local),
                  (GDateMonth)g_date_time_get_month (local),
                  (GDateYear)g_date_time_get_year (local));
}

static guint
get_n_steps (const SchalterFormSession *session)
{
  return schalter_form_get_n_steps (session->form);
}

static const SchalterFormStep *
step_at (const SchalterFormSession *session, guint index)
{
  return schalter_form_get_step (session->form, index);
}

const SchalterFormStep *
schalter_form_session_get_step (const SchalterFormSession *session)
{
  return step_at (session, session->position.step);
}

static gboolean
applies (SchalterFormSession *session, guint index)
{
  return schalter_form_answers_step_applies (session->answers, step_at (session, index));
}

static gboolean
entries_are_right (SchalterFormSession *session, const SchalterFormStep *step)
{
  guint n_entries = schalter_form_answers_get_n_entries (session->answers, step);
  for (guint entry = 1; entry <= n_entries; entry++) {
    if (!schalter_form_answers_page_is_right (session->answers, step, entry))
      return FALSE;
  }
  return n_entries > 0;
}

static gboolean
is_complete (SchalterFormSession *session, guint index)
{
  const SchalterFormStep *step = step_at (session, index);
  if (!applies (session, index))
    return TRUE;
  if (!g_hash_table_contains (session->accepted, step->id))
    return FALSE;
  return step->max_entries > 0 ? entries_are_right (session, step)
                               : schalter_form_answers_page_is_right (session->answers, step, 0);
}

/* The summary's index if all is complete. */
static guint
find_incomplete (SchalterFormSession *session)
{
  guint index = 0;
  while (index < get_n_steps (session) && is_complete (session, index))
    index++;
  return index;
}

static guint
find_after (SchalterFormSession *session, guint index)
{
  if (session->has_reviewed)
    return find_incomplete (session);
  do
    index++;
  while (index < get_n_steps (session) && !applies (session, index));
  return index;
}

static gboolean
has_entry (SchalterFormSession *session, const SchalterFormStep *step, guint entry)
{
  guint n_entries = schalter_form_answers_get_n_entries (session->answers, step);
  return entry == 0 || entry <= MIN (n_entries + 1, step->max_entries);
}

static gboolean
is_reachable (SchalterFormSession *session, SchalterFormPosition position)
{
  guint incomplete = find_incomplete (session);
  if (position.step == get_n_steps (session))
    return incomplete == position.step;
  return position.step <= incomplete && applies (session, position.step) &&
         has_entry (session, step_at (session, position.step), position.entry);
}

static void
go_to (SchalterFormSession *session, SchalterFormPosition position)
{
  if (position.step < get_n_steps (session)) {
    /* A repeated step without entries has nothing to list yet: it begins with the first one. */
    const SchalterFormStep *step = step_at (session, position.step);
    if (step->max_entries > 0 && schalter_form_answers_get_n_entries (session->answers, step) == 0)
      position.entry = 1;
  } else {
    session->has_reviewed = TRUE;
  }
  session->position = position;
  session->shows_errors = FALSE;
}

static gboolean
parse_entry (const char *text, guint *entry_out)
{
  guint64 entry = 0;
  if (!g_ascii_string_to_unsigned (text, 10, 1, 99, &entry, NULL))
    return FALSE;
  *entry_out = (guint)entry;
  return TRUE;
}

static gboolean
parse_page_name (SchalterFormSession *session, const char *name, SchalterFormPosition *position)
{
  g_auto (GStrv) parts = g_strsplit (name, ".", 2);
  *position = (SchalterFormPosition){ get_n_steps (session), 0 };
  if (g_str_equal (name, SCHALTER_FORM_SUMMARY_PAGE))
    return TRUE;
  for (guint i = 0; parts[0] != NULL && i < get_n_steps (session); i++) {
    const SchalterFormStep *step = step_at (session, i);
    if (!g_str_equal (step->id, parts[0]))
      continue;
    position->step = i;
    return parts[1] == NULL || parse_entry (parts[1], &position->entry);
  }
  return FALSE;
}

char *
schalter_form_session_make_page_name (const SchalterFormSession *session,
                                      SchalterFormPosition position)
{
  if (position.step == get_n_steps (session))
    return g_strdup (SCHALTER_FORM_SUMMARY_PAGE);
  const SchalterFormStep *step = step_at (session, position.step);
  return position.entry == 0 ? g_strdup (step->id)
                             : g_strdup_printf ("%s.%u", step->id, position.entry);
}

char *
schalter_form_session_make_token (const SchalterFormSession *session)
{
  return g_strdup_printf ("%s-%u", session->secret, session->sequence);
}

void
schalter_form_session_get_progress (SchalterFormSession *session,
                                    guint *number_out,
                                    guint *total_out)
{
  *number_out = 1;
  *total_out = 1;
  for (guint i = 0; i < get_n_steps (session); i++) {
    if (!applies (session, i))
      continue;
    *total_out += 1;
    *number_out += i < session->position.step;
  }
}

SchalterFormSession *
schalter_form_session_new (SchalterForm *form,
                           const SchalterFormHost *host,
                           SchalterLanguage language,
                           gint64 now_us)
{
  g_return_val_if_fail (form != NULL && host != NULL, NULL);
  GDate today;
  SchalterFormSession *session = g_new0 (SchalterFormSession, 1);
  set_day_in_switzerland (&today, now_us);
  session->form = schalter_form_ref (form);
  session->host = host;
  session->language = language;
  session->answers = schalter_form_answers_new (form, &today);
  schalter_form_answers_set_places (session->answers, host->find_places, host->user_data);
  session->accepted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  fill_secret (session->secret);
  go_to (session, (SchalterFormPosition){ find_incomplete (session), 0 });
  return session;
}

void
schalter_form_session_free (SchalterFormSession *session)
{
  if (session == NULL)
    return;
  schalter_form_answers_free (session->answers);
  g_hash_table_unref (session->accepted);
  g_free (session->html_classes);
  g_free (session->page_name);
  schalter_form_unref (session->form);
  explicit_bzero (session, sizeof *session);
  g_free (session);
}

void
schalter_form_session_set_language (SchalterFormSession *session, SchalterLanguage language)
{
  g_return_if_fail (session != NULL);
  session->language = language;
}

void
schalter_form_session_set_appearance (SchalterFormSession *session, const char *html_classes)
{
  g_return_if_fail (session != NULL);
  g_free (session->html_classes);
  session->html_classes = g_strdup (html_classes);
}

const char *
schalter_form_session_get_page (SchalterFormSession *session)
{
  g_return_val_if_fail (session != NULL, NULL);
  g_free (session->page_name);
  session->page_name = schalter_form_session_make_page_name (session, session->position);
  return session->page_name;
}

static SchalterFormOutcome
go_back_from (SchalterFormSession *session, SchalterFormPosition position)
{
  guint index = position.step;
  if (position.entry > 0 &&
      schalter_form_answers_get_n_entries (session->answers, step_at (session, index)) > 0) {
    go_to (session, (SchalterFormPosition){ index, 0 });
    return SCHALTER_FORM_SHOW;
  }
  while (index > 0) {
    index--;
    if (!applies (session, index))
      continue;
    go_to (session, (SchalterFormPosition){ index, 0 });
    return SCHALTER_FORM_SHOW;
  }
  return SCHALTER_FORM_LEAVE;
}

SchalterFormOutcome
schalter_form_session_go_back (SchalterFormSession *session)
{
  g_return_val_if_fail (session != NULL, SCHALTER_FORM_LEAVE);
  if (session->is_handed_in)
    return SCHALTER_FORM_SHOW;
  return go_back_from (session, session->position);
}

static char **
dup_typed (const SchalterFormField *field, const SchalterFormBody *body)
{
  guint n_parts = schalter_field_type_get_n_parts (field->type);
  if (field->type == SCHALTER_FIELD_CHOICE || field->type == SCHALTER_FIELD_MANY_CHOICES ||
      field->type == SCHALTER_FIELD_YES_NO)
    return schalter_form_body_dup_all (body, field->id);
  char **typed = g_new0 (char *, n_parts + 1);
  for (guint part = 0; part < n_parts; part++) {
    const char *part_name = schalter_field_type_get_part_name (field->type, part);
    g_autofree char *name =
        n_parts == 1 ? g_strdup (field->id) : g_strdup_printf ("%s.%s", field->id, part_name);
    const char *value = schalter_form_body_get (body, name);
    typed[part] = g_strdup (value != NULL ? value : "");
  }
  return typed;
}

static void
take_answers (SchalterFormSession *session,
              const SchalterFormStep *step,
              guint entry,
              const SchalterFormBody *body)
{
  for (guint i = 0; i < schalter_form_step_get_n_fields (step); i++) {
    const SchalterFormField *field = schalter_form_step_get_field (step, i);
    if (schalter_form_answers_field_applies (session->answers, field))
      schalter_form_answers_take (session->answers, entry, field, dup_typed (field, body));
  }
}

static SchalterFormOutcome
accept_page (SchalterFormSession *session, const SchalterFormStep *step, guint entry)
{
  guint index = session->position.step;
  if (!schalter_form_answers_page_is_right (session->answers, step, entry)) {
    session->shows_errors = TRUE;
    return SCHALTER_FORM_SHOW;
  }
  if (entry > 0) {
    guint n_entries = schalter_form_answers_get_n_entries (session->answers, step);
    schalter_form_answers_set_n_entries (session->answers, step, MAX (n_entries, entry));
    go_to (session, (SchalterFormPosition){ index, 0 });
    return SCHALTER_FORM_SHOW;
  }
  g_hash_table_add (session->accepted, g_strdup (step->id));
  go_to (session, (SchalterFormPosition){ find_after (session, index), 0 });
  return SCHALTER_FORM_SHOW;
}

/* The page that lists the entries of a repeated step: add, remove-N, next. */
static SchalterFormOutcome
post_entries (SchalterFormSession *session, const SchalterFormStep *step, const char *action)
{
  guint index = session->position.step;
  guint n_entries = schalter_form_answers_get_n_entries (session->answers, step);
  guint entry = 0;
  if (g_str_equal (action, "add") && n_entries < step->max_entries) {
    go_to (session, (SchalterFormPosition){ index, n_entries + 1 });
  } else if (g_str_has_prefix (action, "remove-") &&
             parse_entry (action + strlen ("remove-"), &entry) && entry <= n_entries) {
    schalter_form_answers_remove_entry (session->answers, step, entry);
    go_to (session, (SchalterFormPosition){ index, 0 });
  } else if (g_str_equal (action, "next") && entries_are_right (session, step)) {
    g_hash_table_add (session->accepted, g_strdup (step->id));
    go_to (session, (SchalterFormPosition){ find_after (session, index), 0 });
  }
  return SCHALTER_FORM_SHOW;
}

static SchalterFormOutcome
post_step (SchalterFormSession *session, const SchalterFormBody *body, const char *action)
{
  const SchalterFormStep *step = schalter_form_session_get_step (session);
  SchalterFormPosition position = session->position;
  gboolean is_list = step->max_entries > 0 && position.entry == 0;
  if (!is_list)
    take_answers (session, step, position.entry, body);
  if (g_str_equal (action, "back"))
    return go_back_from (session, position);
  return is_list ? post_entries (session, step, action)
                 : accept_page (session, step, position.entry);
}

static SchalterFormOutcome
post_summary (SchalterFormSession *session, const SchalterFormBody *body, const char *action)
{
  if (g_str_equal (action, "back"))
    return go_back_from (session, session->position);
  if (g_strcmp0 (schalter_form_body_get (body, "declaration"), "yes") != 0) {
    session->shows_errors = TRUE;
    return SCHALTER_FORM_SHOW;
  }
  session->is_handed_in = TRUE;
  return SCHALTER_FORM_HAND_IN;
}

static gboolean
has_right_token (const SchalterFormSession *session, const SchalterFormBody *body)
{
  g_autofree char *expected = schalter_form_session_make_token (session);
  return g_strcmp0 (schalter_form_body_get (body, "token"), expected) == 0;
}

SchalterFormOutcome
schalter_form_session_post (SchalterFormSession *session, const char *page, GBytes *bytes)
{
  g_return_val_if_fail (session != NULL && page != NULL && bytes != NULL, SCHALTER_FORM_SHOW);
  SchalterFormPosition position;
  /* Why a body was refused is of no use to anyone: the page is shown again, unchanged. */
  g_autoptr (SchalterFormBody) body = schalter_form_body_parse (bytes, NULL);
  if (session->is_handed_in || body == NULL || !has_right_token (session, body) ||
      !parse_page_name (session, page, &position) || !is_reachable (session, position))
    return SCHALTER_FORM_SHOW;

  const char *action = schalter_form_body_get (body, "action");
  session->sequence++;
  go_to (session, position);
  if (action == NULL)
    action = "next";
  if (position.step == get_n_steps (session))
    return post_summary (session, body, action);
  return post_step (session, body, action);
}

static void
show_page (SchalterFormSession *session, const char *page)
{
  SchalterFormPosition position;
  g_autofree char *current = schalter_form_session_make_page_name (session, session->position);
  if (g_str_equal (current, page) && is_reachable (session, session->position))
    return;
  if (!parse_page_name (session, page, &position) || !is_reachable (session, position))
    position = (SchalterFormPosition){ find_incomplete (session), 0 };
  go_to (session, position);
}

char *
schalter_form_session_render (SchalterFormSession *session, const char *page)
{
  g_return_val_if_fail (session != NULL && page != NULL, NULL);
  schalter_translation_use (session->language);
  if (session->is_handed_in)
    return schalter_form_render_handed_in (session);
  show_page (session, page);
  if (session->position.step == get_n_steps (session))
    return schalter_form_render_summary (session);
  const SchalterFormStep *step = schalter_form_session_get_step (session);
  if (step->max_entries > 0 && session->position.entry == 0)
    return schalter_form_render_entries (session);
  return schalter_form_render_step (session);
}

/* Members sorted by name, so that the same answers are the same bytes. */
static JsonNode *
dup_sorted (JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *source = json_node_get_array (node);
    JsonArray *array = json_array_new ();
    for (guint i = 0; i < json_array_get_length (source); i++)
      json_array_add_element (array, dup_sorted (json_array_get_element (source, i)));
    JsonNode *sorted = json_node_new (JSON_NODE_ARRAY);
    json_node_take_array (sorted, array);
    return sorted;
  }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return json_node_copy (node);
  JsonObject *source = json_node_get_object (node);
  JsonObject *object = json_object_new ();
  g_autoptr (GList) names = g_list_sort (json_object_get_members (source), (GCompareFunc)strcmp);
  for (GList *name = names; name != NULL; name = name->next)
    json_object_set_member (
        object, name->data, dup_sorted (json_object_get_member (source, name->data)));
  JsonNode *sorted = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (sorted, object);
  return sorted;
}

gboolean
schalter_form_session_is_handed_in (const SchalterFormSession *session)
{
  g_return_val_if_fail (session != NULL, FALSE);
  return session->is_handed_in;
}

GBytes *
schalter_form_session_dup_answers (SchalterFormSession *session)
{
  g_return_val_if_fail (session != NULL && session->is_handed_in, NULL);
  JsonObject *object = json_object_new ();
  json_object_set_string_member (object, "form", schalter_form_get_id (session->form));
  json_object_set_int_member (object, "version", schalter_form_get_version (session->form));
  json_object_set_string_member (object, "language", schalter_language_to_tag (session->language));
  json_object_set_object_member (
      object, "answers", schalter_form_answers_dup_values (session->answers));
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  g_autoptr (JsonNode) sorted = dup_sorted (node);
  char *text = json_to_string (sorted, FALSE);
  return g_bytes_new_take (text, strlen (text));
}
