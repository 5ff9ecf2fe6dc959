/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session process: one model, one window, the link to the agent, the line to the host. It warms
 * everything up, waits to be shown, and goes when the citizen goes. */
#include "config.h"

#include "session-app.h"

#include "bus-connection.h"
#include "translation.h"
#include "window.h"

#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define ALIVE_S 2
/* How long the host may take to end us after we have said so. */
#define LINGER_S 3
/* Wait for an agent that is still starting before going on without it. */
#define LINK_RETRY_S 5

typedef struct {
  const SchalterSessionStart *start;
  gboolean is_window_warm;
  gboolean is_world_known;
  gboolean has_said_ready;

  /* owned */
  GMainLoop *loop;
  GCancellable *cancellable;
  SchalterSession *session;
  SchalterKioskWindow *window;
  SchalterAgentLink *link;
  char *catalogue_path;
  GDataInputStream *lines_in;
  GOutputStream *lines_out;
} App;

/* The line to the host. */

static void
say (App *app, const char *line)
{
  if (app->lines_out == NULL)
    return;
  g_autofree char *text = g_strconcat (line, "\n", NULL);
  /* A host that is gone is noticed by reading. */
  (void)g_output_stream_write_all (app->lines_out, text, strlen (text), NULL, NULL, NULL);
}

static gboolean
on_alive_due (gpointer user_data)
{
  say (user_data, "alive");
  return G_SOURCE_CONTINUE;
}

static void
show (App *app, gboolean with_farewell)
{
  if (with_farewell)
    schalter_session_go (app->session, "end");
  schalter_kiosk_window_show (app->window);
}

static void
say_ready_when_so (App *app)
{
  if (!app->is_window_warm || !app->is_world_known || app->has_said_ready)
    return;
  app->has_said_ready = TRUE;
  if (app->lines_out == NULL)
    show (app, FALSE);
  else
    say (app, "ready");
}

static void on_line_read (GObject *source, GAsyncResult *result, gpointer user_data);

static void
read_next_line (App *app)
{
  g_data_input_stream_read_line_async (
      app->lines_in, G_PRIORITY_DEFAULT, app->cancellable, on_line_read, app);
}

static void
on_line_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (
      G_DATA_INPUT_STREAM (source), result, NULL, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  App *app = user_data;
  if (line == NULL) {
    /* Without a host nobody would ever take this process away. */
    g_main_loop_quit (app->loop);
    return;
  }
  if (g_str_equal (line, "show"))
    show (app, FALSE);
  else if (g_str_equal (line, "show farewell"))
    show (app, TRUE);
  read_next_line (app);
}

static void
connect_host (App *app)
{
  int fd = app->start->host_fd;
  if (fd < 0)
    return;
  g_autoptr (GInputStream) input = g_unix_input_stream_new (fd, FALSE);
  app->lines_in = g_data_input_stream_new (input);
  app->lines_out = g_unix_output_stream_new (fd, FALSE);
  read_next_line (app);
  g_timeout_add_seconds (ALIVE_S, on_alive_due, app);
}

/* The catalogue and the agent. */

static void
open_catalogue (App *app, const char *path)
{
  if (path[0] == '\0' || g_strcmp0 (path, app->catalogue_path) == 0)
    return;
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterCatalogue) catalogue = schalter_catalogue_open (path, &error);
  if (catalogue == NULL) {
    g_warning ("The catalogue cannot be opened: %s; continuing without it", error->message);
    return;
  }
  g_free (app->catalogue_path);
  app->catalogue_path = g_strdup (path);
  schalter_session_set_catalogue (app->session, catalogue);
}

/* A citizen keeps the catalogue they began with; whoever comes next gets the new one. */
static void
on_link_changed (App *app)
{
  gboolean is_untouched = g_str_equal (schalter_session_get_page (app->session), "attract");
  gboolean has_none = schalter_session_get_catalogue (app->session) == NULL;
  if (app->start->catalogue_path == NULL && (is_untouched || has_none))
    open_catalogue (app, schalter_agent_link_get_catalogue_path (app->link));
}

static void connect_agent (App *app);

