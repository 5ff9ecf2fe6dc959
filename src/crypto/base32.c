/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Base 32 without padding; each sequence of bytes has one text only. */
#include "config.h"

#include "base32.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

char *
schalter_base32_encode (const guint8 *data, gsize length)
{
  g_return_val_if_fail (data != NULL || length == 0, NULL);
  GString *text = g_string_sized_new (length * 8 / 5 + 2);
  guint bits = 0;
  guint n_bits = 0;
  for (gsize i = 0; i < length; i++) {
    bits = bits << 8 | data[i];
    for (n_bits += 8; n_bits >= 5; n_bits -= 5)
      g_string_append_c (text, alphabet[bits >> (n_bits - 5) & 31]);
    bits &= 31;
  }
  if (n_bits > 0)
    g_string_append_c (text, alphabet[bits << (5 - n_bits) & 31]);
  return g_string_free (text, FALSE);
}

GBytes *
schalter_base32_decode (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_autoptr (GByteArray) data = g_byte_array_new ();
  guint bits = 0;
  guint n_bits = 0;
  for (const char *at = text; *at != '\0'; at++) {
    const char *symbol = strchr (alphabet, *at);
    if (symbol == NULL)
      return NULL;
    bits = (bits << 5 | (guint)(symbol - alphabet)) & 0xfff;
    n_bits += 5;
    if (n_bits >= 8) {
      n_bits -= 8;
      guint8 byte = (guint8)(bits >> n_bits);
      g_byte_array_append (data, &byte, 1);
    }
  }
  if (n_bits >= 5 || (bits & ((1u << n_bits) - 1)) != 0)
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&data));
}
