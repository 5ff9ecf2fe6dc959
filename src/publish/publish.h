/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SchalterPublishOptions: what stood on the command line; borrowed.
 * @folder: the catalogue's sources, a folder to write to, or a compiled catalogue
 */
typedef struct {
  const char *folder;
  const char *keys;
  const char *source;
  const char *out;
  const char *queries;
  guint64 version;
  guint valid_days;
} SchalterPublishOptions;

/* Runs the command that @argv names; returns the exit code. The whole program. */
int schalter_publish_run (int argc, char **argv);

/* The commands; each prints what it did, and returns FALSE with an error for people. */
gboolean schalter_command_check (const SchalterPublishOptions *options,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean schalter_command_compile (const SchalterPublishOptions *options,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean schalter_command_eval (const SchalterPublishOptions *options,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean schalter_command_keygen (const SchalterPublishOptions *options,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean schalter_command_release (const SchalterPublishOptions *options,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
