/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Certificates and receipts on paper: read back with the tools that others will use. */
#include "config.h"

#include "document.h"
#include "schalter-error.h"
#include "test-paper.h"
#include "test-wait.h"

#include <glib/gstdio.h>

typedef struct {
  char *directory;
  TestPaper *paper;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->directory = test_temp_dir_new ();
  fixture->paper = test_paper_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_paper_free (fixture->paper);
  test_temp_dir_free (fixture->directory);
}

static char *
save (Fixture *fixture, GBytes *pdf, const char *name)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (fixture->directory, name, NULL);
  g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize)g_bytes_get_size (pdf), &error);
  g_assert_no_error (error);
  return path;
}

static char *
render_and_save (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  guint n_pages = 0;
  g_autoptr (GBytes) pdf =
      schalter_document_render_certificate (&fixture->paper->certificate, &n_pages, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_pages, ==, 1);
  return save (fixture, pdf, "certificate.pdf");
}

static void
assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_test_message ("“%s” is not in:\n%s", part, text);
  g_assert_nonnull (strstr (text, part));
}

static void
says_what_the_claims_say (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = render_and_save (fixture);
  g_autofree char *text = test_run_tool ("pdftotext", "-layout", path, "-", NULL);
  const SchalterClaims *claims = fixture->paper->certificate.claims;
  assert_contains (text, claims->surname);
  assert_contains (text, claims->given_names);
  assert_contains (text, claims->address);
  assert_contains (text, claims->number);
  assert_contains (text, fixture->paper->certificate.check);
  assert_contains (text, "9. Februar 1987");
  assert_contains (text, "24. November 2026");
  assert_contains (text, "1. Mai 2012");
  assert_contains (text, "Wettingen");
  assert_contains (text, "v.ag.example");
}

static void
speaks_each_language (Fixture *fixture, gconstpointer data)
{
  const struct {
    SchalterLanguage language;
    const char *title;
    const char *date;
  } cases[] = {
    { SCHALTER_LANGUAGE_DE, "Wohnsitzbestätigung", "1. Mai 2012" },
    { SCHALTER_LANGUAGE_FR, "Attestation de domicile", "1er mai 2012" },
    { SCHALTER_LANGUAGE_IT, "Attestazione di domicilio", "1° maggio 2012" },
    { SCHALTER_LANGUAGE_EN, "Confirmation of residence", "1 May 2012" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    fixture->paper->certificate.language = cases[i].language;
    g_autofree char *path = render_and_save (fixture);
    g_autofree char *text = test_run_tool ("pdftotext", "-layout", path, "-", NULL);
    assert_contains (text, cases[i].title);
    assert_contains (text, cases[i].date);
  }
}

static void
embeds_one_font_family (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = render_and_save (fixture);
  g_autofree char *fonts = test_run_tool ("pdffonts", path, NULL);
  g_auto (GStrv) lines = g_strsplit (g_strstrip (fonts), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >, 3);
  for (guint i = 2; lines[i] != NULL; i++) {
    assert_contains (lines[i], "+Inter");
    g_assert_true (g_regex_match_simple ("yes yes yes +\\d+ +0$", lines[i], 0, 0));
  }
}

static void
is_tagged_and_tells_nothing_personal_outside_the_page (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = render_and_save (fixture);
  g_autofree char *info = test_run_tool ("pdfinfo", path, NULL);
  assert_contains (info, "Wohnsitzbestätigung");
  g_assert_true (g_regex_match_simple ("Tagged: +yes", info, 0, 0));
  g_assert_true (g_regex_match_simple ("Page size: .*A4", info, 0, 0));
  g_assert_true (g_regex_match_simple ("JavaScript: +no", info, 0, 0));
  g_assert_null (strstr (info, fixture->paper->certificate.claims->surname));
  g_autofree char *structure = test_run_tool ("pdfinfo", "-struct-text", path, NULL);
  assert_contains (structure, "H1");
  assert_contains (structure, "Table");
}

static void
makes_the_same_bytes_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) first =
      schalter_document_render_certificate (&fixture->paper->certificate, NULL, NULL);
  g_autoptr (GBytes) second =
      schalter_document_render_certificate (&fixture->paper->certificate, NULL, NULL);
  g_assert_true (g_bytes_equal (first, second));
  g_autoptr (GBytes) receipt =
      schalter_document_render_receipt (&fixture->paper->receipt, NULL, NULL);
  g_autoptr (GBytes) receipt_again =
      schalter_document_render_receipt (&fixture->paper->receipt, NULL, NULL);
  g_assert_true (g_bytes_equal (receipt, receipt_again));
}

static void
prints_names_of_all_europe (Fixture *fixture, gconstpointer data)
{
  const char *names[] = { "Ćurčić", "Łódź-Żółkiewski", "Şahin Doğan Yıldız", "O’Brien",
                          "Ñúñez",  "Nguyễn Thị Ánh",  "Þórsdóttir",         "Ștefănescu" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    test_paper_set_surname (fixture->paper, names[i]);
    g_autofree char *path = render_and_save (fixture);
    g_autofree char *text = test_run_tool ("pdftotext", "-layout", path, "-", NULL);
    assert_contains (text, names[i]);
  }
}

