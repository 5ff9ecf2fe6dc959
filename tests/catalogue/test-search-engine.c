/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the search engine makes of what people really type, and of an index that is damaged. */
#include "config.h"

#include "search-engine.h"

#include "schalter-error.h"
#include "search-builder.h"

static const SchalterSearchDocument documents[] = {
  { "wohnsitz",
    "Wohnsitzbestätigung bestellen",
    (const char *const[]){ "Meldebescheinigung", "Adressnachweis", NULL },
    "Ein amtlicher Nachweis, wo Sie wohnen. Die Bestätigung gilt überall." },
  { "betreibung",
    "Betreibungsregisterauszug bestellen",
    (const char *const[]){ "Betreibungsauszug", "Schuldenauszug", NULL },
    "Ein Auszug aus dem Register für die Wohnung. Der Wohnsitz zählt." },
  { "hund",
    "Hund anmelden",
    (const char *const[]){ "Hundesteuer", "Hundemarke", NULL },
    "Melden Sie den Hund an. Die Steuer zahlen Sie im Mai." },
  { "steuer",
    "Steuererklärung einreichen",
    NULL,
    "Sie füllen die Erklärung aus und reichen sie ein. Die Bescheinigung kommt später." },
  { "umzug",
    "Umzug melden",
    (const char *const[]){ "Adressänderung", NULL },
    "Sie ziehen um und melden die neue Adresse innert 14 Tagen." },
};

static GBytes *
build_index (void)
{
  g_autoptr (SchalterSearchBuilder) builder = schalter_search_builder_new (SCHALTER_LANGUAGE_DE);
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    schalter_search_builder_add (builder, &documents[i]);
  return schalter_search_builder_finish (builder);
}

static SchalterSearchEngine *
make_engine (const SchalterSynonyms *synonyms)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = build_index ();
  SchalterSearchIndex *index = schalter_search_index_open (bytes, &error);
  g_assert_no_error (error);
  return schalter_search_engine_new (index, synonyms);
}

static const char *
find_best (SchalterSearchEngine *engine, const char *typed)
{
  g_autoptr (GArray) ranked = g_array_new (FALSE, FALSE, sizeof (SchalterRanked));
  SchalterSearchQuery query = { .typed = typed };
  schalter_search_engine_search (engine, &query, 8, ranked);
  if (ranked->len == 0)
    return "";
  return schalter_search_index_get_key (schalter_search_engine_get_index (engine),
                                        g_array_index (ranked, SchalterRanked, 0).document);
}

static void
understands_what_people_type (void)
{
  static const struct {
    const char *typed;
    const char *key;
  } cases[] = {
    { "Wohnsitzbestätigung", "wohnsitz" },
    { "wohnsitzbestaetigung", "wohnsitz" },
    { "wohnsitzbestatigung", "wohnsitz" },
    { "wohnsitzbestätigun", "wohnsitz" },
    { "wohnsitzbestättigung", "wohnsitz" },
    { "bestätigung wohnsitz", "wohnsitz" },
    { "wohns", "wohnsitz" },
    { "Wo melde ich meinen Hund an?", "hund" },
    { "hundesteuer", "hund" },
    { "auszug betreibung", "betreibung" },
    { "betreibungsauszg", "betreibung" },
    { "steuererklärung", "steuer" },
    { "erklärung steuer", "steuer" },
    { "adressänderung", "umzug" },
    { "ADRESSNACHWEIS", "wohnsitz" },
    { "umzug 14 tage", "umzug" },
  };
  g_autoptr (SchalterSearchEngine) engine = make_engine (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].typed);
    g_assert_cmpstr (find_best (engine, cases[i].typed), ==, cases[i].key);
  }
}

static void
understands_synonyms_and_dialect_of_the_editors (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (
      "{\"groups\":[[\"zügeln\",\"Umzug\"]],\"one_way\":{\"neu im dorf\":[\"Umzug\"]},"
      "\"dialect\":[[\"uus\",\"aus\"],[\"ig$\",\"ung\"]]}",
      &error);
  g_autoptr (SchalterSynonyms) synonyms = schalter_synonyms_parse (node, &error);
  g_assert_no_error (error);
  g_autoptr (SchalterSearchEngine) engine = make_engine (synonyms);
  g_assert_cmpstr (find_best (engine, "zügeln"), ==, "umzug");
  g_assert_cmpstr (find_best (engine, "ich bin neu im Dorf"), ==, "umzug");
  g_assert_cmpstr (find_best (engine, "Wohnsitzbestätigig"), ==, "wohnsitz");
}

static void
stays_calm_with_hostile_text (void)
{
  g_autoptr (SchalterSearchEngine) engine = make_engine (NULL);
  g_autofree char *endless = g_strnfill (10000, 'x');
  g_autoptr (GString) many = g_string_new (NULL);
  for (int i = 0; i < 5000; i++)
    g_string_append (many, "hund steuer ");
  const char *cases[] = { "",    "   ",       "\x01\x02", "\xff\xfe\xc3", "' OR 1=1 --", "<script>",
                          "🐕🐕🐕", "\u202eabc", "%s%n",     endless,        many->str,     "собака",
                          "ae",  "-",         "\u0301" };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    (void)find_best (engine, cases[i]);
}

static void
refuses_an_index_with_any_byte_changed (void)
{
  g_autoptr (GBytes) good = build_index ();
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (good, &length);
  for (gsize i = 0; i < length; i++) {
    g_autoptr (GError) error = NULL;
    g_autofree guint8 *copy = g_memdup2 (data, length);
    copy[i] ^= 0x41;
    g_autoptr (GBytes) bytes = g_bytes_new_static (copy, length);
    g_autoptr (SchalterSearchIndex) index = schalter_search_index_open (bytes, &error);
    if (index == NULL) {
      g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_CORRUPT);
      continue;
    }
    /* Only the header's own fields are outside of the digest: still nothing may be read outside. */
    g_autoptr (SchalterSearchEngine) engine =
        schalter_search_engine_new (g_steal_pointer (&index), NULL);
    (void)find_best (engine, "wohnsitzbestätigung hund");
  }
}

static void
makes_the_same_bytes_from_the_same_texts (void)
{
  g_autoptr (GBytes) one = build_index ();
  g_autoptr (GBytes) other = build_index ();
  g_assert_true (g_bytes_equal (one, other));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/search-engine/understands-what-people-type",
                   understands_what_people_type);
  g_test_add_func ("/catalogue/search-engine/understands-synonyms-and-dialect-of-the-editors",
                   understands_synonyms_and_dialect_of_the_editors);
  g_test_add_func ("/catalogue/search-engine/stays-calm-with-hostile-text",
                   stays_calm_with_hostile_text);
  g_test_add_func ("/catalogue/search-engine/refuses-an-index-with-any-byte-changed",
                   refuses_an_index_with_any_byte_changed);
  g_test_add_func ("/catalogue/search-engine/makes-the-same-bytes-from-the-same-texts",
                   makes_the_same_bytes_from_the_same_texts);
  return g_test_run ();
}
