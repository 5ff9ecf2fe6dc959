/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bus-generated.h"
#include "settings.h"

G_BEGIN_DECLS

/**
 * SchalterCtl:
 *
 * What a command gets from the command line: the global options, and, when it asks for them, the
 * machine's settings and the agent on the bus.
 */
typedef struct _SchalterCtl SchalterCtl;

/* Runs the command that @argv names; returns the exit code. The whole program. */
int schalter_ctl_run (int argc, char **argv);

/* --json: print one JSON object instead of text for people. */
gboolean schalter_ctl_wants_json (SchalterCtl *ctl);
/* From --config FILE, else from /etc/schalter/schalter.conf; read once. Borrowed. */
const SchalterSettings *schalter_ctl_get_settings (SchalterCtl *ctl,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The agent's admin interface, at --bus ADDRESS, else at the settings' bus. Borrowed. */
SchalterBusAdmin1 *schalter_ctl_get_admin (SchalterCtl *ctl,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For a command that did its work, and whose answer is a no: what the program exits with. */
void schalter_ctl_set_exit_code (SchalterCtl *ctl, int exit_code);

G_END_DECLS
