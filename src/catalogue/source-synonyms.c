/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading synonyms.json: the editors' words for what the texts call otherwise, by language. */
#include "config.h"

#include "search-synonyms.h"
#include "source.h"

static const char *const MEMBERS[] = { "de", "fr", "it", "en", NULL };

static void
read_language (SchalterSource *source, const SchalterSourceFile *file, SchalterLanguage language)
{
  const char *tag = schalter_language_to_tag (language);
  JsonObject *root = json_node_get_object (schalter_source_file_get_root (file));
  JsonNode *node = json_object_get_member (root, tag);
  g_autoptr (GError) error = NULL;
  if (node == NULL)
    return;
  g_autoptr (SchalterSynonyms) synonyms = schalter_synonyms_parse (node, &error);
  if (synonyms == NULL)
    schalter_source_file_add_problem (file, source->problems, tag, "%s", error->message);
  else
    source->synonyms[language] = json_to_string (node, FALSE);
}

void
schalter_source_read_synonyms (SchalterSource *source)
{
  g_autofree char *path = g_build_filename (source->folder, "synonyms.json", NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  SchalterSourceFile *file = schalter_source_load (source, "synonyms.json");
  if (file == NULL)
    return;
  g_auto (SchalterSourceNode) node = schalter_source_root (file, source->problems, MEMBERS);
  for (int i = 0; node.object != NULL && i < SCHALTER_N_LANGUAGES; i++)
    read_language (source, file, (SchalterLanguage)i);
}
