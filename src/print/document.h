/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "claims.h"
#include "language.h"

G_BEGIN_DECLS

/**
 * Paper: one template and the things on it become one PDF, byte for byte the same for the same
 * input (A4, tagged, fonts embedded). Texts come from the template (JSON of the catalogue) in the
 * language asked for; a glyph that the font lacks is SCHALTER_ERROR_INVALID, never a box on paper.
 */

/**
 * SchalterDocumentHeader: who issues the paper; all borrowed.
 */
typedef struct {
  const char *municipality_name;
  const char *canton_name;
  const char *office_name;
  const char *office_address; /* lines parted by \n */
  const char *colour;         /* "#rrggbb" */
} SchalterDocumentHeader;

/**
 * schalter_document_render_certificate:
 * @template_json: the certificate template
 * @seal_code: the text of the QR code
 * @check: the eight symbols printed beside it
 * @mark: (nullable): printed across the head, for a replacement
 * @n_pages_out: (out) (optional)
 *
 * Returns: (transfer full): the PDF.
 */
typedef struct {
  SchalterDocumentHeader header;
  const char *template_json;
  const SchalterClaims *claims;
  const char *seal_code;
  const char *check;
  const char *mark;
  SchalterLanguage language;
} SchalterCertificatePaper;

GBytes *schalter_document_render_certificate (const SchalterCertificatePaper *paper,
                                              guint *n_pages_out,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SchalterReceiptPaper:
 * @title: what the paper is ("Quittung")
 * @service: the service's title
 * @reference: printed large, and as a QR code
 * @lines: (nullable) NULL-terminated: what happens next, a paragraph each
 *
 * A receipt or a slip; all borrowed.
 */
typedef struct {
  SchalterDocumentHeader header;
  const char *title;
  const char *service;
  const char *reference;
  const char *created; /* date and time in words */
  const char *const *lines;
  const char *qr_text; /* nullable */
  SchalterLanguage language;
} SchalterReceiptPaper;

GBytes *schalter_document_render_receipt (const SchalterReceiptPaper *paper,
                                          guint *n_pages_out,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The modules of a QR code, level Q: a square of @n_modules_out², 1 for dark; NULL if too long. */
guint8 *schalter_qr_encode (const char *text, guint *n_modules_out);

G_END_DECLS
