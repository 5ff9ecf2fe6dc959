/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterMunicipality:
 * @bfs: the BFS number, 1–9999 (eCH-0007 municipalityId)
 * @name: the official name, at most 40 characters (eCH-0007)
 * @participates: whether the municipality is on the portal; if not, its counter is shown instead
 *
 * A municipality as it is today. A record: read only after it is made.
 */
typedef struct {
  guint bfs;
  char *name;
  char *district;
  gboolean participates;
} SchalterMunicipality;

void schalter_municipality_free (SchalterMunicipality *municipality);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterMunicipality, schalter_municipality_free)

/**
 * SchalterPlace:
 *
 * One row of the official directory of towns: postcode and locality in one municipality. The same
 * postcode, even the same postcode and locality, may lie in several municipalities.
 */
typedef struct {
  guint postcode;
  char *locality;
  guint bfs;
  char *municipality_name;
} SchalterPlace;

void schalter_place_free (SchalterPlace *place);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterPlace, schalter_place_free)

G_END_DECLS
