/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The outbox on a real database: taken in once, sent oldest first, kept until delivered. */
#include "config.h"

#include "outbox.h"
#include "reference.h"
#include "schalter-error.h"
#include "store-fixture.h"

#define SECOND ((gint64)G_USEC_PER_SEC)

/* The same bytes twice, then others: the second submission draws a taken reference first. */
static guint n_draws;

static void
fill_repeating (guint8 *buffer, gsize length)
{
  memset (buffer, (int)(n_draws++ / 2), length);
}

static char *
add_content (StoreFixture *fixture, guint n, const char *content, GError **error)
{
  g_autoptr (SchalterEnvelope) envelope = store_envelope_new (n);
  g_autoptr (GBytes) sealed = g_bytes_new (content, strlen (content));
  SchalterOutboxSubmission submission = { envelope, sealed, n * SECOND, fill_repeating };
  char *reference = NULL;
  gboolean is_added = schalter_outbox_add (fixture->db, &submission, &reference, error);
  g_assert_cmpint (is_added, ==, reference != NULL);
  return reference;
}

static void
add (StoreFixture *fixture, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *reference = add_content (fixture, n, "sealed", &error);
  g_assert_no_error (error);
  g_assert_nonnull (reference);
}

static SchalterOutboxParcel *
take (StoreFixture *fixture, gint64 now_us)
{
  g_autoptr (GError) error = NULL;
  SchalterOutboxParcel *parcel = NULL;
  g_assert_true (schalter_outbox_take_due (fixture->db, now_us, &parcel, &error));
  g_assert_no_error (error);
  return parcel;
}

/* Takes the next one, which must be number @n. */
static void
expect_due (StoreFixture *fixture, gint64 now_us, guint n)
{
  g_autoptr (SchalterOutboxParcel) parcel = take (fixture, now_us);
  g_autoptr (SchalterEnvelope) expected = store_envelope_new (n);
  g_assert_nonnull (parcel);
  g_assert_cmpstr (parcel->envelope->submission_id, ==, expected->submission_id);
}

static void
expect_nothing_due (StoreFixture *fixture, gint64 now_us)
{
  g_assert_null (take (fixture, now_us));
}

static void
fail (StoreFixture *fixture, guint n, gint64 next_attempt_us)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterEnvelope) envelope = store_envelope_new (n);
  g_assert_true (schalter_outbox_mark_failed (
      fixture->db, envelope->submission_id, "no answer", next_attempt_us, &error));
  g_assert_no_error (error);
}

static void
deliver (StoreFixture *fixture, guint n, gint64 now_us)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterEnvelope) envelope = store_envelope_new (n);
  g_assert_true (schalter_outbox_mark_delivered (
      fixture->db, envelope->submission_id, "{\"received\":true}", now_us, &error));
  g_assert_no_error (error);
}

