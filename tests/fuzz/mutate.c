/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzzing without an engine: seeds, changed by a generator of pseudo-random numbers with a fixed
 * seed. It knows what parsers stumble over: numbers at their limits, brackets, ends, repetitions.
 */
#include "config.h"

#include "mutate.h"

#include <string.h>

#define RANDOM_SEED 20260101
#define N_ROUNDS 3000
#define N_LONG_ROUNDS 30000
#define MAX_CHANGES 6
#define MAX_LENGTH (256 * 1024)

typedef struct {
  MutateTarget target;
  GPtrArray *seeds;
  guint cost;
} Test;

static const char *const tokens[] = {
  "0",
  "-1",
  "1e999",
  "9223372036854775808",
  "-9223372036854775808",
  "4294967296",
  "65536",
  "null",
  "true",
  "[]",
  "{}",
  "[[[[[[[[",
  "\"",
  "\\",
  "\\u0000",
  "\\ud800",
  "\xff",
  "\xc3",
  "\xf4\x90\x80\x80",
  "\n",
  "\r\n",
  "%",
  "%00",
  "%zz",
  "&",
  "=",
  ";",
  "#",
  "ß",
  "\u202e",
  ",",
  ":",
  "}",
  "]",
  "../",
};

static gsize
pick (GRand *random, gsize length)
{
  return length == 0 ? 0 : (gsize)g_rand_int_range (random, 0, (gint32)length);
}

static void
flip_bit (GRand *random, GString *text)
{
  if (text->len > 0)
    text->str[pick (random, text->len)] ^= (char)(1 << g_rand_int_range (random, 0, 8));
}

static void
set_byte (GRand *random, GString *text)
{
  if (text->len > 0)
    text->str[pick (random, text->len)] = (char)g_rand_int_range (random, 0, 256);
}

static void
insert_token (GRand *random, GString *text)
{
  const char *token = tokens[pick (random, G_N_ELEMENTS (tokens))];
  g_string_insert (text, (gssize)pick (random, text->len + 1), token);
}

static void
overwrite_with_token (GRand *random, GString *text)
{
  const char *token = tokens[pick (random, G_N_ELEMENTS (tokens))];
  gsize at = pick (random, text->len + 1);
  g_string_overwrite (text, at, token);
}

static void
remove_range (GRand *random, GString *text)
{
  gsize at = pick (random, text->len);
  gsize wanted = 1 + pick (random, 40);
  gsize length = MIN (wanted, text->len - at);
  g_string_erase (text, (gssize)at, (gssize)length);
}

static void
repeat_range (GRand *random, GString *text)
{
  gsize at = pick (random, text->len);
  gsize wanted = 1 + pick (random, 60);
  gsize length = MIN (wanted, text->len - at);
  g_autofree char *range = g_memdup2 (text->str + at, length);
  guint n_times = g_rand_int_range (random, 0, 20) == 0 ? 500 : 1;
  for (guint i = 0; i < n_times; i++)
    g_string_insert_len (text, (gssize)at, range, (gssize)length);
}

static void
cut_off (GRand *random, GString *text)
{
  g_string_truncate (text, pick (random, text->len + 1));
}

static void (*const changes[]) (GRand *, GString *) = {
  flip_bit,     set_byte,     insert_token, insert_token, overwrite_with_token,
  remove_range, repeat_range, cut_off,
};

static void
run_round (const Test *test, GRand *random)
{
  GBytes *seed = test->seeds->pdata[pick (random, test->seeds->len)];
  gsize length = 0;
  const char *data = g_bytes_get_data (seed, &length);
  g_autoptr (GString) text = g_string_new_len (data, (gssize)length);
  guint n_changes = (guint)g_rand_int_range (random, 1, MAX_CHANGES + 1);
  for (guint i = 0; i < n_changes && text->len < MAX_LENGTH; i++)
    changes[pick (random, G_N_ELEMENTS (changes))](random, text);
  /* In a block of just this length, so that a sanitizer sees a byte too many. */
  g_autofree char *exact = g_malloc (text->len + 1);
  memcpy (exact, text->str, text->len + 1);
  test->target (exact, text->len);
}

static void
run_test (gconstpointer data)
{
  const Test *test = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (RANDOM_SEED);
  guint n_rounds = g_getenv ("SCHALTER_TEST_LONG") != NULL ? N_LONG_ROUNDS : N_ROUNDS;
  for (guint i = 0; i < test->seeds->len; i++) {
    gsize length = 0;
    const char *seed = g_bytes_get_data (test->seeds->pdata[i], &length);
    g_autofree char *copy = g_malloc0 (length + 1);
    memcpy (copy, seed, length);
    test->target (copy, length);
  }
  for (guint i = 0; i < n_rounds / test->cost; i++)
    run_round (test, random);
}

static void
test_free (gpointer data)
{
  Test *test = data;
  g_ptr_array_unref (test->seeds);
  g_free (test);
}

void
mutate_add_bytes (const char *path, MutateTarget target, GPtrArray *seeds, guint cost)
{
  Test *test = g_new0 (Test, 1);
  test->target = target;
  test->seeds = seeds;
  test->cost = cost;
  g_test_add_data_func_full (path, test, run_test, test_free);
}

void
mutate_add (const char *path, MutateTarget target, const char *const *seeds)
{
  GPtrArray *bytes = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  for (; *seeds != NULL; seeds++)
    g_ptr_array_add (bytes, g_bytes_new_static (*seeds, strlen (*seeds)));
  mutate_add_bytes (path, target, bytes, 1);
}
