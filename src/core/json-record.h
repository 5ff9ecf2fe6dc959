/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * Records as JSON objects, by a table: one row for each member, in the order they are written.
 * Reading is strict: an unknown member, a wrong type and a value out of its limits are
 * SCHALTER_ERROR_INVALID, with the member's name and what is allowed in the message; the value
 * itself is never in it, because it may be personal.
 */

/**
 * SchalterJsonType: the member's type in the record, and so in JSON.
 * @SCHALTER_JSON_STRING: char *, owned by the record
 * @SCHALTER_JSON_UINT: guint
 * @SCHALTER_JSON_INT64: gint64
 * @SCHALTER_JSON_UINT64: guint64; at most G_MAXINT64
 * @SCHALTER_JSON_OBJECT: left to the caller; only known to be an object
 * @SCHALTER_JSON_ARRAY: left to the caller; only known to be an array
 */
typedef enum {
  SCHALTER_JSON_STRING,
  SCHALTER_JSON_UINT,
  SCHALTER_JSON_INT64,
  SCHALTER_JSON_UINT64,
  SCHALTER_JSON_OBJECT,
  SCHALTER_JSON_ARRAY,
} SchalterJsonType;

/**
 * SchalterJsonMember:
 * @offset: of the member in the record
 * @min: of the number, or of the text's length in bytes
 * @max: likewise, or of the number of an object's or array's elements
 * @is_valid: (nullable): a further rule for a text
 * @allowed: (nullable): that rule in words, for the message
 */
typedef struct {
  const char *name;
  SchalterJsonType type;
  gsize offset;
  gint64 min;
  gint64 max;
  gboolean (*is_valid) (const char *text);
  const char *allowed;
} SchalterJsonMember;

/**
 * schalter_json_parse:
 * @data: any bytes
 * @length: of @data, or -1 if it ends in a zero byte
 * @max_bytes: more than that is refused unread
 *
 * Parses hostile JSON: bounded in size and in depth (json-glib recurses), and only UTF-8.
 */
JsonNode *schalter_json_parse (const char *data, gssize length, gsize max_bytes, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * schalter_json_read:
 * @members: ends in a row without name
 * @record: zeroed; on an error it may be filled in part, so free it as usual
 */
gboolean schalter_json_read (JsonNode *node,
                             const SchalterJsonMember *members,
                             gpointer record,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The members of the table but objects and arrays, which the caller adds. */
JsonObject *schalter_json_write (const SchalterJsonMember *members, gconstpointer record);

/* A member that may be missing or of another type: json-glib's own readers want it right. */
const char *schalter_json_get_string (JsonObject *object, const char *name); /* or NULL */
gint64 schalter_json_get_int (JsonObject *object, const char *name, gint64 fallback);

/* Rules for texts. */
gboolean schalter_json_is_id (const char *text);   /* a-z, 0-9, '-', '_', begins with a-z or 0-9 */
gboolean schalter_json_is_hash (const char *text); /* 64 lower-case hexadecimal digits */
gboolean schalter_json_is_line (const char *text); /* UTF-8 without control characters */
gboolean schalter_json_is_file_name (const char *text); /* no path, not hidden */

#define SCHALTER_JSON_ID_ALLOWED "lower-case letters, digits, “-” and “_”"

G_END_DECLS
