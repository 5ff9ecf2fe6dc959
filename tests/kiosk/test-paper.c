/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The papers a session prints: who issues them, what they say, and what the citizen gets where
 * nothing can be printed truthfully. */
#include "config.h"

#include "paper.h"

#include "portal-double.h"
#include "schalter-error.h"

#include <string.h>

typedef struct {
  PortalDouble *portal;
  SchalterSettings *settings;
  SchalterSession *session;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  static const char conf[] = "[kiosk]\nid=kiosk-1\ncanton=AG\nmunicipality=4045\n";
  g_autoptr (GError) error = NULL;
  fixture->portal = portal_double_new ();
  fixture->settings = schalter_settings_parse (conf, -1, &error);
  g_assert_no_error (error);
  fixture->session = schalter_session_new (fixture->settings);
  schalter_session_set_catalogue (fixture->session, fixture->portal->catalogue);
  schalter_session_set_link (fixture->session, fixture->portal->link);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_clear_object (&fixture->session);
  schalter_settings_free (fixture->settings);
  portal_double_free (fixture->portal);
}

/* What a reader of the PDF sees, on one line. */
static char *
read_paper (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  const SchalterPrintPaper *paper = schalter_session_get_paper (fixture->session);
  g_autofree char *path = g_build_filename (fixture->portal->canton->directory, "paper.pdf", NULL);
  g_assert_true (g_file_set_contents (
      path, g_bytes_get_data (paper->pdf, NULL), (gssize)g_bytes_get_size (paper->pdf), NULL));
  g_autoptr (GSubprocess) tool = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "pdftotext", "-layout", path, "-", NULL);
  g_assert_no_error (error);
  char *text = NULL;
  g_assert_true (g_subprocess_communicate_utf8 (tool, NULL, NULL, &text, NULL, &error));
  g_test_message ("%s", text);
  return text;
}

static void
assert_says (const char *text, const char *const *words)
{
  for (; *words != NULL; words++)
    g_assert_nonnull (strstr (text, *words));
}

static void
a_slip_says_where_to_go (Fixture *fixture, gconstpointer unused)
{
  static const char *const words[] = {
    "Where to go", "Register a dog", "Dog office of Aargau", "062 555 00 10", "Wettingen", NULL,
  };
  g_autoptr (GError) error = NULL;
  schalter_session_set_language (fixture->session, SCHALTER_LANGUAGE_EN);
  schalter_session_set_service (fixture->session, "hund");
  g_assert_true (schalter_paper_make_slip (fixture->session, &error));
  g_assert_no_error (error);
  const SchalterPrintPaper *paper = schalter_session_get_paper (fixture->session);
  g_assert_cmpstr (paper->kind, ==, "receipt");
  g_assert_true (g_str_has_prefix (paper->number, "4045-"));
  g_assert_cmpuint (paper->n_pages, ==, 1);
  g_autofree char *text = read_paper (fixture);
  assert_says (text, words);
}

static void
without_a_service_there_is_no_paper (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (schalter_paper_make_slip (fixture->session, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  g_assert_null (schalter_session_get_paper (fixture->session));
}

static gboolean
make_certificate (Fixture *fixture, SchalterClaims *claims, GError **error)
{
  SchalterCertificate certificate = {
    .claims = claims,
    .seal_code = schalter_seal_code_sign (
        claims, fixture->portal->canton->seal, "HTTPS://V.AG.EXAMPLE/#", error),
  };
  g_assert_nonnull (certificate.seal_code);
  gboolean is_made = schalter_paper_make_certificate (fixture->session, &certificate, error);
  g_free (certificate.seal_code);
  return is_made;
}

static void
a_certificate_says_what_the_claims_say (Fixture *fixture, gconstpointer unused)
{
  static const char *const words[] = {
    "Wohnsitzbestätigung", "Muster",           "Erika Anna",
    "29. Februar 1980",    "Bahnhofstrasse 1", "W-4045-2026-000123",
    "Wettingen",           "Einwohnerdienste", NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterClaims) claims = test_canton_make_claims ("wohnsitz");
  schalter_session_set_service (fixture->session, "wohnsitz");
  g_assert_true (make_certificate (fixture, claims, &error));
  g_assert_no_error (error);
  const SchalterPrintPaper *paper = schalter_session_get_paper (fixture->session);
  g_assert_cmpstr (paper->kind, ==, "certificate");
  g_assert_cmpstr (paper->number, ==, "W-4045-2026-000123");
  g_autofree char *text = read_paper (fixture);
  assert_says (text, words);
}

/* The municipality of the claims issues it, wherever the kiosk stands. */
static void
the_municipality_of_the_claims_issues_it (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterClaims) claims = test_canton_make_claims ("wohnsitz");
  claims->bfs = 4021;
  schalter_session_set_service (fixture->session, "wohnsitz");
  g_assert_true (make_certificate (fixture, claims, &error));
  g_autofree char *text = read_paper (fixture);
  g_assert_nonnull (strstr (text, "Einwohnerdienste Baden"));
  g_assert_null (strstr (text, "Einwohnerdienste Wettingen"));
}

static void
a_name_that_cannot_be_printed_is_no_paper (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterClaims) claims = test_canton_make_claims ("wohnsitz");
  g_free (claims->surname);
  claims->surname = g_strdup ("张");
  schalter_session_set_service (fixture->session, "wohnsitz");
  g_assert_false (make_certificate (fixture, claims, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  g_assert_null (strstr (error->message, "张"));
  g_assert_null (schalter_session_get_paper (fixture->session));
}

static void
a_certificate_without_a_template_is_no_paper (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterClaims) claims = test_canton_make_claims ("heimatausweis");
  schalter_session_set_service (fixture->session, "wohnsitz");
  g_assert_false (make_certificate (fixture, claims, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
}

static void
an_address_has_no_empty_lines (void)
{
  SchalterOffice office = { .street = (char *)"", .postcode_and_place = (char *)"5430 Wettingen" };
  g_autofree char *address = schalter_paper_dup_office_address (&office);
  g_assert_cmpstr (address, ==, "5430 Wettingen");
  office.street = (char *)"Gasse 1";
  office.phone = (char *)"056 555 00 00";
  g_autofree char *whole = schalter_paper_dup_office_address (&office);
  g_assert_cmpstr (whole, ==, "Gasse 1\n5430 Wettingen\n056 555 00 00");
}

#define ADD(path, function)                                                                        \
  g_test_add ("/kiosk/paper/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-slip-says-where-to-go", a_slip_says_where_to_go);
  ADD ("without-a-service-there-is-no-paper", without_a_service_there_is_no_paper);
  ADD ("a-certificate-says-what-the-claims-say", a_certificate_says_what_the_claims_say);
  ADD ("the-municipality-of-the-claims-issues-it", the_municipality_of_the_claims_issues_it);
  ADD ("a-name-that-cannot-be-printed-is-no-paper", a_name_that_cannot_be_printed_is_no_paper);
  ADD ("a-certificate-without-a-template-is-no-paper",
       a_certificate_without_a_template_is_no_paper);
  g_test_add_func ("/kiosk/paper/an-address-has-no-empty-lines", an_address_has_no_empty_lines);
  return g_test_run ();
}
