/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The print ledger on a real database: numbers once, one sheet at a time, known steps only. */
#include "config.h"

#include "print-ledger.h"
#include "schalter-error.h"
#include "store-fixture.h"

static const char *const hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
static const char *const other = "f123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static char *
issue (StoreFixture *fixture, const char *kind, const char *number, GError **error)
{
  SchalterPrintOrder order = { kind, number, hash, 1, 1000 };
  char *job_name = NULL;
  gboolean is_issued = schalter_print_ledger_issue (fixture->db, &order, &job_name, error);
  g_assert_cmpint (is_issued, ==, job_name != NULL);
  return job_name;
}

static void
expect_job (StoreFixture *fixture, const char *kind, const char *number, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *job_name = issue (fixture, kind, number, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (job_name, ==, expected);
}

static gboolean
advance (StoreFixture *fixture, const char *job_name, SchalterPrintState state, GError **error)
{
  SchalterPrintStep step = { job_name, state, -1, 0, 2000 };
  return schalter_print_ledger_advance (fixture->db, &step, error);
}

static void
walk (StoreFixture *fixture, const char *job_name, SchalterPrintState last)
{
  g_autoptr (GError) error = NULL;
  for (SchalterPrintState state = SCHALTER_PRINT_PREFLIGHT; state < SCHALTER_PRINT_CONFIRMED;
       state++)
    g_assert_true (advance (fixture, job_name, state, &error));
  g_assert_true (advance (fixture, job_name, last, &error));
  g_assert_no_error (error);
}

static void
permits_a_certificate_once (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  expect_job (fixture, "certificate", "W-4045-2026-000123", "W-4045-2026-000123.1");
  walk (fixture, "W-4045-2026-000123.1", SCHALTER_PRINT_FAILED);
  g_assert_null (issue (fixture, "certificate", "W-4045-2026-000123", &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_null (issue (fixture, "receipt", "W-4045-2026-000123", &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_CONFLICT);
}

static void
permits_again_what_the_printer_could_not_begin (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  expect_job (fixture, "certificate", "W-1", "W-1.1");
  expect_job (fixture, "certificate", "W-1", "W-1.1");
  SchalterPrintOrder forged = { "certificate", "W-1", other, 1, 1000 };
  g_autofree char *job_name = NULL;
  g_assert_false (schalter_print_ledger_issue (fixture->db, &forged, &job_name, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_CONFLICT);
}

static void
counts_the_copies_of_a_receipt (StoreFixture *fixture, gconstpointer unused)
{
  expect_job (fixture, "receipt", "4045-7F3K-92QX", "4045-7F3K-92QX.1");
  walk (fixture, "4045-7F3K-92QX.1", SCHALTER_PRINT_CONFIRMED);
  expect_job (fixture, "receipt", "4045-7F3K-92QX", "4045-7F3K-92QX.2");
}

static void
prints_one_sheet_at_a_time (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  expect_job (fixture, "certificate", "W-1", "W-1.1");
  for (SchalterPrintState state = SCHALTER_PRINT_PREFLIGHT; state < SCHALTER_PRINT_CONFIRMED;
       state++) {
    g_assert_true (advance (fixture, "W-1.1", state, &error));
    g_assert_null (issue (fixture, "receipt", "R-2", &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE);
    g_assert_cmpstr (error->message, ==, "busy");
    g_clear_error (&error);
  }
  g_assert_true (advance (fixture, "W-1.1", SCHALTER_PRINT_UNKNOWN, &error));
  expect_job (fixture, "receipt", "R-2", "R-2.1");
}

static void
knows_no_way_back_from_an_end (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  expect_job (fixture, "certificate", "W-1", "W-1.1");
  walk (fixture, "W-1.1", SCHALTER_PRINT_FAILED);
  g_assert_false (advance (fixture, "W-1.1", SCHALTER_PRINT_CONFIRMED, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (advance (fixture, "W-9.1", SCHALTER_PRINT_CONFIRMED, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND);
}

static void
lists_what_may_still_be_on_its_way (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  expect_job (fixture, "certificate", "W-1", "W-1.1");
  g_autoptr (GPtrArray) none = schalter_print_ledger_list_open (fixture->db, &error);
  g_assert_cmpuint (none->len, ==, 0);

  SchalterPrintStep step = { "W-1.1", SCHALTER_PRINT_PREFLIGHT, -1, 0, 1 };
  g_assert_true (schalter_print_ledger_advance (fixture->db, &step, &error));
  step = (SchalterPrintStep){ "W-1.1", SCHALTER_PRINT_SUBMITTED, -1, 54, 2 };
  g_assert_true (schalter_print_ledger_advance (fixture->db, &step, &error));
  step = (SchalterPrintStep){ "W-1.1", SCHALTER_PRINT_PRINTING, 1, 0, 3 };
  g_assert_true (schalter_print_ledger_advance (fixture->db, &step, &error));

  g_autoptr (GPtrArray) open = schalter_print_ledger_list_open (fixture->db, &error);
  g_assert_cmpuint (open->len, ==, 1);
  const SchalterPrint *print = g_ptr_array_index (open, 0);
  g_assert_cmpstr (print->job_name, ==, "W-1.1");
  g_assert_cmpint (print->state, ==, SCHALTER_PRINT_PRINTING);
  g_assert_cmpint (print->job_id, ==, 54);
  g_assert_cmpint (print->n_pages_out, ==, 1);

  g_assert_true (advance (fixture, "W-1.1", SCHALTER_PRINT_CONFIRMED, &error));
  g_autoptr (GPtrArray) all = schalter_print_ledger_list (fixture->db, 10, &error);
  g_assert_cmpuint (all->len, ==, 1);
  print = g_ptr_array_index (all, 0);
  g_assert_cmpint (print->n_pages_out, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test)                                                                            \
  g_test_add ("/store/print-ledger/" path,                                                         \
              StoreFixture,                                                                        \
              NULL,                                                                                \
              store_fixture_set_up,                                                                \
              test,                                                                                \
              store_fixture_tear_down)
  ADD ("permits-a-certificate-once", permits_a_certificate_once);
  ADD ("permits-again-what-the-printer-could-not-begin",
       permits_again_what_the_printer_could_not_begin);
  ADD ("counts-the-copies-of-a-receipt", counts_the_copies_of_a_receipt);
  ADD ("prints-one-sheet-at-a-time", prints_one_sheet_at_a_time);
  ADD ("knows-no-way-back-from-an-end", knows_no_way_back_from_an_end);
  ADD ("lists-what-may-still-be-on-its-way", lists_what_may_still_be_on_its_way);
#undef ADD
  return g_test_run ();
}
