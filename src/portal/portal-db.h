/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db.h"

G_BEGIN_DECLS

/* Opens the portal's database, made or brought up to date where needed. */
SchalterDb *schalter_portal_db_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
