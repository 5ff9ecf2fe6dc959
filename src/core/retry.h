/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterRetryPolicy:
 *
 * Exponential back-off with full jitter: the n-th wait is drawn evenly from 0 to
 * min (cap_ms, first_ms · 2ⁿ⁻¹), and never below floor_ms.
 */
typedef struct {
  guint floor_ms;
  guint first_ms;
  guint cap_ms;
} SchalterRetryPolicy;

/**
 * schalter_retry_get_wait_ms:
 * @n_failures: how often it failed so far, at least 1
 * @random: an evenly distributed number; passed in, so that the decision stays pure
 */
guint
schalter_retry_get_wait_ms (const SchalterRetryPolicy *policy, guint n_failures, guint32 random);

G_END_DECLS
