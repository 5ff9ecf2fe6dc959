/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The portal's configuration file: every key, its rule and its default in one table. */
#include "config.h"

#include "portal-settings.h"

#include "schalter-error.h"

#include <string.h>

#define MAX_TEXT_BYTES 500

/**
 * Key:
 * @standard: the default; NULL for a key that must be set
 * @is_valid: rule for a text that is set
 */
typedef struct {
  const char *group;
  const char *name;
  gsize offset;
  const char *standard;
  gboolean (*is_valid) (const char *text);
  const char *allowed;
} Key;

static gboolean
is_absolute (const char *text)
{
  return text[0] == '/';
}

static gboolean
is_address (const char *text)
{
  return g_hostname_is_ip_address (text);
}

static gboolean
is_https (const char *text)
{
  return g_str_has_prefix (text, "https://") && !g_str_has_suffix (text, "/") &&
         g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL);
}

#define OFFSET(member) G_STRUCT_OFFSET (SchalterPortalSettings, member)
#define A_PATH is_absolute, "a path that begins with “/”"

static const Key keys[] = {
  { "portal", "listen", OFFSET (listen), "127.0.0.1", is_address, "an IP address" },
  { "portal",
    "public-uri",
    OFFSET (public_uri),
    "",
    is_https,
    "a URI that begins with “https://” and has no “/” at its end" },
  { "portal", "port-file", OFFSET (port_file), "", A_PATH },
  { "tls", "certificate-file", OFFSET (certificate_file), "", A_PATH },
  { "tls", "ca-file", OFFSET (ca_file), "", A_PATH },
  { "storage", "database-file", OFFSET (database_file), NULL, A_PATH },
  { "catalogue", "web-directory", OFFSET (web_directory), NULL, A_PATH },
  { "catalogue", "file", OFFSET (catalogue_file), NULL, A_PATH },
  { "secrets", "exchange-file", OFFSET (exchange_secrets_file), NULL, A_PATH },
  { "secrets", "seal-file", OFFSET (seal_secrets_file), NULL, A_PATH },
};

/**
 * NumberKey: a whole number within limits.
 */
typedef struct {
  const char *group;
  const char *name;
  gsize offset;
  guint standard;
  guint min;
  guint max;
} NumberKey;

static const NumberKey number_keys[] = {
  { "portal", "port", OFFSET (port), 8443, 0, 65535 },
  { "portal", "idle-seconds", OFFSET (idle_seconds), 30, 1, 600 },
};

static gboolean
take_text (const Key *key, GKeyFile *file, gpointer settings, GError **error)
{
  char **target = G_STRUCT_MEMBER_P (settings, key->offset);
  g_autofree char *text = g_key_file_get_string (file, key->group, key->name, NULL);
  if (text != NULL)
    g_strstrip (text);
  gboolean is_set = text != NULL && text[0] != '\0';
  if ((!is_set && key->standard == NULL) ||
      (is_set && (strlen (text) > MAX_TEXT_BYTES || !key->is_valid (text)))) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "%s:%s: allowed is %s",
                 key->group,
                 key->name,
                 key->allowed);
    return FALSE;
  }
  *target = is_set ? g_steal_pointer (&text) : g_strdup (key->standard);
  return TRUE;
}

static gboolean
take_number (const NumberKey *key, GKeyFile *file, gpointer settings, GError **error)
{
  guint *target = G_STRUCT_MEMBER_P (settings, key->offset);
  g_autofree char *text = g_key_file_get_string (file, key->group, key->name, NULL);
  guint64 number = key->standard;
  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, key->min, key->max, &number, NULL)) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INVALID,
                 "%s:%s: allowed is a whole number from %u to %u",
                 key->group,
                 key->name,
                 key->min,
                 key->max);
    return FALSE;
  }
  *target = (guint)number;
  return TRUE;
}

static gboolean
is_known (const char *group, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (number_keys); i++) {
    if (g_str_equal (number_keys[i].group, group) && g_str_equal (number_keys[i].name, name))
      return TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (g_str_equal (keys[i].group, group) && g_str_equal (keys[i].name, name))
      return TRUE;
  }
  return FALSE;
}

static gboolean
check_group (GKeyFile *file, const char *group, GError **error)
{
  g_auto (GStrv) names = g_key_file_get_keys (file, group, NULL, NULL);
  for (char **name = names; name != NULL && *name != NULL; name++) {
    if (!is_known (group, *name)) {
      g_set_error (
          error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, "%s:%s: no such key", group, *name);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check_names (GKeyFile *file, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group != NULL; group++) {
    if (!check_group (file, *group, error))
      return FALSE;
  }
  return TRUE;
}

SchalterPortalSettings *
schalter_portal_settings_parse (const char *data, gssize length, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) foreign = NULL;
  if (!g_key_file_load_from_data (
          file, data, length < 0 ? strlen (data) : (gsize)length, G_KEY_FILE_NONE, &foreign)) {
    g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, foreign->message);
    return NULL;
  }
  if (!check_names (file, error))
    return NULL;
  g_autoptr (SchalterPortalSettings) settings = g_new0 (SchalterPortalSettings, 1);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (!take_text (&keys[i], file, settings, error))
      return NULL;
  }
  for (guint i = 0; i < G_N_ELEMENTS (number_keys); i++) {
    if (!take_number (&number_keys[i], file, settings, error))
      return NULL;
  }
  return g_steal_pointer (&settings);
}

SchalterPortalSettings *
schalter_portal_settings_load (const char *path, GError **error)
{
  g_autofree char *data = NULL;
  gsize length = 0;
  g_autoptr (GError) foreign = NULL;
  if (!g_file_get_contents (path, &data, &length, &foreign)) {
    g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, foreign->message);
    return NULL;
  }
  SchalterPortalSettings *settings = schalter_portal_settings_parse (data, (gssize)length, error);
  if (settings == NULL)
    g_prefix_error (error, "%s: ", path);
  return settings;
}

void
schalter_portal_settings_free (SchalterPortalSettings *settings)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_free (*(char **)G_STRUCT_MEMBER_P (settings, keys[i].offset));
  g_free (settings);
}
