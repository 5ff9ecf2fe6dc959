/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of commands, the global options, and what the exit codes mean. */
#include "config.h"

#include "ctl.h"

#include "bus-connection.h"
#include "bus-errors.h"
#include "bus-names.h"
#include "commands.h"
#include "schalter-error.h"

#include <glib/gi18n.h>

struct _SchalterCtl {
  /* owned */
  char *bus_address; /* nullable: then the settings' */
  char *config_file;
  SchalterSettings *settings; /* nullable until asked for */
  SchalterBusAdmin1 *admin;   /* nullable until asked for */
  gboolean wants_json;
  int exit_code; /* of a command that did its work */
};

/* A sync may download a whole catalogue over a slow line. */
#define CALL_TIMEOUT_MS (10 * 60 * 1000)

typedef struct {
  const char *words; /* one or two, parted by a blank */
  const char *arguments;
  const char *summary;
  SchalterCommandRun run;
} Command;

static const Command commands[] = {
  { "status", "", N_ ("Show how this kiosk is doing"), schalter_command_status },
  { "sync", "", N_ ("Look for a new catalogue now"), schalter_command_sync },
  { "outbox list", "", N_ ("List what waits to be delivered"), schalter_command_outbox_list },
  { "pair", "", N_ ("Print a pairing line for a counter"), schalter_command_pair },
  { "search",
    "TEXT",
    N_ ("Search the catalogue; with --explain, say why"),
    schalter_command_search },
  { "verify", "FILE|-|TEXT", N_ ("Check a certificate’s seal"), schalter_command_verify },
};

/* An exit code for each way to react; everything else is 1. */
static const struct {
  int error_code;
  int exit_code;
} exit_codes[] = {
  { SCHALTER_ERROR_INVALID, 2 },     /* wrong usage or malformed input */
  { SCHALTER_ERROR_UNAVAILABLE, 3 }, /* the agent or the portal does not answer */
  { SCHALTER_ERROR_UNTRUSTED, 4 },   /* a signature or a seal does not hold */
  { SCHALTER_ERROR_OUTDATED, 5 },    /* authentic, but expired */
  { SCHALTER_ERROR_REFUSED, 6 },     /* not allowed to, or refused by the other side */
};

static int
get_exit_code (const GError *error)
{
  if (error->domain == G_OPTION_ERROR)
    return 2;
  for (guint i = 0; error->domain == SCHALTER_ERROR && i < G_N_ELEMENTS (exit_codes); i++) {
    if (exit_codes[i].error_code == error->code)
      return exit_codes[i].exit_code;
  }
  return 1;
}

static void
schalter_ctl_free (SchalterCtl *ctl)
{
  g_free (ctl->bus_address);
  g_free (ctl->config_file);
  g_clear_pointer (&ctl->settings, schalter_settings_free);
  g_clear_object (&ctl->admin);
  g_free (ctl);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterCtl, schalter_ctl_free)

gboolean
schalter_ctl_wants_json (SchalterCtl *ctl)
{
  return ctl->wants_json;
}

void
schalter_ctl_set_exit_code (SchalterCtl *ctl, int exit_code)
{
  ctl->exit_code = exit_code;
}

const SchalterSettings *
schalter_ctl_get_settings (SchalterCtl *ctl, GError **error)
{
  if (ctl->settings != NULL)
    return ctl->settings;
  const char *path =
      ctl->config_file != NULL ? ctl->config_file : SCHALTER_SYSCONFDIR "/schalter.conf";
  g_autoptr (GError) local_error = NULL;
  g_autofree char *data = NULL;
  gsize length = 0;
  if (!g_file_get_contents (path, &data, &length, &local_error)) {
    g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, local_error->message);
    return NULL;
  }
  ctl->settings = schalter_settings_parse (data, (gssize)length, error);
  if (ctl->settings == NULL)
    g_prefix_error (error, "%s: ", path);
  return ctl->settings;
}

static const char *
get_bus_address (SchalterCtl *ctl, GError **error)
{
  if (ctl->bus_address != NULL)
    return ctl->bus_address;
  const SchalterSettings *settings = schalter_ctl_get_settings (ctl, error);
  return settings == NULL ? NULL : settings->bus_address;
}

