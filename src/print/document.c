/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Certificates and receipts: which values stand on which template. */
#include "config.h"

#include "document.h"

#include "paper-layout.h"
#include "schalter-error.h"
#include "schalter-print-resources.h"

#define RECEIPT_TEMPLATE "/org/schalter/print/receipt.json"

static void
set_header_values (SchalterPaperValues *values, const SchalterDocumentHeader *header)
{
  schalter_paper_values_set (values, "municipality", header->municipality_name);
  schalter_paper_values_set (values, "canton", header->canton_name);
  schalter_paper_values_set (values, "office", header->office_name);
}

/* Where a code can be checked: the host of its URL, as people write it. */
static char *
get_verify_address (const char *seal_code)
{
  const char *start = strstr (seal_code, "://");
  start = start != NULL ? start + strlen ("://") : seal_code;
  const char *hash = strchr (start, '#');
  gsize length = hash != NULL ? (gsize)(hash - start) : strlen (start);
  while (length > 0 && start[length - 1] == '/')
    length--;
  return g_ascii_strdown (start, (gssize)length);
}

/* Facts first, so that none can stand in for a claim that has a name of its own. */
static void
set_claims_values (SchalterPaperValues *values, const SchalterClaims *claims)
{
  GHashTableIter iter;
  gpointer name;
  gpointer value;
  if (claims->facts != NULL) {
    g_hash_table_iter_init (&iter, claims->facts);
    while (g_hash_table_iter_next (&iter, &name, &value))
      schalter_paper_values_set (values, name, value);
  }
  schalter_paper_values_set (values, "number", claims->number);
  schalter_paper_values_set (values, "issued", claims->issued);
  schalter_paper_values_set (values, "expires", claims->expires);
  schalter_paper_values_set (values, "surname", claims->surname);
  schalter_paper_values_set (values, "given_names", claims->given_names);
  schalter_paper_values_set (values, "birth_date", claims->birth_date);
  schalter_paper_values_set (values, "address", claims->address);
}

static GBytes *
render (const SchalterPaper *paper, const char *created, guint *n_pages_out, GError **error)
{
  g_autoptr (SchalterCanvas) canvas = schalter_canvas_new (
      paper->title, paper->header->municipality_name, created, paper->header->colour, error);
  if (canvas == NULL || !schalter_paper_draw (canvas, paper, error))
    return NULL;
  return schalter_canvas_finish (canvas, n_pages_out, error);
}

GBytes *
schalter_document_render_certificate (const SchalterCertificatePaper *paper,
                                      guint *n_pages_out,
                                      GError **error)
{
  g_return_val_if_fail (paper != NULL && paper->claims != NULL && paper->seal_code != NULL, NULL);
  g_autoptr (SchalterPaperTemplate) paper_template =
      schalter_paper_template_parse (paper->template_json, error);
  if (paper_template == NULL)
    return NULL;
  if (!g_str_equal (paper_template->id, paper->claims->type)) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "the template is for “%s”, the certificate is “%s”",
                 paper_template->id,
                 paper->claims->type);
    return NULL;
  }
  g_autoptr (SchalterPaperValues) values = schalter_paper_values_new (paper->language);
  g_autofree char *verify_address = get_verify_address (paper->seal_code);
  set_claims_values (values, paper->claims);
  set_header_values (values, &paper->header);
  schalter_paper_values_set (values, "check", paper->check);
  schalter_paper_values_set (values, "verify_address", verify_address);
  SchalterPaper layout = {
    .header = &paper->header,
    .paper_template = paper_template,
    .values = values,
    .language = paper->language,
    .title = schalter_text_get (&paper_template->title, paper->language),
    .mark = paper->mark,
    .qr_text = paper->seal_code,
  };
  return render (&layout, paper->claims->issued, n_pages_out, error);
}

GBytes *
schalter_document_render_receipt (const SchalterReceiptPaper *paper,
                                  guint *n_pages_out,
                                  GError **error)
{
  g_return_val_if_fail (paper != NULL && paper->title != NULL && paper->reference != NULL, NULL);
  /* Asked of the resource by name, so that linking a static library does not lose it. */
  g_autoptr (GBytes) json = g_resource_lookup_data (
      schalter_print_get_resource (), RECEIPT_TEMPLATE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (json != NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (json, NULL), g_bytes_get_size (json));
  g_autoptr (SchalterPaperTemplate) paper_template = schalter_paper_template_parse (text, error);
  if (paper_template == NULL)
    return NULL;
  g_autoptr (SchalterPaperValues) values = schalter_paper_values_new (paper->language);
  set_header_values (values, &paper->header);
  schalter_paper_values_set (values, "service", paper->service);
  schalter_paper_values_set (values, "reference", paper->reference);
  schalter_paper_values_set (values, "created", paper->created);
  SchalterPaper layout = {
    .header = &paper->header,
    .paper_template = paper_template,
    .values = values,
    .language = paper->language,
    .title = paper->title,
    .lines = paper->lines,
    .qr_text = paper->qr_text,
    .may_grow = TRUE,
  };
  return render (&layout, NULL, n_pages_out, error);
}
