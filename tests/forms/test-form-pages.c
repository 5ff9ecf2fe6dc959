/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a page of a form is, for a browser and for a screen reader. */
#include "config.h"

#include "form-fixture.h"

#include <string.h>

static guint
count (const char *text, const char *part)
{
  guint n = 0;
  for (const char *at = strstr (text, part); at != NULL; at = strstr (at + 1, part))
    n++;
  return n;
}

static void
has_one_heading_and_a_title (FormFixture *fixture, gconstpointer data)
{
  form_fixture_render (fixture);
  g_assert_cmpuint (count (fixture->html, "<h1"), ==, 1);
  assert_has (fixture->html, "<title>What is your name?</title>");
  assert_has (fixture->html, "<html lang=\"en\"");
  assert_has (fixture->html, "Page 1 of 5");
}

static void
labels_every_input (FormFixture *fixture, gconstpointer data)
{
  form_fixture_render (fixture);
  assert_has (fixture->html, "for=\"surname\"");
  assert_has (fixture->html, "id=\"surname\"");
  form_fixture_post (fixture, "surname=M&email=");
  assert_has (fixture->html, "<fieldset");
  assert_has (fixture->html, "<legend");
  assert_has (fixture->html, "for=\"moved.day\"");
  assert_has (fixture->html, "for=\"moved.year\"");
}

static void
leads_on_with_the_first_button (FormFixture *fixture, gconstpointer data)
{
  form_fixture_render (fixture);
  const char *first = strstr (fixture->html, "<button");
  g_assert_nonnull (first);
  g_assert_true (g_str_has_prefix (strstr (first, "value=\""), "value=\"next\""));
}

/* Whatever was typed is text, never markup. */
static void
escapes_what_was_typed (FormFixture *fixture, gconstpointer data)
{
  form_fixture_post (
      fixture, "surname=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E&email=%27%3Cimg%20src%3Dx%3E");
  assert_lacks (fixture->html, "<script");
  assert_lacks (fixture->html, "<img");
  assert_has (fixture->html, "&quot;&gt;&lt;script&gt;");
}

static void
has_nothing_that_a_kiosk_must_not (FormFixture *fixture, gconstpointer data)
{
  form_fixture_fill_in (fixture);
  assert_lacks (fixture->html, "http:");
  assert_lacks (fixture->html, "https:");
  assert_lacks (fixture->html, "javascript:");
  assert_lacks (fixture->html, " style=");
  assert_lacks (fixture->html, "onclick");
}

static void
remembers_nothing_at_a_kiosk (FormFixture *fixture, gconstpointer data)
{
  form_fixture_render (fixture);
  assert_has (fixture->html, "autocomplete=\"off\"");
  assert_lacks (fixture->html, "family-name");
}

static void
helps_to_fill_in_at_home (FormFixture *fixture, gconstpointer data)
{
  form_fixture_render (fixture);
  assert_has (fixture->html, "autocomplete=\"family-name\"");
  assert_lacks (fixture->html, "autofocus");
}

static void
begins_where_something_is_wrong (FormFixture *fixture, gconstpointer data)
{
  form_fixture_post (fixture, "surname=Meier&email=wrong");
  g_assert_cmpuint (count (fixture->html, "autofocus"), ==, 1);
  const char *focus = strstr (fixture->html, " autofocus");
  const char *input = g_strrstr_len (fixture->html, focus - fixture->html, "<input");
  g_autofree char *tag = g_strndup (input, (gsize)(focus - input));
  assert_has (tag, "id=\"email\"");
}

static void
sums_up_with_a_way_to_change (FormFixture *fixture, gconstpointer data)
{
  form_fixture_fill_in (fixture);
  assert_has (fixture->html, "Müller");
  assert_has (fixture->html, "20.11.2026");
  assert_has (fixture->html, "5430 Wettingen");
  assert_has (fixture->html, "no answer");
  assert_has (fixture->html, "All is right.");
  assert_has (fixture->html, ">Report</button>");
  assert_has (fixture->html, "href=\"schalter:/form/day\"");
}

static void
wears_the_look_that_was_chosen (FormFixture *fixture, gconstpointer data)
{
  schalter_form_session_set_appearance (fixture->session, "text-170 dark contrast");
  assert_has (form_fixture_render (fixture), "class=\"text-170 dark contrast\"");
}

typedef struct {
  const char *fields;
  const char *sentence;
} WrongDate;

static void
says_how_to_mend_a_date (FormFixture *fixture, gconstpointer data)
{
  static const WrongDate dates[] = {
    { "moved.day=&moved.month=&moved.year=", "Fill in day, month and year." },
    { "moved.day=31&moved.month=2&moved.year=2026", "There is no such day." },
    { "moved.day=1&moved.month=2&moved.year=26", "Write the year with four digits" },
    { "moved.day=x&moved.month=2&moved.year=2026", "There is no such day." },
    { "moved.day=1&moved.month=2&moved.year=2019", "The date must be 24.11.2021 or later." },
    { "moved.day=1&moved.month=2&moved.year=2028", "The date must be 24.11.2027 or earlier." },
  };
  form_fixture_post (fixture, "surname=Meier&email=");
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++) {
    form_fixture_post (fixture, dates[i].fields);
    g_assert_cmpstr (schalter_form_session_get_page (fixture->session), ==, "day");
    assert_has (fixture->html, dates[i].sentence);
  }
}

#define ADD(path, data, test)                                                                      \
  g_test_add (path, FormFixture, data, form_fixture_set_up, test, form_fixture_tear_down)
#define AT_HOME "at home"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/forms/pages/have-one-heading", NULL, has_one_heading_and_a_title);
  ADD ("/forms/pages/label-every-input", NULL, labels_every_input);
  ADD ("/forms/pages/enter-leads-on", NULL, leads_on_with_the_first_button);
  ADD ("/forms/pages/escape-what-was-typed", NULL, escapes_what_was_typed);
  ADD ("/forms/pages/lead-nowhere-else", NULL, has_nothing_that_a_kiosk_must_not);
  ADD ("/forms/pages/remember-nothing-at-a-kiosk", NULL, remembers_nothing_at_a_kiosk);
  ADD ("/forms/pages/help-to-fill-in-at-home", AT_HOME, helps_to_fill_in_at_home);
  ADD ("/forms/pages/begin-where-something-is-wrong", NULL, begins_where_something_is_wrong);
  ADD ("/forms/pages/sum-up", NULL, sums_up_with_a_way_to_change);
  ADD ("/forms/pages/wear-the-look", NULL, wears_the_look_that_was_chosen);
  ADD ("/forms/pages/say-how-to-mend-a-date", NULL, says_how_to_mend_a_date);
  return g_test_run ();
}
