/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three test persons: a resident of long standing, one with letters that fonts forget, and a minor.
 */
#include "config.h"

#include "register.h"

#include <stdio.h>

static const SchalterRegisterEntry entries[] = {
  {
      .id = "anna-muster",
      .surname = "Muster",
      .given_names = "Anna Maria",
      .birth_date = "1984-03-17",
      .address = "Landstrasse 89, 5430 Wettingen",
      .bfs = 4045,
      .facts = (const char *const[]){ "place_of_origin",
                                      "Wettingen AG",
                                      "nationality",
                                      "Schweiz",
                                      "resident_since",
                                      "2009-07-01",
                                      NULL },
  },
  {
      .id = "zeljko-curcic",
      .surname = "Ćurčić-Łoś",
      .given_names = "Željko Şükrü",
      .birth_date = "1957-11-30",
      .address = "Rathausgasse 1, 5000 Aarau",
      .bfs = 4001,
      .facts =
          (const char *const[]){ "nationality", "Serbien", "resident_since", "1991-04-15", NULL },
  },
  {
      .id = "lea-keller",
      .surname = "Keller",
      .given_names = "Lea",
      .birth_date = "2012-06-08",
      .address = "Neumarktplatz 4, 5200 Brugg AG",
      .bfs = 4095,
      .facts = (const char *const[]){ "place_of_origin",
                                      "Brugg AG",
                                      "nationality",
                                      "Schweiz",
                                      "resident_since",
                                      "2012-06-08",
                                      NULL },
  },
};

guint
schalter_register_get_n (void)
{
  return G_N_ELEMENTS (entries);
}

const SchalterRegisterEntry *
schalter_register_get (guint position)
{
  g_return_val_if_fail (position < G_N_ELEMENTS (entries), NULL);
  return &entries[position];
}

const SchalterRegisterEntry *
schalter_register_find (const char *id)
{
  for (guint i = 0; id != NULL && i < G_N_ELEMENTS (entries); i++) {
    if (g_str_equal (entries[i].id, id))
      return &entries[i];
  }
  return NULL;
}

gboolean
schalter_register_is_adult (const SchalterRegisterEntry *entry, gint64 now_us)
{
  int year = 0;
  int month = 0;
  int day = 0;
  if (sscanf (entry->birth_date, "%4d-%2d-%2d", &year, &month, &day) != 3)
    return FALSE;
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) of_age = g_date_time_new_utc (year + 18, month, MIN (day, 28), 0, 0, 0);
  return of_age != NULL && g_date_time_compare (now, of_age) >= 0;
}
