/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal.h"

G_BEGIN_DECLS

/**
 * SchalterRoute:
 * @path: of the request; one that ends in a slash is a folder: what follows is handed on
 * @parameter: (nullable): name of what follows, as data/portal-api.yaml has it
 * @max_body_bytes: 0 when there must be none
 */
typedef struct {
  const char *method;
  const char *path;
  const char *parameter;
  gsize max_body_bytes;
  SchalterHandler handle;
} SchalterRoute;

/* (nullable) */
const SchalterRoute *schalter_routes_find (const char *method, const char *path);

/* (transfer full) (nullable): "GET, HEAD, POST" for the header Allow; NULL if no route has the
 * path. */
char *schalter_routes_dup_methods (const char *path);

G_END_DECLS
