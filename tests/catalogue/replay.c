/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs a fuzz target over the files of its corpus, one test each.
 *
 * Usage: replay FOLDER */
#include "config.h"

#include "fuzz-target.h"

#include <stdio.h>
#include <string.h>

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
list_files (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

int
main (int argc, char **argv)
{
  if (argc != 2) {
    fprintf (stderr, "Usage: replay FOLDER\n");
    return 2;
  }
  g_autoptr (GPtrArray) names = list_files (argv[1]);
  printf ("1..%u\n", names->len);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_build_filename (argv[1], names->pdata[i], NULL);
    g_autofree char *data = NULL;
    gsize length = 0;
    gboolean is_read = g_file_get_contents (path, &data, &length, NULL);
    if (is_read)
      LLVMFuzzerTestOneInput ((const guint8 *)data, length);
    printf ("%s %u %s\n", is_read ? "ok" : "not ok", i + 1, (const char *)names->pdata[i]);
  }
  return names->len > 0 ? 0 : 1;
}
