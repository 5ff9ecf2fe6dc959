/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "settings.h"

G_BEGIN_DECLS

/**
 * SchalterSessionStart: how a session process is started; borrowed, must outlive the run.
 * @catalogue_path: (nullable): a catalogue to open in place of the agent's
 * @host_fd: the socket to the host (host.h), or -1 to show the window at once and without a host
 */
typedef struct {
  const SchalterSettings *settings;
  const char *catalogue_path;
  int host_fd;
} SchalterSessionStart;

/* Runs one session until it is over. Returns the process' exit status. */
int schalter_session_app_run (const SchalterSessionStart *start);

G_END_DECLS
