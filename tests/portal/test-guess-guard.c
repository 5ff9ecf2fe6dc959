/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who tries out codes is stopped, and nobody else. */
#include "config.h"

#include "guess-guard.h"

#define NOW (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC)
#define WINDOW (SCHALTER_GUESS_WINDOW_S * G_USEC_PER_SEC)

static void
guess (SchalterGuessGuard *guard, const char *client, guint n_times)
{
  for (guint i = 0; i < n_times; i++)
    schalter_guess_guard_note_wrong (guard, client, NOW);
}

static void
stops_one_address_for_a_minute (void)
{
  g_autoptr (SchalterGuessGuard) guard = schalter_guess_guard_new ();
  guess (guard, "192.0.2.1", SCHALTER_GUESSES_OF_ONE - 1);
  g_assert_false (schalter_guess_guard_is_closed (guard, "192.0.2.1", NOW));
  guess (guard, "192.0.2.1", 1);
  g_assert_true (schalter_guess_guard_is_closed (guard, "192.0.2.1", NOW + WINDOW - 1));
  g_assert_false (schalter_guess_guard_is_closed (guard, "192.0.2.2", NOW));
  g_assert_false (schalter_guess_guard_is_closed (guard, NULL, NOW));
  g_assert_false (schalter_guess_guard_is_closed (guard, "192.0.2.1", NOW + WINDOW));
}

static void
stops_everybody_when_many_guess (void)
{
  g_autoptr (SchalterGuessGuard) guard = schalter_guess_guard_new ();
  for (guint i = 0; i < SCHALTER_GUESSES_OF_ALL; i++) {
    g_autofree char *client = g_strdup_printf ("2001:db8::%x", i);
    g_assert_false (schalter_guess_guard_is_closed (guard, client, NOW));
    guess (guard, client, 1);
  }
  g_assert_true (schalter_guess_guard_is_closed (guard, "192.0.2.1", NOW));
  g_assert_false (schalter_guess_guard_is_closed (guard, "192.0.2.1", NOW + WINDOW));
}

static void
begins_anew_when_the_clock_goes_back (void)
{
  g_autoptr (SchalterGuessGuard) guard = schalter_guess_guard_new ();
  guess (guard, NULL, SCHALTER_GUESSES_OF_ONE);
  g_assert_true (schalter_guess_guard_is_closed (guard, NULL, NOW));
  g_assert_false (schalter_guess_guard_is_closed (guard, NULL, NOW - 10 * WINDOW));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portal/guess-guard/stops-one-address-for-a-minute",
                   stops_one_address_for_a_minute);
  g_test_add_func ("/portal/guess-guard/stops-everybody-when-many-guess",
                   stops_everybody_when_many_guess);
  g_test_add_func ("/portal/guess-guard/begins-anew-when-the-clock-goes-back",
                   begins_anew_when_the_clock_goes_back);
  return g_test_run ();
}
