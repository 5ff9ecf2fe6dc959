/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Municipalities and the places in them. */
#include "config.h"

#include "municipality.h"

void
schalter_municipality_free (SchalterMunicipality *municipality)
{
  if (municipality == NULL)
    return;
  g_free (municipality->name);
  g_free (municipality->district);
  g_free (municipality);
}

void
schalter_place_free (SchalterPlace *place)
{
  if (place == NULL)
    return;
  g_free (place->locality);
  g_free (place->municipality_name);
  g_free (place);
}
