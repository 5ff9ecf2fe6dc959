/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What pages are styled with, built into the program. */
#include "config.h"

#include "portal.h"
#include "reply.h"

#include <string.h>

#define CACHE_SECONDS 3600

static const struct {
  const char *suffix;
  const char *type;
} types[] = {
  { ".css", "text/css; charset=utf-8" },
  { ".svg", "image/svg+xml" },
};

static const char *
get_type (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    if (g_str_has_suffix (name, types[i].suffix))
      return types[i].type;
  }
  return NULL;
}

void
schalter_handle_asset (SchalterPortal *portal,
                       SoupServerMessage *message,
                       const char *rest,
                       GBytes *body)
{
  const char *type = strchr (rest, '/') == NULL ? get_type (rest) : NULL;
  g_autofree char *path = g_strconcat ("/org/schalter/portal/", rest, NULL);
  g_autoptr (GBytes) asset =
      type != NULL ? g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL) : NULL;
  if (asset == NULL) {
    schalter_reply_problem (message, SOUP_STATUS_NOT_FOUND, "there is no such file");
    return;
  }
  schalter_reply_allow_caching (message, CACHE_SECONDS);
  schalter_reply_bytes (message, type, asset);
}
