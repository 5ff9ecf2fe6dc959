/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of the reference portal. */
#include "config.h"

#include "portal-db.h"

static const char *const migrations[] = {
  "CREATE TABLE submission ("
  "  id TEXT NOT NULL PRIMARY KEY,"
  "  reference TEXT NOT NULL,"
  "  authority_bfs INTEGER NOT NULL CHECK (authority_bfs BETWEEN 0 AND 9999),"
  "  key_id TEXT NOT NULL,"
  "  envelope TEXT NOT NULL,"
  "  sealed BLOB NOT NULL,"
  "  digest TEXT NOT NULL,"
  "  received_us INTEGER NOT NULL,"
  "  receipt TEXT NOT NULL"
  ") STRICT;"
  "CREATE INDEX submission_by_reference ON submission (reference);"
  "CREATE TABLE certificate ("
  "  number TEXT NOT NULL PRIMARY KEY,"
  "  request_id TEXT NOT NULL UNIQUE,"
  "  person TEXT NOT NULL,"
  "  type TEXT NOT NULL,"
  "  claims TEXT NOT NULL,"
  "  seal_code TEXT NOT NULL,"
  "  issued_us INTEGER NOT NULL"
  ") STRICT;",
  NULL,
};

SchalterDb *
schalter_portal_db_open (const char *path, GError **error)
{
  g_autoptr (SchalterDb) db = schalter_db_open_durable (path, error);
  if (db == NULL || !schalter_db_migrate (db, migrations, error))
    return NULL;
  return g_steal_pointer (&db);
}
