/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forms filled in at home: opened, gone on with, sealed, ended. */
#include "config.h"

#include "form-visits.h"

#include "random.h"
#include "reference.h"
#include "schalter-error.h"
#include "sealed-box.h"
#include "uuid.h"

#define TOKEN_BYTES 32
#define MAX_VISITS 2000
#define MAX_PLACES 12
#define LIFETIME_US ((gint64)SCHALTER_FORM_VISIT_MINUTES * 60 * G_USEC_PER_SEC)

typedef struct {
  SchalterFormVisit open; /* must be first: what others see */
  SchalterFormHost host;
  gint64 expires_us;
  gboolean has_answers;       /* something was posted: not to be let go for others */
  SchalterEnvelope *envelope; /* from sealing on; NULL before */
  GBytes *sealed;             /* likewise */
} Visit;

struct _SchalterFormVisits {
  SchalterCatalogue *catalogue;
  const char *const *stylesheets;
  GHashTable *visits; /* of Visit, by token */
};

static void
free_visit (gpointer data)
{
  Visit *visit = data;
  g_clear_pointer (&visit->open.form, schalter_form_session_free);
  g_free (visit->open.service_id);
  g_free (visit->open.reference);
  schalter_envelope_free (visit->envelope);
  g_clear_pointer (&visit->sealed, g_bytes_unref);
  g_free (visit);
}

SchalterFormVisits *
schalter_form_visits_new (SchalterCatalogue *catalogue, const char *const *stylesheets)
{
  SchalterFormVisits *self = g_new0 (SchalterFormVisits, 1);
  self->catalogue = schalter_catalogue_ref (catalogue);
  self->stylesheets = stylesheets;
  self->visits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_visit);
  return self;
}

void
schalter_form_visits_free (SchalterFormVisits *self)
{
  g_hash_table_unref (self->visits);
  schalter_catalogue_unref (self->catalogue);
  g_free (self);
}

static gboolean
is_over (gpointer key, gpointer value, gpointer user_data)
{
  const Visit *visit = value;
  const gint64 *now_us = user_data;
  return *now_us >= visit->expires_us;
}

void
schalter_form_visits_expire (SchalterFormVisits *self, gint64 now_us)
{
  g_hash_table_foreach_remove (self->visits, is_over, &now_us);
}

