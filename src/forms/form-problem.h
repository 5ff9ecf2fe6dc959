/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "field-check.h"

G_BEGIN_DECLS

/**
 * schalter_form_problem_dup_sentence:
 * @today: the day that relative dates count from
 *
 * Returns: (transfer full): what is wrong with an answer and how to mend it, one sentence in the
 *     language in use (translation.h); "" when nothing is wrong.
 */
char *schalter_form_problem_dup_sentence (const SchalterFormField *field,
                                          SchalterFinding finding,
                                          const GDate *today);

G_END_DECLS
