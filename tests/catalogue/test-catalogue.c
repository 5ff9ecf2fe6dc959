/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a compiled catalogue answers: who is responsible for whom, which place lies where, which key
 * is valid, and that a file which is no catalogue is none. */
#include "config.h"

#include "catalogue.h"

#include "schalter-error.h"
#include "test-canton.h"

#include <string.h>

typedef struct {
  TestCanton *canton;
  SchalterCatalogue *catalogue;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->canton = test_canton_new ();
  fixture->catalogue = test_canton_open (fixture->canton);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  schalter_catalogue_unref (fixture->catalogue);
  test_canton_free (fixture->canton);
}

static void
says_whose_it_is (Fixture *fixture, gconstpointer unused)
{
  g_assert_cmpstr (schalter_catalogue_get_canton (fixture->catalogue), ==, "AG");
  g_assert_cmpuint (schalter_catalogue_get_version (fixture->catalogue), ==, 7);
  g_assert_cmpstr (schalter_catalogue_get_colour (fixture->catalogue), ==, "#00587c");
  g_assert_cmpstr (
      schalter_catalogue_get_verify_base (fixture->catalogue), ==, "HTTPS://V.AG.EXAMPLE/#");
  g_assert_cmpstr (schalter_text_get (schalter_catalogue_get_canton_name (fixture->catalogue),
                                      SCHALTER_LANGUAGE_EN),
                   ==,
                   "Canton of Aargau");
}

static void
lists_services_in_the_editors_order (Fixture *fixture, gconstpointer unused)
{
  static const char *const expected[] = { "wohnsitz", "hund", "geburtsurkunde", "jagd" };
  g_autoptr (GPtrArray) services = schalter_catalogue_list_services (fixture->catalogue, NULL);
  g_assert_cmpuint (services->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < services->len; i++)
    g_assert_cmpstr (((SchalterService *)services->pdata[i])->id, ==, expected[i]);
  g_autoptr (GPtrArray) dogs = schalter_catalogue_list_services (fixture->catalogue, "hund");
  g_assert_cmpuint (dogs->len, ==, 2);
  g_autoptr (GPtrArray) none = schalter_catalogue_list_services (fixture->catalogue, "mond");
  g_assert_cmpuint (none->len, ==, 0);
  g_autoptr (GPtrArray) events = schalter_catalogue_list_life_events (fixture->catalogue);
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_cmpstr (((SchalterLifeEvent *)events->pdata[0])->id, ==, "umzug");
}

static void
a_service_has_all_that_its_page_shows (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SchalterService) service =
      schalter_catalogue_get_service (fixture->catalogue, "wohnsitz");
  g_assert_cmpint (service->kind, ==, SCHALTER_SERVICE_CERTIFICATE);
  g_assert_cmpint (service->level, ==, SCHALTER_LEVEL_MUNICIPALITY);
  g_assert_cmpint (service->printing, ==, SCHALTER_PRINTING_CERTIFICATE);
  g_assert_true (service->is_online);
  g_assert_cmpstr (service->form_id, ==, "anfrage");
  g_assert_cmpstr (service->certificate_id, ==, "wohnsitz");
  g_assert_cmpstr (schalter_text_get (&service->title, SCHALTER_LANGUAGE_EN),
                   ==,
                   "Order a confirmation of residence");
  /* What is not said about the fee is said for all; what is not translated is in German. */
  g_assert_cmpstr (
      schalter_text_get (&service->fee, SCHALTER_LANGUAGE_EN), ==, "The office tells you the fee.");
  g_assert_cmpstr (schalter_text_get (&service->fee, SCHALTER_LANGUAGE_FR),
                   ==,
                   "Das Amt nennt Ihnen die Gebühr.");
  g_assert_null (schalter_catalogue_get_service (fixture->catalogue, "gibt-es-nicht"));
}

