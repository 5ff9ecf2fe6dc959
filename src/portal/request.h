/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "form-body.h"
#include "language.h"

G_BEGIN_DECLS

/* What a browser says with a request; all of it from outside. */

/* The fields of the address; none when they are malformed. */
SchalterFormBody *schalter_request_parse_query (SoupServerMessage *message);
/* The fields of a posted form; none when they are malformed. */
SchalterFormBody *schalter_request_parse_body (GBytes *body);

/* (transfer full) (nullable): the value of the cookie. */
char *schalter_request_dup_cookie (SoupServerMessage *message, const char *name);

/**
 * schalter_request_get_language:
 *
 * What the address asks for ("ui_locales"), else what was chosen before (a cookie), else what the
 * browser prefers. A choice in the address is remembered by the cookie.
 */
SchalterLanguage schalter_request_get_language (SoupServerMessage *message);

/* Whether it is a person's browser that asks, to whom a page says more than a problem document. */
gboolean schalter_request_wants_page (SoupServerMessage *message);

/* Whether a post comes from one of our own pages, as far as the browser says where it comes from.
 */
gboolean schalter_request_is_own_post (SoupServerMessage *message);

G_END_DECLS
