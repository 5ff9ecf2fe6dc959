/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A printer's reasons in words that help. Citizens never mend a printer: a person comes. */
#include "config.h"

#include "print-trouble.h"

#include <glib/gi18n.h>

static const struct {
  const char *keyword;
  const char *icon_name;
  const char *text;
} troubles[] = {
  { "media-empty", "paper-symbolic", N_ ("The printer has no paper. Staff look after it.") },
  { "media-needed", "paper-symbolic", N_ ("The printer has no paper. Staff look after it.") },
  { "media-jam",
    "warning-symbolic",
    N_ ("Paper is stuck in the printer. Please do not pull. Staff look after it.") },
  { "door-open", "printer-symbolic", N_ ("A door of the printer is open. Please close it.") },
  { "cover-open", "printer-symbolic", N_ ("A cover of the printer is open. Please close it.") },
  { "output-area-full",
    "paper-symbolic",
    N_ ("Papers lie in the tray. Please take out what is yours; staff look after it.") },
  { "toner-empty", "printer-symbolic", N_ ("The printer needs toner. Staff look after it.") },
  { "marker-supply-empty",
    "printer-symbolic",
    N_ ("The printer needs toner. Staff look after it.") },
  { "input-tray-missing", "printer-symbolic", N_ ("The paper tray is open. Staff look after it.") },
  { "paused", "printer-symbolic", N_ ("The printer is paused. Staff look after it.") },
  { "offline", "printer-symbolic", N_ ("The printer does not answer. Staff look after it.") },
};

SchalterPrintTrouble
schalter_print_trouble_find (const char *const *reasons)
{
  for (guint t = 0; t < G_N_ELEMENTS (troubles); t++) {
    for (guint i = 0; reasons != NULL && reasons[i] != NULL; i++) {
      if (g_str_has_prefix (reasons[i], troubles[t].keyword))
        return (SchalterPrintTrouble){ troubles[t].icon_name, _ (troubles[t].text) };
    }
  }
  return (SchalterPrintTrouble){ "printer-symbolic", NULL };
}
