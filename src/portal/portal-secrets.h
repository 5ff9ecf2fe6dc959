/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "seal-code.h"
#include "sealed-box.h"

G_BEGIN_DECLS

/**
 * SchalterSecrets: the private keys of one file that schalter-publish keygen made, by authority.
 * Files are read only when nobody but their owner can read them.
 */
typedef struct _SchalterSecrets SchalterSecrets;

/* @path: exchange-secret.json, seal-secrets.json or authority-secrets.json */
SchalterSecrets *schalter_secrets_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void schalter_secrets_free (SchalterSecrets *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterSecrets, schalter_secrets_free)

/* 32 bytes, or NULL: the newest of a municipality (or 0 for the canton), or the one of an id. */
const guint8 *schalter_secrets_get (const SchalterSecrets *self, guint bfs);
/* (nullable): the id of the one that schalter_secrets_get() gives. */
const char *schalter_secrets_get_id (const SchalterSecrets *self, guint bfs);
const guint8 *schalter_secrets_get_by_id (const SchalterSecrets *self, const char *id);

G_END_DECLS
