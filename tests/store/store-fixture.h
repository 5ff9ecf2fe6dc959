/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db.h"
#include "envelope.h"

G_BEGIN_DECLS

/**
 * StoreFixture: a fresh state database in a directory of its own.
 */
typedef struct {
  char *directory;
  char *path;
  SchalterDb *db;
} StoreFixture;

void store_fixture_set_up (StoreFixture *fixture, gconstpointer unused);
void store_fixture_tear_down (StoreFixture *fixture, gconstpointer unused);
/* Makes or migrates the file as the agent does, and opens it for the test's own thread. */
SchalterDb *store_fixture_open (const char *path);

/* The envelope of submission number @n, without a reference. */
SchalterEnvelope *store_envelope_new (guint n);

/* The first number of a query. */
gint64 store_query_int64 (SchalterDb *db, const char *sql);

G_END_DECLS
