/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalter-kiosk: the host, or with --session one session of it. */
#include "config.h"

#include "kiosk-program.h"

int
main (int argc, char **argv)
{
  return schalter_kiosk_program_run (argc, argv);
}
