/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the writer and the reader of a search index share. */
#include "config.h"

#include "search-format.h"

void
schalter_search_digest (const guint8 *data, gsize length, guint8 *digest)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize n = SCHALTER_INDEX_DIGEST_BYTES;
  g_checksum_update (checksum, data, (gssize)length);
  g_checksum_get_digest (checksum, digest, &n);
}
