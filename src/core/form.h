/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "text.h"

G_BEGIN_DECLS

/**
 * SchalterForm:
 *
 * A form definition: steps of typed fields with conditions, read from the catalogue's JSON.
 * Reference counted and immutable; docs/forms.md describes the language.
 */
typedef struct _SchalterForm SchalterForm;

/**
 * schalter_form_parse: reads and checks a definition.
 *
 * Returns: (transfer full): or %NULL with SCHALTER_ERROR_INVALID and a message that names the step
 *     and field and what is allowed.
 */
SchalterForm *schalter_form_parse (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
SchalterForm *schalter_form_ref (SchalterForm *form);
void schalter_form_unref (SchalterForm *form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterForm, schalter_form_unref)

const char *schalter_form_get_id (const SchalterForm *form);
guint schalter_form_get_version (const SchalterForm *form);
const SchalterText *schalter_form_get_title (const SchalterForm *form);

G_END_DECLS
