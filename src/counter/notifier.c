/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeps the notifications on the desktop equal to what the kiosks want of staff. libnotify waits
 * for the desktop's answer, so it is spoken to from a thread of its own: a desktop that hangs must
 * not take the list of kiosks with it. */
#include "config.h"

#include "notifier.h"

#include "kiosk-words.h"

#include <glib/gi18n.h>
#include <libnotify/notify.h>

#define APPLICATION_ID "org.schalter.Counter"

struct _SchalterNotifier {
  GObject parent_instance;
  /* owned */
  SchalterKioskList *kiosks;
  GHashTable *notes; /* (element-type utf8 NotifyNotification): by what they are about */
  GThreadPool *desktop;

  gboolean has_warned; /* the desktop's thread alone */
};

enum {
  SIGNAL_OPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterNotifier, schalter_notifier, G_TYPE_OBJECT)

/**
 * Note: what a notification is about.
 * @notifier: (nullable): weak
 * @call_id: (nullable): of a call; %NULL for the printer
 */
typedef struct {
  SchalterNotifier *notifier;
  SchalterKioskLink *link; /* owned */
  char *call_id;
} Note;

static void
note_free (gpointer data)
{
  Note *note = data;
  g_clear_weak_pointer (&note->notifier);
  g_object_unref (note->link);
  g_free (note->call_id);
  g_free (note);
}

/* On the thread that talks to the desktop. */

typedef struct {
  NotifyNotification *notification; /* owned */
  gboolean is_withdrawn;
} Job;

/* libnotify keeps a list of its notifications that only one thread may change. */
static gboolean
on_done (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

static void
run_job (gpointer data, gpointer user_data)
{
  Job *job = data;
  SchalterNotifier *self = user_data;
  g_autoptr (GError) error = NULL;
  if (job->is_withdrawn) {
    (void)notify_notification_close (job->notification, NULL); /* gone already is as good */
  } else if (notify_notification_show (job->notification, &error)) {
    self->has_warned = FALSE;
  } else if (!self->has_warned) {
    g_warning ("The desktop shows no notifications: %s; continuing without them", error->message);
    self->has_warned = TRUE;
  }
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_done, job->notification, g_object_unref);
  g_free (job);
}

static void
push_job (SchalterNotifier *self, NotifyNotification *notification, gboolean is_withdrawn)
{
  Job *job = g_new0 (Job, 1);
  job->notification = g_object_ref (notification);
  job->is_withdrawn = is_withdrawn;
  (void)g_thread_pool_push (self->desktop, job, NULL); /* the thread is there from the start */
}

/* What is shown. */

static void
open_kiosk (const Note *note)
{
  if (note->notifier != NULL)
    g_signal_emit (note->notifier, signals[SIGNAL_OPENED], 0, note->link);
}

static void
on_answer (NotifyNotification *notification, char *action, gpointer user_data)
{
  Note *note = user_data;
  /* Without a connection the window says so. */
  if (!schalter_kiosk_link_answer (note->link, note->call_id))
    open_kiosk (note);
}

static void
on_open (NotifyNotification *notification, char *action, gpointer user_data)
{
  open_kiosk (user_data);
}

static Note *
make_note (SchalterNotifier *self, SchalterKioskLink *link, const char *call_id)
{
  Note *note = g_new0 (Note, 1);
  g_set_weak_pointer (&note->notifier, self);
  note->link = g_object_ref (link);
  note->call_id = g_strdup (call_id);
  return note;
}

/* @sentence: one of ours. @call_id: (nullable) */
static NotifyNotification *
make_notification (SchalterNotifier *self,
                   SchalterKioskLink *link,
                   const char *sentence,
                   const char *call_id)
{
  NotifyNotification *notification =
      notify_notification_new (schalter_kiosk_link_get_name (link), sentence, APPLICATION_ID);
  notify_notification_set_urgency (notification, NOTIFY_URGENCY_CRITICAL);
  notify_notification_set_timeout (notification, NOTIFY_EXPIRES_NEVER);
  notify_notification_set_hint (
      notification, "desktop-entry", g_variant_new_string (APPLICATION_ID));
  notify_notification_add_action (notification,
                                  "default",
                                  _ ("Show the kiosk"),
                                  on_open,
                                  make_note (self, link, call_id),
                                  note_free);
  if (call_id != NULL)
    notify_notification_add_action (notification,
                                    "answer",
                                    _ ("I am coming"),
                                    on_answer,
                                    make_note (self, link, call_id),
                                    note_free);
  return notification;
}

