/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one place that touches gettext's language, which belongs to the whole process. It stands in
 * forms/ because the kiosk and the portal both show pages and both come by here; core/ below knows
 * no environment, and the other programs speak one language only. gettext has no call that takes a
 * language: LANGUAGE in the environment decides, and a call of textdomain() makes gettext drop what
 * it remembers (setlocale() does so only if the locale's name changes). LANGUAGE is first set
 * before there are threads, so that a later change swaps one pointer of the environment and moves
 * nothing.
 *
 * gettext ignores LANGUAGE in the locale "C", and newer C libraries in "C.UTF-8" too; hence a named
 * locale is taken for messages where the machine has one. The kiosk image makes one. */
#include "config.h"

#include "translation.h"

#include <libintl.h>
#include <locale.h>

static void
choose_locale (void)
{
  const char *candidates[] = { "de_CH.UTF-8", "en_GB.UTF-8", "en_US.UTF-8", "C.UTF-8" };
  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++) {
    if (setlocale (LC_MESSAGES, candidates[i]) != NULL) {
      setlocale (LC_CTYPE, candidates[i]);
      return;
    }
  }
}

void
schalter_translation_init (void)
{
  const char *directory = g_getenv ("SCHALTER_LOCALEDIR");
  choose_locale ();
  bindtextdomain (GETTEXT_PACKAGE, directory != NULL ? directory : SCHALTER_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_setenv ("LANGUAGE", schalter_language_to_tag (SCHALTER_LANGUAGE_DE), TRUE);
  textdomain (GETTEXT_PACKAGE);
}

void
schalter_translation_use (SchalterLanguage language)
{
  const char *tag = schalter_language_to_tag (language);
  if (g_strcmp0 (g_getenv ("LANGUAGE"), tag) == 0)
    return;
  g_setenv ("LANGUAGE", tag, TRUE);
  textdomain (GETTEXT_PACKAGE);
}
