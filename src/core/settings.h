/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterSettings:
 *
 * The one configuration file of a machine, /etc/schalter/schalter.conf, a key file. Each key stands
 * in one table in settings.c; an unknown group or key, and a value out of range, is refused with
 * the line's group and key. A record: read only after it is parsed. Strings are never NULL; ""
 * means not set.
 */
typedef struct {
  /* [kiosk] */
  char *kiosk_id;
  char *kiosk_name;
  char *canton;
  guint municipality_bfs;
  guint idle_seconds;
  guint countdown_seconds;
  gboolean is_windowed;
  /* [agent] */
  char *state_directory;
  char *bus_address; /* "" is the system bus */
  /* [catalogue] */
  char *catalogue_key_file; /* minisign public key */
  guint sync_seconds;
  /* [portal] */
  char *portal_uri;
  char *portal_ca_file; /* "" is the system's trust store */
  /* [printer] */
  char *printer_queue;
  char *printer_cups_socket;
  char *printer_device_uri;
  /* [counter] */
  guint counter_port; /* 0 picks a free one */
  char *counter_listen;
} SchalterSettings;

SchalterSettings *
schalter_settings_parse (const char *data, gssize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_settings_free (SchalterSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterSettings, schalter_settings_free)

G_END_DECLS
