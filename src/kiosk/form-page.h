/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

G_BEGIN_DECLS

/**
 * SchalterFormPage: the form in hand, in the web view.
 */
#define SCHALTER_TYPE_FORM_PAGE (schalter_form_page_get_type ())
G_DECLARE_FINAL_TYPE (SchalterFormPage, schalter_form_page, SCHALTER, FORM_PAGE, SchalterPage)

G_END_DECLS
