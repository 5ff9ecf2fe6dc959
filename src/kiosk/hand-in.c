/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sealing what was filled in and handing it to the agent, once. */
#include "config.h"

#include "hand-in.h"

#include "envelope.h"
#include "random.h"
#include "schalter-error.h"
#include "sealed-box.h"
#include "uuid.h"

/* An agent that restarts is back within a second or two; a citizen waits no longer than this. */
#define PATIENCE_US (10 * G_USEC_PER_SEC)
#define RETRY_WAIT_MS 700

struct _SchalterHandIn {
  GObject parent_instance;

  /* owned */
  SchalterAgentLink *link;
  char *envelope;
  GBytes *sealed;
};

G_DEFINE_FINAL_TYPE (SchalterHandIn, schalter_hand_in, G_TYPE_OBJECT)

static void
schalter_hand_in_finalize (GObject *object)
{
  SchalterHandIn *self = SCHALTER_HAND_IN (object);
  g_clear_object (&self->link);
  g_clear_pointer (&self->envelope, g_free);
  g_clear_pointer (&self->sealed, g_bytes_unref);
  G_OBJECT_CLASS (schalter_hand_in_parent_class)->finalize (object);
}

static void
schalter_hand_in_class_init (SchalterHandInClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = schalter_hand_in_finalize;
}

static void
schalter_hand_in_init (SchalterHandIn *self)
{
}

static char *
make_submission_id (gint64 now_us)
{
  guint8 random[SCHALTER_UUID_RANDOM_BYTES];
  schalter_random_fill (random, sizeof random);
  return schalter_uuid_new (now_us, random);
}

/* The municipality for what it decides itself; everything else goes by the canton. */
static guint
get_authority (const SchalterHandInRequest *request)
{
  return request->service->level == SCHALTER_LEVEL_MUNICIPALITY ? request->bfs : 0;
}

static char *
make_envelope (SchalterCatalogue *catalogue,
               const SchalterHandInRequest *request,
               const char *key_id,
               gsize size)
{
  gint64 now_us = g_get_real_time ();
  g_autofree char *submission_id = make_submission_id (now_us);
  g_autoptr (SchalterOffice) office =
      schalter_catalogue_resolve_office (catalogue, request->service, request->bfs);
  SchalterEnvelope envelope = {
    .submission_id = submission_id,
    .reference = (char *)"",
    .service_id = request->service->id,
    .form_id = (char *)request->form_id,
    .form_version = request->form_version,
    .authority_bfs = get_authority (request),
    .authority_office = office != NULL ? office->id : request->service->office_role,
    .key_id = (char *)key_id,
    .created_us = now_us,
    .kiosk = (char *)request->kiosk_id,
    .size = size,
  };
  return schalter_envelope_to_data (&envelope);
}

SchalterHandIn *
schalter_hand_in_new (SchalterAgentLink *link,
                      SchalterCatalogue *catalogue,
                      const SchalterHandInRequest *request,
                      GBytes *answers,
                      GError **error)
{
  g_return_val_if_fail (SCHALTER_IS_AGENT_LINK (link), NULL);
  g_autoptr (SchalterCatalogueKey) key =
      schalter_catalogue_get_authority_key (catalogue, get_authority (request), g_get_real_time ());
  if (key == NULL) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_UNAVAILABLE,
                 "the catalogue has no valid key of authority %u",
                 get_authority (request));
    return NULL;
  }
  SchalterHandIn *self = g_object_new (SCHALTER_TYPE_HAND_IN, NULL);
  self->link = g_object_ref (link);
  self->sealed = schalter_box_seal (answers, key->key);
  self->envelope = make_envelope (catalogue, request, key->id, g_bytes_get_size (self->sealed));
  return self;
}

static void submit (GTask *task);

static gboolean
on_retry (gpointer user_data)
{
  submit (user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
is_worth_a_retry (GTask *task, const GError *error)
{
  const gint64 *deadline_us = g_task_get_task_data (task);
  return g_error_matches (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE) &&
         g_get_monotonic_time () < *deadline_us;
}

static void
on_submitted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *reference =
      schalter_agent_link_submit_finish (SCHALTER_AGENT_LINK (source), result, &error);
  if (reference != NULL) {
    g_task_return_pointer (task, reference, g_free);
    return;
  }
  if (!is_worth_a_retry (task, error)) {
    g_task_return_error (task, error);
    return;
  }
  g_error_free (error);
  g_timeout_add (RETRY_WAIT_MS, on_retry, g_steal_pointer (&task));
}

static void
submit (GTask *task)
{
  SchalterHandIn *self = g_task_get_source_object (task);
  if (g_task_return_error_if_cancelled (task)) {
    g_object_unref (task);
    return;
  }
  schalter_agent_link_submit_async (
      self->link, self->envelope, self->sealed, g_task_get_cancellable (task), on_submitted, task);
}

void
schalter_hand_in_send_async (SchalterHandIn *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (SCHALTER_IS_HAND_IN (self));
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, schalter_hand_in_send_async);
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;
  g_task_set_task_data (task, g_memdup2 (&deadline_us, sizeof deadline_us), g_free);
  submit (task);
}

char *
schalter_hand_in_send_finish (SchalterHandIn *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
