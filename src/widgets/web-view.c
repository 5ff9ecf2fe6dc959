/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one place where a web view is made. Everything that WebKit would answer with a dialog, a
 * window, a file or a connection is answered here with no; a signal that is not connected means
 * WebKit's own dialog. decide-policy is no allow-list (images, styles and form posts never ask it),
 * so the content security policy stands beside it, and the process has no network at all. */
#include "config.h"

#include "web-view.h"

#include <webkit/webkit.h>

#define SCHEME "schalter"
#define POLICY                                                                                     \
  "default-src 'none'; style-src schalter:; img-src schalter:; font-src schalter:; "               \
  "script-src 'none'; connect-src 'none'; object-src 'none'; frame-src 'none'; base-uri 'none'; "  \
  "form-action schalter:"

/* A web process with one of our pages takes about 200 MB; more than this is a fault. */
#define MEMORY_LIMIT_MB 600

struct _SchalterWebView {
  GtkWidget parent_instance;

  /* owned */
  WebKitWebView *view;
  GCancellable *cancellable;

  /* borrowed */
  SchalterWebHandler handler;
  gpointer handler_data;
};

G_DEFINE_FINAL_TYPE (SchalterWebView, schalter_web_view, GTK_TYPE_WIDGET)

enum {
  LOADED,
  BROKEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Features that are on by default and that no page of ours has a use for. No content security
 * policy keeps a page from connecting ahead of a link. */
static const char *const unwanted_features[] = {
  "AsyncClipboardAPIEnabled", "BeaconAPIEnabled",
  "FullScreenEnabled",        "GamepadsEnabled",
  "GeolocationAPIEnabled",    "InputTypeColorEnabled",
  "LinkDNSPrefetchEnabled",   "LinkPreconnectEarlyHintsEnabled",
  "LinkPreconnectEnabled",    "LinkPrefetchEnabled",
  "LinkPreloadEnabled",       "NotificationsEnabled",
  "PDFJSViewerEnabled",       "PointerLockEnabled",
  "ScreenWakeLockAPIEnabled", "ServiceWorkersEnabled",
  "SharedWorkerEnabled",      "SpeechSynthesisAPIEnabled",
  "WebSocketEnabled",         "XSLTEnabled",
};

/* Boolean properties of WebKitSettings and the only value allowed. */
static const struct {
  const char *name;
  gboolean value;
} locked_settings[] = {
  { "allow-file-access-from-file-urls", FALSE },
  { "allow-modal-dialogs", FALSE },
  { "allow-top-navigation-to-data-urls", FALSE },
  { "allow-universal-access-from-file-urls", FALSE },
  { "disable-web-security", FALSE },
  { "enable-back-forward-navigation-gestures", FALSE },
  { "enable-caret-browsing", FALSE },
  { "enable-developer-extras", FALSE },
  { "enable-encrypted-media", FALSE },
  { "enable-fullscreen", FALSE },
  { "enable-html5-database", FALSE },
  { "enable-html5-local-storage", FALSE },
  { "enable-javascript", FALSE },
  { "enable-javascript-markup", FALSE },
  { "enable-media", FALSE },
  { "enable-media-capabilities", FALSE },
  { "enable-media-stream", FALSE },
  { "enable-mediasource", FALSE },
  { "enable-page-cache", FALSE },
  { "enable-site-specific-quirks", FALSE },
  { "enable-webaudio", FALSE },
  { "enable-webgl", FALSE },
  { "enable-webrtc", FALSE },
  { "enable-write-console-messages-to-stdout", FALSE },
  { "javascript-can-access-clipboard", FALSE },
  { "javascript-can-open-windows-automatically", FALSE },
};

/* Settings. */

static gboolean
is_unwanted (WebKitFeature *feature)
{
  const char *id = webkit_feature_get_identifier (feature);
  for (guint i = 0; i < G_N_ELEMENTS (unwanted_features); i++) {
    if (g_strcmp0 (id, unwanted_features[i]) == 0 ||
        (g_str_has_prefix (unwanted_features[i], id) &&
         g_str_equal (unwanted_features[i] + strlen (id), "Enabled")))
      return TRUE;
  }
  return FALSE;
}

static WebKitSettings *
make_settings (void)
{
  WebKitSettings *settings = webkit_settings_new ();
  for (guint i = 0; i < G_N_ELEMENTS (locked_settings); i++)
    g_object_set (settings, locked_settings[i].name, locked_settings[i].value, NULL);
  webkit_settings_set_default_charset (settings, "utf-8");
  webkit_settings_set_hardware_acceleration_policy (settings,
                                                    WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER);

  g_autoptr (WebKitFeatureList) features = webkit_settings_get_all_features ();
  for (gsize i = 0; i < webkit_feature_list_get_length (features); i++) {
    WebKitFeature *feature = webkit_feature_list_get (features, i);
    if (is_unwanted (feature))
      webkit_settings_set_feature_enabled (settings, feature, FALSE);
  }
  return settings;
}

char *
schalter_web_view_check (SchalterWebView *self)
{
  g_return_val_if_fail (SCHALTER_IS_WEB_VIEW (self), NULL);
  WebKitSettings *settings = webkit_web_view_get_settings (self->view);
  for (guint i = 0; i < G_N_ELEMENTS (locked_settings); i++) {
    gboolean value = FALSE;
    g_object_get (settings, locked_settings[i].name, &value, NULL);
    if (value != locked_settings[i].value)
      return g_strdup_printf ("%s is %d", locked_settings[i].name, value);
  }
  g_autoptr (WebKitFeatureList) features = webkit_settings_get_all_features ();
  for (gsize i = 0; i < webkit_feature_list_get_length (features); i++) {
    WebKitFeature *feature = webkit_feature_list_get (features, i);
    if (is_unwanted (feature) && webkit_settings_get_feature_enabled (settings, feature))
      return g_strdup_printf ("feature %s is on", webkit_feature_get_identifier (feature));
  }
  WebKitNetworkSession *network = webkit_web_view_get_network_session (self->view);
  if (!webkit_network_session_is_ephemeral (network))
    return g_strdup ("the network session is kept on disk");
  if (g_strcmp0 (webkit_web_view_get_default_content_security_policy (self->view), POLICY) != 0)
    return g_strdup ("the content security policy is another one");
  return NULL;
}

/* Requests for schalter: addresses. */

typedef struct {
  SchalterWebView *view;
  WebKitURISchemeRequest *request;
} PendingBody;

static void
pending_body_free (PendingBody *pending)
{
  g_object_unref (pending->view);
  g_object_unref (pending->request);
  g_free (pending);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PendingBody, pending_body_free)

static void
respond (WebKitURISchemeRequest *request, const SchalterWebAnswer *answer)
{
  g_autoptr (GBytes) body =
      answer->body != NULL ? g_bytes_ref (answer->body) : g_bytes_new_static ("", 0);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (body);
  g_autoptr (WebKitURISchemeResponse) response =
      webkit_uri_scheme_response_new (stream, (gint64)g_bytes_get_size (body));
  webkit_uri_scheme_response_set_status (response, answer->status, NULL);
  webkit_uri_scheme_response_set_content_type (
      response, answer->content_type != NULL ? answer->content_type : "text/plain; charset=utf-8");
  webkit_uri_scheme_request_finish_with_response (request, response);
}

static void
answer_request (SchalterWebView *self, WebKitURISchemeRequest *request, GBytes *body)
{
  SchalterWebAnswer answer = { 0 };
  if (self->handler != NULL)
    answer = self->handler (webkit_uri_scheme_request_get_http_method (request),
                            webkit_uri_scheme_request_get_path (request),
                            body,
                            self->handler_data);
  if (answer.status == 0)
    answer.status = 404;
  respond (request, &answer);
  g_clear_pointer (&answer.body, g_bytes_unref);
}

static void
on_body_spliced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PendingBody) pending = user_data;
  GOutputStream *memory = G_OUTPUT_STREAM (source);
  g_autoptr (GError) error = NULL;
  if (g_output_stream_splice_finish (memory, result, &error) < 0) {
    webkit_uri_scheme_request_finish_error (pending->request, error);
    return;
  }
  g_autoptr (GBytes) body = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  if (g_bytes_get_size (body) > SCHALTER_WEB_MAX_BODY_BYTES) {
    respond (pending->request, &(SchalterWebAnswer){ .status = 413 });
    return;
  }
  answer_request (pending->view, pending->request, body);
}