static void
finds_the_office_that_answers (Fixture *fixture, gconstpointer unused)
{
  static const struct {
    const char *service;
    guint bfs;
    const char *office;
  } cases[] = {
    { "wohnsitz", 4045, "4045-einwohnerdienste" }, /* every municipality has this one */
    { "wohnsitz", 4021, "4021-einwohnerdienste" },
    { "wohnsitz", 4042, "4021-einwohnerdienste" }, /* Turgi is Baden today */
    { "hund", 4021, "4021-hundeamt" },             /* Baden has its own */
    { "hund", 4042, "4021-hundeamt" },
    { "hund", 4045, "ag-hundeamt" },                       /* all others ask the canton's */
    { "geburtsurkunde", 4045, "ag-zivilstandsamt-baden" }, /* by district */
    { "geburtsurkunde", 4258, "ag-zivilstandsamt" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SchalterService) service =
        schalter_catalogue_get_service (fixture->catalogue, cases[i].service);
    g_autoptr (SchalterOffice) office =
        schalter_catalogue_resolve_office (fixture->catalogue, service, cases[i].bfs);
    g_test_message ("%s %u", cases[i].service, cases[i].bfs);
    g_assert_nonnull (office);
    g_assert_cmpstr (office->id, ==, cases[i].office);
  }
}

static void
fills_in_the_office_that_every_municipality_has (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SchalterService) service =
      schalter_catalogue_get_service (fixture->catalogue, "wohnsitz");
  g_autoptr (SchalterOffice) office =
      schalter_catalogue_resolve_office (fixture->catalogue, service, 4045);
  g_assert_cmpstr (
      schalter_text_get (&office->name, SCHALTER_LANGUAGE_EN), ==, "Residents’ services Wettingen");
  g_assert_cmpstr (office->postcode_and_place, ==, "5430 Wettingen");
  g_assert_cmpstr (office->phone, ==, "056 40 45 10");
  g_assert_cmpstr (office->email, ==, "einwohnerdienste@wettingen.example");
  g_assert_cmpuint (office->bfs, ==, 4045);
  g_assert_true (office->is_demonstration);
}

static void
a_merged_municipality_leads_to_its_successor (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SchalterMunicipality) turgi =
      schalter_catalogue_get_municipality (fixture->catalogue, 4042);
  g_assert_cmpuint (turgi->bfs, ==, 4021);
  g_assert_cmpstr (turgi->name, ==, "Baden");
  g_assert_null (schalter_catalogue_get_municipality (fixture->catalogue, 9999));
  g_assert_null (schalter_catalogue_get_municipality (fixture->catalogue, 0));
  g_autoptr (GPtrArray) all = schalter_catalogue_list_municipalities (fixture->catalogue);
  g_assert_cmpuint (all->len, ==, 5);
}

static char *
describe_places (SchalterCatalogue *catalogue, const char *typed, guint limit)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GPtrArray) places = schalter_catalogue_find_places (catalogue, typed, limit);
  for (guint i = 0; i < places->len; i++) {
    const SchalterPlace *place = places->pdata[i];
    g_string_append_printf (text,
                            "%s%u %s (%s)",
                            i > 0 ? ", " : "",
                            place->postcode,
                            place->locality,
                            place->municipality_name);
  }
  return g_string_free (text, FALSE);
}

