/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking the printer how it is. */
#include "config.h"

#include "printer-health.h"

#include "agent-log.h"
#include "print-device.h"

struct _SchalterPrinterHealth {
  GObject parent_instance;
  /* owned */
  char *device_uri;
  char **reasons;
  GCancellable *cancellable;
  const char *state; /* a constant */
  guint interval_seconds;
  /* handles */
  guint timer;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SchalterPrinterHealth, schalter_printer_health, G_TYPE_OBJECT)

static void ask (SchalterPrinterHealth *self);

static gboolean
on_timer (gpointer user_data)
{
  SchalterPrinterHealth *self = user_data;
  self->timer = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

static void
take_state (SchalterPrinterHealth *self, const char *state, const char *const *reasons)
{
  if (g_str_equal (self->state, state) &&
      g_strv_equal ((const char *const *)self->reasons, reasons))
    return;
  g_autofree char *joined = g_strjoinv (",", (char **)reasons);
  schalter_log (G_LOG_LEVEL_MESSAGE,
                SCHALTER_MSG_PRINTER_STATE,
                "STATE",
                state,
                "REASONS",
                joined,
                "MESSAGE",
                "The printer is “%s” (%s)",
                state,
                joined);
  g_strfreev (self->reasons);
  self->reasons = g_strdupv ((char **)reasons);
  self->state = state;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SchalterPrinterHealth) self = user_data;
  g_autoptr (GError) error = NULL;
  static const char *const none[] = { NULL };
  g_autoptr (SchalterDeviceState) device = schalter_print_device_query_finish (result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (device == NULL)
    take_state (self, "gone", none);
  else
    take_state (self,
                !device->is_able             ? "stopped"
                : device->reasons[0] != NULL ? "attention"
                                             : "ready",
                (const char *const *)device->reasons);
  self->timer = g_timeout_add_seconds (self->interval_seconds, on_timer, self);
}

static void
ask (SchalterPrinterHealth *self)
{
  schalter_print_device_query_async (
      self->device_uri, self->cancellable, on_answer, g_object_ref (self));
}

void
schalter_printer_health_start (SchalterPrinterHealth *self)
{
  g_return_if_fail (SCHALTER_IS_PRINTER_HEALTH (self));
  if (self->device_uri[0] != '\0')
    ask (self);
}

const char *
schalter_printer_health_get_state (SchalterPrinterHealth *self)
{
  g_return_val_if_fail (SCHALTER_IS_PRINTER_HEALTH (self), "gone");
  return self->state;
}

const char *const *
schalter_printer_health_get_reasons (SchalterPrinterHealth *self)
{
  g_return_val_if_fail (SCHALTER_IS_PRINTER_HEALTH (self), NULL);
  return (const char *const *)self->reasons;
}

static void
schalter_printer_health_dispose (GObject *object)
{
  SchalterPrinterHealth *self = SCHALTER_PRINTER_HEALTH (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  G_OBJECT_CLASS (schalter_printer_health_parent_class)->dispose (object);
}

static void
schalter_printer_health_finalize (GObject *object)
{
  SchalterPrinterHealth *self = SCHALTER_PRINTER_HEALTH (object);
  g_clear_object (&self->cancellable);
  g_free (self->device_uri);
  g_strfreev (self->reasons);
  G_OBJECT_CLASS (schalter_printer_health_parent_class)->finalize (object);
}

static void
schalter_printer_health_class_init (SchalterPrinterHealthClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  object_class->dispose = schalter_printer_health_dispose;
  object_class->finalize = schalter_printer_health_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
schalter_printer_health_init (SchalterPrinterHealth *self)
{
  self->cancellable = g_cancellable_new ();
  self->reasons = g_new0 (char *, 1);
  self->state = "gone";
}

SchalterPrinterHealth *
schalter_printer_health_new (const char *device_uri, guint interval_seconds)
{
  SchalterPrinterHealth *self = g_object_new (SCHALTER_TYPE_PRINTER_HEALTH, NULL);
  self->device_uri = g_strdup (device_uri);
  self->interval_seconds = MAX (interval_seconds, 1);
  if (device_uri[0] == '\0')
    self->state = "none";
  return self;
}
