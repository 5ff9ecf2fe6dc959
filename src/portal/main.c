/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalter-portal: the reference portal. */
#include "config.h"

#include "portal.h"
#include "random.h"
#include "translation.h"

#include <stdio.h>

static const struct {
  const char *name;
  int (*run) (int argc, char **argv);
} commands[] = {
  { "serve", schalter_portal_serve },
  { "inbox", schalter_portal_inbox },
  { "routes", schalter_portal_routes },
};

int
main (int argc, char **argv)
{
  schalter_translation_init ();
  schalter_crypto_init ();
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++) {
    if (g_str_equal (argv[1], commands[i].name))
      return commands[i].run (argc - 1, argv + 1);
  }
  fprintf (stderr,
           "Usage: schalter-portal serve --config FILE\n"
           "       schalter-portal inbox --database FILE --keys FILE [--reference R]\n"
           "       schalter-portal routes\n");
  return 2;
}
