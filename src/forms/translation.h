/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "language.h"

G_BEGIN_DECLS

/**
 * schalter_translation_init:
 *
 * Makes gettext ready: domain, folder of the translations (the installed one, or the directory
 * named in the environment variable SCHALTER_LOCALEDIR for a run from the build folder), UTF-8.
 * Call it once, first thing in main(), before GTK is started and before there are threads; call it
 * again after anything that resets the locale.
 */
void schalter_translation_init (void);

/**
 * schalter_translation_use:
 *
 * From now on `_()` answers in @language, in the whole process; where there is no translation it
 * answers in English. Main thread only; cheap if the language is the one in use.
 */
void schalter_translation_use (SchalterLanguage language);

G_END_DECLS
