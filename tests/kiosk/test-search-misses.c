/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the journal learns of searches in vain: enough to count them, and not what was sought. */
#include "config.h"

#include "search-misses.h"

#include <string.h>

/* (element-type utf8): all fields of what was logged, a string for each entry */
typedef struct {
  GPtrArray *entries;
} Journal;

static GLogWriterOutput
on_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  Journal *journal = data;
  GString *entry = g_string_new (NULL);
  for (gsize i = 0; i < n_fields; i++)
    g_string_append_printf (entry, "%s=%s\n", fields[i].key, (const char *)fields[i].value);
  g_ptr_array_add (journal->entries, g_string_free (entry, FALSE));
  return G_LOG_WRITER_HANDLED;
}

static char *
dup_hash (const char *entry)
{
  const char *start = strstr (entry, "SCHALTER_SEARCH_MISS=");
  g_assert_nonnull (start);
  start += strlen ("SCHALTER_SEARCH_MISS=");
  return g_strndup (start, strcspn (start, "\n"));
}

static const char *
get_entry (Journal *journal, guint position)
{
  g_assert_cmpuint (position, <, journal->entries->len);
  return journal->entries->pdata[position];
}

static void
tells_hash_length_and_language_and_nothing_else (Journal *journal)
{
  SchalterSearchMisses *misses = schalter_search_misses_new ("salt");
  schalter_search_misses_note (misses, "Einhornzulassung Müller", SCHALTER_LANGUAGE_FR, 0.1);
  g_assert_cmpuint (journal->entries->len, ==, 0);
  schalter_search_misses_note (misses, "", SCHALTER_LANGUAGE_FR, 0);
  g_assert_cmpuint (journal->entries->len, ==, 1);
  schalter_search_misses_free (misses);
  g_assert_cmpuint (journal->entries->len, ==, 1);
  const char *entry = get_entry (journal, 0);
  g_autofree char *lower = g_ascii_strdown (entry, -1);
  g_assert_nonnull (strstr (entry, "SCHALTER_LENGTH=23\n"));
  g_assert_nonnull (strstr (entry, "SCHALTER_LANGUAGE=fr\n"));
  g_assert_null (strstr (lower, "einhorn"));
  g_assert_null (strstr (lower, "ller"));
}

static void
counts_the_query_that_was_left_and_not_its_beginnings (Journal *journal)
{
  SchalterSearchMisses *misses = schalter_search_misses_new ("salt");
  schalter_search_misses_note (misses, "einho", SCHALTER_LANGUAGE_DE, 0);
  schalter_search_misses_note (misses, "einhorn", SCHALTER_LANGUAGE_DE, 0);
  schalter_search_misses_free (misses);
  g_assert_cmpuint (journal->entries->len, ==, 1);
  g_assert_nonnull (strstr (get_entry (journal, 0), "SCHALTER_LENGTH=7\n"));
}

static void
says_nothing_of_answered_or_short_queries (Journal *journal)
{
  SchalterSearchMisses *misses = schalter_search_misses_new ("salt");
  schalter_search_misses_note (misses, "hunt", SCHALTER_LANGUAGE_DE, 0.1);
  schalter_search_misses_note (misses, "hund", SCHALTER_LANGUAGE_DE, 1.0);
  schalter_search_misses_note (misses, "", SCHALTER_LANGUAGE_DE, 0);
  schalter_search_misses_note (misses, "abc", SCHALTER_LANGUAGE_DE, 0);
  schalter_search_misses_free (misses);
  g_assert_cmpuint (journal->entries->len, ==, 0);
}

static void
the_same_query_has_the_same_hash_on_one_machine_only (Journal *journal)
{
  static const char *const typed[][2] = { { "a", "Einhorn, zulassen" },
                                          { "a", "einhorn  ZULASSEN" },
                                          { "b", "einhorn zulassen" } };
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++) {
    g_autoptr (SchalterSearchMisses) misses = schalter_search_misses_new (typed[i][0]);
    schalter_search_misses_note (misses, typed[i][1], SCHALTER_LANGUAGE_DE, 0);
  }
  g_autofree char *one = dup_hash (get_entry (journal, 0));
  g_autofree char *same = dup_hash (get_entry (journal, 1));
  g_autofree char *elsewhere = dup_hash (get_entry (journal, 2));
  g_assert_cmpuint (strlen (one), ==, 16);
  g_assert_cmpstr (one, ==, same);
  g_assert_cmpstr (one, !=, elsewhere);
}

/* One writer may be set for the whole program, so that one journal serves all tests. */
typedef struct {
  void (*test) (Journal *journal);
  Journal *journal;
} Case;

static void
run (gconstpointer data)
{
  const Case *one = data;
  g_ptr_array_set_size (one->journal->entries, 0);
  one->test (one->journal);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  Journal journal = { g_ptr_array_new_with_free_func (g_free) };
  const Case cases[] = {
    { tells_hash_length_and_language_and_nothing_else, &journal },
    { counts_the_query_that_was_left_and_not_its_beginnings, &journal },
    { says_nothing_of_answered_or_short_queries, &journal },
    { the_same_query_has_the_same_hash_on_one_machine_only, &journal },
  };
  g_log_set_writer_func (on_log, &journal, NULL);
  g_test_add_data_func (
      "/kiosk/search-misses/tells-hash-length-and-language-and-nothing-else", &cases[0], run);
  g_test_add_data_func (
      "/kiosk/search-misses/counts-the-query-that-was-left-and-not-its-beginnings", &cases[1], run);
  g_test_add_data_func (
      "/kiosk/search-misses/says-nothing-of-answered-or-short-queries", &cases[2], run);
  g_test_add_data_func (
      "/kiosk/search-misses/the-same-query-has-the-same-hash-on-one-machine-only", &cases[3], run);
  int status = g_test_run ();
  g_ptr_array_unref (journal.entries);
  return status;
}
