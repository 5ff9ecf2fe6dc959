/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Layouts of paper: what is read from a template, and that a mistake in one is named. */
#include "config.h"

#include "paper-template.h"

#include "schalter-error.h"

#include <string.h>

#define TEMPLATE(more, blocks)                                                                     \
  "{\"format\":1,\"id\":\"wohnsitz\",\"title\":{\"de\":\"Wohnsitz\"}" more ",\"blocks\":[" blocks  \
  "]}"
#define TITLE "{\"block\":\"title\"}"
#define FACTS(row) "{\"block\":\"facts\",\"rows\":[" row "]}"
#define ROW(more) "{\"label\":{\"de\":\"Name\"},\"value\":{\"de\":\"{surname}\"}" more "}"

static void
reads_the_template_of_the_aargau (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("SCHALTER_SOURCE_ROOT"),
                                            "data",
                                            "catalogue",
                                            "aargau",
                                            "certificates",
                                            "wohnsitzbestaetigung.json",
                                            NULL);
  g_autofree char *json = NULL;
  g_assert_true (g_file_get_contents (path, &json, NULL, &error));
  g_autoptr (SchalterPaperTemplate) template = schalter_paper_template_parse (json, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (template->id, ==, "wohnsitzbestaetigung");
  const SchalterBlock *first = template->blocks->pdata[0];
  g_assert_cmpint (first->kind, ==, SCHALTER_BLOCK_HEADER);
  gboolean has_seal = FALSE;
  for (guint i = 0; i < template->blocks->len; i++)
    has_seal |= ((SchalterBlock *)template->blocks->pdata[i])->kind == SCHALTER_BLOCK_SEAL;
  g_assert_true (has_seal);
}

static void
takes_what_a_template_sets (void)
{
  static const char json[] = TEMPLATE (
      ",\"margins_mm\":{\"left\":30,\"top\":10.5},"
      "\"fonts\":{\"title\":{\"size_pt\":30,\"weight\":\"medium\",\"ink\":\"accent\"}}",
      TITLE "," FACTS (
          ROW (",\"optional\":true,\"font\":\"strong\"")) ","
                                                          "{\"block\":\"paragraph\",\"space_mm\":7."
                                                          "5,\"text\":{\"de\":\"Text\"}},"
                                                          "{\"block\":\"seal\",\"top_mm\":200,"
                                                          "\"module_mm\":0.6}");
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterPaperTemplate) template = schalter_paper_template_parse (json, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (template->left_mm, ==, 30.0);
  g_assert_cmpfloat (template->top_mm, ==, 10.5);
  g_assert_cmpfloat (template->right_mm, ==, 20.0); /* what is not set is as it always is */
  g_assert_cmpfloat (template->fonts[SCHALTER_FONT_TITLE].size_pt, ==, 30.0);
  g_assert_cmpint (template->fonts[SCHALTER_FONT_TITLE].weight, ==, SCHALTER_WEIGHT_MEDIUM);
  g_assert_cmpuint (template->blocks->len, ==, 4);
  const SchalterBlock *facts = template->blocks->pdata[1];
  const SchalterFactRow *row = facts->rows->pdata[0];
  g_assert_true (row->is_optional);
  g_assert_cmpint (row->font, ==, SCHALTER_FONT_STRONG);
  const SchalterBlock *paragraph = template->blocks->pdata[2];
  g_assert_cmpfloat (paragraph->space_mm, ==, 7.5);
  g_assert_cmpfloat (paragraph->top_mm, <, 0.0);
  const SchalterBlock *seal = template->blocks->pdata[3];
  g_assert_cmpfloat (seal->top_mm, ==, 200.0);
}

