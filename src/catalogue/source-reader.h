/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "source-file.h"
#include "text.h"

G_BEGIN_DECLS

/**
 * SchalterSourceNode:
 *
 * A place in a source file from which members are read. Reading what is missing or of a wrong kind
 * adds a problem and gives an empty value, so that the reader goes on and finds the next mistake.
 */
typedef struct {
  const SchalterSourceFile *file;   /* borrowed */
  SchalterSourceProblems *problems; /* borrowed */
  JsonObject *object;               /* borrowed; NULL if the place holds no object */
  char *field;                      /* owned; "" for the root */
} SchalterSourceNode;

void schalter_source_node_clear (SchalterSourceNode *node);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SchalterSourceNode, schalter_source_node_clear)

typedef enum {
  SCHALTER_SOURCE_OPTIONAL,
  SCHALTER_SOURCE_REQUIRED,
} SchalterSourceNeed;

/* The root of a file, which must be an object with no member but @allowed (and "$schema"). */
SchalterSourceNode schalter_source_root (const SchalterSourceFile *file,
                                         SchalterSourceProblems *problems,
                                         const char *const *allowed);
/* A member that must be an object. */
SchalterSourceNode schalter_source_member (const SchalterSourceNode *node,
                                           const char *name,
                                           const char *const *allowed);
/* The elements of an array of objects: how many, and the i-th. */
guint schalter_source_count (const SchalterSourceNode *node, const char *name);
SchalterSourceNode schalter_source_element (const SchalterSourceNode *node,
                                            const char *name,
                                            guint index,
                                            const char *const *allowed);

gboolean schalter_source_has (const SchalterSourceNode *node, const char *name);
/* (transfer full): never NULL when @need is required; a missing optional one is NULL. */
char *schalter_source_read_string (const SchalterSourceNode *node,
                                   const char *name,
                                   SchalterSourceNeed need);
/* (transfer full): an id, lower-case letters, digits and hyphens; "" if it is not. */
char *
schalter_source_read_id (const SchalterSourceNode *node, const char *name, SchalterSourceNeed need);
gboolean schalter_source_read_flag (const SchalterSourceNode *node, const char *name);
/* 0 when it is missing or outside @min to @max. */
guint schalter_source_read_number (const SchalterSourceNode *node,
                                   const char *name,
                                   guint min,
                                   guint max);
/* The place of the string among @choices (NULL-terminated); 0 after a problem. */
guint schalter_source_read_choice (const SchalterSourceNode *node,
                                   const char *name,
                                   const char *const *choices);
void schalter_source_read_text (const SchalterSourceNode *node,
                                const char *name,
                                SchalterSourceNeed need,
                                SchalterText *text);
/* (element-type SchalterText), empty when missing. */
GPtrArray *schalter_source_read_texts (const SchalterSourceNode *node, const char *name);
/* (element-type utf8), empty when missing. */
GPtrArray *schalter_source_read_strings (const SchalterSourceNode *node, const char *name);

/* (element-type guint), empty when missing. */
GArray *schalter_source_read_numbers (const SchalterSourceNode *node,
                                      const char *name,
                                      guint min,
                                      guint max);

/* Adds a problem at a member of the node. */
void schalter_source_node_add_problem (const SchalterSourceNode *node,
                                       const char *name,
                                       const char *format,
                                       ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS
