/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A certificate is printed only when its seal vouches for every word of it. */
#include "config.h"

#include "certificate-request.h"

#include "portal-double.h"
#include "schalter-error.h"
#include "seal-code.h"

#define TYPE "wohnsitz"
#define VERIFY_BASE "HTTPS://V.AG.EXAMPLE/#"

static SchalterCertificate *
ask_for (PortalDouble *portal, const char *type, GError **error)
{
  const SchalterCertificateOrder order = {
    .access_token = "token-1",
    .type = type,
    .request_id = "01900000-0000-7000-8000-000000000001",
    .language = SCHALTER_LANGUAGE_FR,
  };
  GAsyncResult *pending = NULL;
  schalter_certificate_request_async (
      portal->exchange, portal->catalogue, &order, NULL, portal_on_result, &pending);
  g_autoptr (GAsyncResult) result = portal_wait_for_result (&pending);
  return schalter_certificate_request_finish (result, error);
}

static char *
to_json (const SchalterClaims *claims)
{
  g_autoptr (JsonNode) node = schalter_claims_to_json (claims);
  return json_to_string (node, FALSE);
}

static char *
sign (const SchalterClaims *claims, const SchalterSealKey *key, const char *verify_base)
{
  g_autoptr (GError) error = NULL;
  char *code = schalter_seal_code_sign (claims, key, verify_base, &error);
  g_assert_no_error (error);
  return code;
}

/* The portal answers @claims and the seal @code. */
static void
answer_with (PortalDouble *portal, const SchalterClaims *claims, const char *code)
{
  g_autofree char *json = to_json (claims);
  g_autofree char *body = g_strdup_printf ("{\"claims\":%s,\"seal_code\":\"%s\"}", json, code);
  portal_double_answer (portal, 200, body);
}

static void
brings_a_certificate_whose_seal_holds (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  g_autoptr (SchalterClaims) claims = test_canton_make_claims (TYPE);
  g_autofree char *code = sign (claims, portal->canton->seal, VERIFY_BASE);
  answer_with (portal, claims, code);
  g_autoptr (SchalterCertificate) certificate = ask_for (portal, TYPE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (certificate->seal_code, ==, code);
  g_autofree char *sent = to_json (claims);
  g_autofree char *got = to_json (certificate->claims);
  g_assert_cmpstr (got, ==, sent);
  g_assert_cmpstr (portal_double_get_call (portal, 0), ==, "certificate");
  g_assert_cmpstr (portal_double_get_string (portal, 0, "type"), ==, TYPE);
  g_assert_cmpstr (portal_double_get_string (portal, 0, "language"), ==, "fr");
  g_assert_cmpstr (portal_double_get_string (portal, 0, "access_token"), ==, "token-1");
  g_assert_cmpstr (portal_double_get_string (portal, 0, "request_id"),
                   ==,
                   "01900000-0000-7000-8000-000000000001");
  portal_double_free (portal);
}

static void
set_surname (SchalterClaims *claims)
{
  g_free (claims->surname);
  claims->surname = g_strdup ("Anders");
}

static void
set_address (SchalterClaims *claims)
{
  g_free (claims->address);
  claims->address = g_strdup ("Bahnhofstrasse 2, 5430 Wettingen");
}

static void
set_number (SchalterClaims *claims)
{
  g_free (claims->number);
  claims->number = g_strdup ("W-4045-2026-000124");
}

static void
add_fact (SchalterClaims *claims)
{
  g_hash_table_insert (claims->facts, g_strdup ("nationality"), g_strdup ("Schweiz"));
}

static void
change_fact (SchalterClaims *claims)
{
  g_hash_table_insert (claims->facts, g_strdup ("resident_since"), g_strdup ("1999-01-01"));
}

static void
drop_facts (SchalterClaims *claims)
{
  g_hash_table_remove_all (claims->facts);
}

static void
refuses_claims_that_the_seal_does_not_vouch_for (void)
{
  void (*const changes[]) (SchalterClaims *) = {
    set_surname, set_address, set_number, add_fact, change_fact, drop_facts,
  };
  PortalDouble *portal = portal_double_new ();
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SchalterClaims) claims = test_canton_make_claims (TYPE);
    g_autofree char *code = sign (claims, portal->canton->seal, VERIFY_BASE);
    changes[i](claims);
    answer_with (portal, claims, code);
    g_assert_null (ask_for (portal, TYPE, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED);
    g_assert_null (strstr (error->message, "Anders"));
  }
  portal_double_free (portal);
}

