/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sources without mistakes, or all the mistakes. */
#include "config.h"

#include "checked-source.h"

#include "schalter-error.h"

SchalterSource *
schalter_checked_source_load (const char *folder, const char *keys, GError **error)
{
  if (folder == NULL) {
    g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND, "no source folder was named");
    return NULL;
  }
  g_autoptr (SchalterSource) source = schalter_source_new (folder, keys);
  guint n = schalter_source_problems_get_n (source->problems);
  if (n == 0)
    return g_steal_pointer (&source);
  g_autofree char *text = schalter_source_problems_to_text (source->problems);
  g_set_error (
      error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "%s%u mistakes, nothing was written", text, n);
  return NULL;
}