static void
refuses_what_it_cannot_print_truthfully (Fixture *fixture, gconstpointer data)
{
  const char *names[] = { "山田", "Muster 😀", "a\u202eb", "tab\there", "\xff\xfe" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GError) error = NULL;
    test_paper_set_surname (fixture->paper, names[i]);
    g_assert_null (
        schalter_document_render_certificate (&fixture->paper->certificate, NULL, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  }
}

static void
refuses_a_name_that_does_not_fit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) name = g_string_new (NULL);
  for (guint i = 0; i < 150; i++)
    g_string_append (name, "Maximiliana ");
  test_paper_set_surname (fixture->paper, name->str);
  g_assert_null (schalter_document_render_certificate (&fixture->paper->certificate, NULL, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
}

static void
fills_no_placeholder_from_a_value (Fixture *fixture, gconstpointer data)
{
  test_paper_set_surname (fixture->paper, "{number}");
  g_autofree char *path = render_and_save (fixture);
  g_autofree char *text = test_run_tool ("pdftotext", "-layout", path, "-", NULL);
  assert_contains (text, "{number}");
}

static void
refuses_the_template_of_another_certificate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  test_paper_set_type (fixture->paper, "heimatausweis");
  g_assert_null (schalter_document_render_certificate (&fixture->paper->certificate, NULL, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
}

static void
carries_a_code_that_scanners_read (Fixture *fixture, gconstpointer data)
{
  const char *resolutions[] = { "100", "150", "200", "300" };
  g_autofree char *path = render_and_save (fixture);
  g_autofree char *prefix = g_build_filename (fixture->directory, "page", NULL);
  g_autofree char *png = g_strconcat (prefix, ".png", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++) {
    g_free (test_run_tool (
        "pdftoppm", "-r", resolutions[i], "-gray", "-png", "-singlefile", path, prefix, NULL));
    g_autofree char *code = test_run_tool (
        "zbarimg", "--nodbus", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", png, NULL);
    g_assert_cmpstr (g_strstrip (code), ==, fixture->paper->certificate.seal_code);
  }
}

static void
shows_the_reference_on_a_receipt (Fixture *fixture, gconstpointer data)
{
  guint n_pages = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf =
      schalter_document_render_receipt (&fixture->paper->receipt, &n_pages, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_pages, ==, 1);
  g_autofree char *path = save (fixture, pdf, "receipt.pdf");
  g_autofree char *text = test_run_tool ("pdftotext", "-layout", path, "-", NULL);
  assert_contains (text, "4045-7F3K-92QX");
  assert_contains (text, fixture->paper->receipt.service);
  assert_contains (text, fixture->paper->receipt.lines[0]);
}

static void
goes_on_on_a_second_page_of_a_receipt (Fixture *fixture, gconstpointer data)
{
  guint n_pages = 0;
  g_autoptr (GError) error = NULL;
  g_autofree const char **lines = g_new0 (const char *, 101);
  for (guint i = 0; i < 100; i++)
    lines[i] = "Bringen Sie Ihren Ausweis mit.";
  fixture->paper->receipt.lines = lines;
  g_autoptr (GBytes) pdf =
      schalter_document_render_receipt (&fixture->paper->receipt, &n_pages, &error);
  g_assert_no_error (error);
  g_assert_nonnull (pdf);
  g_assert_cmpuint (n_pages, >, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
  g_test_add ("/print/document/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("says-what-the-claims-say", says_what_the_claims_say);
  ADD ("speaks-each-language", speaks_each_language);
  ADD ("embeds-one-font-family", embeds_one_font_family);
  ADD ("is-tagged-and-tells-nothing-personal-outside-the-page",
       is_tagged_and_tells_nothing_personal_outside_the_page);
  ADD ("makes-the-same-bytes-again", makes_the_same_bytes_again);
  ADD ("prints-names-of-all-europe", prints_names_of_all_europe);
  ADD ("refuses-what-it-cannot-print-truthfully", refuses_what_it_cannot_print_truthfully);
  ADD ("refuses-a-name-that-does-not-fit", refuses_a_name_that_does_not_fit);
  ADD ("fills-no-placeholder-from-a-value", fills_no_placeholder_from_a_value);
  ADD ("refuses-the-template-of-another-certificate", refuses_the_template_of_another_certificate);
  ADD ("carries-a-code-that-scanners-read", carries_a_code_that_scanners_read);
  ADD ("shows-the-reference-on-a-receipt", shows_the_reference_on_a_receipt);
  ADD ("goes-on-on-a-second-page-of-a-receipt", goes_on_on_a_second_page_of_a_receipt);
  return g_test_run ();
}