static void
gives_what_was_handed_in_with_its_reference (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *reference = add_content (fixture, 1, "sealed", &error);
  g_assert_no_error (error);
  g_autofree char *canonical = schalter_reference_parse (reference, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (canonical, ==, reference);
  g_assert_true (g_str_has_prefix (reference, "4045-"));

  g_autoptr (SchalterOutboxParcel) parcel = take (fixture, 2 * SECOND);
  g_assert_cmpstr (parcel->envelope->reference, ==, reference);
  g_assert_cmpuint (parcel->envelope->authority_bfs, ==, 4045);
  g_assert_cmpmem (
      g_bytes_get_data (parcel->sealed, NULL), g_bytes_get_size (parcel->sealed), "sealed", 6);
  g_assert_cmpuint (parcel->n_attempts, ==, 0);
}

static void
gives_a_repeat_the_same_reference (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *first = add_content (fixture, 1, "sealed", &error);
  g_autofree char *second = add_content (fixture, 1, "sealed", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, second);
  expect_due (fixture, 2 * SECOND, 1);
  deliver (fixture, 1, 3 * SECOND);
  g_autofree char *third = add_content (fixture, 1, "sealed", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, third);
  expect_nothing_due (fixture, 4 * SECOND);
}

static void
refuses_other_bytes_under_the_same_id (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  add (fixture, 1);
  g_assert_null (add_content (fixture, 1, "other!", &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_CONFLICT);
  g_assert_cmpint (store_query_int64 (fixture->db, "SELECT count(*) FROM outbox"), ==, 1);
}

static void
never_gives_a_reference_twice (StoreFixture *fixture, gconstpointer unused)
{
  n_draws = 0;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = add_content (fixture, 1, "sealed", &error);
  g_autofree char *second = add_content (fixture, 2, "sealed", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpuint (n_draws, ==, 3);
}

static void
sends_the_oldest_first (StoreFixture *fixture, gconstpointer unused)
{
  add (fixture, 3);
  add (fixture, 1);
  add (fixture, 2);
  for (guint n = 1; n <= 3; n++)
    expect_due (fixture, 10 * SECOND, n);
  expect_nothing_due (fixture, 10 * SECOND);
}

static void
is_not_blocked_by_one_that_fails (StoreFixture *fixture, gconstpointer unused)
{
  add (fixture, 1);
  add (fixture, 2);
  expect_due (fixture, 10 * SECOND, 1);
  fail (fixture, 1, 60 * SECOND);
  expect_due (fixture, 10 * SECOND, 2);
  expect_nothing_due (fixture, 59 * SECOND);
  g_autoptr (SchalterOutboxParcel) again = take (fixture, 60 * SECOND);
  g_assert_cmpuint (again->n_attempts, ==, 1);
}

static void
sends_again_what_waits_because_of_a_wrong_clock (StoreFixture *fixture, gconstpointer unused)
{
  SchalterOutboxSummary summary = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 now_us = 10 * SECOND;
  add (fixture, 1);
  expect_due (fixture, now_us, 1);
  fail (fixture, 1, now_us + 1000 * SCHALTER_OUTBOX_MAX_WAIT_US);
  g_assert_true (schalter_outbox_summarise (fixture->db, now_us, &summary, &error));
  g_assert_cmpint (summary.next_attempt_us, ==, now_us);
  expect_due (fixture, now_us, 1);
}

static void
keeps_no_content_of_what_is_delivered (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  add (fixture, 1);
  expect_due (fixture, 2 * SECOND, 1);
  deliver (fixture, 1, 3 * SECOND);
  const char *kept = "SELECT count(*) FROM outbox WHERE sealed IS NULL AND receipt != ''";
  g_assert_cmpint (store_query_int64 (fixture->db, kept), ==, 1);

  gint64 end_us = 3 * SECOND + SCHALTER_OUTBOX_KEEP_US;
  g_assert_true (schalter_outbox_prune (fixture->db, end_us, &error));
  g_assert_cmpint (store_query_int64 (fixture->db, kept), ==, 1);
  g_assert_true (schalter_outbox_prune (fixture->db, end_us + 1, &error));
  g_assert_cmpint (store_query_int64 (fixture->db, kept), ==, 0);
}

static void
never_forgets_what_is_not_delivered (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  add (fixture, 1);
  add (fixture, 2);
  g_autoptr (SchalterEnvelope) envelope = store_envelope_new (1);
  expect_due (fixture, 10 * SECOND, 1);
  g_assert_true (schalter_outbox_mark_attention (
      fixture->db, envelope->submission_id, "The portal refused it", &error));
  g_assert_true (schalter_outbox_prune (fixture->db, G_MAXINT64 / 2, &error));
  g_assert_no_error (error);
  SchalterOutboxSummary summary = { 0 };
  g_assert_true (schalter_outbox_summarise (fixture->db, 10 * SECOND, &summary, &error));
  g_assert_cmpuint (summary.n_waiting, ==, 1);
  g_assert_cmpuint (summary.n_attention, ==, 1);

  g_autoptr (GPtrArray) items = schalter_outbox_list (fixture->db, &error);
  g_assert_cmpuint (items->len, ==, 2);
  const SchalterOutboxItem *item = g_ptr_array_index (items, 0);
  g_assert_cmpint (item->state, ==, SCHALTER_OUTBOX_ATTENTION);
  g_assert_cmpstr (item->problem, ==, "The portal refused it");
}

static void
sends_again_what_was_under_way_when_the_agent_died (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  add (fixture, 1);
  expect_due (fixture, 2 * SECOND, 1);
  expect_nothing_due (fixture, 2 * SECOND);
  g_assert_true (schalter_outbox_recover (fixture->db, &error));
  expect_due (fixture, 2 * SECOND, 1);
}

static void
puts_a_damaged_row_aside_for_a_person (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  add (fixture, 1);
  add (fixture, 2);
  g_assert_true (schalter_db_execute (
      fixture->db, "UPDATE outbox SET envelope = '{' WHERE created_us = 1000000", &error));
  expect_due (fixture, 10 * SECOND, 2);
  g_autoptr (GPtrArray) items = schalter_outbox_list (fixture->db, &error);
  const SchalterOutboxItem *item = g_ptr_array_index (items, 0);
  g_assert_cmpint (item->state, ==, SCHALTER_OUTBOX_ATTENTION);
}

static void
knows_no_outcome_of_what_is_not_being_sent (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterEnvelope) envelope = store_envelope_new (1);
  add (fixture, 1);
  g_assert_false (
      schalter_outbox_mark_delivered (fixture->db, envelope->submission_id, "{}", 1, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test)                                                                            \
  g_test_add ("/store/outbox/" path,                                                               \
              StoreFixture,                                                                        \
              NULL,                                                                                \
              store_fixture_set_up,                                                                \
              test,                                                                                \
              store_fixture_tear_down)
  ADD ("gives-what-was-handed-in-with-its-reference", gives_what_was_handed_in_with_its_reference);
  ADD ("gives-a-repeat-the-same-reference", gives_a_repeat_the_same_reference);
  ADD ("refuses-other-bytes-under-the-same-id", refuses_other_bytes_under_the_same_id);
  ADD ("never-gives-a-reference-twice", never_gives_a_reference_twice);
  ADD ("sends-the-oldest-first", sends_the_oldest_first);
  ADD ("is-not-blocked-by-one-that-fails", is_not_blocked_by_one_that_fails);
  ADD ("sends-again-what-waits-because-of-a-wrong-clock",
       sends_again_what_waits_because_of_a_wrong_clock);
  ADD ("keeps-no-content-of-what-is-delivered", keeps_no_content_of_what_is_delivered);
  ADD ("never-forgets-what-is-not-delivered", never_forgets_what_is_not_delivered);
  ADD ("sends-again-what-was-under-way-when-the-agent-died",
       sends_again_what_was_under_way_when_the_agent_died);
  ADD ("puts-a-damaged-row-aside-for-a-person", puts_a_damaged_row_aside_for_a_person);
  ADD ("knows-no-outcome-of-what-is-not-being-sent", knows_no_outcome_of_what_is_not_being_sent);
#undef ADD
  return g_test_run ();
}
