/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One citizen's session: where it goes, what it keeps, and that nothing is left at its end. */
#include "config.h"

#include "session.h"

#include "portal-double.h"
#include "schalter-error.h"
#include "test-wait.h"

typedef struct {
  PortalDouble *portal;
  SchalterSettings *settings;
  SchalterSession *session;
  GString *pages;   /* "home results< …": where it went, '<' for back */
  GString *notices; /* a line each */
  guint n_rebuilds;
  guint n_looks;
  guint n_overs;
} Fixture;

static void
on_page_changed (SchalterSession *session, const char *page, gboolean is_back, Fixture *fixture)
{
  g_string_append_printf (fixture->pages, "%s%s ", page, is_back ? "<" : "");
}

static void
on_notice (SchalterSession *session, const char *text, Fixture *fixture)
{
  g_string_append_printf (fixture->notices, "%s\n", text);
}

static void
on_rebuild (SchalterSession *session, Fixture *fixture)
{
  fixture->n_rebuilds++;
}

static void
on_look_changed (SchalterSession *session, Fixture *fixture)
{
  fixture->n_looks++;
}

static void
on_over (SchalterSession *session, Fixture *fixture)
{
  fixture->n_overs++;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  static const char conf[] = "[kiosk]\nid=kiosk-1\nname=Foyer\ncanton=AG\nmunicipality=4045\n";
  g_autoptr (GError) error = NULL;
  fixture->portal = portal_double_new ();
  fixture->settings = schalter_settings_parse (conf, -1, &error);
  g_assert_no_error (error);
  fixture->session = schalter_session_new (fixture->settings);
  fixture->pages = g_string_new (NULL);
  fixture->notices = g_string_new (NULL);
  g_signal_connect (fixture->session, "page-changed", G_CALLBACK (on_page_changed), fixture);
  g_signal_connect (fixture->session, "notice", G_CALLBACK (on_notice), fixture);
  g_signal_connect (fixture->session, "rebuild", G_CALLBACK (on_rebuild), fixture);
  g_signal_connect (fixture->session, "look-changed", G_CALLBACK (on_look_changed), fixture);
  g_signal_connect (fixture->session, "over", G_CALLBACK (on_over), fixture);
  schalter_session_set_catalogue (fixture->session, fixture->portal->catalogue);
  schalter_session_set_link (fixture->session, fixture->portal->link);
  fixture->n_rebuilds = 0;
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_clear_object (&fixture->session);
  schalter_settings_free (fixture->settings);
  portal_double_free (fixture->portal);
  g_string_free (fixture->pages, TRUE);
  g_string_free (fixture->notices, TRUE);
}

static gboolean
is_offline (gpointer user_data)
{
  return !schalter_session_is_online (((Fixture *)user_data)->session);
}

static void
go_offline (Fixture *fixture)
{
  schalter_bus_session1_set_network_state (fixture->portal->agent->skeleton, "offline");
  test_wait_until (is_offline, fixture, 30000);
}

static void
goes_and_comes_back (Fixture *fixture, gconstpointer unused)
{
  SchalterSession *session = fixture->session;
  g_assert_cmpstr (schalter_session_get_page (session), ==, "attract");
  g_assert_false (schalter_session_can_go_back (session));
  schalter_session_go_home (session);
  schalter_session_go (session, "service");
  schalter_session_go (session, "service"); /* pressed twice */
  schalter_session_go (session, "form");
  schalter_session_go_back (session);
  g_assert_cmpstr (schalter_session_get_page (session), ==, "service");
  schalter_session_go_back (session);
  g_assert_cmpstr (fixture->pages->str, ==, "home< service form service< home< ");
  g_assert_false (schalter_session_can_go_back (session));
}

static void
what_is_done_cannot_be_gone_back_to (Fixture *fixture, gconstpointer unused)
{
  schalter_session_go (fixture->session, "service");
  schalter_session_go (fixture->session, "form");
  schalter_session_go_for_good (fixture->session, "receipt");
  schalter_session_go_back (fixture->session);
  g_assert_cmpstr (schalter_session_get_page (fixture->session), ==, "home");
}

static void
going_back_from_results_empties_the_search (Fixture *fixture, gconstpointer unused)
{
  schalter_session_go_home (fixture->session);
  schalter_session_set_query (fixture->session, "hund");
  g_assert_true (schalter_session_can_go_back (fixture->session));
  schalter_session_go_back (fixture->session);
  g_assert_cmpstr (schalter_session_get_query (fixture->session), ==, "");
  g_assert_cmpstr (schalter_session_get_page (fixture->session), ==, "home");
}

