/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The line that pairs a desk with a kiosk, as somebody pastes it. */
#include "config.h"

#include "pairing-line.h"

#include "json-record.h"
#include "schalter-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define PREFIX "schalter-pair:"
#define VERSION "1:"
#define MAX_BYTES 512
#define TOKEN_DIGITS 32

static SchalterKnownKiosk *
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, sentence);
  return NULL;
}

/* Cuts the last part off @text: the host comes first and may have colons of its own. */
static const char *
cut_last_part (char *text)
{
  char *colon = strrchr (text, ':');
  if (colon == NULL)
    return NULL;
  *colon = '\0';
  return colon + 1;
}

static gboolean
is_token (const char *text)
{
  return strlen (text) == TOKEN_DIGITS && strspn (text, "0123456789abcdef") == TOKEN_DIGITS;
}

static char *
dup_host (char *text)
{
  gsize length = strlen (text);
  gboolean has_brackets = length > 2 && text[0] == '[' && text[length - 1] == ']';
  return has_brackets ? g_strndup (text + 1, length - 2) : g_strdup (text);
}

static SchalterKnownKiosk *
parse_parts (char *parts, GError **error)
{
  const char *token = cut_last_part (parts);
  const char *fingerprint = token != NULL ? cut_last_part (parts) : NULL;
  const char *port_text = fingerprint != NULL ? cut_last_part (parts) : NULL;
  guint64 port = 0;
  if (port_text == NULL)
    return refuse (error, _ ("The line is not complete. Please copy the whole line."));
  g_autofree char *host = dup_host (parts);
  if (!schalter_known_kiosk_is_host (host))
    return refuse (error, _ ("The kiosk’s address in this line cannot be right."));
  if (!g_ascii_string_to_unsigned (port_text, 10, 1, G_MAXUINT16, &port, NULL))
    return refuse (error, _ ("The port number in this line cannot be right."));
  if (!schalter_json_is_hash (fingerprint) || !is_token (token))
    return refuse (error, _ ("The line is damaged. Please copy the whole line once more."));
  SchalterKnownKiosk *kiosk = g_new0 (SchalterKnownKiosk, 1);
  kiosk->host = g_steal_pointer (&host);
  kiosk->port = (guint)port;
  kiosk->fingerprint = g_strdup (fingerprint);
  kiosk->token = g_strdup (token);
  kiosk->name = g_strdup ("");
  return kiosk;
}

SchalterKnownKiosk *
schalter_pairing_line_parse (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  if (strlen (text) > MAX_BYTES || !g_utf8_validate (text, -1, NULL))
    return refuse (error, _ ("This is not a pairing line: it is too long."));
  g_autofree char *line = g_strstrip (g_strdup (text));
  if (line[0] == '\0')
    return refuse (error, _ ("Please paste the pairing line."));
  if (!g_str_has_prefix (line, PREFIX))
    return refuse (error, _ ("This is not a pairing line. It begins with “schalter-pair:”."));
  if (!g_str_has_prefix (line + strlen (PREFIX), VERSION))
    return refuse (error, _ ("The kiosk is newer than this program. Please ask IT for an update."));
  return parse_parts (line + strlen (PREFIX VERSION), error);
}
