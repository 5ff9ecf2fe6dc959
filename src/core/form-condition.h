/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * SchalterFormConditionKind:
 * @SCHALTER_CONDITION_IS: the field was answered with one of the values
 * @SCHALTER_CONDITION_IS_NOT: the field was answered, and with none of the values
 * @SCHALTER_CONDITION_ALL: every one of the parts holds
 * @SCHALTER_CONDITION_ANY: at least one of the parts holds
 */
typedef enum {
  SCHALTER_CONDITION_IS,
  SCHALTER_CONDITION_IS_NOT,
  SCHALTER_CONDITION_ALL,
  SCHALTER_CONDITION_ANY,
} SchalterFormConditionKind;

/**
 * SchalterFormCondition:
 * @field_id: (nullable): of IS and IS_NOT
 * @values: (nullable) (array zero-terminated=1): of IS and IS_NOT; "yes" and "no" for a yes/no
 * field
 * @parts: (nullable) (element-type SchalterFormCondition): of ALL and ANY
 *
 * When a step or a field of a form is asked. A record: read only after it is made.
 */
typedef struct {
  SchalterFormConditionKind kind;
  char *field_id;
  char **values;
  GPtrArray *parts;
} SchalterFormCondition;

/**
 * SchalterFormLookup:
 *
 * Returns: (nullable) (array zero-terminated=1): the values @field_id was answered with (several
 * for many choices), %NULL if there is no valid answer yet. Whether the field applies at all is not
 *     the lookup's concern.
 */
typedef const char *const *(*SchalterFormLookup) (const char *field_id, gpointer user_data);

/**
 * schalter_form_condition_parse:
 *
 * Reads {"field": "x", "is": "a"}, {"field": "x", "is": ["a", "b"]}, the same with "is_not",
 * {"all": […]} or {"any": […]}, at most four levels deep.
 *
 * Returns: (transfer full): or %NULL with SCHALTER_ERROR_INVALID.
 */
SchalterFormCondition *schalter_form_condition_parse (JsonNode *node,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_form_condition_free (SchalterFormCondition *condition);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterFormCondition, schalter_form_condition_free)

/* %NULL always holds. */
gboolean schalter_form_condition_holds (const SchalterFormCondition *condition,
                                        SchalterFormLookup lookup,
                                        gpointer user_data);

/* Calls @visit for each IS and IS_NOT in it; stops and gives FALSE when @visit does. */
gboolean schalter_form_condition_visit (const SchalterFormCondition *condition,
                                        gboolean (*visit) (const SchalterFormCondition *test,
                                                           gpointer user_data),
                                        gpointer user_data);

G_END_DECLS
