/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CBOR in its deterministic encoding (RFC 8949 §4.2): whole numbers, bytes, texts, arrays, maps and
 * tags, of known length, in their shortest form. The writer's caller keeps map keys in order.
 */

void schalter_cbor_write_int (GByteArray *out, gint64 value);
void schalter_cbor_write_bytes (GByteArray *out, const guint8 *data, gsize length);
void schalter_cbor_write_text (GByteArray *out, const char *text);
void schalter_cbor_write_array (GByteArray *out, guint n_elements);
void schalter_cbor_write_map (GByteArray *out, guint n_pairs);
void schalter_cbor_write_tag (GByteArray *out, guint tag);

/**
 * SchalterCborReader:
 * @at: what is read next
 * @end: behind the last byte
 * @has_failed: something was not as expected; from then on every read gives nothing
 *
 * Reads bytes from outside: the caller says what it expects, and asks once at the end.
 */
typedef struct {
  const guint8 *at;
  const guint8 *end;
  gboolean has_failed;
} SchalterCborReader;

#define SCHALTER_CBOR_READER(data, length)                                                         \
  ((SchalterCborReader){ (data), (data) + (length), FALSE })

gint64 schalter_cbor_read_int (SchalterCborReader *reader);
/* Fails unless the next item is that number. */
void schalter_cbor_expect_int (SchalterCborReader *reader, gint64 value);
/* Borrowed from the input; NULL on failure. */
const guint8 *
schalter_cbor_read_bytes (SchalterCborReader *reader, gsize max_bytes, gsize *length_out);
/* (transfer full): valid UTF-8 without zero bytes; NULL on failure. */
char *schalter_cbor_read_text (SchalterCborReader *reader, gsize max_bytes);
guint schalter_cbor_read_array (SchalterCborReader *reader, guint max_elements);
guint schalter_cbor_read_map (SchalterCborReader *reader, guint max_pairs);
void schalter_cbor_expect_tag (SchalterCborReader *reader, guint tag);
/* Whether everything was as expected, and nothing is left over. */
gboolean schalter_cbor_reader_is_done (const SchalterCborReader *reader);

G_END_DECLS