static void
names_the_mistake (void)
{
  static const struct {
    const char *json;
    const char *complaint;
  } cases[] = {
    { "", "" },
    { "[]", "an object is missing" },
    { "{", "" },
    { "{}", "“format” must be 1" },
    { "{\"format\":2}", "“format” must be 1" },
    { "{\"format\":\"1\"}", "“format” must be 1" },
    { "{\"format\":1}", "“id” is missing" },
    { "{\"format\":1,\"id\":7}", "“id” is missing" },
    { "{\"format\":1,\"id\":\"a\"}", "“title” is missing" },
    { "{\"format\":1,\"id\":\"a\",\"title\":{\"en\":\"A\"}}", "“title”: " },
    { "{\"format\":1,\"id\":\"a\",\"title\":{\"de\":\"A\"}}", "“blocks” is missing" },
    { TEMPLATE ("", ""), "there must be 1 to 40 blocks" },
    { TEMPLATE (",\"colour\":\"red\"", TITLE), "“colour” is not known" },
    { TEMPLATE ("", "null"), "block 1: an object is missing" },
    { TEMPLATE ("", "{}"), "block 1: “block” is missing" },
    { TEMPLATE ("", TITLE ",{\"block\":\"picture\"}"), "block 2: “block” has a value" },
    { TEMPLATE ("", "{\"block\":\"title\",\"size\":3}"), "block 1: “size” is not known" },
    { TEMPLATE ("", "{\"block\":\"title\",\"font\":\"comic\"}"), "“font” has a value" },
    { TEMPLATE ("", "{\"block\":\"title\",\"top_mm\":300}"), "“top_mm” must be a number from" },
    { TEMPLATE ("", "{\"block\":\"title\",\"top_mm\":null}"), "“top_mm” must be a number" },
    { TEMPLATE ("", "{\"block\":\"title\",\"space_mm\":-1}"), "“space_mm” must be a number" },
    { TEMPLATE ("", "{\"block\":\"title\",\"space_mm\":\"ten\"}"), "“space_mm” must be a number" },
    { TEMPLATE ("", "{\"block\":\"title\",\"space_mm\":true}"), "“space_mm” must be a number" },
    { TEMPLATE ("", "{\"block\":\"title\",\"space_mm\":[]}"), "“space_mm” must be a number" },
    { TEMPLATE ("", "{\"block\":\"seal\",\"module_mm\":0.1}"), "“module_mm” must be a number" },
    { TEMPLATE ("", "{\"block\":\"title\",\"text\":{\"xx\":\"a\"}}"), "“text”: " },
    { TEMPLATE ("", "{\"block\":\"facts\"}"), "“rows” is missing" },
    { TEMPLATE ("", "{\"block\":\"facts\",\"rows\":{}}"), "“rows” must be an array" },
    { TEMPLATE ("", FACTS ("{}")), "row 1: a row needs a label and a value" },
    { TEMPLATE ("", FACTS (ROW (",\"bold\":true"))), "row 1: “bold” is not known" },
    { TEMPLATE ("", FACTS (ROW (",\"optional\":\"yes\""))), "row 1: “optional”" },
    { TEMPLATE (",\"margins_mm\":{\"left\":2}", TITLE), "“left” must be a number from 6.35" },
    { TEMPLATE (",\"margins_mm\":{\"middle\":9}", TITLE), "“middle” is not known" },
    { TEMPLATE (",\"margins_mm\":7", TITLE), "an object is missing" },
    { TEMPLATE (",\"fonts\":{\"comic\":{}}", TITLE), "no such font role" },
    { TEMPLATE (",\"fonts\":{\"body\":{\"size_pt\":4}}", TITLE), "font “body”: “size_pt”" },
    { TEMPLATE (",\"fonts\":{\"body\":{\"ink\":\"pink\"}}", TITLE), "“ink” has a value" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (schalter_paper_template_parse (cases[i].json, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
    g_test_message ("%s: %s", cases[i].json, error->message);
    g_assert_nonnull (strstr (error->message, cases[i].complaint));
  }
}

static void
an_endless_or_deep_template_is_refused (void)
{
  g_autofree char *blanks = g_strnfill (300 * 1024, ' ');
  g_autofree char *brackets = g_strnfill (200 * 1024, '[');
  const char *cases[] = { blanks, brackets };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (schalter_paper_template_parse (cases[i], &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/print/paper-template/reads-the-template-of-the-aargau",
                   reads_the_template_of_the_aargau);
  g_test_add_func ("/print/paper-template/takes-what-a-template-sets", takes_what_a_template_sets);
  g_test_add_func ("/print/paper-template/names-the-mistake", names_the_mistake);
  g_test_add_func ("/print/paper-template/an-endless-or-deep-template-is-refused",
                   an_endless_or_deep_template_is_refused);
  return g_test_run ();
}
