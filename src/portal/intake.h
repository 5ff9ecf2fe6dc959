/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db.h"
#include "envelope.h"
#include "seal-code.h"

G_BEGIN_DECLS

/**
 * SchalterIntake: where submissions are taken in, and who signs for it. Borrowed.
 * @key: the canton's sealing key
 * @key_id: its id in the signed catalogue
 */
typedef struct {
  SchalterDb *db;
  const SchalterSealKey *key;
  const char *key_id;
} SchalterIntake;

/**
 * SchalterIntakeResult:
 * @is_new: FALSE when the same submission was here before
 * @receipt: (transfer full): JSON, signed: docs/protocols.md
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
gboolean schalter_intake_accept (const SchalterIntake *intake,
                                 const SchalterEnvelope *envelope,
                                 GBytes *sealed,
                                 gint64 now_us,
                                 SchalterIntakeResult *result,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
