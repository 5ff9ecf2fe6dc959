/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "db.h"

G_BEGIN_DECLS

struct _SchalterDb {
  sqlite3 *handle; /* owned */
};

/* What SQLite says last, (transfer full): the one place where its codes become ours. */
GError *schalter_db_new_error (SchalterDb *db, const char *doing);

G_END_DECLS
