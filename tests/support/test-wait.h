/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef gboolean (*TestCondition) (gpointer user_data);

/* Iterates the default main context until @condition holds; fails the test after @deadline_ms. */
void test_wait_until (TestCondition condition, gpointer user_data, guint deadline_ms);

/* A fresh directory below the system's temporary one; test_temp_dir_free() removes it all. */
char *test_temp_dir_new (void);
void test_temp_dir_free (char *path);

G_END_DECLS
