/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads the command line and the configuration, and runs the host or a session. */
int schalter_kiosk_program_run (int argc, char **argv);

G_END_DECLS
