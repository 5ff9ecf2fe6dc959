/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalogue-finder.h"
#include "search-places.h"

G_BEGIN_DECLS

/* Shared by catalogue-finder.c, which finds, and catalogue-finder-open.c, which reads. */

/* What a service has been given by the engines so far. */
typedef struct {
  float score;
  float coverage;
  SchalterLanguage language;
} SchalterFinderScore;

struct _SchalterFinder {
  SchalterSynonyms *synonyms[SCHALTER_N_LANGUAGES];     /* owned, nullable */
  SchalterSearchEngine *services[SCHALTER_N_LANGUAGES]; /* owned */
  SchalterSearchEngine *offices[SCHALTER_N_LANGUAGES];  /* owned */
  SchalterPlaceNames *places;                           /* owned */
  GHashTable *services_of_role;                         /* owned: role → GArray of position */
  SchalterText *titles;                                 /* owned, by service */
  guint n_services;
  GString *sought;             /* owned */
  GArray *ranked;              /* owned, of SchalterRanked */
  SchalterFinderScore *scores; /* owned, by service; zero but while answers are joined */
  GArray *touched;             /* owned, of guint: services with a score */
  GArray *retried;             /* owned, of SchalterFound: the second try */
};

G_END_DECLS
