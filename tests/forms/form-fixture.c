/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A form, and the browser that it is shown in. */
#include "config.h"

#include "form-fixture.h"

#include <string.h>

/* 24 November 2026, noon in Switzerland. */
#define NOW_US (G_GINT64_CONSTANT (1795518000) * G_USEC_PER_SEC)

static const char definition[] =
    "{'id': 'move', 'version': 3,"
    " 'title': {'de': 'Umzug', 'en': 'Move'},"
    " 'declaration': {'de': 'Alles stimmt.', 'en': 'All is right.'},"
    " 'verb': {'de': 'Melden', 'en': 'Report'},"
    " 'steps': ["
    "  {'id': 'person', 'title': {'de': 'Wie heissen Sie?', 'en': 'What is your name?'}, 'fields': "
    "["
    "   {'id': 'surname', 'type': 'name', 'label': {'de': 'Nachname', 'en': 'Surname'},"
    "    'autofill': 'family-name'},"
    "   {'id': 'email', 'type': 'email', 'label': {'de': 'E-Mail', 'en': 'E-mail'},"
    "    'optional': true}]},"
    "  {'id': 'day', 'title': {'de': 'Wann?', 'en': 'When?'}, 'fields': ["
    "   {'id': 'moved', 'type': 'date', 'label': {'de': 'Datum', 'en': 'Date'},"
    "    'earliest': 'today-5y', 'latest': 'today+1y',"
    "    'deadline': {'days': 14, 'text': {'de': 'Das ist spät.', 'en': 'This is late.'}}}]},"
    "  {'id': 'where', 'title': {'de': 'Wohin?', 'en': 'Where to?'}, 'fields': ["
    "   {'id': 'address', 'type': 'address', 'label': {'de': 'Adresse', 'en': 'Address'}}]},"
    "  {'id': 'with_others', 'title': {'de': 'Mit anderen?', 'en': 'With others?'}, 'fields': ["
    "   {'id': 'with_others', 'type': 'yes_no', 'label': {'de': 'Andere', 'en': 'Others'}}]},"
    "  {'id': 'others', 'title': {'de': 'Wer noch?', 'en': 'Who else?'},"
    "   'when': {'field': 'with_others', 'is': 'yes'},"
    "   'repeat': {'max': 2, 'entry': {'de': 'Person', 'en': 'Person'}}, 'fields': ["
    "   {'id': 'other', 'type': 'name', 'label': {'de': 'Name', 'en': 'Name'}}]}"
    " ]}";

static void
add_place (GPtrArray *places, guint postcode, const char *locality, guint bfs)
{
  SchalterPlace *place = g_new0 (SchalterPlace, 1);
  place->postcode = postcode;
  place->locality = g_strdup (locality);
  place->bfs = bfs;
  place->municipality_name = g_strdup (locality);
  g_ptr_array_add (places, place);
}

/* 5430 is one place in two municipalities, 5408 is two places. */
static GPtrArray *
find_places (const char *typed, gpointer user_data)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify)schalter_place_free);
  if (g_str_equal (typed, "5430")) {
    add_place (places, 5430, "Wettingen", 4045);
    add_place (places, 5430, "Wettingen", 4048);
  } else if (g_str_equal (typed, "5408")) {
    add_place (places, 5408, "Ennetbaden", 4026);
    add_place (places, 5408, "Rieden", 4037);
  }
  return places;
}

void
form_fixture_set_up (FormFixture *fixture, gconstpointer is_at_home)
{
  static const char *const stylesheets[] = { "schalter:/style/form.css", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *json = g_strdup (definition);
  g_autoptr (JsonNode) node = json_from_string (g_strdelimit (json, "'", '"'), &error);
  g_assert_no_error (error);
  fixture->form = schalter_form_parse (node, &error);
  g_assert_no_error (error);
  fixture->host = (SchalterFormHost){
    .base = is_at_home != NULL ? "/form/" : "schalter:/form/",
    .stylesheets = stylesheets,
    .is_kiosk = is_at_home == NULL,
    .find_places = find_places,
  };
  fixture->session =
      schalter_form_session_new (fixture->form, &fixture->host, SCHALTER_LANGUAGE_EN, NOW_US);
}

void
form_fixture_tear_down (FormFixture *fixture, gconstpointer is_at_home)
{
  g_free (fixture->html);
  schalter_form_session_free (fixture->session);
  schalter_form_unref (fixture->form);
}

const char *
form_fixture_render (FormFixture *fixture)
{
  g_free (fixture->html);
  fixture->html = schalter_form_session_render (fixture->session,
                                                schalter_form_session_get_page (fixture->session));
  return fixture->html;
}

char *
form_fixture_dup_token (const FormFixture *fixture)
{
  const char *before = "name=\"token\" value=\"";
  const char *token = strstr (fixture->html, before);
  g_assert_nonnull (token);
  token += strlen (before);
  return g_strndup (token, strcspn (token, "\""));
}

SchalterFormOutcome
form_fixture_post (FormFixture *fixture, const char *fields)
{
  form_fixture_render (fixture);
  g_autofree char *token = form_fixture_dup_token (fixture);
  g_autofree char *text = g_strdup_printf ("token=%s&%s", token, fields);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  SchalterFormOutcome outcome = schalter_form_session_post (
      fixture->session, schalter_form_session_get_page (fixture->session), body);
  form_fixture_render (fixture);
  return outcome;
}

void
form_fixture_fill_in (FormFixture *fixture)
{
  static const char *const posts[] = {
    "surname=M%C3%BCller&email=",
    "moved.day=20&moved.month=11&moved.year=2026",
    "address.street=Landstrasse&address.house_number=12a&address.postcode=5430&address.town=",
    "with_others=no",
  };
  for (guint i = 0; i < G_N_ELEMENTS (posts); i++)
    g_assert_cmpint (form_fixture_post (fixture, posts[i]), ==, SCHALTER_FORM_SHOW);
  g_assert_cmpstr (schalter_form_session_get_page (fixture->session), ==, "summary");
}
