/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The real window and its pages on a real display, with an agent that does what the test says: what
 * the citizen reads, in their language, when things are not as they should be. */
#include "config.h"

#include "agent-double.h"
#include "page-table.h"
#include "test-canton.h"
#include "translation.h"
#include "window.h"

#include <string.h>

#define DEADLINE_US (60 * G_USEC_PER_SEC)
#define WAKE_MS 20

static gboolean
on_wake (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Iterates the main loop until the condition holds; it is looked at again at least every 20 ms. */
#define WAIT_FOR(condition)                                                                        \
  do {                                                                                             \
    guint wake = g_timeout_add (WAKE_MS, on_wake, NULL);                                           \
    gint64 end_us = g_get_monotonic_time () + DEADLINE_US;                                         \
    while (!(condition)) {                                                                         \
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);                                        \
      g_main_context_iteration (NULL, TRUE);                                                       \
    }                                                                                              \
    g_source_remove (wake);                                                                        \
  } while (0)

typedef struct {
  AgentDouble *agent;
  TestCanton *canton;
  SchalterSettings *settings;
  SchalterCatalogue *catalogue;
  SchalterAgentLink *link;
  SchalterSession *session;
  SchalterKioskWindow *window;
  gboolean is_warm;
  gboolean is_over;
} Kiosk;

static void
on_link (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Kiosk *kiosk = user_data;
  g_autoptr (GError) error = NULL;
  kiosk->link = schalter_agent_link_new_finish (result, &error);
  g_assert_no_error (error);
}

static void
on_warm (Kiosk *kiosk)
{
  kiosk->is_warm = TRUE;
}

static void
on_over (Kiosk *kiosk)
{
  kiosk->is_over = TRUE;
}

static SchalterSettings *
make_settings (void)
{
  static const char text[] = "[kiosk]\nid=wettingen-1\nname=Wettingen, Rathaus\ncanton=AG\n"
                             "municipality=4045\nidle-seconds=10\ncountdown-seconds=10\n"
                             "windowed=true\n";
  g_autoptr (GError) error = NULL;
  SchalterSettings *settings = schalter_settings_parse (text, -1, &error);
  g_assert_no_error (error);
  return settings;
}

static void
set_up (Kiosk *kiosk, gconstpointer data)
{
  g_autofree char *display = g_strdup (g_getenv ("DISPLAY"));
  kiosk->agent = agent_double_new ();
  /* GTestDBus takes it away, and the web view's processes need it. */
  g_setenv ("DISPLAY", display, TRUE);
  kiosk->canton = test_canton_new ();
  kiosk->settings = make_settings ();
  agent_double_start (kiosk->agent);
  schalter_agent_link_new_async (kiosk->agent->client, NULL, on_link, kiosk);
  WAIT_FOR (kiosk->link != NULL);
  kiosk->catalogue = test_canton_open (kiosk->canton);
  kiosk->session = schalter_session_new (kiosk->settings);
  schalter_session_set_catalogue (kiosk->session, kiosk->catalogue);
  schalter_session_set_link (kiosk->session, kiosk->link);
  g_signal_connect_swapped (kiosk->session, "over", G_CALLBACK (on_over), kiosk);
  schalter_translation_use (SCHALTER_LANGUAGE_DE);
  kiosk->window = schalter_kiosk_window_new (kiosk->session);
  g_object_add_weak_pointer (G_OBJECT (kiosk->window), (gpointer *)&kiosk->window);
  g_signal_connect_swapped (kiosk->window, "warm", G_CALLBACK (on_warm), kiosk);
  schalter_kiosk_window_warm_up (kiosk->window);
  schalter_kiosk_window_show (kiosk->window);
  WAIT_FOR (kiosk->is_warm);
}

static void
tear_down (Kiosk *kiosk, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (kiosk->window));
  WAIT_FOR (kiosk->window == NULL);
  g_object_unref (kiosk->session);
  g_object_unref (kiosk->link);
  schalter_catalogue_unref (kiosk->catalogue);
  schalter_settings_free (kiosk->settings);
  test_canton_free (kiosk->canton);
  agent_double_free (kiosk->agent);
}

/* Reading the screen. */

static void
append_texts (GtkWidget *widget, GString *text)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    append_texts (child, text);
}

static gboolean
shows (Kiosk *kiosk, const char *wanted)
{
  GString *text = g_string_new (NULL);
  append_texts (GTK_WIDGET (kiosk->window), text);
  gboolean is_there = strstr (text->str, wanted) != NULL;
  g_string_free (text, TRUE);
  return is_there;
}

