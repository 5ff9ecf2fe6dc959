/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SchalterHost:
 *
 * Keeps one session process in front and one warm standby behind it; a citizen is a process. When
 * the one in front ends, exits, crashes or hangs, the standby is shown and the old process is
 * killed with everything it knew. Starting, ending and recovering are one code path.
 *
 * Lines between host and session, over a socket that is the session's file descriptor 3:
 *
 * | from | line | meaning |
 * |---|---|---|
 * | session | `ready` | warm: everything is loaded, nothing is shown |
 * | host | `show` | you are in front: show the attract page |
 * | host | `show farewell` | the same, and say first that everything has been removed |
 * | session | `shown` | the first frame is on the screen |
 * | session | `alive` | the main loop turns; at least every 5 s |
 * | session | `ended` | the citizen has left: take me away |
 *
 * The session marks the descriptor close-on-exec before it starts anything.
 *
 * Signal "shown": a session has come in front and has painted.
 */
#define SCHALTER_TYPE_HOST (schalter_host_get_type ())
G_DECLARE_FINAL_TYPE (SchalterHost, schalter_host, SCHALTER, HOST, GObject)

#define SCHALTER_HOST_SESSION_FD 3

/* @session_argv: NULL-terminated: how a session is started */
SchalterHost *schalter_host_new (const char *const *session_argv);
void schalter_host_start (SchalterHost *self);
/* Kills every session. */
void schalter_host_stop (SchalterHost *self);
/* The process in front, or 0. */
int schalter_host_get_front_pid (SchalterHost *self);
/* The warm standby, or 0 while it is starting. */
int schalter_host_get_standby_pid (SchalterHost *self);

G_END_DECLS
