/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Waiting times: they grow, they end at the cap, and they never fall below the floor. */
#include "config.h"

#include "retry.h"

static const SchalterRetryPolicy policy = { .floor_ms = 500, .first_ms = 1000, .cap_ms = 60000 };

static void
doubles_up_to_the_cap (void)
{
  const guint longest_ms[] = { 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000 };
  for (guint i = 0; i < G_N_ELEMENTS (longest_ms); i++)
    g_assert_cmpuint (schalter_retry_get_wait_ms (&policy, i + 1, G_MAXUINT32), ==, longest_ms[i]);
  g_assert_cmpuint (schalter_retry_get_wait_ms (&policy, G_MAXUINT, G_MAXUINT32), ==, 60000);
}

static void
spreads_evenly_above_the_floor (void)
{
  g_assert_cmpuint (schalter_retry_get_wait_ms (&policy, 3, 0), ==, 500);
  g_assert_cmpuint (schalter_retry_get_wait_ms (&policy, 3, G_MAXUINT32 / 2), ==, 2000);
  g_assert_cmpuint (schalter_retry_get_wait_ms (&policy, 3, G_MAXUINT32 / 4 * 3), ==, 3000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/retry/doubles-up-to-the-cap", doubles_up_to_the_cap);
  g_test_add_func ("/core/retry/spreads-evenly-above-the-floor", spreads_evenly_above_the_floor);
  return g_test_run ();
}