static char *
make_token (void)
{
  guint8 bytes[TOKEN_BYTES];
  schalter_random_fill (bytes, sizeof bytes);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

static GPtrArray *
find_places (const char *typed, gpointer catalogue)
{
  return schalter_catalogue_find_places (catalogue, typed, MAX_PLACES);
}

static void
set_language (SchalterFormVisits *self, Visit *visit, SchalterLanguage language)
{
  visit->host.site_name =
      schalter_text_get (schalter_catalogue_get_canton_name (self->catalogue), language);
  if (visit->open.form != NULL)
    schalter_form_session_set_language (visit->open.form, language);
}

static Visit *
make_visit (SchalterFormVisits *self,
            const SchalterService *service,
            guint bfs,
            gint64 now_us,
            GError **error)
{
  g_autoptr (SchalterForm) form =
      schalter_catalogue_load_form (self->catalogue, service->form_id, error);
  if (form == NULL)
    return NULL;
  Visit *visit = g_new0 (Visit, 1);
  visit->open.service_id = g_strdup (service->id);
  visit->open.bfs = bfs;
  visit->host = (SchalterFormHost){
    .base = "/form/",
    .stylesheets = self->stylesheets,
    .site_uri = "/",
    .find_places = find_places,
    .user_data = self->catalogue,
  };
  visit->open.form = schalter_form_session_new (form, &visit->host, SCHALTER_LANGUAGE_DE, now_us);
  return visit;
}

/* The one looked at longest ago in which nothing was typed yet. */
static const char *
find_untouched (SchalterFormVisits *self)
{
  GHashTableIter iter;
  gpointer token = NULL;
  gpointer value = NULL;
  const char *oldest = NULL;
  gint64 oldest_us = G_MAXINT64;
  g_hash_table_iter_init (&iter, self->visits);
  while (g_hash_table_iter_next (&iter, &token, &value)) {
    const Visit *visit = value;
    if (visit->has_answers || visit->expires_us >= oldest_us)
      continue;
    oldest = token;
    oldest_us = visit->expires_us;
  }
  return oldest;
}

/* Forms that somebody opens and leaves, on purpose or not, keep nobody else out. */
static gboolean
make_room (SchalterFormVisits *self, GError **error)
{
  if (g_hash_table_size (self->visits) < MAX_VISITS)
    return TRUE;
  const char *untouched = find_untouched (self);
  if (untouched != NULL)
    return g_hash_table_remove (self->visits, untouched);
  g_set_error (error, SCHALTER_ERROR, SCHALTER_ERROR_UNAVAILABLE, "too many forms are open");
  return FALSE;
}

static Visit *
find_visit (SchalterFormVisits *self, const char *token, gint64 now_us)
{
  schalter_form_visits_expire (self, now_us);
  Visit *visit = token != NULL ? g_hash_table_lookup (self->visits, token) : NULL;
  if (visit != NULL)
    visit->expires_us = now_us + LIFETIME_US;
  return visit;
}

static gboolean
is_same (const Visit *visit, const SchalterService *service, guint bfs)
{
  return g_str_equal (visit->open.service_id, service->id) && visit->open.bfs == bfs &&
         visit->open.form != NULL && !schalter_form_session_is_handed_in (visit->open.form);
}

char *
schalter_form_visits_begin (SchalterFormVisits *self,
                            const char *token,
                            const SchalterService *service,
                            guint bfs,
                            gint64 now_us,
                            GError **error)
{
  g_return_val_if_fail (service != NULL && service->form_id != NULL, NULL);
  const Visit *earlier = find_visit (self, token, now_us);
  if (earlier != NULL && is_same (earlier, service, bfs))
    return g_strdup (token);
  if (earlier == NULL && !make_room (self, error))
    return NULL;
  Visit *visit = make_visit (self, service, bfs, now_us, error);
  if (visit == NULL)
    return NULL;
  if (earlier != NULL)
    g_hash_table_remove (self->visits, token);
  visit->expires_us = now_us + LIFETIME_US;
  char *fresh = make_token ();
  g_hash_table_insert (self->visits, g_strdup (fresh), visit);
  return fresh;
}

SchalterFormVisit *
schalter_form_visits_find (SchalterFormVisits *self,
                           const char *token,
                           SchalterLanguage language,
                           gint64 now_us)
{
  Visit *visit = find_visit (self, token, now_us);
  if (visit == NULL)
    return NULL;
  set_language (self, visit, language);
  return &visit->open;
}

SchalterFormOutcome
schalter_form_visits_post (SchalterFormVisits *self,
                           SchalterFormVisit *open,
                           const char *page,
                           GBytes *body)
{
  Visit *visit = (Visit *)open;
  visit->has_answers = TRUE;
  return schalter_form_session_post (open->form, page, body);
}

/* Handing in. */

static char *
make_reference (guint bfs)
{
  guint8 random[SCHALTER_REFERENCE_RANDOM_BYTES];
  schalter_random_fill (random, sizeof random);
  return schalter_reference_new (bfs, random);
}

static char *
make_submission_id (gint64 now_us)
{
  guint8 random[SCHALTER_UUID_RANDOM_BYTES];
  schalter_random_fill (random, sizeof random);
  return schalter_uuid_new (now_us, random);
}

/* Seals to @key and wipes what was typed. */
static void
seal_answers (Visit *visit, const SchalterCatalogueKey *key)
{
  GBytes *answers = schalter_form_session_dup_answers (visit->open.form);
  visit->sealed = schalter_box_seal (answers, key->key);
  gsize length = 0;
  guint8 *plain = g_bytes_unref_to_data (answers, &length);
  schalter_wipe (plain, length);
  g_free (plain);
  g_clear_pointer (&visit->open.form, schalter_form_session_free);
}

static SchalterEnvelope *
make_envelope (SchalterFormVisits *self,
               const SchalterFormVisit *visit,
               const SchalterService *service,
               guint authority_bfs,
               gint64 now_us)
{
  g_autoptr (SchalterForm) form =
      schalter_catalogue_load_form (self->catalogue, service->form_id, NULL);
  g_autoptr (SchalterOffice) office =
      schalter_catalogue_resolve_office (self->catalogue, service, visit->bfs);
  SchalterEnvelope *envelope = g_new0 (SchalterEnvelope, 1);
  envelope->submission_id = make_submission_id (now_us);
  envelope->reference = make_reference (authority_bfs);
  envelope->service_id = g_strdup (service->id);
  envelope->form_id = g_strdup (service->form_id);
  envelope->form_version = form != NULL ? schalter_form_get_version (form) : 1;
  envelope->authority_bfs = authority_bfs;
  envelope->authority_office = g_strdup (office != NULL ? office->id : service->office_role);
  envelope->created_us = now_us;
  envelope->kiosk = g_strdup ("web");
  return envelope;
}

static gboolean
seal (SchalterFormVisits *self, Visit *visit, gint64 now_us, GError **error)
{
  g_autoptr (SchalterService) service =
      schalter_catalogue_get_service (self->catalogue, visit->open.service_id);
  guint authority_bfs = service->level == SCHALTER_LEVEL_MUNICIPALITY ? visit->open.bfs : 0;
  g_autoptr (SchalterCatalogueKey) key =
      schalter_catalogue_get_authority_key (self->catalogue, authority_bfs, now_us);
  if (key == NULL) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_UNAVAILABLE,
                 "the catalogue has no valid key of authority %u",
                 authority_bfs);
    return FALSE;
  }
  visit->envelope = make_envelope (self, &visit->open, service, authority_bfs, now_us);
  visit->envelope->key_id = g_strdup (key->id);
  seal_answers (visit, key);
  visit->envelope->size = g_bytes_get_size (visit->sealed);
  return TRUE;
}

gboolean
schalter_form_visits_hand_in (SchalterFormVisits *self,
                              SchalterFormVisit *open,
                              const SchalterIntake *intake,
                              gint64 now_us,
                              GError **error)
{
  Visit *visit = (Visit *)open;
  if (open->reference != NULL)
    return TRUE;
  if (visit->sealed == NULL && !seal (self, visit, now_us, error))
    return FALSE;
  SchalterIntakeResult result = { FALSE, NULL };
  if (!schalter_intake_accept (intake, visit->envelope, visit->sealed, now_us, &result, error))
    return FALSE;
  g_free (result.receipt);
  open->reference = g_strdup (visit->envelope->reference);
  open->handed_in_us = now_us;
  g_clear_pointer (&visit->sealed, g_bytes_unref);
  return TRUE;
}
