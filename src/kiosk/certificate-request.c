/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Getting a certificate from the portal, and trusting it only when its seal holds. */
#include "config.h"

#include "certificate-request.h"

#include "schalter-error.h"
#include "seal-code.h"

void
schalter_certificate_free (SchalterCertificate *certificate)
{
  g_clear_pointer (&certificate->claims, schalter_claims_free);
  g_free (certificate->seal_code);
  g_free (certificate);
}

static gboolean
is_same_text (const char *one, const char *other)
{
  return g_strcmp0 (one != NULL ? one : "", other != NULL ? other : "") == 0;
}

/* The seal carries the claims that matter; they must be those that will be printed. */
static gboolean
is_sealed (const SchalterClaims *claims, const SchalterClaims *sealed)
{
  return claims->bfs == sealed->bfs && is_same_text (claims->number, sealed->number) &&
         is_same_text (claims->type, sealed->type) &&
         is_same_text (claims->issued, sealed->issued) &&
         is_same_text (claims->expires, sealed->expires) &&
         is_same_text (claims->surname, sealed->surname) &&
         is_same_text (claims->given_names, sealed->given_names) &&
         is_same_text (claims->birth_date, sealed->birth_date) &&
         is_same_text (claims->address, sealed->address);
}

static gboolean
check_seal (SchalterCatalogue *catalogue, const SchalterCertificate *certificate, GError **error)
{
  g_autoptr (GPtrArray) keys = schalter_catalogue_list_seal_keys (catalogue);
  g_autoptr (SchalterClaims) sealed =
      schalter_seal_code_verify (certificate->seal_code, keys, g_get_real_time (), error);
  if (sealed == NULL)
    return FALSE;
  if (is_sealed (certificate->claims, sealed))
    return TRUE;
  g_set_error (
      error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED, "the seal belongs to another certificate");
  return FALSE;
}

static SchalterCertificate *
parse_certificate (SchalterCatalogue *catalogue,
                   const SchalterExchangeAnswer *answer,
                   GError **error)
{
  const char *seal_code = schalter_exchange_answer_get_string (answer, "seal_code");
  JsonNode *claims = json_object_get_member (answer->body, "claims");
  if (seal_code == NULL || claims == NULL) {
    g_set_error (
        error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED, "the portal's answer has no certificate");
    return NULL;
  }
  g_autoptr (SchalterCertificate) certificate = g_new0 (SchalterCertificate, 1);
  certificate->seal_code = g_strdup (seal_code);
  certificate->claims = schalter_claims_from_json (claims, error);
  if (certificate->claims == NULL || !check_seal (catalogue, certificate, error))
    return NULL;
  return g_steal_pointer (&certificate);
}

static GError *
make_refusal (const SchalterExchangeAnswer *answer)
{
  const char *detail = schalter_exchange_answer_get_string (answer, "detail");
  if (detail == NULL)
    detail = schalter_exchange_answer_get_string (answer, "error");
  int code = answer->status >= 500 ? SCHALTER_ERROR_UNAVAILABLE : SCHALTER_ERROR_REFUSED;
  return g_error_new_literal (
      SCHALTER_ERROR, code, detail != NULL ? detail : "the portal refused the certificate");
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (SchalterExchangeAnswer) answer =
      schalter_exchange_call_finish (SCHALTER_EXCHANGE (source), result, &error);
  if (answer != NULL && answer->status != 200)
    error = make_refusal (answer);
  SchalterCertificate *certificate =
      error == NULL ? parse_certificate (g_task_get_task_data (task), answer, &error) : NULL;
  if (certificate == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, certificate, (GDestroyNotify)schalter_certificate_free);
}

void
schalter_certificate_request_async (SchalterExchange *exchange,
                                    SchalterCatalogue *catalogue,
                                    const SchalterCertificateOrder *order,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (SCHALTER_IS_EXCHANGE (exchange) && order != NULL);
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, schalter_certificate_request_async);
  g_task_set_task_data (
      task, schalter_catalogue_ref (catalogue), (GDestroyNotify)schalter_catalogue_unref);
  JsonObject *body = json_object_new ();
  json_object_set_string_member (body, "access_token", order->access_token);
  json_object_set_string_member (body, "type", order->type);
  json_object_set_string_member (body, "language", schalter_language_to_tag (order->language));
  json_object_set_string_member (body, "request_id", order->request_id);
  schalter_exchange_call_async (exchange, "certificate", body, cancellable, on_answered, task);
}

SchalterCertificate *
schalter_certificate_request_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