static void
finds_places_by_postcode_and_name (Fixture *fixture, gconstpointer unused)
{
  static const struct {
    const char *typed;
    const char *found;
  } cases[] = {
    { "5430", "5430 Wettingen (Wettingen)" },
    { "4303", "4303 Kaiseraugst (Kaiseraugst), 4303 Kaiseraugst (Rheinfelden)" },
    { "4303 kais", "4303 Kaiseraugst (Kaiseraugst), 4303 Kaiseraugst (Rheinfelden)" },
    { "54", "5400 Baden (Baden), 5405 Dättwil AG (Baden), 5430 Wettingen (Wettingen)" },
    { "wett", "5430 Wettingen (Wettingen)" },
    { "WETTINGEN", "5430 Wettingen (Wettingen)" },
    { "5430 wettingen", "5430 Wettingen (Wettingen)" },
    { "5430 baden", "" },
    { "dattwil", "5405 Dättwil AG (Baden)" },
    { "daettwil", "5405 Dättwil AG (Baden)" },
    /* A municipality of yesterday finds all of today's, its own place first. */
    { "turgi", "5300 Turgi (Baden), 5400 Baden (Baden), 5405 Dättwil AG (Baden)" },
    { "baden", "5400 Baden (Baden), 5405 Dättwil AG (Baden), 5300 Turgi (Baden)" },
    { "9999", "" },
    { "", "" },
    { "   ", "" },
    { "%", "" },
    { "' OR 1=1 --", "" },
    { "54300000000000000000000", "" },
    { "\xff\xfe", "" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *found = describe_places (fixture->catalogue, cases[i].typed, 12);
    g_test_message ("%u: %s", i, found);
    g_assert_cmpstr (found, ==, cases[i].found);
  }
  g_autofree char *one = describe_places (fixture->catalogue, "5", 1);
  g_assert_cmpstr (one, ==, "5000 Aarau (Aarau)");
}

static void
gives_the_key_that_is_valid (Fixture *fixture, gconstpointer unused)
{
  gint64 now_us = g_get_real_time ();
  g_autoptr (SchalterCatalogueKey) own =
      schalter_catalogue_get_authority_key (fixture->catalogue, TEST_CANTON_BFS, now_us);
  g_assert_cmpmem (own->key, sizeof own->key, fixture->canton->authority->public_key, 32);
  g_assert_cmpstr (own->id, ==, "authority-4045-test");
  g_autoptr (SchalterCatalogueKey) exchange =
      schalter_catalogue_get_exchange_key (fixture->catalogue, now_us);
  g_assert_cmpmem (exchange->key, sizeof exchange->key, fixture->canton->exchange->public_key, 32);
  /* Nobody's key is used for somebody else, nor before its time. */
  g_assert_null (schalter_catalogue_get_authority_key (fixture->catalogue, 4021, now_us));
  g_assert_null (schalter_catalogue_get_authority_key (fixture->catalogue, TEST_CANTON_BFS, 0));
  g_autoptr (GPtrArray) seals = schalter_catalogue_list_seal_keys (fixture->catalogue);
  g_assert_cmpuint (seals->len, ==, 1);
  g_assert_cmpuint (((SchalterSealPublicKey *)seals->pdata[0])->bfs, ==, TEST_CANTON_BFS);
}

static void
a_key_that_has_ended_is_not_given (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *keys = NULL;
  g_assert_true (g_file_get_contents (fixture->canton->keys, &keys, NULL, NULL));
  g_autoptr (GString) ended = g_string_new (keys);
  g_string_replace (ended,
                    "2020-01-01T00:00:00Z\"",
                    "2020-01-01T00:00:00Z\",\"valid_until\":\"2021-01-01T00:00:00Z\"",
                    0);
  g_assert_true (g_file_set_contents (fixture->canton->keys, ended->str, -1, NULL));
  g_autofree char *path = test_canton_compile (fixture->canton, "ended.sqlite", 8);
  g_autoptr (SchalterCatalogue) catalogue = schalter_catalogue_open (path, &error);
  g_assert_no_error (error);
  g_assert_null (schalter_catalogue_get_exchange_key (catalogue, g_get_real_time ()));
  g_autoptr (SchalterCatalogueKey) then =
      schalter_catalogue_get_exchange_key (catalogue, G_GINT64_CONSTANT (1600000000000000));
  g_assert_nonnull (then);
}

static void
carries_forms_and_templates (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterForm) form =
      schalter_catalogue_load_form (fixture->catalogue, "anfrage", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (schalter_form_get_version (form), ==, 3);
  g_assert_null (schalter_catalogue_load_form (fixture->catalogue, "antrag", &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND);
  g_autofree char *template = schalter_catalogue_dup_template (fixture->catalogue, "wohnsitz");
  g_assert_nonnull (strstr (template, "\"blocks\""));
  g_assert_null (schalter_catalogue_dup_template (fixture->catalogue, "pass"));
}

static void
the_same_sources_give_the_same_bytes (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *again_path = test_canton_compile (fixture->canton, "again.sqlite", 7);
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  gsize first_length = 0;
  gsize again_length = 0;
  g_assert_true (g_file_get_contents (fixture->canton->path, &first, &first_length, NULL));
  g_assert_true (g_file_get_contents (again_path, &again, &again_length, NULL));
  g_assert_cmpmem (first, first_length, again, again_length);
}

static void
refuses_a_file_that_is_no_catalogue (Fixture *fixture, gconstpointer unused)
{
  static const char *const contents[] = { "", "SQLite format 3", "{}", "%PDF-1.7" };
  g_autofree char *path = g_build_filename (fixture->canton->directory, "other", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_true (g_file_set_contents (path, contents[i], -1, NULL));
    g_assert_null (schalter_catalogue_open (path, &error));
    g_assert_cmpuint (error->domain, ==, SCHALTER_ERROR);
    g_assert_nonnull (strstr (error->message, path));
  }
  g_autoptr (GError) error = NULL;
  g_assert_null (schalter_catalogue_open ("/nowhere/catalogue.sqlite", &error));
  g_assert_cmpuint (error->domain, ==, SCHALTER_ERROR);
}

/* A warning about a damaged file is what is wanted. */
static gboolean
on_fatal_log (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  return (level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR)) != 0;
}

/* The hash protects the file from this; the reader must still not fall over it. */
static void
survives_a_damaged_file (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *content = NULL;
  gsize length = 0;
  g_autofree char *path = g_build_filename (fixture->canton->directory, "damaged", NULL);
  g_assert_true (g_file_get_contents (fixture->canton->path, &content, &length, NULL));
  g_autoptr (GRand) random = g_rand_new_with_seed (4045);
  g_test_log_set_fatal_handler (on_fatal_log, NULL);
  for (guint round = 0; round < 60; round++) {
    g_autofree char *damaged = g_memdup2 (content, length);
    for (guint i = 0; i < 40; i++)
      damaged[g_rand_int_range (random, 100, (gint32)length)] ^=
          (char)g_rand_int_range (random, 1, 255);
    gsize cut = round % 4 == 0 ? length / 2 : length;
    g_assert_true (g_file_set_contents (path, damaged, (gssize)cut, NULL));
    g_autoptr (SchalterCatalogue) catalogue = schalter_catalogue_open (path, NULL);
    if (catalogue == NULL)
      continue;
    g_autoptr (GPtrArray) services = schalter_catalogue_list_services (catalogue, NULL);
    g_assert_nonnull (services);
    g_autoptr (GPtrArray) places = schalter_catalogue_find_places (catalogue, "54", 12);
    g_assert_nonnull (places);
    g_autoptr (GPtrArray) seals = schalter_catalogue_list_seal_keys (catalogue);
    g_assert_nonnull (seals);
    g_autoptr (SchalterForm) form G_GNUC_UNUSED =
        schalter_catalogue_load_form (catalogue, "anfrage", NULL);
  }
}

#define ADD(path, function)                                                                        \
  g_test_add ("/catalogue/reader/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("says-whose-it-is", says_whose_it_is);
  ADD ("lists-services-in-the-editors-order", lists_services_in_the_editors_order);
  ADD ("a-service-has-all-that-its-page-shows", a_service_has_all_that_its_page_shows);
  ADD ("finds-the-office-that-answers", finds_the_office_that_answers);
  ADD ("fills-in-the-office-that-every-municipality-has",
       fills_in_the_office_that_every_municipality_has);
  ADD ("a-merged-municipality-leads-to-its-successor",
       a_merged_municipality_leads_to_its_successor);
  ADD ("finds-places-by-postcode-and-name", finds_places_by_postcode_and_name);
  ADD ("gives-the-key-that-is-valid", gives_the_key_that_is_valid);
  ADD ("a-key-that-has-ended-is-not-given", a_key_that_has_ended_is_not_given);
  ADD ("carries-forms-and-templates", carries_forms_and_templates);
  ADD ("the-same-sources-give-the-same-bytes", the_same_sources_give_the_same_bytes);
  ADD ("refuses-a-file-that-is-no-catalogue", refuses_a_file_that_is_no_catalogue);
  ADD ("survives-a-damaged-file", survives_a_damaged_file);
  return g_test_run ();
}
