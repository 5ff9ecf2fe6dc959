/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzzing the reader of an index: bytes with a digest that fits, so that only the checks of the
 * shape stand between a forged index and the searches in it. */
#include "config.h"

#include "fuzz-target.h"

#include "search-engine.h"
#include "search-format.h"

#include <string.h>

#define LONG_WORD "hundesteuerhundesteuerhundesteuerhundesteuerhundesteuerhundest"

static GBytes *
make_index (const guint8 *data, gsize size)
{
  guint8 *copy = g_memdup2 (data, size);
  if (size >= sizeof (SchalterIndexHeader)) {
    SchalterIndexHeader header;
    memcpy (&header, copy, sizeof header);
    schalter_search_digest (copy + sizeof header, size - sizeof header, header.digest);
    memcpy (copy, &header, sizeof header);
  }
  return g_bytes_new_take (copy, size);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const queries[] = { "hund anmelden",
                                         "wohnsitzbestätigung",
                                         "hudn",
                                         "bestätigung wo",
                                         "steuerhund",
                                         "ho",
                                         "wohnsitzbestaet",
                                         LONG_WORD,
                                         "taxe chiens qqqqqq" };
  g_autoptr (GBytes) bytes = make_index (data, size);
  SchalterSearchIndex *index = schalter_search_index_open (bytes, NULL);
  if (index == NULL)
    return 0;
  /* A header may name more documents than a fuzzer should have memory for. */
  if (schalter_search_index_get_n_documents (index) > 100000) {
    schalter_search_index_free (index);
    return 0;
  }
  g_autoptr (SchalterSearchEngine) engine = schalter_search_engine_new (index, NULL);
  g_autoptr (GArray) ranked = g_array_new (FALSE, FALSE, sizeof (SchalterRanked));
  for (guint i = 0; i < 2 * G_N_ELEMENTS (queries); i++) {
    SchalterSearchQuery query = { .typed = queries[i / 2], .is_eager = i % 2 == 1 };
    schalter_search_engine_search (engine, &query, 8, ranked);
  }
  return 0;
}
