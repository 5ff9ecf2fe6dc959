/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading one JSON file of a catalogue's sources. */
#include "config.h"

#include "source-file.h"

#include <stdlib.h>
#include <string.h>

struct _SchalterSourceFile {
  char *name;       /* owned */
  char *text;       /* owned */
  JsonParser *json; /* owned */
};

void
schalter_source_file_free (SchalterSourceFile *file)
{
  if (file == NULL)
    return;
  g_free (file->name);
  g_free (file->text);
  g_clear_object (&file->json);
  g_free (file);
}

/* The line that json-glib's message begins with ("<data>:12:3: …"), which it keeps nowhere else for
 * errors that stop the parser. */
static guint
get_error_line (JsonParser *parser, const GError *error)
{
  const char *colon = strchr (error->message, ':');
  guint64 line = colon != NULL ? g_ascii_strtoull (colon + 1, NULL, 10) : 0;
  return line > 0 ? (guint)line : MAX (json_parser_get_current_line (parser), 1);
}

static guint
count_lines (const char *text, gsize length)
{
  guint line = 1;
  for (gsize i = 0; i < length; i++)
    line += text[i] == '\n' ? 1 : 0;
  return line;
}

static gboolean
read_text (SchalterSourceFile *file, const char *path, SchalterSourceProblems *problems)
{
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  const char *valid_end = NULL;
  if (!g_file_get_contents (path, &file->text, &length, &error)) {
    schalter_source_problems_add (problems, file->name, 1, NULL, error->message);
    return FALSE;
  }
  if (length > SCHALTER_SOURCE_MAX_BYTES) {
    schalter_source_problems_add (
        problems, file->name, 1, NULL, "the file is longer than 16 MiB; split it");
    return FALSE;
  }
  if (!g_utf8_validate (file->text, (gssize)length, &valid_end)) {
    guint line = count_lines (file->text, (gsize)(valid_end - file->text));
    schalter_source_problems_add (
        problems, file->name, line, NULL, "this line is not UTF-8; save the file as UTF-8");
    return FALSE;
  }
  return TRUE;
}

SchalterSourceFile *
schalter_source_file_load (const char *folder, const char *name, SchalterSourceProblems *problems)
{
  g_return_val_if_fail (folder != NULL && name != NULL && problems != NULL, NULL);
  g_autoptr (SchalterSourceFile) file = g_new0 (SchalterSourceFile, 1);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  file->name = g_strdup (name);
  if (!read_text (file, path, problems))
    return NULL;
  file->json = json_parser_new_immutable ();
  if (!json_parser_load_from_data (file->json, file->text, -1, &error)) {
    g_autofree char *message = g_strdup_printf ("this is not JSON: %s", error->message);
    schalter_source_problems_add (
        problems, name, get_error_line (file->json, error), NULL, message);
    return NULL;
  }
  if (json_parser_get_root (file->json) == NULL) {
    schalter_source_problems_add (problems, name, 1, NULL, "the file is empty");
    return NULL;
  }
  return g_steal_pointer (&file);
}

const char *
schalter_source_file_get_name (const SchalterSourceFile *file)
{
  g_return_val_if_fail (file != NULL, NULL);
  return file->name;
}

JsonNode *
schalter_source_file_get_root (const SchalterSourceFile *file)
{
  g_return_val_if_fail (file != NULL, NULL);
  return json_parser_get_root (file->json);
}

void
schalter_source_file_add_problem (const SchalterSourceFile *file,
                                  SchalterSourceProblems *problems,
                                  const char *field,
                                  const char *format,
                                  ...)
{
  g_return_if_fail (file != NULL && problems != NULL && field != NULL);
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  guint line = schalter_source_find_line (file->text, field);
  schalter_source_problems_add (problems, file->name, line, field, message);
}
