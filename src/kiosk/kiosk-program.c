/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kiosk's command line. The host process keeps the sessions and tells systemd how things are;
 * it starts no GTK. */
#include "config.h"

#include "kiosk-program.h"

#include "host.h"
#include "random.h"
#include "session-app.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#define DEFAULT_CONFIG SCHALTER_SYSCONFDIR "/schalter.conf"

typedef struct {
  char *config_path;
  char *catalogue_path;
  gboolean is_session;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->config_path);
  g_free (options->catalogue_path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* Each of these opens a way around the guards, or lets the user's files in. */
static const char *const unwanted_variables[] = {
  "GDK_DEBUG",
  "GIO_EXTRA_MODULES",
  "GIO_MODULE_DIR",
  "GSK_DEBUG",
  "GTK_DATA_PREFIX",
  "GTK_DEBUG",
  "GTK_EXE_PREFIX",
  "GTK_IM_MODULE",
  "GTK_MODULES",
  "GTK_PATH",
  "GTK_THEME",
  "G_RESOURCE_OVERLAYS",
  "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS",
  "WEBKIT_INSPECTOR_HTTP_SERVER",
  "WEBKIT_INSPECTOR_SERVER",
};

static void
clean_environment (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (unwanted_variables); i++)
    g_unsetenv (unwanted_variables[i]);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
}

static SchalterSettings *
load_settings (const char *path, GError **error)
{
  g_autofree char *data = NULL;
  gsize length = 0;
  if (!g_file_get_contents (path, &data, &length, error))
    return NULL;
  return schalter_settings_parse (data, (gssize)length, error);
}

/* The host. */

static gboolean
on_terminate (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static void
on_shown (SchalterHost *host, gpointer user_data)
{
  sd_notify (0, "READY=1");
}

/* The watchdog is fed only while somebody is in front. */
static gboolean
on_watchdog_due (gpointer user_data)
{
  if (schalter_host_get_front_pid (user_data) != 0)
    sd_notify (0, "WATCHDOG=1");
  return G_SOURCE_CONTINUE;
}

static char **
make_session_argv (const char *program, const Options *options)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_strv_builder_add_many (argv, program, "--session", "--config", options->config_path, NULL);
  if (options->catalogue_path != NULL)
    g_strv_builder_add_many (argv, "--catalogue", options->catalogue_path, NULL);
  return g_strv_builder_end (argv);
}

static int
run_host (const char *program, const Options *options)
{
  g_auto (GStrv) argv = make_session_argv (program, options);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SchalterHost) host = schalter_host_new ((const char *const *)argv);
  g_signal_connect (host, "shown", G_CALLBACK (on_shown), NULL);
  g_unix_signal_add (SIGTERM, on_terminate, loop);
  g_unix_signal_add (SIGINT, on_terminate, loop);
  guint64 watchdog_us = 0;
  if (sd_watchdog_enabled (0, &watchdog_us) > 0)
    g_timeout_add ((guint)(watchdog_us / 3000), on_watchdog_due, host);
  schalter_host_start (host);
  g_main_loop_run (loop);
  schalter_host_stop (host);
  return 0;
}

static int
run_session (const SchalterSettings *settings, const Options *options)
{
  SchalterSessionStart start = {
    .settings = settings,
    .catalogue_path = options->catalogue_path,
    .host_fd = -1,
  };
  if (fcntl (SCHALTER_HOST_SESSION_FD, F_SETFD, FD_CLOEXEC) == 0)
    start.host_fd = SCHALTER_HOST_SESSION_FD;
  return schalter_session_app_run (&start);
}

static gboolean
parse_options (int *argc, char ***argv, Options *options)
{
  const GOptionEntry entries[] = {
    { "config", 'c', 0, G_OPTION_ARG_FILENAME, &options->config_path, "Configuration", "FILE" },
    { "catalogue",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &options->catalogue_path,
      "Catalogue to use in place of the agent's",
      "FILE" },
    { "session", 0, 0, G_OPTION_ARG_NONE, &options->is_session, "Run one session", NULL },
    { 0 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new ("— a kiosk for municipal offices");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error)) {
    g_printerr ("schalter-kiosk: %s\n", error->message);
    return FALSE;
  }
  if (options->config_path == NULL)
    options->config_path = g_strdup (DEFAULT_CONFIG);
  return TRUE;
}

int
schalter_kiosk_program_run (int argc, char **argv)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_auto (Options) options = { 0 };
  clean_environment ();
  if (!parse_options (&argc, &argv, &options))
    return 2;
  g_autoptr (GError) error = NULL;
  g_autoptr (SchalterSettings) settings = load_settings (options.config_path, &error);
  if (settings == NULL) {
    g_printerr ("schalter-kiosk: %s: %s\n", options.config_path, error->message);
    return 1;
  }
  schalter_crypto_init ();
  return options.is_session ? run_session (settings, &options) : run_host (program, &options);
}
