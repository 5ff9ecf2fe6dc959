/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading forms/<id>.json and certificates/<id>.json, which the catalogue carries as they are, and
 * the publisher's list of public keys. */
#include "config.h"

#include "form.h"
#include "source.h"

#include <string.h>

static const char *const KEYS_MEMBERS[] = { "keys", NULL };
static const char *const KEY_MEMBERS[] = { "id",         "purpose",     "bfs", "key",
                                           "valid_from", "valid_until", NULL };
static const char *const PURPOSES[] = { "exchange", "seal", "authority", NULL };

static SchalterSourceDocument *
make_document (const SchalterSourceFile *file, const char *id, guint version)
{
  SchalterSourceDocument *document = g_new0 (SchalterSourceDocument, 1);
  document->id = g_strdup (id);
  document->version = version;
  document->content = json_to_string (schalter_source_file_get_root (file), FALSE);
  return document;
}

/* The id in a file's name: "hund" of "forms/hund.json". */
static char *
get_id_of_name (const char *name)
{
  g_autofree char *base = g_path_get_basename (name);
  return g_strndup (base, strlen (base) - strlen (".json"));
}

/* A message of the form parser may name the place it means: that leads to the line. */
static void
read_form (SchalterSource *source, const char *name)
{
  g_autoptr (GError) error = NULL;
  SchalterSourceFile *file = schalter_source_load (source, name);
  if (file == NULL)
    return;
  g_autoptr (SchalterForm) form =
      schalter_form_parse (schalter_source_file_get_root (file), &error);
  if (form == NULL) {
    schalter_source_file_add_problem (file, source->problems, "", "%s", error->message);
    return;
  }
  g_autofree char *id = get_id_of_name (name);
  if (strcmp (id, schalter_form_get_id (form)) != 0)
    schalter_source_file_add_problem (file,
                                      source->problems,
                                      "id",
                                      "the id is “%s”, so the file must be named forms/%s.json",
                                      schalter_form_get_id (form),
                                      schalter_form_get_id (form));
  g_ptr_array_add (source->forms, make_document (file, id, schalter_form_get_version (form)));
}

void
schalter_source_read_forms (SchalterSource *source)
{
  g_autoptr (GPtrArray) names = schalter_source_list_files (source, "forms");
  for (guint i = 0; i < names->len; i++)
    read_form (source, names->pdata[i]);
}

void
schalter_source_read_certificates (SchalterSource *source)
{
  g_autoptr (GPtrArray) names = schalter_source_list_files (source, "certificates");
  for (guint i = 0; i < names->len; i++) {
    SchalterSourceFile *file = schalter_source_load (source, names->pdata[i]);
    if (file == NULL)
      continue;
    g_autofree char *id = get_id_of_name (names->pdata[i]);
    if (!JSON_NODE_HOLDS_OBJECT (schalter_source_file_get_root (file)))
      schalter_source_file_add_problem (
          file, source->problems, "", "an object in braces is expected here");
    g_ptr_array_add (source->certificates, make_document (file, id, 0));
  }
}

static gint64
read_instant (const SchalterSourceNode *node, const char *name, SchalterSourceNeed need)
{
  g_autofree char *text = schalter_source_read_string (node, name, need);
  if (text == NULL)
    return 0;
  g_autoptr (GDateTime) instant = g_date_time_new_from_iso8601 (text, NULL);
  if (instant == NULL) {
    schalter_source_node_add_problem (node, name, "a time like 2026-01-01T00:00:00Z is expected");
    return 0;
  }
  return g_date_time_to_unix (instant) * G_USEC_PER_SEC;
}

static SchalterSourceKey *
read_key (const SchalterSourceNode *node)
{
  SchalterSourceKey *key = g_new0 (SchalterSourceKey, 1);
  key->id = schalter_source_read_string (node, "id", SCHALTER_SOURCE_REQUIRED);
  key->purpose = g_strdup (PURPOSES[schalter_source_read_choice (node, "purpose", PURPOSES)]);
  key->bfs = schalter_source_read_number (node, "bfs", 0, 9999);
  key->key = schalter_source_read_string (node, "key", SCHALTER_SOURCE_REQUIRED);
  key->valid_from_us = read_instant (node, "valid_from", SCHALTER_SOURCE_REQUIRED);
  key->valid_until_us = read_instant (node, "valid_until", SCHALTER_SOURCE_OPTIONAL);
  if (strlen (key->key) != 64 || strspn (key->key, "0123456789abcdef") != 64)
    schalter_source_node_add_problem (node, "key", "64 digits 0–9, a–f are expected");
  return key;
}

void
schalter_source_read_keys (SchalterSource *source, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  SchalterSourceFile *file = schalter_source_file_load (folder, name, source->problems);
  if (file == NULL)
    return;
  g_ptr_array_add (source->files, file);
  g_auto (SchalterSourceNode) root = schalter_source_root (file, source->problems, KEYS_MEMBERS);
  guint n = schalter_source_count (&root, "keys");
  if (n == 0)
    schalter_source_node_add_problem (&root, "keys", "there is no key");
  for (guint i = 0; i < n; i++) {
    g_auto (SchalterSourceNode) node = schalter_source_element (&root, "keys", i, KEY_MEMBERS);
    g_ptr_array_add (source->keys, read_key (&node));
  }
}
