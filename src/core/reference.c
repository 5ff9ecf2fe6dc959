/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reference numbers. The check symbols are those of a Reed-Solomon code over GF(32) whose generator
 * has the roots 1 and α: its words differ in three symbols at least, so that every one or two wrong
 * symbols, and with them every swap, are found. The four digits of the municipality count as
 * symbols, too. */
#include "config.h"

#include "reference.h"

#include "schalter-error.h"

#include <string.h>

#define N_DIGITS 4
#define N_RANDOM 6
#define N_CHECK 2
#define N_SYMBOLS (N_DIGITS + N_RANDOM + N_CHECK)
#define MAX_TYPED_BYTES 64

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Multiplies in GF(2⁵) with the primitive polynomial x⁵ + x² + 1. */
static guint
multiply (guint a, guint b)
{
  guint product = 0;
  for (guint bit = 0; bit < 5; bit++) {
    if ((b >> bit & 1) != 0)
      product ^= a << bit;
  }
  for (guint bit = 9; bit >= 5; bit--) {
    if ((product >> bit & 1) != 0)
      product ^= 0x25u << (bit - 5);
  }
  return product;
}

/* The remainder of the symbols by (x + 1)(x + α) = x² + 3x + 2, with α = 2. */
static void
divide (const guint8 *symbols, guint n_symbols, guint8 *remainder)
{
  remainder[0] = 0;
  remainder[1] = 0;
  for (guint i = 0; i < n_symbols; i++) {
    guint factor = symbols[i] ^ remainder[0];
    remainder[0] = (guint8)(remainder[1] ^ multiply (3, factor));
    remainder[1] = (guint8)multiply (2, factor);
  }
}

static char *
format_symbols (const guint8 *symbols)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < N_SYMBOLS; i++) {
    if (i > 0 && i % 4 == 0)
      g_string_append_c (text, '-');
    g_string_append_c (text, alphabet[symbols[i]]);
  }
  return g_string_free (text, FALSE);
}

char *
schalter_reference_new (guint bfs, const guint8 *random)
{
  g_return_val_if_fail (bfs <= 9999 && random != NULL, NULL);
  guint8 symbols[N_SYMBOLS] = {
    (guint8)(bfs / 1000), (guint8)(bfs / 100 % 10), (guint8)(bfs / 10 % 10), (guint8)(bfs % 10)
  };
  guint32 bits = (guint32)random[0] << 24 | (guint32)random[1] << 16 | (guint32)random[2] << 8 |
                 (guint32)random[3];
  for (guint i = 0; i < N_RANDOM; i++)
    symbols[N_DIGITS + i] = (guint8)(bits >> (5 * i) & 31);
  divide (symbols, N_DIGITS + N_RANDOM, symbols + N_DIGITS + N_RANDOM);
  return format_symbols (symbols);
}

/* The value of a symbol as a person types it, or -1. */
static int
parse_symbol (char typed)
{
  char symbol = g_ascii_toupper (typed);
  if (symbol == 'O')
    symbol = '0';
  if (symbol == 'I' || symbol == 'L')
    symbol = '1';
  const char *at = symbol != '\0' ? strchr (alphabet, symbol) : NULL;
  return at != NULL ? (int)(at - alphabet) : -1;
}

static gboolean
parse_symbols (const char *typed, guint8 *symbols)
{
  guint n_symbols = 0;
  if (strlen (typed) > MAX_TYPED_BYTES)
    return FALSE;
  for (const char *at = typed; *at != '\0'; at++) {
    if (*at == '-' || *at == '.' || g_ascii_isspace (*at))
      continue;
    int value = parse_symbol (*at);
    if (value < 0 || n_symbols == N_SYMBOLS || (n_symbols < N_DIGITS && value > 9))
      return FALSE;
    symbols[n_symbols++] = (guint8)value;
  }
  return n_symbols == N_SYMBOLS;
}

char *
schalter_reference_parse (const char *typed, GError **error)
{
  g_return_val_if_fail (typed != NULL, NULL);
  guint8 symbols[N_SYMBOLS];
  guint8 remainder[N_CHECK];
  if (!parse_symbols (typed, symbols)) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "not a reference number; it looks like 4045-7F3K-92QX");
    return NULL;
  }
  divide (symbols, N_SYMBOLS, remainder);
  if (remainder[0] != 0 || remainder[1] != 0) {
    g_set_error (
        error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "the reference number has a typing mistake");
    return NULL;
  }
  return format_symbols (symbols);
}
