/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking in submissions and issuing certificates, with a real database. */
#include "config.h"

#include "intake.h"

#include "certificates.h"
#include "portal-db.h"
#include "random.h"
#include "reference.h"
#include "schalter-error.h"
#include "test-wait.h"

#include <sys/stat.h>

#define NOW (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC)
#define SUBMISSION "0190b5a0-7c00-7abc-8def-0123456789ab"
#define REQUEST "0190b5a0-7c00-7abc-8def-0123456789ac"

typedef struct {
  char *directory;
  SchalterDb *db;
  SchalterSealKey *key;
} Fixture;

static void
open_db (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->directory, "portal.db", NULL);
  fixture->db = schalter_portal_db_open (path, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->directory = test_temp_dir_new ();
  fixture->key = schalter_seal_key_new ();
  open_db (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  schalter_db_free (fixture->db);
  schalter_seal_key_free (fixture->key);
  test_temp_dir_free (fixture->directory);
}

static gboolean
hand_in (Fixture *fixture, const char *content, SchalterIntakeResult *result, GError **error)
{
  static const guint8 random[SCHALTER_REFERENCE_RANDOM_BYTES] = { 1, 2, 3, 4 };
  g_autofree char *reference = schalter_reference_new (4045, random);
  g_autoptr (GBytes) sealed = g_bytes_new (content, strlen (content));
  SchalterEnvelope envelope = {
    .submission_id = (char *)SUBMISSION,
    .reference = reference,
    .service_id = (char *)"hund",
    .form_id = (char *)"hund",
    .form_version = 1,
    .authority_bfs = 4045,
    .authority_office = (char *)"4045-einwohnerdienste",
    .key_id = (char *)"authority-4045-00000000",
    .created_us = NOW,
    .kiosk = (char *)"k1",
    .size = g_bytes_get_size (sealed),
  };
  SchalterIntake intake = { fixture->db, fixture->key, "seal-0-00000000" };
  return schalter_intake_accept (&intake, &envelope, sealed, NOW, result, error);
}

static void
gives_the_same_receipt_again_after_a_restart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SchalterIntakeResult first;
  SchalterIntakeResult second;
  g_assert_true (hand_in (fixture, "sealed", &first, &error));
  g_assert_true (first.is_new);
  schalter_db_free (fixture->db);
  open_db (fixture);
  g_assert_true (hand_in (fixture, "sealed", &second, &error));
  g_assert_false (second.is_new);
  g_assert_cmpstr (first.receipt, ==, second.receipt);
  g_free (first.receipt);
  g_free (second.receipt);
}

static void
refuses_other_bytes_under_the_same_id (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SchalterIntakeResult result;
  g_assert_true (hand_in (fixture, "sealed", &result, &error));
  g_free (result.receipt);
  g_assert_false (hand_in (fixture, "other", &result, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_CONFLICT);
}

static SchalterSecrets *
load_secrets (Fixture *fixture, guint bfs)
{
  g_autofree char *path = g_build_filename (fixture->directory, "secrets.json", NULL);
  g_autofree char *text =
      g_strdup_printf ("{\"keys\":[{\"id\":\"s\",\"bfs\":%u,\"secret\":\"%064d\"}]}", bfs, 7);
  g_autoptr (GError) error = NULL;
  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error));
  SchalterSecrets *secrets = schalter_secrets_load (path, &error);
  g_assert_no_error (error);
  return secrets;
}

static gboolean
issue (Fixture *fixture, const char *person, SchalterIssued *issued, GError **error)
{
  const SchalterRegisterEntry *entry = schalter_register_find (person);
  g_autoptr (SchalterSecrets) secrets = load_secrets (fixture, entry->bfs);
  SchalterIssueRequest request = { entry, "wohnsitzbestaetigung", REQUEST, NOW };
  return schalter_certificates_issue (
      fixture->db, secrets, "HTTPS://V.AG.EXAMPLE/#", &request, issued, error);
}

static void
issues_a_certificate_once_whose_seal_holds (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (SchalterIssued) first = { 0 };
  g_auto (SchalterIssued) again = { 0 };
  gboolean is_issued = issue (fixture, "zeljko-curcic", &first, &error);
  g_assert_no_error (error);
  g_assert_true (is_issued);
  g_assert_true (issue (fixture, "zeljko-curcic", &again, &error));
  g_assert_cmpstr (first.seal_code, ==, again.seal_code);
  g_autoptr (SchalterSecrets) secrets = load_secrets (fixture, 4001);
  g_autoptr (SchalterSealKey) key = schalter_seal_key_from_seed (
      schalter_secrets_get (secrets, 4001), SCHALTER_BOX_KEY_BYTES, &error);
  SchalterSealPublicKey *entry = g_new0 (SchalterSealPublicKey, 1);
  memcpy (entry->key, schalter_seal_key_get_public (key), sizeof entry->key);
  entry->bfs = 4001;
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (keys, entry);
  g_autoptr (SchalterClaims) claims =
      schalter_seal_code_verify (first.seal_code, keys, NOW, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (claims->surname, ==, "Ćurčić-Łoś");
}

static void
issues_nothing_to_a_minor (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (SchalterIssued) issued = { 0 };
  g_assert_false (issue (fixture, "lea-keller", &issued, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_REFUSED);
}

static void
refuses_a_request_id_of_somebody_else (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (SchalterIssued) issued = { 0 };
  g_auto (SchalterIssued) other = { 0 };
  g_assert_true (issue (fixture, "anna-muster", &issued, &error));
  g_assert_false (issue (fixture, "zeljko-curcic", &other, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_CONFLICT);
}

static void
reads_no_secrets_that_others_can_read (Fixture *fixture, gconstpointer data)
{
  schalter_secrets_free (load_secrets (fixture, 4001));
  g_autofree char *path = g_build_filename (fixture->directory, "secrets.json", NULL);
  g_autoptr (GError) error = NULL;
  g_assert_cmpint (chmod (path, 0644), ==, 0);
  g_assert_null (schalter_secrets_load (path, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schalter_crypto_init ();
  ADD ("/portal/intake/gives-the-same-receipt-again-after-a-restart",
       gives_the_same_receipt_again_after_a_restart);
  ADD ("/portal/intake/refuses-other-bytes-under-the-same-id",
       refuses_other_bytes_under_the_same_id);
  ADD ("/portal/certificates/issues-a-certificate-once-whose-seal-holds",
       issues_a_certificate_once_whose_seal_holds);
  ADD ("/portal/certificates/issues-nothing-to-a-minor", issues_nothing_to_a_minor);
  ADD ("/portal/certificates/refuses-a-request-id-of-somebody-else",
       refuses_a_request_id_of_somebody_else);
  ADD ("/portal/secrets/reads-no-secrets-that-others-can-read",
       reads_no_secrets_that_others_can_read);
  return g_test_run ();
}
