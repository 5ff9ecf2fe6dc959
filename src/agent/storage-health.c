/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Knowing when the disk is full or broken, and when it is well again. */
#include "config.h"

#include "storage-health.h"

#include "agent-log.h"
#include "outbox.h"
#include "schalter-error.h"

struct _SchalterStorageHealth {
  GObject parent_instance;
  gboolean is_well;
  guint retry_seconds;
  /* borrowed */
  SchalterAgentDb *db;
  /* handles */
  guint timer;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterStorageHealth, schalter_storage_health, G_TYPE_OBJECT)

/* A write that asks for new pages, and leaves nothing. */
static gboolean
run_trial (SchalterDb *db, gpointer request, GError **error)
{
  return schalter_db_execute (db,
                              "CREATE TABLE trial (content BLOB) STRICT;"
                              "INSERT INTO trial VALUES (zeroblob (65536));"
                              "DROP TABLE trial;",
                              error);
}

static gboolean
run_trial_once (SchalterDb *db, gpointer request, GError **error)
{
  return schalter_db_transaction (db, run_trial, request, error);
}

static const SchalterAgentDbJob trial_job = { run_trial_once, NULL };

static void
on_tried (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SchalterStorageHealth) self = user_data;
  g_autoptr (GError) error = NULL;
  gpointer request = schalter_agent_db_run_finish (result, &error);
  g_assert (request == NULL); /* there is none: the error says it all */
  schalter_storage_health_report (self, error);
}

static gboolean
on_retry (gpointer user_data)
{
  SchalterStorageHealth *self = user_data;
  schalter_agent_db_run_async (self->db, &trial_job, NULL, NULL, on_tried, g_object_ref (self));
  return G_SOURCE_CONTINUE;
}

static gboolean
is_of_the_disk (const GError *error)
{
  return g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_NO_SPACE) ||
         g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_CORRUPT);
}

static void
close_it (SchalterStorageHealth *self, const GError *error)
{
  self->is_well = FALSE;
  self->timer = g_timeout_add_seconds (self->retry_seconds, on_retry, self);
  schalter_log (G_LOG_LEVEL_WARNING,
                SCHALTER_MSG_STORAGE_FULL,
                "REASON",
                error->message,
                "MESSAGE",
                "Nothing can be kept: %s, continuing with forms closed",
                error->message);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
open_it (SchalterStorageHealth *self)
{
  self->is_well = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  schalter_log (G_LOG_LEVEL_MESSAGE,
                SCHALTER_MSG_STORAGE_BACK,
                "MESSAGE",
                "Forms are open again: the disk takes what is written");
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
schalter_storage_health_report (SchalterStorageHealth *self, const GError *error)
{
  g_return_if_fail (SCHALTER_IS_STORAGE_HEALTH (self));
  if (self->is_well && is_of_the_disk (error))
    close_it (self, error);
  else if (!self->is_well && error == NULL)
    open_it (self);
}

gboolean
schalter_storage_health_is_well (SchalterStorageHealth *self)
{
  g_return_val_if_fail (SCHALTER_IS_STORAGE_HEALTH (self), FALSE);
  return self->is_well;
}

static void
schalter_storage_health_dispose (GObject *object)
{
  g_clear_handle_id (&SCHALTER_STORAGE_HEALTH (object)->timer, g_source_remove);
  G_OBJECT_CLASS (schalter_storage_health_parent_class)->dispose (object);
}

static void
schalter_storage_health_class_init (SchalterStorageHealthClass *class)
{
  G_OBJECT_CLASS (class)->dispose = schalter_storage_health_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
schalter_storage_health_init (SchalterStorageHealth *self)
{
  self->is_well = TRUE;
}

SchalterStorageHealth *
schalter_storage_health_new (SchalterAgentDb *db, guint retry_seconds)
{
  SchalterStorageHealth *self = g_object_new (SCHALTER_TYPE_STORAGE_HEALTH, NULL);
  self->db = db;
  self->retry_seconds = MAX (retry_seconds, 1);
  return self;
}
