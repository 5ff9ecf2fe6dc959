/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The view of our own pages, on a real screen with a real web process: locked down on the view that
 * is shown, and without a way out. A server on loopback counts who comes by. */
#include "config.h"

#include "web-view.h"

#include "guard.h"
#include "test-display.h"
#include "test-wait.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>
#include <webkit/webkit.h>

#define DEADLINE_MS 120000

typedef struct {
  GtkWidget *window;
  SchalterWebView *view;
  GSocketService *server;
  guint16 port;
  guint n_connections;
  GHashTable *pages; /* path → HTML */
  GPtrArray *asked;  /* "GET /page" */
  GBytes *posted;
  guint n_loaded;
  guint n_broken;
} Fixture;

static SchalterWebAnswer
answer (const char *method, const char *path, GBytes *body, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_ptr_array_add (fixture->asked, g_strconcat (method, " ", path, NULL));
  if (g_str_equal (method, "POST")) {
    g_clear_pointer (&fixture->posted, g_bytes_unref);
    fixture->posted = g_bytes_ref (body);
  }
  const char *html = g_hash_table_lookup (fixture->pages, path);
  if (html == NULL)
    return (SchalterWebAnswer){ 0 };
  return (SchalterWebAnswer){ 200, "text/html; charset=utf-8", g_bytes_new (html, strlen (html)) };
}

static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  ((Fixture *)user_data)->n_connections++;
  return TRUE;
}

static void
on_loaded (SchalterWebView *view, Fixture *fixture)
{
  fixture->n_loaded++;
}

static void
on_broken (SchalterWebView *view, Fixture *fixture)
{
  fixture->n_broken++;
}

static gboolean
is_shown (gpointer user_data)
{
  Fixture *fixture = user_data;
  return gtk_widget_get_mapped (GTK_WIDGET (fixture->view)) &&
         gtk_window_is_active (GTK_WINDOW (fixture->window));
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  fixture->server = g_socket_service_new ();
  fixture->port =
      g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (fixture->server), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->server, "incoming", G_CALLBACK (on_incoming), fixture);
  fixture->pages = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  fixture->asked = g_ptr_array_new_with_free_func (g_free);
  fixture->view = SCHALTER_WEB_VIEW (schalter_web_view_new (answer, fixture));
  g_signal_connect (fixture->view, "loaded", G_CALLBACK (on_loaded), fixture);
  g_signal_connect (fixture->view, "broken", G_CALLBACK (on_broken), fixture);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 600);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  schalter_guard_window (GTK_WINDOW (fixture->window));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_socket_service_stop (fixture->server);
  g_socket_listener_close (G_SOCKET_LISTENER (fixture->server));
  g_clear_object (&fixture->server);
  g_hash_table_unref (fixture->pages);
  g_ptr_array_unref (fixture->asked);
  g_clear_pointer (&fixture->posted, g_bytes_unref);
}

/* The view that WebKit draws, found where the citizen sees it. */
static WebKitWebView *
get_shown_view (Fixture *fixture)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->view));
  g_assert_true (WEBKIT_IS_WEB_VIEW (child));
  g_assert_null (gtk_widget_get_next_sibling (child));
  return WEBKIT_WEB_VIEW (child);
}

static void
add_page (Fixture *fixture, const char *path, char *html)
{
  g_hash_table_insert (fixture->pages, (char *)path, html);
}

typedef struct {
  Fixture *fixture;
  guint n_loaded;
  const char *asked;
} Awaited;

static gboolean
has_loaded (gpointer user_data)
{
  const Awaited *awaited = user_data;
  return awaited->fixture->n_loaded >= awaited->n_loaded;
}

static void
load (Fixture *fixture, const char *path)
{
  Awaited awaited = { fixture, fixture->n_loaded + 1, NULL };
  schalter_web_view_load (fixture->view, path);
  test_wait_until (has_loaded, &awaited, DEADLINE_MS);
}

static gboolean
has_title (gpointer user_data)
{
  const Awaited *awaited = user_data;
  const char *title = webkit_web_view_get_title (get_shown_view (awaited->fixture));
  return g_strcmp0 (title, awaited->asked) == 0;
}

