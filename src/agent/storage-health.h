/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "agent-db.h"

G_BEGIN_DECLS

/**
 * SchalterStorageHealth:
 *
 * Whether something can be kept durably now. A write that failed for the disk's sake closes it; it
 * tries again by itself until a write goes well. Signal "changed".
 */
#define SCHALTER_TYPE_STORAGE_HEALTH (schalter_storage_health_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterStorageHealth, schalter_storage_health, SCHALTER, STORAGE_HEALTH, GObject)

/* @db: borrowed. @retry_seconds: between two tries while it is closed. */
SchalterStorageHealth *schalter_storage_health_new (SchalterAgentDb *db, guint retry_seconds);
gboolean schalter_storage_health_is_well (SchalterStorageHealth *self);
/* @error: (nullable): how a write ended; other errors than the disk's change nothing */
void schalter_storage_health_report (SchalterStorageHealth *self, const GError *error);

G_END_DECLS
