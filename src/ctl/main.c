/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalterctl: IT's command line. */
#include "config.h"

#include "ctl.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, SCHALTER_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  return schalter_ctl_run (argc, argv);
}
