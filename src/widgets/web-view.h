/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A larger body is refused with 413 before anyone sees it. */
#define SCHALTER_WEB_MAX_BODY_BYTES (1024 * 1024)

/**
 * SchalterWebAnswer:
 * @status: an HTTP status code
 * @content_type: with its charset: "text/html; charset=utf-8"; borrowed
 * @body: (transfer full): taken by the view
 */
typedef struct {
  guint status;
  const char *content_type;
  GBytes *body;
} SchalterWebAnswer;

/**
 * SchalterWebHandler: answers each request of the view, on the main thread.
 * @method: "GET" or "POST"
 * @path: what stands behind "schalter:", without query and fragment: "/form/name"
 * @body: what was posted; empty for GET
 *
 * A status of 0 is a request that nobody answers: the view gets 404.
 */
typedef SchalterWebAnswer (*SchalterWebHandler) (const char *method,
                                                 const char *path,
                                                 GBytes *body,
                                                 gpointer user_data);

/**
 * SchalterWebView:
 *
 * A WebKitGTK view for our own pages only: JavaScript off, nothing kept, no way out. It knows one
 * scheme, schalter:, and asks the handler for every byte. One view for one citizen. Signals:
 * "loaded" when a page is ready, "broken" when a page could not be shown or the web process died.
 */
#define SCHALTER_TYPE_WEB_VIEW (schalter_web_view_get_type ())
G_DECLARE_FINAL_TYPE (SchalterWebView, schalter_web_view, SCHALTER, WEB_VIEW, GtkWidget)

/* @handler and @user_data must outlive the view, or be taken away with set_handler (NULL). */
GtkWidget *schalter_web_view_new (SchalterWebHandler handler, gpointer user_data);
void schalter_web_view_set_handler (SchalterWebView *self,
                                    SchalterWebHandler handler,
                                    gpointer user_data);
/* @path: "/form/name" */
void schalter_web_view_load (SchalterWebView *self, const char *path);

/**
 * schalter_web_view_check: whether the view that is on the screen is still locked down.
 *
 * Returns: (transfer full) (nullable): what is open, in words, or %NULL when nothing is.
 */
char *schalter_web_view_check (SchalterWebView *self);

G_END_DECLS
