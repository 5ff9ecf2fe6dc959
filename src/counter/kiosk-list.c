/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kiosks of this desk. What a kiosk says about itself is written down when it is another than
 * before, so that its name stands in the list before it answers. */
#include "config.h"

#include "kiosk-list.h"

#include "schalter-error.h"

struct _SchalterKioskList {
  GObject parent_instance;
  /* owned */
  char *path;
  char *desk;       /* as the user has named it, or "" */
  GPtrArray *links; /* (element-type SchalterKioskLink) */
};

enum {
  SIGNAL_KIOSK_CHANGED,
  SIGNAL_PROBLEM,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  return SCHALTER_TYPE_KIOSK_LINK;
}

static guint
get_n_items (GListModel *model)
{
  return SCHALTER_KIOSK_LIST (model)->links->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *links = SCHALTER_KIOSK_LIST (model)->links;
  return position < links->len ? g_object_ref (links->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SchalterKioskList,
                               schalter_kiosk_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static gboolean
save (SchalterKioskList *self, GError **error)
{
  g_autoptr (SchalterDesk) desk = schalter_desk_new ();
  g_free (desk->name);
  desk->name = g_strdup (self->desk);
  for (guint i = 0; i < self->links->len; i++)
    g_ptr_array_add (
        desk->kiosks,
        schalter_known_kiosk_copy (schalter_kiosk_link_get_kiosk (self->links->pdata[i])));
  return schalter_desk_save (desk, self->path, error);
}

static void
on_link_renamed (SchalterKioskLink *link, gpointer user_data)
{
  SchalterKioskList *self = user_data;
  g_autoptr (GError) error = NULL;
  if (!save (self, &error))
    g_signal_emit (self, signals[SIGNAL_PROBLEM], 0, error->message);
}

static void
on_link_changed (SchalterKioskLink *link, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_KIOSK_CHANGED], 0, link);
}

static void
append (SchalterKioskList *self, SchalterKioskLink *link)
{
  g_signal_connect_object (link, "changed", G_CALLBACK (on_link_changed), self, 0);
  g_signal_connect_object (link, "renamed", G_CALLBACK (on_link_renamed), self, 0);
  g_ptr_array_add (self->links, g_object_ref (link));
}

