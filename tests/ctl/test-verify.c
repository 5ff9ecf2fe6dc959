/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalterctl verify on real papers: what is accepted, what is refused, and what it says. */
#include "config.h"

#include "ctl-run.h"
#include "document.h"
#include "schalter-error.h"
#include "test-canton.h"

#include <string.h>

#define VERIFY_BASE "HTTPS://V.AG.EXAMPLE/#"

typedef struct {
  TestCanton *canton;
  SchalterClaims *claims;
  char *code;
} Fixture;

static char *
sign (const SchalterClaims *claims, const SchalterSealKey *key)
{
  g_autoptr (GError) error = NULL;
  char *code = schalter_seal_code_sign (claims, key, VERIFY_BASE, &error);
  g_assert_no_error (error);
  return code;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->canton = test_canton_new ();
  fixture->claims = test_canton_make_claims ("wohnsitz");
  fixture->code = sign (fixture->claims, fixture->canton->seal);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  test_canton_free (fixture->canton);
  schalter_claims_free (fixture->claims);
  g_free (fixture->code);
}

/* The paper as the kiosk prints it, with @code as its QR code. */
static GBytes *
make_paper (Fixture *fixture, const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterCatalogue) catalogue = test_canton_open (fixture->canton);
  g_autofree char *template = schalter_catalogue_dup_template (catalogue, "wohnsitz");
  g_autofree char *check = schalter_seal_code_get_check (code);
  const SchalterCertificatePaper paper = {
    .header = { "Wettingen", "Kanton Aargau", "Einwohnerdienste", "5430 Wettingen", "#00587c" },
    .template_json = template,
    .claims = fixture->claims,
    .seal_code = code,
    .check = check,
    .language = SCHALTER_LANGUAGE_DE,
  };
  GBytes *pdf = schalter_document_render_certificate (&paper, NULL, &error);
  g_assert_no_error (error);
  return pdf;
}

static char *
save (Fixture *fixture, const char *name, GBytes *content)
{
  char *path = g_build_filename (fixture->canton->directory, name, NULL);
  g_assert_true (g_file_set_contents (
      path, g_bytes_get_data (content, NULL), (gssize)g_bytes_get_size (content), NULL));
  return path;
}

static CtlRun *
verify (Fixture *fixture, const char *input)
{
  return ctl_run (NULL, "verify", "--catalogue", fixture->canton->path, input, NULL);
}

static void
assert_not_valid (CtlRun *run, const char *reason)
{
  g_assert_cmpint (run->exit_code, ==, 1);
  g_assert_true (g_str_has_prefix (run->output, "Not valid: "));
  g_assert_nonnull (strstr (run->output, reason));
  g_assert_null (strstr (run->output, "Muster"));
}

static void
accepts_the_paper_and_says_all_that_is_sealed (Fixture *fixture, gconstpointer unused)
{
  static const char *const lines[] = {
    "Valid: the seal holds.",
    "Number: W-4045-2026-000123",
    "Municipality: Wettingen (4045)",
    "Surname: Muster",
    "Given names: Erika Anna",
    "Date of birth: 1980-02-29",
    "Address: Bahnhofstrasse 1, 5430 Wettingen",
    "resident_since: 2011-04-01",
  };
  g_autoptr (GBytes) pdf = make_paper (fixture, fixture->code);
  g_autofree char *path = save (fixture, "paper.pdf", pdf);
  g_autoptr (CtlRun) run = verify (fixture, path);
  g_assert_cmpint (run->exit_code, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_nonnull (strstr (run->output, lines[i]));
}

static void
accepts_a_picture_of_the_paper (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = make_paper (fixture, fixture->code);
  g_autofree char *path = save (fixture, "paper.pdf", pdf);
  g_autofree char *stem = g_build_filename (fixture->canton->directory, "paper", NULL);
  g_autofree char *png = g_strconcat (stem, ".png", NULL);
  g_autoptr (GSubprocess) tool = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE,
                                                   &error,
                                                   "pdftoppm",
                                                   "-png",
                                                   "-singlefile",
                                                   "-r",
                                                   "200",
                                                   path,
                                                   stem,
                                                   NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (tool, NULL, &error));
  g_autoptr (CtlRun) run = verify (fixture, png);
  g_assert_cmpint (run->exit_code, ==, 0);
  g_assert_nonnull (strstr (run->output, "Surname: Muster"));
}

static void
refuses_the_paper_with_one_character_of_its_code_changed (Fixture *fixture, gconstpointer unused)
{
  gsize length = strlen (fixture->code);
  const gsize places[] = { length - 1, length - 20, length / 2, strlen (VERIFY_BASE) + 40 };
  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *changed = g_strdup (fixture->code);
    changed[places[i]] = changed[places[i]] == 'A' ? 'B' : 'A';
    g_autoptr (GBytes) pdf = make_paper (fixture, changed);
    g_autofree char *path = save (fixture, "changed.pdf", pdf);
    g_autoptr (CtlRun) run = verify (fixture, path);
    assert_not_valid (run, "");
  }
}

