/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Collecting the mistakes of a catalogue's sources, so that an editor sees all of them at once. */
#include "config.h"

#include "source-problems.h"

#include <string.h>

/* Farther than this from every name, a suggestion would only puzzle. */
#define MAX_SUGGESTION_DISTANCE 3
#define MAX_NAME_LENGTH 63

struct _SchalterSourceProblems {
  GPtrArray *list; /* owned, (element-type SchalterSourceProblem) */
};

static void
problem_free (gpointer data)
{
  SchalterSourceProblem *problem = data;
  g_free (problem->file);
  g_free (problem->field);
  g_free (problem->message);
  g_free (problem);
}

SchalterSourceProblems *
schalter_source_problems_new (void)
{
  SchalterSourceProblems *problems = g_new0 (SchalterSourceProblems, 1);
  problems->list = g_ptr_array_new_with_free_func (problem_free);
  return problems;
}

void
schalter_source_problems_free (SchalterSourceProblems *problems)
{
  if (problems == NULL)
    return;
  g_ptr_array_unref (problems->list);
  g_free (problems);
}

void
schalter_source_problems_add (SchalterSourceProblems *problems,
                              const char *file,
                              guint line,
                              const char *field,
                              const char *message)
{
  g_return_if_fail (problems != NULL && file != NULL && message != NULL);
  SchalterSourceProblem *problem = g_new0 (SchalterSourceProblem, 1);
  problem->file = g_strdup (file);
  problem->line = line;
  problem->field = field != NULL && field[0] != '\0' ? g_strdup (field) : NULL;
  problem->message = g_strdup (message);
  g_ptr_array_add (problems->list, problem);
}

guint
schalter_source_problems_get_n (const SchalterSourceProblems *problems)
{
  g_return_val_if_fail (problems != NULL, 0);
  return problems->list->len;
}

static int
compare_problems (gconstpointer a, gconstpointer b)
{
  const SchalterSourceProblem *left = *(SchalterSourceProblem *const *)a;
  const SchalterSourceProblem *right = *(SchalterSourceProblem *const *)b;
  int by_file = strcmp (left->file, right->file);
  if (by_file != 0)
    return by_file;
  if (left->line != right->line)
    return left->line < right->line ? -1 : 1;
  return strcmp (left->message, right->message);
}

GPtrArray *
schalter_source_problems_list (SchalterSourceProblems *problems)
{
  g_return_val_if_fail (problems != NULL, NULL);
  g_ptr_array_sort (problems->list, compare_problems);
  return problems->list;
}

char *
schalter_source_problems_to_text (SchalterSourceProblems *problems)
{
  GPtrArray *list = schalter_source_problems_list (problems);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < list->len; i++) {
    const SchalterSourceProblem *problem = list->pdata[i];
    g_string_append_printf (text, "%s:%u: ", problem->file, problem->line);
    if (problem->field != NULL)
      g_string_append_printf (text, "%s: ", problem->field);
    g_string_append_printf (text, "%s\n", problem->message);
  }
  return g_string_free (text, FALSE);
}

/* Levenshtein distance over bytes: the names of the format are ASCII. */
static guint
measure_distance (const char *a, const char *b)
{
  guint row[MAX_NAME_LENGTH + 1];
  gsize b_length = strlen (b);
  for (guint j = 0; j <= b_length; j++)
    row[j] = j;
  for (guint i = 1; a[i - 1] != '\0'; i++) {
    guint diagonal = row[0];
    row[0] = i;
    for (guint j = 1; j <= b_length; j++) {
      guint replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = MIN (replaced, 1 + MIN (row[j], row[j - 1]));
    }
  }
  return row[b_length];
}

const char *
schalter_source_find_nearest (const char *name, const char *const *names)
{
  g_return_val_if_fail (name != NULL && names != NULL, NULL);
  const char *nearest = NULL;
  guint least = MAX_SUGGESTION_DISTANCE + 1;
  if (strlen (name) > MAX_NAME_LENGTH)
    return NULL;
  for (guint i = 0; names[i] != NULL; i++) {
    if (strlen (names[i]) > MAX_NAME_LENGTH)
      continue;
    guint distance = measure_distance (name, names[i]);
    if (distance < least && distance < strlen (names[i])) {
      least = distance;
      nearest = names[i];
    }
  }
  return nearest;
}
