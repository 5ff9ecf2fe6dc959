/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "problem.h"

G_BEGIN_DECLS

/**
 * schalter_ahv_number_check: the Swiss insured person's number (eCH-0044 vn).
 * @value_out: (transfer full): "756.9217.0769.85"
 *
 * 13 digits, the first 756, the last the EAN-13 check digit (weights 1 and 3 from the left). Typed
 * with or without dots and spaces.
 */
SchalterProblem schalter_ahv_number_check (const char *typed, char **value_out);

/**
 * schalter_iban_check: an account number (ISO 13616).
 * @value_out: (transfer full): grouped by four, "CH93 0076 2011 6238 5295 7"
 *
 * The remainder by 97 must be 1 (ISO 7064); Swiss and Liechtenstein ones have 21 characters, others
 * 15 to 34.
 */
SchalterProblem schalter_iban_check (const char *typed, char **value_out);

G_END_DECLS
