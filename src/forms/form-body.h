/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More than this is no form of ours. */
#define SCHALTER_FORM_BODY_MAX_BYTES 65536
#define SCHALTER_FORM_BODY_MAX_FIELDS 200

/**
 * SchalterFormBody:
 *
 * What a browser posted: names and values of application/x-www-form-urlencoded. Comes from outside
 * and may be hostile. Wiped when freed.
 */
typedef struct _SchalterFormBody SchalterFormBody;

/**
 * schalter_form_body_parse:
 *
 * Returns: (transfer full): or %NULL with SCHALTER_ERROR_INVALID if it is too large, has too many
 *     fields, a broken percent escape, a zero byte or anything else that is no UTF-8.
 */
SchalterFormBody *schalter_form_body_parse (GBytes *body, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_form_body_free (SchalterFormBody *body);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterFormBody, schalter_form_body_free)

/* (nullable): the first value with this name. */
const char *schalter_form_body_get (const SchalterFormBody *body, const char *name);
/* (transfer full) (array zero-terminated=1): all values with this name, in order. */
char **schalter_form_body_dup_all (const SchalterFormBody *body, const char *name);

G_END_DECLS