static void
a_query_and_a_life_event_exclude_each_other (Fixture *fixture, gconstpointer unused)
{
  schalter_session_set_query (fixture->session, "hund");
  schalter_session_set_life_event (fixture->session, "umzug");
  g_assert_cmpstr (schalter_session_get_query (fixture->session), ==, "");
  g_assert_cmpstr (schalter_session_get_life_event (fixture->session), ==, "umzug");
  schalter_session_set_query (fixture->session, "pass");
  g_assert_cmpstr (schalter_session_get_life_event (fixture->session), ==, "");
  /* Its own text may be set again. */
  schalter_session_set_query (fixture->session, schalter_session_get_query (fixture->session));
  g_assert_cmpstr (schalter_session_get_query (fixture->session), ==, "pass");
}

static void
another_language_keeps_the_page_and_what_was_typed (Fixture *fixture, gconstpointer unused)
{
  schalter_session_go (fixture->session, "service");
  schalter_session_set_query (fixture->session, "hund");
  schalter_session_set_language (fixture->session, SCHALTER_LANGUAGE_EN);
  g_assert_cmpuint (fixture->n_rebuilds, ==, 1);
  g_assert_cmpstr (schalter_session_get_page (fixture->session), ==, "service");
  g_assert_cmpstr (schalter_session_get_query (fixture->session), ==, "hund");
  g_assert_true (schalter_session_set_service (fixture->session, "hund"));
  g_assert_cmpstr (schalter_session_get_text (
                       fixture->session, &schalter_session_get_service (fixture->session)->title),
                   ==,
                   "Register a dog");
}

static void
the_accessibility_bar_changes_the_look (Fixture *fixture, gconstpointer unused)
{
  SchalterComfort comfort = *schalter_session_get_comfort (fixture->session);
  g_assert_cmpuint (comfort.text_percent, ==, 100);
  comfort.text_percent = 170;
  comfort.has_contrast = TRUE;
  comfort.has_more_time = TRUE;
  schalter_session_set_comfort (fixture->session, &comfort);
  g_assert_cmpuint (fixture->n_looks, ==, 1);
  g_assert_cmpuint (schalter_session_get_comfort (fixture->session)->text_percent, ==, 170);
  g_assert_true (schalter_session_get_comfort (fixture->session)->has_more_time);
}

static void
knows_its_own_municipality_until_another_is_chosen (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SchalterMunicipality) own = schalter_session_dup_municipality (fixture->session);
  g_assert_cmpstr (own->name, ==, "Wettingen");
  schalter_session_ask_municipality (fixture->session);
  schalter_session_choose_municipality (fixture->session, 4021);
  g_autoptr (SchalterMunicipality) other = schalter_session_dup_municipality (fixture->session);
  g_assert_cmpstr (other->name, ==, "Baden");
  g_assert_cmpstr (schalter_session_get_page (fixture->session), ==, "attract");
}

static void
assert_start (Fixture *fixture, const char *service, SchalterStart start)
{
  g_assert_true (schalter_session_set_service (fixture->session, service));
  g_assert_cmpint (schalter_session_can_start (fixture->session), ==, start);
}

static void
says_what_can_be_started_here (Fixture *fixture, gconstpointer unused)
{
  assert_start (fixture, "wohnsitz", SCHALTER_START_CERTIFICATE);
  assert_start (fixture, "hund", SCHALTER_START_FORM);
  assert_start (fixture, "geburtsurkunde", SCHALTER_START_IN_PERSON);
  go_offline (fixture);
  assert_start (fixture, "wohnsitz", SCHALTER_START_FORM); /* what is left of it */
  assert_start (fixture, "hund", SCHALTER_START_FORM);
}

static gboolean
are_forms_closed (gpointer user_data)
{
  return !schalter_session_are_forms_open (((Fixture *)user_data)->session);
}

static void
a_full_disk_closes_forms_but_not_certificates (Fixture *fixture, gconstpointer unused)
{
  schalter_bus_session1_set_forms_open (fixture->portal->agent->skeleton, FALSE);
  test_wait_until (are_forms_closed, fixture, 30000);
  assert_start (fixture, "hund", SCHALTER_START_CLOSED);
  assert_start (fixture, "wohnsitz", SCHALTER_START_CERTIFICATE);
}

static void
a_municipality_that_has_not_joined_is_told_so (Fixture *fixture, gconstpointer unused)
{
  schalter_session_choose_municipality (fixture->session, 4258); /* Rheinfelden */
  assert_start (fixture, "hund", SCHALTER_START_NOT_JOINED);
  assert_start (fixture, "jagd", SCHALTER_START_FORM); /* the canton decides this one */
  schalter_session_set_service (fixture->session, "hund");
  schalter_session_start_service (fixture->session);
  g_assert_cmpstr (fixture->notices->str, ==, "Please go to the counter for this.\n");
}

