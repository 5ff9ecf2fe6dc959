/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterPlaceNames: names of municipalities (also merged ones) and places, and postcodes, to
 * find them in what was typed.
 */
typedef struct _SchalterPlaceNames SchalterPlaceNames;

SchalterPlaceNames *schalter_place_names_new (void);
void schalter_place_names_free (SchalterPlaceNames *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterPlaceNames, schalter_place_names_free)

/* @bfs: of the municipality of today; a name may be added for several. */
void schalter_place_names_add (SchalterPlaceNames *self,
                               const char *folded,
                               guint bfs,
                               gboolean is_municipality);
/* To be called after the last one was added, before anything is asked. */
void schalter_place_names_sort (SchalterPlaceNames *self);

/* The one municipality that a folded name or postcode means, 0 for none or several; a municipality
 * of that name comes before a place of that name elsewhere. */
guint schalter_place_names_find (const SchalterPlaceNames *self, const char *folded);
/* The same for a name with one letter wrong, missing or too many, or two swapped; from six letters
 * on. */
guint schalter_place_names_find_nearly (const SchalterPlaceNames *self, const char *folded);
/* Whether some name begins so. */
gboolean schalter_place_names_has_beginning (const SchalterPlaceNames *self, const char *folded);

G_END_DECLS
