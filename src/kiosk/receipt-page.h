/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

G_BEGIN_DECLS

/**
 * SchalterReceiptPage: what was handed in, its number, and what happens next.
 */
#define SCHALTER_TYPE_RECEIPT_PAGE (schalter_receipt_page_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterReceiptPage, schalter_receipt_page, SCHALTER, RECEIPT_PAGE, SchalterPage)

G_END_DECLS
