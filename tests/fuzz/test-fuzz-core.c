/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What core reads from outside: settings, manifests, envelopes, claims, forms, and numbers that
 * people type. What it takes, it can write and read again. */
#include "config.h"

#include "claims.h"
#include "contact.h"
#include "envelope.h"
#include "form.h"
#include "identity-number.h"
#include "json-record.h"
#include "manifest.h"
#include "mutate.h"
#include "quantity.h"
#include "reference.h"
#include "settings.h"
#include "typed-text.h"

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const char *const settings_seeds[] = {
  "[kiosk]\nid=foyer-1\nname=Foyer\ncanton=AG\nmunicipality=4045\nidle-seconds=60\n"
  "[agent]\nstate-directory=/var/lib/schalter\n[portal]\nuri=https://portal.example\n"
  "[printer]\nqueue=schalter\n[counter]\nport=8443\nlisten=0.0.0.0\n",
  "[kiosk]\ncanton=ZH\nwindowed=true\n# a comment\n[catalogue]\nsync-seconds=3600\n",
  NULL,
};

static void
read_settings (const char *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterSettings) settings = schalter_settings_parse (data, (gssize)length, &error);
  g_assert_true ((settings == NULL) == (error != NULL));
  if (settings != NULL)
    g_assert_true (settings->kiosk_id != NULL && settings->bus_address != NULL);
}

static const char *const manifest_seeds[] = {
  "{\"canton\":\"AG\",\"version\":42,\"created_us\":1767225600000000,\"expires_us\":"
  "1798761600000000,\"size\":1000,\"hash\":\"" HASH "\",\"file\":\"ag-42.sqlite.zst\","
  "\"packed_size\":500,\"patches\":[{\"from_version\":41,\"from_hash\":\"" HASH
  "\",\"file\":\"ag-41-42.zst\",\"packed_size\":50}]}",
  NULL,
};

static void
read_manifest (const char *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterManifest) manifest = schalter_manifest_parse (data, (gssize)length, &error);
  g_assert_true ((manifest == NULL) == (error != NULL));
  if (manifest == NULL)
    return;
  g_autofree char *written = schalter_manifest_to_data (manifest);
  g_autoptr (SchalterManifest) again = schalter_manifest_parse (written, -1, &error);
  g_assert_no_error (error);
  g_autofree char *rewritten = schalter_manifest_to_data (again);
  g_assert_cmpstr (rewritten, ==, written);
}

static const char *const envelope_seeds[] = {
  "{\"submission_id\":\"01900000-0000-7000-8000-000000000001\",\"reference\":\"4045-7F3K-92QX\","
  "\"service_id\":\"hund\",\"form_id\":\"hund\",\"form_version\":1,\"authority_bfs\":4045,"
  "\"authority_office\":\"4045-einwohnerdienste\",\"key_id\":\"authority-4045\",\"created_us\":"
  "1767225600000000,\"kiosk\":\"foyer-1\",\"size\":1000}",
  NULL,
};

static void
read_envelope (const char *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterEnvelope) envelope =
      schalter_envelope_from_data (data, (gssize)length, &error);
  g_assert_true ((envelope == NULL) == (error != NULL));
  if (envelope == NULL)
    return;
  g_autofree char *written = schalter_envelope_to_data (envelope);
  g_autoptr (SchalterEnvelope) again = schalter_envelope_from_data (written, -1, &error);
  g_assert_nonnull (again);
  g_assert_no_error (error);
}

static const char *const claims_seeds[] = {
  "{\"number\":\"W-4045-2026-000123\",\"type\":\"wohnsitz\",\"bfs\":4045,\"issued\":\"2026-01-01\","
  "\"expires\":\"2026-04-01\",\"surname\":\"Muster\",\"given_names\":\"Erika\",\"birth_date\":"
  "\"1980-02-29\",\"address\":\"Gasse 1, 5430 Wettingen\",\"facts\":{\"resident_since\":\"2011\"}}",
  NULL,
};

static void
read_claims (const char *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node =
      length > 0 ? schalter_json_parse (data, (gssize)length, 64 * 1024, &error) : NULL;
  g_autoptr (SchalterClaims) claims =
      node != NULL ? schalter_claims_from_json (node, &error) : NULL;
  if (claims == NULL)
    return;
  g_autoptr (JsonNode) written = schalter_claims_to_json (claims);
  g_autoptr (SchalterClaims) again = schalter_claims_from_json (written, &error);
  g_assert_nonnull (again);
  g_assert_no_error (error);
}

