/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "language.h"

G_BEGIN_DECLS

/**
 * SchalterJudgedQuery: what somebody types, and what should be found.
 * @relevant: ids of services, any of which is right
 * @language: of the interface it is typed in
 * @group: what kind of query it is; "" for none
 */
typedef struct {
  char *query;
  char **relevant;
  SchalterLanguage language;
  char *group;
} SchalterJudgedQuery;

/**
 * schalter_judged_queries_parse:
 * @text: a line for each query, with tabs between: query, ids (commas or blanks between), and
 *     perhaps language and group. A first line that begins with "query" names the columns; lines
 *     that begin with "#" are comments.
 *
 * Returns: (element-type SchalterJudgedQuery): %NULL with SCHALTER_ERROR_INVALID, which names the
 *     line.
 */
GPtrArray *schalter_judged_queries_parse (const char *text,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ranked answers are judged down to this place. */
#define SCHALTER_EVALUATION_DEPTH 10

/**
 * SchalterEvaluation: sums over the queries of a group.
 * @success_at: the sum of queries with a right one among the first 1, 3 and 5
 */
typedef struct {
  guint n_queries;
  guint success_at[3];
  guint n_empty;
  double reciprocal_rank;
  double discounted_gain;
  double recall;
} SchalterEvaluation;

/* Adds one query: the ids found, best first, and those that are right. Gives the place of the
 * first right one, from 1; 0 for none among SCHALTER_EVALUATION_DEPTH. */
guint
schalter_evaluation_add (SchalterEvaluation *self, GPtrArray *found, const char *const *relevant);

G_END_DECLS
