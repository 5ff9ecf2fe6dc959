/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalterctl outbox list: what waits to be delivered or needs attention, oldest first. */
#include "config.h"

#include "bus-errors.h"
#include "commands.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

typedef struct {
  const char *id;
  const char *reference;
  const char *service;
  const char *state;
  gint64 created_us;
  guint attempts;
  const char *problem;
} Item;

static gboolean
next_item (GVariantIter *iter, Item *item)
{
  return g_variant_iter_next (iter,
                              "(&s&s&s&sxu&s)",
                              &item->id,
                              &item->reference,
                              &item->service,
                              &item->state,
                              &item->created_us,
                              &item->attempts,
                              &item->problem);
}

static void
print_for_people (GVariant *items)
{
  if (g_variant_n_children (items) == 0) {
    g_print ("%s\n", _ ("The outbox is empty."));
    return;
  }
  GVariantIter iter;
  Item item;
  g_variant_iter_init (&iter, items);
  while (next_item (&iter, &item)) {
    g_autofree char *created = schalter_command_format_time (item.created_us);
    /* Translators: of one submission: reference, state, time, service. */
    g_print (_ ("%s  %-9s  %s  %s\n"), item.reference, item.state, created, item.service);
    if (*item.problem != '\0') {
      g_autofree char *attempts =
          g_strdup_printf (ngettext ("%u attempt", "%u attempts", item.attempts), item.attempts);
      g_print ("    %s: %s\n", attempts, item.problem);
    }
  }
}

static void
add_member (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
print_json (GVariant *items)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  GVariantIter iter;
  Item item;
  json_builder_begin_array (builder);
  g_variant_iter_init (&iter, items);
  while (next_item (&iter, &item)) {
    json_builder_begin_object (builder);
    add_member (builder, "id", item.id);
    add_member (builder, "reference", item.reference);
    add_member (builder, "service", item.service);
    add_member (builder, "state", item.state);
    json_builder_set_member_name (builder, "created_us");
    json_builder_add_int_value (builder, item.created_us);
    json_builder_set_member_name (builder, "attempts");
    json_builder_add_int_value (builder, item.attempts);
    add_member (builder, "problem", item.problem);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *json = json_to_string (root, FALSE);
  g_print ("%s\n", json);
}

gboolean
schalter_command_outbox_list (SchalterCtl *ctl, int argc, char **argv, GError **error)
{
  if (!schalter_command_expect_nothing (argc, argv, error))
    return FALSE;
  SchalterBusAdmin1 *admin = schalter_ctl_get_admin (ctl, error);
  if (admin == NULL)
    return FALSE;
  GError *local_error = NULL;
  g_autoptr (GVariant) items = NULL;
  if (!schalter_bus_admin1_call_list_outbox_sync (admin, &items, NULL, &local_error)) {
    g_propagate_error (error, schalter_bus_error_adopt (local_error));
    return FALSE;
  }
  if (schalter_ctl_wants_json (ctl))
    print_json (items);
  else
    print_for_people (items);
  return TRUE;
}
