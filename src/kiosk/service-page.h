/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

G_BEGIN_DECLS

/**
 * SchalterServicePage: one service: who may, what it costs, what to bring, who answers, and the
 * button that starts it.
 */
#define SCHALTER_TYPE_SERVICE_PAGE (schalter_service_page_get_type ())
G_DECLARE_FINAL_TYPE (
    SchalterServicePage, schalter_service_page, SCHALTER, SERVICE_PAGE, SchalterPage)

G_END_DECLS
