/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The cookie that a form at home is kept behind: for this site only, unseen by scripts, never sent
 * along with a link or post from another site, and gone with the browser's window. */
char *schalter_visit_cookie_dup (SoupServerMessage *message); /* (nullable) */
void schalter_visit_cookie_set (SoupServerMessage *message, const char *token);

G_END_DECLS
