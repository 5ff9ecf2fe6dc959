/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * Desktop: a session bus and a display of a test's own, with a real notification daemon (dunst) or
 * one that does what a test says; and an ear on the bus for what applications ask of either.
 * @display: of the virtual X server
 * @asked: (element-type GVariant): arguments of each Notify, oldest first
 * @double_id: what the double says of itself next
 * @is_mute: the double answers nothing
 */
typedef struct {
  GTestDBus *bus;
  GDBusConnection *connection;
  GSubprocess *x_server;
  char *display;
  GSubprocess *daemon;

  GDBusConnection *ear;
  GMutex lock;
  GPtrArray *asked;

  guint double_registration;
  guint double_owner;
  guint double_id;
  GPtrArray *withheld;
  gboolean is_mute;
} Desktop;

Desktop *desktop_new (void);
void desktop_free (Desktop *desktop);

void desktop_start_daemon (Desktop *desktop);
void desktop_stop_daemon (Desktop *desktop);
/* How many notifications the daemon shows now. */
guint desktop_count_shown (Desktop *desktop);

void desktop_start_double (Desktop *desktop, gboolean is_mute);
void desktop_stop_double (Desktop *desktop);
/* As if somebody had pressed a button of the double's last notification. */
void desktop_press (Desktop *desktop, const char *action);

guint desktop_count_asked (Desktop *desktop);
/* (transfer full): the arguments of one Notify: (susssasa{sv}i). */
GVariant *desktop_get_asked (Desktop *desktop, guint position);

G_END_DECLS
