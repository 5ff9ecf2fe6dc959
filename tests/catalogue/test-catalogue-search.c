/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Searching the catalogue of Aargau as it is compiled, and catalogues whose index was tampered
 * with. */
#include "config.h"

#include "catalogue-search.h"

#include "catalogue-compiler.h"
#include "db.h"
#include "schalter-error.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *directory;
  char *path;
  SchalterCatalogue *catalogue;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder =
      g_build_filename (g_getenv ("SCHALTER_SOURCE_ROOT"), "data", "catalogue", "aargau", NULL);
  g_autoptr (SchalterSource) source = schalter_source_new (folder, NULL);
  fixture->directory = g_dir_make_tmp ("schalter-search-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->directory, "catalogue.sqlite", NULL);
  g_assert_true (schalter_catalogue_compile (source, 1, fixture->path, &error));
  fixture->catalogue = schalter_catalogue_open (fixture->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->catalogue, schalter_catalogue_unref);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->directory), ==, 0);
  g_free (fixture->path);
  g_free (fixture->directory);
}

static SchalterSearchAnswer *
search (Fixture *fixture, const char *typed)
{
  return schalter_catalogue_search (fixture->catalogue, typed, SCHALTER_LANGUAGE_DE, 8);
}

static const char *
get_best (const SchalterSearchAnswer *answer)
{
  g_assert_cmpuint (answer->hits->len, >, 0);
  return ((const SchalterSearchHit *)answer->hits->pdata[0])->service_id;
}

static void
understands_all_languages_in_each (Fixture *fixture, gconstpointer data)
{
  static const char *const typed[] = {
    "Hund anmelden", "annoncer un chien", "annunciare un cane", "register a dog"
  };
  for (int language = 0; language < SCHALTER_N_LANGUAGES; language++) {
    for (guint i = 0; i < G_N_ELEMENTS (typed); i++) {
      g_autoptr (SchalterSearchAnswer) answer =
          schalter_catalogue_search (fixture->catalogue, typed[i], (SchalterLanguage)language, 8);
      g_assert_cmpstr (get_best (answer), ==, "hund");
    }
  }
}

static void
finds_the_municipality_in_the_query (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *typed;
    const char *service;
    guint bfs;
  } cases[] = {
    { "hund anmelden wettingen", "hund", 4045 },
    { "hund anmelden wetingen", "hund", 4045 },
    { "5430 hund", "hund", 4045 },
    { "Parkkarte in Baden", "parkkarte", 4021 },
    { "hund wohnen", "hund", 0 },         /* not Wohlen, though one letter off */
    { "hund turgi", "hund", 4021 },       /* merged into Baden */
    { "hund villnachern", "hund", 4095 }, /* merged into Brugg */
    { "hund wett", "hund", 0 },           /* not finished yet, but no other word either */
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SchalterSearchAnswer) answer = search (fixture, cases[i].typed);
    g_test_message ("%s", cases[i].typed);
    g_assert_cmpstr (get_best (answer), ==, cases[i].service);
    g_assert_cmpuint (answer->bfs, ==, cases[i].bfs);
  }
}

static void
finds_services_by_the_name_of_their_office (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SchalterSearchAnswer) answer = search (fixture, "Passamt");
  g_assert_cmpstr (get_best (answer), ==, "pass");
}

static void
suggests_the_right_spelling (Fixture *fixture, gconstpointer data)
{
  static const char *const cases[][2] = {
    { "wohnsitzbestätigugn", "Wohnsitzbestätigung" },
    { "hund anmeldne wettingen", "hund anmelden wettingen" },
    { "hund anmelden", NULL },
    { "hund anmel", NULL },
    { "zügle", NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SchalterSearchAnswer) answer = search (fixture, cases[i][0]);
    g_test_message ("%s", cases[i][0]);
    g_assert_cmpstr (answer->suggestion, ==, cases[i][1]);
  }
}

/* The marked parts of the best hit's title, joined by "|". */
static char *
get_marked (Fixture *fixture, const char *typed)
{
  g_autoptr (SchalterSearchAnswer) answer = search (fixture, typed);
  const SchalterSearchHit *hit = answer->hits->pdata[0];
  g_autoptr (SchalterService) service =
      schalter_catalogue_get_service (fixture->catalogue, hit->service_id);
  const char *title = schalter_text_get (&service->title, SCHALTER_LANGUAGE_DE);
  GString *marked = g_string_new (NULL);
  for (guint i = 0; i < hit->title_marks->len; i++) {
    SchalterTextSpan span = g_array_index (hit->title_marks, SchalterTextSpan, i);
    g_assert_cmpuint (span.start, <, span.end);
    g_assert_cmpuint (span.end, <=, strlen (title));
    g_string_append_printf (
        marked, "%s%.*s", i > 0 ? "|" : "", (int)(span.end - span.start), title + span.start);
  }
  return g_string_free (marked, FALSE);
}

