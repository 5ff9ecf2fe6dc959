/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the body of a form post (WHATWG URL, application/x-www-form-urlencoded) within limits. */
#include "config.h"

#include "form-body.h"

#include "schalter-error.h"

#include <string.h>

typedef struct {
  char *name;
  char *value;
} Pair;

struct _SchalterFormBody {
  GArray *pairs; /* (element-type Pair) */
};

static void
wipe_string (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
clear_pair (gpointer data)
{
  Pair *pair = data;
  wipe_string (pair->name);
  wipe_string (pair->value);
}

/* NULL if an escape is broken, or the result has a zero byte or is no UTF-8. */
static char *
decode (const char *encoded, gsize length)
{
  g_autofree char *text = g_malloc (length + 1);
  gsize n = 0;
  for (gsize i = 0; i < length; i++) {
    if (encoded[i] != '%') {
      text[n++] = encoded[i] == '+' ? ' ' : encoded[i];
      continue;
    }
    if (i + 2 >= length || !g_ascii_isxdigit (encoded[i + 1]) || !g_ascii_isxdigit (encoded[i + 2]))
      return NULL;
    text[n++] =
        (char)(g_ascii_xdigit_value (encoded[i + 1]) * 16 + g_ascii_xdigit_value (encoded[i + 2]));
    i += 2;
  }
  text[n] = '\0';
  return g_utf8_validate_len (text, n, NULL) ? g_steal_pointer (&text) : NULL;
}

static gboolean
add_pair (SchalterFormBody *body, const char *text, gsize length)
{
  const char *equals = memchr (text, '=', length);
  gsize name_length = equals != NULL ? (gsize)(equals - text) : length;
  Pair pair = { .name = decode (text, name_length) };
  pair.value = equals != NULL ? decode (equals + 1, length - name_length - 1) : g_strdup ("");
  g_array_append_val (body->pairs, pair);
  return pair.name != NULL && pair.value != NULL;
}

static gboolean
fill (SchalterFormBody *body, const char *data, gsize size)
{
  gsize begin = 0;
  while (begin < size) {
    const char *ampersand = memchr (data + begin, '&', size - begin);
    gsize end = ampersand != NULL ? (gsize)(ampersand - data) : size;
    if (end > begin && (body->pairs->len == SCHALTER_FORM_BODY_MAX_FIELDS ||
                        !add_pair (body, data + begin, end - begin)))
      return FALSE;
    begin = end + 1;
  }
  return TRUE;
}

SchalterFormBody *
schalter_form_body_parse (GBytes *bytes, GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autoptr (SchalterFormBody) body = g_new0 (SchalterFormBody, 1);
  body->pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_array_set_clear_func (body->pairs, clear_pair);
  if (size <= SCHALTER_FORM_BODY_MAX_BYTES && fill (body, data, size))
    return g_steal_pointer (&body);
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_INVALID,
               "the post is no form: at most %d bytes and %d fields of escaped UTF-8 are taken",
               SCHALTER_FORM_BODY_MAX_BYTES,
               SCHALTER_FORM_BODY_MAX_FIELDS);
  return NULL;
}

void
schalter_form_body_free (SchalterFormBody *body)
{
  if (body == NULL)
    return;
  g_array_unref (body->pairs);
  g_free (body);
}

const char *
schalter_form_body_get (const SchalterFormBody *body, const char *name)
{
  for (guint i = 0; i < body->pairs->len; i++) {
    const Pair *pair = &g_array_index (body->pairs, Pair, i);
    if (g_str_equal (pair->name, name))
      return pair->value;
  }
  return NULL;
}

char **
schalter_form_body_dup_all (const SchalterFormBody *body, const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (guint i = 0; i < body->pairs->len; i++) {
    const Pair *pair = &g_array_index (body->pairs, Pair, i);
    if (g_str_equal (pair->name, name))
      g_strv_builder_add (builder, pair->value);
  }
  return g_strv_builder_end (builder);
}
