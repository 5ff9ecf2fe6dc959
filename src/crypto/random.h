/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Must be called once at the start of a program, before anything else of this folder. */
void schalter_crypto_init (void);
/* Fills @buffer from the system's cryptographic random source. */
void schalter_random_fill (guint8 *buffer, gsize length);
/* Overwrites memory in a way the compiler keeps. */
void schalter_wipe (void *buffer, gsize length);

G_END_DECLS
