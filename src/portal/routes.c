/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every method and path that the portal answers, in one table: the same as in data/portal-api.yaml.
 */
#include "config.h"

#include "routes.h"

#include "form-body.h"

#include <stdio.h>

#define KIB 1024
#define MAX_SUBMISSION_BYTES (12 * 1024 * KIB) /* 8 MiB sealed, in base64 */

static const SchalterRoute routes[] = {
  { "GET", "/catalogue/", "file", 0, schalter_handle_catalogue },
  { "POST", "/v1/submissions", NULL, MAX_SUBMISSION_BYTES, schalter_handle_submission },
  { "POST", "/v1/exchange", NULL, 256 * KIB, schalter_handle_exchange },
  { "GET", "/v1/health", NULL, 0, schalter_handle_health },
  { "GET", "/device", NULL, 0, schalter_handle_device },
  { "POST", "/device", NULL, 4 * KIB, schalter_handle_device_answer },
  { "GET", "/", NULL, 0, schalter_handle_home },
  { "GET", "/service/", "id", 0, schalter_handle_service },
  { "POST", "/service/", "id", KIB, schalter_handle_service_start },
  { "GET", "/form/", "page", 0, schalter_handle_form },
  { "POST", "/form/", "page", SCHALTER_FORM_BODY_MAX_BYTES, schalter_handle_form_post },
  { "GET", "/receipt", NULL, 0, schalter_handle_receipt },
  { "GET", "/assets/", "file", 0, schalter_handle_asset },
};

static gboolean
has_path (const SchalterRoute *route, const char *path)
{
  return route->parameter != NULL ? g_str_has_prefix (path, route->path)
                                  : g_str_equal (path, route->path);
}

const SchalterRoute *
schalter_routes_find (const char *method, const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++) {
    if (g_str_equal (routes[i].method, method) && has_path (&routes[i], path))
      return &routes[i];
  }
  return NULL;
}

char *
schalter_routes_dup_methods (const char *path)
{
  g_autoptr (GPtrArray) methods = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++) {
    if (!has_path (&routes[i], path))
      continue;
    g_ptr_array_add (methods, (gpointer)routes[i].method);
    if (g_str_equal (routes[i].method, "GET"))
      g_ptr_array_add (methods, (gpointer) "HEAD");
  }
  if (methods->len == 0)
    return NULL;
  g_ptr_array_add (methods, NULL);
  return g_strjoinv (", ", (char **)methods->pdata);
}

int
schalter_portal_routes (int argc, char **argv)
{
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++) {
    const SchalterRoute *route = &routes[i];
    printf ("%s %s", route->method, route->path);
    if (route->parameter != NULL)
      printf ("{%s}", route->parameter);
    printf ("\n");
  }
  return 0;
}