/* @seen: the keys that still have their reason. */
static void
want (SchalterNotifier *self,
      GHashTable *seen,
      SchalterKioskLink *link,
      const char *sentence,
      const char *call_id)
{
  const char *fingerprint = schalter_kiosk_link_get_kiosk (link)->fingerprint;
  char *key = g_strdup_printf ("%s %s", fingerprint, call_id != NULL ? call_id : "");
  g_hash_table_add (seen, key);
  if (g_hash_table_contains (self->notes, key))
    return;
  NotifyNotification *notification = make_notification (self, link, sentence, call_id);
  g_hash_table_insert (self->notes, g_strdup (key), notification);
  push_job (self, notification, FALSE);
}

static void
want_for_kiosk (SchalterNotifier *self, GHashTable *seen, SchalterKioskLink *link)
{
  const SchalterCounterMessage *report = schalter_kiosk_link_get_report (link);
  GPtrArray *calls = schalter_kiosk_link_get_calls (link);
  gboolean has_no_paper = report != NULL && schalter_printer_has_no_paper (report);
  gboolean is_printer_called = FALSE;
  for (guint i = 0; i < calls->len; i++) {
    const SchalterKioskCall *call = calls->pdata[i];
    gboolean is_about_printer = g_str_equal (call->reason, "printer");
    const char *sentence = is_about_printer && has_no_paper
                               ? _ ("The printer has no paper.")
                               : schalter_words_for_reason (call->reason);
    is_printer_called = is_printer_called || is_about_printer;
    want (self, seen, link, sentence, call->id);
  }
  if (has_no_paper && !is_printer_called)
    want (self, seen, link, _ ("The printer has no paper."), NULL);
}

static gboolean
withdraw_unseen (gpointer key, gpointer value, gpointer user_data)
{
  gpointer *context = user_data;
  SchalterNotifier *self = context[0];
  if (g_hash_table_contains (context[1], key))
    return FALSE;
  push_job (self, value, TRUE);
  return TRUE;
}

static void
update (SchalterNotifier *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GListModel *model = G_LIST_MODEL (self->kiosks);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (SchalterKioskLink) link = g_list_model_get_item (model, i);
    want_for_kiosk (self, seen, link);
  }
  gpointer context[] = { self, seen };
  g_hash_table_foreach_remove (self->notes, withdraw_unseen, context);
}

/* The object. */

static void
schalter_notifier_dispose (GObject *object)
{
  SchalterNotifier *self = SCHALTER_NOTIFIER (object);
  if (self->desktop != NULL) {
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
    gpointer context[] = { self, seen };
    g_hash_table_foreach_remove (self->notes, withdraw_unseen, context);
    g_thread_pool_free (self->desktop, FALSE, TRUE);
    self->desktop = NULL;
  }
  g_clear_object (&self->kiosks);
  G_OBJECT_CLASS (schalter_notifier_parent_class)->dispose (object);
}

static void
schalter_notifier_finalize (GObject *object)
{
  g_hash_table_unref (SCHALTER_NOTIFIER (object)->notes);
  G_OBJECT_CLASS (schalter_notifier_parent_class)->finalize (object);
}

static void
schalter_notifier_class_init (SchalterNotifierClass *class)
{
  G_OBJECT_CLASS (class)->dispose = schalter_notifier_dispose;
  G_OBJECT_CLASS (class)->finalize = schalter_notifier_finalize;
  signals[SIGNAL_OPENED] = g_signal_new ("opened",
                                         SCHALTER_TYPE_NOTIFIER,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         SCHALTER_TYPE_KIOSK_LINK);
}

static void
schalter_notifier_init (SchalterNotifier *self)
{
  self->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->desktop = g_thread_pool_new (run_job, self, 1, TRUE, NULL);
}

SchalterNotifier *
schalter_notifier_new (SchalterKioskList *kiosks)
{
  g_return_val_if_fail (SCHALTER_IS_KIOSK_LIST (kiosks), NULL);
  if (!notify_is_initted ())
    (void)notify_init ("Schalter"); /* fails without a name only */
  SchalterNotifier *self = g_object_new (SCHALTER_TYPE_NOTIFIER, NULL);
  self->kiosks = g_object_ref (kiosks);
  g_signal_connect_object (kiosks, "kiosk-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kiosks, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
