/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Base 32 against the examples of RFC 4648 §10, and that there is one text for each. */
#include "config.h"

#include "base32.h"

#include <string.h>

static void
matches_the_rfc (void)
{
  const char *cases[][2] = {
    { "", "" },
    { "f", "MY" },
    { "fo", "MZXQ" },
    { "foo", "MZXW6" },
    { "foob", "MZXW6YQ" },
    { "fooba", "MZXW6YTB" },
    { "foobar", "MZXW6YTBOI" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gsize length = strlen (cases[i][0]);
    g_autofree char *text = schalter_base32_encode ((const guint8 *)cases[i][0], length);
    g_assert_cmpstr (text, ==, cases[i][1]);
    g_autoptr (GBytes) bytes = schalter_base32_decode (text);
    g_assert_nonnull (bytes);
    g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), cases[i][0], length);
  }
}

static void
refuses_every_other_text (void)
{
  const char *cases[] = { "M",        "MZX",   "MZXW6Y",   "MZ",  "my",
                          "MY======", "MZXW1", "MZXW6YQ ", "#MY", "M\xc3\xa9" };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_null (schalter_base32_decode (cases[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crypto/base32/matches-the-rfc", matches_the_rfc);
  g_test_add_func ("/crypto/base32/refuses-every-other-text", refuses_every_other_text);
  return g_test_run ();
}
