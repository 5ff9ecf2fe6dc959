/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The print lab: three real daemons, started, frozen, killed and cleaned away by a test. */
#include "config.h"

#include "print-lab.h"

#include "test-wait.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <unistd.h>

#define QUEUE "certificates"
#define START_DEADLINE_MS 60000

struct _TestPrintLab {
  /* owned */
  char *directory;
  char *socket;
  char *bus_socket;
  char *device_uri;
  char *source_directory;
  GSubprocess *bus;
  GSubprocess *printer;
  GSubprocess *scheduler;
  /* values */
  guint port;
};

static char *
get_path (TestPrintLab *lab, const char *name)
{
  return g_build_filename (lab->directory, name, NULL);
}

static void
write_file (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static char *
read_source (TestPrintLab *lab, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (lab->source_directory, name, NULL);
  char *text = NULL;
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

typedef struct {
  const char *name;
  const char *value;
} Placeholder;

/* Fills in a file of data/cups the way package and image do. */
static void
install_config (TestPrintLab *lab, const char *name, const Placeholder *placeholders, guint count)
{
  g_autofree char *source_name = g_strconcat ("data/cups/", name, ".in", NULL);
  g_autofree char *text = read_source (lab, source_name);
  g_autoptr (GString) filled = g_string_new (text);
  for (guint i = 0; i < count; i++)
    g_string_replace (filled, placeholders[i].name, placeholders[i].value, 0);
  g_autofree char *relative = g_build_filename ("etc", name, NULL);
  g_autofree char *path = get_path (lab, relative);
  write_file (path, filled->str);
}

/* A test that is killed must not leave daemons behind. */
static void
on_child_setup (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GSubprocess *
launch (TestPrintLab *lab, const char *const *arguments, const char *log_name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *log = g_build_filename (lab->directory, log_name, NULL);
  g_autofree char *bus_address = g_strconcat ("unix:path=", lab->bus_socket, NULL);
  g_subprocess_launcher_set_stdout_file_path (launcher, log);
  g_subprocess_launcher_set_flags (launcher, G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_subprocess_launcher_setenv (launcher, "DBUS_SYSTEM_BUS_ADDRESS", bus_address, TRUE);
  g_subprocess_launcher_setenv (launcher, "SCHALTER_PRINTER", lab->directory, TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", lab->directory, TRUE);
  g_subprocess_launcher_setenv (launcher, "CUPS_SERVER", lab->socket, TRUE);
  g_subprocess_launcher_unsetenv (launcher, "TMPDIR");
  g_subprocess_launcher_set_child_setup (launcher, on_child_setup, NULL, NULL);
  GSubprocess *process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  return process;
}

static void
finish (GSubprocess **process, int signal_number)
{
  if (*process == NULL)
    return;
  g_subprocess_send_signal (*process, SIGCONT);
  g_subprocess_send_signal (*process, signal_number);
  g_assert_true (g_subprocess_wait (*process, NULL, NULL));
  g_clear_object (process);
}

static gboolean
is_file_there (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
start_bus (TestPrintLab *lab)
{
  g_autofree char *config = get_path (lab, "bus.conf");
  g_autofree char *option = g_strconcat ("--config-file=", config, NULL);
  g_autofree char *text = g_strdup_printf (
      "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\"\n"
      " \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
      "<busconfig><type>session</type><listen>unix:path=%s</listen><auth>EXTERNAL</auth>\n"
      "<policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\n"
      "<allow eavesdrop=\"true\"/><allow own=\"*\"/><allow user=\"*\"/></policy></busconfig>\n",
      lab->bus_socket);
  write_file (config, text);
  const char *arguments[] = { "dbus-daemon", option, "--nofork", "--nopidfile", NULL };
  lab->bus = launch (lab, arguments, "bus.log");
  test_wait_until (is_file_there, lab->bus_socket, START_DEADLINE_MS);
}

static guint
find_free_port (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  g_assert_no_error (error);
  return port;
}

static gboolean
is_port_open (gpointer user_data)
{
  TestPrintLab *lab = user_data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client, "localhost", (guint16)lab->port, NULL, NULL);
  return connection != NULL;
}

void
test_print_lab_start_printer (TestPrintLab *lab)
{
  g_assert_null (lab->printer);
  g_autofree char *port = g_strdup_printf ("%u", lab->port);
  g_autofree char *keys = get_path (lab, "keys");
  g_autofree char *spool = get_path (lab, "printer-spool");
  g_autofree char *attributes =
      g_build_filename (lab->source_directory, "tests/support/printer-a4.conf", NULL);
  g_autofree char *command =
      g_build_filename (lab->source_directory, "tests/support/printer-command.sh", NULL);
  const char *arguments[] = {
    "ippeveprinter", "-v", "-p",       port, "-n",    "localhost",    "-r", "off", "-K", keys, "-d",
    spool,           "-a", attributes, "-c", command, "Test Printer", NULL,
  };
  lab->printer = launch (lab, arguments, "printer.log");
  test_wait_until (is_port_open, lab, START_DEADLINE_MS);
}

static gboolean
is_scheduler_up (gpointer user_data)
{
  TestPrintLab *lab = user_data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (lab->socket);
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);
  return connection != NULL;
}

static void
start_scheduler (TestPrintLab *lab)
{
  g_autofree char *config = get_path (lab, "etc/cupsd.conf");
  g_autofree char *files = get_path (lab, "etc/cups-files.conf");
  const char *arguments[] = { "cupsd", "-f", "-c", config, "-s", files, NULL };
  lab->scheduler = launch (lab, arguments, "cupsd.log");
  test_wait_until (is_scheduler_up, lab, START_DEADLINE_MS);
}

static void
add_queue (TestPrintLab *lab)
{
  g_autoptr (GError) error = NULL;
  const char *arguments[] = {
    "lpadmin", "-h",          lab->socket, "-p",
    QUEUE,     "-E",          "-v",        lab->device_uri,
    "-m",      "everywhere",  "-o",        "printer-error-policy=abort-job",
    "-o",      "PageSize=A4", NULL,
  };
  g_autoptr (GSubprocess) process = launch (lab, arguments, "lpadmin.log");
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
}

/* Filters of a scheduler run by root are run as lp: they need a way in, and a place to write. */
static void
make_directories (TestPrintLab *lab, const struct group *group)
{
  static const char *const names[] = {
    "etc",   "etc/ppd",   "etc/ssl", "cache",         "state",
    "spool", "spool/tmp", "keys",    "printer-spool", "out",
  };
  g_assert_cmpint (g_chmod (lab->directory, 0755), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = get_path (lab, names[i]);
    g_assert_cmpint (g_mkdir (path, 0755), ==, 0);
  }
  g_autofree char *temporary = get_path (lab, "spool/tmp");
  g_assert_cmpint (chown (temporary, getuid (), group->gr_gid), ==, 0);
  g_assert_cmpint (g_chmod (temporary, 01770), ==, 0);
}

static void
install_configs (TestPrintLab *lab, const char *user, const char *group, const char *system_group)
{
  g_autofree char *server_root = get_path (lab, "etc");
  g_autofree char *cache = get_path (lab, "cache");
  g_autofree char *state = get_path (lab, "state");
  g_autofree char *spool = get_path (lab, "spool");
  g_autofree char *error_log = get_path (lab, "error.log");
  const Placeholder placeholders[] = {
    { "@SOCKET@", lab->socket },
    { "@SERVER_ROOT@", server_root },
    { "@CACHE_DIR@", cache },
    { "@STATE_DIR@", state },
    { "@SPOOL_DIR@", spool },
    { "@ERROR_LOG@", error_log },
    { "@USER@", user },
    { "@GROUP@", group },
    { "@SYSTEM_GROUP@", system_group },
  };
  install_config (lab, "cupsd.conf", placeholders, G_N_ELEMENTS (placeholders));
  install_config (lab, "cups-files.conf", placeholders, G_N_ELEMENTS (placeholders));
}

static void
set_up_files (TestPrintLab *lab)
{
  gboolean is_root = getuid () == 0;
  g_autofree char *user = g_strdup (is_root ? "lp" : getpwuid (getuid ())->pw_name);
  g_autofree char *own_group = g_strdup (getgrgid (getgid ())->gr_name);
  const struct group *group = is_root ? getgrnam ("lp") : getgrgid (getgid ());
  g_autofree char *group_name = g_strdup (group->gr_name);
  make_directories (lab, group);
  install_configs (lab, user, group_name, own_group);
}

TestPrintLab *
test_print_lab_new (void)
{
  TestPrintLab *lab = g_new0 (TestPrintLab, 1);
  lab->source_directory = g_strdup (g_getenv ("SCHALTER_SOURCE_ROOT"));
  lab->directory = test_temp_dir_new ();
  lab->socket = get_path (lab, "cups.sock");
  lab->bus_socket = get_path (lab, "bus.sock");
  lab->port = find_free_port ();
  lab->device_uri = g_strdup_printf ("ipp://localhost:%u/ipp/print", lab->port);
  set_up_files (lab);
  test_print_lab_set_behaviour (lab, "ok");
  start_bus (lab);
  test_print_lab_start_printer (lab);
  start_scheduler (lab);
  add_queue (lab);
  return lab;
}

void
test_print_lab_free (TestPrintLab *lab)
{
  /* Lets an engine that waits come to its end. */
  test_print_lab_set_behaviour (lab, "ok");
  finish (&lab->scheduler, SIGTERM);
  finish (&lab->printer, SIGKILL);
  finish (&lab->bus, SIGTERM);
  test_temp_dir_free (lab->directory);
  g_free (lab->socket);
  g_free (lab->bus_socket);
  g_free (lab->device_uri);
  g_free (lab->source_directory);
  g_free (lab);
}

const char *
test_print_lab_get_socket (TestPrintLab *lab)
{
  return lab->socket;
}

const char *
test_print_lab_get_queue (TestPrintLab *lab)
{
  return QUEUE;
}

const char *
test_print_lab_get_device_uri (TestPrintLab *lab)
{
  return lab->device_uri;
}

/* Written in place: the engine has the directory, not the file, in its hands. */
void
test_print_lab_set_behaviour (TestPrintLab *lab, const char *behaviour)
{
  g_autofree char *path = get_path (lab, "behaviour");
  g_autofree char *line = g_strconcat (behaviour, "\n", NULL);
  write_file (path, line);
}

void
test_print_lab_set_paper (TestPrintLab *lab, gboolean has_paper)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client, "localhost", (guint16)lab->port, NULL, &error);
  g_assert_no_error (error);
  /* The form of the printer's own web page: two trays. */
  g_autofree char *request =
      g_strdup_printf ("GET /media?size0=iso_a4_210x297mm&type0=stationery&level0=%u"
                       "&size1=iso_a4_210x297mm&type1=stationery-letterhead&level1=%u HTTP/1.1\r\n"
                       "Host: localhost\r\nConnection: close\r\n\r\n",
                       has_paper ? 250 : 0,
                       has_paper ? 250 : 0);
  char answer[512] = { 0 };
  g_assert_true (
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                 request,
                                 strlen (request),
                                 NULL,
                                 NULL,
                                 &error));
  g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                        answer,
                                        sizeof answer - 1,
                                        NULL,
                                        &error),
                   >,
                   0);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
}

