/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form.h"
#include "partial-date.h"
#include "problem.h"

G_BEGIN_DECLS

/**
 * SchalterAddressPart: the fields an address is typed into, in their order. Limits: eCH-0010.
 */
typedef enum {
  SCHALTER_ADDRESS_STREET,
  SCHALTER_ADDRESS_HOUSE_NUMBER,
  SCHALTER_ADDRESS_POSTCODE,
  SCHALTER_ADDRESS_TOWN,
} SchalterAddressPart;

#define SCHALTER_MAX_FIELD_PARTS 4

/* How many fields the answer is typed into: 3 for dates, 4 for addresses, else 1. */
guint schalter_field_type_get_n_parts (SchalterFieldType type);
/* "day", "street", …; "" for the only part. */
const char *schalter_field_type_get_part_name (SchalterFieldType type, guint part);
/* Greatest number of characters of the part; for digits and texts use the field's max_length. */
guint schalter_field_type_get_part_length (SchalterFieldType type, guint part);

/**
 * SchalterFinding:
 * @part: which of the parts is to be mended
 */
typedef struct {
  SchalterProblem problem;
  guint part;
} SchalterFinding;

/**
 * schalter_field_check:
 * @typed: (array zero-terminated=1): one valid UTF-8 text for each part; for choices and yes/no the
 *     chosen ids, so any number of them
 * @today: the day that relative dates count from
 * @value_out: (out) (transfer full) (nullable): the answer as it is handed in: a string, but an
 *     array of strings for many choices, true or false for yes/no, an integer for a number, an
 *     object of the parts for an address; %NULL if an optional field was left empty
 *
 * Checks what was typed against the field's type and rules.
 */
SchalterFinding schalter_field_check (const SchalterFormField *field,
                                      const char *const *typed,
                                      const GDate *today,
                                      JsonNode **value_out);

/* Sets @day to the bound as it is today; FALSE if there is no bound. */
gboolean
schalter_date_bound_resolve (const SchalterDateBound *bound, const GDate *today, GDate *day);

/* Whether @date was so long ago that the field's deadline is over. */
gboolean schalter_field_is_late (const SchalterFormField *field,
                                 const SchalterPartialDate *date,
                                 const GDate *today);

G_END_DECLS
