/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When a step or field of a form is asked: reading and evaluating conditions. What a condition may
 * refer to is checked with the whole form, in form-check.c. */
#include "config.h"

#include "form-condition.h"

#include "schalter-error.h"

#define MAX_DEPTH 4

static SchalterFormCondition *parse_at_depth (JsonNode *node, guint depth, GError **error);

static void
set_shape_error (GError **error, const char *what)
{
  g_set_error (error,
               SCHALTER_ERROR,
               SCHALTER_ERROR_INVALID,
               "%s; a condition is {\"field\": …, \"is\": …}, {\"field\": …, \"is_not\": …}, "
               "{\"all\": […]} or {\"any\": […]}",
               what);
}

static gboolean
holds_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* A string or a non-empty array of strings. */
static char **
parse_values (JsonNode *node)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  if (holds_string (node)) {
    g_strv_builder_add (builder, json_node_get_string (node));
    return g_strv_builder_end (builder);
  }
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  JsonArray *array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);
    if (!holds_string (element))
      return NULL;
    g_strv_builder_add (builder, json_node_get_string (element));
  }
  return json_array_get_length (array) > 0 ? g_strv_builder_end (builder) : NULL;
}

static SchalterFormCondition *
parse_test (JsonObject *object, GError **error)
{
  g_autoptr (SchalterFormCondition) condition = g_new0 (SchalterFormCondition, 1);
  gboolean is_negated = json_object_has_member (object, "is_not");
  const char *key = is_negated ? "is_not" : "is";
  condition->kind = is_negated ? SCHALTER_CONDITION_IS_NOT : SCHALTER_CONDITION_IS;

  JsonNode *field = json_object_get_member (object, "field");
  if (!holds_string (field) || !json_object_has_member (object, key) ||
      json_object_get_size (object) != 2) {
    set_shape_error (error, "this is no condition");
    return NULL;
  }
  condition->field_id = json_node_dup_string (field);
  condition->values = parse_values (json_object_get_member (object, key));
  if (condition->values == NULL) {
    set_shape_error (error, "the value is neither a string nor a list of strings");
    return NULL;
  }
  return g_steal_pointer (&condition);
}

static SchalterFormCondition *
parse_group (JsonObject *object, guint depth, GError **error)
{
  g_autoptr (SchalterFormCondition) condition = g_new0 (SchalterFormCondition, 1);
  gboolean is_all = json_object_has_member (object, "all");
  JsonNode *list = json_object_get_member (object, is_all ? "all" : "any");
  condition->kind = is_all ? SCHALTER_CONDITION_ALL : SCHALTER_CONDITION_ANY;
  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list) || json_object_get_size (object) != 1 ||
      json_array_get_length (json_node_get_array (list)) == 0) {
    set_shape_error (error, "this is no condition");
    return NULL;
  }
  condition->parts = g_ptr_array_new_with_free_func ((GDestroyNotify)schalter_form_condition_free);
  JsonArray *array = json_node_get_array (list);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    SchalterFormCondition *part =
        parse_at_depth (json_array_get_element (array, i), depth + 1, error);
    if (part == NULL)
      return NULL;
    g_ptr_array_add (condition->parts, part);
  }
  return g_steal_pointer (&condition);
}

static SchalterFormCondition *
parse_at_depth (JsonNode *node, guint depth, GError **error)
{
  if (depth >= MAX_DEPTH) {
    set_shape_error (error, "conditions are nested more than four levels deep");
    return NULL;
  }
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    set_shape_error (error, "this is no condition");
    return NULL;
  }
  JsonObject *object = json_node_get_object (node);
  if (json_object_has_member (object, "field"))
    return parse_test (object, error);
  return parse_group (object, depth, error);
}

SchalterFormCondition *
schalter_form_condition_parse (JsonNode *node, GError **error)
{
  g_return_val_if_fail (node != NULL, NULL);
  return parse_at_depth (node, 0, error);
}

void
schalter_form_condition_free (SchalterFormCondition *condition)
{
  if (condition == NULL)
    return;
  g_free (condition->field_id);
  g_strfreev (condition->values);
  g_clear_pointer (&condition->parts, g_ptr_array_unref);
  g_free (condition);
}

static gboolean
test_holds (const SchalterFormCondition *test, SchalterFormLookup lookup, gpointer user_data)
{
  const char *const *answered = lookup (test->field_id, user_data);
  if (answered == NULL)
    return FALSE;
  gboolean is_among = FALSE;
  for (guint i = 0; answered[i] != NULL && !is_among; i++)
    is_among = g_strv_contains ((const char *const *)test->values, answered[i]);
  return is_among == (test->kind == SCHALTER_CONDITION_IS);
}

gboolean
schalter_form_condition_holds (const SchalterFormCondition *condition,
                               SchalterFormLookup lookup,
                               gpointer user_data)
{
  if (condition == NULL)
    return TRUE;
  if (condition->parts == NULL)
    return test_holds (condition, lookup, user_data);
  gboolean needs_all = condition->kind == SCHALTER_CONDITION_ALL;
  for (guint i = 0; i < condition->parts->len; i++) {
    if (schalter_form_condition_holds (condition->parts->pdata[i], lookup, user_data) != needs_all)
      return !needs_all;
  }
  return needs_all;
}

gboolean
schalter_form_condition_visit (const SchalterFormCondition *condition,
                               gboolean (*visit) (const SchalterFormCondition *test,
                                                  gpointer user_data),
                               gpointer user_data)
{
  if (condition == NULL)
    return TRUE;
  if (condition->parts == NULL)
    return visit (condition, user_data);
  for (guint i = 0; i < condition->parts->len; i++) {
    if (!schalter_form_condition_visit (condition->parts->pdata[i], visit, user_data))
      return FALSE;
  }
  return TRUE;
}
