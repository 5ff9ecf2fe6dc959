/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form in the web view. The view asks for its pages here; what it posts goes into the session's
 * form. When handing in has failed the answers are still there, and can be handed in again. */
#include "config.h"

#include "form-page.h"

#include "session.h"
#include "style.h"
#include "window.h"

#include <glib/gi18n.h>
#include <string.h>

#define FORM_PREFIX "/form/"
#define STYLE_PATH "/style/form.css"
#define STYLE_RESOURCE "/org/schalter/shared/pages/pages.css"
#define HTML_TYPE "text/html; charset=utf-8"

struct _SchalterFormPage {
  SchalterPage parent_instance;

  /* template children */
  GtkStack *stack;
  GtkBox *view_box;

  /* owned */
  SchalterWebView *view;
};

G_DEFINE_FINAL_TYPE (SchalterFormPage, schalter_form_page, SCHALTER_TYPE_PAGE)

static SchalterSession *
get_session (SchalterFormPage *self)
{
  return schalter_page_get_model (SCHALTER_PAGE (self));
}

/* What the view asks for. */

static char *
dup_accent (SchalterSession *session)
{
  GdkRGBA canton = { 0 };
  GdkRGBA background = { 0 };
  SchalterCatalogue *catalogue = schalter_session_get_catalogue (session);
  gboolean is_dark = schalter_session_get_comfort (session)->is_dark;
  if (catalogue == NULL || !gdk_rgba_parse (&canton, schalter_catalogue_get_colour (catalogue)))
    return g_strdup ("");
  gdk_rgba_parse (&background, is_dark ? "#1f2429" : "#f4f5f6");
  GdkRGBA accent =
      schalter_colour_for_contrast (&canton, &background, SCHALTER_STYLE_TEXT_CONTRAST);
  g_autofree char *text = gdk_rgba_to_string (&accent);
  return g_strdup_printf (":root, :root.dark { --accent: %s; }\n", text);
}

static SchalterWebAnswer
answer_style (SchalterSession *session)
{
  g_autoptr (GBytes) sheet =
      g_resources_lookup_data (STYLE_RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *accent = dup_accent (session);
  gsize size = 0;
  const char *data = g_bytes_get_data (sheet, &size);
  GString *text = g_string_new_len (data, (gssize)size);
  g_string_append (text, accent);
  return (SchalterWebAnswer){
    .status = 200,
    .content_type = "text/css; charset=utf-8",
    .body = g_string_free_to_bytes (text),
  };
}

/* The text holds what was typed: it is wiped when the view has taken it. */
static void
wipe_page (gpointer data)
{
  explicit_bzero (data, strlen (data));
  g_free (data);
}

static SchalterWebAnswer
answer_page (SchalterFormSession *form, const char *page)
{
  char *text = schalter_form_session_render (form, page);
  return (SchalterWebAnswer){
    .status = 200,
    .content_type = HTML_TYPE,
    .body = g_bytes_new_with_free_func (text, strlen (text), wipe_page, text),
  };
}

static gboolean
on_leave_due (gpointer user_data)
{
  g_autoptr (SchalterFormPage) self = user_data;
  /* Only if the page is still the one in front. */
  if (self->view != NULL)
    schalter_session_go_back (get_session (self));
  return G_SOURCE_REMOVE;
}

static void
act_on (SchalterFormPage *self, SchalterFormOutcome outcome)
{
  /* Later: the view is waiting for its answer and must not go away under it. */
  if (outcome == SCHALTER_FORM_LEAVE)
    g_idle_add (on_leave_due, g_object_ref (self));
  else if (outcome == SCHALTER_FORM_HAND_IN)
    schalter_session_hand_in (get_session (self));
}

static SchalterWebAnswer
answer (const char *method, const char *path, GBytes *body, gpointer user_data)
{
  SchalterFormPage *self = user_data;
  SchalterFormSession *form = schalter_session_get_form (get_session (self));
  gboolean is_post = g_str_equal (method, "POST");
  if (!is_post && g_str_equal (path, STYLE_PATH))
    return answer_style (get_session (self));
  if (form == NULL || !g_str_has_prefix (path, FORM_PREFIX))
    return (SchalterWebAnswer){ 0 };
  const char *page = path + strlen (FORM_PREFIX);
  if (!is_post)
    return answer_page (form, page);
  SchalterFormOutcome outcome = schalter_form_session_post (form, page, body);
  SchalterWebAnswer next = answer_page (form, schalter_form_session_get_page (form));
  act_on (self, outcome);
  return next;
}

/* The view. */

static void
load (SchalterFormPage *self)
{
  SchalterFormSession *form = schalter_session_get_form (get_session (self));
  g_autofree char *path = g_strconcat (FORM_PREFIX, schalter_form_session_get_page (form), NULL);
  schalter_web_view_load (self->view, path);
}

static void
on_broken (SchalterFormPage *self)
{
  /* The answers are in this process, not in the one that died. */
  load (self);
}

static void
on_loaded (SchalterFormPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
take_view (SchalterFormPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  self->view = schalter_kiosk_window_take_web_view (SCHALTER_KIOSK_WINDOW (root));
  schalter_web_view_set_handler (self->view, answer, self);
  gtk_widget_set_hexpand (GTK_WIDGET (self->view), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->view), TRUE);
  gtk_box_append (self->view_box, GTK_WIDGET (self->view));
  g_signal_connect_object (self->view, "broken", G_CALLBACK (on_broken), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "loaded", G_CALLBACK (on_loaded), self, G_CONNECT_SWAPPED);
}

static void
on_again_clicked (SchalterFormPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "form");
  schalter_session_hand_in (get_session (self));
}

