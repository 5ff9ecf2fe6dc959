/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form-session-private.h"

G_BEGIN_DECLS

/* The pieces that form-pages.c and form-summary.c make their pages of. */

/**
 * SchalterFormPiece: a field on a page.
 * @entry: 0, or which entry of a repeated step
 * @has_focus: the page begins here: at a kiosk, where the keyboard is the only way to write
 * @hides_label: the page's heading asks already; the label is for screen readers only
 */
typedef struct {
  SchalterFormSession *session;
  const SchalterFormField *field;
  guint entry;
  gboolean has_focus;
  gboolean hides_label;
} SchalterFormPiece;

/* Writes the field with what was typed and, when errors are to be shown, with its error. */
void schalter_form_write_field (SchalterHtml *html, const SchalterFormPiece *piece);

/* (transfer full): id of the input that a problem is to be mended in. */
char *schalter_form_dup_input_id (const SchalterFormField *field, guint part);

/* (transfer full): the answer for reading, lines parted by "\n"; "" if there is none. Wipe it. */
char *schalter_form_dup_readable (const SchalterFormPiece *piece);

/* (transfer full): prefix of links and actions, and the page's name behind it. */
char *schalter_form_dup_link (const SchalterFormSession *session, SchalterFormPosition position);

/* The button that leads on and the one that leads back. */
void schalter_form_write_buttons (SchalterHtml *html, const char *next_label);

G_END_DECLS
