/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MutateTarget: what is given bytes from outside. It must come back, whatever they are, and may
 * assert what holds of input that it takes (that it can be written and read again).
 * @data: also ends in a zero byte that is not counted
 */
typedef void (*MutateTarget) (const char *data, gsize length);

/**
 * mutate_add: adds a test that gives a target its seeds, each of them changed in many ways.
 * @path: "/fuzz/settings"
 * @seeds: %NULL-terminated texts that the target takes; must live on
 *
 * The same changes in each run, so that a failure comes back; with SCHALTER_TEST_LONG set many more
 * of them.
 */
void mutate_add (const char *path, MutateTarget target, const char *const *seeds);

/**
 * mutate_add_bytes: the same for seeds of any bytes.
 * @seeds: (transfer full) (element-type GBytes)
 * @cost: 1, or more for a slow target, which is tried so many times less
 */
void mutate_add_bytes (const char *path, MutateTarget target, GPtrArray *seeds, guint cost);

G_END_DECLS
