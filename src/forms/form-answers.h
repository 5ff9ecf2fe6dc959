/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "field-check.h"
#include "municipality.h"

G_BEGIN_DECLS

/**
 * SchalterPlaceFinder: (transfer full) (element-type SchalterPlace): the places for a typed text.
 */
typedef GPtrArray *(*SchalterPlaceFinder) (const char *typed, gpointer user_data);

/**
 * SchalterFormAnswers:
 *
 * What one citizen typed, kept as it was typed, right or wrong. Whether it is right, and whether it
 * applies, is found anew each time: so an answer survives going back, a change of language and a
 * condition that is switched off and on again. Wiped when freed.
 *
 * @entry below is 0 for a plain step, and counts from 1 for the entries of a repeated one.
 */
typedef struct _SchalterFormAnswers SchalterFormAnswers;

SchalterFormAnswers *schalter_form_answers_new (SchalterForm *form, const GDate *today);
void schalter_form_answers_free (SchalterFormAnswers *answers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterFormAnswers, schalter_form_answers_free)

/* The day that relative dates count from. */
const GDate *schalter_form_answers_get_today (const SchalterFormAnswers *answers);

/* Places that addresses are compared with; the function may be NULL. */
void schalter_form_answers_set_places (SchalterFormAnswers *answers,
                                       SchalterPlaceFinder find_places,
                                       gpointer user_data);

void schalter_form_answers_take (SchalterFormAnswers *answers,
                                 guint entry,
                                 const SchalterFormField *field,
                                 char **typed);
/* (array zero-terminated=1): as many empty texts as the field has parts if nothing was typed. */
const char *const *schalter_form_answers_get (const SchalterFormAnswers *answers,
                                              guint entry,
                                              const SchalterFormField *field);

/* As schalter_field_check(), and an address also against the known places. */
SchalterFinding schalter_form_answers_check (const SchalterFormAnswers *answers,
                                             guint entry,
                                             const SchalterFormField *field,
                                             JsonNode **value_out);
/* (transfer full) (nullable): places with the postcode typed into an address. */
GPtrArray *schalter_form_answers_dup_places (const SchalterFormAnswers *answers,
                                             guint entry,
                                             const SchalterFormField *field);
/* Whether a date is so long ago that the field's deadline is over. */
gboolean schalter_form_answers_is_late (const SchalterFormAnswers *answers,
                                        guint entry,
                                        const SchalterFormField *field);

gboolean schalter_form_answers_step_applies (SchalterFormAnswers *answers,
                                             const SchalterFormStep *step);
gboolean schalter_form_answers_field_applies (SchalterFormAnswers *answers,
                                              const SchalterFormField *field);
/* Whether every field of this page that applies is answered rightly. */
gboolean schalter_form_answers_page_is_right (SchalterFormAnswers *answers,
                                              const SchalterFormStep *step,
                                              guint entry);

/* Entries of a repeated step. */
guint schalter_form_answers_get_n_entries (const SchalterFormAnswers *answers,
                                           const SchalterFormStep *step);
void schalter_form_answers_set_n_entries (SchalterFormAnswers *answers,
                                          const SchalterFormStep *step,
                                          guint n_entries);
void schalter_form_answers_remove_entry (SchalterFormAnswers *answers,
                                         const SchalterFormStep *step,
                                         guint entry);

/* (transfer full): the answers that apply, by field id; a repeated step's are an array by its id.
 */
JsonObject *schalter_form_answers_dup_values (SchalterFormAnswers *answers);

G_END_DECLS
