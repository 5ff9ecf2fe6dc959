/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forms filled in at home: how long they last, whose they are, and what becomes of them. */
#include "config.h"

#include "form-visits.h"

#include "portal-db.h"
#include "random.h"
#include "schalter-error.h"
#include "test-canton.h"
#include "test-wait.h"

#include <string.h>

#define MINUTE (60 * G_USEC_PER_SEC)
#define MAX_VISITS 2000
#define BADEN 4021 /* has no key */

static const char *const stylesheets[] = { NULL };

typedef struct {
  TestCanton *canton;
  SchalterCatalogue *catalogue;
  SchalterFormVisits *visits;
  char *directory;
  SchalterDb *db;
  SchalterSealKey *key;
  gint64 now_us;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->canton = test_canton_new ();
  fixture->catalogue = test_canton_open (fixture->canton);
  fixture->visits = schalter_form_visits_new (fixture->catalogue, stylesheets);
  fixture->directory = test_temp_dir_new ();
  g_autofree char *path = g_build_filename (fixture->directory, "portal.db", NULL);
  fixture->db = schalter_portal_db_open (path, &error);
  g_assert_no_error (error);
  fixture->key = schalter_seal_key_new ();
  fixture->now_us = g_get_real_time ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  schalter_form_visits_free (fixture->visits);
  schalter_catalogue_unref (fixture->catalogue);
  schalter_db_free (fixture->db);
  schalter_seal_key_free (fixture->key);
  test_temp_dir_free (fixture->directory);
  test_canton_free (fixture->canton);
}

static char *
begin (Fixture *fixture, const char *token, const char *service_id, guint bfs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterService) service =
      schalter_catalogue_get_service (fixture->catalogue, service_id);
  char *fresh =
      schalter_form_visits_begin (fixture->visits, token, service, bfs, fixture->now_us, &error);
  g_assert_no_error (error);
  return fresh;
}

static SchalterFormVisit *
find (Fixture *fixture, const char *token)
{
  return schalter_form_visits_find (fixture->visits, token, SCHALTER_LANGUAGE_DE, fixture->now_us);
}

static void
ends_half_an_hour_after_the_last_page (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = begin (fixture, NULL, "hund", TEST_CANTON_BFS);
  fixture->now_us += 29 * MINUTE;
  g_assert_nonnull (find (fixture, token));
  fixture->now_us += 29 * MINUTE;
  g_assert_nonnull (find (fixture, token));
  fixture->now_us += SCHALTER_FORM_VISIT_MINUTES * MINUTE;
  g_assert_null (find (fixture, token));
  fixture->now_us -= 20 * MINUTE; /* gone, not only hidden */
  g_assert_null (find (fixture, token));
}

static void
is_expired_without_anybody_asking (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = begin (fixture, NULL, "hund", TEST_CANTON_BFS);
  schalter_form_visits_expire (fixture->visits,
                               fixture->now_us + SCHALTER_FORM_VISIT_MINUTES * MINUTE);
  g_assert_null (find (fixture, token));
}

static void
goes_on_with_the_same_form_only (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = begin (fixture, NULL, "hund", TEST_CANTON_BFS);
  g_autofree char *same = begin (fixture, token, "hund", TEST_CANTON_BFS);
  g_assert_cmpstr (same, ==, token);
  g_autofree char *other = begin (fixture, token, "wohnsitz", TEST_CANTON_BFS);
  g_assert_cmpstr (other, !=, token);
  g_assert_null (find (fixture, token));
  g_autofree char *invented = begin (fixture, "0123", "hund", TEST_CANTON_BFS);
  g_assert_cmpstr (invented, !=, "0123");
  g_assert_cmpuint (strlen (invented), ==, 64);
}

/* Something is posted, right or wrong. */
static void
touch (Fixture *fixture, const char *token)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("name=x", strlen ("name=x"));
  (void)schalter_form_visits_post (fixture->visits, find (fixture, token), "person", body);
}

static void
lets_go_of_what_nobody_has_touched_first (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = begin (fixture, NULL, "hund", TEST_CANTON_BFS);
  touch (fixture, typed);
  fixture->now_us += MINUTE;
  g_autofree char *untouched = begin (fixture, NULL, "hund", TEST_CANTON_BFS);
  fixture->now_us += MINUTE;
  for (guint i = 0; i < MAX_VISITS - 1; i++)
    g_free (begin (fixture, NULL, "hund", TEST_CANTON_BFS));
  g_assert_nonnull (find (fixture, typed));
  g_assert_null (find (fixture, untouched));
}

