/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a desk remembers, in a key file: one group for itself, and one for each kiosk, named after
 * its certificate. Credentials are in it, so it is the user's alone. */
#include "config.h"

#include "known-kiosk.h"

#include "json-record.h"
#include "schalter-error.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define DESK_GROUP "desk"
#define KIOSK_GROUP_PREFIX "kiosk "
#define MAX_FILE_BYTES (1024 * 1024)
#define MAX_KIOSKS 200
#define MAX_TEXT_BYTES 255
#define MAX_BFS 9999

SchalterKnownKiosk *
schalter_known_kiosk_copy (const SchalterKnownKiosk *kiosk)
{
  g_return_val_if_fail (kiosk != NULL, NULL);
  SchalterKnownKiosk *copy = g_new0 (SchalterKnownKiosk, 1);
  copy->host = g_strdup (kiosk->host);
  copy->port = kiosk->port;
  copy->fingerprint = g_strdup (kiosk->fingerprint);
  copy->token = g_strdup (kiosk->token);
  copy->credential = g_strdup (kiosk->credential);
  copy->name = g_strdup (kiosk->name);
  copy->municipality_bfs = kiosk->municipality_bfs;
  return copy;
}

void
schalter_known_kiosk_free (SchalterKnownKiosk *kiosk)
{
  if (kiosk == NULL)
    return;
  g_free (kiosk->host);
  g_free (kiosk->fingerprint);
  g_free (kiosk->token);
  g_free (kiosk->credential);
  g_free (kiosk->name);
  g_free (kiosk);
}

gboolean
schalter_known_kiosk_is_host (const char *text)
{
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
  gsize length = strlen (text);
  if (length == 0 || length > 253) /* RFC 1035 §2.3.4 */
    return FALSE;
  return g_hostname_is_ip_address (text) ||
         (g_ascii_isalnum (text[0]) && text[strspn (text, allowed)] == '\0');
}

SchalterDesk *
schalter_desk_new (void)
{
  SchalterDesk *desk = g_new0 (SchalterDesk, 1);
  desk->name = g_strdup ("");
  desk->kiosks = g_ptr_array_new_with_free_func ((GDestroyNotify)schalter_known_kiosk_free);
  return desk;
}

void
schalter_desk_free (SchalterDesk *desk)
{
  if (desk == NULL)
    return;
  g_free (desk->name);
  g_ptr_array_unref (desk->kiosks);
  g_free (desk);
}

gboolean
schalter_desk_is_name (const char *text)
{
  gsize length = strlen (text);
  return length >= 1 && length <= SCHALTER_DESK_NAME_MAX_BYTES && schalter_json_is_line (text);
}

/* Reading. */

static char *
take_text (GKeyFile *file, const char *group, const char *key, gsize min_bytes)
{
  g_autofree char *text = g_key_file_get_string (file, group, key, NULL);
  if (text == NULL || strlen (text) < min_bytes || strlen (text) > MAX_TEXT_BYTES ||
      !schalter_json_is_line (text))
    return NULL;
  (void)g_key_file_remove_key (file, group, key, NULL); /* it is there: it was just read */
  return g_steal_pointer (&text);
}

static guint
take_number (GKeyFile *file, const char *group, const char *key, guint max)
{
  g_autofree char *text = take_text (file, group, key, 1);
  guint64 number = 0;
  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, max, &number, NULL))
    return G_MAXUINT;
  return (guint)number;
}

/* Whether nothing is left over in a group whose keys have been taken. */
static gboolean
is_used_up (GKeyFile *file, const char *group)
{
  g_auto (GStrv) left = g_key_file_get_keys (file, group, NULL, NULL);
  return left == NULL || left[0] == NULL;
}