/* The title comes from the web process, and may come after the end of loading. */
static void
wait_for_title (Fixture *fixture, const char *title)
{
  Awaited awaited = { fixture, 0, title };
  test_wait_until (has_title, &awaited, DEADLINE_MS);
}

static gboolean
has_asked (gpointer user_data)
{
  const Awaited *awaited = user_data;
  return g_ptr_array_find_with_equal_func (
      awaited->fixture->asked, awaited->asked, g_str_equal, NULL);
}

static void
wait_for_request (Fixture *fixture, const char *asked)
{
  Awaited awaited = { fixture, 0, asked };
  test_wait_until (has_asked, &awaited, DEADLINE_MS);
}

static gboolean
was_asked (Fixture *fixture, const char *asked)
{
  Awaited awaited = { fixture, 0, asked };
  return has_asked (&awaited);
}

static void
is_locked_down_where_it_is_seen (Fixture *fixture, gconstpointer unused)
{
  add_page (fixture, "/page", g_strdup ("<title>Seite</title><p>Guten Tag"));
  load (fixture, "/page");
  test_wait_until (is_shown, fixture, DEADLINE_MS);
  WebKitWebView *shown = get_shown_view (fixture);
  WebKitSettings *settings = webkit_web_view_get_settings (shown);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (shown)));
  wait_for_title (fixture, "Seite");
  g_assert_false (webkit_settings_get_enable_javascript (settings));
  g_assert_false (webkit_settings_get_enable_javascript_markup (settings));
  g_assert_false (webkit_settings_get_enable_developer_extras (settings));
  g_assert_false (webkit_settings_get_enable_html5_local_storage (settings));
  g_assert_false (webkit_settings_get_enable_page_cache (settings));
  g_assert_false (webkit_settings_get_enable_caret_browsing (settings));
  g_assert_true (webkit_network_session_is_ephemeral (webkit_web_view_get_network_session (shown)));
  g_assert_null (schalter_web_view_check (fixture->view));
}

static void
says_what_was_opened (Fixture *fixture, gconstpointer unused)
{
  WebKitSettings *settings = webkit_web_view_get_settings (get_shown_view (fixture));
  webkit_settings_set_enable_javascript (settings, TRUE);
  g_autofree char *open = schalter_web_view_check (fixture->view);
  g_assert_cmpstr (open, ==, "enable-javascript is 1");
  webkit_settings_set_enable_javascript (settings, FALSE);
  g_assert_null (schalter_web_view_check (fixture->view));
  webkit_web_view_set_settings (get_shown_view (fixture), webkit_settings_new ());
  g_autofree char *other = schalter_web_view_check (fixture->view);
  g_assert_nonnull (other);
}

static void
runs_no_script (Fixture *fixture, gconstpointer unused)
{
  add_page (fixture,
            "/page",
            g_strdup ("<title>vorher</title><script>document.title='nachher'</script>"
                      "<script src='schalter:/script.js'></script>"
                      "<body onload=\"document.title='onload'\">"
                      "<img src='schalter:/none.png' onerror=\"document.title='onerror'\">"
                      "<noscript><img src='schalter:/noscript.png'></noscript>"));
  load (fixture, "/page");
  wait_for_request (fixture, "GET /noscript.png");
  wait_for_title (fixture, "vorher");
  g_assert_false (was_asked (fixture, "GET /script.js"));
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, &error);
  g_assert_nonnull (connection);
  g_assert_no_error (error);
}

static gboolean
has_connection (gpointer user_data)
{
  return ((Fixture *)user_data)->n_connections > 0;
}

/* The server does count: or else the tests that count nothing would prove nothing. */
static void
assert_nobody_came (Fixture *fixture)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_assert_cmpuint (fixture->n_connections, ==, 0);
  g_socket_client_connect_to_host_async (
      client, "127.0.0.1", fixture->port, NULL, on_connected, NULL);
  test_wait_until (has_connection, fixture, DEADLINE_MS);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_connections, ==, 1);
}

static char *
fill_in_address (Fixture *fixture, const char *html)
{
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u", fixture->port);
  g_autoptr (GString) filled = g_string_new (html);
  g_string_replace (filled, "OUTSIDE", address, 0);
  return g_string_free (g_steal_pointer (&filled), FALSE);
}

