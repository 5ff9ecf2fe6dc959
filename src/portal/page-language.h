/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "language.h"

G_BEGIN_DECLS

/**
 * schalter_page_language_from_locales:
 * @locales: "fr-CH fr en": BCP 47 tags parted by blanks, best first (OpenID Connect Core §3.1.2.1)
 *
 * Returns: whether one of them is a language of ours; *language_out is set only then.
 */
gboolean schalter_page_language_from_locales (const char *locales, SchalterLanguage *language_out);

/**
 * schalter_page_language_from_accept:
 * @header: (nullable): the value of Accept-Language (RFC 9110 §12.5.4), from outside
 *
 * Returns: the language of ours with the highest weight, the first of equals; German when there is
 *     none.
 */
SchalterLanguage schalter_page_language_from_accept (const char *header);

G_END_DECLS