static void
refuses_a_seal_of_an_unknown_key (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SchalterSealKey) stranger = schalter_seal_key_new ();
  g_autofree char *code = sign (fixture->claims, stranger);
  g_autoptr (CtlRun) run = verify (fixture, code);
  assert_not_valid (run, "no known key made this seal");
}

static void
refuses_a_certificate_that_has_expired (Fixture *fixture, gconstpointer unused)
{
  g_free (fixture->claims->issued);
  g_free (fixture->claims->expires);
  fixture->claims->issued = g_strdup ("2021-01-01");
  fixture->claims->expires = g_strdup ("2021-04-01");
  g_autofree char *code = sign (fixture->claims, fixture->canton->seal);
  g_autoptr (CtlRun) run = verify (fixture, code);
  assert_not_valid (run, "expired on 2021-04-01");
}

/* Somebody's own list of keys, who has no catalogue. */
static CtlRun *
verify_with_keys (Fixture *fixture, const char *bfs, const char *valid_until)
{
  g_autofree char *hex = schalter_key_to_hex (schalter_seal_key_get_public (fixture->canton->seal));
  g_autofree char *until = valid_until != NULL
                               ? g_strdup_printf (",\"valid_until\":\"%s\"", valid_until)
                               : g_strdup ("");
  g_autofree char *json = g_strdup_printf (
      "{\"keys\":[{\"id\":\"seal-1\",\"purpose\":\"seal\",\"bfs\":%s,\"key\":\"%s\","
      "\"valid_from\":\"2020-01-01T00:00:00Z\"%s}]}",
      bfs,
      hex,
      until);
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autofree char *path = save (fixture, "keys.json", bytes);
  return ctl_run (NULL, "verify", "--keys", path, fixture->code, NULL);
}

static void
a_list_of_keys_is_enough (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (CtlRun) run = verify_with_keys (fixture, "4045", NULL);
  g_assert_cmpint (run->exit_code, ==, 0);
  g_assert_nonnull (strstr (run->output, "Municipality: 4045\n"));
}

static void
a_key_that_was_withdrawn_vouches_for_nothing_since (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (CtlRun) run = verify_with_keys (fixture, "4045", "2022-01-01T00:00:00Z");
  assert_not_valid (run, "may not issue for that municipality at that time");
}

static void
a_key_vouches_for_its_own_municipality_only (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (CtlRun) other = verify_with_keys (fixture, "4021", NULL);
  assert_not_valid (other, "may not issue for that municipality");
  g_autoptr (CtlRun) canton = verify_with_keys (fixture, "0", NULL);
  g_assert_cmpint (canton->exit_code, ==, 0);
}

static void
refuses_what_is_no_certificate (Fixture *fixture, gconstpointer unused)
{
  static const struct {
    const char *content;
    gsize length;
    const char *reason;
  } cases[] = {
    { "", 0, "neither a PDF, a PNG" },
    { "just some words", 15, "not a seal code" },
    { "HTTPS://V.AG.EXAMPLE/#", 22, "not a seal code" },
    { "HTTPS://V.AG.EXAMPLE/#AAAA====", 30, "not a seal code" },
    { "%PDF-1.7\nnot really", 19, "" },
    { "\x89PNG\r\n\x1a\n", 8, "the picture is damaged" },
    { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff", 24, "larger than 8000" },
    { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01", 24, "" },
    { "\xff\xfe\x00\x01", 4, "neither a PDF, a PNG" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) content = g_bytes_new_static (cases[i].content, cases[i].length);
    g_autofree char *path = save (fixture, "file", content);
    g_autoptr (CtlRun) run = verify (fixture, path);
    assert_not_valid (run, cases[i].reason);
  }
}

static void
a_paper_without_a_code_has_no_seal (Fixture *fixture, gconstpointer unused)
{
  static const char pdf[] = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                            "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                            "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
                            "trailer<</Root 1 0 R>>\n%%EOF\n";
  g_autoptr (GBytes) content = g_bytes_new_static (pdf, strlen (pdf));
  g_autofree char *path = save (fixture, "empty.pdf", content);
  g_autoptr (CtlRun) run = verify (fixture, path);
  assert_not_valid (run, "there is no seal on it");
}

static void
a_page_as_large_as_a_house_is_refused (Fixture *fixture, gconstpointer unused)
{
  static const char pdf[] = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                            "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                            "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 999999 999999]>>endobj\n"
                            "trailer<</Root 1 0 R>>\n%%EOF\n";
  g_autoptr (GBytes) content = g_bytes_new_static (pdf, strlen (pdf));
  g_autofree char *path = save (fixture, "huge.pdf", content);
  g_autoptr (CtlRun) run = verify (fixture, path);
  assert_not_valid (run, "too large");
}

static void
reads_from_standard_input_as_well (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) pdf = make_paper (fixture, fixture->code);
  g_autoptr (CtlRun) run = ctl_run (pdf, "verify", "--catalogue", fixture->canton->path, "-", NULL);
  g_assert_cmpint (run->exit_code, ==, 0);
}

