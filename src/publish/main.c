/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalter-publish: compiles, signs and releases a canton's catalogue. */
#include "config.h"

#include "publish.h"

#include <locale.h>

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  return schalter_publish_run (argc, argv);
}
