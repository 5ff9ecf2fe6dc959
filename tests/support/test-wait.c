/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Waiting for a condition without sleeping, and temporary directories of a test's own. */
#include "config.h"

#include "test-wait.h"

#include <gio/gio.h>

static gboolean
on_deadline (gpointer user_data)
{
  *(gboolean *)user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
test_wait_until (TestCondition condition, gpointer user_data, guint deadline_ms)
{
  gboolean is_late = FALSE;
  guint deadline = g_timeout_add (deadline_ms, on_deadline, &is_late);
  /* Wakes the loop for conditions that no event of this process announces. */
  guint tick = g_timeout_add (10, on_tick, NULL);
  while (!condition (user_data)) {
    g_main_context_iteration (NULL, TRUE);
    g_assert_false (is_late);
  }
  g_source_remove (tick);
  g_source_remove (deadline);
}

char *
test_temp_dir_new (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("schalter-test-XXXXXX", &error);
  g_assert_no_error (error);
  return path;
}

static void
remove_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
      file, "standard::name", G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child = NULL;
  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) &&
         child != NULL)
    remove_tree (child);
  (void)g_file_delete (file, NULL, NULL); /* what cannot be removed is the system's to clean */
}

void
test_temp_dir_free (char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  remove_tree (file);
  g_free (path);
}