static void
answers_in_json (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CtlRun) run =
      ctl_run (NULL, "verify", "--json", "--catalogue", fixture->canton->path, fixture->code, NULL);
  g_assert_cmpint (run->exit_code, ==, 0);
  g_autoptr (JsonNode) node = json_from_string (run->output, &error);
  g_assert_no_error (error);
  JsonObject *answer = json_node_get_object (node);
  g_assert_true (json_object_get_boolean_member (answer, "valid"));
  JsonObject *claims = json_object_get_object_member (answer, "claims");
  g_assert_cmpstr (json_object_get_string_member (claims, "surname"), ==, "Muster");

  g_autoptr (CtlRun) refused =
      ctl_run (NULL, "verify", "--json", "--catalogue", fixture->canton->path, "A#B", NULL);
  g_assert_cmpint (refused->exit_code, ==, 1);
  g_autoptr (JsonNode) refusal = json_from_string (refused->output, &error);
  g_assert_no_error (error);
  g_assert_false (json_object_get_boolean_member (json_node_get_object (refusal), "valid"));
}

static void
wrong_usage_is_told_from_a_wrong_paper (Fixture *fixture, gconstpointer unused)
{
  const char *catalogue = fixture->canton->path;
  const char *cases[][6] = {
    { "verify", NULL },
    { "verify", fixture->code, NULL },
    { "verify", "--catalogue", catalogue, NULL },
    { "verify", "--catalogue", catalogue, "--keys", catalogue, fixture->code },
    { "verify", "--catalogue", catalogue, "one", "two", NULL },
    { "verify", "--catalogue", "/nowhere/catalogue.sqlite", fixture->code, NULL },
    { "verify", "--catalogue", fixture->canton->keys, fixture->code, NULL },
    { "verify", "--keys", catalogue, fixture->code, NULL },
    { "verify", "--keys", "/nowhere/keys.json", fixture->code, NULL },
    { "verify", "--catalogue", catalogue, "/nowhere/paper.pdf", NULL },
    { "verify", "--catalogue", catalogue, "/", NULL },
    { "verify", "--nonsense", catalogue, fixture->code, NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *const *a = cases[i];
    g_autoptr (CtlRun) run = ctl_run (
        NULL, a[0], a[1], a[1] ? a[2] : NULL, a[3], a[3] ? a[4] : NULL, a[4] ? a[5] : NULL, NULL);
    g_assert_cmpint (run->exit_code, ==, 2);
    g_assert_true (g_str_has_prefix (run->complaint, "schalterctl: "));
    g_assert_cmpstr (run->output, ==, "");
  }
}

#define ADD(path, function)                                                                        \
  g_test_add ("/ctl/verify/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("accepts-the-paper-and-says-all-that-is-sealed",
       accepts_the_paper_and_says_all_that_is_sealed);
  ADD ("accepts-a-picture-of-the-paper", accepts_a_picture_of_the_paper);
  ADD ("refuses-the-paper-with-one-character-of-its-code-changed",
       refuses_the_paper_with_one_character_of_its_code_changed);
  ADD ("refuses-a-seal-of-an-unknown-key", refuses_a_seal_of_an_unknown_key);
  ADD ("refuses-a-certificate-that-has-expired", refuses_a_certificate_that_has_expired);
  ADD ("a-list-of-keys-is-enough", a_list_of_keys_is_enough);
  ADD ("a-key-that-was-withdrawn-vouches-for-nothing-since",
       a_key_that_was_withdrawn_vouches_for_nothing_since);
  ADD ("a-key-vouches-for-its-own-municipality-only", a_key_vouches_for_its_own_municipality_only);
  ADD ("refuses-what-is-no-certificate", refuses_what_is_no_certificate);
  ADD ("a-paper-without-a-code-has-no-seal", a_paper_without_a_code_has_no_seal);
  ADD ("a-page-as-large-as-a-house-is-refused", a_page_as_large_as_a_house_is_refused);
  ADD ("reads-from-standard-input-as-well", reads_from_standard_input_as_well);
  ADD ("answers-in-json", answers_in_json);
  ADD ("wrong-usage-is-told-from-a-wrong-paper", wrong_usage_is_told_from_a_wrong_paper);
  return g_test_run ();
}
