/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding the line of a member in a JSON text. json-glib tells the line of a syntax error only; an
 * editor also wants to be led to the member whose value is wrong. */
#include "config.h"

#include "source-file.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  const char *at;
  guint line;
} Position;

static void
step (Position *position)
{
  if (*position->at == '\n')
    position->line++;
  position->at++;
}

static void
skip_space (Position *position)
{
  while (*position->at != '\0' && strchr (" \t\r\n,:", *position->at) != NULL)
    step (position);
}

/* Moves behind a string and returns what stands between its quotes, as it is written. */
static char *
read_string (Position *position)
{
  step (position);
  const char *start = position->at;
  while (*position->at != '\0' && *position->at != '"') {
    if (*position->at == '\\' && position->at[1] != '\0')
      step (position);
    step (position);
  }
  char *content = g_strndup (start, (gsize)(position->at - start));
  if (*position->at != '\0')
    step (position);
  return content;
}

/* Moves behind a value of any kind, containers included. */
static void
skip_value (Position *position)
{
  guint depth = 0;
  skip_space (position);
  do {
    char letter = *position->at;
    if (letter == '\0')
      return;
    if (letter == '"') {
      g_free (read_string (position));
      continue;
    }
    if (letter == '{' || letter == '[')
      depth++;
    if ((letter == '}' || letter == ']') && depth-- <= 1) {
      step (position);
      return;
    }
    step (position);
  } while (depth > 0 || (*position->at != '\0' && strchr (",]} \t\r\n", *position->at) == NULL));
}

/* From the '{' of an object to the value of a member; sets *line_out to the line of its name. */
static gboolean
enter_member (Position *position, const char *name, guint *line_out)
{
  step (position);
  for (skip_space (position); *position->at == '"'; skip_space (position)) {
    guint line = position->line;
    g_autofree char *found = read_string (position);
    if (strcmp (found, name) == 0) {
      *line_out = line;
      skip_space (position);
      return TRUE;
    }
    skip_value (position);
  }
  return FALSE;
}

/* From the '[' of an array to its n-th element. */
static gboolean
enter_element (Position *position, const char *index, guint *line_out)
{
  guint64 wanted = g_ascii_strtoull (index, NULL, 10);
  step (position);
  skip_space (position);
  for (guint64 i = 0; i < wanted && *position->at != ']' && *position->at != '\0'; i++) {
    skip_value (position);
    skip_space (position);
  }
  *line_out = position->line;
  return *position->at != ']' && *position->at != '\0';
}

guint
schalter_source_find_line (const char *json, const char *field)
{
  g_return_val_if_fail (json != NULL && field != NULL, 1);
  g_auto (GStrv) names = g_strsplit (field, "/", -1);
  Position position = { json, 1 };
  skip_space (&position);
  guint line = position.line;
  for (guint i = 0; names[i] != NULL; i++) {
    guint found = line;
    gboolean is_there = FALSE;
    if (*position.at == '{')
      is_there = enter_member (&position, names[i], &found);
    else if (*position.at == '[')
      is_there = enter_element (&position, names[i], &found);
    if (!is_there)
      break;
    line = found;
  }
  return line;
}
