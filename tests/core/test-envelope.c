/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The envelope: one canonical form, and nothing but it. */
#include "config.h"

#include "envelope.h"
#include "schalter-error.h"

#include <string.h>

static const char whole[] =
    "{\"submission_id\":\"019a0000-0000-7000-8000-000000000001\",\"reference\":\"\","
    "\"service_id\":\"umzug-melden\",\"form_id\":\"umzug\",\"form_version\":3,"
    "\"authority_bfs\":4045,\"authority_office\":\"4045-einwohnerdienste\","
    "\"key_id\":\"4045-2026\",\"created_us\":1767225600000000,\"kiosk\":\"baden-1\",\"size\":812}";

static void
is_written_as_it_was_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterEnvelope) envelope = schalter_envelope_from_data (whole, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (envelope->service_id, ==, "umzug-melden");
  g_assert_cmpuint (envelope->authority_bfs, ==, 4045);
  g_assert_cmpint (envelope->created_us, ==, 1767225600000000);
  g_assert_cmpuint (envelope->size, ==, 812);
  g_autofree char *written = schalter_envelope_to_data (envelope);
  g_assert_cmpstr (written, ==, whole);
}

/* Replaces @from by @to in the whole envelope, and expects a message with @named in it. */
static void
assert_refused (const char *from, const char *to, const char *named)
{
  g_autoptr (GError) error = NULL;
  GString *changed = g_string_new (whole);
  g_assert_cmpuint (g_string_replace (changed, from, to, 1), ==, 1);
  g_assert_null (schalter_envelope_from_data (changed->str, -1, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, named));
  g_string_free (changed, TRUE);
}

static void
names_the_member_that_is_wrong (void)
{
  assert_refused ("\"kiosk\"", "\"kiosque\"", "kiosque");
  assert_refused (",\"size\":812", "", "size");
  assert_refused ("812", "\"812\"", "size");
  assert_refused ("812", "0", "size");
  assert_refused ("812", "8388609", "size");
  assert_refused ("812", "812.0", "size");
  assert_refused ("812", "null", "size");
  assert_refused ("812", "[812]", "size");
  assert_refused ("4045,", "10000,", "authority_bfs");
  assert_refused ("4045,", "-1,", "authority_bfs");
  assert_refused ("\"form_version\":3", "\"form_version\":0", "form_version");
  assert_refused ("019a0000", "019A0000", "submission_id");
  assert_refused ("-7000-", "-4000-", "submission_id");
  assert_refused ("umzug-melden", "Umzug melden", "service_id");
  assert_refused ("umzug-melden", "", "service_id");
  assert_refused ("\"reference\":\"\"", "\"reference\":\"4045-0000-0000\"", "reference");
  assert_refused ("baden-1", "../../etc", "kiosk");
}

static void
refuses_an_envelope_that_is_too_long (void)
{
  g_autoptr (GError) error = NULL;
  GString *padded = g_string_new (whole);
  while (padded->len <= SCHALTER_ENVELOPE_MAX_BYTES)
    g_string_append_c (padded, ' ');
  g_assert_null (schalter_envelope_from_data (padded->str, -1, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  g_string_free (padded, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/envelope/is-written-as-it-was-read", is_written_as_it_was_read);
  g_test_add_func ("/core/envelope/names-the-member-that-is-wrong", names_the_member_that_is_wrong);
  g_test_add_func ("/core/envelope/refuses-an-envelope-that-is-too-long",
                   refuses_an_envelope_that_is_too_long);
  return g_test_run ();
}
