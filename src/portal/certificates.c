/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Issuing certificates: numbered, sealed, and remembered, so that a repeat changes nothing. */
#include "config.h"

#include "certificates.h"

#include "schalter-error.h"
#include "uuid.h"

#define VALID_DAYS 90

/* What the municipality itself signs, and whether the person must be of age. */
static const struct {
  const char *type;
  gboolean needs_adult;
} types[] = {
  { "wohnsitzbestaetigung", TRUE },
};

void
schalter_issued_clear (SchalterIssued *issued)
{
  g_clear_pointer (&issued->claims, json_node_unref);
  g_clear_pointer (&issued->seal_code, g_free);
}

static gboolean
set_refused (GError **error, const char *reason)
{
  g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_REFUSED, reason);
  return FALSE;
}

static gboolean
may_issue (const SchalterIssueRequest *request, GError **error)
{
  if (!schalter_uuid_is_valid (request->request_id))
    return set_refused (error, "the request id is not a UUID");
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    if (g_strcmp0 (types[i].type, request->type) != 0)
      continue;
    if (types[i].needs_adult && !schalter_register_is_adult (request->person, request->now_us))
      return set_refused (error, "this certificate is issued to persons of age only");
    return TRUE;
  }
  return set_refused (error, "this certificate is not issued here");
}

static char *
format_day (gint64 time_us, guint days_later)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) day = g_date_time_add_days (time, (int)days_later);
  return g_date_time_format (day, "%Y-%m-%d");
}

static SchalterClaims *
make_claims (const SchalterIssueRequest *request, const char *number)
{
  const SchalterRegisterEntry *person = request->person;
  SchalterClaims *claims = g_new0 (SchalterClaims, 1);
  claims->number = g_strdup (number);
  claims->type = g_strdup (request->type);
  claims->bfs = person->bfs;
  claims->issued = format_day (request->now_us, 0);
  claims->expires = format_day (request->now_us, VALID_DAYS);
  claims->surname = g_strdup (person->surname);
  claims->given_names = g_strdup (person->given_names);
  claims->birth_date = g_strdup (person->birth_date);
  claims->address = g_strdup (person->address);
  claims->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (const char *const *fact = person->facts; fact[0] != NULL; fact += 2)
    g_hash_table_insert (claims->facts, g_strdup (fact[0]), g_strdup (fact[1]));
  return claims;
}

typedef struct {
  const SchalterSecrets *seal_secrets;
  const char *verify_base;
  const SchalterIssueRequest *request;
  SchalterIssued *issued;
} Issue;

/* Sets *found_out when this request has been answered before. */
static gboolean
find_earlier (SchalterDb *db, const Issue *issue, gboolean *found_out, GError **error)
{
  g_autoptr (SchalterStatement) select = schalter_db_prepare (
      db, "SELECT person, type, claims, seal_code FROM certificate WHERE request_id = ?1", error);
  if (select == NULL)
    return FALSE;
  schalter_statement_bind_text (select, 1, issue->request->request_id);
  if (!schalter_statement_step (select, found_out, error))
    return FALSE;
  if (!*found_out)
    return TRUE;
  if (g_strcmp0 (schalter_statement_get_text (select, 0), issue->request->person->id) != 0 ||
      g_strcmp0 (schalter_statement_get_text (select, 1), issue->request->type) != 0) {
    g_set_error_literal (
        error, SCHALTER_ERROR, SCHALTER_ERROR_CONFLICT, "the request id was used before");
    return FALSE;
  }
  issue->issued->claims = json_from_string (schalter_statement_get_text (select, 2), NULL);
  issue->issued->seal_code = g_strdup (schalter_statement_get_text (select, 3));
  return TRUE;
}

static gboolean
seal (const Issue *issue, const SchalterClaims *claims, GError **error)
{
  const guint8 *seed = schalter_secrets_get (issue->seal_secrets, claims->bfs);
  if (seed == NULL) {
    g_set_error (error,
                 SCHALTER_ERROR,
                 SCHALTER_ERROR_INTERNAL,
                 "there is no sealing key of municipality %u",
                 claims->bfs);
    return FALSE;
  }
  g_autoptr (SchalterSealKey) key =
      schalter_seal_key_from_seed (seed, SCHALTER_BOX_KEY_BYTES, error);
  if (key == NULL)
    return FALSE;
  issue->issued->seal_code = schalter_seal_code_sign (claims, key, issue->verify_base, error);
  return issue->issued->seal_code != NULL;
}

/* "W-4045-2026-000123": the type's letter, the municipality, the year, and a count that only rises.
 */
static char *
take_number (SchalterDb *db, const SchalterIssueRequest *request, GError **error)
{
  gboolean has_row = FALSE;
  g_autoptr (SchalterStatement) count =
      schalter_db_prepare (db, "SELECT COUNT(*) + 1 FROM certificate", error);
  if (count == NULL || !schalter_statement_step (count, &has_row, error))
    return NULL;
  g_autofree char *day = format_day (request->now_us, 0);
  return g_strdup_printf ("%c-%04u-%.4s-%06" G_GINT64_FORMAT,
                          g_ascii_toupper (request->type[0]),
                          request->person->bfs,
                          day,
                          schalter_statement_get_int64 (count, 0));
}

static gboolean
remember (SchalterDb *db, const Issue *issue, const char *number, GError **error)
{
  g_autofree char *claims = json_to_string (issue->issued->claims, FALSE);
  g_autoptr (SchalterStatement) insert = schalter_db_prepare (
      db,
      "INSERT INTO certificate (number, request_id, person, type, claims, seal_code, issued_us)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      error);
  if (insert == NULL)
    return FALSE;
  schalter_statement_bind_text (insert, 1, number);
  schalter_statement_bind_text (insert, 2, issue->request->request_id);
  schalter_statement_bind_text (insert, 3, issue->request->person->id);
  schalter_statement_bind_text (insert, 4, issue->request->type);
  schalter_statement_bind_text (insert, 5, claims);
  schalter_statement_bind_text (insert, 6, issue->issued->seal_code);
  schalter_statement_bind_int64 (insert, 7, issue->request->now_us);
  return schalter_statement_run (insert, error);
}

static gboolean
issue_in_transaction (SchalterDb *db, gpointer user_data, GError **error)
{
  const Issue *issue = user_data;
  gboolean is_found = FALSE;
  if (!find_earlier (db, issue, &is_found, error))
    return FALSE;
  if (is_found)
    return TRUE;
  g_autofree char *number = take_number (db, issue->request, error);
  if (number == NULL)
    return FALSE;
  g_autoptr (SchalterClaims) claims = make_claims (issue->request, number);
  if (!seal (issue, claims, error))
    return FALSE;
  issue->issued->claims = schalter_claims_to_json (claims);
  return remember (db, issue, number, error);
}

gboolean
schalter_certificates_issue (SchalterDb *db,
                             const SchalterSecrets *seal_secrets,
                             const char *verify_base,
                             const SchalterIssueRequest *request,
                             SchalterIssued *issued,
                             GError **error)
{
  g_return_val_if_fail (db != NULL && request != NULL && issued != NULL, FALSE);
  Issue issue = { seal_secrets, verify_base, request, issued };
  return may_issue (request, error) &&
         schalter_db_transaction (db, issue_in_transaction, &issue, error);
}
