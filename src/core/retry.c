/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long to wait before trying again. */
#include "config.h"

#include "retry.h"

guint
schalter_retry_get_wait_ms (const SchalterRetryPolicy *policy, guint n_failures, guint32 random)
{
  g_return_val_if_fail (policy != NULL && n_failures >= 1, 0);
  /* More than 32 doublings reach every cap. */
  guint64 longest_ms = (guint64)policy->first_ms << MIN (n_failures - 1, 31);
  longest_ms = MIN (longest_ms, policy->cap_ms);
  guint64 wait_ms = (guint64)random * (longest_ms + 1) >> 32;
  return (guint)MAX (wait_ms, policy->floor_ms);
}
