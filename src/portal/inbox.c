/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalter-portal inbox: an authority opens what was handed in to it, with its private key, which
 * lives in a file apart from the database. One JSON object a line, with the header fields a records
 * system expects (after eCH-0039: message id, sender, recipient, date). */
#include "config.h"

#include "envelope.h"
#include "json-record.h"
#include "portal-db.h"
#include "portal-secrets.h"
#include "portal.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  const SchalterSecrets *secrets;
  guint n_of_others; /* sealed to keys that are not in the file: not ours to read */
  guint n_broken;    /* sealed to us, but no answers: a kiosk that lies or is broken */
} Inbox;

static JsonNode *
open_sealed (const guint8 *secret, GBytes *sealed, GError **error)
{
  g_autoptr (SchalterBoxKeyPair) pair = schalter_box_key_pair_from_secret (secret);
  g_autoptr (GBytes) plain = schalter_box_open (sealed, pair, error);
  if (plain == NULL)
    return NULL;
  gsize length = 0;
  const char *text = g_bytes_get_data (plain, &length);
  return schalter_json_parse (length > 0 ? text : "", (gssize)length, length, error);
}

static char *
format_time (gint64 time_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  return g_date_time_format_iso8601 (time);
}

static void
print_message (const SchalterEnvelope *envelope, JsonNode *content)
{
  g_autoptr (JsonObject) message = json_object_new ();
  g_autofree char *recipient =
      g_strdup_printf ("%u/%s", envelope->authority_bfs, envelope->authority_office);
  g_autofree char *date = format_time (envelope->created_us);
  json_object_set_string_member (message, "messageId", envelope->submission_id);
  json_object_set_string_member (message, "senderId", envelope->kiosk);
  json_object_set_string_member (message, "recipientId", recipient);
  json_object_set_string_member (message, "messageDate", date);
  json_object_set_string_member (message, "serviceId", envelope->service_id);
  json_object_set_string_member (message, "reference", envelope->reference);
  json_object_set_member (message, "content", content);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, message);
  g_autofree char *text = json_to_string (node, FALSE);
  printf ("%s\n", text);
}

/* One submission that cannot be read must not hide the others. */
static gboolean
print_row (SchalterStatement *row, Inbox *inbox, GError **error)
{
  g_autoptr (SchalterEnvelope) envelope =
      schalter_envelope_from_data (schalter_statement_get_text (row, 0), -1, error);
  if (envelope == NULL)
    return FALSE;
  const guint8 *secret = schalter_secrets_get_by_id (inbox->secrets, envelope->key_id);
  if (secret == NULL) {
    inbox->n_of_others++;
    return TRUE;
  }
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) sealed = schalter_statement_dup_bytes (row, 1);
  JsonNode *content = open_sealed (secret, sealed, &failure);
  if (content != NULL) {
    print_message (envelope, content);
    return TRUE;
  }
  inbox->n_broken++;
  fprintf (stderr,
           "schalter-portal: submission %s cannot be read: %s\n",
           envelope->submission_id,
           failure->message);
  return TRUE;
}

static gboolean
print_all (SchalterDb *db, Inbox *inbox, const char *reference, GError **error)
{
  gboolean has_row = FALSE;
  g_autoptr (SchalterStatement) select = schalter_db_prepare (
      db,
      "SELECT envelope, sealed FROM submission WHERE ?1 IS NULL OR reference = ?1"
      " ORDER BY received_us, id",
      error);
  if (select == NULL)
    return FALSE;
  schalter_statement_bind_text (select, 1, reference);
  while (schalter_statement_step (select, &has_row, error)) {
    if (!has_row)
      return TRUE;
    if (!print_row (select, inbox, error))
      return FALSE;
  }
  return FALSE;
}

int
schalter_portal_inbox (int argc, char **argv)
{
  g_autofree char *database = NULL;
  g_autofree char *keys = NULL;
  g_autofree char *reference = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "database", 0, 0, G_OPTION_ARG_FILENAME, &database, "The portal's database", "FILE" },
    { "keys", 0, 0, G_OPTION_ARG_FILENAME, &keys, "The authorities' private keys", "FILE" },
    { "reference", 0, 0, G_OPTION_ARG_STRING, &reference, "Only this one", "REFERENCE" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || database == NULL || keys == NULL) {
    fprintf (stderr, "%s\n", error != NULL ? error->message : "--database and --keys are needed");
    return 2;
  }
  g_autoptr (SchalterSecrets) secrets = schalter_secrets_load (keys, &error);
  g_autoptr (SchalterDb) db = secrets != NULL ? schalter_portal_db_open (database, &error) : NULL;
  Inbox inbox = { .secrets = secrets };
  if (db == NULL || !print_all (db, &inbox, reference, &error)) {
    fprintf (stderr, "schalter-portal: %s\n", error->message);
    return 1;
  }
  if (inbox.n_of_others > 0)
    fprintf (stderr,
             "schalter-portal: %u more are for authorities whose keys are not in the file\n",
             inbox.n_of_others);
  return inbox.n_broken > 0 ? 1 : 0;
}