static GtkWidget *
find_of_type (GtkWidget *widget, GType type)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_of_type (child, type);
  return found;
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_BUTTON (widget)) {
    GString *text = g_string_new (NULL);
    append_texts (widget, text);
    gboolean is_it = strstr (text->str, label) != NULL;
    g_string_free (text, TRUE);
    return is_it ? widget : NULL;
  }
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}

static void
press (Kiosk *kiosk, const char *label)
{
  GtkWidget *button = NULL;
  WAIT_FOR ((button = find_button (GTK_WIDGET (kiosk->window), label)) != NULL &&
            gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
type (Kiosk *kiosk, const char *text)
{
  GtkWidget *entry = NULL;
  WAIT_FOR ((entry = find_of_type (GTK_WIDGET (kiosk->window), GTK_TYPE_ENTRY)) != NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
open_service (Kiosk *kiosk, const char *id)
{
  schalter_session_go_home (kiosk->session);
  g_assert_true (schalter_session_set_service (kiosk->session, id));
  schalter_session_go (kiosk->session, "service");
}

static void
set_state (Kiosk *kiosk, const char *network, const char *printer)
{
  schalter_bus_session1_set_network_state (kiosk->agent->skeleton, network);
  schalter_bus_session1_set_printer_state (kiosk->agent->skeleton, printer);
}

/* Finding. */

static void
finds_as_one_types (Kiosk *kiosk, gconstpointer data)
{
  schalter_session_go_home (kiosk->session);
  WAIT_FOR (shows (kiosk, "Was möchten Sie erledigen?"));
  type (kiosk, "wohns");
  WAIT_FOR (shows (kiosk, "Wohnsitzbestätigung bestellen"));
  type (kiosk, "hund");
  WAIT_FOR (shows (kiosk, "Hund anmelden") && !shows (kiosk, "Wohnsitzbestätigung bestellen"));
}

static void
never_shows_nothing (Kiosk *kiosk, gconstpointer data)
{
  schalter_session_go_home (kiosk->session);
  type (kiosk, "qqqqxxxxzzzz");
  WAIT_FOR (shows (kiosk, "Personal rufen") && shows (kiosk, "Nicht das Richtige?"));
}

static void
takes_any_text (Kiosk *kiosk, gconstpointer data)
{
  static const char *const texts[] = {
    "%s%n", "\"'); DROP TABLE", "<b>x</b>", "🦊🦊", "ß", " "
  };
  schalter_session_go_home (kiosk->session);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    type (kiosk, texts[i]);
    WAIT_FOR (g_str_equal (schalter_session_get_query (kiosk->session), texts[i]));
  }
}

/* Before starting. */

static void
says_what_is_left_without_a_network (Kiosk *kiosk, gconstpointer data)
{
  set_state (kiosk, "offline", "ready");
  open_service (kiosk, "wohnsitz");
  WAIT_FOR (shows (kiosk, "Es gibt gerade keine Verbindung") && shows (kiosk, "Offline"));
  set_state (kiosk, "online", "ready");
  WAIT_FOR (!shows (kiosk, "Es gibt gerade keine Verbindung") && !shows (kiosk, "Offline"));
}

static void
closes_forms_when_nothing_can_be_kept (Kiosk *kiosk, gconstpointer data)
{
  open_service (kiosk, "hund");
  WAIT_FOR (!shows (kiosk, "geschlossen"));
  schalter_bus_session1_set_forms_open (kiosk->agent->skeleton, FALSE);
  WAIT_FOR (shows (kiosk, "Formulare sind im Moment geschlossen"));
  g_assert_null (find_button (GTK_WIDGET (kiosk->window), "Anmelden"));
}

static void
sends_to_the_counter_with_a_slip (Kiosk *kiosk, gconstpointer data)
{
  open_service (kiosk, "geburtsurkunde");
  WAIT_FOR (shows (kiosk, "Das erledigen Sie am Schalter"));
  press (kiosk, "Adresse drucken");
  WAIT_FOR (shows (kiosk, "Ihr Papier ist bereit"));
}

static void
keeps_the_page_when_the_language_changes (Kiosk *kiosk, gconstpointer data)
{
  open_service (kiosk, "hund");
  WAIT_FOR (shows (kiosk, "Zuständig"));
  schalter_session_set_language (kiosk->session, SCHALTER_LANGUAGE_EN);
  WAIT_FOR (shows (kiosk, "Who is responsible") && !shows (kiosk, "Zuständig"));
  g_assert_cmpstr (schalter_session_get_page (kiosk->session), ==, "service");
  schalter_session_set_language (kiosk->session, SCHALTER_LANGUAGE_FR);
  WAIT_FOR (shows (kiosk, "Qui est compétent"));
}

/* The form. */

static void
shows_a_form_in_a_locked_view (Kiosk *kiosk, gconstpointer data)
{
  open_service (kiosk, "jagd");
  schalter_session_start_service (kiosk->session);
  GtkWidget *view = NULL;
  WAIT_FOR ((view = find_of_type (GTK_WIDGET (kiosk->window), SCHALTER_TYPE_WEB_VIEW)) != NULL);
  g_autofree char *open = schalter_web_view_check (SCHALTER_WEB_VIEW (view));
  g_assert_cmpstr (open, ==, NULL);
}

/* Printing. */

static void
lay_paper_in (Kiosk *kiosk)
{
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF-", 5);
  SchalterPrintPaper paper = { "receipt", "4045-AAAA-BBBB", pdf, 1 };
  open_service (kiosk, "hund");
  schalter_session_set_paper (kiosk->session, &paper);
  schalter_session_go (kiosk->session, "print");
}

static void
names_what_the_printer_lacks (Kiosk *kiosk, gconstpointer data)
{
  kiosk->agent->refusal = g_strdup ("media-empty-error");
  lay_paper_in (kiosk);
  press (kiosk, "Drucken");
  WAIT_FOR (shows (kiosk, "Drucken geht gerade nicht") &&
            shows (kiosk, "Der Drucker hat kein Papier"));
  /* Nothing is lost: with paper in it, the same button prints. */
  g_clear_pointer (&kiosk->agent->refusal, g_free);
  press (kiosk, "Drucken");
  WAIT_FOR (!shows (kiosk, "kein Papier"));
}

static void
says_so_when_the_agent_is_gone (Kiosk *kiosk, gconstpointer data)
{
  lay_paper_in (kiosk);
  agent_double_stop (kiosk->agent);
  press (kiosk, "Drucken");
  WAIT_FOR (shows (kiosk, "Drucken geht gerade nicht"));
}

/* The end. */

static void
asks_before_it_ends (Kiosk *kiosk, gconstpointer data)
{
  schalter_session_go_home (kiosk->session);
  WAIT_FOR (shows (kiosk, "Sind Sie noch da?"));
  press (kiosk, "Ja, weitermachen");
  WAIT_FOR (!shows (kiosk, "Sind Sie noch da?"));
  g_assert_false (kiosk->is_over);
}

static void
shows_nothing_once_it_has_ended (Kiosk *kiosk, gconstpointer data)
{
  open_service (kiosk, "hund");
  WAIT_FOR (shows (kiosk, "Hund anmelden"));
  press (kiosk, "Beenden");
  WAIT_FOR (kiosk->is_over && !shows (kiosk, "Hund"));
  g_assert_null (schalter_session_get_service (kiosk->session));
}

/* A citizen is a process, and a process has one window in its life. */
static void
run_in_a_process_of_its_own (gconstpointer path)
{
  g_autofree char *inner = g_strconcat (path, "/subprocess", NULL);
  g_test_trap_subprocess (inner, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

#define ADD(path, test)                                                                            \
  g_test_add_data_func (path, path, run_in_a_process_of_its_own);                                  \
  g_test_add (path "/subprocess", Kiosk, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  schalter_translation_init ();
  g_test_init (&argc, &argv, NULL);
  if (g_test_subprocess ())
    gtk_init ();
  ADD ("/kiosk/window/finds-as-one-types", finds_as_one_types);
  ADD ("/kiosk/window/never-shows-nothing", never_shows_nothing);
  ADD ("/kiosk/window/takes-any-text", takes_any_text);
  ADD ("/kiosk/window/says-what-is-left-offline", says_what_is_left_without_a_network);
  ADD ("/kiosk/window/closes-forms", closes_forms_when_nothing_can_be_kept);
  ADD ("/kiosk/window/sends-to-the-counter", sends_to_the_counter_with_a_slip);
  ADD ("/kiosk/window/keeps-the-page-in-another-language",
       keeps_the_page_when_the_language_changes);
  ADD ("/kiosk/window/shows-a-form-in-a-locked-view", shows_a_form_in_a_locked_view);
  ADD ("/kiosk/window/names-what-the-printer-lacks", names_what_the_printer_lacks);
  ADD ("/kiosk/window/says-so-when-the-agent-is-gone", says_so_when_the_agent_is_gone);
  ADD ("/kiosk/window/asks-before-it-ends", asks_before_it_ends);
  ADD ("/kiosk/window/shows-nothing-after-the-end", shows_nothing_once_it_has_ended);
  return g_test_run ();
}
