/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "problem.h"

G_BEGIN_DECLS

/**
 * schalter_phone_check:
 * @value_out: (transfer full): E.164, "+41791234567"
 *
 * A number that begins with one 0 is Swiss and has ten digits; one that begins with 00 or + is
 * international, 7 to 15 digits. "(0)" after the country code is dropped.
 */
SchalterProblem schalter_phone_check (const char *typed, char **value_out);

/* An e-mail address as mail is really sent (RFC 5321 lengths; no quoted or literal forms). */
SchalterProblem schalter_email_check (const char *typed, char **value_out);

/* (transfer full): for reading: Swiss numbers as "079 123 45 67", others as they are. */
char *schalter_phone_format (const char *e164);

G_END_DECLS