static void
fetches_nothing_from_outside (Fixture *fixture, gconstpointer unused)
{
  static const char html[] =
      "<title>aussen</title><link rel=stylesheet href='OUTSIDE/a.css'>"
      "<link rel=prefetch href='OUTSIDE/b'>"
      "<link rel=preconnect href='OUTSIDE'><link rel=dns-prefetch href='OUTSIDE'>"
      "<link rel=preload as=image href='OUTSIDE/p.png'><link rel=icon href='OUTSIDE/icon.png'>"
      "<style>@import 'OUTSIDE/c.css'; body { background: url(OUTSIDE/d.png) }"
      "@font-face { font-family: f; src: url(OUTSIDE/f.woff2) } p { font-family: f }</style>"
      "<p>Text</p><img src='OUTSIDE/e.png'><img srcset='OUTSIDE/s.png 1x'>"
      "<iframe src='OUTSIDE/g'></iframe><object data='OUTSIDE/h'></object>"
      "<embed src='OUTSIDE/i'><video src='OUTSIDE/j' poster='OUTSIDE/k.png' autoplay></video>"
      "<audio src='OUTSIDE/l' autoplay></audio><svg><image href='OUTSIDE/m.png'/></svg>"
      "<input type=image src='OUTSIDE/n.png'><img src='schalter:/last.png'>";
  add_page (fixture, "/page", fill_in_address (fixture, html));
  add_page (fixture, "/next", g_strdup ("<title>danach</title>"));
  load (fixture, "/page");
  wait_for_request (fixture, "GET /last.png");
  load (fixture, "/next");
  assert_nobody_came (fixture);
}

/* The citizen follows a link, and the page wants to go there by itself. */
static void
goes_nowhere_else (Fixture *fixture, gconstpointer unused)
{
  static const char html[] =
      "<title>bleibt</title><meta http-equiv=refresh content='0;url=ADDRESS'>"
      "<a href='ADDRESS'>Link</a><form action='ADDRESS' method=post><button>Weiter</button></form>";
  static const char *const addresses[] = {
    "OUTSIDE/",         "file:///etc/passwd", "data:text/html,<title>x</title>",
    "ftp://127.0.0.1/", "about:blank",        "javascript:document.title='x'",
  };
  add_page (fixture, "/next", g_strdup ("<title>danach</title>"));
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autoptr (GString) page = g_string_new (html);
    g_string_replace (page, "ADDRESS", addresses[i], 0);
    add_page (fixture, "/page", fill_in_address (fixture, page->str));
    load (fixture, "/page");
    test_wait_until (is_shown, fixture, DEADLINE_MS);
    gtk_widget_grab_focus (GTK_WIDGET (fixture->view));
    test_display_press ("Tab");
    test_display_press ("Return");
    test_display_press ("Tab");
    test_display_press ("Return");
    wait_for_title (fixture, "bleibt");
    g_assert_cmpstr (webkit_web_view_get_uri (get_shown_view (fixture)), ==, "schalter:/page");
    load (fixture, "/next");
    wait_for_title (fixture, "danach");
  }
  assert_nobody_came (fixture);
}

static guint
get_status (Fixture *fixture)
{
  WebKitWebResource *resource = webkit_web_view_get_main_resource (get_shown_view (fixture));
  return webkit_uri_response_get_status_code (webkit_web_resource_get_response (resource));
}

static void
what_nobody_answers_is_not_found (Fixture *fixture, gconstpointer unused)
{
  add_page (fixture, "/page", g_strdup ("<title>da</title>"));
  load (fixture, "/page");
  g_assert_cmpuint (get_status (fixture), ==, 200);
  load (fixture, "/unknown?a=b#c");
  g_assert_cmpuint (get_status (fixture), ==, 404);
  g_assert_true (was_asked (fixture, "GET /unknown"));
  schalter_web_view_set_handler (fixture->view, NULL, NULL);
  load (fixture, "/page");
  g_assert_cmpuint (get_status (fixture), ==, 404);
}

static gboolean
has_posted (gpointer user_data)
{
  return ((Fixture *)user_data)->posted != NULL;
}

