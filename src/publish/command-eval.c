/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalter-publish eval: how well a catalogue answers the queries that editors have judged. */
#include "config.h"

#include "catalogue-search.h"
#include "evaluation.h"
#include "publish.h"
#include "schalter-error.h"

#include <stdio.h>

typedef struct {
  SchalterEvaluation all;
  SchalterEvaluation by_language[SCHALTER_N_LANGUAGES];
  GHashTable *by_group; /* name → SchalterEvaluation */
  GPtrArray *groups;    /* names in the order of the file; borrowed */
  GString *misses;
} Report;

static void
report_init (Report *report)
{
  *report = (Report){
    .by_group = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free),
    .groups = g_ptr_array_new (),
    .misses = g_string_new (NULL),
  };
}

static void
report_clear (Report *report)
{
  g_hash_table_unref (report->by_group);
  g_ptr_array_unref (report->groups);
  g_string_free (report->misses, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Report, report_clear)

static SchalterEvaluation *
ensure_group (Report *report, char *name)
{
  SchalterEvaluation *group = g_hash_table_lookup (report->by_group, name);
  if (group != NULL)
    return group;
  group = g_new0 (SchalterEvaluation, 1);
  g_hash_table_insert (report->by_group, name, group);
  g_ptr_array_add (report->groups, name);
  return group;
}

/* The ids found; none when the answer is only what is used most. */
static GPtrArray *
search (SchalterCatalogue *catalogue, const SchalterJudgedQuery *query)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SchalterSearchAnswer) answer = schalter_catalogue_search (
      catalogue, query->query, query->language, SCHALTER_EVALUATION_DEPTH);
  for (guint i = 0; !answer->is_fallback && i < answer->hits->len; i++)
    g_ptr_array_add (ids,
                     g_strdup (((const SchalterSearchHit *)answer->hits->pdata[i])->service_id));
  return ids;
}

static void
note_miss (Report *report, const SchalterJudgedQuery *query, GPtrArray *found, guint place)
{
  g_autofree char *relevant = g_strjoinv (" ", query->relevant);
  const char *first = found->len > 0 ? found->pdata[0] : "nothing";
  g_string_append_printf (report->misses,
                          "%s\t%s\twanted %s\tgot %s\t",
                          schalter_language_to_tag (query->language),
                          query->query,
                          relevant,
                          first);
  if (place > 0)
    g_string_append_printf (report->misses, "right at %u\n", place);
  else
    g_string_append (report->misses, "not found\n");
}

static void
judge (Report *report, SchalterCatalogue *catalogue, const SchalterJudgedQuery *query)
{
  g_autoptr (GPtrArray) found = search (catalogue, query);
  const char *const *relevant = (const char *const *)query->relevant;
  guint place = schalter_evaluation_add (&report->all, found, relevant);
  (void)schalter_evaluation_add (&report->by_language[query->language], found, relevant);
  if (query->group[0] != '\0')
    (void)schalter_evaluation_add (ensure_group (report, query->group), found, relevant);
  if (place != 1)
    note_miss (report, query, found, place);
}

static void
print_row (const char *name, const SchalterEvaluation *row)
{
  double n = row->n_queries;
  if (row->n_queries == 0)
    return;
  printf ("%-20s %5u %6.3f %6.3f %6.3f %6.3f %7.3f %9.3f %6.3f\n",
          name,
          row->n_queries,
          row->success_at[0] / n,
          row->success_at[1] / n,
          row->success_at[2] / n,
          row->reciprocal_rank / n,
          row->discounted_gain / n,
          row->recall / n,
          row->n_empty / n);
}

static void
print_report (const Report *report)
{
  printf ("%s", report->misses->str);
  printf ("%-20s %5s %6s %6s %6s %6s %7s %9s %6s\n",
          "queries",
          "n",
          "S@1",
          "S@3",
          "S@5",
          "MRR@10",
          "nDCG@10",
          "recall@10",
          "empty");
  for (int i = 0; i < SCHALTER_N_LANGUAGES; i++)
    print_row (schalter_language_to_tag ((SchalterLanguage)i), &report->by_language[i]);
  for (guint i = 0; i < report->groups->len; i++)
    print_row (report->groups->pdata[i],
               g_hash_table_lookup (report->by_group, report->groups->pdata[i]));
  print_row ("all", &report->all);
}

gboolean
schalter_command_eval (const SchalterPublishOptions *options, GError **error)
{
  g_autofree char *text = NULL;
  if (options->folder == NULL || options->queries == NULL) {
    g_set_error (
        error, SCHALTER_ERROR, SCHALTER_ERROR_NOT_FOUND, "a catalogue and --queries are needed");
    return FALSE;
  }
  if (!g_file_get_contents (options->queries, &text, NULL, error))
    return FALSE;
  g_autoptr (GPtrArray) queries = schalter_judged_queries_parse (text, error);
  if (queries == NULL) {
    g_prefix_error (error, "%s: ", options->queries);
    return FALSE;
  }
  g_autoptr (SchalterCatalogue) catalogue = schalter_catalogue_open (options->folder, error);
  if (catalogue == NULL)
    return FALSE;
  g_auto (Report) report;
  report_init (&report);
  for (guint i = 0; i < queries->len; i++)
    judge (&report, catalogue, queries->pdata[i]);
  print_report (&report);
  return TRUE;
}
