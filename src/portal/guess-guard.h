/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterGuessGuard:
 *
 * Stops those who try out codes (RFC 8628 §5.1): within a minute each address may be wrong a few
 * times, and all together some hundred times, which is still hopeless against 34 bits. In memory
 * only; addresses are forgotten after the minute. Time is passed in.
 */
typedef struct _SchalterGuessGuard SchalterGuessGuard;

#define SCHALTER_GUESSES_OF_ONE 20
#define SCHALTER_GUESSES_OF_ALL 600
#define SCHALTER_GUESS_WINDOW_S 60

SchalterGuessGuard *schalter_guess_guard_new (void);
void schalter_guess_guard_free (SchalterGuessGuard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterGuessGuard, schalter_guess_guard_free)

/* Whether this address must wait. @client: (nullable): where a request comes from */
gboolean
schalter_guess_guard_is_closed (SchalterGuessGuard *self, const char *client, gint64 now_us);
void schalter_guess_guard_note_wrong (SchalterGuessGuard *self, const char *client, gint64 now_us);

G_END_DECLS
