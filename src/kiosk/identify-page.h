/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

G_BEGIN_DECLS

/**
 * SchalterIdentifyPage: who the citizen is: by phone (RFC 8628), or by a person at the counter.
 */
#define SCHALTER_TYPE_IDENTIFY_PAGE (schalter_identify_page_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterIdentifyPage, schalter_identify_page, SCHALTER, IDENTIFY_PAGE, SchalterPage)

G_END_DECLS
