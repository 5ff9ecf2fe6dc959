/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of a catalogue file: what the publisher writes and kiosk and portal only read. */
#include "config.h"

#include "catalogue-schema.h"

/* Texts of all things stand in one table, keyed by what they belong to, so that a new language or
 * a new block of a page needs no new column. Offices that every municipality has are rules: one
 * row for each kind, with placeholders, and not one row for each municipality. */
static const char SCHEMA[] =
    "CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"

    "CREATE TABLE text ("
    "  kind TEXT NOT NULL CHECK (kind IN ('canton', 'service', 'life-event', 'office', 'rule')),"
    "  id TEXT NOT NULL,"
    "  field TEXT NOT NULL,"
    "  position INTEGER NOT NULL,"
    "  language TEXT NOT NULL CHECK (language IN ('de', 'fr', 'it', 'en')),"
    "  value TEXT NOT NULL CHECK (value <> ''),"
    "  PRIMARY KEY (kind, id, field, position, language)"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE life_event ("
    "  id TEXT PRIMARY KEY NOT NULL,"
    "  position INTEGER NOT NULL UNIQUE,"
    "  icon_name TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE form ("
    "  id TEXT PRIMARY KEY NOT NULL, version INTEGER NOT NULL, definition TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE certificate ("
    "  id TEXT PRIMARY KEY NOT NULL, template TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE service ("
    "  position INTEGER PRIMARY KEY,"
    "  id TEXT NOT NULL UNIQUE,"
    "  kind TEXT NOT NULL,"
    "  level TEXT NOT NULL,"
    "  printing TEXT NOT NULL,"
    "  is_online INTEGER NOT NULL CHECK (is_online IN (0, 1)),"
    "  needs_adult INTEGER NOT NULL CHECK (needs_adult IN (0, 1)),"
    "  life_event_id TEXT REFERENCES life_event (id),"
    "  office_role TEXT NOT NULL,"
    "  form_id TEXT REFERENCES form (id),"
    "  certificate_id TEXT REFERENCES certificate (id),"
    "  ech0070_id TEXT"
    ") STRICT;"

    "CREATE TABLE service_life_event ("
    "  life_event_id TEXT NOT NULL REFERENCES life_event (id),"
    "  position INTEGER NOT NULL REFERENCES service (position),"
    "  PRIMARY KEY (life_event_id, position)"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE service_link ("
    "  service_id TEXT NOT NULL REFERENCES service (id),"
    "  position INTEGER NOT NULL,"
    "  target_id TEXT NOT NULL REFERENCES service (id),"
    "  PRIMARY KEY (service_id, position)"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE municipality ("
    "  bfs INTEGER PRIMARY KEY CHECK (bfs BETWEEN 1 AND 9999),"
    "  name TEXT NOT NULL,"
    "  district TEXT NOT NULL,"
    "  participates INTEGER NOT NULL CHECK (participates IN (0, 1))"
    ") STRICT;"

    "CREATE TABLE merged_municipality ("
    "  bfs INTEGER PRIMARY KEY CHECK (bfs BETWEEN 1 AND 9999),"
    "  name TEXT NOT NULL,"
    "  merged_on TEXT NOT NULL,"
    "  successor_bfs INTEGER NOT NULL REFERENCES municipality (bfs)"
    ") STRICT;"

    "CREATE TABLE place ("
    "  postcode INTEGER NOT NULL CHECK (postcode BETWEEN 1000 AND 9999),"
    "  locality TEXT NOT NULL,"
    "  folded TEXT NOT NULL," /* the locality as search compares it */
    "  bfs INTEGER NOT NULL REFERENCES municipality (bfs),"
    "  PRIMARY KEY (postcode, locality, bfs)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX place_by_bfs ON place (bfs);"

    /* Folded names of municipalities (also merged ones) and places, for what people type. */
    "CREATE TABLE place_name ("
    "  folded TEXT NOT NULL,"
    "  bfs INTEGER NOT NULL REFERENCES municipality (bfs),"
    "  is_municipality INTEGER NOT NULL CHECK (is_municipality IN (0, 1)),"
    "  PRIMARY KEY (folded, bfs)"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE office ("
    "  id TEXT PRIMARY KEY NOT NULL,"
    "  bfs INTEGER NOT NULL,"
    "  street TEXT NOT NULL,"
    "  postcode_and_place TEXT NOT NULL,"
    "  phone TEXT NOT NULL,"
    "  email TEXT NOT NULL,"
    "  website TEXT NOT NULL,"
    "  is_demonstration INTEGER NOT NULL CHECK (is_demonstration IN (0, 1))"
    ") STRICT, WITHOUT ROWID;"

    /* Who answers in a role: for one municipality, or (bfs 0) for all that have no other. */
    "CREATE TABLE office_area ("
    "  role TEXT NOT NULL,"
    "  bfs INTEGER NOT NULL,"
    "  office_id TEXT NOT NULL REFERENCES office (id),"
    "  PRIMARY KEY (role, bfs)"
    ") STRICT, WITHOUT ROWID;"

    /* The office that every municipality has in a role; {…} stands for the municipality's own. */
    "CREATE TABLE office_rule ("
    "  role TEXT PRIMARY KEY NOT NULL,"
    "  street TEXT NOT NULL,"
    "  phone TEXT NOT NULL,"
    "  email TEXT NOT NULL,"
    "  website TEXT NOT NULL,"
    "  is_demonstration INTEGER NOT NULL CHECK (is_demonstration IN (0, 1))"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE public_key ("
    "  id TEXT PRIMARY KEY NOT NULL,"
    "  purpose TEXT NOT NULL CHECK (purpose IN ('exchange', 'seal', 'authority')),"
    "  bfs INTEGER NOT NULL,"
    "  key TEXT NOT NULL CHECK (length (key) = 64),"
    "  valid_from_us INTEGER NOT NULL,"
    "  valid_until_us INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX public_key_by_owner ON public_key (purpose, bfs, valid_from_us);"

    /* The indexes of search-format.h: of the services (the n-th document is the service at position
     * n) and of the offices (documents are roles), for each language. */
    "CREATE TABLE search_index ("
    "  subject TEXT NOT NULL CHECK (subject IN ('service', 'office')),"
    "  language TEXT NOT NULL CHECK (language IN ('de', 'fr', 'it', 'en')),"
    "  bytes BLOB NOT NULL,"
    "  PRIMARY KEY (subject, language)"
    ") STRICT, WITHOUT ROWID;"

    /* The editors' tables, as JSON; a language may have none. */
    "CREATE TABLE synonyms ("
    "  language TEXT PRIMARY KEY NOT NULL CHECK (language IN ('de', 'fr', 'it', 'en')),"
    "  tables TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;";

const char *
schalter_catalogue_schema_get_sql (void)
{
  return SCHEMA;
}
