/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "problem.h"

/**
 * TypedCase: what somebody types, and what comes of it.
 * @value: (nullable): what is read when there is no problem
 */
typedef struct {
  const char *typed;
  SchalterProblem problem;
  const char *value;
} TypedCase;

static inline void
typed_case_check (const TypedCase *expected, SchalterProblem problem, const char *value)
{
  g_test_message ("“%s”", expected->typed);
  g_assert_cmpint (problem, ==, expected->problem);
  g_assert_cmpstr (value, ==, expected->value);
}

/* For checks that need nothing but the text. */
static inline void
typed_cases_check (SchalterProblem (*check) (const char *, char **),
                   const TypedCase *cases,
                   guint n_cases)
{
  for (guint i = 0; i < n_cases; i++) {
    g_autofree char *value = NULL;
    SchalterProblem problem = check (cases[i].typed, &value);
    typed_case_check (&cases[i], problem, value);
  }
}
