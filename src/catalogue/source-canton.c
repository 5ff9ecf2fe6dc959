/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading canton.json and life-events.json. */
#include "config.h"

#include "source.h"

#include <string.h>

static const char *const CANTON_MEMBERS[] = { "code",         "name",        "colour",
                                              "verify_base",  "fee_unknown", "most_used",
                                              "data_sources", NULL };
static const char *const LIFE_EVENTS_MEMBERS[] = { "life_events", NULL };
static const char *const LIFE_EVENT_MEMBERS[] = { "id", "icon", "title", NULL };

static void
check_canton (const SchalterSourceNode *node, const SchalterSourceCanton *canton)
{
  if (strlen (canton->code) != 2 || !g_ascii_isupper (canton->code[0]) ||
      !g_ascii_isupper (canton->code[1]))
    schalter_source_node_add_problem (node, "code", "two capital letters are expected, like AG");
  if (strlen (canton->colour) != 7 || canton->colour[0] != '#' ||
      strspn (canton->colour + 1, "0123456789abcdef") != 6)
    schalter_source_node_add_problem (
        node, "colour", "# and six digits 0–9, a–f are expected, like #00629f");
  /* QR codes pack upper case tightly; what stands behind '#' never reaches a server. */
  g_autofree char *upper = g_ascii_strup (canton->verify_base, -1);
  if (!g_str_has_prefix (canton->verify_base, "HTTPS://") ||
      !g_str_has_suffix (canton->verify_base, "/#") || strcmp (upper, canton->verify_base) != 0)
    schalter_source_node_add_problem (
        node, "verify_base", "an address in capitals that ends in /# is expected");
}

void
schalter_source_read_canton (SchalterSource *source)
{
  SchalterSourceCanton *canton = &source->canton;
  canton->most_used = g_ptr_array_new_with_free_func (g_free);
  source->canton_file = schalter_source_load (source, "canton.json");
  if (source->canton_file == NULL)
    return;
  g_auto (SchalterSourceNode) node =
      schalter_source_root (source->canton_file, source->problems, CANTON_MEMBERS);
  canton->code = schalter_source_read_string (&node, "code", SCHALTER_SOURCE_REQUIRED);
  canton->colour = schalter_source_read_string (&node, "colour", SCHALTER_SOURCE_REQUIRED);
  canton->verify_base =
      schalter_source_read_string (&node, "verify_base", SCHALTER_SOURCE_REQUIRED);
  schalter_source_read_text (&node, "name", SCHALTER_SOURCE_REQUIRED, &canton->name);
  schalter_source_read_text (&node, "fee_unknown", SCHALTER_SOURCE_REQUIRED, &canton->fee_unknown);
  g_ptr_array_unref (canton->most_used);
  canton->most_used = schalter_source_read_strings (&node, "most_used");
  check_canton (&node, canton);
}

void
schalter_source_read_life_events (SchalterSource *source)
{
  source->life_events_file = schalter_source_load (source, "life-events.json");
  if (source->life_events_file == NULL)
    return;
  g_auto (SchalterSourceNode) root =
      schalter_source_root (source->life_events_file, source->problems, LIFE_EVENTS_MEMBERS);
  guint n = schalter_source_count (&root, "life_events");
  for (guint i = 0; i < n; i++) {
    g_auto (SchalterSourceNode) node =
        schalter_source_element (&root, "life_events", i, LIFE_EVENT_MEMBERS);
    SchalterSourceLifeEvent *event = g_new0 (SchalterSourceLifeEvent, 1);
    g_ptr_array_add (source->life_events, event);
    event->id = schalter_source_read_id (&node, "id", SCHALTER_SOURCE_REQUIRED);
    event->icon_name = schalter_source_read_id (&node, "icon", SCHALTER_SOURCE_REQUIRED);
    schalter_source_read_text (&node, "title", SCHALTER_SOURCE_REQUIRED, &event->title);
  }
}
