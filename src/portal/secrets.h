/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "minisign.h"

G_BEGIN_DECLS

#define SCHALTER_SECRET_BYTES 32

/**
 * SchalterSecret:
 * @id: names the key in envelopes and in the catalogue
 * @bfs: the municipality it belongs to, or 0 for the canton
 *
 * A secret key, or the seed of one, as schalter-publish keygen makes it.
 */
typedef struct {
  char *id;
  guint bfs;
  guint8 secret[SCHALTER_SECRET_BYTES];
} SchalterSecret;

/* Wipes it. */
void schalter_secret_free (SchalterSecret *secret);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterSecret, schalter_secret_free)

/* (element-type SchalterSecret): a file of secret keys. SCHALTER_ERROR_INVALID names the entry. */
GPtrArray *schalter_secrets_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *schalter_secrets_parse (const char *data,
                                   gssize length,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (nullable): by id; or the first of a municipality. */
const SchalterSecret *schalter_secrets_find (GPtrArray *secrets, const char *id);
const SchalterSecret *schalter_secrets_find_of (GPtrArray *secrets, guint bfs);

/* The key that signs receipts; made, with its public half beside it, where there is none. */
SchalterSigningKey *schalter_receipt_key_load (const char *path,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
