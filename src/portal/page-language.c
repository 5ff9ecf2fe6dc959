/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which of our languages a browser's wishes come closest to. */
#include "config.h"

#include "page-language.h"

#include <string.h>

#define MAX_WISHES 32

/* "fr-CH" is French; the rest of a tag (region, script) says nothing more to us. */
static gboolean
read_tag (const char *tag, SchalterLanguage *language_out)
{
  g_autofree char *primary = g_ascii_strdown (tag, (gssize)strcspn (tag, "-_;"));
  return schalter_language_from_tag (g_strstrip (primary), language_out);
}

gboolean
schalter_page_language_from_locales (const char *locales, SchalterLanguage *language_out)
{
  g_auto (GStrv) tags = g_strsplit_set (locales, " +", MAX_WISHES);
  for (char **tag = tags; *tag != NULL; tag++) {
    if (read_tag (*tag, language_out))
      return TRUE;
  }
  return FALSE;
}

/* The weight of "fr;q=0.8"; 1 when none is given. */
static double
read_weight (const char *wish)
{
  const char *parameter = strchr (wish, ';');
  if (parameter == NULL)
    return 1;
  g_autofree char *text = g_strstrip (g_strdup (parameter + 1));
  return g_ascii_strncasecmp (text, "q=", 2) == 0 ? g_ascii_strtod (text + 2, NULL) : 1;
}

SchalterLanguage
schalter_page_language_from_accept (const char *header)
{
  SchalterLanguage best = SCHALTER_LANGUAGE_DE;
  double best_weight = 0;
  g_auto (GStrv) wishes = g_strsplit (header != NULL ? header : "", ",", MAX_WISHES);
  for (char **wish = wishes; *wish != NULL; wish++) {
    SchalterLanguage language;
    double weight = read_weight (*wish);
    if (weight > best_weight && weight <= 1 && read_tag (g_strstrip (*wish), &language)) {
      best = language;
      best_weight = weight;
    }
  }
  return best;
}
