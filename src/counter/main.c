/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalter-counter: the program of staff beside the kiosks. */
#include "config.h"

#include "counter-app.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  /* From a build folder; see data/po/meson.build. */
  const char *translations = g_getenv ("SCHALTER_LOCALEDIR");
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, translations != NULL ? translations : SCHALTER_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_autoptr (SchalterCounterApp) app = schalter_counter_app_new ();
  return g_application_run (G_APPLICATION (app), argc, argv);
}
