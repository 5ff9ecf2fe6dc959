/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What staff read about a kiosk. */
#include "config.h"

#include "kiosk-words.h"

#include "schalter-error.h"

#define STATE                                                                                      \
  "{\"type\":\"state\",\"network\":\"%s\",\"printer\":\"%s\",\"reasons\":[%s],\"catalogue\":1,"    \
  "\"outbox\":%u,\"attention\":%u,\"sessions\":1}"

static SchalterCounterMessage *
make_report (const char *network,
             const char *printer,
             const char *reasons,
             guint n_waiting,
             guint n_attention)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      g_strdup_printf (STATE, network, printer, reasons, n_waiting, n_attention);
  SchalterCounterMessage *report = schalter_counter_message_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  return report;
}

static void
a_printer_says_the_gravest_first (void)
{
  const struct {
    const char *printer;
    const char *reasons;
    const char *text;
    gboolean needs_care;
    gboolean has_no_paper;
  } cases[] = {
    { "ready", "", "Ready to print", FALSE, FALSE },
    { "none", "", "No printer", FALSE, FALSE },
    { "gone", "", "Does not answer", TRUE, FALSE },
    { "stopped", "", "Needs somebody to look at it", TRUE, FALSE },
    { "attention", "\"vendor-mystery\"", "Needs somebody to look at it", TRUE, FALSE },
    { "attention", "\"media-low-warning\"", "Paper is running low", TRUE, FALSE },
    { "stopped", "\"media-empty\"", "No paper", TRUE, TRUE },
    { "stopped", "\"toner-low-report\",\"media-empty-error\"", "No paper", TRUE, TRUE },
    { "stopped", "\"media-needed-error\"", "No paper", TRUE, TRUE },
    { "stopped", "\"cover-open\",\"media-jam-error\"", "Paper is stuck", TRUE, FALSE },
    { "stopped", "\"input-tray-missing\"", "The paper tray is open", TRUE, FALSE },
    { "stopped", "\"\"", "Needs somebody to look at it", TRUE, FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SchalterCounterMessage) report =
        make_report ("online", cases[i].printer, cases[i].reasons, 0, 0);
    g_auto (SchalterWords) words = schalter_words_for_printer (report);
    g_assert_cmpstr (words.text, ==, cases[i].text);
    g_assert_cmpint (words.needs_care, ==, cases[i].needs_care);
    g_assert_cmpint (schalter_printer_has_no_paper (report), ==, cases[i].has_no_paper);
  }
}

static void
the_outbox_is_counted (void)
{
  const struct {
    guint n_waiting;
    guint n_attention;
    const char *text;
    gboolean needs_care;
  } cases[] = {
    { 0, 0, "All sent", FALSE },
    { 1, 0, "1 submission waits to be sent", FALSE },
    { 7, 0, "7 submissions wait to be sent", FALSE },
    { 7, 1, "1 submission was not accepted. Please tell IT.", TRUE },
    { 0, 2, "2 submissions were not accepted. Please tell IT.", TRUE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SchalterCounterMessage) report =
        make_report ("offline", "ready", "", cases[i].n_waiting, cases[i].n_attention);
    g_auto (SchalterWords) words = schalter_words_for_outbox (report);
    g_assert_cmpstr (words.text, ==, cases[i].text);
    g_assert_cmpint (words.needs_care, ==, cases[i].needs_care);
  }
}

static void
a_lost_kiosk_says_what_to_do (void)
{
  const struct {
    SchalterError code;
    const char *text;
  } cases[] = {
    { SCHALTER_ERROR_UNTRUSTED, "Another machine answers in place of this kiosk. Please tell IT." },
    { SCHALTER_ERROR_REFUSED, "The kiosk no longer knows this desk. Please pair it again." },
    { SCHALTER_ERROR_INVALID, "The kiosk says something unintelligible. Please tell IT." },
    { SCHALTER_ERROR_UNAVAILABLE, "Cannot be reached. It is tried again by itself." },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) problem =
        g_error_new_literal (SCHALTER_ERROR, (int)cases[i].code, "details for the log");
    g_auto (SchalterWords) words = schalter_words_for_link (SCHALTER_KIOSK_LINK_LOST, problem);
    g_assert_cmpstr (words.text, ==, cases[i].text);
    g_assert_true (words.needs_care);
    g_assert_null (strstr (schalter_words_for_pairing (problem), "details"));
  }
}

static void
a_call_has_its_time_of_day (void)
{
  g_autoptr (GDateTime) time = g_date_time_new_local (2026, 7, 1, 14, 32, 0);
  const char *reasons[] = { "help", "identity", "printer" };
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++) {
    SchalterKioskCall call = {
      .id = (char *)"1",
      .reason = (char *)reasons[i],
      .since_us = g_date_time_to_unix (time) * G_USEC_PER_SEC,
    };
    g_autofree char *text = schalter_words_for_call (&call);
    g_assert_true (g_str_has_suffix (text, "since 14:32"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/counter/words/a-printer-says-the-gravest-first",
                   a_printer_says_the_gravest_first);
  g_test_add_func ("/counter/words/the-outbox-is-counted", the_outbox_is_counted);
  g_test_add_func ("/counter/words/a-lost-kiosk-says-what-to-do", a_lost_kiosk_says_what_to_do);
  g_test_add_func ("/counter/words/a-call-has-its-time-of-day", a_call_has_its_time_of_day);
  return g_test_run ();
}
