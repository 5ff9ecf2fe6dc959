/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

G_BEGIN_DECLS

/**
 * SchalterEndPage: everything has been removed; back to the attract page by itself.
 */
#define SCHALTER_TYPE_END_PAGE (schalter_end_page_get_type ())
G_DECLARE_FINAL_TYPE (SchalterEndPage, schalter_end_page, SCHALTER, END_PAGE, SchalterPage)

G_END_DECLS
