/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterSourceProblem:
 * @file: relative to the source folder
 * @line: counted from 1
 * @field: (nullable): a path of members like "steps/2/de"
 * @message: what is wrong and what is allowed, in the editor's terms
 */
typedef struct {
  char *file;
  guint line;
  char *field;
  char *message;
} SchalterSourceProblem;

/**
 * SchalterSourceProblems: the mistakes found in a catalogue's sources, all of them.
 */
typedef struct _SchalterSourceProblems SchalterSourceProblems;

SchalterSourceProblems *schalter_source_problems_new (void);
void schalter_source_problems_free (SchalterSourceProblems *problems);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterSourceProblems, schalter_source_problems_free)

void schalter_source_problems_add (SchalterSourceProblems *problems,
                                   const char *file,
                                   guint line,
                                   const char *field,
                                   const char *message);

guint schalter_source_problems_get_n (const SchalterSourceProblems *problems);
/* (element-type SchalterSourceProblem): sorted by file and line; borrowed. */
GPtrArray *schalter_source_problems_list (SchalterSourceProblems *problems);
/* One line for each: "services/hund.json:12: steps/2: …". */
char *schalter_source_problems_to_text (SchalterSourceProblems *problems);

/* (nullable): the one of @names nearest to a mistyped @name, if any is near. */
const char *schalter_source_find_nearest (const char *name, const char *const *names);

G_END_DECLS