static const char *const form_seeds[] = {
  "{\"id\":\"hund\",\"version\":3,\"title\":{\"de\":\"Hund\"},\"declaration\":{\"de\":\"Ja\"},"
  "\"verb\":{\"de\":\"Melden\",\"en\":\"Report\"},\"steps\":[{\"id\":\"kind\",\"title\":{\"de\":"
  "\"Was?\"},\"fields\":[{\"id\":\"pet\",\"type\":\"choice\",\"label\":{\"de\":\"Tier\"},"
  "\"choices\":"
  "[{\"id\":\"dog\",\"label\":{\"de\":\"Hund\"}},{\"id\":\"cat\",\"label\":{\"de\":\"Katze\"}}]}]},"
  "{\"id\":\"dog\",\"title\":{\"de\":\"Hund\"},\"when\":{\"any\":[{\"field\":\"pet\",\"is\":["
  "\"dog\"]},"
  "{\"field\":\"pet\",\"is_not\":\"cat\"}]},\"repeat\":{\"max\":5,\"entry\":{\"de\":\"Hund\"}},"
  "\"fields\":[{\"id\":\"chip\",\"type\":\"digits\",\"length\":15,\"label\":{\"de\":\"Chip\"}},"
  "{\"id\":\"born\",\"type\":\"date\",\"earliest\":\"today-30y\",\"latest\":\"today\",\"label\":"
  "{\"de\":\"Wurftag\"},\"deadline\":{\"days\":10,\"text\":{\"de\":\"Spät\"}}},{\"id\":\"fee\","
  "\"type\":\"amount\",\"min\":0,\"max\":10000,\"optional\":true,\"label\":{\"de\":\"Taxe\"}}]}]}",
  NULL,
};

static void
read_form (const char *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node =
      length > 0 ? schalter_json_parse (data, (gssize)length, 256 * 1024, &error) : NULL;
  g_autoptr (SchalterForm) form = node != NULL ? schalter_form_parse (node, &error) : NULL;
  if (form != NULL)
    g_assert_cmpuint (schalter_form_get_n_steps (form), >, 0);
}

static const char *const typed_seeds[] = {
  "756.9217.0769.85",
  "CH93 0076 2011 6238 5295 7",
  "+41 (0)79 123 45 67",
  "erika@example.ch",
  "1'200.50",
  "CHF 12.–",
  "4045-7F3K-92QX",
  "O’Connor-Müller",
  NULL,
};

/* A form checks only what is UTF-8: the parser of bodies sees to it. */
static void
read_typed (const char *data, gsize length)
{
  SchalterProblem (*const checks[]) (const char *, char **) = {
    schalter_ahv_number_check,
    schalter_iban_check,
    schalter_phone_check,
    schalter_email_check,
  };
  g_autofree char *valid = g_utf8_make_valid (data, (gssize)length);
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++) {
    g_autofree char *value = NULL;
    g_autofree char *again = NULL;
    if (checks[i](valid, &value) != SCHALTER_PROBLEM_NONE)
      continue;
    g_assert_cmpint (checks[i](value, &again), ==, SCHALTER_PROBLEM_NONE);
    g_assert_cmpstr (again, ==, value);
  }
  gint64 number = 0;
  (void)schalter_amount_check (valid, 0, G_MAXINT64, &number);
  (void)schalter_number_check (valid, G_MININT64, G_MAXINT64, &number);
  g_autofree char *line = NULL;
  g_autofree char *name = NULL;
  g_autofree char *reference G_GNUC_UNUSED = schalter_reference_parse (valid, NULL);
  (void)schalter_text_lines_check (valid, 1000, &line);
  (void)schalter_name_check (valid, 100, &name);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mutate_add ("/fuzz/core/settings", read_settings, settings_seeds);
  mutate_add ("/fuzz/core/manifest", read_manifest, manifest_seeds);
  mutate_add ("/fuzz/core/envelope", read_envelope, envelope_seeds);
  mutate_add ("/fuzz/core/claims", read_claims, claims_seeds);
  mutate_add ("/fuzz/core/form", read_form, form_seeds);
  mutate_add ("/fuzz/core/typed", read_typed, typed_seeds);
  return g_test_run ();
}
