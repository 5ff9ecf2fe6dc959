/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiosk-link.h"

G_BEGIN_DECLS

/**
 * SchalterWords: something about a kiosk, said to staff. A record.
 * @icon_name: borrowed
 * @text: translated
 * @needs_care: somebody should do something about it
 */
typedef struct {
  const char *icon_name;
  char *text;
  gboolean needs_care;
} SchalterWords;

void schalter_words_clear (SchalterWords *words);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SchalterWords, schalter_words_clear)

/* The line to the kiosk itself. */
SchalterWords schalter_words_for_link (SchalterKioskLinkState state, const GError *problem);
/* What the kiosk reports. */
SchalterWords schalter_words_for_network (const SchalterCounterMessage *report);
SchalterWords schalter_words_for_printer (const SchalterCounterMessage *report);
SchalterWords schalter_words_for_outbox (const SchalterCounterMessage *report);

/* What is wanted, without a time: "Somebody asks for help." Borrowed. */
const char *schalter_words_for_reason (const char *reason);
/* The same with the time of day: "calls for help since 14:32". (transfer full) */
char *schalter_words_for_call (const SchalterKioskCall *call);
/* Why pairing failed, in a sentence. Borrowed from @problem, or constant. */
const char *schalter_words_for_pairing (const GError *problem);

/* Paper is missing, whatever else is wrong. */
gboolean schalter_printer_has_no_paper (const SchalterCounterMessage *report);

G_END_DECLS
