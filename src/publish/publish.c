/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalter-publish: a table of commands, one file each. */
#include "config.h"

#include "publish.h"

#include "random.h"
#include "schalter-error.h"

#include <stdio.h>

static const struct {
  const char *name;
  gboolean (*run) (const SchalterPublishOptions *options, GError **error);
  const char *usage;
} commands[] = {
  { "check", schalter_command_check, "check FOLDER [--keys FILE]" },
  { "compile", schalter_command_compile, "compile FOLDER --keys FILE --out FILE [--version N]" },
  { "eval", schalter_command_eval, "eval CATALOGUE --queries FILE" },
  { "keygen", schalter_command_keygen, "keygen --source FOLDER --out FOLDER" },
  { "release",
    schalter_command_release,
    "release FOLDER --keys FOLDER --version N --out FOLDER [--valid-days N]" },
};

static void
print_usage (FILE *stream)
{
  fprintf (stream, "Usage:\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (stream, "  schalter-publish %s\n", commands[i].usage);
}

typedef struct {
  char *keys;
  char *source;
  char *out;
  char *queries;
  gint64 version;
  int valid_days;
  char **rest;
} Arguments;

static gboolean
parse (int argc, char **argv, Arguments *arguments, GError **error)
{
  const GOptionEntry entries[] = {
    { "keys",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &arguments->keys,
      "Public keys, or keygen's folder",
      "PATH" },
    { "source",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &arguments->source,
      "The catalogue's sources",
      "FOLDER" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &arguments->out, "Where to write", "PATH" },
    { "queries", 0, 0, G_OPTION_ARG_FILENAME, &arguments->queries, "Judged queries", "FILE" },
    { "version", 0, 0, G_OPTION_ARG_INT64, &arguments->version, "The catalogue's version", "N" },
    { "valid-days", 0, 0, G_OPTION_ARG_INT, &arguments->valid_days, "Days until it expires", "N" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments->rest, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("COMMAND");
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, &argc, &argv, error);
}

static int
run_command (const Arguments *arguments)
{
  const char *name = arguments->rest != NULL ? arguments->rest[0] : NULL;
  SchalterPublishOptions options = {
    .folder = name != NULL ? arguments->rest[1] : NULL,
    .keys = arguments->keys,
    .source = arguments->source,
    .out = arguments->out,
    .queries = arguments->queries,
    .version = (guint64)MAX (1, arguments->version),
    .valid_days = (guint)CLAMP (arguments->valid_days, 1, 3650),
  };
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (commands); i++) {
    g_autoptr (GError) error = NULL;
    if (!g_str_equal (commands[i].name, name))
      continue;
    if (commands[i].run (&options, &error))
      return 0;
    fprintf (stderr, "%s\n", error->message);
    return g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND) ? 2 : 1;
  }
  print_usage (stderr);
  return 2;
}

int
schalter_publish_run (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  Arguments arguments = { .version = 1, .valid_days = 90 };
  schalter_crypto_init ();
  if (!parse (argc, argv, &arguments, &error)) {
    fprintf (stderr, "%s\n", error->message);
    return 2;
  }
  int status = run_command (&arguments);
  g_free (arguments.keys);
  g_free (arguments.source);
  g_free (arguments.out);
  g_free (arguments.queries);
  g_strfreev (arguments.rest);
  return status;
}
