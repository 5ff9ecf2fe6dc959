/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SchalterRegisterEntry: what the residents' register knows of a person.
 * @facts: NULL-terminated pairs of key and value, for certificates
 */
typedef struct {
  const char *id;
  const char *surname;
  const char *given_names;
  const char *birth_date;
  const char *address;
  guint bfs;
  const char *const *facts;
} SchalterRegisterEntry;

/**
 * The reference portal's residents' register: three test persons, who do not exist. A canton puts
 * its real register and login behind the same three questions.
 */
guint schalter_register_get_n (void);
const SchalterRegisterEntry *schalter_register_get (guint position);
/* (nullable) */
const SchalterRegisterEntry *schalter_register_find (const char *id);

/* Whether the person is at least 18 years old at that time. */
gboolean schalter_register_is_adult (const SchalterRegisterEntry *entry, gint64 now_us);

G_END_DECLS
