/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A virtual screen and its keyboard. */
#include "config.h"

#include "test-display.h"

#include "test-wait.h"

#include <string.h>
#include <unistd.h>

/* To the end of the line: the server writes it piecemeal, and dies when nobody listens. */
static char *
read_number (int descriptor)
{
  char answer[16] = { 0 };
  for (gsize n = 0; strchr (answer, '\n') == NULL; n++) {
    g_assert_cmpuint (n, <, sizeof answer - 1);
    g_assert_cmpint (read (descriptor, answer + n, 1), ==, 1);
  }
  return g_strdup (g_strstrip (answer));
}

GSubprocess *
test_display_start (void)
{
  static const char *const argv[] = { "Xvfb",         "-displayfd", "3",   "-screen", "0",
                                      "1280x1024x24", "-nolisten",  "tcp", NULL };
  g_autoptr (GError) error = NULL;
  int ends[2] = { -1, -1 };
  g_assert_cmpint (pipe (ends), ==, 0);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_take_fd (launcher, ends[1], 3);
  GSubprocess *display = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  g_object_unref (g_steal_pointer (&launcher)); /* closes our copy of the pipe's end */
  g_autofree char *number = read_number (ends[0]);
  close (ends[0]);
  g_autofree char *name = g_strconcat (":", number, NULL);
  g_setenv ("DISPLAY", name, TRUE);
  g_setenv ("GDK_BACKEND", "x11", TRUE);
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_setenv ("LIBGL_ALWAYS_SOFTWARE", "1", TRUE);
  g_setenv ("WEBKIT_DISABLE_DMABUF_RENDERER", "1", TRUE);
  g_setenv ("GTK_A11Y", "none", TRUE);
  g_unsetenv ("WAYLAND_DISPLAY");
  return display;
}

void
test_display_stop (GSubprocess *display)
{
  g_subprocess_force_exit (display);
  (void)g_subprocess_wait (display, NULL, NULL); /* however it ended */
  g_object_unref (display);
}

static void
on_pressed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *)user_data = TRUE;
}

static gboolean
is_done (gpointer user_data)
{
  return *(gboolean *)user_data;
}

void
test_display_press (const char *key)
{
  g_autoptr (GError) error = NULL;
  gboolean has_pressed = FALSE;
  g_autoptr (GSubprocess) tool =
      g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "xdotool", "key", key, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check_async (tool, NULL, on_pressed, &has_pressed);
  test_wait_until (is_done, &has_pressed, 60000);
}
