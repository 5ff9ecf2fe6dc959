/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CtlRun: what a run of schalterctl came to.
 * @exit_code: -1 when it was killed by a signal
 */
typedef struct {
  int exit_code;
  char *output;
  char *complaint; /* standard error */
} CtlRun;

/* Runs the real program, in English, while the main loop goes on. @input: (nullable). */
CtlRun *ctl_run (GBytes *input, const char *argument, ...) G_GNUC_NULL_TERMINATED;
void ctl_run_free (CtlRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlRun, ctl_run_free)

G_END_DECLS
