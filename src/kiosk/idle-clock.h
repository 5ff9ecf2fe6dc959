/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterIdleLimits: in milliseconds.
 * @quiet_ms: without a touch or key, until the citizen is asked
 * @countdown_ms: to answer
 * @longest_ms: of a whole session, however busy
 */
typedef struct {
  guint quiet_ms;
  guint countdown_ms;
  guint longest_ms;
} SchalterIdleLimits;

/**
 * SchalterIdleEvents: what the clock says.
 * @ask: (nullable): "are you still there?", or the session's longest time is over soon;
 *     @seconds_left counts down, and 0 takes the question away
 * @end: the time is up
 * @is_held: whether something is under way that must not be cut off
 */
typedef struct {
  void (*ask) (guint seconds_left, gpointer user_data);
  void (*end) (gpointer user_data);
  gboolean (*is_held) (gpointer user_data);
} SchalterIdleEvents;

/**
 * SchalterIdleClock:
 *
 * Notices that the citizen has gone (WCAG 2.2.1: asks first, and any answer is enough), and ends
 * sessions that would never end. Runs on the monotonic clock: setting the time changes nothing.
 */
typedef struct _SchalterIdleClock SchalterIdleClock;

SchalterIdleClock *schalter_idle_clock_new (const SchalterIdleEvents *events, gpointer user_data);
void schalter_idle_clock_free (SchalterIdleClock *clock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterIdleClock, schalter_idle_clock_free)

/* Begins when it is not running yet; new limits count from now on. */
void schalter_idle_clock_start (SchalterIdleClock *clock, const SchalterIdleLimits *limits);
void schalter_idle_clock_stop (SchalterIdleClock *clock);
/* The citizen has touched something. */
void schalter_idle_clock_touch (SchalterIdleClock *clock);

G_END_DECLS
