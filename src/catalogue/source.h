/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "municipality.h"
#include "office.h"
#include "service.h"
#include "source-reader.h"

G_BEGIN_DECLS

/**
 * The sources of one canton as records, between reading and writing. Every record knows its file
 * and field, so that what is found out later (a link that leads nowhere) is still led back to a
 * line. See docs/catalogue.md for the files.
 */

typedef struct {
  char *id;
  char *icon_name;
  SchalterText title;
} SchalterSourceLifeEvent;

/**
 * SchalterSourceService:
 * @life_events: (element-type utf8): the first is the main one
 * @keywords: (element-type utf8): what people call it, by language
 * @dialect: (element-type utf8)
 * @see_also: (element-type utf8): ids of other services
 */
typedef struct {
  SchalterSourceFile *file; /* borrowed */
  SchalterService *service; /* owned */
  GPtrArray *life_events;
  GPtrArray *keywords[SCHALTER_N_LANGUAGES];
  GPtrArray *dialect;
  GPtrArray *see_also;
  char *ech0070_id;
} SchalterSourceService;

typedef struct {
  guint bfs;
  char *name;
  char *merged_on;
  guint successor_bfs;
} SchalterSourceMerged;

/**
 * SchalterSourceOffice:
 * @office: for a rule, texts with placeholders ({municipality}, {postcode}, {place}, {slug},
 *     {number}) and an empty id
 * @role: what services name it by
 * @areas: (element-type guint): BFS numbers it answers for; empty for all
 */
typedef struct {
  SchalterOffice *office;
  char *role;
  GArray *areas;
} SchalterSourceOffice;

typedef struct {
  char *id;
  guint version;
  char *content;
} SchalterSourceDocument;

/* An entry of the publisher's public-keys.json. */
typedef struct {
  char *id;
  char *purpose;
  guint bfs;
  char *key;
  gint64 valid_from_us;
  gint64 valid_until_us;
} SchalterSourceKey;

typedef struct {
  char *code;
  SchalterText name;
  char *colour;
  char *verify_base;
  SchalterText fee_unknown;
  GPtrArray *most_used; /* (element-type utf8) */
} SchalterSourceCanton;

/**
 * SchalterSource:
 * @services: (element-type SchalterSourceService): in the editors' order once it is checked
 */
typedef struct {
  char *folder;
  SchalterSourceProblems *problems;
  GPtrArray *files; /* keeps every file that records point into */

  SchalterSourceFile *canton_file;
  SchalterSourceFile *life_events_file;
  SchalterSourceFile *municipalities_file;
  SchalterSourceFile *places_file;
  SchalterSourceFile *offices_file;

  SchalterSourceCanton canton;
  GPtrArray *life_events;
  GPtrArray *services;
  GPtrArray *municipalities; /* (element-type SchalterMunicipality) */
  GPtrArray *merged;
  GPtrArray *places; /* (element-type SchalterPlace), without municipality_name */
  GPtrArray *offices;
  GPtrArray *office_rules;
  GPtrArray *forms;
  GPtrArray *certificates;
  GPtrArray *keys;
  char *synonyms[SCHALTER_N_LANGUAGES]; /* (nullable): JSON, as search-synonyms.h reads it */
} SchalterSource;

/* Reads all of @folder, and @keys_path (nullable), and checks it; mistakes are in ->problems. */
SchalterSource *schalter_source_new (const char *folder, const char *keys_path);
void schalter_source_free (SchalterSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterSource, schalter_source_free)

/* Loads a file that the source then owns; NULL after adding a problem. */
SchalterSourceFile *schalter_source_load (SchalterSource *source, const char *name);
/* (element-type utf8): the .json files of a folder below the source, "services/hund.json", sorted;
 * empty if there is no such folder. */
GPtrArray *schalter_source_list_files (SchalterSource *source, const char *folder);

/* The readers, by subject; each adds to the source's records and problems. */
void schalter_source_read_canton (SchalterSource *source);
void schalter_source_read_life_events (SchalterSource *source);
void schalter_source_read_services (SchalterSource *source);
void schalter_source_read_municipalities (SchalterSource *source);
void schalter_source_read_places (SchalterSource *source);
void schalter_source_read_offices (SchalterSource *source);
void schalter_source_read_forms (SchalterSource *source);
void schalter_source_read_certificates (SchalterSource *source);
void schalter_source_read_synonyms (SchalterSource *source);
void schalter_source_read_keys (SchalterSource *source, const char *path);

/* What holds between the files: links, offices for everybody, unique ids; sorts the services. */
void schalter_source_check (SchalterSource *source);

G_END_DECLS
