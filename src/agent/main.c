/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalter-agent: reads the settings, starts one agent, and tells systemd how it is. */
#include "config.h"

#include "agent.h"
#include "bus-errors.h"
#include "random.h"

#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <systemd/sd-daemon.h>

typedef struct {
  GMainLoop *loop;
  gboolean is_lost;
} Run;

static gboolean
on_terminate (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static void
on_ready (SchalterAgent *agent)
{
  sd_notify (0, "READY=1");
}

static void
on_lost (SchalterAgent *agent, Run *run)
{
  run->is_lost = TRUE;
  g_main_loop_quit (run->loop);
}

static gboolean
on_watchdog_due (gpointer user_data)
{
  sd_notify (0, "WATCHDOG=1");
  return G_SOURCE_CONTINUE;
}

static SchalterSettings *
load_settings (const char *path, GError **error)
{
  g_autofree char *data = NULL;
  gsize length = 0;
  if (!g_file_get_contents (path, &data, &length, error))
    return NULL;
  SchalterSettings *settings = schalter_settings_parse (data, (gssize)length, error);
  if (settings == NULL)
    g_prefix_error (error, "%s: ", path);
  return settings;
}

static gboolean
run (const char *path, GError **error)
{
  g_autoptr (SchalterSettings) settings = load_settings (path, error);
  g_autoptr (SchalterAgent) agent = settings != NULL ? schalter_agent_new (settings, error) : NULL;
  if (agent == NULL)
    return FALSE;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Run state = { .loop = loop };
  guint64 watchdog_us = 0;
  g_signal_connect (agent, "ready", G_CALLBACK (on_ready), NULL);
  g_signal_connect (agent, "lost", G_CALLBACK (on_lost), &state);
  g_unix_signal_add (SIGTERM, on_terminate, loop);
  g_unix_signal_add (SIGINT, on_terminate, loop);
  if (sd_watchdog_enabled (0, &watchdog_us) > 0)
    g_timeout_add ((guint)(watchdog_us / 3000), on_watchdog_due, NULL);
  schalter_agent_start (agent);
  g_main_loop_run (loop);
  if (state.is_lost)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the bus or our name there is gone");
  return !state.is_lost;
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "config", 'c', 0, G_OPTION_ARG_FILENAME, &path, "Configuration", "FILE" },
    { 0 },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("— the durable half of a kiosk");
  g_option_context_add_main_entries (context, entries, NULL);
  setlocale (LC_ALL, "");
  schalter_crypto_init ();
  schalter_bus_errors_register ();
  if (!g_option_context_parse (context, &argc, &argv, &error) ||
      !run (path != NULL ? path : SCHALTER_SYSCONFDIR "/schalter.conf", &error)) {
    fprintf (stderr, "schalter-agent: %s\n", error->message);
    return 1;
  }
  return 0;
}
