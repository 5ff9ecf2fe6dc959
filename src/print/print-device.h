/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "print-state.h"

G_BEGIN_DECLS

/**
 * The agent's side of printing: asks the printer itself (IPP, RFC 8011), because only it knows
 * whether a sheet came out. Worker threads with their own connection and time limits.
 */

/**
 * SchalterDeviceState:
 * @is_able: it could print an A4 page now
 * @reasons: NULL-terminated printer-state-reasons without "none", severity suffix kept
 * @has_a4_ready: an A4 sheet is in a tray
 * @n_queued: queued-job-count
 */
typedef struct {
  gboolean is_able;
  char **reasons;
  gboolean has_a4_ready;
  guint n_queued;
} SchalterDeviceState;

void schalter_device_state_free (SchalterDeviceState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterDeviceState, schalter_device_state_free)

/* Get-Printer-Attributes. SCHALTER_ERROR_UNAVAILABLE when it does not answer in time. */
void schalter_print_device_query_async (const char *device_uri,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
SchalterDeviceState *schalter_print_device_query_finish (GAsyncResult *result,
                                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Get-Jobs, completed and not completed, matched by the unique job name. */
void schalter_print_device_find_job_async (const char *device_uri,
                                           const char *job_name,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean schalter_print_device_find_job_finish (GAsyncResult *result,
                                                SchalterDeviceJob *job_out,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Cancel-Job at the device, by name; TRUE also when it has no such job. */
void schalter_print_device_cancel_async (const char *device_uri,
                                         const char *job_name,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean schalter_print_device_cancel_finish (GAsyncResult *result,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
