/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

G_BEGIN_DECLS

/**
 * SchalterAttractPage: what the machine shows while nobody is there. Any touch begins; the
 * first key already searches.
 */
#define SCHALTER_TYPE_ATTRACT_PAGE (schalter_attract_page_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterAttractPage, schalter_attract_page, SCHALTER, ATTRACT_PAGE, SchalterPage)

G_END_DECLS
