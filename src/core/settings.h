/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterSettings:
 *
 * The one configuration file of a machine, /etc/schalter/schalter.conf, a key file. Each key stands
 * in one table in settings.c, which has the defaults; an unknown group or key, and a value out of
 * range, is refused with "group:key" in the message (the caller puts the file's name before). A
 * record: read only after it is parsed. Strings are never NULL; "" means not set.
 */
typedef struct {
  /* [kiosk] id, name, canton, municipality, idle-seconds, countdown-seconds, windowed */
  char *kiosk_id;
  char *kiosk_name;
  char *canton;           /* "AG" */
  guint municipality_bfs; /* 0: the canton's own kiosk */
  guint idle_seconds;
  guint countdown_seconds;
  gboolean is_windowed;
  /* [agent] state-directory, bus-address */
  char *state_directory;
  char *bus_address; /* "" is the system bus */
  /* [catalogue] key-file, sync-seconds */
  char *catalogue_key_file; /* minisign public key */
  guint sync_seconds;
  /* [portal] uri, ca-file */
  char *portal_uri;
  char *portal_ca_file; /* "" is the system's trust store */
  /* [printer] queue, cups-socket, device-uri */
  char *printer_queue;
  char *printer_cups_socket;
  char *printer_device_uri;
  /* [counter] port, listen */
  guint counter_port;   /* 0 picks a free one */
  char *counter_listen; /* an address; "" for no counter link */
} SchalterSettings;

SchalterSettings *
schalter_settings_parse (const char *data, gssize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_settings_free (SchalterSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterSettings, schalter_settings_free)

G_END_DECLS
