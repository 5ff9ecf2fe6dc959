/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The configuration file: every key, its limits and its default in one table. */
#include "config.h"

#include "settings.h"

#include "schalter-error.h"

#include <string.h>

#define MAX_BYTES (64 * 1024)

typedef enum {
  TYPE_TEXT,
  TYPE_NUMBER,
  TYPE_SWITCH,
} Type;

/**
 * Key:
 * @min: of a number
 * @max: of a number, or of a text's length in bytes
 * @is_valid: (nullable): a further rule for a text that is set
 * @allowed: what may stand there, in words
 */
typedef struct {
  const char *group;
  const char *name;
  Type type;
  gsize offset;
  const char *text_default;
  guint min;
  guint max;
  guint number_default;
  gboolean (*is_valid) (const char *text);
  const char *allowed;
} Key;

static gboolean
is_id (const char *text)
{
  return text[strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-_")] == '\0';
}

static gboolean
is_canton (const char *text)
{
  return g_ascii_isupper (text[0]) && g_ascii_isupper (text[1]) && text[2] == '\0';
}

static gboolean
is_absolute (const char *text)
{
  return text[0] == '/';
}

static gboolean
is_queue (const char *text)
{
  return text[strcspn (text, "/#? \t")] == '\0';
}

static gboolean
is_https (const char *text)
{
  return g_str_has_prefix (text, "https://") && g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL);
}

static gboolean
is_ipp (const char *text)
{
  gboolean is_scheme = g_str_has_prefix (text, "ipp://") || g_str_has_prefix (text, "ipps://");
  return is_scheme && g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL);
}

#define OFFSET(name) G_STRUCT_OFFSET (SchalterSettings, name)
#define TEXT(group, name, member, standard, rule, allowed)                                         \
  {                                                                                                \
    group, name, TYPE_TEXT, OFFSET (member), standard, 0, 500, 0, rule, allowed                    \
  }
#define NUMBER(group, name, member, min, max, standard)                                            \
  {                                                                                                \
    group, name, TYPE_NUMBER, OFFSET (member), NULL, min, max, standard                            \
  }
#define SWITCH(group, name, member)                                                                \
  {                                                                                                \
    group, name, TYPE_SWITCH, OFFSET (member), NULL, 0, 0, FALSE, NULL, "true or false"            \
  }
#define A_PATH "a path that begins with “/”"

static const Key keys[] = {
  TEXT ("kiosk", "id", kiosk_id, "kiosk", is_id, "lower-case letters, digits, “-” and “_”"),
  TEXT ("kiosk", "name", kiosk_name, "", NULL, "a name"),
  TEXT ("kiosk", "canton", canton, "", is_canton, "two upper-case letters"),
  NUMBER ("kiosk", "municipality", municipality_bfs, 0, 9999, 0),
  NUMBER ("kiosk", "idle-seconds", idle_seconds, 10, 3600, 90),
  NUMBER ("kiosk", "countdown-seconds", countdown_seconds, 5, 600, 30),
  SWITCH ("kiosk", "windowed", is_windowed),
  TEXT ("agent", "state-directory", state_directory, "/var/lib/schalter", is_absolute, A_PATH),
  TEXT ("agent", "bus-address", bus_address, "", NULL, "a D-Bus address"),
  TEXT ("catalogue", "key-file", catalogue_key_file, "", is_absolute, A_PATH),
  NUMBER ("catalogue", "sync-seconds", sync_seconds, 1, 86400, 900),
  TEXT ("portal", "uri", portal_uri, "", is_https, "a URI that begins with “https://”"),
  TEXT ("portal", "ca-file", portal_ca_file, "", is_absolute, A_PATH),
  TEXT ("printer", "queue", printer_queue, "", is_queue, "a queue's name"),
  TEXT ("printer", "cups-socket", printer_cups_socket, "/run/cups/cups.sock", is_absolute, A_PATH),
  TEXT ("printer", "device-uri", printer_device_uri, "", is_ipp, "an ipp:// or ipps:// URI"),
  NUMBER ("counter", "port", counter_port, 0, 65535, 0),
  TEXT ("counter", "listen", counter_listen, "", NULL, "an address"),
};