SchalterBusAdmin1 *
schalter_ctl_get_admin (SchalterCtl *ctl, GError **error)
{
  if (ctl->admin != NULL)
    return ctl->admin;
  const char *address = get_bus_address (ctl, error);
  if (address == NULL)
    return NULL;
  g_autoptr (GDBusConnection) connection = schalter_bus_connect_sync (address, error);
  if (connection == NULL)
    return NULL;

  GError *local_error = NULL;
  g_autoptr (SchalterBusAdmin1) admin = schalter_bus_admin1_proxy_new_sync (connection,
                                                                            G_DBUS_PROXY_FLAGS_NONE,
                                                                            SCHALTER_BUS_NAME,
                                                                            SCHALTER_BUS_PATH,
                                                                            NULL,
                                                                            &local_error);
  if (admin == NULL) {
    g_propagate_error (error, schalter_bus_error_adopt (local_error));
    return NULL;
  }
  g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (admin));
  if (owner == NULL) {
    g_set_error_literal (error,
                         SCHALTER_ERROR,
                         SCHALTER_ERROR_UNAVAILABLE,
                         _ ("schalter-agent is not running here"));
    return NULL;
  }
  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (admin), CALL_TIMEOUT_MS);
  ctl->admin = g_steal_pointer (&admin);
  return ctl->admin;
}

gboolean
schalter_command_expect_nothing (int argc, char **argv, GError **error)
{
  if (argc > 1)
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 _ ("“%s” takes no argument “%s”"),
                 argv[0],
                 argv[1]);
  return argc <= 1;
}

char *
schalter_command_format_time (gint64 time_us)
{
  if (time_us == 0)
    return g_strdup (_ ("never"));
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc == NULL ? NULL : g_date_time_to_local (utc);
  return local == NULL ? g_strdup ("?") : g_date_time_format (local, "%F %R");
}

static void
print_help (void)
{
  g_print ("%s\n\n", _ ("Usage: schalterctl [--bus ADDRESS] [--config FILE] [--json] COMMAND"));
  g_print ("%s\n", _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *usage = g_strjoin (" ", commands[i].words, commands[i].arguments, NULL);
    g_print ("  %-24s %s\n", usage, _ (commands[i].summary));
  }
}

/* Sets *n_words_out to how many of @argv name the command. */
static const Command *
find_command (int argc, char **argv, int *n_words_out)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_auto (GStrv) words = g_strsplit (commands[i].words, " ", -1);
    int n_words = (int)g_strv_length (words);
    int n_equal = 0;
    while (n_equal < n_words && n_equal < argc && g_str_equal (words[n_equal], argv[n_equal]))
      n_equal++;
    if (n_equal == n_words) {
      *n_words_out = n_words;
      return &commands[i];
    }
  }
  return NULL;
}

static gboolean
run_command (SchalterCtl *ctl, int argc, char **argv, GError **error)
{
  int n_words = 0;
  const Command *command = find_command (argc, argv, &n_words);
  if (command != NULL)
    return command->run (ctl, argc - n_words + 1, argv + n_words - 1, error);
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_INVALID,
               _ ("There is no command “%s”. “schalterctl --help” lists them."),
               argc > 0 ? argv[0] : "");
  return FALSE;
}

/* Takes the global options out of @argv, wherever they stand; a command's own are left. Sets
 * *is_asked_out when help or version was what was wanted. */
static gboolean
parse_options (SchalterCtl *ctl, int *argc, char ***argv, gboolean *is_asked_out, GError **error)
{
  gboolean wants_help = FALSE;
  gboolean wants_version = FALSE;
  const GOptionEntry entries[] = {
    { "bus", 0, 0, G_OPTION_ARG_STRING, &ctl->bus_address, NULL, NULL },
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &ctl->config_file, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &ctl->wants_json, NULL, NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &wants_help, NULL, NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &wants_version, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  *is_asked_out = wants_help || wants_version;
  if (wants_version)
    g_print ("schalterctl %s\n", SCHALTER_VERSION);
  else if (wants_help || *argc < 2)
    print_help ();
  return TRUE;
}

int
schalter_ctl_run (int argc, char **argv)
{
  schalter_bus_errors_register ();
  g_autoptr (SchalterCtl) ctl = g_new0 (SchalterCtl, 1);
  g_autoptr (GError) error = NULL;
  gboolean is_asked = FALSE;
  gboolean is_well = parse_options (ctl, &argc, &argv, &is_asked, &error);
  if (is_well && (is_asked || argc < 2))
    return is_asked ? 0 : 2;
  if (is_well && run_command (ctl, argc - 1, argv + 1, &error))
    return ctl->exit_code;
  g_printerr ("schalterctl: %s\n", error->message);
  return get_exit_code (error);
}