static void
marks_in_titles_what_was_typed (Fixture *fixture, gconstpointer data)
{
  static const char *const cases[][2] = {
    { "hund", "Hund" },
    { "wohnsitzbestae", "Wohnsitzbestä" },
    { "hunde anmeldung", "Hund|anmelden" },
    { "bestätigung wohnsitz", "Wohnsitzbestätigung" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *marked = get_marked (fixture, cases[i][0]);
    g_test_message ("%s", cases[i][0]);
    if (i < 3)
      g_assert_cmpstr (marked, ==, cases[i][1]);
    else
      g_assert_true (strstr (cases[i][1], marked) != NULL && marked[0] != '\0');
  }
}

static void
joins_and_parts_words (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SchalterSearchAnswer) joined = search (fixture, "wohn sitz bestätigung");
  g_assert_cmpstr (get_best (joined), ==, "wohnsitzbestaetigung");
  g_autoptr (SchalterSearchAnswer) parted = search (fixture, "hundanmelden");
  g_assert_cmpstr (get_best (parted), ==, "hund");
}

static void
answers_anything_calmly (Fixture *fixture, gconstpointer data)
{
  g_autofree char *endless = g_strnfill (10000, 'x');
  g_autofree char *blanks = g_strnfill (10000, ' ');
  const char *cases[] = { "\x01\x02\x7f",
                          "\xff\xfe\xc3",
                          "' OR 1=1; --",
                          "<script>alert(1)",
                          "🐕 hund 🐕",
                          "\u202ednuh",
                          "%s%n%p",
                          endless,
                          "Хунд собака",
                          "狗 犬",
                          "\u0301\u0301",
                          "a",
                          "5",
                          "\"hund\" AND *",
                          "hund\0anmelden",
                          "qqqqqq wwwwww" };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SchalterSearchAnswer) answer = search (fixture, cases[i]);
    g_assert_cmpuint (answer->hits->len, >, 0);
  }
  g_autoptr (SchalterSearchAnswer) empty = search (fixture, blanks);
  g_assert_cmpuint (empty->hits->len, ==, 0);
}

static void
explains_itself (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text =
      schalter_catalogue_explain_search (fixture->catalogue, "ich zügle wettingen", 0);
  g_assert_nonnull (strstr (text, "municipality: Wettingen (4045)"));
  g_assert_nonnull (strstr (text, "“zugle”"));
  g_assert_nonnull (strstr (text, "umzug-intern"));
}

/* Tampering. */

static void
tamper (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_clear_pointer (&fixture->catalogue, schalter_catalogue_unref);
  g_autoptr (SchalterDb) db = schalter_db_open_scratch (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (schalter_db_execute (db, sql, &error));
}

static void
refuses_a_catalogue_without_its_index (Fixture *fixture, gconstpointer data)
{
  static const char *const harms[] = {
    "UPDATE search_index SET bytes = x'' WHERE language = 'de'",
    "UPDATE search_index SET bytes = zeroblob (100000) WHERE language = 'fr'",
    "UPDATE search_index SET bytes = (SELECT bytes FROM search_index"
    " WHERE subject = 'service' AND language = 'it') WHERE language = 'en'",
    "UPDATE search_index SET bytes = (SELECT bytes FROM search_index"
    " WHERE subject = 'office' AND language = 'de') WHERE subject = 'service'",
    "UPDATE search_index SET bytes = substr (bytes, 1, length (bytes) - 1)",
    "DELETE FROM search_index WHERE language = 'it'",
    "UPDATE synonyms SET tables = '{\"groups\": 7}'",
    "UPDATE synonyms SET tables = 'nothing'",
    "DROP TABLE search_index",
  };
  g_autofree char *good = NULL;
  gsize length = 0;
  g_assert_true (g_file_get_contents (fixture->path, &good, &length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (harms); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_true (g_file_set_contents (fixture->path, good, (gssize)length, NULL));
    tamper (fixture, harms[i]);
    g_autoptr (SchalterCatalogue) catalogue = schalter_catalogue_open (fixture->path, &error);
    g_test_message ("%s", harms[i]);
    g_assert_null (catalogue);
    g_assert_nonnull (error);
    g_assert_cmpuint (error->domain, ==, SCHALTER_ERROR);
  }
}

#define ADD(name, function)                                                                        \
  g_test_add ("/catalogue/search/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("understands-all-languages-in-each", understands_all_languages_in_each);
  ADD ("finds-the-municipality-in-the-query", finds_the_municipality_in_the_query);
  ADD ("finds-services-by-the-name-of-their-office", finds_services_by_the_name_of_their_office);
  ADD ("suggests-the-right-spelling", suggests_the_right_spelling);
  ADD ("marks-in-titles-what-was-typed", marks_in_titles_what_was_typed);
  ADD ("joins-and-parts-words", joins_and_parts_words);
  ADD ("answers-anything-calmly", answers_anything_calmly);
  ADD ("explains-itself", explains_itself);
  ADD ("refuses-a-catalogue-without-its-index", refuses_a_catalogue_without_its_index);
  return g_test_run ();
}
