/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Notifications on a real desktop: there while somebody is wanted, gone after, and nothing personal
 * in them. */
#include "config.h"

#include "notifier.h"

#include "desktop.h"
#include "kiosk-double.h"
#include "test-wait.h"

#include <libnotify/notify.h>

#define DEADLINE_MS 60000

typedef struct {
  Desktop *desktop;
  char *folder;
  KioskDouble *kiosk;
  SchalterKioskList *list;
  SchalterNotifier *notifier;
  guint n_before; /* asked of the desktop before this test */
  guint n_opened;
} Fixture;

static void
on_opened (SchalterNotifier *notifier, SchalterKioskLink *link, Fixture *f)
{
  f->n_opened++;
}

static SchalterKioskLink *
get_link (Fixture *f)
{
  g_autoptr (SchalterKioskLink) link = g_list_model_get_item (G_LIST_MODEL (f->list), 0);
  return link; /* the list holds it */
}

static gboolean
is_connected (gpointer user_data)
{
  return schalter_kiosk_link_get_report (get_link (user_data)) != NULL;
}

static void
watch (Fixture *f)
{
  f->notifier = schalter_notifier_new (f->list);
  g_signal_connect (f->notifier, "opened", G_CALLBACK (on_opened), f);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  f->desktop = (Desktop *)data;
  f->folder = test_temp_dir_new ();
  f->kiosk = kiosk_double_new ();
  g_autofree char *path = g_build_filename (f->folder, "counter.conf", NULL);
  g_autoptr (SchalterDesk) desk = schalter_desk_new ();
  g_ptr_array_add (desk->kiosks, kiosk_double_dup_paired (f->kiosk));
  gboolean is_saved = schalter_desk_save (desk, path, &error);
  g_assert_no_error (error);
  g_assert_true (is_saved);
  f->list = schalter_kiosk_list_new (path, &error);
  g_assert_no_error (error);
  f->n_before = desktop_count_asked (f->desktop);
  test_wait_until (is_connected, f, DEADLINE_MS);
}

static void
set_up_with_daemon (Fixture *f, gconstpointer data)
{
  desktop_start_daemon ((Desktop *)data);
  set_up (f, data);
  watch (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->notifier);
  g_clear_object (&f->list);
  kiosk_double_free (f->kiosk);
  test_temp_dir_free (f->folder);
  desktop_stop_double (f->desktop);
  desktop_stop_daemon (f->desktop);
}

static gboolean
shows_one (gpointer user_data)
{
  return desktop_count_shown (((Fixture *)user_data)->desktop) == 1;
}

static gboolean
shows_none (gpointer user_data)
{
  return desktop_count_shown (((Fixture *)user_data)->desktop) == 0;
}

static gboolean
has_asked (gpointer user_data)
{
  Fixture *f = user_data;
  return desktop_count_asked (f->desktop) > f->n_before;
}

static void
call_staff (Fixture *f, const char *reason)
{
  g_autofree char *call = kiosk_double_make_call ("call-1", reason);
  kiosk_double_send (f->kiosk, call);
}

static void
assert_asked (Fixture *f, guint position, const char *sentence, gboolean can_be_answered)
{
  test_wait_until (has_asked, f, DEADLINE_MS);
  g_assert_cmpuint (desktop_count_asked (f->desktop), >, f->n_before + position);
  g_autoptr (GVariant) asked = desktop_get_asked (f->desktop, f->n_before + position);
  const char *summary = NULL;
  const char *body = NULL;
  g_autofree const char **actions = NULL;
  g_autoptr (GVariant) hints = NULL;
  int timeout_ms = -1;
  guint8 urgency = 0;
  g_variant_get (asked,
                 "(&su&s&s&s^a&s@a{sv}i)",
                 NULL,
                 NULL,
                 NULL,
                 &summary,
                 &body,
                 &actions,
                 &hints,
                 &timeout_ms);
  g_assert_cmpstr (summary, ==, "Baden, Stadthaus");
  g_assert_cmpstr (body, ==, sentence);
  g_assert_cmpint (g_strv_contains (actions, "answer"), ==, can_be_answered);
  g_assert_cmpint (timeout_ms, ==, 0);
  g_assert_true (g_variant_lookup (hints, "urgency", "y", &urgency));
  g_assert_cmpint (urgency, ==, 2);
}

static void
a_call_is_shown_until_it_is_answered (Fixture *f, gconstpointer data)
{
  call_staff (f, "help");
  test_wait_until (shows_one, f, DEADLINE_MS);
  assert_asked (f, 0, "Somebody asks for help.", TRUE);
  kiosk_double_send (f->kiosk, "{\"type\":\"answered\",\"id\":\"call-1\",\"counter\":\"Desk 4\"}");
  test_wait_until (shows_none, f, DEADLINE_MS);
}