static void
on_scheme_request (WebKitURISchemeRequest *request, gpointer user_data)
{
  SchalterWebView *self = user_data;
  GInputStream *stream = webkit_uri_scheme_request_get_http_body (request);
  if (stream == NULL) {
    g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
    answer_request (self, request, empty);
    return;
  }
  PendingBody *pending = g_new0 (PendingBody, 1);
  pending->view = g_object_ref (self);
  pending->request = g_object_ref (request);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_output_stream_splice_async (memory,
                                stream,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE |
                                    G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT,
                                self->cancellable,
                                on_body_spliced,
                                pending);
  g_clear_object (&stream);
}

/* Everything WebKit may ask for. */

static gboolean
on_decide_policy (WebKitWebView *view,
                  WebKitPolicyDecision *decision,
                  WebKitPolicyDecisionType type,
                  gpointer user_data)
{
  const char *uri = NULL;
  if (type == WEBKIT_POLICY_DECISION_TYPE_RESPONSE) {
    uri = webkit_uri_response_get_uri (
        webkit_response_policy_decision_get_response (WEBKIT_RESPONSE_POLICY_DECISION (decision)));
  } else {
    WebKitNavigationAction *action = webkit_navigation_policy_decision_get_navigation_action (
        WEBKIT_NAVIGATION_POLICY_DECISION (decision));
    uri = webkit_uri_request_get_uri (webkit_navigation_action_get_request (action));
  }
  g_autofree char *scheme = uri != NULL ? g_uri_parse_scheme (uri) : NULL;
  if (type != WEBKIT_POLICY_DECISION_TYPE_NEW_WINDOW_ACTION && g_strcmp0 (scheme, SCHEME) == 0)
    webkit_policy_decision_use (decision);
  else
    webkit_policy_decision_ignore (decision);
  return TRUE;
}

