/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The agent's database: its migrations, and the one thread that uses it. */
#include "config.h"

#include "agent-db.h"
#include "schalter-error.h"
#include "store-resources.h"

#define MIGRATIONS "/org/schalter/store/migrations"

struct _SchalterAgentDb {
  /* owned */
  SchalterDb *db;
  GThreadPool *thread;
};

typedef struct {
  const SchalterAgentDbJob *job; /* borrowed */
  gpointer request;              /* owned */
} Work;

static void
work_free (Work *work)
{
  if (work->job->free_request != NULL)
    work->job->free_request (work->request);
  g_free (work);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* The texts of all migrations in the order of their numbers. */
static GStrv
load_migrations (GError **error)
{
  GResource *resource = schalter_store_get_resource ();
  g_auto (GStrv) names =
      g_resource_enumerate_children (resource, MIGRATIONS, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (names == NULL)
    return NULL;
  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  for (char **name = names; *name != NULL; name++) {
    g_autofree char *path = g_build_path ("/", MIGRATIONS, *name, NULL);
    g_autoptr (GBytes) text =
        g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
    if (text == NULL)
      return NULL;
    g_strv_builder_add (texts, g_bytes_get_data (text, NULL)); /* resources end in a NUL */
  }
  return g_strv_builder_end (texts);
}

static void
run_work (gpointer data, gpointer user_data)
{
  SchalterAgentDb *self = user_data;
  g_autoptr (GTask) task = data;
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;
  if (work->job->run (self->db, work->request, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

SchalterAgentDb *
schalter_agent_db_open (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_auto (GStrv) migrations = load_migrations (error);
  if (migrations == NULL)
    return NULL;
  g_autoptr (SchalterDb) db = schalter_db_open_durable (path, error);
  if (db == NULL || !schalter_db_migrate (db, (const char *const *)migrations, error))
    return NULL;
  g_autoptr (SchalterAgentDb) self = g_new0 (SchalterAgentDb, 1);
  self->thread = g_thread_pool_new (run_work, self, 1, TRUE, error);
  if (self->thread == NULL)
    return NULL;
  self->db = g_steal_pointer (&db);
  return g_steal_pointer (&self);
}

void
schalter_agent_db_free (SchalterAgentDb *self)
{
  if (self == NULL)
    return;
  if (self->thread != NULL)
    g_thread_pool_free (self->thread, FALSE, TRUE);
  g_clear_pointer (&self->db, schalter_db_free);
  g_free (self);
}

void
schalter_agent_db_run_async (SchalterAgentDb *self,
                             const SchalterAgentDbJob *job,
                             gpointer request,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (job != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, schalter_agent_db_run_async);
  Work *work = g_new0 (Work, 1);
  *work = (Work){ job, request };
  g_task_set_task_data (task, work, (GDestroyNotify)work_free);
  /* An exclusive pool fails only to start its thread, which it did when it was made. */
  (void)g_thread_pool_push (self->thread, g_steal_pointer (&task), NULL);
}

gpointer
schalter_agent_db_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  Work *work = g_task_get_task_data (G_TASK (result));
  return work->request;
}
