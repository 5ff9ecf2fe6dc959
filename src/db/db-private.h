/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "db.h"

G_BEGIN_DECLS

struct _SchalterDb {
  sqlite3 *handle; /* owned */
};

/* Sets @error from what SQLite says last: the one place where its codes become ours. */
void schalter_db_set_error (SchalterDb *db, const char *doing, GError **error);

G_END_DECLS
