/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Randomness and wiping, from libsodium. */
#include "config.h"

#include "random.h"

#include <sodium.h>

void
schalter_crypto_init (void)
{
  int result = sodium_init ();
  g_assert (result >= 0); /* no random source: nothing may go on */
}

void
schalter_random_fill (guint8 *buffer, gsize length)
{
  g_return_if_fail (buffer != NULL || length == 0);
  randombytes_buf (buffer, length);
}

void
schalter_wipe (void *buffer, gsize length)
{
  if (buffer != NULL)
    sodium_memzero (buffer, length);
}
