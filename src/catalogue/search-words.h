/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More of a text than this is not looked at, so that a hostile one costs no time. */
#define SCHALTER_SEARCH_MAX_TYPED_BYTES 400

/* The folded words of @text (see search-text.h) with a space between them. */
char *schalter_words_fold_text (const char *text);

/* Valid UTF-8 of at most SCHALTER_SEARCH_MAX_TYPED_BYTES made of any bytes. */
char *schalter_search_clean_typed (const char *typed);

G_END_DECLS