static void
refuses_more_than_it_can_keep (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterService) service = schalter_catalogue_get_service (fixture->catalogue, "hund");
  g_autofree char *first = begin (fixture, NULL, "hund", TEST_CANTON_BFS);
  touch (fixture, first);
  for (guint i = 0; i < MAX_VISITS - 1; i++) {
    g_autofree char *token = begin (fixture, NULL, "hund", TEST_CANTON_BFS);
    touch (fixture, token);
  }
  g_assert_null (schalter_form_visits_begin (
      fixture->visits, NULL, service, TEST_CANTON_BFS, fixture->now_us, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
  g_assert_nonnull (find (fixture, first));
  g_autofree char *changed = begin (fixture, first, "wohnsitz", TEST_CANTON_BFS);
  g_assert_nonnull (find (fixture, changed));
}

/* The token that the page last rendered wants back. */
static char *
dup_page_token (SchalterFormSession *form)
{
  g_autofree char *name = g_strdup (schalter_form_session_get_page (form));
  g_autofree char *html = schalter_form_session_render (form, name);
  const char *mark = "name=\"token\" value=\"";
  const char *at = strstr (html, mark);
  g_assert_nonnull (at);
  at += strlen (mark);
  return g_strndup (at, strcspn (at, "\""));
}

static SchalterFormOutcome
post (SchalterFormSession *form, const char *page, const char *fields)
{
  g_autofree char *token = dup_page_token (form);
  g_autofree char *text = g_strdup_printf ("token=%s&action=next&%s", token, fields);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  return schalter_form_session_post (form, page, body);
}

/* The form of the test's canton asks one thing. */
static void
fill_in (SchalterFormVisit *visit)
{
  g_assert_cmpint (post (visit->form, "person", "name=Muster"), ==, SCHALTER_FORM_SHOW);
  g_assert_cmpint (post (visit->form, "summary", "declaration=yes"), ==, SCHALTER_FORM_HAND_IN);
}

static gboolean
hand_in (Fixture *fixture, SchalterFormVisit *visit, GError **error)
{
  SchalterIntake intake = { fixture->db, fixture->key, "seal-0-test" };
  return schalter_form_visits_hand_in (fixture->visits, visit, &intake, fixture->now_us, error);
}

static char *
open_stored (Fixture *fixture, const SchalterBoxKeyPair *pair)
{
  g_autoptr (GError) error = NULL;
  gboolean has_row = FALSE;
  g_autoptr (SchalterStatement) select =
      schalter_db_prepare (fixture->db, "SELECT sealed FROM submission", &error);
  g_assert_no_error (error);
  g_assert_true (schalter_statement_step (select, &has_row, &error));
  g_assert_true (has_row);
  g_autoptr (GBytes) sealed = schalter_statement_dup_bytes (select, 0);
  g_autoptr (GBytes) plain = schalter_box_open (sealed, pair, &error);
  g_assert_no_error (error);
  gsize length = 0;
  const char *text = g_bytes_get_data (plain, &length);
  return g_strndup (text, length);
}

static const struct {
  const char *path;
  const char *service_id;
  guint bfs;
  gboolean is_for_canton;
} authorities[] = {
  { "/portal/form-visits/goes-sealed-to-the-municipality", "wohnsitz", TEST_CANTON_BFS, FALSE },
  { "/portal/form-visits/goes-sealed-to-the-canton", "jagd", 0, TRUE },
};

static void
is_sealed_to_the_authority_and_wiped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint index = GPOINTER_TO_UINT (data);
  g_autofree char *token =
      begin (fixture, NULL, authorities[index].service_id, authorities[index].bfs);
  SchalterFormVisit *visit = find (fixture, token);
  fill_in (visit);
  g_assert_true (hand_in (fixture, visit, &error));
  g_assert_no_error (error);
  g_assert_null (visit->form);
  g_assert_nonnull (visit->reference);
  g_autofree char *reference = g_strdup (visit->reference);
  g_assert_true (hand_in (fixture, visit, &error)); /* again: nothing happens */
  g_assert_cmpstr (visit->reference, ==, reference);
  g_autofree char *text =
      open_stored (fixture,
                   authorities[index].is_for_canton ? fixture->canton->canton_authority
                                                    : fixture->canton->authority);
  g_assert_nonnull (strstr (text, "Muster"));
  g_autofree char *next =
      begin (fixture, token, authorities[index].service_id, authorities[index].bfs);
  g_assert_cmpstr (next, !=, token); /* what is handed in does not go on */
}

static void
keeps_the_answers_while_there_is_no_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *token = begin (fixture, NULL, "wohnsitz", BADEN);
  SchalterFormVisit *visit = find (fixture, token);
  fill_in (visit);
  g_assert_false (hand_in (fixture, visit, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
  g_assert_nonnull (visit->form);
  g_assert_null (visit->reference);
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schalter_crypto_init ();
  ADD ("/portal/form-visits/ends-half-an-hour-after-the-last-page",
       ends_half_an_hour_after_the_last_page);
  ADD ("/portal/form-visits/is-expired-without-anybody-asking", is_expired_without_anybody_asking);
  ADD ("/portal/form-visits/goes-on-with-the-same-form-only", goes_on_with_the_same_form_only);
  ADD ("/portal/form-visits/lets-go-of-what-nobody-has-touched-first",
       lets_go_of_what_nobody_has_touched_first);
  ADD ("/portal/form-visits/refuses-more-than-it-can-keep", refuses_more_than_it_can_keep);
  for (guint i = 0; i < G_N_ELEMENTS (authorities); i++)
    g_test_add (authorities[i].path,
                Fixture,
                GUINT_TO_POINTER (i),
                set_up,
                is_sealed_to_the_authority_and_wiped,
                tear_down);
  ADD ("/portal/form-visits/keeps-the-answers-while-there-is-no-key",
       keeps_the_answers_while_there_is_no_key);
  return g_test_run ();
}
