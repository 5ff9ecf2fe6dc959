/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One tick looks at two spans of time: since the last touch, and since the session began. */
#include "config.h"

#include "idle-clock.h"

#define TICK_MS 200
#define US_PER_MS 1000

struct _SchalterIdleClock {
  SchalterIdleEvents events;
  gpointer user_data;
  SchalterIdleLimits limits;
  gint64 began_us;
  gint64 touched_us;
  guint asked_seconds; /* 0: nothing is asked */

  /* handles */
  guint tick_source;
};

SchalterIdleClock *
schalter_idle_clock_new (const SchalterIdleEvents *events, gpointer user_data)
{
  g_return_val_if_fail (events != NULL, NULL);
  SchalterIdleClock *clock = g_new0 (SchalterIdleClock, 1);
  clock->events = *events;
  clock->user_data = user_data;
  return clock;
}

void
schalter_idle_clock_free (SchalterIdleClock *clock)
{
  if (clock == NULL)
    return;
  schalter_idle_clock_stop (clock);
  g_free (clock);
}

static void
ask (SchalterIdleClock *clock, guint seconds_left)
{
  if (seconds_left == clock->asked_seconds)
    return;
  clock->asked_seconds = seconds_left;
  clock->events.ask (seconds_left, clock->user_data);
}

/* Milliseconds until the end, as the nearer of the two limits has it. */
static gint64
get_left_ms (SchalterIdleClock *clock, gint64 now_us)
{
  gint64 quiet_ms = (now_us - clock->touched_us) / US_PER_MS;
  gint64 whole_ms = (now_us - clock->began_us) / US_PER_MS;
  gint64 idle_left = (gint64)clock->limits.quiet_ms + clock->limits.countdown_ms - quiet_ms;
  return MIN (idle_left, (gint64)clock->limits.longest_ms - whole_ms);
}

static gboolean
on_tick (gpointer user_data)
{
  SchalterIdleClock *clock = user_data;
  gint64 now_us = g_get_monotonic_time ();
  if (clock->events.is_held (clock->user_data)) {
    clock->touched_us = now_us;
    return G_SOURCE_CONTINUE;
  }
  gint64 left_ms = get_left_ms (clock, now_us);
  if (left_ms <= 0) {
    clock->tick_source = 0;
    clock->events.end (clock->user_data);
    return G_SOURCE_REMOVE;
  }
  ask (clock, left_ms <= clock->limits.countdown_ms ? (guint)(left_ms + 999) / 1000 : 0);
  return G_SOURCE_CONTINUE;
}

void
schalter_idle_clock_start (SchalterIdleClock *clock, const SchalterIdleLimits *limits)
{
  g_return_if_fail (clock != NULL && limits != NULL);
  clock->limits = *limits;
  if (clock->tick_source != 0)
    return;
  clock->began_us = g_get_monotonic_time ();
  clock->touched_us = clock->began_us;
  clock->tick_source = g_timeout_add (TICK_MS, on_tick, clock);
}

void
schalter_idle_clock_stop (SchalterIdleClock *clock)
{
  g_return_if_fail (clock != NULL);
  g_clear_handle_id (&clock->tick_source, g_source_remove);
  clock->asked_seconds = 0;
}

void
schalter_idle_clock_touch (SchalterIdleClock *clock)
{
  g_return_if_fail (clock != NULL);
  clock->touched_us = g_get_monotonic_time ();
  if (clock->asked_seconds != 0 &&
      get_left_ms (clock, clock->touched_us) > clock->limits.countdown_ms)
    ask (clock, 0);
}
