/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of CBOR (RFC 8949) that a seal is made of, in its deterministic encoding. */
#include "config.h"

#include "cbor.h"

#include <string.h>

/* Major types, RFC 8949 §3.1. */
typedef enum {
  MAJOR_UNSIGNED = 0,
  MAJOR_NEGATIVE = 1,
  MAJOR_BYTES = 2,
  MAJOR_TEXT = 3,
  MAJOR_ARRAY = 4,
  MAJOR_MAP = 5,
  MAJOR_TAG = 6,
} Major;

/* Additional information of 24 to 27: the argument follows in 1, 2, 4 or 8 bytes. */
#define FIRST_FOLLOWING 24

/* How many bytes follow for @argument in the shortest form: 0, 1, 2, 4 or 8. */
static guint
count_following (guint64 argument)
{
  if (argument < FIRST_FOLLOWING)
    return 0;
  if (argument <= G_MAXUINT8)
    return 1;
  if (argument <= G_MAXUINT16)
    return 2;
  return argument <= G_MAXUINT32 ? 4 : 8;
}

static void
write_head (GByteArray *out, Major major, guint64 argument)
{
  guint8 head[9];
  guint n_following = count_following (argument);
  guint64 information = n_following == 0 ? argument : FIRST_FOLLOWING;
  for (guint n = n_following; n > 1; n /= 2)
    information++;
  head[0] = (guint8)((guint)major << 5 | information);
  for (guint i = 0; i < n_following; i++)
    head[1 + i] = (guint8)(argument >> (8 * (n_following - 1 - i)));
  g_byte_array_append (out, head, 1 + n_following);
}

void
schalter_cbor_write_int (GByteArray *out, gint64 value)
{
  if (value >= 0)
    write_head (out, MAJOR_UNSIGNED, (guint64)value);
  else
    write_head (out, MAJOR_NEGATIVE, (guint64)(-1 - value));
}

void
schalter_cbor_write_bytes (GByteArray *out, const guint8 *data, gsize length)
{
  write_head (out, MAJOR_BYTES, length);
  g_byte_array_append (out, data, (guint)length);
}

void
schalter_cbor_write_text (GByteArray *out, const char *text)
{
  write_head (out, MAJOR_TEXT, strlen (text));
  g_byte_array_append (out, (const guint8 *)text, (guint)strlen (text));
}

void
schalter_cbor_write_array (GByteArray *out, guint n_elements)
{
  write_head (out, MAJOR_ARRAY, n_elements);
}

void
schalter_cbor_write_map (GByteArray *out, guint n_pairs)
{
  write_head (out, MAJOR_MAP, n_pairs);
}

void
schalter_cbor_write_tag (GByteArray *out, guint tag)
{
  write_head (out, MAJOR_TAG, tag);
}

static guint64
fail (SchalterCborReader *reader)
{
  reader->has_failed = TRUE;
  return 0;
}

/* Reads a head; fails for lengths that are not known in advance and for longer forms than needed.
 */
static Major
read_head (SchalterCborReader *reader, guint64 *argument_out)
{
  *argument_out = 0;
  if (reader->has_failed || reader->at == reader->end)
    return (Major)fail (reader);
  Major major = (Major)(*reader->at >> 5);
  guint information = *reader->at & 31;
  reader->at++;
  if (information < FIRST_FOLLOWING) {
    *argument_out = information;
    return major;
  }
  guint n_following = 1u << (information - FIRST_FOLLOWING);
  if (information > FIRST_FOLLOWING + 3 || (gsize)(reader->end - reader->at) < n_following)
    return (Major)fail (reader);
  guint64 argument = 0;
  for (guint i = 0; i < n_following; i++)
    argument = argument << 8 | *reader->at++;
  if (count_following (argument) != n_following)
    return (Major)fail (reader);
  *argument_out = argument;
  return major;
}

/* The argument of a head of that type, at most @max. */
static guint64
read_argument (SchalterCborReader *reader, Major major, guint64 max)
{
  guint64 argument = 0;
  Major found = read_head (reader, &argument);
  if (reader->has_failed || found != major || argument > max)
    return fail (reader);
  return argument;
}

gint64
schalter_cbor_read_int (SchalterCborReader *reader)
{
  guint64 argument = 0;
  Major major = read_head (reader, &argument);
  if (reader->has_failed || major > MAJOR_NEGATIVE || argument > G_MAXINT64)
    return (gint64)fail (reader);
  return major == MAJOR_UNSIGNED ? (gint64)argument : -1 - (gint64)argument;
}

void
schalter_cbor_expect_int (SchalterCborReader *reader, gint64 value)
{
  if (schalter_cbor_read_int (reader) != value)
    fail (reader);
}

static const guint8 *
read_string (SchalterCborReader *reader, Major major, gsize max_bytes, gsize *length_out)
{
  gsize n_left = (gsize)(reader->end - reader->at);
  guint64 length = read_argument (reader, major, MIN (max_bytes, n_left));
  *length_out = 0;
  if (!reader->has_failed && (gsize)(reader->end - reader->at) < length)
    fail (reader);
  if (reader->has_failed)
    return NULL;
  const guint8 *data = reader->at;
  reader->at += length;
  *length_out = length;
  return data;
}

const guint8 *
schalter_cbor_read_bytes (SchalterCborReader *reader, gsize max_bytes, gsize *length_out)
{
  return read_string (reader, MAJOR_BYTES, max_bytes, length_out);
}

char *
schalter_cbor_read_text (SchalterCborReader *reader, gsize max_bytes)
{
  gsize length = 0;
  const char *text = (const char *)read_string (reader, MAJOR_TEXT, max_bytes, &length);
  if (text == NULL)
    return NULL;
  if (!g_utf8_validate_len (text, length, NULL)) {
    fail (reader);
    return NULL;
  }
  return g_strndup (text, length);
}

guint
schalter_cbor_read_array (SchalterCborReader *reader, guint max_elements)
{
  return (guint)read_argument (reader, MAJOR_ARRAY, max_elements);
}

guint
schalter_cbor_read_map (SchalterCborReader *reader, guint max_pairs)
{
  return (guint)read_argument (reader, MAJOR_MAP, max_pairs);
}

void
schalter_cbor_expect_tag (SchalterCborReader *reader, guint tag)
{
  if (read_argument (reader, MAJOR_TAG, tag) != tag)
    fail (reader);
}

gboolean
schalter_cbor_reader_is_done (const SchalterCborReader *reader)
{
  return !reader->has_failed && reader->at == reader->end;
}
