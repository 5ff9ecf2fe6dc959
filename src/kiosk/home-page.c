/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Home: searching as you type. The rows are made once and shown anew with each key. */
#include "config.h"

#include "home-page.h"

#include "catalogue-search.h"
#include "guard.h"
#include "result-row.h"
#include "search-misses.h"
#include "session.h"

#include <glib/gi18n.h>

#define N_ROWS 8
/* With "more"; nobody reads on after that. */
#define N_ROWS_MORE 24
#define MAX_QUERY_CHARACTERS 200

struct _SchalterHomePage {
  SchalterPage parent_instance;

  gboolean shows_more;

  /* template children */
  GtkWidget *scroller;
  GtkWidget *start;
  GtkWidget *results;
  GtkEditable *entry;
  GtkFlowBox *tiles;
  GtkLabel *found;
  GtkButton *suggestion;
  GtkBox *rows;
  GtkWidget *more;

  /* owned */
  char *suggested;
  SchalterSearchMisses *misses;
};

G_DEFINE_FINAL_TYPE (SchalterHomePage, schalter_home_page, SCHALTER_TYPE_PAGE)

static SchalterSession *
get_session (SchalterHomePage *self)
{
  return schalter_page_get_model (SCHALTER_PAGE (self));
}

/* Rows. */

static void
on_row_chosen (SchalterHomePage *self, SchalterResultRow *row)
{
  SchalterSession *session = get_session (self);
  if (schalter_session_set_service (session, schalter_result_row_get_service_id (row)))
    schalter_session_go (session, "service");
}

static SchalterResultRow *
ensure_row (SchalterHomePage *self, guint index)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));
  for (guint i = 0; i < index && row != NULL; i++)
    row = gtk_widget_get_next_sibling (row);
  if (row == NULL) {
    row = schalter_result_row_new ();
    g_signal_connect_object (row, "chosen", G_CALLBACK (on_row_chosen), self, G_CONNECT_SWAPPED);
    gtk_box_append (self->rows, row);
  }
  gtk_widget_set_visible (row, TRUE);
  return SCHALTER_RESULT_ROW (row);
}

static void
hide_rows_from (SchalterHomePage *self, guint index)
{
  guint i = 0;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row), i++) {
    if (i >= index)
      gtk_widget_set_visible (row, FALSE);
  }
}

static guint
get_limit (SchalterHomePage *self)
{
  return self->shows_more ? N_ROWS_MORE : N_ROWS;
}

/* Searching. */

static void
show_found (SchalterHomePage *self, const SchalterSearchAnswer *answer)
{
  g_autofree char *text = NULL;
  if (answer->is_fallback)
    text = g_strdup (_ ("Nothing fits exactly. Perhaps one of these helps:"));
  else
    text =
        g_strdup_printf (ngettext ("%u service", "%u services", answer->n_found), answer->n_found);
  gtk_label_set_text (self->found, text);
  g_free (self->suggested);
  self->suggested = g_strdup (answer->suggestion);
  gtk_widget_set_visible (GTK_WIDGET (self->suggestion), self->suggested != NULL);
  if (self->suggested == NULL)
    return;
  /* Translators: %s is a search text with fewer typing errors. */
  g_autofree char *label = g_strdup_printf (_ ("Did you mean “%s”?"), self->suggested);
  gtk_button_set_label (self->suggestion, label);
}

static void
show_answer (SchalterHomePage *self, const char *query)
{
  SchalterSession *session = get_session (self);
  SchalterCatalogue *catalogue = schalter_session_get_catalogue (session);
  SchalterLanguage language = schalter_session_get_language (session);
  guint n_shown = 0;
  g_autoptr (SchalterSearchAnswer) answer =
      schalter_catalogue_search (catalogue, query, language, get_limit (self));
  schalter_search_misses_note (self->misses, query, language, answer->confidence);
  for (guint i = 0; i < answer->hits->len; i++) {
    const SchalterSearchHit *hit = answer->hits->pdata[i];
    g_autoptr (SchalterService) service =
        schalter_catalogue_get_service (catalogue, hit->service_id);
    if (service != NULL)
      schalter_result_row_show (ensure_row (self, n_shown++), session, service, hit->title_marks);
  }
  hide_rows_from (self, n_shown);
  show_found (self, answer);
  gtk_widget_set_visible (self->more, !self->shows_more && answer->n_found > n_shown);
}

static void
show_life_event (SchalterHomePage *self, const char *id)
{
  SchalterSession *session = get_session (self);
  g_autoptr (GPtrArray) services =
      schalter_catalogue_list_services (schalter_session_get_catalogue (session), id);
  guint n_shown = MIN (services->len, get_limit (self));
  for (guint i = 0; i < n_shown; i++)
    schalter_result_row_show (ensure_row (self, i), session, services->pdata[i], NULL);
  hide_rows_from (self, n_shown);
  g_autofree char *text =
      g_strdup_printf (ngettext ("%u service", "%u services", services->len), services->len);
  gtk_label_set_text (self->found, text);
  gtk_widget_set_visible (GTK_WIDGET (self->suggestion), FALSE);
  gtk_widget_set_visible (self->more, services->len > n_shown);
}

static void
show (SchalterHomePage *self)
{
  SchalterSession *session = get_session (self);
  const char *query = schalter_session_get_query (session);
  const char *life_event = schalter_session_get_life_event (session);
  gboolean has_catalogue = schalter_session_get_catalogue (session) != NULL;
  gboolean finds = has_catalogue && (*query != '\0' || *life_event != '\0');
  gtk_widget_set_visible (self->start, !finds);
  gtk_widget_set_visible (self->results, finds);
  if (finds && *query != '\0')
    show_answer (self, query);
  else if (finds)
    show_life_event (self, life_event);
}

