/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "source-problems.h"

G_BEGIN_DECLS

#define SCHALTER_SOURCE_MAX_BYTES (16 * 1024 * 1024)

/**
 * SchalterSourceFile: one JSON file of a catalogue's sources, with the lines its members stand on.
 */
typedef struct _SchalterSourceFile SchalterSourceFile;

/* NULL after adding a problem: the file is gone, too long, not UTF-8, or not JSON. */
SchalterSourceFile *
schalter_source_file_load (const char *folder, const char *name, SchalterSourceProblems *problems);
void schalter_source_file_free (SchalterSourceFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterSourceFile, schalter_source_file_free)

const char *schalter_source_file_get_name (const SchalterSourceFile *file);
JsonNode *schalter_source_file_get_root (const SchalterSourceFile *file);

/**
 * schalter_source_find_line:
 * @json: a text that parses as JSON
 * @field: members and places from the root, "steps/2/de"; "" is the root
 *
 * Returns: the line, counted from 1, on which the member's name (or the array's element) begins;
 * for a member that is not there, the line on which its nearest container begins.
 */
guint schalter_source_find_line (const char *json, const char *field);

/* Adds a problem at a field of the file. */
void schalter_source_file_add_problem (const SchalterSourceFile *file,
                                       SchalterSourceProblems *problems,
                                       const char *field,
                                       const char *format,
                                       ...) G_GNUC_PRINTF (4, 5);

G_END_DECLS
