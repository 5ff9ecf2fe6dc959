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

/* The one strong colour of the canton is data. */
static GBytes *
make_canton_style (SchalterPortal *portal)
{
  char *style = g_strdup_printf (":root { --accent: %s; }\n",
                                 schalter_catalogue_get_colour (portal->catalogue));
  return g_bytes_new_take (style, strlen (style));
}

static GBytes *
load_asset (SchalterPortal *portal, const char *name)
{
  if (g_str_equal (name, "canton.css"))
    return make_canton_style (portal);
  g_autofree char *path = g_strconcat ("/org/schalter/portal/", name, NULL);
  return g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

void
schalter_handle_asset (SchalterPortal *portal,
                       SoupServerMessage *message,
                       const char *rest,
                       GBytes *body)
{
  const char *type = strchr (rest, '/') == NULL ? get_type (rest) : NULL;
  g_autoptr (GBytes) asset = type != NULL ? load_asset (portal, rest) : NULL;
  if (asset == NULL) {
    schalter_reply_problem (message, SOUP_STATUS_NOT_FOUND, "there is no such file");
    return;
  }
  schalter_reply_allow_caching (message, CACHE_SECONDS);
  schalter_reply_bytes (message, type, asset);
}
