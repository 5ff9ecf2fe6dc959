/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalterctl search: what a kiosk would answer, and with --explain why; for editors who mend a
 * catalogue. */
#include "config.h"

#include "catalogue-search.h"
#include "commands.h"
#include "schalter-error.h"

#include <glib/gi18n.h>

#define N_HITS 10

typedef struct {
  char *catalogue_path;
  char *language;
  gboolean explains;
} Arguments;

static void
arguments_clear (Arguments *arguments)
{
  g_free (arguments->catalogue_path);
  g_free (arguments->language);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
parse_arguments (Arguments *arguments, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "catalogue", 0, 0, G_OPTION_ARG_FILENAME, &arguments->catalogue_path, NULL, NULL },
    { "language", 0, 0, G_OPTION_ARG_STRING, &arguments->language, NULL, NULL },
    { "explain", 0, 0, G_OPTION_ARG_NONE, &arguments->explains, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc == 2)
    return TRUE;
  g_set_error_literal (
      error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, _ ("Give one text to search for"));
  return FALSE;
}

/* The catalogue named, or else the one that this kiosk uses (see generations.h). */
static SchalterCatalogue *
open_catalogue (SchalterCtl *ctl, const Arguments *arguments, GError **error)
{
  if (arguments->catalogue_path != NULL)
    return schalter_catalogue_open (arguments->catalogue_path, error);
  const SchalterSettings *settings = schalter_ctl_get_settings (ctl, error);
  if (settings == NULL)
    return NULL;
  g_autofree char *path = g_build_filename (
      settings->state_directory, "catalogue", "current", "catalogue.sqlite", NULL);
  return schalter_catalogue_open (path, error);
}

static void
print_answer (SchalterCatalogue *catalogue, const char *typed, SchalterLanguage language)
{
  g_autoptr (SchalterSearchAnswer) answer =
      schalter_catalogue_search (catalogue, typed, language, N_HITS);
  if (answer->suggestion != NULL)
    g_print (_ ("Did you mean “%s”?\n"), answer->suggestion);
  if (answer->is_fallback)
    g_print ("%s\n", _ ("Nothing fits exactly. Perhaps one of these helps:"));
  for (guint i = 0; i < answer->hits->len; i++) {
    const SchalterSearchHit *hit = answer->hits->pdata[i];
    g_autoptr (SchalterService) service =
        schalter_catalogue_get_service (catalogue, hit->service_id);
    if (service != NULL)
      g_print ("%-24s %s\n", hit->service_id, schalter_text_get (&service->title, language));
  }
}

gboolean
schalter_command_search (SchalterCtl *ctl, int argc, char **argv, GError **error)
{
  g_auto (Arguments) arguments = { 0 };
  SchalterLanguage language = SCHALTER_LANGUAGE_DE;
  if (!parse_arguments (&arguments, &argc, &argv, error))
    return FALSE;
  if (arguments.language != NULL && !schalter_language_from_tag (arguments.language, &language)) {
    g_set_error_literal (error,
                         SCHALTER_ERROR,
                         SCHALTER_ERROR_INVALID,
                         _ ("The language is none of de, fr, it, en"));
    return FALSE;
  }
  g_autoptr (SchalterCatalogue) catalogue = open_catalogue (ctl, &arguments, error);
  if (catalogue == NULL)
    return FALSE;
  if (!arguments.explains) {
    print_answer (catalogue, argv[1], language);
    return TRUE;
  }
  g_autofree char *text = schalter_catalogue_explain_search (catalogue, argv[1], language);
  g_print ("%s", text);
  return TRUE;
}