static void
brings_what_is_typed (Fixture *fixture, gconstpointer unused)
{
  add_page (fixture,
            "/form/name",
            g_strdup ("<meta charset=utf-8><form method=post action='schalter:/form/name'>"
                      "<input type=hidden name=token value='ä&amp;+ %'>"
                      "<input name=name autofocus><button>Weiter</button></form>"));
  load (fixture, "/form/name");
  test_wait_until (is_shown, fixture, DEADLINE_MS);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->view));
  test_display_press ("Tab");
  test_display_press ("h");
  test_display_press ("i");
  test_display_press ("Return");
  test_wait_until (has_posted, fixture, DEADLINE_MS);
  g_assert_true (was_asked (fixture, "POST /form/name"));
  g_autofree char *body =
      g_strndup (g_bytes_get_data (fixture->posted, NULL), g_bytes_get_size (fixture->posted));
  g_assert_true (g_str_has_prefix (body, "token=%C3%A4%26%2B+%25&name="));
}

static void
keys_and_clicks_open_nothing (Fixture *fixture, gconstpointer unused)
{
  static const char *const keys[] = {
    "F7",           "shift+F10", "Menu",   "F5",     "F11",      "F12",
    "ctrl+shift+i", "ctrl+p",    "ctrl+o", "ctrl+s", "alt+Left", "ctrl+plus",
  };
  add_page (fixture, "/page", g_strdup ("<title>Seite</title><p>Text<input autofocus value=x>"));
  load (fixture, "/page");
  test_wait_until (is_shown, fixture, DEADLINE_MS);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->view));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    test_display_press (keys[i]);
  load (fixture, "/page");
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 1);
  g_assert_null (schalter_web_view_check (fixture->view));
  g_assert_cmpfloat (webkit_web_view_get_zoom_level (get_shown_view (fixture)), ==, 1.0);
  g_assert_cmpuint (fixture->n_broken, ==, 0);
}

/* The web processes below this test: children of children, behind a sandbox. */
static gboolean
descends_from (int pid, int ancestor)
{
  while (pid > 1 && pid != ancestor) {
    g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
    g_autofree char *stat = NULL;
    if (!g_file_get_contents (path, &stat, NULL, NULL))
      return FALSE;
    const char *after_name = strrchr (stat, ')');
    int parent = 0;
    if (after_name == NULL || sscanf (after_name, ") %*c %d", &parent) != 1)
      return FALSE;
    pid = parent;
  }
  return pid == ancestor;
}

static guint
kill_web_processes (void)
{
  guint n_killed = 0;
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir)) {
    int pid = (int)g_ascii_strtoll (name, NULL, 10);
    g_autofree char *path = g_strdup_printf ("/proc/%d/comm", pid);
    g_autofree char *comm = NULL;
    if (pid <= 1 || !g_file_get_contents (path, &comm, NULL, NULL) ||
        !g_str_has_prefix (comm, "WebKitWebProces") || !descends_from (pid, getpid ()))
      continue;
    n_killed += kill (pid, SIGKILL) == 0;
  }
  return n_killed;
}

static gboolean
is_broken (gpointer user_data)
{
  return ((Fixture *)user_data)->n_broken > 0;
}

static void
says_when_its_process_has_died (Fixture *fixture, gconstpointer unused)
{
  add_page (fixture, "/page", g_strdup ("<title>Seite</title>"));
  load (fixture, "/page");
  g_assert_cmpuint (kill_web_processes (), >, 0);
  test_wait_until (is_broken, fixture, DEADLINE_MS);
  /* The next page has a new process. */
  load (fixture, "/page");
  wait_for_title (fixture, "Seite");
}

#define ADD(path, function)                                                                        \
  g_test_add ("/widgets/web-view/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  GSubprocess *display = test_display_start ();
  gtk_init ();
  ADD ("is-locked-down-where-it-is-seen", is_locked_down_where_it_is_seen);
  ADD ("says-what-was-opened", says_what_was_opened);
  ADD ("runs-no-script", runs_no_script);
  ADD ("fetches-nothing-from-outside", fetches_nothing_from_outside);
  ADD ("goes-nowhere-else", goes_nowhere_else);
  ADD ("what-nobody-answers-is-not-found", what_nobody_answers_is_not_found);
  ADD ("brings-what-is-typed", brings_what_is_typed);
  ADD ("keys-and-clicks-open-nothing", keys_and_clicks_open_nothing);
  ADD ("says-when-its-process-has-died", says_when_its_process_has_died);
  int status = g_test_run ();
  test_display_stop (display);
  return status;
}
