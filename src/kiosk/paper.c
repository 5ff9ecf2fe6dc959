/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From what the session holds to a PDF: who issues it stands in the catalogue, what it says in the
 * session. */
#include "config.h"

#include "paper.h"

#include "document.h"
#include "random.h"
#include "reference.h"
#include "schalter-error.h"
#include "seal-code.h"

#include <glib/gi18n.h>

/**
 * Issuer: what a paper's head is made of. Owns what the header borrows.
 */
typedef struct {
  SchalterMunicipality *municipality;
  SchalterOffice *office;
  char *address;
  SchalterDocumentHeader header;
} Issuer;

static void
issuer_clear (Issuer *issuer)
{
  g_clear_pointer (&issuer->municipality, schalter_municipality_free);
  g_clear_pointer (&issuer->office, schalter_office_free);
  g_clear_pointer (&issuer->address, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Issuer, issuer_clear)

char *
schalter_paper_dup_office_address (const SchalterOffice *office)
{
  g_return_val_if_fail (office != NULL, NULL);
  const char *lines[] = { office->street, office->postcode_and_place, office->phone };
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    if (lines[i] == NULL || *lines[i] == '\0')
      continue;
    if (text->len > 0)
      g_string_append_c (text, '\n');
    g_string_append (text, lines[i]);
  }
  return g_string_free (text, FALSE);
}

char *
schalter_paper_dup_time (gint64 time_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (time_us / G_USEC_PER_SEC);
  return g_date_time_format (time, "%d.%m.%Y, %H:%M");
}

static gboolean
issuer_init (Issuer *issuer, SchalterSession *session, guint bfs, GError **error)
{
  SchalterCatalogue *catalogue = schalter_session_get_catalogue (session);
  const SchalterService *service = schalter_session_get_service (session);
  *issuer = (Issuer){ 0 };
  if (catalogue == NULL || service == NULL) {
    g_set_error_literal (
        error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "there is no service to print for");
    return FALSE;
  }
  if (bfs != 0)
    issuer->municipality = schalter_catalogue_get_municipality (catalogue, bfs);
  issuer->office = schalter_catalogue_resolve_office (catalogue, service, bfs);
  issuer->address =
      issuer->office != NULL ? schalter_paper_dup_office_address (issuer->office) : g_strdup ("");
  const char *canton =
      schalter_session_get_text (session, schalter_catalogue_get_canton_name (catalogue));
  issuer->header = (SchalterDocumentHeader){
    .municipality_name = issuer->municipality != NULL ? issuer->municipality->name : canton,
    .canton_name = canton,
    .office_name =
        issuer->office != NULL ? schalter_session_get_text (session, &issuer->office->name) : "",
    .office_address = issuer->address,
    .colour = schalter_catalogue_get_colour (catalogue),
  };
  return TRUE;
}

/* Lays a PDF into the session. */
static gboolean
take_pdf (SchalterSession *session, const SchalterPrintPaper *paper)
{
  if (paper->pdf == NULL)
    return FALSE;
  schalter_session_set_paper (session, paper);
  return TRUE;
}

gboolean
schalter_paper_make_receipt (SchalterSession *session, GError **error)
{
  g_return_val_if_fail (schalter_session_get_reference (session) != NULL, FALSE);
  g_auto (Issuer) issuer = { 0 };
  if (!issuer_init (&issuer, session, schalter_session_get_bfs (session), error))
    return FALSE;
  const char *reference = schalter_session_get_reference (session);
  g_autofree char *created = schalter_paper_dup_time (schalter_session_get_handed_in_us (session));
  g_autofree char *next = g_strdup_printf (
      _ ("Your details go to this office: %s. It contacts you when it needs something."),
      issuer.header.office_name);
  const char *lines[] = {
    next,
    _ ("If this machine has no connection just now, your details are sent as soon as it is back. "
       "Your number is valid already."),
    _ ("Keep this receipt. With the number, the office finds your matter at once."),
    NULL,
  };
  const SchalterService *service = schalter_session_get_service (session);
  SchalterReceiptPaper receipt = {
    .header = issuer.header,
    .title = C_ ("paper", "Receipt"),
    .service = schalter_session_get_text (session, &service->title),
    .reference = reference,
    .created = created,
    .lines = lines,
    .qr_text = reference,
    .language = schalter_session_get_language (session),
  };
  SchalterPrintPaper paper = { .kind = "receipt", .number = reference };
  g_autoptr (GBytes) pdf = schalter_document_render_receipt (&receipt, &paper.n_pages, error);
  paper.pdf = pdf;
  return take_pdf (session, &paper);
}

static char *
dup_documents (SchalterSession *session, const SchalterService *service)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < service->documents->len; i++) {
    g_string_append (text, i == 0 ? _ ("Please bring: ") : ", ");
    g_string_append (text, schalter_session_get_text (session, service->documents->pdata[i]));
  }
  return g_string_free (text, FALSE);
}

gboolean
schalter_paper_make_slip (SchalterSession *session, GError **error)
{
  guint8 random[SCHALTER_REFERENCE_RANDOM_BYTES];
  g_auto (Issuer) issuer = { 0 };
  guint bfs = schalter_session_get_bfs (session);
  if (!issuer_init (&issuer, session, bfs, error))
    return FALSE;
  const SchalterService *service = schalter_session_get_service (session);
  schalter_random_fill (random, sizeof random);
  g_autofree char *number = schalter_reference_new (bfs, random);
  g_autofree char *created = schalter_paper_dup_time (g_get_real_time ());
  g_autofree char *documents = dup_documents (session, service);
  const char *hours =
      issuer.office != NULL ? schalter_session_get_text (session, &issuer.office->hours) : "";
  const char *lines[] = {
    schalter_session_get_text (session, &service->lead), hours, documents, NULL
  };
  SchalterReceiptPaper slip = {
    .header = issuer.header,
    .title = C_ ("paper", "Where to go"),
    .service = schalter_session_get_text (session, &service->title),
    .reference = issuer.header.office_name,
    .created = created,
    .lines = lines,
    .language = schalter_session_get_language (session),
  };
  SchalterPrintPaper paper = { .kind = "receipt", .number = number };
  g_autoptr (GBytes) pdf = schalter_document_render_receipt (&slip, &paper.n_pages, error);
  paper.pdf = pdf;
  return take_pdf (session, &paper);
}

gboolean
schalter_paper_make_certificate (SchalterSession *session,
                                 const SchalterCertificate *certificate,
                                 GError **error)
{
  g_return_val_if_fail (certificate != NULL, FALSE);
  g_auto (Issuer) issuer = { 0 };
  const SchalterClaims *claims = certificate->claims;
  if (!issuer_init (&issuer, session, claims->bfs, error))
    return FALSE;
  g_autofree char *check = schalter_seal_code_get_check (certificate->seal_code);
  g_autofree char *template =
      schalter_catalogue_dup_template (schalter_session_get_catalogue (session), claims->type);
  if (template == NULL) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "the catalogue has no template “%s”",
                 claims->type);
    return FALSE;
  }
  SchalterCertificatePaper sheet = {
    .header = issuer.header,
    .template_json = template,
    .claims = claims,
    .seal_code = certificate->seal_code,
    .check = check,
    .language = schalter_session_get_language (session),
  };
  SchalterPrintPaper paper = { .kind = "certificate", .number = claims->number };
  g_autoptr (GBytes) pdf = schalter_document_render_certificate (&sheet, &paper.n_pages, error);
  paper.pdf = pdf;
  return take_pdf (session, &paper);
}
