/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "search-index.h"

G_BEGIN_DECLS

/**
 * SchalterFuzzyVisit: told each surface that is near enough.
 * @distance: optimal string alignment: letters wrong, missing, too many, or neighbours swapped
 */
typedef void (*SchalterFuzzyVisit) (guint surface, guint distance, gpointer user_data);

/**
 * schalter_fuzzy_find: visits the surfaces within @max_distance (1 or 2) of @word.
 * @is_prefix: whether it is enough that a surface begins nearly like @word
 */
void schalter_fuzzy_find (const SchalterSearchIndex *index,
                          const char *word,
                          guint max_distance,
                          gboolean is_prefix,
                          SchalterFuzzyVisit visit,
                          gpointer user_data);

G_END_DECLS
