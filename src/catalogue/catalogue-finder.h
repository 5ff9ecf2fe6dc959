/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db.h"
#include "search-engine.h"
#include "text.h"

G_BEGIN_DECLS

/**
 * SchalterFinder: all that answers a search in one catalogue: the engines of its languages, the
 * names of its offices and of its places. Used on one thread.
 */
typedef struct _SchalterFinder SchalterFinder;

/**
 * SchalterFound:
 * @position: of the service
 * @score: comparable within one answer
 * @coverage: how much of the query it speaks of, 0–1
 * @language: whose texts it was found in
 */
typedef struct {
  guint position;
  float score;
  float coverage;
  SchalterLanguage language;
} SchalterFound;

/* Reads the indexes of the catalogue and checks them; SCHALTER_ERROR_CORRUPT when they are not
 * what the publisher wrote. */
SchalterFinder *
schalter_finder_open (SchalterDb *db, guint n_services, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_finder_free (SchalterFinder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterFinder, schalter_finder_free)

/**
 * schalter_finder_find:
 * @typed: UTF-8
 * @language: preferred; the others are understood
 * @found: (element-type SchalterFound): emptied, then filled, best first
 *
 * Returns: a municipality named in the query, or 0.
 */
guint schalter_finder_find (SchalterFinder *self,
                            const char *typed,
                            SchalterLanguage language,
                            GArray *found);

/* Id and title of a service, without asking the database. */
const char *schalter_finder_get_id (const SchalterFinder *self, guint position);
const char *
schalter_finder_get_title (const SchalterFinder *self, guint position, SchalterLanguage language);

/* What the last search was done with: its words without the name of a place, and the engines,
 * whose concepts can be asked for. Borrowed until the next search. */
const char *schalter_finder_get_sought (const SchalterFinder *self);
const SchalterSearchEngine *schalter_finder_get_engine (const SchalterFinder *self,
                                                        SchalterLanguage language);

G_END_DECLS
