/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalogue.h"
#include "seal-code.h"
#include "sealed-box.h"

G_BEGIN_DECLS

#define TEST_CANTON_BFS 4045 /* Wettingen, which has keys of its own; Baden (4021) has none */

/**
 * TestCanton: the small canton of tests/data/canton with keys made for the test.
 * @source: a copy of the sources that a test may break
 * @keys: the publisher's public-keys.json
 * @path: the compiled catalogue, version 7
 * @exchange: the portal's secret half
 * @authority: of TEST_CANTON_BFS; @canton_authority: of the canton itself
 * @seal: signs certificates of TEST_CANTON_BFS
 */
typedef struct {
  char *directory;
  char *source;
  char *keys;
  char *path;
  SchalterBoxKeyPair *exchange;
  SchalterBoxKeyPair *authority;
  SchalterBoxKeyPair *canton_authority;
  SchalterSealKey *seal;
} TestCanton;

TestCanton *test_canton_new (void);
void test_canton_free (TestCanton *canton);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestCanton, test_canton_free)

/* Compiles the sources as they are now; fails the test if they have a mistake. */
char *test_canton_compile (TestCanton *canton, const char *name, guint64 version);
SchalterCatalogue *test_canton_open (TestCanton *canton);

/* Replaces the one place where @from stands in a source file; fails the test if there is none. */
void test_canton_edit (TestCanton *canton, const char *name, const char *from, const char *to);
void test_canton_write (TestCanton *canton, const char *name, const char *text);
void test_canton_remove (TestCanton *canton, const char *name);

/* A certificate of residence in TEST_CANTON_BFS that is valid today. */
SchalterClaims *test_canton_make_claims (const char *type);

G_END_DECLS