static gboolean
refuse (const Key *key, GError **error)
{
  if (key->type == TYPE_NUMBER)
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "%s:%s: allowed is a whole number from %u to %u",
                 key->group,
                 key->name,
                 key->min,
                 key->max);
  else
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "%s:%s: allowed is %s",
                 key->group,
                 key->name,
                 key->allowed);
  return FALSE;
}

static gboolean
take_text (const Key *key, GKeyFile *file, char **target)
{
  g_autofree char *text = g_key_file_get_string (file, key->group, key->name, NULL);
  if (text == NULL || strlen (text) > key->max)
    return FALSE;
  g_strstrip (text);
  if (text[0] != '\0' && key->is_valid != NULL && !key->is_valid (text))
    return FALSE;
  g_free (*target);
  *target = g_steal_pointer (&text);
  return TRUE;
}

static gboolean
take_value (const Key *key, GKeyFile *file, SchalterSettings *settings)
{
  gpointer field = (guint8 *)settings + key->offset;
  if (key->type == TYPE_TEXT)
    return take_text (key, file, field);
  g_autofree char *text = g_key_file_get_string (file, key->group, key->name, NULL);
  guint64 number = 0;
  if (text == NULL)
    return FALSE;
  g_strstrip (text);
  if (key->type == TYPE_NUMBER) {
    if (!g_ascii_string_to_unsigned (text, 10, key->min, key->max, &number, NULL))
      return FALSE;
    *(guint *)field = (guint)number;
    return TRUE;
  }
  *(gboolean *)field = g_str_equal (text, "true");
  return g_str_equal (text, "true") || g_str_equal (text, "false");
}

static SchalterSettings *
new_with_defaults (void)
{
  SchalterSettings *settings = g_new0 (SchalterSettings, 1);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    gpointer field = (guint8 *)settings + keys[i].offset;
    if (keys[i].type == TYPE_TEXT)
      *(char **)field = g_strdup (keys[i].text_default);
    else if (keys[i].type == TYPE_NUMBER)
      *(guint *)field = keys[i].number_default;
  }
  return settings;
}

/* The key of that name, or NULL; with @name NULL the first key of the group. */
static const Key *
find_key (const char *group, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (g_str_equal (keys[i].group, group) && (name == NULL || g_str_equal (keys[i].name, name)))
      return &keys[i];
  }
  return NULL;
}

static gboolean
take_group (GKeyFile *file, const char *group, SchalterSettings *settings, GError **error)
{
  g_auto (GStrv) names = g_key_file_get_keys (file, group, NULL, NULL);
  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    const Key *key = find_key (group, names[i]);
    if (key == NULL) {
      g_set_error (error,
                   SCHALTER_ERROR,
                   SCHALTER_ERROR_INVALID,
                   "%s:%s: there is no such key",
                   group,
                   names[i]);
      return FALSE;
    }
    if (!take_value (key, file, settings))
      return refuse (key, error);
  }
  return TRUE;
}

SchalterSettings *
schalter_settings_parse (const char *data, gssize length, GError **error)
{
  g_return_val_if_fail (data != NULL, NULL);
  gsize n_bytes = length < 0 ? strlen (data) : (gsize)length;
  g_autoptr (SchalterSettings) settings = new_with_defaults ();
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) file_error = NULL;
  if (n_bytes > MAX_BYTES || memchr (data, '\0', n_bytes) != NULL ||
      !g_utf8_validate (data, (gssize)n_bytes, NULL)) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "not a text in UTF-8 of at most %d bytes",
                 MAX_BYTES);
    return NULL;
  }
  if (n_bytes > 0 &&
      !g_key_file_load_from_data (file, data, n_bytes, G_KEY_FILE_NONE, &file_error)) {
    g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, file_error->message);
    return NULL;
  }
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++) {
    if (find_key (groups[i], NULL) == NULL) {
      g_set_error (
          error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "[%s]: there is no such group", groups[i]);
      return NULL;
    }
    if (!take_group (file, groups[i], settings, error))
      return NULL;
  }
  return g_steal_pointer (&settings);
}

void
schalter_settings_free (SchalterSettings *settings)
{
  if (settings == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (keys[i].type == TYPE_TEXT)
      g_free (*(char **)((guint8 *)settings + keys[i].offset));
  }
  g_free (settings);
}
