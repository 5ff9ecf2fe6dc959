/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalogue.h"
#include "html.h"

G_BEGIN_DECLS

/* What the pages for people at home say about services and offices, in gettext's language. */

/* (transfer full): "/service/hund?bfs=4045"; without the municipality when @bfs is 0. */
char *schalter_service_dup_address (const char *service_id, guint bfs);

/* Name, address, telephone and hours of an office, as a block of its own. */
void schalter_service_write_office (SchalterHtml *html,
                                    const SchalterOffice *office,
                                    SchalterLanguage language);

/* Whether a form can be filled in, or one has to come. */
void schalter_service_write_badges (SchalterHtml *html, const SchalterService *service);

G_END_DECLS
