/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db.h"
#include "envelope.h"

G_BEGIN_DECLS

/**
 * SchalterIntakeResult:
 * @is_new: FALSE when the same submission was here before
 * @receipt: (transfer full): JSON: submission id, reference, digest of the sealed bytes, time
 */
typedef struct {
  gboolean is_new;
  char *receipt;
} SchalterIntakeResult;

/**
 * schalter_intake_accept:
 *
 * Takes in a sealed submission, durably before it returns. The same id with the same bytes gets the
 * same receipt again.
 *
 * Returns: %FALSE with SCHALTER_ERROR_CONFLICT for the same id with other bytes,
 *     SCHALTER_ERROR_INVALID when envelope and bytes disagree.
 */
gboolean schalter_intake_accept (SchalterDb *db,
                                 const SchalterEnvelope *envelope,
                                 GBytes *sealed,
                                 gint64 now_us,
                                 SchalterIntakeResult *result,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