static SchalterKnownKiosk *
read_kiosk (GKeyFile *file, const char *group)
{
  if (!g_str_has_prefix (group, KIOSK_GROUP_PREFIX))
    return NULL;
  g_autoptr (SchalterKnownKiosk) kiosk = g_new0 (SchalterKnownKiosk, 1);
  kiosk->fingerprint = g_strdup (group + strlen (KIOSK_GROUP_PREFIX));
  kiosk->host = take_text (file, group, "host", 1);
  kiosk->port = take_number (file, group, "port", G_MAXUINT16);
  kiosk->credential = take_text (file, group, "credential", 1);
  kiosk->name = take_text (file, group, "name", 0);
  kiosk->municipality_bfs = take_number (file, group, "municipality", MAX_BFS);
  gboolean is_whole = schalter_json_is_hash (kiosk->fingerprint) && kiosk->host != NULL &&
                      schalter_known_kiosk_is_host (kiosk->host) && kiosk->port >= 1 &&
                      kiosk->port <= G_MAXUINT16 && kiosk->credential != NULL &&
                      kiosk->name != NULL && kiosk->municipality_bfs <= MAX_BFS &&
                      is_used_up (file, group);
  return is_whole ? g_steal_pointer (&kiosk) : NULL;
}

static gboolean
read_group (SchalterDesk *desk, GKeyFile *file, const char *group)
{
  if (g_str_equal (group, DESK_GROUP)) {
    g_free (desk->name);
    desk->name = take_text (file, group, "name", 0);
    return desk->name != NULL && is_used_up (file, group);
  }
  SchalterKnownKiosk *kiosk = read_kiosk (file, group);
  if (kiosk == NULL)
    return FALSE;
  g_ptr_array_add (desk->kiosks, kiosk);
  return desk->kiosks->len <= MAX_KIOSKS;
}

static SchalterDesk *
parse (const char *path, const char *data, gsize length, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (SchalterDesk) desk = schalter_desk_new ();
  gboolean is_sound = length <= MAX_FILE_BYTES &&
                      g_key_file_load_from_data (file, data, length, G_KEY_FILE_NONE, NULL);
  g_auto (GStrv) groups = is_sound ? g_key_file_get_groups (file, NULL) : NULL;
  for (guint i = 0; is_sound && groups[i] != NULL; i++)
    is_sound = read_group (desk, file, groups[i]);
  if (is_sound)
    return g_steal_pointer (&desk);
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_CORRUPT,
               "%s is not as this program writes it; move it away and pair the kiosks again",
               path);
  return NULL;
}

SchalterDesk *
schalter_desk_load (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_autoptr (GError) problem = NULL;
  g_autofree char *data = NULL;
  gsize length = 0;
  if (!g_file_get_contents (path, &data, &length, &problem)) {
    if (g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return schalter_desk_new ();
    g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_CORRUPT, problem->message);
    return NULL;
  }
  (void)g_chmod (path, 0600); /* of another user's file it fails, and saving will say so */
  return parse (path, data, length, error);
}

/* Writing. */

static void
write_kiosk (GKeyFile *file, const SchalterKnownKiosk *kiosk)
{
  g_autofree char *group = g_strconcat (KIOSK_GROUP_PREFIX, kiosk->fingerprint, NULL);
  g_key_file_set_string (file, group, "host", kiosk->host);
  g_key_file_set_integer (file, group, "port", (int)kiosk->port);
  g_key_file_set_string (file, group, "credential", kiosk->credential);
  g_key_file_set_string (file, group, "name", kiosk->name);
  g_key_file_set_integer (file, group, "municipality", (int)kiosk->municipality_bfs);
}

gboolean
schalter_desk_save (const SchalterDesk *desk, const char *path, GError **error)
{
  g_return_val_if_fail (desk != NULL && path != NULL, FALSE);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) problem = NULL;
  g_autofree char *directory = g_path_get_dirname (path);
  g_key_file_set_string (file, DESK_GROUP, "name", desk->name);
  for (guint i = 0; i < desk->kiosks->len; i++)
    write_kiosk (file, desk->kiosks->pdata[i]);
  gsize length = 0;
  g_autofree char *data = g_key_file_to_data (file, &length, NULL);
  (void)g_mkdir_with_parents (directory, 0700); /* writing says why it is not there */
  if (g_file_set_contents_full (path,
                                data,
                                (gssize)length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600,
                                &problem))
    return TRUE;
  g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_NO_SPACE, problem->message);
  return FALSE;
}
