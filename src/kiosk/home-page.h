/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

G_BEGIN_DECLS

/**
 * SchalterHomePage: one search box; life situations below it, or what the search has found.
 */
#define SCHALTER_TYPE_HOME_PAGE (schalter_home_page_get_type ())
G_DECLARE_FINAL_TYPE (SchalterHomePage, schalter_home_page, SCHALTER, HOME_PAGE, SchalterPage)

G_END_DECLS