static void
missing_paper_is_shown_until_it_is_there (Fixture *f, gconstpointer data)
{
  kiosk_double_send (f->kiosk, KIOSK_DOUBLE_NO_PAPER);
  test_wait_until (shows_one, f, DEADLINE_MS);
  assert_asked (f, 0, "The printer has no paper.", FALSE);
  kiosk_double_send (f->kiosk, KIOSK_DOUBLE_READY);
  test_wait_until (shows_none, f, DEADLINE_MS);
}

static gboolean
has_call (gpointer user_data)
{
  return schalter_kiosk_link_get_calls (get_link (user_data))->len > 0;
}

static void
a_printer_that_calls_is_one_trouble (Fixture *f, gconstpointer data)
{
  call_staff (f, "printer");
  test_wait_until (has_call, f, DEADLINE_MS);
  kiosk_double_send (f->kiosk, KIOSK_DOUBLE_NO_PAPER);
  kiosk_double_send (f->kiosk, KIOSK_DOUBLE_NO_PAPER);
  test_wait_until (shows_one, f, DEADLINE_MS);
  kiosk_double_send (f->kiosk, KIOSK_DOUBLE_READY);
  kiosk_double_send (f->kiosk, "{\"type\":\"answered\",\"id\":\"call-1\",\"counter\":\"\"}");
  test_wait_until (shows_none, f, DEADLINE_MS);
  g_assert_cmpuint (desktop_count_asked (f->desktop), ==, f->n_before + 1);
}

static gboolean
has_second_hello (gpointer user_data)
{
  return ((Fixture *)user_data)->kiosk->hellos->len >= 2;
}

static void
a_broken_line_does_not_call_again (Fixture *f, gconstpointer data)
{
  g_ptr_array_add (f->kiosk->calls, kiosk_double_make_call ("call-1", "identity"));
  call_staff (f, "identity");
  test_wait_until (shows_one, f, DEADLINE_MS);
  assert_asked (f, 0, "Somebody wants to show an identity document.", TRUE);
  kiosk_double_stop (f->kiosk);
  kiosk_double_start (f->kiosk);
  test_wait_until (has_second_hello, f, DEADLINE_MS);
  test_wait_until (is_connected, f, DEADLINE_MS);
  g_assert_cmpuint (desktop_count_asked (f->desktop), ==, f->n_before + 1);
  g_assert_cmpuint (desktop_count_shown (f->desktop), ==, 1);
}

static void
a_forgotten_kiosk_is_not_heard_of (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  call_staff (f, "help");
  test_wait_until (shows_one, f, DEADLINE_MS);
  gboolean is_forgotten = schalter_kiosk_list_forget (f->list, get_link (f), &error);
  g_assert_no_error (error);
  g_assert_true (is_forgotten);
  test_wait_until (shows_none, f, DEADLINE_MS);
}

static void
nothing_stays_when_the_program_goes (Fixture *f, gconstpointer data)
{
  call_staff (f, "help");
  test_wait_until (shows_one, f, DEADLINE_MS);
  g_clear_object (&f->notifier);
  test_wait_until (shows_none, f, DEADLINE_MS);
}

/* Whoever passes the desk reads notifications. Whatever text a kiosk can put into its frames, none
 * of it is there but the kiosk's own name. */
