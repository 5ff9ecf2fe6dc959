/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalter-publish check: every mistake in the sources, for editors. */
#include "config.h"

#include "checked-source.h"

#include <stdio.h>

gboolean
schalter_command_check (const SchalterPublishOptions *options, GError **error)
{
  g_autoptr (SchalterSource) source =
      schalter_checked_source_load (options->folder, options->keys, error);
  if (source == NULL)
    return FALSE;
  printf ("No mistakes: %u services, %u municipalities, %u places, %u forms\n",
          source->services->len,
          source->municipalities->len,
          source->places->len,
          source->forms->len);
  return TRUE;
}