static void
scroll_to_top (SchalterHomePage *self)
{
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

static void
on_changed (SchalterHomePage *self)
{
  SchalterSession *session = get_session (self);
  const char *typed = gtk_editable_get_text (self->entry);
  gboolean is_cleared_for_tile =
      *typed == '\0' && schalter_session_get_life_event (session)[0] != '\0';
  self->shows_more = FALSE;
  if (!is_cleared_for_tile)
    schalter_session_set_query (session, typed);
  if (*typed == '\0')
    schalter_search_misses_note (self->misses, "", schalter_session_get_language (session), 0);
  scroll_to_top (self);
  show (self);
}

static void
on_entry_icon (SchalterHomePage *self)
{
  schalter_session_set_query (get_session (self), "");
  gtk_editable_set_text (self->entry, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/* Enter in the search box opens the first that was found. */
static void
on_activated (SchalterHomePage *self)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));
  if (gtk_widget_get_visible (self->results) && row != NULL && gtk_widget_get_visible (row))
    on_row_chosen (self, SCHALTER_RESULT_ROW (row));
}

static void
on_suggestion_clicked (SchalterHomePage *self)
{
  g_autofree char *suggested = g_strdup (self->suggested);
  gtk_editable_set_text (self->entry, suggested);
  gtk_editable_set_position (self->entry, -1);
}

static void
on_more_clicked (SchalterHomePage *self)
{
  self->shows_more = TRUE;
  show (self);
}

static void
on_staff_clicked (SchalterHomePage *self)
{
  schalter_session_call_staff (get_session (self), "help");
}

/* Tiles. */

static void
on_tile_activated (SchalterHomePage *self, GtkFlowBoxChild *child)
{
  SchalterSession *session = get_session (self);
  schalter_session_set_life_event (session, gtk_widget_get_name (GTK_WIDGET (child)));
  gtk_editable_set_text (self->entry, "");
  self->shows_more = FALSE;
  scroll_to_top (self);
  show (self);
}

static GtkWidget *
make_tile (SchalterSession *session, const SchalterLifeEvent *event)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/org/schalter/kiosk/life-tile.ui");
  GtkWidget *tile = GTK_WIDGET (g_object_ref (gtk_builder_get_object (builder, "tile")));
  GtkLabel *label = GTK_LABEL (gtk_builder_get_object (builder, "label"));
  GtkImage *image = GTK_IMAGE (gtk_builder_get_object (builder, "image"));
  g_autofree char *icon_name = g_strconcat (event->icon_name, "-symbolic", NULL);
  const char *title = schalter_session_get_text (session, &event->title);
  gtk_label_set_text (label, title);
  gtk_image_set_from_icon_name (image, icon_name);
  gtk_widget_set_name (tile, event->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return tile;
}

static void
fill_tiles (SchalterHomePage *self)
{
  SchalterSession *session = get_session (self);
  SchalterCatalogue *catalogue = schalter_session_get_catalogue (session);
  if (catalogue == NULL)
    return;
  g_autoptr (GPtrArray) events = schalter_catalogue_list_life_events (catalogue);
  for (guint i = 0; i < events->len; i++) {
    g_autoptr (GtkWidget) tile = make_tile (session, events->pdata[i]);
    gtk_flow_box_append (self->tiles, tile);
  }
}

/* The page. */

static gboolean
schalter_home_page_take_key (SchalterPage *page, GtkEventControllerKey *controller)
{
  return schalter_page_forward_key (SCHALTER_HOME_PAGE (page)->entry, controller);
}

static void
schalter_home_page_enter (SchalterPage *page)
{
  SchalterHomePage *self = SCHALTER_HOME_PAGE (page);
  SchalterSession *session = get_session (self);
  schalter_page_set_title (page, _ ("What would you like to get done?"));
  fill_tiles (self);
  if (gtk_widget_get_first_child (GTK_WIDGET (self->tiles)) == NULL)
    schalter_session_notice (session, _ ("The services are being loaded. One moment, please."));
  gtk_editable_set_text (self->entry, schalter_session_get_query (session));
  gtk_editable_set_position (self->entry, -1);
  g_signal_connect_object (
      self->entry, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  show (self);
  gtk_text_grab_focus_without_selecting (GTK_TEXT (gtk_editable_get_delegate (self->entry)));
}

static void
schalter_home_page_dispose (GObject *object)
{
  SchalterHomePage *self = SCHALTER_HOME_PAGE (object);
  g_clear_pointer (&self->suggested, g_free);
  g_clear_pointer (&self->misses, schalter_search_misses_free);
  G_OBJECT_CLASS (schalter_home_page_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, SchalterHomePage, name)

static void
schalter_home_page_class_init (SchalterHomePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = schalter_home_page_dispose;
  SCHALTER_PAGE_CLASS (class)->enter = schalter_home_page_enter;
  SCHALTER_PAGE_CLASS (class)->take_key = schalter_home_page_take_key;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/schalter/kiosk/home-page.ui");
  BIND (scroller);
  BIND (start);
  BIND (results);
  BIND (entry);
  BIND (tiles);
  BIND (found);
  BIND (suggestion);
  BIND (rows);
  BIND (more);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_icon);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_suggestion_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_more_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_staff_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_tile_activated);
}

static void
schalter_home_page_init (SchalterHomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  schalter_guard_text (self->entry, MAX_QUERY_CHARACTERS);
  self->misses = schalter_search_misses_new (NULL);
}
