/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Offices. */
#include "config.h"

#include "office.h"

void
schalter_office_free (SchalterOffice *office)
{
  if (office == NULL)
    return;
  g_free (office->id);
  schalter_text_clear (&office->name);
  g_free (office->street);
  g_free (office->postcode_and_place);
  g_free (office->phone);
  g_free (office->email);
  g_free (office->website);
  schalter_text_clear (&office->hours);
  g_free (office);
}
