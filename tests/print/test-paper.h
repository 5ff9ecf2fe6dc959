/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document.h"

G_BEGIN_DECLS

/**
 * TestPaper: a certificate and a receipt of an invented person, on the real template.
 */
typedef struct {
  SchalterCertificatePaper certificate;
  SchalterReceiptPaper receipt;
  /* owned */
  SchalterClaims *claims;
  char *template_json;
} TestPaper;

TestPaper *test_paper_new (void);
void test_paper_free (TestPaper *paper);
void test_paper_set_surname (TestPaper *paper, const char *surname);
void test_paper_set_type (TestPaper *paper, const char *type);

/* Runs a program that must succeed and gives what it printed. */
char *test_run_tool (const char *program, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