static gboolean
on_link_retry (gpointer user_data)
{
  connect_agent (user_data);
  return G_SOURCE_REMOVE;
}

static void
set_world_known (App *app)
{
  app->is_world_known = TRUE;
  say_ready_when_so (app);
}

static void
give_up_for_now (App *app, const GError *error)
{
  g_warning ("The agent cannot be reached: %s; continuing without it", error->message);
  g_timeout_add_seconds (LINK_RETRY_S, on_link_retry, app);
  set_world_known (app);
}

static void
on_link_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterAgentLink) link = schalter_agent_link_new_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  App *app = user_data;
  if (link == NULL) {
    give_up_for_now (app, error);
    return;
  }
  app->link = g_steal_pointer (&link);
  g_signal_connect_swapped (app->link, "changed", G_CALLBACK (on_link_changed), app);
  on_link_changed (app);
  schalter_session_set_link (app->session, app->link);
  set_world_known (app);
}

static void
on_bus_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = schalter_bus_connect_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  App *app = user_data;
  if (connection == NULL)
    give_up_for_now (app, error);
  else
    schalter_agent_link_new_async (connection, app->cancellable, on_link_made, app);
}

static void
connect_agent (App *app)
{
  schalter_bus_connect_async (
      app->start->settings->bus_address, app->cancellable, on_bus_connected, app);
}

/* The window. */

static void
on_window_warm (App *app)
{
  app->is_window_warm = TRUE;
  say_ready_when_so (app);
}

static void
on_window_painted (App *app)
{
  say (app, "shown");
}

static gboolean
on_linger_over (gpointer user_data)
{
  App *app = user_data;
  g_main_loop_quit (app->loop);
  return G_SOURCE_REMOVE;
}

static void
on_over (App *app)
{
  say (app, "ended");
  if (app->lines_out == NULL)
    g_main_loop_quit (app->loop);
  else
    g_timeout_add_seconds (LINGER_S, on_linger_over, app);
}

static gboolean
on_terminate (gpointer user_data)
{
  App *app = user_data;
  g_main_loop_quit (app->loop);
  return G_SOURCE_CONTINUE;
}

/* What is in here is a citizen's: no core file, no debugger, no /proc/self/mem for others. */
static void
hide_memory (void)
{
  (void)prctl (PR_SET_DUMPABLE, 0);
  struct rlimit none = { 0 };
  (void)setrlimit (RLIMIT_CORE, &none);
}

static void
app_clear (App *app)
{
  g_cancellable_cancel (app->cancellable);
  if (app->window != NULL)
    gtk_window_destroy (GTK_WINDOW (app->window));
  g_clear_object (&app->session);
  g_clear_object (&app->link);
  g_clear_object (&app->lines_in);
  g_clear_object (&app->lines_out);
  g_clear_object (&app->cancellable);
  g_clear_pointer (&app->catalogue_path, g_free);
  g_clear_pointer (&app->loop, g_main_loop_unref);
}

int
schalter_session_app_run (const SchalterSessionStart *start)
{
  g_return_val_if_fail (start != NULL, 1);
  hide_memory ();
  if (!gtk_init_check ()) {
    g_warning ("There is no display");
    return 1;
  }
  schalter_translation_init ();
  schalter_translation_use (SCHALTER_LANGUAGE_DE);
  App app = {
    .start = start,
    .loop = g_main_loop_new (NULL, FALSE),
    .cancellable = g_cancellable_new (),
    .session = schalter_session_new (start->settings),
  };
  if (start->catalogue_path != NULL)
    open_catalogue (&app, start->catalogue_path);
  app.window = schalter_kiosk_window_new (app.session);
  g_signal_connect_swapped (app.window, "warm", G_CALLBACK (on_window_warm), &app);
  g_signal_connect_swapped (app.window, "painted", G_CALLBACK (on_window_painted), &app);
  g_signal_connect_swapped (app.session, "over", G_CALLBACK (on_over), &app);
  g_unix_signal_add (SIGTERM, on_terminate, &app);
  connect_host (&app);
  connect_agent (&app);
  schalter_kiosk_window_warm_up (app.window);
  g_main_loop_run (app.loop);
  app_clear (&app);
  return 0;
}