static void
starting_a_form_asks_where_one_lives_first (Fixture *fixture, gconstpointer unused)
{
  schalter_session_set_service (fixture->session, "hund");
  schalter_session_go (fixture->session, "service");
  schalter_session_start_service (fixture->session);
  g_assert_cmpstr (schalter_session_get_page (fixture->session), ==, "municipality");
  schalter_session_choose_municipality (fixture->session, TEST_CANTON_BFS);
  g_assert_cmpstr (schalter_session_get_page (fixture->session), ==, "form");
}

static void
the_cantons_form_does_not_ask_where_one_lives (Fixture *fixture, gconstpointer unused)
{
  schalter_session_set_service (fixture->session, "jagd");
  schalter_session_start_service (fixture->session);
  g_assert_cmpstr (schalter_session_get_page (fixture->session), ==, "form");
}

static void
a_certificate_begins_with_who_one_is (Fixture *fixture, gconstpointer unused)
{
  schalter_session_set_service (fixture->session, "wohnsitz");
  schalter_session_start_service (fixture->session);
  g_assert_cmpstr (schalter_session_get_page (fixture->session), ==, "identify");
}

static void
the_office_depends_on_where_one_lives (Fixture *fixture, gconstpointer unused)
{
  schalter_session_set_service (fixture->session, "hund");
  SchalterService *service = schalter_session_get_service (fixture->session);
  g_autoptr (SchalterOffice) here = schalter_session_resolve_office (fixture->session, service);
  g_assert_cmpstr (here->id, ==, "ag-hundeamt");
  schalter_session_choose_municipality (fixture->session, 4021);
  g_autoptr (SchalterOffice) there = schalter_session_resolve_office (fixture->session, service);
  g_assert_cmpstr (there->id, ==, "4021-hundeamt");
}

