/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form.h"

G_BEGIN_DECLS

/* What form.c, form-parse.c and form-check.c share; nobody else includes it. */

struct _SchalterForm {
  gatomicrefcount ref_count;
  char *id;
  guint version;
  SchalterText title;
  SchalterText declaration;
  SchalterText verb;
  GPtrArray *steps; /* (element-type SchalterFormStep) */
};

void schalter_form_choice_free (SchalterFormChoice *choice);
void schalter_form_field_free (SchalterFormField *field);
void schalter_form_step_free (SchalterFormStep *step);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterFormChoice, schalter_form_choice_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterFormField, schalter_form_field_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterFormStep, schalter_form_step_free)

/* Conditions refer backwards and to possible values; every step and field can be reached. */
gboolean schalter_form_check (const SchalterForm *form, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
