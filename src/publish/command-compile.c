/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalter-publish compile: sources to one catalogue file. */
#include "config.h"

#include "catalogue-compiler.h"
#include "checked-source.h"
#include "schalter-error.h"

#include <stdio.h>

gboolean
schalter_command_compile (const SchalterPublishOptions *options, GError **error)
{
  if (options->keys == NULL || options->out == NULL) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND, "--keys and --out are needed");
    return FALSE;
  }
  g_autoptr (SchalterSource) source =
      schalter_checked_source_load (options->folder, options->keys, error);
  if (source == NULL || !schalter_catalogue_compile (source, options->version, options->out, error))
    return FALSE;
  printf ("%s: version %" G_GUINT64_FORMAT "\n", options->out, options->version);
  return TRUE;
}
