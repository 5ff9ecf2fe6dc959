/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The open calls for staff. */
#include "config.h"

#include "counter-calls.h"

struct _SchalterCounterCalls {
  GObject parent_instance;
  /* owned */
  GPtrArray *calls; /* (element-type SchalterCounterCall) */
  guint n_counters;
};

enum {
  SIGNAL_CALLED,
  SIGNAL_ANSWERED,
  SIGNAL_WITHDRAWN,
  SIGNAL_COUNTERS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterCounterCalls, schalter_counter_calls, G_TYPE_OBJECT)

static void
call_free (gpointer data)
{
  SchalterCounterCall *call = data;
  g_free (call->id);
  g_free (call->reason);
  g_free (call->owner);
  g_free (call);
}

gboolean
schalter_counter_calls_is_reason (const char *reason)
{
  static const char *const reasons[] = { "help", "identity", "printer", NULL };
  return g_strv_contains (reasons, reason);
}

void
schalter_counter_calls_add (SchalterCounterCalls *self, const char *owner, const char *reason)
{
  g_return_if_fail (SCHALTER_IS_COUNTER_CALLS (self) && owner != NULL);
  g_return_if_fail (schalter_counter_calls_is_reason (reason));
  for (guint i = 0; i < self->calls->len; i++) {
    const SchalterCounterCall *call = self->calls->pdata[i];
    if (g_str_equal (call->owner, owner) && g_str_equal (call->reason, reason))
      return;
  }
  SchalterCounterCall *call = g_new0 (SchalterCounterCall, 1);
  call->id = g_uuid_string_random ();
  call->reason = g_strdup (reason);
  call->owner = g_strdup (owner);
  call->since_us = g_get_real_time ();
  g_ptr_array_add (self->calls, call);
  g_signal_emit (self, signals[SIGNAL_CALLED], 0, call->id);
}

gboolean
schalter_counter_calls_answer (SchalterCounterCalls *self, const char *id)
{
  g_return_val_if_fail (SCHALTER_IS_COUNTER_CALLS (self) && id != NULL, FALSE);
  for (guint i = 0; i < self->calls->len; i++) {
    SchalterCounterCall *call = self->calls->pdata[i];
    if (!g_str_equal (call->id, id))
      continue;
    g_ptr_array_steal_index (self->calls, i);
    g_signal_emit (self, signals[SIGNAL_ANSWERED], 0, call->id, call->owner);
    call_free (call);
    return TRUE;
  }
  return FALSE;
}

void
schalter_counter_calls_drop_owner (SchalterCounterCalls *self, const char *owner)
{
  g_return_if_fail (SCHALTER_IS_COUNTER_CALLS (self) && owner != NULL);
  for (guint i = self->calls->len; i > 0; i--) {
    SchalterCounterCall *call = self->calls->pdata[i - 1];
    if (!g_str_equal (call->owner, owner))
      continue;
    g_ptr_array_steal_index (self->calls, i - 1);
    g_signal_emit (self, signals[SIGNAL_WITHDRAWN], 0, call->id);
    call_free (call);
  }
}

GPtrArray *
schalter_counter_calls_list (SchalterCounterCalls *self)
{
  g_return_val_if_fail (SCHALTER_IS_COUNTER_CALLS (self), NULL);
  return self->calls;
}

const SchalterCounterCall *
schalter_counter_calls_find (SchalterCounterCalls *self, const char *id)
{
  g_return_val_if_fail (SCHALTER_IS_COUNTER_CALLS (self) && id != NULL, NULL);
  for (guint i = 0; i < self->calls->len; i++) {
    const SchalterCounterCall *call = self->calls->pdata[i];
    if (g_str_equal (call->id, id))
      return call;
  }
  return NULL;
}

void
schalter_counter_calls_set_n_counters (SchalterCounterCalls *self, guint n_counters)
{
  g_return_if_fail (SCHALTER_IS_COUNTER_CALLS (self));
  if (self->n_counters == n_counters)
    return;
  self->n_counters = n_counters;
  g_signal_emit (self, signals[SIGNAL_COUNTERS_CHANGED], 0);
}

guint
schalter_counter_calls_get_n_counters (SchalterCounterCalls *self)
{
  g_return_val_if_fail (SCHALTER_IS_COUNTER_CALLS (self), 0);
  return self->n_counters;
}

static void
schalter_counter_calls_finalize (GObject *object)
{
  g_ptr_array_unref (SCHALTER_COUNTER_CALLS (object)->calls);
  G_OBJECT_CLASS (schalter_counter_calls_parent_class)->finalize (object);
}

static guint
new_signal (SchalterCounterCallsClass *class, const char *name, guint n_texts)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (class),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n_texts,
                       G_TYPE_STRING,
                       G_TYPE_STRING);
}

static void
schalter_counter_calls_class_init (SchalterCounterCallsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = schalter_counter_calls_finalize;
  signals[SIGNAL_CALLED] = new_signal (class, "called", 1);
  signals[SIGNAL_ANSWERED] = new_signal (class, "answered", 2);
  signals[SIGNAL_WITHDRAWN] = new_signal (class, "withdrawn", 1);
  signals[SIGNAL_COUNTERS_CHANGED] = new_signal (class, "counters-changed", 0);
}

static void
schalter_counter_calls_init (SchalterCounterCalls *self)
{
  self->calls = g_ptr_array_new_with_free_func (call_free);
}

SchalterCounterCalls *
schalter_counter_calls_new (void)
{
  return g_object_new (SCHALTER_TYPE_COUNTER_CALLS, NULL);
}
