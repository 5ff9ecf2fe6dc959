/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counting wrong codes by the minute. */
#include "config.h"

#include "guess-guard.h"

struct _SchalterGuessGuard {
  GHashTable *wrong_by_client; /* count by address; at most SCHALTER_GUESSES_OF_ALL of them */
  guint n_wrong;
  gint64 since_us;
};

SchalterGuessGuard *
schalter_guess_guard_new (void)
{
  SchalterGuessGuard *self = g_new0 (SchalterGuessGuard, 1);
  self->wrong_by_client = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
schalter_guess_guard_free (SchalterGuessGuard *self)
{
  g_hash_table_unref (self->wrong_by_client);
  g_free (self);
}

static void
begin_window (SchalterGuessGuard *self, gint64 now_us)
{
  gint64 age_us = now_us - self->since_us;
  if (age_us >= 0 && age_us < SCHALTER_GUESS_WINDOW_S * G_USEC_PER_SEC)
    return;
  self->since_us = now_us;
  self->n_wrong = 0;
  g_hash_table_remove_all (self->wrong_by_client);
}

static guint
count (const SchalterGuessGuard *self, const char *client)
{
  return GPOINTER_TO_UINT (
      g_hash_table_lookup (self->wrong_by_client, client != NULL ? client : ""));
}

gboolean
schalter_guess_guard_is_closed (SchalterGuessGuard *self, const char *client, gint64 now_us)
{
  begin_window (self, now_us);
  return self->n_wrong >= SCHALTER_GUESSES_OF_ALL ||
         count (self, client) >= SCHALTER_GUESSES_OF_ONE;
}

void
schalter_guess_guard_note_wrong (SchalterGuessGuard *self, const char *client, gint64 now_us)
{
  begin_window (self, now_us);
  if (self->n_wrong >= SCHALTER_GUESSES_OF_ALL)
    return;
  self->n_wrong++;
  g_hash_table_insert (self->wrong_by_client,
                       g_strdup (client != NULL ? client : ""),
                       GUINT_TO_POINTER (count (self, client) + 1));
}
