/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "manifest.h"
#include "minisign.h"

G_BEGIN_DECLS

/**
 * CatalogueRelease:
 *
 * Aargau's catalogue as the real publisher released it, and ways to spoil it afterwards.
 * @web: what a portal serves: the folder "catalogue" in it
 * @key_file: the publisher's public key
 */
typedef struct {
  char *directory;
  char *keys;
  char *web;
  char *key_file;
} CatalogueRelease;

/* Makes keys; nothing is released yet. */
CatalogueRelease *catalogue_release_new (void);
void catalogue_release_free (CatalogueRelease *release);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CatalogueRelease, catalogue_release_free)

void catalogue_release_publish (CatalogueRelease *release, guint version);

/* The same keys and the same release in a directory of its own: making them anew takes time. */
CatalogueRelease *catalogue_release_copy (const CatalogueRelease *release);
/* Serves what @other serves, made with the same keys. */
void catalogue_release_serve (CatalogueRelease *release, const CatalogueRelease *other);

char *catalogue_release_get_path (const CatalogueRelease *release, const char *name);
SchalterManifest *catalogue_release_read_manifest (const CatalogueRelease *release);
SchalterSigningKey *catalogue_release_load_key (const CatalogueRelease *release);
/* Writes the manifest and signs it with @key. */
void catalogue_release_sign (const CatalogueRelease *release,
                             const SchalterManifest *manifest,
                             const SchalterSigningKey *key);

G_END_DECLS
