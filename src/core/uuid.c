/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * UUIDv7 (RFC 9562 §5.7): milliseconds first, so that ids sort by time. */
#include "config.h"

#include "uuid.h"

#include <string.h>

#define N_BYTES 16
#define N_CHARACTERS 36

char *
schalter_uuid_new (gint64 now_us, const guint8 *random)
{
  g_return_val_if_fail (now_us >= 0 && random != NULL, NULL);
  guint64 now_ms = (guint64)now_us / 1000;
  guint8 bytes[N_BYTES];
  for (guint i = 0; i < 6; i++)
    bytes[i] = (guint8)(now_ms >> (40 - 8 * i));
  memcpy (bytes + 6, random, SCHALTER_UUID_RANDOM_BYTES);
  bytes[6] = (guint8)(0x70 | (bytes[6] & 0x0f)); /* version */
  bytes[8] = (guint8)(0x80 | (bytes[8] & 0x3f)); /* variant */

  GString *text = g_string_sized_new (N_CHARACTERS);
  for (guint i = 0; i < N_BYTES; i++)
    g_string_append_printf (text, "%s%02x", i >= 4 && i <= 10 && i % 2 == 0 ? "-" : "", bytes[i]);
  return g_string_free (text, FALSE);
}

gboolean
schalter_uuid_is_valid (const char *text)
{
  if (text == NULL || strlen (text) != N_CHARACTERS)
    return FALSE;
  for (guint i = 0; i < N_CHARACTERS; i++) {
    gboolean is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_dash ? text[i] != '-' : strchr ("0123456789abcdef", text[i]) == NULL)
      return FALSE;
  }
  return text[14] == '7' && strchr ("89ab", text[19]) != NULL;
}
