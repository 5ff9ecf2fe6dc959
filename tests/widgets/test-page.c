/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The base of all pages: it tells its class what happens, keeps its model, and gives the focus and
 * the keys that nobody wanted to the right widget. */
#include "config.h"

#include "page.h"

#include "test-display.h"
#include "test-wait.h"

#define TEST_TYPE_PAGE (test_page_get_type ())
G_DECLARE_FINAL_TYPE (TestPage, test_page, TEST, PAGE, SchalterPage)

struct _TestPage {
  SchalterPage parent_instance;
  GtkWidget *button;
  GtkWidget *entry;
  GString *calls;
};

G_DEFINE_FINAL_TYPE (TestPage, test_page, SCHALTER_TYPE_PAGE)

static void
test_page_enter (SchalterPage *page)
{
  g_string_append (TEST_PAGE (page)->calls, "enter ");
}

static void
test_page_leave (SchalterPage *page)
{
  g_string_append (TEST_PAGE (page)->calls, "leave ");
}

static gboolean
test_page_go_back (SchalterPage *page)
{
  g_string_append (TEST_PAGE (page)->calls, "back ");
  return TRUE;
}

static gboolean
test_page_take_key (SchalterPage *page, GtkEventControllerKey *controller)
{
  return schalter_page_forward_key (GTK_EDITABLE (TEST_PAGE (page)->entry), controller);
}

static void
test_page_finalize (GObject *object)
{
  g_string_free (TEST_PAGE (object)->calls, TRUE);
  G_OBJECT_CLASS (test_page_parent_class)->finalize (object);
}

static void
test_page_class_init (TestPageClass *class)
{
  SchalterPageClass *page_class = SCHALTER_PAGE_CLASS (class);
  G_OBJECT_CLASS (class)->finalize = test_page_finalize;
  page_class->enter = test_page_enter;
  page_class->leave = test_page_leave;
  page_class->go_back = test_page_go_back;
  page_class->take_key = test_page_take_key;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
test_page_init (TestPage *self)
{
  self->calls = g_string_new (NULL);
  self->button = gtk_button_new_with_label ("Weiter");
  self->entry = gtk_entry_new ();
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
}

/* A page that only shows something. */
#define TEST_TYPE_PLAIN_PAGE (test_plain_page_get_type ())
G_DECLARE_FINAL_TYPE (TestPlainPage, test_plain_page, TEST, PLAIN_PAGE, SchalterPage)

struct _TestPlainPage {
  SchalterPage parent_instance;
};

G_DEFINE_FINAL_TYPE (TestPlainPage, test_plain_page, SCHALTER_TYPE_PAGE)

static void
test_plain_page_class_init (TestPlainPageClass *class)
{
}

static void
test_plain_page_init (TestPlainPage *self)
{
}

typedef struct {
  GObject *model;
  GtkWidget *window;
  TestPage *page;
} Fixture;

static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        gpointer user_data)
{
  return schalter_page_take_key (SCHALTER_PAGE (((Fixture *)user_data)->page), controller);
}

static gboolean
is_shown (gpointer user_data)
{
  Fixture *fixture = user_data;
  return gtk_widget_get_mapped (GTK_WIDGET (fixture->page)) &&
         gtk_window_is_active (GTK_WINDOW (fixture->window));
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->model = g_object_new (G_TYPE_OBJECT, NULL);
  fixture->page = g_object_new (TEST_TYPE_PAGE, "model", fixture->model, NULL);
  fixture->window = gtk_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), fixture);
  gtk_widget_add_controller (fixture->window, keys);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  gtk_window_present (GTK_WINDOW (fixture->window));
  test_wait_until (is_shown, fixture, 60000);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->model);
}

static void
tells_its_class_what_happens (Fixture *fixture, gconstpointer unused)
{
  SchalterPage *page = SCHALTER_PAGE (fixture->page);
  schalter_page_enter (page);
  g_assert_true (schalter_page_go_back (page));
  schalter_page_leave (page);
  g_assert_cmpstr (fixture->page->calls->str, ==, "enter back leave ");
  g_assert_true (schalter_page_get_model (page) == (gpointer)fixture->model);
}

static void
a_plain_page_needs_nothing (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GtkWidget) page = g_object_ref_sink (g_object_new (TEST_TYPE_PLAIN_PAGE, NULL));
  schalter_page_enter (SCHALTER_PAGE (page));
  g_assert_false (schalter_page_go_back (SCHALTER_PAGE (page)));
  g_assert_null (schalter_page_get_model (SCHALTER_PAGE (page)));
  g_assert_null (schalter_page_get_title (SCHALTER_PAGE (page)));
  schalter_page_leave (SCHALTER_PAGE (page));
}

static void
the_title_is_what_a_screen_reader_says (Fixture *fixture, gconstpointer unused)
{
  SchalterPage *page = SCHALTER_PAGE (fixture->page);
  schalter_page_set_title (page, "Wie heissen Sie?");
  schalter_page_set_title (page, "Wie heissen Sie?");
  g_assert_cmpstr (schalter_page_get_title (page), ==, "Wie heissen Sie?");
  gtk_test_accessible_assert_property (page, GTK_ACCESSIBLE_PROPERTY_LABEL, "Wie heissen Sie?");
}

static void
the_focus_begins_where_the_page_wants (Fixture *fixture, gconstpointer unused)
{
  SchalterPage *page = SCHALTER_PAGE (fixture->page);
  schalter_page_set_first_focus (page, fixture->page->button);
  schalter_page_enter (page);
  g_assert_true (gtk_widget_has_focus (fixture->page->button));
  /* A widget that has gone since is no focus, and no harm. */
  schalter_page_set_first_focus (page, fixture->page->button);
  gtk_widget_unparent (fixture->page->button);
  schalter_page_enter (page);
}

static gboolean
has_text (gpointer user_data)
{
  Fixture *fixture = user_data;
  return *gtk_editable_get_text (GTK_EDITABLE (fixture->page->entry)) != '\0';
}

static void
a_letter_that_nobody_wanted_goes_to_the_entry (Fixture *fixture, gconstpointer unused)
{
  schalter_page_set_first_focus (SCHALTER_PAGE (fixture->page), fixture->page->button);
  schalter_page_enter (SCHALTER_PAGE (fixture->page));
  test_display_press ("h");
  test_wait_until (has_text, fixture, 60000);
  test_display_press ("u");
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (fixture->page->entry));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (text)));
  g_assert_true (
      g_str_has_prefix (gtk_editable_get_text (GTK_EDITABLE (fixture->page->entry)), "h"));
}

#define ADD(path, function)                                                                        \
  g_test_add ("/widgets/page/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  GSubprocess *display = test_display_start ();
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_init ();
  ADD ("tells-its-class-what-happens", tells_its_class_what_happens);
  ADD ("a-plain-page-needs-nothing", a_plain_page_needs_nothing);
  ADD ("the-title-is-what-a-screen-reader-says", the_title_is_what_a_screen_reader_says);
  ADD ("the-focus-begins-where-the-page-wants", the_focus_begins_where_the_page_wants);
  ADD ("a-letter-that-nobody-wanted-goes-to-the-entry",
       a_letter_that_nobody_wanted_goes_to_the_entry);
  int status = g_test_run ();
  test_display_stop (display);
  return status;
}
