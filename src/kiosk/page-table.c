/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All pages of the kiosk. A new page is a line here, a template in ui/kiosk and a file beside this
 * one. */
#include "config.h"

#include "page-table.h"

#include "attract-page.h"
#include "end-page.h"
#include "form-page.h"
#include "home-page.h"
#include "identify-page.h"
#include "municipality-page.h"
#include "print-page.h"
#include "receipt-page.h"
#include "service-page.h"

static const SchalterPageEntry table[] = {
  { "attract", schalter_attract_page_get_type, FALSE, FALSE, FALSE },
  { "home", schalter_home_page_get_type, TRUE, TRUE, FALSE },
  { "service", schalter_service_page_get_type, TRUE, TRUE, FALSE },
  { "municipality", schalter_municipality_page_get_type, TRUE, TRUE, FALSE },
  { "identify", schalter_identify_page_get_type, TRUE, TRUE, FALSE },
  { "form", schalter_form_page_get_type, TRUE, TRUE, TRUE },
  { "receipt", schalter_receipt_page_get_type, TRUE, TRUE, FALSE },
  { "print", schalter_print_page_get_type, TRUE, TRUE, FALSE },
  { "end", schalter_end_page_get_type, FALSE, FALSE, FALSE },
};

const SchalterPageEntry *
schalter_page_table_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    if (g_strcmp0 (table[i].name, name) == 0)
      return &table[i];
  }
  return NULL;
}

SchalterPage *
schalter_page_table_make (const char *name, SchalterSession *session)
{
  const SchalterPageEntry *entry = schalter_page_table_find (name);
  g_return_val_if_fail (entry != NULL, NULL);
  return g_object_new (entry->get_type (), "model", session, NULL);
}
