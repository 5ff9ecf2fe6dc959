/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

G_BEGIN_DECLS

/**
 * SchalterPrintPage: one paper: what it is, how printing goes, what to do when it does not.
 */
#define SCHALTER_TYPE_PRINT_PAGE (schalter_print_page_get_type ())
G_DECLARE_FINAL_TYPE (SchalterPrintPage, schalter_print_page, SCHALTER, PRINT_PAGE, SchalterPage)

G_END_DECLS
