/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The released catalogue's files, as any static web server would carry them. */
#include "config.h"

#include "portal.h"
#include "reply.h"

#include <string.h>

/* A file's name and nothing else: no folder, nothing hidden. */
static gboolean
is_file_name (const char *name)
{
  return name[0] != '\0' && name[0] != '.' && strchr (name, '/') == NULL && strlen (name) < 128;
}

static char *
make_etag (GBytes *content)
{
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  return g_strdup_printf ("\"%.32s\"", sum);
}

/* RFC 9110 §13.1.2: any of a list, compared weakly. */
static gboolean
is_known (SoupServerMessage *message, const char *etag)
{
  const char *header = soup_message_headers_get_list (
      soup_server_message_get_request_headers (message), "If-None-Match");
  g_auto (GStrv) known = g_strsplit (header != NULL ? header : "", ",", -1);
  for (char **tag = known; *tag != NULL; tag++) {
    const char *opaque = g_strstrip (*tag);
    if (g_str_has_prefix (opaque, "W/"))
      opaque += strlen ("W/");
    if (g_str_equal (opaque, etag) || g_str_equal (opaque, "*"))
      return TRUE;
  }
  return FALSE;
}

void
schalter_handle_catalogue (SchalterPortal *portal,
                           SoupServerMessage *message,
                           const char *rest,
                           GBytes *body)
{
  g_autofree char *path =
      g_build_filename (portal->settings->web_directory, "catalogue", rest, NULL);
  g_autoptr (GMappedFile) file = is_file_name (rest) ? g_mapped_file_new (path, FALSE, NULL) : NULL;
  if (file == NULL) {
    schalter_reply_problem (message, SOUP_STATUS_NOT_FOUND, "there is no such file");
    return;
  }
  g_autoptr (GBytes) content = g_mapped_file_get_bytes (file);
  g_autofree char *etag = make_etag (content);
  schalter_reply_allow_caching (message, 0);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "ETag", etag);
  if (is_known (message, etag))
    soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
  else
    schalter_reply_bytes (message,
                          g_str_has_suffix (rest, ".json") ? "application/json"
                                                           : "application/octet-stream",
                          content);
}
