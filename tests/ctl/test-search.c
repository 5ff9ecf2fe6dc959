/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalterctl search: an editor asks a compiled catalogue, and asks it why. */
#include "config.h"

#include "ctl-run.h"
#include "test-canton.h"

#include <string.h>

typedef struct {
  TestCanton *canton;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->canton = test_canton_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_canton_free (fixture->canton);
}

static void
lists_what_a_kiosk_would_find (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtlRun) run =
      ctl_run (NULL, "search", "--catalogue", fixture->canton->path, "hudn anmelden", NULL);
  g_assert_cmpint (run->exit_code, ==, 0);
  g_assert_true (g_str_has_prefix (run->output, "Did you mean “Hund anmelden”?\nhund "));
}

static void
takes_the_language_of_the_interface (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtlRun) run = ctl_run (
      NULL, "search", "--catalogue", fixture->canton->path, "--language", "fr", "Hund", NULL);
  g_assert_cmpint (run->exit_code, ==, 0);
  g_assert_true (g_str_has_prefix (run->output, "hund "));
}

static void
explains_concepts_alternatives_and_scores (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtlRun) run = ctl_run (
      NULL, "search", "--explain", "--catalogue", fixture->canton->path, "hund anmelden", NULL);
  g_assert_cmpint (run->exit_code, ==, 0);
  g_assert_nonnull (strstr (run->output, "“hund” known"));
  g_assert_nonnull (strstr (run->output, "idf "));
  g_assert_nonnull (strstr (run->output, "covers 100 %, by de"));
}

static void
wrong_usage_exits_with_two (Fixture *fixture, gconstpointer data)
{
  const char *catalogue = fixture->canton->path;
  g_autoptr (CtlRun) nothing = ctl_run (NULL, "search", "--catalogue", catalogue, NULL);
  g_assert_cmpint (nothing->exit_code, ==, 2);
  g_autoptr (CtlRun) latin =
      ctl_run (NULL, "search", "--catalogue", catalogue, "--language", "la", "canis", NULL);
  g_assert_cmpint (latin->exit_code, ==, 2);
  g_autoptr (CtlRun) no_catalogue =
      ctl_run (NULL, "search", "--catalogue", "/nowhere/catalogue.sqlite", "hund", NULL);
  g_assert_cmpint (no_catalogue->exit_code, !=, 0);
  g_assert_cmpstr (no_catalogue->output, ==, "");
}

#define ADD(path, function)                                                                        \
  g_test_add ("/ctl/search/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("lists-what-a-kiosk-would-find", lists_what_a_kiosk_would_find);
  ADD ("takes-the-language-of-the-interface", takes_the_language_of_the_interface);
  ADD ("explains-concepts-alternatives-and-scores", explains_concepts_alternatives_and_scores);
  ADD ("wrong-usage-exits-with-two", wrong_usage_exits_with_two);
  return g_test_run ();
}
