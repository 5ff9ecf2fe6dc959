/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

G_BEGIN_DECLS

/**
 * SchalterMunicipalityPage: where the citizen lives, by postcode or place.
 */
#define SCHALTER_TYPE_MUNICIPALITY_PAGE (schalter_municipality_page_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterMunicipalityPage, schalter_municipality_page, SCHALTER, MUNICIPALITY_PAGE, SchalterPage)

G_END_DECLS