static char **
list_directory (TestPrintLab *lab, const char *name)
{
  g_autofree char *path = get_path (lab, name);
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  const char *entry;
  g_assert_nonnull (directory);
  while ((entry = g_dir_read_name (directory)) != NULL)
    g_ptr_array_add (paths, g_build_filename (path, entry, NULL));
  g_ptr_array_add (paths, NULL);
  return (char **)g_ptr_array_steal (paths, NULL);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

char **
test_print_lab_list_documents (TestPrintLab *lab)
{
  char **paths = list_directory (lab, "out");
  qsort (paths, g_strv_length (paths), sizeof *paths, compare_names);
  return paths;
}

guint
test_print_lab_count_spooled (TestPrintLab *lab)
{
  g_auto (GStrv) paths = list_directory (lab, "spool");
  guint count = 0;
  for (guint i = 0; paths[i] != NULL; i++) {
    g_autofree char *name = g_path_get_basename (paths[i]);
    count += name[0] == 'd' && g_ascii_isdigit (name[1]);
  }
  return count;
}

void
test_print_lab_stop_printer (TestPrintLab *lab)
{
  finish (&lab->printer, SIGKILL);
}

void
test_print_lab_freeze_printer (TestPrintLab *lab, gboolean is_frozen)
{
  g_subprocess_send_signal (lab->printer, is_frozen ? SIGSTOP : SIGCONT);
}

void
test_print_lab_freeze_scheduler (TestPrintLab *lab, gboolean is_frozen)
{
  g_subprocess_send_signal (lab->scheduler, is_frozen ? SIGSTOP : SIGCONT);
}

static void
wipe_spool (TestPrintLab *lab)
{
  g_auto (GStrv) paths = list_directory (lab, "spool");
  for (guint i = 0; paths[i] != NULL; i++)
    (void)g_unlink (paths[i]); /* what is a directory stays */
  g_autofree char *cache = get_path (lab, "cache/job.cache");
  (void)g_unlink (cache); /* need not be there */
}

void
test_print_lab_crash_scheduler (TestPrintLab *lab)
{
  finish (&lab->scheduler, SIGKILL);
  wipe_spool (lab);
  start_scheduler (lab);
}