static GtkWidget *
on_create (WebKitWebView *view, WebKitNavigationAction *action, gpointer user_data)
{
  return NULL;
}

/* For the signals whose default handler opens something: TRUE means that it has been dealt with. */
static gboolean
on_refuse (void)
{
  return TRUE;
}

static gboolean
on_script_dialog (WebKitWebView *view, WebKitScriptDialog *dialog, gpointer user_data)
{
  webkit_script_dialog_close (dialog);
  return TRUE;
}

static gboolean
on_run_file_chooser (WebKitWebView *view, WebKitFileChooserRequest *request, gpointer user_data)
{
  webkit_file_chooser_request_cancel (request);
  return TRUE;
}

static gboolean
on_run_color_chooser (WebKitWebView *view, WebKitColorChooserRequest *request, gpointer user_data)
{
  webkit_color_chooser_request_cancel (request);
  return TRUE;
}

static gboolean
on_permission_request (WebKitWebView *view, WebKitPermissionRequest *request, gpointer user_data)
{
  webkit_permission_request_deny (request);
  return TRUE;
}

static gboolean
on_query_permission_state (WebKitWebView *view,
                           WebKitPermissionStateQuery *query,
                           gpointer user_data)
{
  webkit_permission_state_query_finish (query, WEBKIT_PERMISSION_STATE_DENIED);
  return TRUE;
}

static gboolean
on_authenticate (WebKitWebView *view, WebKitAuthenticationRequest *request, gpointer user_data)
{
  webkit_authentication_request_cancel (request);
  return TRUE;
}

static gboolean
on_load_failed (
    WebKitWebView *view, WebKitLoadEvent event, const char *uri, GError *error, gpointer user_data)
{
  SchalterWebView *self = user_data;
  /* A load that a newer one replaced is no fault. */
  if (!g_error_matches (error, WEBKIT_NETWORK_ERROR, WEBKIT_NETWORK_ERROR_CANCELLED) &&
      !g_error_matches (
          error, WEBKIT_POLICY_ERROR, WEBKIT_POLICY_ERROR_FRAME_LOAD_INTERRUPTED_BY_POLICY_CHANGE))
    g_signal_emit (self, signals[BROKEN], 0);
  return TRUE;
}

static void
on_web_process_terminated (WebKitWebView *view,
                           WebKitWebProcessTerminationReason reason,
                           gpointer user_data)
{
  if (reason != WEBKIT_WEB_PROCESS_TERMINATED_BY_API)
    g_signal_emit (user_data, signals[BROKEN], 0);
}

static void
on_load_changed (WebKitWebView *view, WebKitLoadEvent event, gpointer user_data)
{
  if (event == WEBKIT_LOAD_FINISHED)
    g_signal_emit (user_data, signals[LOADED], 0);
}

static void
on_download_started (WebKitNetworkSession *session, WebKitDownload *download, gpointer user_data)
{
  webkit_download_cancel (download);
}

static const struct {
  const char *name;
  GCallback callback;
} view_signals[] = {
  { "authenticate", G_CALLBACK (on_authenticate) },
  { "close", G_CALLBACK (on_refuse) },
  { "context-menu", G_CALLBACK (on_refuse) },
  { "create", G_CALLBACK (on_create) },
  { "decide-policy", G_CALLBACK (on_decide_policy) },
  { "enter-fullscreen", G_CALLBACK (on_refuse) },
  { "insecure-content-detected", G_CALLBACK (on_refuse) },
  { "load-changed", G_CALLBACK (on_load_changed) },
  { "load-failed", G_CALLBACK (on_load_failed) },
  { "load-failed-with-tls-errors", G_CALLBACK (on_refuse) },
  { "permission-request", G_CALLBACK (on_permission_request) },
  { "print", G_CALLBACK (on_refuse) },
  { "query-permission-state", G_CALLBACK (on_query_permission_state) },
  { "run-color-chooser", G_CALLBACK (on_run_color_chooser) },
  { "run-file-chooser", G_CALLBACK (on_run_file_chooser) },
  { "script-dialog", G_CALLBACK (on_script_dialog) },
  { "show-notification", G_CALLBACK (on_refuse) },
  { "show-option-menu", G_CALLBACK (on_refuse) },
  { "web-process-terminated", G_CALLBACK (on_web_process_terminated) },
};