static void
a_service_without_a_form_has_none (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (schalter_session_set_service (fixture->session, "gibt-es-nicht"));
  g_assert_true (schalter_session_set_service (fixture->session, "geburtsurkunde"));
  g_assert_null (schalter_session_ensure_form (fixture->session, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND);
}

static SchalterFormSession *
open_form (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  schalter_session_set_service (fixture->session, "hund");
  SchalterFormSession *form = schalter_session_ensure_form (fixture->session, &error);
  g_assert_no_error (error);
  return form;
}

/* Posts what a page asks for, with the page's own token. */
static SchalterFormOutcome
post_page (SchalterFormSession *form, const char *answers)
{
  g_autofree char *page = g_strdup (schalter_form_session_get_page (form));
  g_autofree char *html = schalter_form_session_render (form, page);
  const char *token = strstr (html, "name=\"token\" value=\"");
  g_assert_nonnull (token);
  token += strlen ("name=\"token\" value=\"");
  g_autofree char *body =
      g_strdup_printf ("token=%.*s&%s", (int)strcspn (token, "\""), token, answers);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  return schalter_form_session_post (form, page, bytes);
}

static void
fill_in (Fixture *fixture)
{
  SchalterFormSession *form = open_form (fixture);
  g_assert_cmpint (post_page (form, "name=Erika"), ==, SCHALTER_FORM_SHOW);
  g_assert_cmpint (post_page (form, "declaration=yes"), ==, SCHALTER_FORM_HAND_IN);
}

static gboolean
has_reference (gpointer user_data)
{
  return schalter_session_get_reference (((Fixture *)user_data)->session) != NULL;
}

static void
handing_in_leads_to_the_receipt (Fixture *fixture, gconstpointer unused)
{
  fill_in (fixture);
  schalter_session_hand_in (fixture->session);
  schalter_session_hand_in (fixture->session); /* pressed twice */
  g_assert_true (schalter_session_is_handing_in (fixture->session));
  test_wait_until (has_reference, fixture, 60000);
  g_assert_cmpstr (schalter_session_get_page (fixture->session), ==, "receipt");
  g_assert_cmpuint (fixture->portal->agent->n_submits, ==, 1);
  g_assert_false (schalter_session_is_handing_in (fixture->session));
  g_assert_null (schalter_session_get_form (fixture->session)); /* the answers are gone */
  g_assert_cmpint (schalter_session_get_handed_in_us (fixture->session), >, 0);
}

static gboolean
has_notice (gpointer user_data)
{
  return ((Fixture *)user_data)->notices->len > 0;
}

static void
what_cannot_be_handed_in_is_kept (Fixture *fixture, gconstpointer unused)
{
  fill_in (fixture);
  fixture->portal->agent->n_refusals = G_MAXUINT;
  schalter_session_hand_in (fixture->session);
  g_test_expect_message ("schalter-kiosk", G_LOG_LEVEL_WARNING, "Handing in failed: not now");
  test_wait_until (has_notice, fixture, 60000);
  g_test_assert_expected_messages ();
  g_assert_nonnull (strstr (fixture->notices->str, "Nothing is lost"));
  g_assert_nonnull (schalter_session_get_form (fixture->session));
  /* The next try is the same submission. */
  fixture->portal->agent->n_refusals = 0;
  schalter_session_hand_in (fixture->session);
  test_wait_until (has_reference, fixture, 60000);
  g_assert_cmpuint (g_hash_table_size (fixture->portal->agent->references), ==, 1);
}

static void
an_authority_without_a_key_sends_to_the_counter (Fixture *fixture, gconstpointer unused)
{
  schalter_session_choose_municipality (fixture->session, 4021);
  fill_in (fixture);
  g_test_expect_message (
      "schalter-kiosk", G_LOG_LEVEL_WARNING, "Handing in is not possible: *key of authority 4021");
  schalter_session_hand_in (fixture->session);
  g_test_assert_expected_messages ();
  g_assert_nonnull (strstr (fixture->notices->str, "ask at the counter"));
  g_assert_nonnull (schalter_session_get_form (fixture->session));
}

static void
another_service_drops_what_came_of_the_last (Fixture *fixture, gconstpointer unused)
{
  fill_in (fixture);
  schalter_session_hand_in (fixture->session);
  test_wait_until (has_reference, fixture, 60000);
  g_autofree char *id = g_strdup (schalter_session_ensure_certificate_id (fixture->session));
  g_assert_cmpstr (schalter_session_ensure_certificate_id (fixture->session), ==, id);
  schalter_session_set_service (fixture->session, "jagd");
  g_assert_null (schalter_session_get_reference (fixture->session));
  g_assert_cmpstr (schalter_session_ensure_certificate_id (fixture->session), !=, id);
}

static void
set_paper (Fixture *fixture, const char *number)
{
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF", 4);
  const SchalterPrintPaper paper = { "receipt", number, pdf, 1 };
  schalter_session_set_paper (fixture->session, &paper);
}

static void
a_printer_that_could_not_begin_gets_a_new_job (Fixture *fixture, gconstpointer unused)
{
  g_assert_null (schalter_session_ensure_print_job (fixture->session)); /* no paper yet */
  set_paper (fixture, "R-1");
  SchalterPrintJob *first = schalter_session_ensure_print_job (fixture->session);
  g_assert_nonnull (first);
  g_assert_true (schalter_session_ensure_print_job (fixture->session) == first);
  set_paper (fixture, "R-2");
  g_assert_null (schalter_session_get_print_job (fixture->session));
  g_assert_cmpstr (schalter_session_get_paper (fixture->session)->number, ==, "R-2");
}

static gboolean
has_two_notices (gpointer user_data)
{
  const char *text = ((Fixture *)user_data)->notices->str;
  return strchr (text, '\n') != strrchr (text, '\n');
}

static void
tells_whether_staff_come (Fixture *fixture, gconstpointer unused)
{
  schalter_session_call_staff (fixture->session, "help");
  test_wait_until (has_notice, fixture, 30000);
  g_assert_nonnull (strstr (fixture->notices->str, "The staff have been called."));
  schalter_bus_session1_emit_staff_answered (fixture->portal->agent->skeleton);
  test_wait_until (has_two_notices, fixture, 30000);
  g_assert_nonnull (strstr (fixture->notices->str, "on the way to you"));
}

static void
without_an_agent_staff_are_at_the_counter (Fixture *fixture, gconstpointer unused)
{
  schalter_session_set_link (fixture->session, NULL);
  schalter_session_call_staff (fixture->session, "help");
  g_assert_nonnull (strstr (fixture->notices->str, "Please go to the counter."));
}

static void
holds_are_counted (Fixture *fixture, gconstpointer unused)
{
  schalter_session_hold (fixture->session);
  schalter_session_hold (fixture->session);
  schalter_session_release (fixture->session);
  g_assert_true (schalter_session_is_held (fixture->session));
  schalter_session_release (fixture->session);
  g_assert_false (schalter_session_is_held (fixture->session));
}

static void
nothing_is_left_at_the_end (Fixture *fixture, gconstpointer unused)
{
  SchalterSession *session = fixture->session;
  schalter_session_set_query (session, "scheidung");
  schalter_session_choose_municipality (session, 4021);
  open_form (fixture);
  set_paper (fixture, "R-1");
  g_assert_nonnull (schalter_session_ensure_login (session));
  schalter_session_end (session);
  schalter_session_end (session); /* pressed twice */
  g_assert_cmpuint (fixture->n_overs, ==, 1);
  g_assert_true (schalter_session_is_over (session));
  g_assert_cmpstr (schalter_session_get_query (session), ==, "");
  g_assert_cmpuint (schalter_session_get_bfs (session), ==, 4045);
  g_assert_null (schalter_session_get_form (session));
  g_assert_null (schalter_session_get_service (session));
  g_assert_null (schalter_session_get_paper (session));
  g_assert_null (schalter_session_get_reference (session));
}

static void
after_the_end_it_goes_nowhere (Fixture *fixture, gconstpointer unused)
{
  schalter_session_end (fixture->session);
  schalter_session_go (fixture->session, "home");
  schalter_session_go_for_good (fixture->session, "receipt");
  schalter_session_go_home (fixture->session);
  schalter_session_go_back (fixture->session);
  g_assert_cmpstr (fixture->pages->str, ==, "");
}

static void
ending_while_handing_in_is_safe (Fixture *fixture, gconstpointer unused)
{
  fill_in (fixture);
  schalter_session_hand_in (fixture->session);
  schalter_session_end (fixture->session);
  while (schalter_session_is_handing_in (fixture->session))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (schalter_session_get_reference (fixture->session));
  g_assert_cmpstr (fixture->notices->str, ==, "");
}

#define ADD(path, function)                                                                        \
  g_test_add ("/kiosk/session/" path, Fixture, NULL, set_up, function, tear_down)

static void
add_ways (void)
{
  ADD ("goes-and-comes-back", goes_and_comes_back);
  ADD ("what-is-done-cannot-be-gone-back-to", what_is_done_cannot_be_gone_back_to);
  ADD ("going-back-from-results-empties-the-search", going_back_from_results_empties_the_search);
  ADD ("a-query-and-a-life-event-exclude-each-other", a_query_and_a_life_event_exclude_each_other);
  ADD ("another-language-keeps-the-page-and-what-was-typed",
       another_language_keeps_the_page_and_what_was_typed);
  ADD ("the-accessibility-bar-changes-the-look", the_accessibility_bar_changes_the_look);
  ADD ("knows-its-own-municipality-until-another-is-chosen",
       knows_its_own_municipality_until_another_is_chosen);
  ADD ("says-what-can-be-started-here", says_what_can_be_started_here);
  ADD ("a-full-disk-closes-forms-but-not-certificates",
       a_full_disk_closes_forms_but_not_certificates);
  ADD ("a-municipality-that-has-not-joined-is-told-so",
       a_municipality_that_has_not_joined_is_told_so);
  ADD ("starting-a-form-asks-where-one-lives-first", starting_a_form_asks_where_one_lives_first);
  ADD ("the-cantons-form-does-not-ask-where-one-lives",
       the_cantons_form_does_not_ask_where_one_lives);
  ADD ("a-certificate-begins-with-who-one-is", a_certificate_begins_with_who_one_is);
  ADD ("the-office-depends-on-where-one-lives", the_office_depends_on_where_one_lives);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_ways ();
  ADD ("a-service-without-a-form-has-none", a_service_without_a_form_has_none);
  ADD ("handing-in-leads-to-the-receipt", handing_in_leads_to_the_receipt);
  ADD ("what-cannot-be-handed-in-is-kept", what_cannot_be_handed_in_is_kept);
  ADD ("an-authority-without-a-key-sends-to-the-counter",
       an_authority_without_a_key_sends_to_the_counter);
  ADD ("another-service-drops-what-came-of-the-last", another_service_drops_what_came_of_the_last);
  ADD ("a-printer-that-could-not-begin-gets-a-new-job",
       a_printer_that_could_not_begin_gets_a_new_job);
  ADD ("tells-whether-staff-come", tells_whether_staff_come);
  ADD ("without-an-agent-staff-are-at-the-counter", without_an_agent_staff_are_at_the_counter);
  ADD ("holds-are-counted", holds_are_counted);
  ADD ("nothing-is-left-at-the-end", nothing_is_left_at_the_end);
  ADD ("after-the-end-it-goes-nowhere", after_the_end_it_goes_nowhere);
  ADD ("ending-while-handing-in-is-safe", ending_while_handing_in_is_safe);
  return g_test_run ();
}
