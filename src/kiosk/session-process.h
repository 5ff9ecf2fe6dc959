/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SchalterSessionProcess:
 *
 * One session process and the line protocol of host.h with it. Signals: "line" (what it says),
 * "gone" (it has ended or broken the protocol). It is killed when the object goes.
 */
#define SCHALTER_TYPE_SESSION_PROCESS (schalter_session_process_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterSessionProcess, schalter_session_process, SCHALTER, SESSION_PROCESS, GObject)

SchalterSessionProcess *schalter_session_process_new (const char *const *argv,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
int schalter_session_process_get_pid (SchalterSessionProcess *self);
void schalter_session_process_say (SchalterSessionProcess *self, const char *line);
/* Microseconds since it last said anything. */
gint64 schalter_session_process_get_silence_us (SchalterSessionProcess *self);
void schalter_session_process_kill (SchalterSessionProcess *self);

G_END_DECLS
