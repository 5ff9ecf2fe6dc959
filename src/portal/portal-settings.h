/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SchalterPortalSettings:
 * @listen: address to listen on
 * @port: 0 picks a free one
 * @idle_seconds: a connection on which nothing moves for so long is closed
 * @public_uri: what phones and browsers type, "https://portal.ag.example"; "" is the address itself
 * @port_file: where the chosen port is written, a line; "" for nowhere
 * @certificate_file: PEM certificate and key; "" makes one at each start
 * @ca_file: where the certificate (without its key) is written for clients to trust; "" for nowhere
 * @database_file: the portal's state, SQLite
 * @web_directory: the released catalogue files, as schalter-publish leaves them
 * @catalogue_file: the unpacked catalogue that pages are made from
 * @exchange_secrets_file: secret keys that sealed exchanges are opened with
 * @seal_secrets_file: seeds that certificates are sealed with, one for each municipality
 *
 * The portal's configuration, a key file; every key stands in one table in portal-settings.c.
 * A record: read only after it is parsed. Strings are never NULL; "" means not set.
 */
typedef struct {
  char *listen;
  guint port;
  guint idle_seconds;
  char *public_uri;
  char *port_file;
  char *certificate_file;
  char *ca_file;
  char *database_file;
  char *web_directory;
  char *catalogue_file;
  char *exchange_secrets_file;
  char *seal_secrets_file;
} SchalterPortalSettings;

SchalterPortalSettings *schalter_portal_settings_parse (const char *data,
                                                        gssize length,
                                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
SchalterPortalSettings *schalter_portal_settings_load (const char *path,
                                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_portal_settings_free (SchalterPortalSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterPortalSettings, schalter_portal_settings_free)

G_END_DECLS