static void
nothing_personal_is_shown (Fixture *f, gconstpointer data)
{
  const char *frames[] = {
    "{\"type\":\"call\",\"id\":\"Erika Muster\",\"reason\":\"help\",\"since_us\":1}",
    "{\"type\":\"call\",\"id\":\"756.9217.0769.85\",\"reason\":\"identity\",\"since_us\":2}",
    "{\"type\":\"state\",\"network\":\"online\",\"printer\":\"stopped\","
    "\"reasons\":[\"media-empty Erika Muster\",\"756.9217.0769.85\"],"
    "\"catalogue\":1,\"outbox\":0,\"attention\":0,\"sessions\":1}",
    "{\"type\":\"call\",\"id\":\"Erika\",\"reason\":\"printer\",\"since_us\":3}",
    "{\"type\":\"answered\",\"id\":\"Erika Muster\",\"counter\":\"Erika Muster\"}",
    "{\"type\":\"call\",\"id\":\"5\",\"reason\":\"help\",\"since_us\":5,\"name\":\"Erika\"}",
  };
  for (guint i = 0; i < G_N_ELEMENTS (frames) - 1; i++)
    kiosk_double_send (f->kiosk, frames[i]);
  while (schalter_kiosk_link_get_answerer (get_link (f)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  kiosk_double_send (f->kiosk, frames[G_N_ELEMENTS (frames) - 1]);
  while (schalter_kiosk_link_get_state (get_link (f)) == SCHALTER_KIOSK_LINK_CONNECTED)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&f->notifier); /* all has been shown and withdrawn by now */

  guint n_asked = desktop_count_asked (f->desktop);
  g_assert_cmpuint (n_asked, >=, f->n_before + 3);
  for (guint i = f->n_before; i < n_asked; i++) {
    g_autoptr (GVariant) asked = desktop_get_asked (f->desktop, i);
    g_autofree char *text = g_variant_print (asked, FALSE);
    g_test_message ("%s", text);
    g_assert_null (strstr (text, "Erika"));
    g_assert_null (strstr (text, "Muster"));
    g_assert_null (strstr (text, "756.9217"));
  }
}

/* With a desktop that does what the test says. */

static gboolean
has_answer (gpointer user_data)
{
  return ((Fixture *)user_data)->kiosk->frames->len > 0;
}

static gboolean
has_opened (gpointer user_data)
{
  return ((Fixture *)user_data)->n_opened > 0;
}

static gboolean
double_shows_one (gpointer user_data)
{
  return ((Fixture *)user_data)->desktop->double_id > 0;
}

static void
its_button_answers_the_call (Fixture *f, gconstpointer data)
{
  f->desktop->double_id = 0;
  desktop_start_double (f->desktop, FALSE);
  watch (f);
  call_staff (f, "help");
  test_wait_until (double_shows_one, f, DEADLINE_MS);
  assert_asked (f, 0, "Somebody asks for help.", TRUE);
  desktop_press (f->desktop, "answer");
  test_wait_until (has_answer, f, DEADLINE_MS);
  g_assert_cmpstr (f->kiosk->frames->pdata[0], ==, "{\"type\":\"answer\",\"id\":\"call-1\"}");
  g_assert_cmpuint (f->n_opened, ==, 0);
  desktop_press (f->desktop, "default");
  test_wait_until (has_opened, f, DEADLINE_MS);
}

static void
a_desktop_that_hangs_holds_nothing_up (Fixture *f, gconstpointer data)
{
  g_test_expect_message ("schalter-counter", G_LOG_LEVEL_WARNING, "*shows no notifications*");
  desktop_start_double (f->desktop, TRUE);
  watch (f);
  call_staff (f, "help");
  test_wait_until (has_asked, f, DEADLINE_MS);
  /* It waits for an answer, and yet: */
  kiosk_double_send (f->kiosk, "{\"type\":\"answered\",\"id\":\"call-1\",\"counter\":\"Desk 4\"}");
  while (schalter_kiosk_link_get_answerer (get_link (f)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  desktop_stop_double (f->desktop);
  g_clear_object (&f->notifier);
  g_test_assert_expected_messages ();
}

static void
no_desktop_is_said_once_and_survived (Fixture *f, gconstpointer data)
{
  g_test_expect_message ("schalter-counter", G_LOG_LEVEL_WARNING, "*shows no notifications*");
  watch (f);
  call_staff (f, "help");
  kiosk_double_send (f->kiosk,
                     "{\"type\":\"call\",\"id\":\"2\",\"reason\":\"identity\",\"since_us\":2}");
  kiosk_double_send (f->kiosk, KIOSK_DOUBLE_NO_PAPER);
  test_wait_until (has_call, f, DEADLINE_MS);
  while (!g_str_equal (schalter_kiosk_link_get_report (get_link (f))->network, "offline"))
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&f->notifier);
  g_test_assert_expected_messages ();
}

#define ADD(path, function)                                                                        \
  g_test_add ("/counter/notifier/" path, Fixture, desktop, set_up_with_daemon, function, tear_down)
#define ADD_ALONE(path, function)                                                                  \
  g_test_add ("/counter/notifier/" path, Fixture, desktop, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  Desktop *desktop = desktop_new ();
  ADD ("a-call-is-shown-until-it-is-answered", a_call_is_shown_until_it_is_answered);
  ADD ("missing-paper-is-shown-until-it-is-there", missing_paper_is_shown_until_it_is_there);
  ADD ("a-printer-that-calls-is-one-trouble", a_printer_that_calls_is_one_trouble);
  ADD ("a-broken-line-does-not-call-again", a_broken_line_does_not_call_again);
  ADD ("a-forgotten-kiosk-is-not-heard-of", a_forgotten_kiosk_is_not_heard_of);
  ADD ("nothing-stays-when-the-program-goes", nothing_stays_when_the_program_goes);
  ADD ("nothing-personal-is-shown", nothing_personal_is_shown);
  ADD_ALONE ("its-button-answers-the-call", its_button_answers_the_call);
  ADD_ALONE ("a-desktop-that-hangs-holds-nothing-up", a_desktop_that_hangs_holds_nothing_up);
  ADD_ALONE ("no-desktop-is-said-once-and-survived", no_desktop_is_said_once_and_survived);
  int result = g_test_run ();
  notify_uninit ();
  desktop_free (desktop);
  return result;
}
