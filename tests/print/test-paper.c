/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A certificate and a receipt to print in tests. */
#include "config.h"

#include "test-paper.h"

#include <stdarg.h>

#define TEMPLATE "data/catalogue/aargau/certificates/wohnsitzbestaetigung.json"
/* As long as a real seal with a Swiss address: version 13 of the code. */
#define SEAL_CODE                                                                                  \
  "HTTPS://V.AG.EXAMPLE/#"                                                                         \
  "2KCECTSCU4EAIFIYNB3WSVDHKNWWCTKZKQ3TIMBUGU2EIWJSGAZDMLJQGAYDCMRTJ5UHO33INZZWS5DCMVZXI4DFORUW"   \
  "O5LOM4GWQ3LVON2GK4TNMFXG4INNMFXG4YJAINQXE3DBEBKWK43UNRQWK4BNMF2XG5DSMFZXGZJAGEZDCLBAGU2DGMBA"   \
  "K5SXI5DJNZTWK3RRGE4DOLJQGIWTAOKYIBJUKRCFKNKUKVGEJNKVOQKNGZJDSMJWGI3TQNBVGY3TSMBRGIZTINJWG44D"   \
  "SMBRGIZTINJWG44DSMBRGIZTI"

static const char *const receipt_lines[] = {
  "Die Einwohnerdienste prüfen Ihre Angaben und melden sich innert fünf Arbeitstagen.",
  "Ihre Nummer ist ab sofort gültig. Ist das Gerät gerade offline, wird Ihre Meldung gesendet, "
  "sobald die Verbindung wieder steht.",
  "Fragen beantwortet der Schalter der Einwohnerdienste.",
  NULL,
};

static SchalterClaims *
make_claims (void)
{
  SchalterClaims *claims = g_new0 (SchalterClaims, 1);
  claims->number = g_strdup ("W-4045-2026-000123");
  claims->type = g_strdup ("wohnsitzbestaetigung");
  claims->bfs = 4045;
  claims->issued = g_strdup ("2026-11-24");
  claims->expires = g_strdup ("2027-02-24");
  claims->surname = g_strdup ("Mustermann-Ćurčić");
  claims->given_names = g_strdup ("Anna Carla");
  claims->birth_date = g_strdup ("1987-02-09");
  claims->address = g_strdup ("Landstrasse 121, 5430 Wettingen");
  claims->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (claims->facts, g_strdup ("resident_since"), g_strdup ("2012-05-01"));
  g_hash_table_insert (claims->facts, g_strdup ("place_of_origin"), g_strdup ("Baden AG"));
  return claims;
}

TestPaper *
test_paper_new (void)
{
  g_autoptr (GError) error = NULL;
  TestPaper *paper = g_new0 (TestPaper, 1);
  const SchalterDocumentHeader header = {
    .municipality_name = "Wettingen",
    .canton_name = "Kanton Aargau",
    .office_name = "Einwohnerdienste",
    .office_address = "Alberich-Zwyssig-Strasse 76\n5430 Wettingen",
    .colour = "#006b5e",
  };
  g_autofree char *path = g_build_filename (g_getenv ("SCHALTER_SOURCE_ROOT"), TEMPLATE, NULL);
  g_file_get_contents (path, &paper->template_json, NULL, &error);
  g_assert_no_error (error);
  paper->claims = make_claims ();
  paper->certificate = (SchalterCertificatePaper){
    .header = header,
    .template_json = paper->template_json,
    .claims = paper->claims,
    .seal_code = SEAL_CODE,
    .check = "7F3K-92QX",
    .language = SCHALTER_LANGUAGE_DE,
  };
  paper->receipt = (SchalterReceiptPaper){
    .header = header,
    .title = "Quittung",
    .service = "Umzug innerhalb der Gemeinde melden",
    .reference = "4045-7F3K-92QX",
    .created = "24. November 2026, 10.15 Uhr",
    .lines = receipt_lines,
    .qr_text = "HTTPS://AG.EXAMPLE/R/4045-7F3K-92QX",
    .language = SCHALTER_LANGUAGE_DE,
  };
  return paper;
}

static void
free_claims (SchalterClaims *claims)
{
  g_free (claims->number);
  g_free (claims->type);
  g_free (claims->issued);
  g_free (claims->expires);
  g_free (claims->surname);
  g_free (claims->given_names);
  g_free (claims->birth_date);
  g_free (claims->address);
  g_hash_table_unref (claims->facts);
  g_free (claims);
}

void
test_paper_free (TestPaper *paper)
{
  free_claims (paper->claims);
  g_free (paper->template_json);
  g_free (paper);
}

void
test_paper_set_surname (TestPaper *paper, const char *surname)
{
  g_free (paper->claims->surname);
  paper->claims->surname = g_strdup (surname);
}

void
test_paper_set_type (TestPaper *paper, const char *type)
{
  g_free (paper->claims->type);
  paper->claims->type = g_strdup (type);
}

char *
test_run_tool (const char *program, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status = 0;
  va_list list;
  va_start (list, program);
  for (const char *at = program; at != NULL; at = va_arg (list, const char *))
    g_ptr_array_add (arguments, (char *)at);
  va_end (list);
  g_ptr_array_add (arguments, NULL);
  g_spawn_sync (NULL,
                (char **)arguments->pdata,
                NULL,
                G_SPAWN_SEARCH_PATH,
                NULL,
                NULL,
                &output,
                NULL,
                &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  return output;
}
