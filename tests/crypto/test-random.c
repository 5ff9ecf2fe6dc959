/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Randomness differs each time; wiping wipes. */
#include "config.h"

#include "random.h"

#include <string.h>

static void
fills_the_whole_buffer_anew_each_time (void)
{
  guint8 first[64] = { 0 };
  guint8 second[64] = { 0 };
  schalter_random_fill (first, sizeof first);
  schalter_random_fill (second, sizeof second);
  g_assert_cmpint (memcmp (first, second, sizeof first), !=, 0);
  guint n_different = 0;
  for (guint i = 0; i < sizeof first; i++)
    n_different += first[i] != second[i];
  g_assert_cmpuint (n_different, >, 48);
}

static void
wipes_what_it_is_given (void)
{
  const guint8 zeros[8] = { 0 };
  guint8 secret[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  schalter_wipe (secret, sizeof secret);
  g_assert_cmpmem (secret, sizeof secret, zeros, sizeof zeros);
  schalter_wipe (NULL, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schalter_crypto_init ();
  g_test_add_func ("/crypto/random/fills-the-whole-buffer-anew-each-time",
                   fills_the_whole_buffer_anew_each_time);
  g_test_add_func ("/crypto/random/wipes-what-it-is-given", wipes_what_it_is_given);
  return g_test_run ();
}
