/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterPrintTrouble: what a citizen is told about a printer that stands still.
 * @icon_name: a picture of it
 * @text: what is wrong and what happens now, translated
 */
typedef struct {
  const char *icon_name;
  const char *text;
} SchalterPrintTrouble;

/* For the first of the IPP printer-state-reasons that matters (RFC 8011 §5.4.12, severity suffix
 * allowed); %NULL text when none of them does. */
SchalterPrintTrouble schalter_print_trouble_find (const char *const *reasons);

G_END_DECLS
