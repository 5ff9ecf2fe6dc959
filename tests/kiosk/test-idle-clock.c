/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Noticing that the citizen has gone: asks first, takes any answer, and never cuts off what is
 * under way. Short limits in place of long ones; the clock is the real one. */
#include "config.h"

#include "idle-clock.h"

#include "print-trouble.h"
#include "test-wait.h"

#define DEADLINE_MS 60000

typedef struct {
  SchalterIdleClock *clock;
  GArray *asked; /* guint: seconds left, as they were said */
  guint n_ends;
  gboolean is_held;
  guint n_held_asked; /* how often the clock wanted to know */
} Fixture;

static void
on_ask (guint seconds_left, gpointer user_data)
{
  g_array_append_val (((Fixture *)user_data)->asked, seconds_left);
}

static void
on_end (gpointer user_data)
{
  ((Fixture *)user_data)->n_ends++;
}

static gboolean
on_is_held (gpointer user_data)
{
  Fixture *fixture = user_data;
  fixture->n_held_asked++;
  return fixture->is_held;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  const SchalterIdleEvents events = { on_ask, on_end, on_is_held };
  fixture->clock = schalter_idle_clock_new (&events, fixture);
  fixture->asked = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  schalter_idle_clock_free (fixture->clock);
  g_array_unref (fixture->asked);
}

static void
start (Fixture *fixture, guint quiet_ms, guint countdown_ms, guint longest_ms)
{
  const SchalterIdleLimits limits = { quiet_ms, countdown_ms, longest_ms };
  schalter_idle_clock_start (fixture->clock, &limits);
}

static gboolean
has_ended (gpointer user_data)
{
  return ((Fixture *)user_data)->n_ends > 0;
}

static gboolean
has_asked (gpointer user_data)
{
  return ((Fixture *)user_data)->asked->len > 0;
}

static gboolean
has_ticked_often (gpointer user_data)
{
  return ((Fixture *)user_data)->n_held_asked >= 8;
}

static guint
get_asked (Fixture *fixture, guint index)
{
  g_assert_cmpuint (index, <, fixture->asked->len);
  return g_array_index (fixture->asked, guint, index);
}

static void
asks_counts_down_and_ends (Fixture *fixture, gconstpointer unused)
{
  gint64 began_us = g_get_monotonic_time ();
  start (fixture, 300, 2000, 600000);
  test_wait_until (has_ended, fixture, DEADLINE_MS);
  g_assert_cmpint (g_get_monotonic_time () - began_us, >=, 2300 * 1000);
  g_assert_cmpuint (get_asked (fixture, 0), ==, 2);
  for (guint i = 1; i < fixture->asked->len; i++)
    g_assert_cmpuint (get_asked (fixture, i), <, get_asked (fixture, i - 1));
  g_assert_cmpuint (fixture->n_ends, ==, 1);
}

static void
any_touch_is_an_answer (Fixture *fixture, gconstpointer unused)
{
  start (fixture, 200, 60000, 600000);
  test_wait_until (has_asked, fixture, DEADLINE_MS);
  g_assert_cmpuint (get_asked (fixture, 0), ==, 60);
  schalter_idle_clock_touch (fixture->clock);
  g_assert_cmpuint (get_asked (fixture, fixture->asked->len - 1), ==, 0);
  g_assert_cmpuint (fixture->n_ends, ==, 0);
}

/* Paper that is coming out is not left for the next citizen. */
static void
what_is_under_way_is_not_cut_off (Fixture *fixture, gconstpointer unused)
{
  fixture->is_held = TRUE;
  start (fixture, 100, 100, 600000);
  test_wait_until (has_ticked_often, fixture, DEADLINE_MS);
  g_assert_cmpuint (fixture->asked->len, ==, 0);
  g_assert_cmpuint (fixture->n_ends, ==, 0);
  fixture->is_held = FALSE;
  test_wait_until (has_ended, fixture, DEADLINE_MS);
}

static gboolean
on_touch_again (gpointer user_data)
{
  schalter_idle_clock_touch (((Fixture *)user_data)->clock);
  return G_SOURCE_CONTINUE;
}

/* Somebody leans on the screen. */
static void
a_session_does_not_last_for_ever (Fixture *fixture, gconstpointer unused)
{
  guint touching = g_timeout_add (50, on_touch_again, fixture);
  start (fixture, 60000, 1000, 1500);
  test_wait_until (has_ended, fixture, DEADLINE_MS);
  g_source_remove (touching);
  g_assert_cmpuint (get_asked (fixture, 0), ==, 1);
}

static void
more_time_counts_at_once (Fixture *fixture, gconstpointer unused)
{
  start (fixture, 200, 2000, 600000);
  test_wait_until (has_asked, fixture, DEADLINE_MS);
  start (fixture, 600000, 2000, 600000);
  guint n_held_asked = fixture->n_held_asked;
  while (fixture->n_held_asked < n_held_asked + 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (get_asked (fixture, fixture->asked->len - 1), ==, 0);
  g_assert_cmpuint (fixture->n_ends, ==, 0);
}

static void
stopped_it_says_nothing (Fixture *fixture, gconstpointer unused)
{
  start (fixture, 0, 1, 600000);
  schalter_idle_clock_stop (fixture->clock);
  start (fixture, 600000, 1000, 600000); /* the next session begins anew */
  test_wait_until (has_ticked_often, fixture, DEADLINE_MS);
  g_assert_cmpuint (fixture->n_ends, ==, 0);
  g_assert_cmpuint (fixture->asked->len, ==, 0);
}

static void
a_printers_reasons_are_said_in_words (void)
{
  static const struct {
    const char *reasons[4];
    const char *text; /* NULL when there is nothing to say */
  } cases[] = {
    { { "media-empty-error" }, "no paper" },
    { { "media-needed" }, "no paper" },
    { { "toner-low-warning", "media-jam-error" }, "stuck" },
    { { "media-jam", "media-empty" }, "no paper" }, /* what matters most, whatever comes first */
    { { "cover-open-error" }, "cover" },
    { { "toner-low-warning" }, NULL },
    { { "none" }, NULL },
    { { "vendor-specific\x1b[31m" }, NULL },
    { { "" }, NULL },
    { { NULL }, NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    SchalterPrintTrouble trouble = schalter_print_trouble_find (cases[i].reasons);
    g_assert_nonnull (trouble.icon_name);
    g_assert_cmpint (trouble.text == NULL, ==, cases[i].text == NULL);
    if (trouble.text != NULL)
      g_assert_nonnull (strstr (trouble.text, cases[i].text));
  }
  g_assert_null (schalter_print_trouble_find (NULL).text);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/kiosk/idle-clock/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("asks-counts-down-and-ends", asks_counts_down_and_ends);
  ADD ("any-touch-is-an-answer", any_touch_is_an_answer);
  ADD ("what-is-under-way-is-not-cut-off", what_is_under_way_is_not_cut_off);
  ADD ("a-session-does-not-last-for-ever", a_session_does_not_last_for_ever);
  ADD ("more-time-counts-at-once", more_time_counts_at_once);
  ADD ("stopped-it-says-nothing", stopped_it_says_nothing);
  g_test_add_func ("/kiosk/print-trouble/a-printers-reasons-are-said-in-words",
                   a_printers_reasons_are_said_in_words);
  return g_test_run ();
}
