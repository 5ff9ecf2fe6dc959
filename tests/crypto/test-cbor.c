/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CBOR against the examples of RFC 8949 appendix A, and against everything that is not in its
 * shortest form. */
#include "config.h"

#include "cbor.h"

#include <string.h>

static char *
to_hex (GByteArray *bytes)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < bytes->len; i++)
    g_string_append_printf (text, "%02x", bytes->data[i]);
  return g_string_free (text, FALSE);
}

static GByteArray *
from_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();
  for (; hex[0] != '\0'; hex += 2) {
    guint8 byte = (guint8)(g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));
    g_byte_array_append (bytes, &byte, 1);
  }
  return bytes;
}

static void
numbers_match_the_rfc (void)
{
  const struct {
    gint64 value;
    const char *hex;
  } cases[] = {
    { 0, "00" },
    { 23, "17" },
    { 24, "1818" },
    { 255, "18ff" },
    { 256, "190100" },
    { 1000000, "1a000f4240" },
    { 1000000000000, "1b000000e8d4a51000" },
    { -1, "20" },
    { -100, "3863" },
    { -1000, "3903e7" },
    { G_MAXINT64, "1b7fffffffffffffff" },
    { G_MININT64, "3b7fffffffffffffff" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) out = g_byte_array_new ();
    schalter_cbor_write_int (out, cases[i].value);
    g_autofree char *hex = to_hex (out);
    g_assert_cmpstr (hex, ==, cases[i].hex);
    SchalterCborReader reader = SCHALTER_CBOR_READER (out->data, out->len);
    g_assert_cmpint (schalter_cbor_read_int (&reader), ==, cases[i].value);
    g_assert_true (schalter_cbor_reader_is_done (&reader));
  }
}

static void
strings_and_heads_match_the_rfc (void)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  schalter_cbor_write_tag (out, 18);
  schalter_cbor_write_array (out, 2);
  schalter_cbor_write_map (out, 0);
  schalter_cbor_write_text (out, "ü");
  schalter_cbor_write_bytes (out, (const guint8 *)"\1\2\3\4", 4);
  g_autofree char *hex = to_hex (out);
  g_assert_cmpstr (hex, ==, "d282a062c3bc4401020304");

  gsize length = 0;
  SchalterCborReader reader = SCHALTER_CBOR_READER (out->data, out->len);
  schalter_cbor_expect_tag (&reader, 18);
  g_assert_cmpuint (schalter_cbor_read_array (&reader, 2), ==, 2);
  g_assert_cmpuint (schalter_cbor_read_map (&reader, 0), ==, 0);
  g_autofree char *text = schalter_cbor_read_text (&reader, 2);
  g_assert_cmpstr (text, ==, "ü");
  const guint8 *bytes = schalter_cbor_read_bytes (&reader, 4, &length);
  g_assert_cmpmem (bytes, length, "\1\2\3\4", 4);
  g_assert_true (schalter_cbor_reader_is_done (&reader));
}

typedef enum {
  READ_INT,
  READ_BYTES,
  READ_TEXT,
  READ_ARRAY,
} What;

static void
refuses_other_encodings (void)
{
  const struct {
    What what;
    const char *hex;
  } cases[] = {
    { READ_INT, "" },
    { READ_INT, "1800" },               /* longer than needed */
    { READ_INT, "190017" },             /* longer than needed */
    { READ_INT, "1b0000000000000001" }, /* longer than needed */
    { READ_INT, "18" },                 /* cut off */
    { READ_INT, "1b00000000" },         /* cut off */
    { READ_INT, "1bffffffffffffffff" }, /* too large */
    { READ_INT, "3bffffffffffffffff" }, /* too small */
    { READ_INT, "1c" },                 /* reserved */
    { READ_INT, "40" },                 /* another type */
    { READ_INT, "0000" },               /* something left over */
    { READ_BYTES, "4201" },             /* cut off */
    { READ_BYTES, "5f4100ff" },         /* unknown length */
    { READ_BYTES, "5bffffffffffffffff" },
    { READ_BYTES, "49010203040506070809" }, /* more than allowed */
    { READ_TEXT, "62c328" },                /* no UTF-8 */
    { READ_TEXT, "6100" },                  /* a zero byte */
    { READ_TEXT, "4161" },                  /* bytes */
    { READ_ARRAY, "89" },                   /* more than allowed */
    { READ_ARRAY, "9f" },                   /* unknown length */
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gsize length = 0;
    g_autofree char *text = NULL;
    g_autoptr (GByteArray) bytes = from_hex (cases[i].hex);
    guint8 nothing = 0;
    const guint8 *data = bytes->len > 0 ? bytes->data : &nothing;
    SchalterCborReader reader = SCHALTER_CBOR_READER (data, bytes->len);
    if (cases[i].what == READ_INT)
      (void)schalter_cbor_read_int (&reader);
    else if (cases[i].what == READ_BYTES)
      (void)schalter_cbor_read_bytes (&reader, 8, &length);
    else if (cases[i].what == READ_TEXT)
      text = schalter_cbor_read_text (&reader, 8);
    else
      (void)schalter_cbor_read_array (&reader, 8);
    g_assert_false (schalter_cbor_reader_is_done (&reader));
  }
}

static void
gives_nothing_after_a_failure (void)
{
  const guint8 data[] = { 0x41, 0x01, 0x02 };
  gsize length = 7;
  SchalterCborReader reader = SCHALTER_CBOR_READER (data, sizeof data);
  schalter_cbor_expect_int (&reader, 5);
  g_assert_cmpint (schalter_cbor_read_int (&reader), ==, 0);
  g_assert_null (schalter_cbor_read_bytes (&reader, 10, &length));
  g_assert_cmpuint (length, ==, 0);
  g_assert_null (schalter_cbor_read_text (&reader, 10));
  g_assert_cmpuint (schalter_cbor_read_map (&reader, 10), ==, 0);
  g_assert_false (schalter_cbor_reader_is_done (&reader));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crypto/cbor/numbers-match-the-rfc", numbers_match_the_rfc);
  g_test_add_func ("/crypto/cbor/strings-and-heads-match-the-rfc", strings_and_heads_match_the_rfc);
  g_test_add_func ("/crypto/cbor/refuses-other-encodings", refuses_other_encodings);
  g_test_add_func ("/crypto/cbor/gives-nothing-after-a-failure", gives_nothing_after_a_failure);
  return g_test_run ();
}
