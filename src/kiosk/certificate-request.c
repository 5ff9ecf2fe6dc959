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

/**
 * Order: what is kept of an order until it is answered; owns its members.
 */
typedef struct {
  SchalterCatalogue *catalogue;
  char *type;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;
  schalter_catalogue_unref (order->catalogue);
  g_free (order->type);
  g_free (order);
}

/* Both have been read by the same strict reader: what they say is the same if they are written the
 * same. */
static gboolean
is_same (const SchalterClaims *one, const SchalterClaims *other)
{
  g_autoptr (JsonNode) one_node = schalter_claims_to_json (one);
  g_autoptr (JsonNode) other_node = schalter_claims_to_json (other);
  return json_node_equal (one_node, other_node);
}

/* The seal must say what will be printed, be for what was ordered, and lead to the page that checks
 * it. */
static gboolean
check_seal (const Order *order, const SchalterCertificate *certificate, GError **error)
{
  g_autoptr (GPtrArray) keys = schalter_catalogue_list_seal_keys (order->catalogue);
  const char *verify_base = schalter_catalogue_get_verify_base (order->catalogue);
  g_autoptr (SchalterClaims) sealed =
      schalter_seal_code_verify (certificate->seal_code, keys, g_get_real_time (), error);
  if (sealed == NULL)
    return FALSE;
  if (is_same (certificate->claims, sealed) && g_str_equal (sealed->type, order->type) &&
      g_str_has_prefix (certificate->seal_code, verify_base))
    return TRUE;
  g_set_error (
      error, SCHALTER_ERROR, SCHALTER_ERROR_UNTRUSTED, "the seal belongs to another certificate");
  return FALSE;
}

static SchalterCertificate *
parse_certificate (const Order *order, const SchalterExchangeAnswer *answer, GError **error)
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
  if (certificate->claims == NULL || !check_seal (order, certificate, error))
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
  Order *kept = g_new0 (Order, 1);
  kept->catalogue = schalter_catalogue_ref (catalogue);
  kept->type = g_strdup (order->type);
  g_task_set_task_data (task, kept, order_free);
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