static void
remove_at (SchalterKioskList *self, guint position)
{
  g_signal_handlers_disconnect_by_data (self->links->pdata[position], self);
  g_ptr_array_remove_index (self->links, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static gboolean
find_same (SchalterKioskList *self, SchalterKioskLink *link, guint *position_out)
{
  const char *fingerprint = schalter_kiosk_link_get_kiosk (link)->fingerprint;
  for (guint i = 0; i < self->links->len; i++) {
    const SchalterKnownKiosk *other = schalter_kiosk_link_get_kiosk (self->links->pdata[i]);
    if (g_str_equal (other->fingerprint, fingerprint)) {
      *position_out = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* Pairing. */

static gboolean
adopt (SchalterKioskList *self, SchalterKioskLink *link, GError **error)
{
  guint position = 0;
  if (find_same (self, link, &position))
    remove_at (self, position);
  append (self, link);
  position = self->links->len - 1;
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
  if (save (self, error))
    return TRUE;
  remove_at (self, position);
  return FALSE;
}

static gboolean
has_failed (SchalterKioskLink *link)
{
  return schalter_kiosk_link_get_state (link) == SCHALTER_KIOSK_LINK_LOST;
}

/* The first thing that happens to the link decides; the link has held the task until then. */
static void
on_pairing_changed (SchalterKioskLink *link, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SchalterKioskList *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_signal_handlers_disconnect_by_func (link, on_pairing_changed, task);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (has_failed (link))
    g_task_return_error (task, g_error_copy (schalter_kiosk_link_get_problem (link)));
  else if (!adopt (self, link, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
schalter_kiosk_list_pair_async (SchalterKioskList *self,
                                const SchalterKnownKiosk *kiosk,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (SCHALTER_IS_KIOSK_LIST (self) && kiosk != NULL && kiosk->token != NULL);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, schalter_kiosk_list_pair_async);
  SchalterKioskLink *link = schalter_kiosk_link_new (kiosk, schalter_kiosk_list_get_desk (self));
  g_task_set_task_data (task, link, g_object_unref);
  g_signal_connect (link, "changed", G_CALLBACK (on_pairing_changed), task);
  schalter_kiosk_link_start (link);
}

gboolean
schalter_kiosk_list_pair_finish (SchalterKioskList *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
schalter_kiosk_list_forget (SchalterKioskList *self, SchalterKioskLink *link, GError **error)
{
  g_return_val_if_fail (SCHALTER_IS_KIOSK_LIST (self) && SCHALTER_IS_KIOSK_LINK (link), FALSE);
  guint position = 0;
  if (!g_ptr_array_find (self->links, link, &position))
    return TRUE;
  g_autoptr (SchalterKioskLink) kept = g_object_ref (link);
  remove_at (self, position);
  if (save (self, error))
    return TRUE;
  append (self, kept);
  g_list_model_items_changed (G_LIST_MODEL (self), self->links->len - 1, 0, 1);
  return FALSE;
}

const char *
schalter_kiosk_list_get_desk (SchalterKioskList *self)
{
  g_return_val_if_fail (SCHALTER_IS_KIOSK_LIST (self), NULL);
  return self->desk[0] != '\0' ? self->desk : g_get_host_name ();
}

void
schalter_kiosk_list_set_desk (SchalterKioskList *self, const char *desk)
{
  g_return_if_fail (SCHALTER_IS_KIOSK_LIST (self) && desk != NULL && schalter_desk_is_name (desk));
  g_free (self->desk);
  self->desk = g_strdup (desk);
  for (guint i = 0; i < self->links->len; i++)
    schalter_kiosk_link_set_desk (self->links->pdata[i], desk);
}

static void
schalter_kiosk_list_finalize (GObject *object)
{
  SchalterKioskList *self = SCHALTER_KIOSK_LIST (object);
  g_ptr_array_unref (self->links);
  g_free (self->path);
  g_free (self->desk);
  G_OBJECT_CLASS (schalter_kiosk_list_parent_class)->finalize (object);
}

static void
schalter_kiosk_list_class_init (SchalterKioskListClass *class)
{
  G_OBJECT_CLASS (class)->finalize = schalter_kiosk_list_finalize;
  signals[SIGNAL_KIOSK_CHANGED] = g_signal_new ("kiosk-changed",
                                                SCHALTER_TYPE_KIOSK_LIST,
                                                G_SIGNAL_RUN_LAST,
                                                0,
                                                NULL,
                                                NULL,
                                                NULL,
                                                G_TYPE_NONE,
                                                1,
                                                SCHALTER_TYPE_KIOSK_LINK);
  signals[SIGNAL_PROBLEM] = g_signal_new ("problem",
                                          SCHALTER_TYPE_KIOSK_LIST,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_STRING);
}

static void
schalter_kiosk_list_init (SchalterKioskList *self)
{
  self->links = g_ptr_array_new_with_free_func (g_object_unref);
}

SchalterKioskList *
schalter_kiosk_list_new (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_autoptr (SchalterDesk) desk = schalter_desk_load (path, error);
  if (desk == NULL)
    return NULL;
  SchalterKioskList *self = g_object_new (SCHALTER_TYPE_KIOSK_LIST, NULL);
  self->path = g_strdup (path);
  self->desk = g_steal_pointer (&desk->name);
  for (guint i = 0; i < desk->kiosks->len; i++) {
    g_autoptr (SchalterKioskLink) link =
        schalter_kiosk_link_new (desk->kiosks->pdata[i], schalter_kiosk_list_get_desk (self));
    append (self, link);
    schalter_kiosk_link_start (link);
  }
  return self;
}
