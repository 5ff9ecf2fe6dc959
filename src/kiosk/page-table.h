/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"
#include "session.h"

G_BEGIN_DECLS

/**
 * SchalterPageEntry: one page of the kiosk.
 * @get_type: the type of the page, a SchalterPage whose model is the SchalterSession
 * @has_bars: whether the bars with back, home, help and end are shown around it
 * @is_personal: whether the page belongs to a citizen: it starts the idle clock
 * @has_own_back: the page has a back button of its own, which loses nothing; the bar has none then
 */
typedef struct {
  const char *name;
  GType (*get_type) (void);
  gboolean has_bars;
  gboolean is_personal;
  gboolean has_own_back;
} SchalterPageEntry;

/* NULL if there is no such page. */
const SchalterPageEntry *schalter_page_table_find (const char *name);
SchalterPage *schalter_page_table_make (const char *name, SchalterSession *session);

G_END_DECLS