static void
on_staff_clicked (SchalterFormPage *self)
{
  schalter_session_call_staff (get_session (self), "help");
}

static void
on_home_clicked (SchalterFormPage *self)
{
  schalter_session_go_home (get_session (self));
}

static void
schalter_form_page_enter (SchalterPage *page)
{
  SchalterFormPage *self = SCHALTER_FORM_PAGE (page);
  SchalterSession *session = get_session (self);
  g_autoptr (GError) error = NULL;
  SchalterFormSession *form = schalter_session_ensure_form (session, &error);
  schalter_page_set_title (page, _ ("Form"));
  if (form == NULL) {
    g_warning ("The form cannot be shown: %s", error->message);
    gtk_stack_set_visible_child_name (self->stack, "missing");
    return;
  }
  take_view (self);
  load (self);
  schalter_page_set_first_focus (page, GTK_WIDGET (self->view));
  if (schalter_form_session_is_handed_in (form) && !schalter_session_is_handing_in (session))
    gtk_stack_set_visible_child_name (self->stack, "failed");
}

/* Also reached by dispose: the view lives on in the window, and must not call back here. */
static void
drop_view (SchalterFormPage *self)
{
  if (self->view == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->view, self);
  schalter_web_view_set_handler (self->view, NULL, NULL);
  if (gtk_widget_get_parent (GTK_WIDGET (self->view)) == GTK_WIDGET (self->view_box))
    gtk_box_remove (self->view_box, GTK_WIDGET (self->view));
  g_clear_object (&self->view);
}

static void
schalter_form_page_leave (SchalterPage *page)
{
  drop_view (SCHALTER_FORM_PAGE (page));
}

static void
schalter_form_page_dispose (GObject *object)
{
  drop_view (SCHALTER_FORM_PAGE (object));
  G_OBJECT_CLASS (schalter_form_page_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, SchalterFormPage, name)

static void
schalter_form_page_class_init (SchalterFormPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = schalter_form_page_dispose;
  SCHALTER_PAGE_CLASS (class)->enter = schalter_form_page_enter;
  SCHALTER_PAGE_CLASS (class)->leave = schalter_form_page_leave;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/schalter/kiosk/form-page.ui");
  BIND (stack);
  BIND (view_box);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_staff_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_home_clicked);
}

static void
schalter_form_page_init (SchalterFormPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