static WebKitWebContext *
make_context (SchalterWebView *self)
{
  g_autoptr (WebKitMemoryPressureSettings) pressure = webkit_memory_pressure_settings_new ();
  webkit_memory_pressure_settings_set_memory_limit (pressure, MEMORY_LIMIT_MB);
  WebKitWebContext *context =
      g_object_new (WEBKIT_TYPE_WEB_CONTEXT, "memory-pressure-settings", pressure, NULL);
  webkit_web_context_set_cache_model (context, WEBKIT_CACHE_MODEL_DOCUMENT_VIEWER);
  webkit_web_context_set_spell_checking_enabled (context, FALSE);
  webkit_web_context_register_uri_scheme (context, SCHEME, on_scheme_request, self, NULL);
  webkit_security_manager_register_uri_scheme_as_secure (
      webkit_web_context_get_security_manager (context), SCHEME);
  return context;
}

static WebKitWebView *
make_view (SchalterWebView *self)
{
  g_autoptr (WebKitWebContext) context = make_context (self);
  g_autoptr (WebKitNetworkSession) network = webkit_network_session_new_ephemeral ();
  g_autoptr (WebKitSettings) settings = make_settings ();
  g_signal_connect_object (network, "download-started", G_CALLBACK (on_download_started), self, 0);

  WebKitWebView *view = g_object_new (WEBKIT_TYPE_WEB_VIEW,
                                      "network-session",
                                      network,
                                      "web-context",
                                      context,
                                      "settings",
                                      settings,
                                      "default-content-security-policy",
                                      POLICY,
                                      NULL);
  for (guint i = 0; i < G_N_ELEMENTS (view_signals); i++)
    g_signal_connect_object (view, view_signals[i].name, view_signals[i].callback, self, 0);
  return view;
}

GtkWidget *
schalter_web_view_new (SchalterWebHandler handler, gpointer user_data)
{
  SchalterWebView *self = g_object_new (SCHALTER_TYPE_WEB_VIEW, NULL);
  schalter_web_view_set_handler (self, handler, user_data);
  return GTK_WIDGET (self);
}

void
schalter_web_view_set_handler (SchalterWebView *self,
                               SchalterWebHandler handler,
                               gpointer user_data)
{
  g_return_if_fail (SCHALTER_IS_WEB_VIEW (self));
  self->handler = handler;
  self->handler_data = user_data;
}

void
schalter_web_view_load (SchalterWebView *self, const char *path)
{
  g_return_if_fail (SCHALTER_IS_WEB_VIEW (self));
  g_autofree char *uri = g_strconcat (SCHEME ":", path, NULL);
  webkit_web_view_load_uri (self->view, uri);
}

static gboolean
schalter_web_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SCHALTER_WEB_VIEW (widget)->view));
}

static void
schalter_web_view_dispose (GObject *object)
{
  SchalterWebView *self = SCHALTER_WEB_VIEW (object);
  self->handler = NULL;
  g_cancellable_cancel (self->cancellable);
  if (self->view != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->view)));
  G_OBJECT_CLASS (schalter_web_view_parent_class)->dispose (object);
}

static void
schalter_web_view_finalize (GObject *object)
{
  SchalterWebView *self = SCHALTER_WEB_VIEW (object);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (schalter_web_view_parent_class)->finalize (object);
}

static void
schalter_web_view_class_init (SchalterWebViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = schalter_web_view_dispose;
  object_class->finalize = schalter_web_view_finalize;
  widget_class->grab_focus = schalter_web_view_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "webpage");

  GType type = G_TYPE_FROM_CLASS (class);
  signals[LOADED] =
      g_signal_new ("loaded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[BROKEN] =
      g_signal_new ("broken", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
schalter_web_view_init (SchalterWebView *self)
{
  self->cancellable = g_cancellable_new ();
  self->view = make_view (self);
  gtk_widget_set_hexpand (GTK_WIDGET (self->view), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->view), TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->view), GTK_WIDGET (self));
}
