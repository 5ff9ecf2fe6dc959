/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The project's error domain. */
#include "config.h"

#include "schalter-error.h"

G_DEFINE_QUARK (schalter - error - quark, schalter_error)
