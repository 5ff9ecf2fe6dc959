/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "problem.h"

G_BEGIN_DECLS

/**
 * Texts as people type them. Each check takes valid UTF-8 and sets @value_out (transfer full) on
 * SCHALTER_PROBLEM_NONE: composed (NFC), without white space at the ends, and with single spaces.
 * Empty text is SCHALTER_PROBLEM_MISSING. Lengths count characters.
 */

/* One line; no control characters. */
SchalterProblem schalter_text_line_check (const char *typed, guint max_length, char **value_out);
/* Several lines, ended by "\n"; no other control characters. */
SchalterProblem schalter_text_lines_check (const char *typed, guint max_length, char **value_out);
/* A person's name (eCH-0044: at most 100): letters of any script, spaces, apostrophe, hyphen, dot.
 */
SchalterProblem schalter_name_check (const char *typed, guint max_length, char **value_out);
/* Exactly @length digits; spaces, dots and hyphens between them are dropped. */
SchalterProblem schalter_digits_check (const char *typed, guint length, char **value_out);

/* (transfer full): @typed without spaces, dots, hyphens, slashes and apostrophes. */
char *schalter_typed_strip_separators (const char *typed);

G_END_DECLS
