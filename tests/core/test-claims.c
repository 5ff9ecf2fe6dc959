/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Claims of a certificate: read strictly, and never quoted in an error. */
#include "config.h"

#include "claims.h"
#include "schalter-error.h"

#include <string.h>

static const char whole[] =
    "{\"number\":\"W-4045-2026-000123\",\"type\":\"wohnsitzbestaetigung\",\"bfs\":4045,"
    "\"issued\":\"2026-03-01\",\"expires\":\"2026-09-01\",\"surname\":\"Müller\","
    "\"given_names\":\"Anna Łucja\",\"birth_date\":\"1980-02-29\","
    "\"address\":\"Rathausgasse 1, 5400 Baden\",\"facts\":{\"place_of_origin\":\"Baden AG\","
    "\"resident_since\":\"2011-04-01\"}}";

static SchalterClaims *
parse (const char *json, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  g_assert_nonnull (node);
  return schalter_claims_from_json (node, error);
}

static void
are_written_as_they_were_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterClaims) claims = parse (whole, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (claims->surname, ==, "Müller");
  g_assert_cmpstr (g_hash_table_lookup (claims->facts, "resident_since"), ==, "2011-04-01");
  g_autoptr (JsonNode) node = schalter_claims_to_json (claims);
  g_autofree char *written = json_to_string (node, FALSE);
  g_assert_cmpstr (written, ==, whole);
}

static void
assert_refused (const char *from, const char *to, const char *named)
{
  g_autoptr (GError) error = NULL;
  GString *changed = g_string_new (whole);
  g_assert_cmpuint (g_string_replace (changed, from, to, 1), ==, 1);
  g_assert_null (parse (changed->str, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, named));
  g_assert_null (strstr (error->message, "Müller"));
  g_string_free (changed, TRUE);
}

static void
names_the_member_that_is_wrong (void)
{
  assert_refused ("surname", "nickname", "nickname");
  assert_refused ("\"Müller\"", "\"\"", "surname");
  assert_refused ("Müller", "Mül\\nler", "surname");
  assert_refused ("W-4045", "w-4045", "number");
  assert_refused ("1980-02-29", "1981-02-29", "birth_date");
  assert_refused ("1980-02-29", "1980-2-9", "birth_date");
  assert_refused ("1980-02-29", "1980-13", "birth_date");
  assert_refused ("1980-02-29", "80", "birth_date");
  assert_refused ("2026-03-01", "2026-03", "issued");
  assert_refused ("2026-09-01", "2026-02-01", "expires");
  assert_refused ("\"Baden AG\"", "7", "facts");
  assert_refused ("place_of_origin", "Place of origin", "facts");
  assert_refused (":4045", ":40450", "bfs");
}

static void
a_birth_date_may_be_known_in_part (void)
{
  const char *cases[] = { "1934", "1934-11", "1934-11-30" };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    GString *changed = g_string_new (whole);
    g_string_replace (changed, "1980-02-29", cases[i], 1);
    g_autoptr (SchalterClaims) claims = parse (changed->str, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (claims->birth_date, ==, cases[i]);
    g_string_free (changed, TRUE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/claims/are-written-as-they-were-read", are_written_as_they_were_read);
  g_test_add_func ("/core/claims/names-the-member-that-is-wrong", names_the_member_that_is_wrong);
  g_test_add_func ("/core/claims/a-birth-date-may-be-known-in-part",
                   a_birth_date_may_be_known_in_part);
  return g_test_run ();
}
