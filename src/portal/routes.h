/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "portal.h"

G_BEGIN_DECLS

#define SCHALTER_MAX_PATH_PARAMETERS 2

/**
 * SchalterRequest: one request on its way through a handler; all borrowed.
 * @parameters: what stood for the {…} of the route's pattern
 * @query: (nullable) (element-type utf8 utf8): of the URI
 * @language: of the page to show
 */
typedef struct {
  SchalterPortal *portal;
  SoupServerMessage *message;
  char *parameters[SCHALTER_MAX_PATH_PARAMETERS];
  GHashTable *query;
  SchalterLanguage language;
  gint64 now_us;
} SchalterRequest;

/**
 * SchalterRoute:
 * @pattern: "/catalogue/{file}"; a {…} stands for one segment of the path
 * @max_body_bytes: larger bodies are cut off with 413; 0 for methods without a body
 * @is_page: answers people with HTML, and accepts posts from its own pages only
 */
typedef struct {
  const char *method;
  const char *pattern;
  gsize max_body_bytes;
  gboolean is_page;
  void (*handle) (SchalterRequest *request);
} SchalterRoute;

/* Ends in a row without method. */
const SchalterRoute *schalter_routes_get (void);

/**
 * schalter_routes_find:
 * @parameters_out: the caller frees each
 * @allowed_out: methods the path has, "GET, POST", or NULL if there is no such path
 *
 * Returns: (nullable): the route. HEAD finds the route of GET.
 */
const SchalterRoute *schalter_routes_find (const char *method,
                                           const char *path,
                                           char **parameters_out,
                                           char **allowed_out);

/* The body, whole; never larger than the route allows. */
GBytes *schalter_request_get_body (SchalterRequest *request);
/* (nullable): a header of the request. */
const char *schalter_request_get_header (SchalterRequest *request, const char *name);
/* (nullable) (transfer full): a cookie of the request. */
char *schalter_request_dup_cookie (SchalterRequest *request, const char *name);

G_END_DECLS
