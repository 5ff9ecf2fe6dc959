/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The state of a kiosk in words. Staff read them at a glance from a distance: short, with what to
 * do where there is something to do. */
#include "config.h"

#include "kiosk-words.h"

#include "schalter-error.h"

#include <glib/gi18n.h>

void
schalter_words_clear (SchalterWords *words)
{
  g_clear_pointer (&words->text, g_free);
}

static SchalterWords
say (const char *icon_name, const char *text, gboolean needs_care)
{
  return (SchalterWords){ icon_name, g_strdup (text), needs_care };
}

SchalterWords
schalter_words_for_link (SchalterKioskLinkState state, const GError *problem)
{
  if (state == SCHALTER_KIOSK_LINK_CONNECTED)
    return say ("check-symbolic", _ ("Connected"), FALSE);
  if (state == SCHALTER_KIOSK_LINK_CONNECTING || problem == NULL)
    return say ("time-symbolic", _ ("Connecting…"), FALSE);
  if (g_error_matches (problem, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED))
    return say ("warning-symbolic",
                _ ("Another machine answers in place of this kiosk. Please tell IT."),
                TRUE);
  if (g_error_matches (problem, SCHALTER_ERROR, SCHALTER_ERROR_REFUSED))
    return say (
        "warning-symbolic", _ ("The kiosk no longer knows this desk. Please pair it again."), TRUE);
  if (g_error_matches (problem, SCHALTER_ERROR, SCHALTER_ERROR_INVALID))
    return say (
        "warning-symbolic", _ ("The kiosk says something unintelligible. Please tell IT."), TRUE);
  return say ("offline-symbolic", _ ("Cannot be reached. It is tried again by itself."), TRUE);
}

SchalterWords
schalter_words_for_network (const SchalterCounterMessage *report)
{
  if (g_str_equal (report->network, "online"))
    return say ("check-symbolic", _ ("Online"), FALSE);
  return say ("offline-symbolic", _ ("Offline; forms still work"), TRUE);
}

/* The first that matches any of the printer's reasons counts, so the gravest comes first. */
static const struct {
  const char *keyword;
  const char *icon_name;
  const char *text;
} printer_reasons[] = {
  { "media-empty", "paper-symbolic", N_ ("No paper") },
  { "media-needed", "paper-symbolic", N_ ("No paper") },
  { "media-jam", "warning-symbolic", N_ ("Paper is stuck") },
  { "door-open", "warning-symbolic", N_ ("A door is open") },
  { "cover-open", "warning-symbolic", N_ ("A cover is open") },
  { "input-tray-missing", "warning-symbolic", N_ ("The paper tray is open") },
  { "output-area-full", "paper-symbolic", N_ ("The output tray is full") },
  { "toner-empty", "warning-symbolic", N_ ("Toner is empty") },
  { "marker-supply-empty", "warning-symbolic", N_ ("Toner is empty") },
  { "media-low", "paper-symbolic", N_ ("Paper is running low") },
  { "toner-low", "printer-symbolic", N_ ("Toner is running low") },
  { "marker-supply-low", "printer-symbolic", N_ ("Toner is running low") },
  { "paused", "printer-symbolic", N_ ("Printing is paused") },
};

static gboolean
has_reason (const SchalterCounterMessage *report, const char *keyword)
{
  /* A severity may follow: "media-empty-error". */
  for (guint i = 0; report->reasons[i] != NULL; i++) {
    if (g_str_has_prefix (report->reasons[i], keyword))
      return TRUE;
  }
  return FALSE;
}

gboolean
schalter_printer_has_no_paper (const SchalterCounterMessage *report)
{
  return has_reason (report, "media-empty") || has_reason (report, "media-needed");
}

SchalterWords
schalter_words_for_printer (const SchalterCounterMessage *report)
{
  if (g_str_equal (report->printer, "none"))
    return say ("printer-symbolic", _ ("No printer"), FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (printer_reasons); i++) {
    if (has_reason (report, printer_reasons[i].keyword))
      return say (printer_reasons[i].icon_name, _ (printer_reasons[i].text), TRUE);
  }
  if (g_str_equal (report->printer, "ready"))
    return say ("check-symbolic", _ ("Ready to print"), FALSE);
  if (g_str_equal (report->printer, "gone"))
    return say ("offline-symbolic", _ ("Does not answer"), TRUE);
  return say ("warning-symbolic", _ ("Needs somebody to look at it"), TRUE);
}

SchalterWords
schalter_words_for_outbox (const SchalterCounterMessage *report)
{
  if (report->n_attention > 0)
    return (SchalterWords){
      "warning-symbolic",
      g_strdup_printf (ngettext ("%u submission was not accepted. Please tell IT.",
                                 "%u submissions were not accepted. Please tell IT.",
                                 report->n_attention),
                       report->n_attention),
      TRUE,
    };
  if (report->n_waiting > 0)
    return (SchalterWords){
      "time-symbolic",
      g_strdup_printf (ngettext ("%u submission waits to be sent",
                                 "%u submissions wait to be sent",
                                 report->n_waiting),
                       report->n_waiting),
      FALSE,
    };
  return say ("check-symbolic", _ ("All sent"), FALSE);
}

const char *
schalter_words_for_reason (const char *reason)
{
  if (g_str_equal (reason, "identity"))
    return _ ("Somebody wants to show an identity document.");
  if (g_str_equal (reason, "printer"))
    return _ ("The printer needs you.");
  return _ ("Somebody asks for help.");
}

char *
schalter_words_for_call (const SchalterKioskCall *call)
{
  g_autoptr (GDateTime) since = g_date_time_new_from_unix_local (call->since_us / G_USEC_PER_SEC);
  g_autofree char *time = since != NULL ? g_date_time_format (since, "%H:%M") : g_strdup ("–");
  /* Translators: each %s is a time of day. */
  if (g_str_equal (call->reason, "identity"))
    return g_strdup_printf (_ ("Wants to show an identity document since %s"), time);
  if (g_str_equal (call->reason, "printer"))
    return g_strdup_printf (_ ("The printer needs you since %s"), time);
  return g_strdup_printf (_ ("Calls for help since %s"), time);
}

const char *
schalter_words_for_pairing (const GError *problem)
{
  if (g_error_matches (problem, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED))
    return _ ("Another machine answers at this address. Please check the line.");
  if (g_error_matches (problem, SCHALTER_ERROR, SCHALTER_ERROR_REFUSED))
    return _ ("The line has been used already, or is too old. Please ask for a new one.");
  if (g_error_matches (problem, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE))
    return _ ("The kiosk cannot be reached. Is it on, and in the same network?");
  if (g_error_matches (problem, SCHALTER_ERROR, SCHALTER_ERROR_INVALID))
    return _ ("What answers there is no kiosk, or one that is newer than this program.");
  return problem->message;
}
