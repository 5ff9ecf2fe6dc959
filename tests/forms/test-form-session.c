/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Going through a form: forward, back, wrong, twice, forged. */
#include "config.h"

#include "form-fixture.h"

#include <string.h>

static const char *
get_page (FormFixture *fixture)
{
  return schalter_form_session_get_page (fixture->session);
}

static char *
dup_answers (FormFixture *fixture)
{
  g_autoptr (GBytes) bytes = schalter_form_session_dup_answers (fixture->session);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
hands_in_what_was_typed (FormFixture *fixture, gconstpointer data)
{
  form_fixture_fill_in (fixture);
  g_assert_cmpint (form_fixture_post (fixture, "declaration=yes"), ==, SCHALTER_FORM_HAND_IN);
  g_assert_true (schalter_form_session_is_handed_in (fixture->session));
  g_autofree char *answers = dup_answers (fixture);
  g_assert_cmpstr (answers,
                   ==,
                   "{\"answers\":{\"address\":{\"house_number\":\"12a\",\"postcode\":\"5430\","
                   "\"street\":\"Landstrasse\",\"town\":\"Wettingen\"},\"moved\":\"2026-11-20\","
                   "\"surname\":\"Müller\",\"with_others\":false},\"form\":\"move\","
                   "\"language\":\"en\",\"version\":3}");
}

static void
hands_in_once (FormFixture *fixture, gconstpointer data)
{
  form_fixture_fill_in (fixture);
  form_fixture_render (fixture);
  g_autofree char *token = form_fixture_dup_token (fixture);
  g_autofree char *text = g_strdup_printf ("token=%s&declaration=yes", token);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_assert_cmpint (
      schalter_form_session_post (fixture->session, "summary", body), ==, SCHALTER_FORM_HAND_IN);
  for (int again = 0; again < 3; again++)
    g_assert_cmpint (
        schalter_form_session_post (fixture->session, "summary", body), ==, SCHALTER_FORM_SHOW);
  /* Nor can it be changed any more. */
  g_assert_cmpint (schalter_form_session_go_back (fixture->session), ==, SCHALTER_FORM_SHOW);
  assert_has (form_fixture_render (fixture), "being handed in");
}

static void
wants_the_declaration (FormFixture *fixture, gconstpointer data)
{
  form_fixture_fill_in (fixture);
  g_assert_cmpint (form_fixture_post (fixture, "action=next"), ==, SCHALTER_FORM_SHOW);
  assert_has (fixture->html, "Confirm this before you hand in.");
  g_assert_false (schalter_form_session_is_handed_in (fixture->session));
}

static void
stays_on_a_page_with_an_error (FormFixture *fixture, gconstpointer data)
{
  form_fixture_post (fixture, "surname=&email=nobody");
  g_assert_cmpstr (get_page (fixture), ==, "person");
  /* Above the fields, each leading to its input; at the field; and what was typed is still there.
   */
  assert_has (fixture->html, "href=\"#surname\"");
  assert_has (fixture->html, "href=\"#email\"");
  assert_has (fixture->html, "id=\"email-error\"");
  assert_has (fixture->html, "value=\"nobody\"");
  assert_has (fixture->html, "aria-invalid=\"true\"");
  assert_has (fixture->html, "<title>Error: ");
}

static void
says_nothing_before_a_page_is_finished (FormFixture *fixture, gconstpointer data)
{
  assert_lacks (form_fixture_render (fixture), "class=\"error\"");
  assert_lacks (fixture->html, "role=\"alert\"");
}

static void
keeps_answers_when_going_back (FormFixture *fixture, gconstpointer data)
{
  form_fixture_post (fixture, "surname=Meier&email=a@b.ch");
  /* Half a date, then back, then forward again. */
  form_fixture_post (fixture, "moved.day=7&moved.month=&moved.year=&action=back");
  g_assert_cmpstr (get_page (fixture), ==, "person");
  assert_has (fixture->html, "value=\"Meier\"");
  form_fixture_post (fixture, "surname=Meier&email=a@b.ch");
  assert_has (fixture->html, "value=\"7\"");
}

static void
leaves_from_the_first_page (FormFixture *fixture, gconstpointer data)
{
  g_assert_cmpint (
      form_fixture_post (fixture, "surname=Meier&action=back"), ==, SCHALTER_FORM_LEAVE);
}

static void
keeps_answers_when_the_language_changes (FormFixture *fixture, gconstpointer data)
{
  form_fixture_post (fixture, "surname=Meier&email=");
  schalter_form_session_set_language (fixture->session, SCHALTER_LANGUAGE_DE);
  g_assert_cmpstr (get_page (fixture), ==, "day");
  assert_has (form_fixture_render (fixture), "Wann?");
  assert_has (fixture->html, "lang=\"de\"");
  schalter_form_session_go_back (fixture->session);
  assert_has (form_fixture_render (fixture), "value=\"Meier\"");
}

static void
refuses_a_page_ahead (FormFixture *fixture, gconstpointer data)
{
  g_autofree char *html = schalter_form_session_render (fixture->session, "summary");
  assert_has (html, "What is your name?");
  g_autofree char *other = schalter_form_session_render (fixture->session, "../../etc/passwd");
  assert_has (other, "What is your name?");
}

static void
ignores_posts_that_do_not_fit (FormFixture *fixture, gconstpointer data)
{
  static const char *const posts[] = {
    "",                            /* nothing */
    "surname=Forged&email=",       /* no token */
    "token=0000-0&surname=Forged", /* another's token */
    "token=%zz&surname=Forged",    /* a broken escape */
    "token=a&surname=%00",         /* a zero byte */
    "token=%FF%FE&surname=x",      /* no UTF-8 */
  };
  form_fixture_render (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (posts); i++) {
    g_autoptr (GBytes) body = g_bytes_new_static (posts[i], strlen (posts[i]));
    g_assert_cmpint (schalter_form_session_post (fixture->session, get_page (fixture), body),
                     ==,
                     SCHALTER_FORM_SHOW);
    g_assert_cmpstr (get_page (fixture), ==, "person");
  }
  assert_lacks (form_fixture_render (fixture), "Forged");
}

static void
ignores_a_post_that_comes_again (FormFixture *fixture, gconstpointer data)
{
  form_fixture_render (fixture);
  g_autofree char *token = form_fixture_dup_token (fixture);
  g_autofree char *text = g_strdup_printf ("token=%s&surname=First&email=", token);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  schalter_form_session_post (fixture->session, "person", body);
  g_autofree char *late = g_strdup_printf ("token=%s&surname=Late&email=", token);
  g_autoptr (GBytes) again = g_bytes_new (late, strlen (late));
  schalter_form_session_post (fixture->session, "person", again);
  schalter_form_session_go_back (fixture->session);
  assert_has (form_fixture_render (fixture), "value=\"First\"");
}

static void
asks_only_what_applies (FormFixture *fixture, gconstpointer data)
{
  form_fixture_fill_in (fixture);
  assert_lacks (fixture->html, "Who else?");
  g_autofree char *page = schalter_form_session_render (fixture->session, "with_others");
  assert_has (page, "With others?");
  form_fixture_post (fixture, "with_others=yes");
  g_assert_cmpstr (get_page (fixture), ==, "others.1");
}

static void
takes_several_entries (FormFixture *fixture, gconstpointer data)
{
  form_fixture_fill_in (fixture);
  g_free (schalter_form_session_render (fixture->session, "with_others"));
  form_fixture_post (fixture, "with_others=yes");
  form_fixture_post (fixture, "other=Anna");
  g_assert_cmpstr (get_page (fixture), ==, "others");
  form_fixture_post (fixture, "action=add");
  form_fixture_post (fixture, "other=Beat");
  assert_has (fixture->html, "Anna");
  assert_has (fixture->html, "Beat");
  assert_lacks (fixture->html, "value=\"add\"");
  form_fixture_post (fixture, "action=remove-1");
  assert_lacks (fixture->html, "Anna");
  assert_has (fixture->html, "Beat");
  form_fixture_post (fixture, "action=next");
  g_assert_cmpstr (get_page (fixture), ==, "summary");
  form_fixture_post (fixture, "declaration=yes");
  g_autofree char *answers = dup_answers (fixture);
  assert_has (answers, "\"others\":[{\"other\":\"Beat\"}]");
}

static void
returns_to_the_summary_after_a_change (FormFixture *fixture, gconstpointer data)
{
  form_fixture_fill_in (fixture);
  g_free (schalter_form_session_render (fixture->session, "person"));
  form_fixture_post (fixture, "surname=Changed&email=");
  g_assert_cmpstr (get_page (fixture), ==, "summary");
  assert_has (fixture->html, "Changed");
}

static void
lets_the_citizen_choose_among_places (FormFixture *fixture, gconstpointer data)
{
  form_fixture_post (fixture, "surname=Meier&email=");
  form_fixture_post (fixture, "moved.day=20&moved.month=11&moved.year=2026");
  form_fixture_post (fixture,
                     "address.street=Weg&address.house_number=1&address.postcode=5408"
                     "&address.town=");
  g_assert_cmpstr (get_page (fixture), ==, "where");
  assert_has (fixture->html, "value=\"Ennetbaden\"");
  assert_has (fixture->html, "value=\"Rieden\"");
  form_fixture_post (fixture,
                     "address.street=Weg&address.house_number=1&address.postcode=5408"
                     "&address.town=Rieden");
  g_assert_cmpstr (get_page (fixture), ==, "with_others");
}

static void
takes_what_is_late_and_says_so (FormFixture *fixture, gconstpointer data)
{
  form_fixture_fill_in (fixture);
  assert_lacks (fixture->html, "This is late.");
  g_free (schalter_form_session_render (fixture->session, "day"));
  form_fixture_post (fixture, "moved.day=1&moved.month=10&moved.year=2026");
  g_assert_cmpstr (get_page (fixture), ==, "summary");
  assert_has (fixture->html, "This is late.");
}

#define ADD(path, test)                                                                            \
  g_test_add (path, FormFixture, NULL, form_fixture_set_up, test, form_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/forms/session/hands-in-what-was-typed", hands_in_what_was_typed);
  ADD ("/forms/session/hands-in-once", hands_in_once);
  ADD ("/forms/session/wants-the-declaration", wants_the_declaration);
  ADD ("/forms/session/stays-on-a-page-with-an-error", stays_on_a_page_with_an_error);
  ADD ("/forms/session/says-nothing-too-early", says_nothing_before_a_page_is_finished);
  ADD ("/forms/session/keeps-answers-when-going-back", keeps_answers_when_going_back);
  ADD ("/forms/session/leaves-from-the-first-page", leaves_from_the_first_page);
  ADD ("/forms/session/keeps-answers-in-another-language", keeps_answers_when_the_language_changes);
  ADD ("/forms/session/refuses-a-page-ahead", refuses_a_page_ahead);
  ADD ("/forms/session/ignores-posts-that-do-not-fit", ignores_posts_that_do_not_fit);
  ADD ("/forms/session/ignores-a-post-that-comes-again", ignores_a_post_that_comes_again);
  ADD ("/forms/session/asks-only-what-applies", asks_only_what_applies);
  ADD ("/forms/session/takes-several-entries", takes_several_entries);
  ADD ("/forms/session/returns-to-the-summary", returns_to_the_summary_after_a_change);
  ADD ("/forms/session/lets-one-choose-among-places", lets_the_citizen_choose_among_places);
  ADD ("/forms/session/takes-what-is-late", takes_what_is_late_and_says_so);
  return g_test_run ();
}
