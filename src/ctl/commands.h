/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl.h"

G_BEGIN_DECLS

/**
 * SchalterCommandRun:
 * @argc: of @argv; at least 1
 * @argv: the command's last word, then its own options and arguments; global options are taken out
 *
 * One command; each stands in a file of its own, command-<name>.c, and in the table of ctl.c. It
 * prints its answer to standard output and prints no error itself.
 *
 * Returns: %FALSE with an error; its code decides the exit code (see exit_codes in ctl.c).
 */
typedef gboolean (*SchalterCommandRun) (SchalterCtl *ctl, int argc, char **argv, GError **error);

gboolean schalter_command_outbox_list (SchalterCtl *ctl, int argc, char **argv, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean schalter_command_pair (SchalterCtl *ctl, int argc, char **argv, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean schalter_command_search (SchalterCtl *ctl, int argc, char **argv, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean schalter_command_status (SchalterCtl *ctl, int argc, char **argv, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean schalter_command_sync (SchalterCtl *ctl, int argc, char **argv, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean schalter_command_verify (SchalterCtl *ctl, int argc, char **argv, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* For commands without arguments: SCHALTER_ERROR_INVALID when there are some. */
gboolean
schalter_command_expect_nothing (int argc, char **argv, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Microseconds since 1970 as local date and time; "never" for 0. */
char *schalter_command_format_time (gint64 time_us);

G_END_DECLS