static void
refuses_a_seal_of_an_unknown_key (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  g_autoptr (SchalterSealKey) stranger = schalter_seal_key_new ();
  g_autoptr (SchalterClaims) claims = test_canton_make_claims (TYPE);
  g_autofree char *code = sign (claims, stranger, VERIFY_BASE);
  answer_with (portal, claims, code);
  g_assert_null (ask_for (portal, TYPE, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED);
  portal_double_free (portal);
}

/* Wettingen's key is good, but not for Baden. */
static void
refuses_a_seal_of_another_municipality (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  g_autoptr (SchalterClaims) claims = test_canton_make_claims (TYPE);
  claims->bfs = 4021;
  g_autofree char *code = sign (claims, portal->canton->seal, VERIFY_BASE);
  answer_with (portal, claims, code);
  g_assert_null (ask_for (portal, TYPE, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED);
  portal_double_free (portal);
}

static void
refuses_another_paper_than_was_ordered (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  g_autoptr (SchalterClaims) claims = test_canton_make_claims ("heimatausweis");
  g_autofree char *code = sign (claims, portal->canton->seal, VERIFY_BASE);
  answer_with (portal, claims, code);
  g_assert_null (ask_for (portal, TYPE, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED);
  portal_double_free (portal);
}

/* A phone that scans it would be led to a page of somebody else. */
static void
refuses_a_code_that_leads_elsewhere (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  g_autoptr (SchalterClaims) claims = test_canton_make_claims (TYPE);
  g_autofree char *code = sign (claims, portal->canton->seal, "HTTPS://EVIL.EXAMPLE/#");
  answer_with (portal, claims, code);
  g_assert_null (ask_for (portal, TYPE, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED);
  portal_double_free (portal);
}

static void
refuses_a_certificate_that_has_expired (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  g_autoptr (SchalterClaims) claims = test_canton_make_claims (TYPE);
  g_free (claims->issued);
  g_free (claims->expires);
  claims->issued = g_strdup ("2021-01-01");
  claims->expires = g_strdup ("2021-04-01");
  g_autofree char *code = sign (claims, portal->canton->seal, VERIFY_BASE);
  answer_with (portal, claims, code);
  g_assert_null (ask_for (portal, TYPE, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_OUTDATED);
  portal_double_free (portal);
}

static void
refuses_an_answer_without_a_certificate (void)
{
  static const char *const bodies[] = {
    "{}",
    "{\"claims\":{}}",
    "{\"seal_code\":\"HTTPS://V.AG.EXAMPLE/#AAAA\"}",
    "{\"claims\":null,\"seal_code\":\"X\"}",
    "{\"claims\":[],\"seal_code\":\"X\"}",
    "{\"claims\":\"text\",\"seal_code\":\"X\"}",
    "{\"claims\":{},\"seal_code\":\"X\"}",
    "{\"claims\":{\"number\":\"W-1\"},\"seal_code\":7}",
  };
  PortalDouble *portal = portal_double_new ();
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", bodies[i]);
    portal_double_answer (portal, 200, bodies[i]);
    g_assert_null (ask_for (portal, TYPE, &error));
    g_assert_cmpuint (error->domain, ==, SCHALTER_ERROR);
  }
  portal_double_free (portal);
}

/* One character of the code at a time. */
static void
refuses_a_code_with_one_character_changed (void)
{
  PortalDouble *portal = portal_double_new ();
  g_autoptr (SchalterClaims) claims = test_canton_make_claims (TYPE);
  g_autofree char *code = sign (claims, portal->canton->seal, VERIFY_BASE);
  gsize length = strlen (code);
  for (gsize at = strlen (VERIFY_BASE); at < length; at += length / 12) {
    g_autoptr (GError) error = NULL;
    g_autofree char *changed = g_strdup (code);
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    answer_with (portal, claims, changed);
    g_assert_null (ask_for (portal, TYPE, &error));
    g_assert_cmpuint (error->domain, ==, SCHALTER_ERROR);
  }
  portal_double_free (portal);
}

static void
tells_refusal_from_outage (void)
{
  static const struct {
    guint status;
    const char *body;
    SchalterError code;
    const char *message;
  } cases[] = {
    { 401, "{\"error\":\"invalid_token\"}", SCHALTER_ERROR_REFUSED, "invalid_token" },
    { 403,
      "{\"title\":\"No\",\"detail\":\"The register bars this address.\"}",
      SCHALTER_ERROR_REFUSED,
      "The register bars this address." },
    { 404, "{}", SCHALTER_ERROR_REFUSED, "the portal refused the certificate" },
    { 500, "{\"detail\":\"oops\"}", SCHALTER_ERROR_UNAVAILABLE, "oops" },
    { 503, "{\"detail\":[]}", SCHALTER_ERROR_UNAVAILABLE, "the portal refused the certificate" },
  };
  PortalDouble *portal = portal_double_new ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    portal_double_answer (portal, cases[i].status, cases[i].body);
    g_assert_null (ask_for (portal, TYPE, &error));
    g_assert_error (error, SCHALTER_ERROR, (int)cases[i].code);
    g_assert_cmpstr (error->message, ==, cases[i].message);
  }
  portal_double_free (portal);
}

static void
a_portal_out_of_reach_is_unavailable (void)
{
  g_autoptr (GError) error = NULL;
  PortalDouble *portal = portal_double_new ();
  g_assert_null (ask_for (portal, TYPE, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
  portal_double_free (portal);
}

static void
a_cancelled_request_says_so (void)
{
  g_autoptr (GError) error = NULL;
  const SchalterCertificateOrder order = { "token", TYPE, "id", SCHALTER_LANGUAGE_DE };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *pending = NULL;
  PortalDouble *portal = portal_double_new ();
  schalter_certificate_request_async (
      portal->exchange, portal->catalogue, &order, cancellable, portal_on_result, &pending);
  g_cancellable_cancel (cancellable);
  g_autoptr (GAsyncResult) result = portal_wait_for_result (&pending);
  g_assert_null (schalter_certificate_request_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  portal_double_free (portal);
}

#define ADD(path, function) g_test_add_func ("/kiosk/certificate-request/" path, function)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("brings-a-certificate-whose-seal-holds", brings_a_certificate_whose_seal_holds);
  ADD ("refuses-claims-that-the-seal-does-not-vouch-for",
       refuses_claims_that_the_seal_does_not_vouch_for);
  ADD ("refuses-a-seal-of-an-unknown-key", refuses_a_seal_of_an_unknown_key);
  ADD ("refuses-a-seal-of-another-municipality", refuses_a_seal_of_another_municipality);
  ADD ("refuses-another-paper-than-was-ordered", refuses_another_paper_than_was_ordered);
  ADD ("refuses-a-code-that-leads-elsewhere", refuses_a_code_that_leads_elsewhere);
  ADD ("refuses-a-certificate-that-has-expired", refuses_a_certificate_that_has_expired);
  ADD ("refuses-an-answer-without-a-certificate", refuses_an_answer_without_a_certificate);
  ADD ("refuses-a-code-with-one-character-changed", refuses_a_code_with_one_character_changed);
  ADD ("tells-refusal-from-outage", tells_refusal_from_outage);
  ADD ("a-portal-out-of-reach-is-unavailable", a_portal_out_of_reach_is_unavailable);
  ADD ("a-cancelled-request-says-so", a_cancelled_request_says_so);
  return g_test_run ();
}
